package qr

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
)

// failer is a test of any kind.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// read is a reader of our own codes: the mask from the format, the bits in their
// order, the blocks one by one, each with its guard, and the bytes.
func read(t failer, c Code) string {
	t.Helper()
	version := (len(c) - 17) / 4
	s := sizes[version-1]
	blank := newCanvas(len(c))
	blank.patterns(version, s)
	mask, found := 0, false
	for m := range masks {
		drawn := newCanvas(len(c))
		drawn.format(m)
		same := true
		for y := range c {
			for x := range c {
				same = same && (!drawn.fixed[y][x] || drawn.dark[y][x] == c[y][x])
			}
		}
		if same {
			mask, found = m, true
		}
	}
	if !found {
		t.Fatal("no format can be read")
	}
	var words bits
	for right := len(c) - 1; right > 0; right -= 2 {
		if right == 6 {
			right--
		}
		for i := range c {
			y := i
			if (right+1)&2 == 0 {
				y = len(c) - 1 - i
			}
			for _, x := range []int{right, right - 1} {
				if !blank.fixed[y][x] {
					words.add(bit(c[y][x] != masks[mask](x, y)), 1)
				}
			}
		}
	}
	return textOf(t, version, s, words.bytes)
}

func textOf(t failer, version int, s size, words []byte) string {
	t.Helper()
	n := s.blocks + s.longer
	blocks := make([][]byte, n)
	for i := range s.data + 1 {
		for b := range blocks {
			if i < s.data || b >= s.blocks {
				blocks[b], words = append(blocks[b], words[0]), words[1:]
			}
		}
	}
	data := bits{}
	for b, block := range blocks {
		whole := append([]byte{}, block...)
		for i := range s.guard {
			whole = append(whole, words[i*n+b])
		}
		for root := range s.guard { // a guarded block is nought at every root
			sum := byte(0)
			for _, w := range whole {
				sum = times(sum, powers[root]) ^ w
			}
			if sum != 0 {
				t.Fatalf("block %d of version %d is not guarded", b, version)
			}
		}
		for _, w := range block {
			data.add(int(w), 8)
		}
	}
	at := 0
	next := func(width int) (v int) {
		for range width {
			v = v<<1 | int(data.bytes[at/8]>>(7-at%8)&1)
			at++
		}
		return v
	}
	if next(4) != 4 {
		t.Fatal("the code is not of bytes")
	}
	var text strings.Builder
	for range next(lengthBits(version)) {
		text.WriteByte(byte(next(8)))
	}
	return text.String()
}

func TestWhatIsDrawnReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(0, 60, Most).Draw(t, "text")
		c, err := Of(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, c); got != text {
			t.Fatalf("%q reads back as %q", text, got)
		}
	})
}

// Every length is in the smallest version that holds it, and one byte more than the
// most is refused.
func TestEveryLength(t *testing.T) {
	t.Parallel()
	side := 0
	for n := range Most + 1 {
		text := strings.Repeat("å7", Most)[:n]
		c, err := Of(text)
		if err != nil || read(t, c) != text || len(c) < side {
			t.Fatalf("%d bytes: %v", n, err)
		}
		side = len(c)
	}
	if side != 57 {
		t.Errorf("the most is drawn with %d modules a side", side)
	}
	if _, err := Of(strings.Repeat("x", Most+1)); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("more than the most: %v", err)
	}
}

// The words of 7.9 and 7.10 as the standard prints them in its annexes C and D.
func TestWordsOfTheStandard(t *testing.T) {
	t.Parallel()
	if got := (5<<10 | remainder(5, 0x537, 10)) ^ 0x5412; got != 0b100000011001110 {
		t.Errorf("the format of level M and mask 5 is %015b", got)
	}
	if got := 7<<12 | remainder(7, 0x1f25, 12); got != 0b000111110010010100 {
		t.Errorf("version 7 is %018b", got)
	}
	// Annex I: 01234567 in version 1-M.
	data := []byte{0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11}
	if got := string(correction(data, 10)); got != "\xa5\x24\xd4\xc1\xed\x36\xc7\x87\x2c\x55" {
		t.Errorf("the guard is % x", got)
	}
}

func FuzzOf(f *testing.F) {
	f.Add("otpauth://totp/Varsam:astrid?secret=JBSWY3DPEHPK3PXP&issuer=Varsam&digits=6&period=30")
	f.Add("")
	f.Add(strings.Repeat("\xff", Most))
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Of(text)
		if len(text) > Most {
			if err == nil {
				t.Error("too long a text is drawn")
			}
			return
		}
		if err != nil || read(t, c) != text {
			t.Errorf("%q: %v", text, err)
		}
		if path := c.Path(); !strings.HasPrefix(path, "M4 4h7v1h-7z") {
			t.Errorf("the path begins %.20s", path)
		}
	})
}
