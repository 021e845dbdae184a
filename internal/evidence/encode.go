package evidence

import (
	"bytes"
	"encoding/binary"
	"time"

	"github.com/varsam/varsam"
)

// leafVersion is the first byte of every leaf.
const leafVersion = 1

// field is one field of a leaf: it appends its content, and reads it back.
// Reading need not be strict, because a decoded leaf is encoded again and
// compared.
type field interface {
	append([]byte) []byte
	read([]byte)
}

// fields are the leaf's fields in the order of the format.
func (l *Leaf) fields() [27]field {
	return [...]field{
		(*octet)(&l.Kind), (*octet)(&l.State), &l.Origin, &l.Request, &l.Step, (*number)(&l.Attempt), (*number)(&l.Fence),
		&l.System, &l.Collection, &l.Action, &l.Finality, &l.Basis, &l.Law, &l.Plan, &l.Register,
		&l.Expected, &l.Before, &l.After, &l.Result, &l.Schema, &l.Actor, &l.Assurance, &l.Build,
		(*instant)(&l.Time), (*Digest)(&l.Intent), &l.Annex, &l.Nonce,
	}
}

// Encode is the leaf's one byte form: the version, then every field in order
// with its length in two bytes.
func (l Leaf) Encode() []byte {
	b := append(make([]byte, 0, 384), leafVersion)
	for _, f := range l.fields() {
		at := len(b)
		b = f.append(append(b, 0, 0))
		binary.BigEndian.PutUint16(b[at:], uint16(len(b)-at-2))
	}
	return b
}

// DecodeLeaf reads what Encode wrote, and nothing else: Corrupt when a single
// byte differs from the one form.
func DecodeLeaf(b []byte) (Leaf, error) {
	var l Leaf
	if len(b) == 0 || b[0] != leafVersion {
		return l, errLeaf
	}
	rest := b[1:]
	for _, f := range l.fields() {
		if len(rest) < 2 {
			return l, errLeaf
		}
		n := 2 + int(binary.BigEndian.Uint16(rest))
		if len(rest) < n {
			return l, errLeaf
		}
		f.read(rest[2:n])
		rest = rest[n:]
	}
	if !bytes.Equal(l.Encode(), b) || l.check() != nil {
		return l, errLeaf
	}
	return l, nil
}

var errLeaf error = varsam.Errorf(varsam.Corrupt, "a leaf does not have its one form")

// octet, number and instant are the forms of plain fields.
type (
	octet   uint8
	number  uint64
	instant time.Time
)

func (o *octet) append(b []byte) []byte { return append(b, byte(*o)) }
func (o *octet) read(b []byte) {
	if len(b) == 1 {
		*o = octet(b[0])
	}
}

func (n *number) append(b []byte) []byte { return binary.BigEndian.AppendUint64(b, uint64(*n)) }
func (n *number) read(b []byte) {
	if len(b) == 8 {
		*n = number(binary.BigEndian.Uint64(b))
	}
}

func (t *instant) append(b []byte) []byte {
	return binary.BigEndian.AppendUint64(b, uint64(time.Time(*t).UnixMicro()))
}

func (t *instant) read(b []byte) {
	if len(b) == 8 {
		*t = instant(time.UnixMicro(int64(binary.BigEndian.Uint64(b))).UTC())
	}
}

func (n *Name) append(b []byte) []byte { return append(b, *n...) }
func (n *Name) read(b []byte)          { *n = Name(b) }

func (n *Nonce) append(b []byte) []byte { return append(b, n[:]...) }
func (n *Nonce) read(b []byte)          { copy(n[:], b) }

func (d *Digest) append(b []byte) []byte {
	if *d == (Digest{}) {
		return b
	}
	return append(b, d[:]...)
}
func (d *Digest) read(b []byte) { copy(d[:], b) }

func (c *Count) append(b []byte) []byte {
	if !c.Known {
		return b
	}
	return binary.BigEndian.AppendUint64(b, c.N)
}

func (c *Count) read(b []byte) {
	if len(b) == 8 {
		*c = Count{binary.BigEndian.Uint64(b), true}
	}
}
