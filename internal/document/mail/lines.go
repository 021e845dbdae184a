package mail

import (
	"bufio"
	"bytes"
	"io"
)

// lines reads a message by lines and knows the boundaries that are open. A line longer than the buffer comes in pieces.
type lines struct {
	in      *bufio.Reader
	bounds  []string // innermost last, with their hyphens
	fresh   bool     // the next line begins, and is no piece of one
	hit     int      // index of the boundary that the next line is, when at is set
	at      bool
	closing bool
}

func newLines(in *bufio.Reader) *lines { return &lines{in: in, fresh: true} }

// peek is the next line or a piece of it; false at the end or at a boundary.
func (l *lines) peek() ([]byte, bool) {
	if l.at {
		return nil, false
	}
	b, _ := l.in.Peek(max(1, l.in.Buffered()))
	i := bytes.IndexByte(b, '\n')
	if i < 0 {
		if b, _ = l.in.Peek(l.in.Size()); len(b) == 0 {
			return nil, false
		}
		i = bytes.IndexByte(b, '\n')
	}
	if i >= 0 {
		b = b[:i+1]
	}
	if l.fresh && len(l.bounds) > 0 && len(b) > 2 && b[0] == '-' && b[1] == '-' && l.boundary(b) {
		return nil, false
	}
	return b, true
}

// boundary reports whether the line is one of those that are open.
func (l *lines) boundary(line []byte) bool {
	line = bytes.TrimRight(line, " \t\r\n")
	for i := len(l.bounds) - 1; i >= 0; i-- {
		rest, ok := bytes.CutPrefix(line, []byte(l.bounds[i]))
		if ok && (len(rest) == 0 || string(rest) == "--") {
			l.hit, l.at, l.closing = i, true, len(rest) == 2
			return true
		}
	}
	return false
}

// next goes past the line that was peeked.
func (l *lines) next() {
	b, ok := l.peek()
	if !ok {
		return
	}
	l.fresh = b[len(b)-1] == '\n'
	l.in.Discard(len(b))
}

// skipHeader goes to the end of a header that is too long.
func (l *lines) skipHeader() {
	for {
		line, ok := l.peek()
		if !ok {
			return
		}
		blank := l.fresh && len(bytes.TrimRight(line, "\r\n")) == 0
		if l.next(); blank {
			return
		}
	}
}

// pass goes past the boundary at which the reader stands.
func (l *lines) pass() {
	l.at = false
	for {
		b, err := l.in.ReadSlice('\n')
		if len(b) == 0 || err != bufio.ErrBufferFull {
			break
		}
	}
	l.fresh = true
}

// body reads up to the next boundary; the line end before that belongs to it.
type body struct {
	in   *lines
	end  []byte // a line end that is held back
	left []byte
	room []byte
}

func (b *body) Read(p []byte) (int, error) {
	for len(b.left) == 0 {
		line, ok := b.in.peek()
		if !ok {
			return 0, io.EOF
		}
		b.room = append(append(b.room[:0], b.end...), line...)
		b.in.next()
		text := b.room
		if text[len(text)-1] == '\n' {
			text = bytes.TrimSuffix(text[:len(text)-1], []byte("\r"))
		}
		b.end = append(b.end[:0], b.room[len(text):]...)
		b.left = text
		if len(b.in.bounds) == 0 { // nothing to hold back for
			b.left, b.end = b.room, b.end[:0]
		}
	}
	n := copy(p, b.left)
	b.left = b.left[n:]
	return n, nil
}
