package evidence

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/varsam/varsam"
)

const logHead = "varsam-log/1\n"

const (
	maxLeaf = 4 << 10 // no leaf is longer
	maxNote = 4 << 10 // no checkpoint is longer
)

// VerifyLog checks a whole log as [Log.ExportLog] writes it, reading it once
// and keeping only what is open. key is as in [Verify], and so are the errors;
// Unavailable: the reader failed.
func VerifyLog(r io.Reader, key string) (Report, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	signer, err := readLogHead(in)
	if err != nil {
		return Report{}, err
	}
	if key != "" && key != signer {
		return Report{}, errSigner
	}
	origin, _, _ := strings.Cut(signer, "+")
	a := newAudit(Report{Checked: key != "", Key: signer, Origin: origin})
	tree, err := readLeaves(in, origin, a)
	if err != nil {
		return Report{}, err
	}
	note, err := io.ReadAll(io.LimitReader(in, maxNote))
	if err != nil {
		return Report{}, readError(err)
	}
	a.report.Tree, err = openCheckpoint(string(note), signer, origin)
	if err != nil {
		return Report{}, err
	}
	if a.report.Tree != tree {
		return Report{}, varsam.Errorf(varsam.Corrupt, "the leaves are not those of the signed tree")
	}
	return a.finish(), nil
}

func readLogHead(in *bufio.Reader) (key string, err error) {
	head, err := in.ReadString('\n')
	if err != nil || head != logHead {
		return "", varsam.Errorf(varsam.Corrupt, "this is not an exported log")
	}
	line, err := in.ReadSlice('\n')
	key, ok := strings.CutPrefix(string(line), "key ")
	if err != nil || !ok {
		return "", varsam.Errorf(varsam.Corrupt, "the exported log names no key")
	}
	return strings.TrimSuffix(key, "\n"), nil
}

// readLeaves reads frames up to the empty one and computes their tree.
func readLeaves(in *bufio.Reader, origin string, a *audit) (tlog.Tree, error) {
	var t growth
	buffer := make([]byte, maxLeaf)
	for {
		frame, err := readFrame(in, buffer)
		if err != nil || len(frame) == 0 {
			return t.tree(), err
		}
		leaf, err := DecodeLeaf(frame)
		if err != nil {
			return tlog.Tree{}, err
		}
		if string(leaf.Origin) != origin {
			return tlog.Tree{}, varsam.Errorf(varsam.Corrupt, "a leaf is another log's")
		}
		hash := tlog.RecordHash(frame)
		a.add(t.size, LeafID(hash), leaf)
		t.add(hash)
	}
}

// readFrame reads a length in four bytes and as much content.
func readFrame(in *bufio.Reader, buffer []byte) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return nil, readError(err)
	}
	n := binary.BigEndian.Uint32(head[:])
	if n > maxLeaf {
		return nil, errLeaf
	}
	if _, err := io.ReadFull(in, buffer[:n]); err != nil {
		return nil, readError(err)
	}
	return buffer[:n], nil
}

func readError(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return varsam.Errorf(varsam.Corrupt, "the exported log ends too early")
	}
	return varsam.Errorf(varsam.Unavailable, "the exported log cannot be read")
}

// growth computes the root of a growing tree from the roots of its full parts,
// largest first: one for every bit of the size.
type growth struct {
	size  int64
	parts []tlog.Hash
}

func (t *growth) add(hash tlog.Hash) {
	for range bits.TrailingZeros64(^uint64(t.size)) {
		last := len(t.parts) - 1
		hash = tlog.NodeHash(t.parts[last], hash)
		t.parts = t.parts[:last]
	}
	t.parts = append(t.parts, hash)
	t.size++
}

func (t *growth) tree() tlog.Tree {
	if t.size == 0 {
		root, _ := tlog.TreeHash(0, nil)
		return tlog.Tree{N: 0, Hash: root}
	}
	last := len(t.parts) - 1
	hash := t.parts[last]
	for i := last - 1; i >= 0; i-- {
		hash = tlog.NodeHash(t.parts[i], hash)
	}
	return tlog.Tree{N: t.size, Hash: hash}
}
