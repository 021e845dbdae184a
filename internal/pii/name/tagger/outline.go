package tagger

import "math/bits"

// outline has a bit for each byte of a text by which capitals and the ends of words are found without looking at the text again.
type outline struct {
	blocks []block // an empty one stands before the first and behind the last
}

// block is about 64 bytes; the first one's bits are the lowest.
type block struct {
	words    uint64 // what plain words consist of
	capitals uint64 // where a word with a capital may begin
}

// mostKept bounds what an outline keeps for the next text, in blocks.
const mostKept = 4 << 10

// read looks at a text.
func (o *outline) read(text []byte) {
	whole := len(text) / 64
	if n := whole + 3; n > cap(o.blocks) {
		o.blocks = make([]block, n)
	} else {
		o.blocks = o.blocks[:n]
	}
	last := o.whole(text[:whole*64])
	var rest [64]byte
	copy(rest[:], text[whole*64:])
	end := sidesOf(&rest)
	o.blocks[whole+1].put(end, last)
	o.blocks[whole+2] = block{}
}

// forget gives back the room of a long text.
func (o *outline) forget() {
	if cap(o.blocks) > mostKept {
		o.blocks = nil
	}
}

// sides are the classes of bytes that an outline is made of.
type sides struct {
	upper uint64 // A–Z, and what begins a character beyond ASCII
	ascii uint64 // letters and digits
	rest  uint64 // what goes on with a character; and C3, as which å, ä, ö and their like begin
	small uint64 // the bit that makes letters small
}

// carry is what a block tells the next of its last byte, in the lowest bit.
type carry struct{ ascii, latin uint64 }

// put fills a block. Plain words have no characters beyond ASCII but those that begin with C3; one before a byte with the bit is a small
// letter.
func (b *block) put(s sides, last carry) carry {
	latin := s.upper & s.rest
	b.words = s.ascii | latin | s.rest&(latin<<1|last.latin)
	b.capitals = s.upper &^ (latin & (s.small >> 1)) &^ (s.ascii<<1 | last.ascii)
	return carry{s.ascii >> 63, latin >> 63}
}

// sideTable has for each byte a bit in each quarter of a word.
var sideTable = func() (t [256]uint64) {
	for i := range t {
		c := byte(i)
		for k, in := range [...]bool{
			c >= 'A' && c <= 'Z' || c >= 0xC0,
			inASCII[c],
			c&0xC0 == 0x80 || c == 0xC3,
			c&0x20 != 0,
		} {
			if in {
				t[i] |= 1 << (16 * k)
			}
		}
	}
	return t
}()

// sidesOf looks at 64 bytes: 16 give a word that has a quarter of each class.
func sidesOf(b *[64]byte) (s sides) {
	for k := 48; k >= 0; k -= 16 {
		x := sixteen((*[16]byte)(b[k : k+16]))
		s.upper = s.upper<<16 | x&0xFFFF
		s.ascii = s.ascii<<16 | x>>16&0xFFFF
		s.rest = s.rest<<16 | x>>32&0xFFFF
		s.small = s.small<<16 | x>>48
	}
	return s
}

// oneByOne looks at whole blocks, byte by byte.
func (o *outline) oneByOne(text []byte) (last carry) {
	for i := 0; i+64 <= len(text); i += 64 {
		last = o.blocks[i/64+1].put(sidesOf((*[64]byte)(text[i:])), last)
	}
	return last
}

// sixteen is written out, because a loop would take twice as long.
func sixteen(b *[16]byte) uint64 {
	t := &sideTable
	high := ((((((t[b[15]]*2+t[b[14]])*2+t[b[13]])*2+t[b[12]])*2+t[b[11]])*2+t[b[10]])*2+t[b[9]])*2 + t[b[8]]
	low := ((((((t[b[7]]*2+t[b[6]])*2+t[b[5]])*2+t[b[4]])*2+t[b[3]])*2+t[b[2]])*2+t[b[1]])*2 + t[b[0]]
	return high<<8 + low
}

// ahead are the bits of words from i on, that of the nearest byte the lowest.
func (o *outline) ahead(i int) uint64 {
	at := uint(i)
	return o.blocks[at/64+1].words>>(at%64) | o.blocks[at/64+2].words<<(^at%64)<<1
}

// behind are the bits of words before i, that of the nearest byte the highest.
func (o *outline) behind(i int) uint64 {
	at := uint(i)
	return o.blocks[at/64].words>>(at%64) | o.blocks[at/64+1].words<<(^at%64)<<1
}

// divides are the bytes that end a word whatever stands beside them.
var divides = func() (t [256]bool) {
	for c := range 0x80 {
		t[c] = !inWord[c] && c != '-' && c != '\''
	}
	return t
}()

// wordEnd is where the word that begins at i ends; i itself when none does.
func (o *outline) wordEnd(text []byte, i int) int {
	for at := i; ; at++ {
		n := bits.TrailingZeros64(^o.ahead(at))
		end := at + n
		switch {
		case end-i >= maxWord:
			return wordEnd(text, i)
		case n == 0 && (end >= len(text) || text[end] < 0x80):
			return max(end-1, i) // before the hyphen, if there was one
		case end >= len(text) || divides[text[end]]:
			return end
		case n == 0 || text[end] >= 0x80:
			return wordEnd(text, i)
		}
		at = end // a hyphen or an apostrophe, which belongs to the word when it goes on
	}
}

// wordStart is where the word that ends at i begins.
func (o *outline) wordStart(text []byte, i int) int {
	n := bits.LeadingZeros64(^o.behind(i))
	if start := i - n; n < maxWord && start > 0 && (divides[text[start-1]] || n == 0 && text[i-1] < 0x80) {
		return start
	}
	return wordStart(text, i)
}

// shortBefore reports whether a word of two or three letters ends before i, as those that tie names have.
func (o *outline) shortBefore(i int) bool {
	n := bits.LeadingZeros64(^o.behind(i))
	return n == 2 || n == 3
}

func trailing(m uint64) int { return bits.TrailingZeros64(m) & 63 }
