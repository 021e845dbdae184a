package tagger

// nextCapital finds the next word that begins with a capital, and how many bytes that takes; the text's end when there is none. Words
// that skims passes by are left out.
func (s *island) nextCapital(text []byte, i int) (int, int) {
	block := i / 64
	m := s.outline.blocks[block+1].capitals &^ (1<<(uint(i)%64) - 1)
	for {
		for ; m != 0; m &= m - 1 {
			at, width := block*64+trailing(m), 1
			if text[at] >= 0x80 || at > 0 && text[at-1] >= 0x80 {
				if width = capitalWord(text, at); width == 0 {
					continue
				}
			}
			if s.all || !s.skims(text, at) {
				return at, width
			}
		}
		if block++; block*64 >= len(text) {
			return len(text), 0
		}
		m = s.outline.blocks[block+1].capitals
	}
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
