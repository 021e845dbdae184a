package subject

import "encoding/binary"

// stretch is how many bytes of a text are looked at for where numbers may end before those places are: going to and fro between
// vectors and other code costs.
const stretch = 2048

// markEnds has a bit for each byte of text[2:] that two digits stand before and that is none: the last group of a number has two
// at least.
func markEnds(text []byte, ends *[stretch / 64]uint64) {
	var before uint64 // the digits of the word before
	for i := range 2 {
		if isDigit(text[i]) {
			before |= 1 << (62 + i)
		}
	}
	text = text[2:]
	for k := 0; k*64 < len(text); k++ {
		word, within := uint64(0), ^uint64(0)
		if here := text[k*64:]; len(here) >= 64 {
			word = digitsOf((*[64]byte)(here))
		} else {
			var padded [64]byte
			copy(padded[:], here)
			word, within = digitsOf(&padded), 1<<len(here)-1
		}
		ends[k] = within &^ word & (word<<1 | before>>63) & (word<<2 | before>>62)
		before = word
	}
}

// digitsOf has a bit for each byte that is a digit.
func digitsOf(t *[64]byte) uint64 {
	return eight(t[0:8]) | eight(t[8:16])<<8 | eight(t[16:24])<<16 | eight(t[24:32])<<24 |
		eight(t[32:40])<<32 | eight(t[40:48])<<40 | eight(t[48:56])<<48 | eight(t[56:64])<<56
}

// eight has a bit for each of eight bytes that is a digit.
func eight(text []byte) uint64 {
	const (
		ones  = 0x0101010101010101
		highs = 0x80 * ones
	)
	x := binary.LittleEndian.Uint64(text) ^ '0'*ones         // digits are 0 to 9 now
	others := x&^highs + (0x80-10)*ones | x                  // in the highest bit of each byte
	return (^others & highs >> 7) * 0x0102040810204080 >> 56 // gathered
}
