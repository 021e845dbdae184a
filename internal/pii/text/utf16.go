package text

import (
	"bufio"
	"io"
	"sort"
	"unicode/utf16"
	"unicode/utf8"
)

// Encoding is how characters are written in bytes.
type Encoding int

// The encodings.
const (
	Bytes   Encoding = iota // what Next reads: UTF-8 and Windows-1252
	UTF16LE                 // with a byte order mark
	UTF16BE
)

// Sniff tells the encoding by the byte order mark at the beginning of b.
func Sniff(b []byte) Encoding {
	switch {
	case len(b) < 2:
	case b[0] == 0xFF && b[1] == 0xFE:
		return UTF16LE
	case b[0] == 0xFE && b[1] == 0xFF:
		return UTF16BE
	}
	return Bytes
}

// Reader gives UTF-16 as UTF-8 and knows the way back. The byte order mark becomes U+FEFF.
type Reader struct {
	in       *bufio.Reader
	encoding Encoding
	pending  []byte // decoded and not read yet
	err      error

	read, written int64    // bytes of the input decoded, bytes of UTF-8 made of them
	marks         []anchor // one for each step, the last few
}

// anchor pairs an offset in UTF-8 with the one in the input, from where on each character takes from and to bytes.
type anchor struct {
	utf8, input int64
	from, to    int // bytes of a character in the input and in UTF-8
}

// keep is how many changes of a character's width Original can look back over: more than a window of the stream holds.
const keep = 1 << 18

// NewReader decodes in, which is in one of the UTF-16 encodings.
func NewReader(in io.Reader, e Encoding) *Reader {
	return &Reader{in: bufio.NewReader(in), encoding: e}
}

// Read gives UTF-8, whole characters only where p has room for one.
func (r *Reader) Read(p []byte) (int, error) {
	for len(r.pending) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		r.step()
	}
	n := copy(p, r.pending)
	r.pending = r.pending[n:]
	return n, nil
}

// step decodes some characters.
func (r *Reader) step() {
	out := make([]byte, 0, 4096)
	for len(out) < cap(out)-utf8.UTFMax && r.err == nil {
		c, from := r.character()
		if from == 0 {
			break
		}
		to := utf8.RuneLen(c)
		r.note(from, to)
		out = utf8.AppendRune(out, c)
		r.read, r.written = r.read+int64(from), r.written+int64(to)
	}
	r.pending = out
}

// character is the next one and how many bytes of the input it takes: 0 at the end. A single byte at the end and half a pair
// are U+FFFD.
func (r *Reader) character() (c rune, size int) {
	unit, n := r.unit()
	if n < 2 || !utf16.IsSurrogate(unit) {
		return unit, n
	}
	if b, err := r.in.Peek(2); err == nil {
		if c := utf16.DecodeRune(unit, r.join(b[0], b[1])); c != utf8.RuneError {
			r.in.Discard(2)
			return c, 4
		}
	}
	return utf8.RuneError, 2
}

func (r *Reader) unit() (c rune, size int) {
	a, err := r.in.ReadByte()
	if err != nil {
		r.err = err
		return 0, 0
	}
	b, err := r.in.ReadByte()
	if err != nil {
		r.err = err
		return utf8.RuneError, 1
	}
	return r.join(a, b), 2
}

func (r *Reader) join(a, b byte) rune {
	if r.encoding == UTF16LE {
		a, b = b, a
	}
	return rune(a)<<8 | rune(b)
}

// note remembers where the width of characters changes.
func (r *Reader) note(from, to int) {
	if n := len(r.marks); n > 0 && r.marks[n-1].from == from && r.marks[n-1].to == to {
		return
	}
	if len(r.marks) >= 2*keep {
		r.marks = r.marks[:copy(r.marks, r.marks[keep:])]
	}
	r.marks = append(r.marks, anchor{r.written, r.read, from, to})
}

// Original is the offset in the input of an offset in the UTF-8 that has been read, for the last quarter of a million
// characters at least.
func (r *Reader) Original(offset int64) int64 {
	i := sort.Search(len(r.marks), func(i int) bool { return r.marks[i].utf8 > offset }) - 1
	if i < 0 {
		return 0
	}
	m := r.marks[i]
	return m.input + (offset-m.utf8)/int64(m.to)*int64(m.from)
}
