package mail

import (
	"bufio"
	"io"
	"strings"
)

// decoded takes the transfer encoding off. What breaks its rules is passed over, so that the rest is read.
func decoded(in io.Reader, encoding string) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "base64":
		return bufio.NewReader(&base64Reader{in: bufio.NewReader(in)}) // which never asks for less than a group
	case "quoted-printable":
		return &quotedReader{in: bufio.NewReaderSize(in, 16<<10)}
	}
	return in
}

// base64Reader reads RFC 2045, 6.8: characters outside the alphabet mean nothing, padding may be missing or in the middle.
type base64Reader struct {
	in   *bufio.Reader
	held uint32
	n    int // characters in held
}

// sextets is the value of each character of the alphabet, 64 for padding, 65 for what means nothing.
var sextets = func() (t [256]uint8) {
	for i := range t {
		t[i] = 65
	}
	for i, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		t[c] = uint8(i)
	}
	t['-'], t['_'], t['='] = 62, 63, 64
	return t
}()

func (r *base64Reader) Read(p []byte) (n int, err error) {
	if len(p) < 3 {
		return 0, io.ErrShortBuffer
	}
	for n+3 <= len(p) {
		b, err := r.in.Peek(max(1, r.in.Buffered()))
		if len(b) == 0 {
			n += r.flush(p[n:])
			if n > 0 {
				return n, nil
			}
			return 0, err
		}
		used := 0
		for used < len(b) && n+3 <= len(p) {
			v := sextets[b[used]]
			used++
			switch {
			case v < 64:
				r.held = r.held<<6 | uint32(v)
				if r.n++; r.n == 4 {
					p[n], p[n+1], p[n+2] = byte(r.held>>16), byte(r.held>>8), byte(r.held)
					n, r.n = n+3, 0
				}
			case v == 64:
				n += r.flush(p[n:])
			}
		}
		r.in.Discard(used)
		if r.in.Buffered() == 0 && n > 0 {
			return n, nil
		}
	}
	return n, nil
}

// flush gives the bytes of a group that was not finished.
func (r *base64Reader) flush(p []byte) (n int) {
	switch r.n {
	case 2:
		p[0] = byte(r.held >> 4)
		n = 1
	case 3:
		p[0], p[1] = byte(r.held>>10), byte(r.held>>2)
		n = 2
	}
	r.n = 0
	return n
}

// quotedReader reads RFC 2045, 6.7, where a = that encodes nothing is itself.
type quotedReader struct {
	in   *bufio.Reader
	left []byte
	room []byte
}

func (r *quotedReader) Read(p []byte) (int, error) {
	for len(r.left) == 0 {
		line, err := r.in.ReadSlice('\n')
		if len(line) == 0 && err != nil {
			return 0, err
		}
		r.room = append(r.room[:0], line...)
		if err == bufio.ErrBufferFull {
			r.whole()
		}
		r.left = decodeQuoted(r.room)
	}
	n := copy(p, r.left)
	r.left = r.left[n:]
	return n, nil
}

// whole reads on, so that no encoding is cut in two.
func (r *quotedReader) whole() {
	for n := len(r.room); r.room[n-1] == '=' || r.room[n-2] == '='; n = len(r.room) {
		c, err := r.in.ReadByte()
		if err != nil {
			return
		}
		r.room = append(r.room, c)
	}
}

// decodeQuoted decodes in place.
func decodeQuoted(b []byte) []byte {
	out := b[:0]
	for i := 0; i < len(b); i++ {
		if b[i] != '=' {
			out = append(out, b[i])
			continue
		}
		if i+2 < len(b) {
			if high, low := unhex(b[i+1]), unhex(b[i+2]); high < 16 && low < 16 {
				out = append(out, high<<4|low)
				i += 2
				continue
			}
		}
		j := i + 1
		for j < len(b) && (b[j] == ' ' || b[j] == '\t' || b[j] == '\r') {
			j++
		}
		if j < len(b) && b[j] == '\n' { // a soft line end
			i = j
			continue
		}
		out = append(out, '=')
	}
	return out
}

func unhex(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	}
	return 16
}

func decodeBase64(b []byte) []byte {
	out, _ := io.ReadAll(&base64Reader{in: bufio.NewReader(strings.NewReader(string(b)))})
	return out
}
