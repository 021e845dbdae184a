package pii

// outline has a bit for each byte of a view and each class that scanning asks for: the bytes are looked at once, and words, numbers,
// addresses, sentences and characters are found by counting bits.
type outline struct {
	blocks [blocks + 2][lanes]uint64 // an empty block stands before the first and behind the last
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
	writerLane // what words begin with by which writers call themselves
	tailLane   // what begins no character
	leadLane   // what begins one of two bytes or more
	lanes
)

// laneTable has for each byte a bit in each byte of a word: that of its lane.
var laneTable = func() (t [256]uint64) {
	for i := range t {
		b := byte(i)
		for l, in := range [lanes]bool{
			markLane:   is(b, isDigit) || b == ':' || b == '@',
			letterLane: is(b, isLetter),
			digitLane:  is(b, isDigit),
			mailLane:   is(b, isMail),
			breakLane:  b == '\n' || b == '.' || b == '!' || b == '?',
			writerLane: isWriterBegin(b),
			tailLane:   b&0xC0 == 0x80 || isRare(b),
			leadLane:   b >= 0xC0,
		} {
			if in {
				t[i] |= 1 << (8 * l)
			}
		}
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
	outlined(&o.blocks[n+1], &rest)
	o.blocks[n+2] = [lanes]uint64{}
	o.characters(view, n, size)
}

// outlined looks at blocks of 64 bytes; the first byte's bits are the lowest. Eight bytes give a word that has a byte of each lane, and the words
// are transposed to lanes; written out, because all of it stays in registers so.
func outlined(to *[lanes]uint64, b *[64]byte) {
	t := &laneTable
	a := ((((((t[b[7]]*2+t[b[6]])*2+t[b[5]])*2+t[b[4]])*2+t[b[3]])*2+t[b[2]])*2+t[b[1]])*2 + t[b[0]]
	c := ((((((t[b[15]]*2+t[b[14]])*2+t[b[13]])*2+t[b[12]])*2+t[b[11]])*2+t[b[10]])*2+t[b[9]])*2 + t[b[8]]
	d := ((((((t[b[23]]*2+t[b[22]])*2+t[b[21]])*2+t[b[20]])*2+t[b[19]])*2+t[b[18]])*2+t[b[17]])*2 + t[b[16]]
	e := ((((((t[b[31]]*2+t[b[30]])*2+t[b[29]])*2+t[b[28]])*2+t[b[27]])*2+t[b[26]])*2+t[b[25]])*2 + t[b[24]]
	f := ((((((t[b[39]]*2+t[b[38]])*2+t[b[37]])*2+t[b[36]])*2+t[b[35]])*2+t[b[34]])*2+t[b[33]])*2 + t[b[32]]
	g := ((((((t[b[47]]*2+t[b[46]])*2+t[b[45]])*2+t[b[44]])*2+t[b[43]])*2+t[b[42]])*2+t[b[41]])*2 + t[b[40]]
	h := ((((((t[b[55]]*2+t[b[54]])*2+t[b[53]])*2+t[b[52]])*2+t[b[51]])*2+t[b[50]])*2+t[b[49]])*2 + t[b[48]]
	i := ((((((t[b[63]]*2+t[b[62]])*2+t[b[61]])*2+t[b[60]])*2+t[b[59]])*2+t[b[58]])*2+t[b[57]])*2 + t[b[56]]

	a, f = halves(a, f)
	c, g = halves(c, g)
	d, h = halves(d, h)
	e, i = halves(e, i)
	a, d = quarters(a, d)
	c, e = quarters(c, e)
	f, h = quarters(f, h)
	g, i = quarters(g, i)
	to[0], to[1] = eighths(a, c)
	to[2], to[3] = eighths(d, e)
	to[4], to[5] = eighths(f, g)
	to[6], to[7] = eighths(h, i)
}

// halves gives the low halves of both, and the high ones.
func halves(a, b uint64) (low, high uint64) {
	return uint64(uint32(a)) | b<<32, a>>32 | b>>32<<32
}

// quarters gives the first and third quarters of both, taking turns, and the second and fourth.
func quarters(a, b uint64) (odd, even uint64) {
	t := (a>>16 ^ b) & 0x0000FFFF0000FFFF
	return a ^ t<<16, b ^ t
}

// eighths is quarters for single bytes.
func eighths(a, b uint64) (odd, even uint64) {
	t := (a>>8 ^ b) & 0x00FF00FF00FF00FF
	return a ^ t<<8, b ^ t
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
