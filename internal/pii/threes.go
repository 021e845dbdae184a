package pii

// threes tells most words of a language from those of a lexicon by their first three bytes, as they are written in UTF-8: with the
// letters of Latin-1 for those without signs. All its words have three letters or more.
type threes [1 << 14 / 64]uint64

func newThrees(l *lexicon) *threes {
	t := new(threes)
	for _, all := range l.stems {
		for i := range all {
			t.note(all[i].word[:3], 0, 0)
		}
	}
	return t
}

// note adds the spellings of the letters behind the n bytes of x.
func (t *threes) note(letters string, x uint32, n int) {
	if n >= 3 {
		at := t.place(x)
		t[at/64] |= 1 << (at % 64)
		return
	}
	t.note(letters[1:], x|uint32(letters[0])<<(8*n), n+1)
	for k := range 64 {
		if folded[k] == letters[0] {
			t.note(letters[1:], x|0xC3<<(8*n)|uint32(0x80+k)<<(8*n+8), n+2)
		}
	}
}

// place is where the bit for three bytes is, capitals as small letters.
func (t *threes) place(x uint32) uint32 { return (x | 0x202020) << 8 * 0x9E3779B1 >> 18 }

// may reports whether a word that begins with the three lowest bytes of x may be in the lexicon; false is certain.
func (t *threes) may(x uint32) bool {
	at := t.place(x)
	return t[at/64]>>(at%64)&1 != 0 || x&0x808080 != 0 && odd(x)
}

// odd reports whether the three lowest bytes of x hold anything else than ASCII and the letters of Latin-1.
func odd(x uint32) bool {
	high, behind := x&0x808080, x&0x808080&^(x<<1) // 1xxxxxxx, 10xxxxxx
	lead := x ^ 0xC3C3C3
	lead = ^(lead&0x7F7F7F + 0x7F7F7F | lead) & 0x808080 // the bytes C3
	return high != lead|behind || lead<<8&0x808080 != behind
}
