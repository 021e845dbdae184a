package text

import (
	"sort"
	"unicode/utf8"
)

// Odd is the size of the blank, the hyphen, the letter or the digit that b begins with in another guise than ASCII's – non-breaking, thin, of
// double width –, or of what nobody sees: a zero-width blank, a mark of direction, a soft hyphen. It is 0 for all else.
func Odd(b []byte) int {
	_, size := usual(b)
	return size
}

// usual is the character of ASCII that the one at the beginning of b stands for, 0 when it stands for none, and its size; size is 0 for all
// that is as it should be.
func usual(b []byte) (c byte, size int) {
	switch {
	case len(b) < 2:
	case b[0] == 0xC2:
		switch b[1] {
		case 0xA0: // no-break space
			return ' ', 2
		case softHyphen:
			return 0, 2
		}
	case len(b) < 3:
	case b[0] == 0xE2 && b[1] == 0x80:
		return punctuation(b[2])
	case b[0] == 0xE2 && b[1] == 0x81:
		switch {
		case b[2] == 0x9F: // mathematical space
			return ' ', 3
		case b[2] >= 0xA0 && b[2] <= 0xAF: // word joiner, isolates
			return 0, 3
		}
	case b[0] == 0xE3 && b[1] == 0x80 && b[2] == 0x80: // ideographic space
		return ' ', 3
	case b[0] == 0xEF && b[1] == 0xBC && b[2] > 0x80 && b[2] < 0xC0: // of double width: ! to _
		return b[2] - 0x80 + ' ', 3
	case b[0] == 0xEF && b[1] == 0xBD && b[2] >= 0x80 && b[2] < 0x9F: // ` to ~
		return b[2] - 0x80 + '`', 3
	}
	return 0, 0
}

// punctuation is usual of U+2000 to U+203F, by the last byte.
func punctuation(last byte) (c byte, size int) {
	switch {
	case last <= 0x8A || last == 0xAF: // blanks of all widths
		return ' ', 3
	case last <= 0x8F || last >= 0xAA && last <= 0xAE: // zero-width blanks, marks of direction
		return 0, 3
	case last <= 0x91: // hyphens
		return '-', 3
	}
	return 0, 0
}

// Smooth makes a text in which nothing is odd, and leaves all else as it is: it is never longer. A soft hyphen between digits is
// one that is seen.
func (t *Tidy) Smooth(b []byte) {
	t.Text, t.steps = t.Text[:0], t.steps[:0]
	for i := 0; i < len(b); {
		if b[i] < 0xC2 {
			t.Text = append(t.Text, b[i])
			i++
			continue
		}
		c, size := usual(b[i:])
		if size == 0 {
			t.Text = append(t.Text, b[i])
			i++
			continue
		}
		if n := len(t.Text); c == 0 && b[i] == 0xC2 && n > 0 && isFigure(t.Text[n-1]) && i+2 < len(b) && isFigure(b[i+2]) {
			c = '-'
		}
		if c != 0 {
			t.Text = append(t.Text, c)
		}
		i += size
		t.step(i)
	}
}

func isFigure(b byte) bool { return b >= '0' && b <= '9' }

// At is where in Text what stands at a place of the original is, or what follows it where that was left out.
func (t *Tidy) At(original int) int {
	n := sort.Search(len(t.steps), func(n int) bool { return int(t.steps[n].original) > original })
	at := original
	if n > 0 {
		at = int(t.steps[n-1].at) + original - int(t.steps[n-1].original)
	}
	if n < len(t.steps) {
		at = min(at, int(t.steps[n].at))
	}
	return min(at, len(t.Text))
}

// OriginalEnd is where what ends at i in Text ends in the original b: signs over its last letter belong to it, but nothing else that was left out
// behind it.
func (t *Tidy) OriginalEnd(b []byte, i int) int {
	if i == 0 {
		return 0
	}
	_, size := utf8.DecodeLastRune(t.Text[:i])
	end := t.Original(i - size)
	_, size = Next(b[end:])
	for end += size; end < len(b); end += size {
		sign, n := utf8.DecodeRune(b[end:])
		if sign < 0x300 || sign >= 0x370 {
			break
		}
		size = n
	}
	return end
}
