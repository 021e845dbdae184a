package pdf

import (
	"bufio"
	"io"
)

// lzw undoes LZWDecode, which differs from what the standard library reads by the moment at which codes grow longer.
type lzw struct {
	in     *bufio.Reader
	early  int
	bits   uint32
	n      uint
	width  uint
	next   int
	last   int
	prefix [4097]int16
	suffix [4097]byte
	length [4097]int16
	left   []byte
	room   [4097]byte
	done   bool
}

func newLZW(r io.Reader, early bool) *lzw {
	l := &lzw{in: bufio.NewReader(r)}
	if early {
		l.early = 1
	}
	for i := range 256 {
		l.suffix[i], l.length[i] = byte(i), 1
	}
	l.clear()
	return l
}

func (l *lzw) clear() { l.width, l.next, l.last = 9, 258, -1 }

func (l *lzw) Read(b []byte) (int, error) {
	for len(l.left) == 0 {
		if l.done || !l.step() {
			l.done = true
			return 0, io.EOF
		}
	}
	n := copy(b, l.left)
	l.left = l.left[n:]
	return n, nil
}

// step takes one code.
func (l *lzw) step() bool {
	for l.n < l.width {
		c, err := l.in.ReadByte()
		if err != nil {
			return false
		}
		l.bits, l.n = l.bits<<8|uint32(c), l.n+8
	}
	l.n -= l.width
	code := int(l.bits>>l.n) & (1<<l.width - 1)
	switch {
	case code == 256:
		l.clear()
		return true
	case code == 257 || code > l.next || code == l.next && l.last < 0:
		return false
	}
	if l.last >= 0 && l.next < 4096 {
		l.prefix[l.next], l.length[l.next] = int16(l.last), l.length[l.last]+1
		if code == l.next {
			l.suffix[l.next] = l.first(l.last)
		} else {
			l.suffix[l.next] = l.first(code)
		}
		l.next++
		if l.next+l.early >= 1<<l.width && l.width < 12 {
			l.width++
		}
	} else if code >= l.next {
		return false
	}
	l.spell(code)
	l.last = code
	return true
}

func (l *lzw) first(code int) byte {
	for code >= 258 {
		code = int(l.prefix[code])
	}
	return byte(code)
}

func (l *lzw) spell(code int) {
	n := int(l.length[code])
	for i := n - 1; i >= 0; i-- {
		l.room[i] = l.suffix[code]
		code = int(l.prefix[code])
	}
	l.left = l.room[:n]
}
