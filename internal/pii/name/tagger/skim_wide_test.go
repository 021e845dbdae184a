//go:build goexperiment.simd && amd64

package tagger

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// someText is of words, of what stands between words, and of broken bytes.
func someText(random *rand.Rand, size int) (text []byte) {
	pieces := []string{
		"Ordning", "Anna", "Berg", "Ab", "B", "Öde", "B1", "ZZ", "Till", "von", "ten", "av", "de", "ordning", "och", "är", "Ordningar", "Årsmöte", "Ordning-Ab", "Ort", "Ärlig",
		"Ordningsamabcd", "Ordningsamabcdx", "Ordningsamabcdxy", "Ordningsamheten", "Éa", "Aé", "ÅÄÖ", "Ž", "Ω", "“", "\xc3", "\xe5", "\x80", "S", "D", "Annas",
	}
	gaps := []string{" ", " ", " ", " ", " ", ". ", "-", "\n", ", ", "\u00a0", ".", ": ", "'", ""}
	for len(text) < size {
		text = append(append(text, pieces[random.IntN(len(pieces))]...), gaps[random.IntN(len(gaps))]...)
	}
	return text[:size]
}

func someTagger(random *rand.Rand) *Tagger {
	var numbers []uint32
	var rows []Row
	for range 20000 {
		numbers = append(numbers, random.Uint32N(Table))
		rows = append(rows, Row{int16(random.IntN(600) - 250), int16(random.IntN(400) - 250), int16(random.IntN(400) - 250)})
	}
	return &Tagger{Lexicon: NewLexicon(map[string]Class{
		"ab": Word, "b": Word | Place, "ordning": Word | Often, "anna": Given, "berg": Family | Word, "öde": Word, "till": Word | Often, "årsmöte": Word,
		"ordningsamabcd": Word, "ordningsamabcdx": Word, "ordningsamabcdxy": Word, "ort": Place | Family,
	}), Weights: NewWeights(numbers, rows, Steps{})}
}

// TestLookedAtTogether holds what is said of many capitals against what skim says of each: it may ask for more, and decides nothing else.
func TestLookedAtTogether(t *testing.T) {
	widths(t, func(t *testing.T, wide int) {
		if wide < 64 {
			t.Skip("with narrower vectors capitals are looked at one by one")
		}
		random := rand.New(rand.NewPCG(5, 5))
		lexicon := someTagger(random).Lexicon
		passes, keeps, more := 0, 0, 0
		for size := range 1000 {
			text := someText(random, size)
			s := island{lexicon: lexicon}
			s.begin(text)
			var want, got []int
			for b := range s.outline.blocks[1:] {
				for m := s.outline.blocks[b+1].capitals; m != 0; m &= m - 1 {
					want = append(want, b*64+trailing(m))
				}
			}
			for c := &s.coming; s.look(text); {
				for k := 0; c.rest>>k&1 != 0; k++ {
					at := int(c.at[k])
					got = append(got, at)
					seen := s.skim(text, at, &s.outline.blocks[at/64+1], &s.outline.blocks[at/64+2])
					ask, may := c.ask>>k&1, c.may>>k&1
					switch {
					case ask == 0 && verdict(may<<1) != seen:
						t.Fatalf("%q: the word at %d got %d instead of %d", text, at, may<<1, seen)
					case may > uint64(seen)>>1:
						t.Fatalf("%q: the word at %d may be a name", text, at)
					case ask == 0 && may == 0:
						passes++
					case ask == 0:
						keeps++
					case seen&1 == 0:
						more++
					}
				}
				s.known.put(random.Uint64(), true)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%q: capitals at %v, not %v", text, got, want)
			}
		}
		if passes == 0 || keeps == 0 || more > passes/10 {
			t.Errorf("%d passed, %d kept, %d asked for nothing", passes, keeps, more)
		}
	})
}

// TestVectorsFindTheSameNames finds names in all ways, in texts in which they come again.
func TestVectorsFindTheSameNames(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	widths(t, func(t *testing.T, wide int) {
		names := 0
		for range 30 {
			tagger, text := someTagger(random), someText(random, longText+random.IntN(9*longText))
			width = wide
			fast := tagger.Find(nil, text)
			width = 1
			slow := tagger.Find(nil, text)
			for i := range min(len(fast), len(slow)) {
				if fast[i] != slow[i] {
					at := min(fast[i].Start, slow[i].Start)
					t.Fatalf("%v, without vectors %v: %q", fast[i], slow[i], text[max(0, at-40):min(at+80, len(text))])
				}
			}
			if len(fast) != len(slow) {
				t.Fatalf("%d names, without vectors %d", len(fast), len(slow))
			}
			names += len(fast)
		}
		if names == 0 {
			t.Error("no names")
		}
	})
}

// TestTieWays holds the bytes that may follow or open a name against the tables that tell so one by one.
func TestTieWays(t *testing.T) {
	in := func(table *table256, c byte) uint8 { return table[c/64][c%64] }
	for a := range 256 {
		for b := range 256 {
			if mayOpen(byte(a), byte(b)) != 0 && a >= 'a' && a <= 'z' && in(&beforeThird, byte(a))&in(&beforeSecond, byte(b)) == 0 {
				t.Errorf("%c%c opens names", a, b)
			}
		}
	}
	for _, word := range append(slices.Clone(tieWords), "Anna", "Zoë", "Åsa", "Éva", "Þór", "Ča", "Ωm") {
		for _, end := range []string{" ", "a", "n", "Z", "å", "\n", "\u00a0", "\xff", "."} {
			b := []byte(word + end + "  ")
			if tieAt(b, 0) && end != "a" && end != "n" || word[0] < 'a' || word[0] > 'z' {
				if in(&behindSecond, b[0])&in(&behindThird, b[1])&in(&behindFourth, b[2])&0x7F == 0 {
					t.Errorf("%q goes on with names", b)
				}
			}
		}
	}
}
