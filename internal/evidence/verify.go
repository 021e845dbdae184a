package evidence

import (
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/varsam/varsam"
)

// Verify checks a pack offline. key is the log's public key text, got by some
// other way than the pack; without it the report's first line says that the
// signer was not checked. Corrupt: some byte is not what was signed. Denied:
// another key signed. What is genuine but not in order – an intent without an
// outcome, a plan nobody approved – is a finding in the report, not an error.
func Verify(packed []byte, key string) (Report, error) {
	p, err := decodePack(packed)
	if err != nil {
		return Report{}, err
	}
	if key != "" && key != p.key {
		return Report{}, errSigner
	}
	tree, err := p.checkSignatures()
	if err != nil {
		return Report{}, err
	}
	a := newAudit(Report{Checked: key != "", Key: p.key, Origin: p.origin, Request: p.request, Tree: tree})
	last := int64(-1)
	for _, e := range p.entries {
		leaf, err := e.check(p, tree, last)
		if err != nil {
			return Report{}, err
		}
		last = e.index
		a.add(e.index, LeafID(tlog.RecordHash(e.leaf)), leaf)
	}
	return a.finish(), nil
}

var errSigner error = varsam.Errorf(varsam.Denied, "another key signed this than the one given")

// checkSignatures checks both notes and returns the signed tree.
func (p *pack) checkSignatures() (tlog.Tree, error) {
	end := endText(p.body())
	if !strings.HasPrefix(p.key, p.origin+"+") || !strings.HasPrefix(p.end, end) { // cheaper than a signature
		return tlog.Tree{}, errPack
	}
	signed, err := openNote(p.end, p.key)
	if err != nil {
		return tlog.Tree{}, err
	}
	if signed != end {
		return tlog.Tree{}, errPack
	}
	return openCheckpoint(p.checkpoint, p.key, p.origin)
}

var errPack error = varsam.Errorf(varsam.Corrupt, "the pack is not the one that was signed")

// check checks one leaf: its form, its place in the tree, its log, its request,
// its annex.
func (e *entry) check(p *pack, tree tlog.Tree, last int64) (Leaf, error) {
	leaf, err := DecodeLeaf(e.leaf)
	switch {
	case err != nil:
		return leaf, err
	case e.index <= last:
		return leaf, varsam.Errorf(varsam.Corrupt, "the leaves of the pack are not in order")
	case string(leaf.Origin) != p.origin || leaf.Request != p.request:
		return leaf, varsam.Errorf(varsam.Corrupt, "a leaf of the pack is another log's or another request's")
	case e.index >= tree.N || tlog.CheckRecord(e.proof, tree.N, tree.Hash, e.index, tlog.RecordHash(e.leaf)) != nil:
		return leaf, varsam.Errorf(varsam.Corrupt, "a leaf of the pack is not in the signed tree")
	case e.annexed && (len(e.nonce) != annexNonceSize || commit(e.nonce, e.annex) != leaf.Annex):
		return leaf, varsam.Errorf(varsam.Corrupt, "an annex is not the one its leaf commits to")
	}
	return leaf, nil
}
