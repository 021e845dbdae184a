package extract

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// beginString reads a string, up to the most that is held of one.
func (j *jsonReader) beginString() (done bool) {
	j.skip(1)
	j.places.begin(j.at)
	j.held, done = j.more(j.held[:0], j.most)
	return done
}

// rest is the string as a stream, behind what is held of it.
func (j *jsonReader) rest(done bool) *long {
	return &long{held: j.held, room: j.held, done: done, more: func(held []byte) ([]byte, bool) { return j.more(held, headSize) }}
}

// more appends what follows of the string, until it ends or holds most bytes or a little more.
func (j *jsonReader) more(held []byte, most int) ([]byte, bool) {
	for len(held) < most {
		b, _ := j.in.Peek(max(1, j.in.Buffered()))
		if len(b) == 0 {
			j.cut = true
			return held, true
		}
		i := bytes.IndexAny(b, "\"\\")
		if i < 0 {
			held = append(held, b...)
			j.skip(len(b))
			continue
		}
		held = append(held, b[:i]...)
		j.skip(i)
		if b[i] == '"' {
			j.skip(1)
			return held, true
		}
		held = j.escape(held)
		j.places.jump(len(held), j.at)
	}
	return held, false
}

// escape reads a backslash and what it stands for; what it stands for nothing with is taken as it is.
func (j *jsonReader) escape(held []byte) []byte {
	b, _ := j.in.Peek(12)
	if len(b) < 2 {
		j.skip(len(b))
		return append(held, b...)
	}
	if b[1] == 'u' {
		r, n := unicodeEscape(b)
		if n > 0 {
			j.skip(n)
			return utf8.AppendRune(held, r)
		}
	}
	j.skip(2)
	if i := bytes.IndexByte([]byte(`"\/bfnrt`), b[1]); i >= 0 {
		return append(held, "\"\\/\b\f\n\r\t"[i])
	}
	return append(held, b[:2]...)
}

// unicodeEscape reads \u00e5, or two that are one character together.
func unicodeEscape(b []byte) (r rune, n int) {
	if r, n = hexEscape(b); n == 0 || !utf16.IsSurrogate(r) {
		return r, n
	}
	low, m := hexEscape(b[n:])
	if pair := utf16.DecodeRune(r, low); m > 0 && pair != utf8.RuneError {
		return pair, n + m
	}
	return utf8.RuneError, n
}

func hexEscape(b []byte) (rune, int) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, 0
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 32)
	if err != nil {
		return 0, 0
	}
	return rune(n), 6
}
