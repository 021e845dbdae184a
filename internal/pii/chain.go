package pii

// A chain is a number as people write it: digits, with single signs between groups of them.
type chain struct {
	digits []byte // '0'…'9', without what stands between
	places []int  // of each digit in the text
	parts  []part
}

// part is one group of digits.
type part struct {
	start, end int       // in the text
	first, n   int       // in chain.digits
	sep        separator // before it
}

// separator is what stands before a part.
type separator byte

const (
	none   separator = iota
	space            // also the non-breaking ones
	hyphen           // also U+2010…U+2013, and with blanks round it
	dot
	slash
	plus
)

// longest is how many digits a chain has at most.
const longest = 40

// read reads the chain that begins with the digit at i.
func (c *chain) read(text []byte, i int) {
	c.digits, c.places, c.parts = c.digits[:0], c.places[:0], c.parts[:0]
	sep := none
	for len(c.digits) < longest {
		p := part{start: i, first: len(c.digits), sep: sep}
		for i < len(text) && is(text[i], isDigit) {
			if len(c.digits) < longest+1 {
				c.digits, c.places = append(c.digits, text[i]), append(c.places, i)
			}
			i++
		}
		p.end, p.n = i, len(c.digits)-p.first
		c.parts = append(c.parts, p)
		var size int
		if sep, size = separatorAt(text, i); size == 0 || i+size >= len(text) || !is(text[i+size], isDigit) {
			return
		}
		i += size
	}
}

// separatorAt is the sign at i that may stand between digits, and its size in bytes; 0 when there is none.
func separatorAt(text []byte, i int) (separator, int) {
	if i >= len(text) {
		return none, 0
	}
	switch text[i] {
	case ' ':
		if i+2 < len(text) && text[i+1] == '-' && text[i+2] == ' ' {
			return hyphen, 3
		}
		return space, 1
	case '-':
		return hyphen, 1
	case '.':
		return dot, 1
	case '/':
		return slash, 1
	case '+':
		return plus, 1
	case 0xA0: // Windows-1252
		return space, 1
	case 0x96, 0x97, 0xAD:
		return hyphen, 1
	case 0xC2:
		return twoBytes(text[i:])
	case 0xE2:
		return threeBytes(text[i:])
	}
	return none, 0
}

func twoBytes(b []byte) (separator, int) {
	switch {
	case len(b) < 2:
	case b[1] == 0xA0: // no-break space
		return space, 2
	case b[1] == 0xAD: // soft hyphen
		return hyphen, 2
	}
	return none, 0
}

func threeBytes(b []byte) (separator, int) {
	switch {
	case len(b) < 3:
	case b[1] == 0x80 && b[2] >= 0x90 && b[2] <= 0x95: // hyphen … horizontal bar
		return hyphen, 3
	case b[1] == 0x80 && (b[2] >= 0x80 && b[2] <= 0x8A || b[2] == 0xAF): // spaces of all widths
		return space, 3
	case b[1] == 0x88 && b[2] == 0x92: // minus sign
		return hyphen, 3
	}
	return none, 0
}
