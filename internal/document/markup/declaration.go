package markup

import (
	"bufio"
	"bytes"
)

// declaration reads comments, CDATA and document types.
func (r *Reader) declaration() Kind {
	b, _ := r.in.Peek(8)
	switch {
	case bytes.HasPrefix(b, []byte("!--")):
		r.in.Discard(3)
		r.until([]byte("-->"))
		return Comment
	case bytes.HasPrefix(b, []byte("![CDATA[")):
		r.in.Discard(8)
		r.until([]byte("]]>"))
		return Text
	}
	r.in.Discard(1)
	r.doctype()
	return Other
}

// doctype reads up to its end, which may stand behind definitions in brackets.
func (r *Reader) doctype() {
	r.Data = r.Data[:0]
	depth := 0
	quote := byte(0)
	for {
		c, err := r.in.ReadByte()
		switch {
		case err != nil:
			return
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '[' || c == '<':
			depth++
		case c == ']':
			depth--
		case c == '>':
			if depth == 0 {
				return
			}
			depth--
		}
		if len(r.Data) < longestTag {
			r.Data = append(r.Data, c)
		}
	}
}

// until reads up to a mark and past it, or to the end.
func (r *Reader) until(mark []byte) {
	r.Data = r.Data[:0]
	last := mark[len(mark)-1]
	var tail [3]byte
	for {
		b, err := r.in.ReadSlice(last)
		if len(r.Data) < longestTag {
			r.Data = append(r.Data, b...)
			if bytes.HasSuffix(r.Data, mark) {
				r.Data = r.Data[:len(r.Data)-len(mark)]
				return
			}
		} else if ends(&tail, b, mark) {
			return
		}
		if err != nil && err != bufio.ErrBufferFull {
			return
		}
	}
}

// ends reports whether b ends with the mark, with what came before it in tail.
func ends(tail *[3]byte, b, mark []byte) bool {
	for _, c := range b[max(0, len(b)-3):] {
		tail[0], tail[1], tail[2] = tail[1], tail[2], c
	}
	return bytes.HasSuffix(tail[:], mark)
}
