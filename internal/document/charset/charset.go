// Package charset makes UTF-8 of what documents and mail call their characters.
package charset

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"math/bits"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/varsam/varsam/internal/pii/text"
)

// NewReader gives UTF-8, without a byte order mark. A mark counts for more than the label, which may be empty, unknown or
// wrong: what is called Latin, ASCII or UTF-8 is read as UTF-8 where it is that, and as Windows-1252 where it is not.
func NewReader(in io.Reader, label string) io.Reader {
	b := bufio.NewReaderSize(in, 32<<10)
	head, _ := b.Peek(512)
	if bytes.HasPrefix(head, []byte("\xef\xbb\xbf")) {
		b.Discard(3)
		return &tolerant{in: b}
	}
	if order, ok := UTF16(head); ok {
		return transform.NewReader(b, unicode.UTF16(order, unicode.UseBOM).NewDecoder())
	}
	if e := other(label); e != nil {
		return transform.NewReader(b, e.NewDecoder())
	}
	return &tolerant{in: b}
}

// String is a short text as UTF-8.
func String(s []byte, label string) string {
	if e := other(label); e != nil {
		if out, err := e.NewDecoder().Bytes(s); err == nil {
			return string(out)
		}
	}
	if utf8.Valid(s) {
		return string(s)
	}
	return string(appendTolerant(nil, s))
}

// UTF16 reports text in UTF-16 by its mark or, without one, by its letters of Latin script.
func UTF16(head []byte) (order unicode.Endianness, ok bool) {
	switch {
	case len(head) < 2:
		return unicode.LittleEndian, false
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return unicode.BigEndian, true
	}
	head = head[:min(len(head), 512)&^1]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	most := len(head) / 2
	switch {
	case len(head) >= 4 && zeros[1] > most*3/4 && zeros[0] == 0:
		return unicode.LittleEndian, true
	case len(head) >= 4 && zeros[0] > most*3/4 && zeros[1] == 0:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// other is an encoding that is not one of those that need no telling.
func other(label string) encoding.Encoding {
	label = strings.ToLower(strings.Trim(label, " \t\"'"))
	switch label {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "latin1", "latin-1", "windows-1252", "cp1252", "binary", "unknown-8bit", "unknown":
		return nil
	}
	e, err := htmlindex.Get(label)
	if err != nil {
		if e, err = ianaindex.MIME.Encoding(label); err != nil {
			return nil
		}
	}
	if name, err := htmlindex.Name(e); err == nil && (name == "replacement" || name == "windows-1252" || name == "utf-8") {
		return nil
	}
	return e
}

// tolerant reads UTF-8 and, between it, Windows-1252.
type tolerant struct {
	in    *bufio.Reader
	left  []byte // decoded, not given away
	given int    // bytes of in that left is, when it needed no decoding
	room  []byte
}

func (t *tolerant) Read(p []byte) (int, error) {
	if len(t.left) == 0 {
		if err := t.refill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, t.left)
	t.left = t.left[n:]
	return n, nil
}

func (t *tolerant) refill() error {
	t.in.Discard(t.given)
	t.given = 0
	b, err := t.in.Peek(max(1, t.in.Buffered()))
	if len(b) == 0 {
		return err
	}
	n := len(b)
	if cut := unfinished(b); cut < n {
		if cut == 0 { // it may go on
			if b, _ = t.in.Peek(utf8.UTFMax); len(b) > n {
				if cut := unfinished(b); cut > 0 { // and the next one begin
					b = b[:cut]
				}
				n = len(b)
			}
		} else {
			b, n = b[:cut], cut
		}
	}
	if valid(b) {
		t.left, t.given = b, n
		return nil
	}
	t.room = appendTolerant(t.room[:0], b)
	t.in.Discard(n)
	t.left = t.room
	return nil
}

// beyondASCII has the bit of each byte that is set in what is no ASCII.
const beyondASCII = 0x8080808080808080

// valid is utf8.Valid, which looks at eight bytes at a time only up to the first letter beyond ASCII; in the languages of the north
// there is always another one, of two bytes.
func valid(b []byte) bool {
	for len(b) >= 8 {
		word := binary.LittleEndian.Uint64(b) & beyondASCII
		if word == 0 {
			b = b[8:]
			continue
		}
		b = b[bits.TrailingZeros64(word)/8:]
		if len(b) > 1 && 0xc2 <= b[0] && b[0] <= 0xdf && b[1]&0xc0 == 0x80 {
			b = b[2:]
			continue
		}
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			return false
		}
		b = b[size:]
	}
	return utf8.Valid(b)
}

// unfinished is where a character begins that is not all there.
func unfinished(b []byte) int {
	for i := len(b) - 1; i >= max(0, len(b)-utf8.UTFMax); i-- {
		if utf8.RuneStart(b[i]) {
			if b[i] >= utf8.RuneSelf && !utf8.FullRune(b[i:]) {
				return i
			}
			break
		}
	}
	return len(b)
}

func appendTolerant(to, b []byte) []byte {
	for len(b) > 0 {
		r, n := text.Next(b)
		to = utf8.AppendRune(to, r)
		b = b[n:]
	}
	return to
}
