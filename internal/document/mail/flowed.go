package mail

import (
	"bufio"
	"bytes"
	"io"
)

// flowedReader joins the lines of RFC 3676 that a blank at their end says go on, so that no name and no number is cut by them. A line of
// another depth of quotes begins anew, and so does what follows the mark of a signature.
type flowedReader struct {
	in    *bufio.Reader
	delsp bool // that blank is no part of the text
	left  []byte
	room  []byte
	depth int  // of quotes, of the line before
	soft  bool // the line before goes on
	mid   bool // a line longer than the buffer is being read
}

func flowed(in io.Reader, delsp bool) io.Reader {
	return &flowedReader{in: bufio.NewReaderSize(in, 16<<10), delsp: delsp}
}

func (r *flowedReader) Read(p []byte) (int, error) {
	for len(r.left) == 0 {
		line, err := r.in.ReadSlice('\n')
		if len(line) == 0 {
			return 0, err
		}
		r.line(line)
	}
	n := copy(p, r.left)
	r.left = r.left[n:]
	return n, nil
}

// line takes a line, or a piece of one.
func (r *flowedReader) line(line []byte) {
	r.room = r.room[:0]
	text := line
	if !r.mid {
		text = bytes.TrimLeft(line, ">")
		depth := len(line) - len(text)
		switch {
		case r.soft && depth == r.depth:
			line = bytes.TrimPrefix(text, []byte(" ")) // which keeps > and From from meaning anything
		case r.soft:
			r.room = append(r.room, '\n')
		}
		r.depth = depth
	}
	body := bytes.TrimRight(line, "\r\n")
	r.mid = len(body) == len(line)
	r.soft = !r.mid && bytes.HasSuffix(body, []byte(" ")) && string(bytes.Trim(text, " \r\n")) != "--"
	switch {
	case !r.soft:
		r.room = append(r.room, line...)
	case r.delsp:
		r.room = append(r.room, body[:len(body)-1]...)
	default:
		r.room = append(r.room, body...)
	}
	r.left = r.room
}
