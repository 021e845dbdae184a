package varsam

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Ref names one record in one system: a database row by its key, a message by
// mailbox, UIDVALIDITY and UID, a file by path and version, a vendor's object by
// its id. A Ref may itself identify a person; it is never logged and enters our
// store only sealed.
type Ref struct {
	System     string  `json:"system"`
	Collection string  `json:"collection"`
	Key        []Value `json:"key"` // in the collection's key order
}

// String is the one canonical text form: system, collection and the key's
// canonical forms, length-prefixed so that no two Refs share it.
func (r Ref) String() string {
	b := make([]byte, 0, 64)
	for _, part := range []string{r.System, r.Collection} {
		b = strconv.AppendInt(b, int64(len(part)), 10)
		b = append(b, ':')
		b = append(b, part...)
		b = append(b, '/')
	}
	return string(AppendKey(b, r.Key))
}

// AppendKey appends the canonical form of a composite key.
func AppendKey(b []byte, key []Value) []byte {
	for _, v := range key {
		b = v.AppendCanonical(b)
	}
	return b
}

// KeyText is the canonical form of a composite key, to use as a map key.
func KeyText(key []Value) string { return string(AppendKey(nil, key)) }

// Label is how a person would write the Ref: collection and key.
func (r Ref) Label() string { return r.Collection + " " + r.KeyLabel() }

// KeyLabel is how a person would write the key; the parts of a composite one are
// joined by slashes.
func (r Ref) KeyLabel() string {
	parts := make([]string, len(r.Key))
	for i, v := range r.Key {
		parts[i] = v.String()
	}
	return strings.Join(parts, "/")
}

// CompareRefs orders Refs by system, collection and key; numbers by size.
func CompareRefs(a, b Ref) int {
	return cmp.Or(
		cmp.Compare(a.System, b.System),
		cmp.Compare(a.Collection, b.Collection),
		slices.CompareFunc(a.Key, b.Key, CompareValues),
	)
}

// CompareValues orders values by kind, then numbers by size and the rest by
// content.
func CompareValues(a, b Value) int {
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.num, b.num), cmp.Compare(a.text, b.text))
}

// Field is one named value of a record.
type Field struct {
	Name  string `json:"name"`
	Value Value  `json:"value"`
}

// Record is what a connector read: a row, a message, a document, or a part of
// one (Parent is then set).
type Record struct {
	Ref    Ref     `json:"ref"`
	Parent *Ref    `json:"parent,omitempty"`
	Fields []Field `json:"fields"` // in the collection's column order

	// Version is the precondition of a later change: a row digest, MODSEQ or
	// ETag. It covers the whole record also when only some fields were read; it
	// is empty when the reader did not ask for it.
	Version string `json:"version,omitempty"`

	// Open reads the content of a record that is itself large (a message, a
	// file); nil where Fields is all there is.
	Open func() (io.ReadCloser, error) `json:"-"`
}

// Get is the value of a field, null when the record has no such field.
func (r Record) Get(name string) Value {
	for _, f := range r.Fields {
		if f.Name == name {
			return f.Value
		}
	}
	return Value{}
}

// Has reports whether the field was read.
func (r Record) Has(name string) bool {
	return slices.ContainsFunc(r.Fields, func(f Field) bool { return f.Name == name })
}

// RowVersion is the version of a row: a digest over its fields' names and
// canonical values, in order.
func RowVersion(fields []Field) string {
	b := make([]byte, 0, 256)
	for _, f := range fields {
		b = strconv.AppendInt(b, int64(len(f.Name)), 10)
		b = append(b, ':')
		b = append(b, f.Name...)
		b = f.Value.AppendCanonical(b)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}
