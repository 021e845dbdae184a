package tagger

// joins is 1 where a word that begins with three bytes may carry on a name: with a capital, or as one of ties. It may say so of others.
func joins(a, b, c byte) uint64 {
	return uint64(joining.rows[joining.first[a]&31][b&63] >> (joining.third[c] & 31) & 1)
}

// tieAt reports whether one of ties stands at i.
func tieAt(text []byte, i int) bool {
	if i+2 < len(text) && joins(text[i], text[i+1], text[i+2]) == 0 {
		return false
	}
	return ties.hasWord(text[i:wordEnd(text, i)])
}

// joining has a row for each way to begin, in which a bit for the third byte stands at the second.
var joining = func() (t joiningTable) {
	const capital, latin, letters = 1, 2, 3
	for c := range 256 {
		switch {
		case c >= 'A' && c <= 'Z', c > 0xC3:
			t.first[c] = capital
		case c >= 'a' && c <= 'z':
			t.third[c] = byte(c) & 31
		}
	}
	t.first[0xC3] = latin
	for b := range 64 {
		t.rows[capital][b] = ^uint32(0)
		if b < 0x20 { // À–ß
			t.rows[latin][b] = ^uint32(0)
		}
	}
	for _, word := range tieWords {
		t.first[word[0]] = letters + word[0] - 'a'
		third := byte(0)
		if len(word) > 2 {
			third = t.third[word[2]]
		}
		t.rows[letters+word[0]-'a'][word[1]&63] |= 1 << third
	}
	return t
}()

type joiningTable struct {
	first [256]uint8
	third [256]uint8 // 0 for what is no small letter
	rows  [32][64]uint32
}
