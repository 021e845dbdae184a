package document

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/varsam/varsam"
)

// Parent and child talk in frames: a letter, the length in four bytes, so many bytes. The parent sends for each document its
// order, its content in blocks, and the end; the child answers with texts, whole or in blocks, with what it could not read, and
// with the end. Each side may speak while the other does.
const (
	frameOrder   = 'O' // JSON of an order
	frameContent = 'C'
	frameEnd     = 'E' // of the content; of the document
	frameText    = 'T' // place, label and a whole text
	frameOpen    = 'P' // place and label of a text that comes in blocks
	frameBlock   = 'B'
	frameClose   = 'X'
	frameUnread  = 'U' // JSON of a reason
)

// Bounds that both sides hold the other to.
const (
	longestFrame = 1 << 20
	block        = 48 << 10
	longestPlace = 8 << 10
	mostReasons  = 1001
)

// order is what the child is asked for.
type order struct {
	Name   string
	Limits Limits
	OCR    []string `json:",omitempty"`
}

// errFrame: the other side does not keep to the rules.
var errFrame = errors.New("a frame that breaks the rules")

type frames struct {
	in   *bufio.Reader
	room []byte
}

// next reads a frame; what it returns is valid until the next one.
func (f *frames) next() (kind byte, payload []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(f.in, head[:]); err != nil {
		return 0, nil, err
	}
	n := int(binary.BigEndian.Uint32(head[1:]))
	if n > longestFrame {
		return 0, nil, errFrame
	}
	if cap(f.room) < n {
		f.room = make([]byte, n)
	}
	f.room = f.room[:n]
	_, err = io.ReadFull(f.in, f.room)
	return head[0], f.room, err
}

// writeFrame writes a frame of several parts.
func writeFrame(out *bufio.Writer, kind byte, parts ...[]byte) error {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	var head [5]byte
	head[0] = kind
	binary.BigEndian.PutUint32(head[1:], uint32(n))
	out.Write(head[:])
	for _, p := range parts {
		out.Write(p)
	}
	_, err := out.Write(nil)
	return err
}

// titled is the beginning of a text's frame: two lengths, place and label.
func titled(to []byte, place, label string) []byte {
	place, label = cutString(place, longestPlace), cutString(label, longestPlace)
	to = binary.BigEndian.AppendUint16(to[:0], uint16(len(place)))
	to = binary.BigEndian.AppendUint16(to, uint16(len(label)))
	return append(append(to, place...), label...)
}

// cutString cuts a string at the end of a character.
func cutString(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// untitled takes a text's frame apart.
func untitled(b []byte) (place, label string, rest []byte, err error) {
	if len(b) < 4 {
		return "", "", nil, errFrame
	}
	n, m := int(binary.BigEndian.Uint16(b)), int(binary.BigEndian.Uint16(b[2:]))
	if b = b[4:]; n > longestPlace || m > longestPlace || n+m > len(b) {
		return "", "", nil, errFrame
	}
	return clean(string(b[:n])), clean(string(b[n : n+m])), b[n+m:], nil
}

// clean is UTF-8.
func clean(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

// reasonOf reads a reason, which must be one of those that say why something was not read.
func reasonOf(b []byte) (varsam.Reason, error) {
	var r varsam.Reason
	if len(b) > 4*longestPlace || json.Unmarshal(b, &r) != nil || !strings.HasPrefix(r.Code, "unread-") || len(r.Args) == 0 || len(r.Args) > 3 {
		return varsam.Reason{}, errFrame
	}
	for i := range r.Args {
		r.Args[i] = clean(r.Args[i])
	}
	return r, nil
}
