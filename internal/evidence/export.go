package evidence

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"encoding/binary"
	"io"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// ExportOptions of a pack.
type ExportOptions struct {
	// Annexes puts the opened annexes into the pack. They are what was kept
	// out of the leaves: such a pack is to be guarded like the case itself.
	Annexes bool
}

// Export writes the pack of a request, to be checked by [Verify]. NotFound: no
// leaf of it is under a checkpoint yet. Conflict: some are not; see
// [Log.Checkpoint]. With annexes, NotFound also when their key is destroyed.
func (l *Log) Export(ctx context.Context, tenant, request string, w io.Writer, options ExportOptions) error {
	key, err := l.signer(ctx, tenant)
	if err != nil {
		return err
	}
	p := &pack{request: Name(request)}
	var annexes []Annex
	err = l.store.Read(ctx, tenant, func(tx *store.Tx) error {
		if err := p.load(tx, key); err != nil || !options.Annexes {
			return err
		}
		annexes, err = loadAnnexes(tx, p)
		return err
	})
	if err != nil {
		return err
	}
	if err := p.attach(ctx, l.keeper, annexes); err != nil {
		return err
	}
	if p.end, err = signNote(p.origin, key, endText(p.body())); err != nil {
		return err
	}
	return writeAll(w, p.encode())
}

// load reads the checkpoint and the request's leaves, with proofs.
func (p *pack) load(tx *store.Tx, key ed25519.PrivateKey) error {
	row, err := selectLog(tx)
	if err != nil {
		return err
	}
	all, sealed, err := countRequest(tx, string(p.request), row.signed)
	switch {
	case err != nil:
		return err
	case sealed == 0:
		return varsam.Errorf(varsam.NotFound, "no evidence of this request is under a checkpoint")
	case sealed < all:
		return varsam.Errorf(varsam.Conflict, "some evidence of this request is not under a checkpoint yet; try again")
	}
	p.origin, p.checkpoint = row.origin, row.note
	if p.key, err = VerifierKey(row.origin, key.Public().(ed25519.PublicKey)); err != nil {
		return err
	}
	tree, err := openCheckpoint(row.note, p.key, row.origin)
	if err != nil {
		return err
	}
	leaves, err := selectRequest(tx, string(p.request), row.signed)
	if err != nil {
		return err
	}
	return p.prove(leaves, tree.N, readTree(tx, row.tree))
}

func (p *pack) prove(leaves []storedLeaf, size int64, hashes tlog.HashReader) error {
	for _, leaf := range leaves {
		proof, err := tlog.ProveRecord(size, leaf.index, hashes)
		if err != nil {
			return treeError(err)
		}
		p.entries = append(p.entries, entry{index: leaf.index, leaf: leaf.bytes, proof: proof})
	}
	return nil
}

// loadAnnexes reads an annex for every leaf that commits to one; the others
// stay empty.
func loadAnnexes(tx *store.Tx, p *pack) ([]Annex, error) {
	annexes := make([]Annex, len(p.entries))
	for i, e := range p.entries {
		leaf, err := DecodeLeaf(e.leaf)
		if err != nil {
			return nil, err
		}
		if leaf.Annex == (Digest{}) {
			continue
		}
		key, sealed, err := selectAnnex(tx, leaf.ID())
		if err != nil {
			return nil, err
		}
		annexes[i] = Annex{seal.KeyID(key), sealed, leaf.Annex}
	}
	return annexes, nil
}

// attach opens the annexes into the pack, after the transaction.
func (p *pack) attach(ctx context.Context, keeper *seal.Keeper, annexes []Annex) (err error) {
	for i, a := range annexes {
		if a.key == "" {
			continue
		}
		e := &p.entries[i]
		e.annexed = true
		if e.nonce, e.annex, err = a.open(ctx, keeper); err != nil {
			return err
		}
	}
	return nil
}

// page is how many leaves ExportLog reads at a time.
const page = 1000

// ExportLog writes all leaves under the tenant's checkpoint, to be checked by
// [VerifyLog]. It never holds more than a page of them.
func (l *Log) ExportLog(ctx context.Context, tenant string, w io.Writer) error {
	row, err := l.state(ctx, tenant)
	if err != nil {
		return err
	}
	if row.note == "" {
		return varsam.Errorf(varsam.NotFound, "the log has no checkpoint yet")
	}
	key, err := l.VerifierKey(ctx, tenant)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	out.WriteString(logHead + "key " + key + "\n")
	for from := int64(0); from < row.signed; from += page {
		if err := l.exportPage(ctx, tenant, out, from, min(from+page, row.signed)); err != nil {
			return err
		}
	}
	writeFrame(out, nil)
	out.WriteString(row.note)
	return writeError(out.Flush())
}

func (l *Log) exportPage(ctx context.Context, tenant string, out *bufio.Writer, from, to int64) error {
	var leaves []storedLeaf
	err := l.store.Read(ctx, tenant, func(tx *store.Tx) (err error) {
		leaves, err = selectRange(tx, from, to)
		return err
	})
	if err != nil {
		return err
	}
	for _, leaf := range leaves {
		writeFrame(out, leaf.bytes)
	}
	return nil
}

// writeFrame leaves errors to the writer, which keeps the first for Flush.
func writeFrame(out *bufio.Writer, b []byte) {
	out.Write(binary.BigEndian.AppendUint32(nil, uint32(len(b))))
	out.Write(b)
}

func writeAll(w io.Writer, b []byte) error {
	_, err := w.Write(b)
	return writeError(err)
}

func writeError(err error) error {
	if err != nil {
		return varsam.Errorf(varsam.Unavailable, "the evidence cannot be written out")
	}
	return nil
}
