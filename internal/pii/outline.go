package pii

// outline has a bit for each byte of a view and each class that scanning asks for: the bytes are looked at once, and words, numbers,
// addresses, sentences and characters are found by counting bits.
type outline struct {
	blocks [blocks + 2][lanes]uint64 // an empty block stands before the first and behind the last
	tails  [blocks + 1]uint32        // for each block of the view how many bytes before it begin no character
	rare   [blocks/64 + 1]uint64     // a bit for each block with other characters than those of ASCII and from U+00C0 to U+00FF
}

// blocks is how many blocks of 64 bytes a view has at most.
const blocks = (before+segment+after)/64 + 1

// lane is a class of bytes in an outline.
type lane uint8

const (
	markLane   lane = iota // digits, colons and @: where numbers and addresses are
	letterLane             // and what is beyond ASCII
	digitLane
	mailLane   // what plain mail addresses consist of
	breakLane  // ends of lines, and signs that end sentences
	writerLane // what words begin with by which writers call themselves; and ! and ?, which tells ends of lines from them
	tailLane   // what begins no character
	leadLane   // what begins one of two bytes or more
	lanes
)

// lanesOf has for each byte a bit for each lane.
var lanesOf = func() (t [256]uint8) {
	for i := range t {
		b := byte(i)
		for l, in := range [lanes]bool{
			markLane:   is(b, isDigit) || b == ':' || b == '@',
			letterLane: is(b, isLetter),
			digitLane:  is(b, isDigit),
			mailLane:   is(b, isMail),
			breakLane:  b == '\n' || b == '.' || b == '!' || b == '?',
			writerLane: isWriterBegin(b) || b == '!' || b == '?',
			tailLane:   b&0xC0 == 0x80 || isRare(b),
			leadLane:   b >= 0xC0,
		} {
			if in {
				t[i] |= 1 << l
			}
		}
	}
	return t
}()

// pairs has for each two bytes, the first one's bits lowest, two bits for each lane. The few pairs that texts consist of stay in the nearest
// cache.
var pairs = func() (t [1 << 16]uint16) {
	var apart [256]uint16 // the lanes of one byte, with room for another's
	for b, in := range lanesOf {
		for l := range lanes {
			apart[b] |= uint16(in>>l&1) << (2 * l)
		}
	}
	for i := range t {
		t[i] = apart[i&0xFF] | apart[i>>8]<<1
	}
	return t
}()

// isRare reports whether a byte beyond ASCII is anything else than what the letters from U+00C0 to U+00FF consist of: what stands there is
// read one by one.
func isRare(b byte) bool { return b >= 0xC0 && b != 0xC3 }

// read looks at a view.
func (o *outline) read(view []byte) {
	n := o.whole(view)
	var rest [64]byte
	size := copy(rest[:], view[n*64:])
	outlined(o.blocks[n+1:n+2], rest[:])
	o.blocks[n+2] = [lanes]uint64{}
	o.characters(view, n, size)
}

// outlined looks at blocks of 64 bytes; the first byte's bits are the lowest. Each word of four pairs takes every eighth pair, so that when the
// words' numbers have changed places with the lanes' the bits stand in the order of the bytes. Written out, because all of it stays in registers so.
func outlined(all [][lanes]uint64, view []byte) {
	for i := range all {
		to, b := &all[i], (*[64]byte)(view[i*64:])
		pair := func(i int) uint64 { return uint64(pairs[uint16(b[i])|uint16(b[i+1])<<8]) }
		p := pair(0) | pair(16)<<16 | pair(32)<<32 | pair(48)<<48
		q := pair(2) | pair(18)<<16 | pair(34)<<32 | pair(50)<<48
		r := pair(4) | pair(20)<<16 | pair(36)<<32 | pair(52)<<48
		s := pair(6) | pair(22)<<16 | pair(38)<<32 | pair(54)<<48
		t := pair(8) | pair(24)<<16 | pair(40)<<32 | pair(56)<<48
		u := pair(10) | pair(26)<<16 | pair(42)<<32 | pair(58)<<48
		v := pair(12) | pair(28)<<16 | pair(44)<<32 | pair(60)<<48
		w := pair(14) | pair(30)<<16 | pair(46)<<32 | pair(62)<<48

		const bytes, halves, quarters = 0x00FF00FF00FF00FF, 0x0F0F0F0F0F0F0F0F, 0x3333333333333333
		p, t = exchanged(p, t, 8, bytes)
		q, u = exchanged(q, u, 8, bytes)
		r, v = exchanged(r, v, 8, bytes)
		s, w = exchanged(s, w, 8, bytes)
		p, r = exchanged(p, r, 4, halves)
		q, s = exchanged(q, s, 4, halves)
		t, v = exchanged(t, v, 4, halves)
		u, w = exchanged(u, w, 4, halves)
		to[0], to[1] = exchanged(p, q, 2, quarters)
		to[2], to[3] = exchanged(r, s, 2, quarters)
		to[4], to[5] = exchanged(t, u, 2, quarters)
		to[6], to[7] = exchanged(v, w, 2, quarters)
	}
}

// exchanged gives both with those bits of the first one that lie so many above the mask, and those of the second one in the mask, in each other's place.
func exchanged(a, b uint64, above uint, mask uint64) (uint64, uint64) {
	t := (a>>above ^ b) & mask
	return a ^ t<<above, b ^ t
}

// behind are the bits of a lane before i, that of the nearest byte the highest.
func (o *outline) behind(l lane, i int) uint64 {
	at := uint(i)
	return o.blocks[at/64][l]>>(at%64) | o.blocks[at/64+1][l]<<(^at%64)<<1
}

// ahead are the bits of a lane from i on, that of the nearest byte the lowest.
func (o *outline) ahead(l lane, i int) uint64 {
	at := uint(i)
	return o.blocks[at/64+1][l]>>(at%64) | o.blocks[at/64+2][l]<<(^at%64)<<1
}

// linesBehind and linesAhead are the bits of ends of lines.
func (o *outline) linesBehind(i int) uint64 {
	at := uint(i)
	return lineBits(&o.blocks[at/64])>>(at%64) | lineBits(&o.blocks[at/64+1])<<(^at%64)<<1
}

func (o *outline) linesAhead(i int) uint64 {
	at := uint(i)
	return lineBits(&o.blocks[at/64+1])>>(at%64) | lineBits(&o.blocks[at/64+2])<<(^at%64)<<1
}

// lineBits are of one block: of what ends a line or a sentence neither points nor other signs.
func lineBits(b *[lanes]uint64) uint64 { return b[breakLane] &^ (b[mailLane] | b[writerLane]) }

// wordBehind and wordAhead are the bits of ASCII's letters and digits.
func (o *outline) wordBehind(i int) uint64 {
	at := uint(i)
	return wordBits(&o.blocks[at/64])>>(at%64) | wordBits(&o.blocks[at/64+1])<<(^at%64)<<1
}

func (o *outline) wordAhead(i int) uint64 {
	at := uint(i)
	return wordBits(&o.blocks[at/64+1])>>(at%64) | wordBits(&o.blocks[at/64+2])<<(^at%64)<<1
}

// wordBits are of one block: plain mail addresses have no letters beyond ASCII.
func wordBits(b *[lanes]uint64) uint64 { return b[mailLane]&b[letterLane] | b[digitLane] }
