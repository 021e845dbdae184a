package pii

import (
	"encoding/binary"
	"math/bits"
)

// A chain is a number as people write it: digits, with single signs between groups of them.
type chain struct {
	digits []byte // '0'…'9', without what stands between
	parts  []part
	groups uint64 // the parts' lengths as hexadecimal digits, the first one's highest; 15 for longer ones, too
	sums   uint64 // a bit for each number of digits that the first parts have together

	digitRoom [2*longest + 16]byte
	partRoom  [16]part
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
	hyphen           // also U+2010…U+2015, and with blanks round it
	dot
	slash
	plus
	open  // "(", a blank before it or not
	close // ")", a blank or a hyphen behind it or not
)

// longest is how many digits a part has at most. What goes on longer is taken whole, so that what follows is not read as
// a beginning; only its first digits are kept, and counted.
const longest = 34

// chainAt reads the chain that begins with the digit at i.
func (r *run) chainAt(i int) *chain {
	c, text := &r.chain, r.text
	count, k, groups, sums := 0, 0, uint64(0), uint64(0)
	for sep := none; ; k++ {
		n := bits.TrailingZeros64(^r.outline.ahead(digitLane, i))
		p := &c.partRoom[k&15]
		p.start, p.first, p.n, p.sep = i, count, n, sep // copied, it would have to wait for having been written
		if rest := text[i:]; n < 16 && len(rest) >= 16 {
			*(*[16]byte)(c.digitRoom[count&63:]) = [16]byte(rest) // what is too much does no harm
		} else {
			n = digitsFrom(text, i)
			p.n = copy(c.digitRoom[count:], text[i:i+min(n, longest)])
		}
		i += n
		p.end = i
		count += p.n
		groups, sums = groups<<4|lengthOf(n), sums|1<<(uint(count)&63)
		if i+1 >= len(text) || count >= longest || k+1 == len(c.partRoom) {
			break
		}
		next := text[i+1]
		if sep = separators[text[i]]; sep == none || is(next, isUpper|isLower) { // as behind most blanks
			break
		}
		size := 1
		if next-'0' > 9 || sep == wide {
			if sep, size = separatorAt(text, i); i+size >= len(text) || text[i+size]-'0' > 9 {
				break
			}
		}
		sep &^= wide
		i += size
	}
	c.parts, c.digits = c.partRoom[:k+1], c.digitRoom[:count]
	c.groups, c.sums = groups<<(uint(15-k)*4&63), sums
	return c
}

// single is the chain of the digits from i to end, as many as it may have at most, where no more follow.
func (r *run) single(i, end int) *chain {
	c := &r.chain
	c.parts = c.partRoom[:1]
	p := &c.parts[0]
	p.start, p.end, p.first, p.n, p.sep = i, end, 0, end-i, none
	c.digits, c.groups, c.sums = r.text[i:end], lengthOf(end-i)<<60, 1<<(uint(end-i)&63)
	return c
}

// lengthOf is how long a group is, in four bits.
func lengthOf(n int) uint64 { return uint64(min(n, 15)) }

// separators are the signs that may stand between digits by themselves. What is wide may take more than its byte.
var separators = [256]separator{
	' ': space | wide, 0xA0: space, '-': hyphen, 0x96: hyphen, 0x97: hyphen, 0xAD: hyphen, '.': dot, '/': slash, '+': plus, '(': open,
	')': close | wide, 0xC2: wide, 0xE2: wide,
}

const wide separator = 1 << 7

// digitsFrom is how many digits begin at i.
func digitsFrom(t []byte, i int) int {
	start := i
	for ; i+8 <= len(t); i += 8 {
		if other := notDigits(binary.LittleEndian.Uint64(t[i:])); other != 0 {
			return i - start + bits.TrailingZeros64(other)>>3
		}
	}
	for i < len(t) && t[i]-'0' <= 9 {
		i++
	}
	return i - start
}

// first are the digits of the first k parts.
func (c *chain) first(k int) []byte { return c.digits[:c.parts[k-1].first+c.parts[k-1].n] }

// shape reports whether the parts begin with groups of these many digits, written as hexadecimal ones: 0x64 for six and four.
func (c *chain) shape(groups uint64) bool {
	return c.groups>>(64-(bits.Len64(groups)+3)&^3) == groups
}

// separatorAt is the sign at i that may stand between digits, and its size in bytes; 0 when there is none.
func separatorAt(text []byte, i int) (separator, int) {
	if i >= len(text) {
		return none, 0
	}
	switch text[i] {
	case ' ':
		return blankAt(text, i)
	case ')':
		if i+1 < len(text) && (text[i+1] == ' ' || text[i+1] == '-') {
			return close, 2
		}
	case 0xC2:
		return twoBytes(text[i:])
	case 0xE2:
		return threeBytes(text[i:])
	}
	sep := separators[text[i]] &^ wide
	return sep, int(min(sep, 1))
}

// blankAt reads a blank with what may follow it.
func blankAt(text []byte, i int) (separator, int) {
	if i+2 >= len(text) {
		return space, 1
	}
	switch {
	case text[i+1] == '(':
		return open, 2
	case text[i+1] == '-' && text[i+2] == ' ':
		return hyphen, 3
	case text[i+1] == 0xE2 && i+5 < len(text) && text[i+4] == ' ':
		if s, n := threeBytes(text[i+1:]); s == hyphen {
			return hyphen, n + 2
		}
	}
	return space, 1
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
