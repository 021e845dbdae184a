package qr

import (
	"strconv"
	"strings"

	"github.com/varsam/varsam"
)

// size is a version's blocks at level M (table 9) and where its alignment patterns
// stand (Annex E).
type size struct {
	guard  int // codewords that guard each block
	blocks int // of data codewords each
	data   int
	longer int // further blocks, with one data codeword more
	align  []int
}

// sizes are versions 1 to 10.
var sizes = []size{
	{10, 1, 16, 0, nil},
	{16, 1, 28, 0, []int{6, 18}},
	{26, 1, 44, 0, []int{6, 22}},
	{18, 2, 32, 0, []int{6, 26}},
	{24, 2, 43, 0, []int{6, 30}},
	{16, 4, 27, 0, []int{6, 34}},
	{18, 4, 31, 0, []int{6, 22, 38}},
	{22, 2, 38, 2, []int{6, 24, 42}},
	{22, 3, 36, 2, []int{6, 26, 46}},
	{26, 4, 43, 1, []int{6, 28, 50}},
}

// Most is how many bytes a code holds.
const Most = 213

func (s size) words() int { return s.blocks*s.data + s.longer*(s.data+1) }

// Code is a drawn text: rows of modules, true where dark.
type Code [][]bool

// Of draws a text. Code Invalid when it is longer than [Most] bytes.
func Of(text string) (Code, error) {
	for i, s := range sizes {
		if version := i + 1; (4+lengthBits(version)+8*len(text)+7)/8 <= s.words() {
			return draw(version, s, guarded(s, packed(version, s, text))), nil
		}
	}
	return nil, varsam.Errorf(varsam.Invalid, "a code holds at most %d bytes", Most)
}

// lengthBits are how many bits say how long a text is (table 3).
func lengthBits(version int) int {
	if version < 10 {
		return 8
	}
	return 16
}

// packed is the text as data codewords: mode, length, bytes, and padding (7.4).
func packed(version int, s size, text string) []byte {
	var b bits
	b.add(0b0100, 4)
	b.add(len(text), lengthBits(version))
	for _, c := range []byte(text) {
		b.add(int(c), 8)
	}
	most := s.words() * 8
	b.add(0, min(4, most-b.n))
	b.add(0, -b.n&7)
	for pad := 0xec; b.n < most; pad ^= 0xec ^ 0x11 {
		b.add(pad, 8)
	}
	return b.bytes
}

// bits is bytes that are written bit by bit.
type bits struct {
	bytes []byte
	n     int
}

func (b *bits) add(v, width int) {
	for i := width - 1; i >= 0; i-- {
		if b.n%8 == 0 {
			b.bytes = append(b.bytes, 0)
		}
		b.bytes[b.n/8] |= byte(v>>i&1) << (7 - b.n%8)
		b.n++
	}
}

// guarded cuts data into blocks, guards each, and lays them side by side (7.6).
func guarded(s size, data []byte) []byte {
	var blocks, guards [][]byte
	for i := range s.blocks + s.longer {
		n := s.data
		if i >= s.blocks {
			n++
		}
		blocks, guards = append(blocks, data[:n]), append(guards, correction(data[:n], s.guard))
		data = data[n:]
	}
	return append(beside(blocks, s.data+1), beside(guards, s.guard)...)
}

func beside(blocks [][]byte, most int) (out []byte) {
	for i := range most {
		for _, b := range blocks {
			if i < len(b) {
				out = append(out, b[i])
			}
		}
	}
	return out
}

// quiet is how many light modules stand around a code (5.3.8).
const quiet = 4

// Side is the length of a code's side with what is kept light around it.
func (c Code) Side() int { return len(c) + 2*quiet }

// Path is the dark modules as the path of an SVG of Side by Side units.
func (c Code) Path() string {
	var b strings.Builder
	for y, row := range c {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			from := x
			for x < len(row) && row[x] {
				x++
			}
			wide := strconv.Itoa(x - from)
			b.WriteString("M" + strconv.Itoa(from+quiet) + " " + strconv.Itoa(y+quiet) + "h" + wide + "v1h-" + wide + "z")
		}
	}
	return b.String()
}
