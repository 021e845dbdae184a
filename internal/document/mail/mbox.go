package mail

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/extract"
)

// LooksBox reports a box of messages by its first line, which is "From ", an address and a date.
func LooksBox(head []byte) bool {
	line, rest, ok := bytes.Cut(head, []byte("\n"))
	return ok && bytes.HasPrefix(line, []byte("From ")) && len(bytes.Fields(line)) >= 3 && Looks(rest, ".eml")
}

// Box hands over the messages of a box (RFC 4155 and its kin) as documents "1.eml", "2.eml" …
func Box(p *extract.Part) error {
	in := newLines(p.Lines())
	for n := 1; ; n++ {
		line, ok := in.peek()
		if !ok {
			return nil
		}
		if err := p.Value(strconv.Itoa(n)+"/header=from-line", "", strings.TrimSpace(string(line))); err != nil {
			return err
		}
		in.next()
		one := &boxed{in: in}
		if err := p.Into(strconv.Itoa(n)+".eml", one, nil); err != nil {
			return err
		}
		if _, err := io.Copy(io.Discard, one); err != nil {
			return err
		}
	}
}

// boxed reads one message: up to a line "From " behind a blank one; ">From " is "From " that belongs to a text.
type boxed struct {
	in    *lines
	blank bool
	ended bool
	left  []byte
	room  []byte
}

func (b *boxed) Read(p []byte) (int, error) {
	for len(b.left) == 0 {
		line, ok := b.in.peek()
		if !ok || b.ended || b.blank && b.in.fresh && bytes.HasPrefix(line, []byte("From ")) {
			b.ended = true
			return 0, io.EOF
		}
		b.blank = b.in.fresh && len(bytes.TrimRight(line, "\r\n")) == 0
		b.room = append(b.room[:0], line...)
		b.left = b.room
		if rest := bytes.TrimLeft(line, ">"); b.in.fresh && len(rest) < len(line) && bytes.HasPrefix(rest, []byte("From ")) {
			b.left = b.left[1:]
		}
		b.in.next()
	}
	n := copy(p, b.left)
	b.left = b.left[n:]
	return n, nil
}
