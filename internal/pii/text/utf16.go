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

// Reader gives a text as UTF-8 and knows the way back. The byte order mark of UTF-16 becomes U+FEFF.
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

// NewReader decodes in.
func NewReader(in io.Reader, e Encoding) *Reader {
	return &Reader{in: bufio.NewReaderSize(in, ahead), encoding: e}
}

// ahead is how much a reader reads ahead, in bytes.
const ahead = 64 << 10

// Read gives UTF-8, whole characters only where p has room for one.
func (r *Reader) Read(p []byte) (int, error) {
	for len(r.pending) == 0 {
		if r.err != nil {
			return 0, r.err
		}
		if r.encoding == Bytes {
			r.mixed()
		} else {
			r.step()
		}
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
		r.pass(from, to, from, to)
		out = utf8.AppendRune(out, c)
	}
	r.pending = out
}

// mixed takes what is UTF-8 as it is, or else what is not, character by character.
func (r *Reader) mixed() {
	b, err := r.in.Peek(ahead)
	if len(b) == 0 {
		r.err = err
		return
	}
	if n := valid(b); n > 0 {
		r.pass(1, 1, n, n)
		r.pending = append(r.pending[:0], b[:n]...)
		r.in.Discard(n)
		return
	}
	out := r.pending[:0]
	n := 0
	for n < len(b) && len(out) < 4096 && valid(b[n:min(n+utf8.UTFMax, len(b))]) == 0 {
		c, size := Next(b[n:])
		r.pass(size, utf8.RuneLen(c), size, utf8.RuneLen(c))
		out = utf8.AppendRune(out, c)
		n += size
	}
	r.pending = out
	r.in.Discard(n)
}

// pass notes characters of a width, and how many bytes of the input became how many.
func (r *Reader) pass(from, to, read, written int) {
	r.note(from, to)
	r.read, r.written = r.read+int64(read), r.written+int64(written)
}

// valid is how many bytes at the beginning are UTF-8.
func valid(b []byte) int {
	if utf8.Valid(b) {
		return len(b)
	}
	n := 0
	for n < len(b) {
		c, size := utf8.DecodeRune(b[n:])
		if c == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return n
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
