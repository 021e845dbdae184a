package tagger

// oneCapital finds the next word that begins with a capital, and how many bytes that takes; the text's end when there is none. Words
// that skim passes by are left out.
func (s *island) oneCapital(text []byte, i int) (int, int) {
	from := ^uint64(0) << (uint(i) % 64)
	for start := i &^ 63; start < len(text); start, from = start+64, ^uint64(0) {
		here, next := &s.outline.blocks[start/64+1], &s.outline.blocks[start/64+2]
		for m := here.capitals & from; m != 0; m &= m - 1 {
			at := start + trailing(m)
			s.seen = unclear
			if !s.all {
				if s.seen = s.skim(text, at, here, next); s.seen == passed {
					continue
				}
			}
			if text[at] < 0x80 && (at == 0 || text[at-1] < 0x80) {
				return at, 1
			}
			if width := capitalWord(text, at); width > 0 {
				return at, width
			}
		}
	}
	return len(text), 0
}

// capitalWord is how many bytes the capital at i takes that begins a word; 0 when there is none.
func capitalWord(text []byte, i int) int {
	c := text[i]
	if c < 'A' || c > 'Z' && c < 0xC3 || c > 0xDA {
		return 0
	}
	up, n := capitalAt(text, i)
	if up && (i == 0 || !inWord[text[i-1]] || text[i-1] >= 0x80 && wordStart(text, i) == i) {
		return n
	}
	return 0
}
