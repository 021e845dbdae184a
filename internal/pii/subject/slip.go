package subject

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// leastSlip is the shortest word, in characters, in which a slip of the pen is believed: of shorter ones too many are one letter
// apart.
const leastSlip = 4

// begun are a person's names that begin with the same word.
type begun struct {
	token   token
	letters []int // of each spelling
	phrases []int32
}

// near reports whether a word may be the first one, with a slip or without, as far as its length and its first and last bytes tell.
func (b *begun) near(word []byte) bool {
	n := utf8.RuneCount(word)
	for i, s := range b.token.spelled {
		if d := n - b.letters[i]; -1 <= d && d <= 1 && (word[0] == s[0] || word[len(word)-1] == s[len(s)-1]) {
			return true
		}
	}
	return false
}

// slippery are the names of one person that may have a slip of the pen.
type slippery struct {
	names         []begun
	begins, close [256]bool // the first and the last bytes of their first words: a slip leaves one of them
}

func (m *maker) slippery(person int) *slippery {
	if m.s.typos[person] == nil {
		m.s.typos[person] = &slippery{}
	}
	return m.s.typos[person]
}

func (s *slippery) add(index int32, p *phrase) {
	first := p.tokens[0]
	i := slices.IndexFunc(s.names, func(b begun) bool { return slices.EqualFunc(b.token.spelled, first.spelled, bytes.Equal) })
	if i < 0 {
		i = len(s.names)
		s.names = append(s.names, begun{token: first})
		for _, w := range first.spelled {
			s.begins[w[0]], s.close[w[len(w)-1]] = true, true
			s.names[i].letters = append(s.names[i].letters, utf8.RuneCount(w))
		}
	}
	s.names[i].phrases = append(s.names[i].phrases, index)
}

// slips are a person's names with one slip of the pen in one word, where an identifier that is enough alone stands near.
func (s *Searcher) slips(text []byte, own []mark) []mark {
	names := s.typos[s.ids[own[0].id].person]
	if names == nil {
		return nil
	}
	var found []mark
	until := 0
	for _, m := range own {
		if !s.proves(m) {
			continue
		}
		end := min(m.end+s.near, len(text))
		for i := max(m.start-s.near, until); i < end; {
			next := wordEnd(text, i)
			if next == i {
				_, size := utf8.DecodeRune(text[i:])
				next += size
			} else if names.mayBegin(text[i:next]) && wordStart(text, i) == i {
				found = s.slipAt(found, text, i, next, names)
			}
			i = next
		}
		until = max(until, end)
	}
	return found
}

// mayBegin reports whether a name with a slip may begin with a word, as far as its first and last letters tell.
func (s *slippery) mayBegin(word []byte) bool {
	first, last := word[0], word[len(word)-1]
	if first|last|word[min(1, len(word)-1)] >= utf8.RuneSelf { // the second one may be the first one's mark
		return true
	}
	return s.begins[lowerASCII(first)] || s.close[lowerASCII(last)]
}

// slipAt adds the names that begin with the word from start to next.
func (s *Searcher) slipAt(found []mark, text []byte, start, next int, names *slippery) []mark {
	var room [longestWord + 8]byte
	word := normal(room[:0], text[start:next])
	for i := range names.names {
		b := &names.names[i]
		if len(word) == 0 || !b.near(word) || !b.token.is(word, true) && !b.token.nearly(word) {
			continue
		}
		for _, index := range b.phrases {
			p := &s.phrases[index]
			if end, ok := p.slipped(text, start, word); ok {
				found = append(found, mark{start: start, end: end, id: p.id, typo: true})
			}
		}
	}
	return found
}

// slipped reads the phrase from i on, where the word stands, with one slip in one word.
func (p *phrase) slipped(text []byte, i int, word []byte) (end int, ok bool) {
	var room [longestWord + 8]byte
	slips, next := 0, i
	for k := range p.tokens {
		if k > 0 {
			var g gap
			if next, g = gapAfter(text, end); !p.parts(g, k) {
				return 0, false
			}
			word = normal(room[:0], text[next:wordEnd(text, next)])
		}
		end = wordEnd(text, next)
		if p.tokens[k].is(word, p.name && k == len(p.tokens)-1) {
			continue
		}
		if slips++; slips > 1 || !p.tokens[k].nearly(word) {
			return 0, false
		}
	}
	return end, slips == 1
}

// nearly reports whether a word is a spelling of the token but for one slip.
func (t *token) nearly(word []byte) bool {
	for _, s := range t.spelled {
		if oneSlip(word, s) {
			return true
		}
	}
	return false
}

// oneSlip reports whether one letter is wrong, missing or too much, or two neighbours have changed places.
func oneSlip(a, b []byte) bool {
	if len(a) < leastSlip-1 || len(b) < leastSlip-1 || a[0] != b[0] && a[len(a)-1] != b[len(b)-1] {
		return false // one slip leaves the beginning or the end
	}
	n, m := utf8.RuneCount(a), utf8.RuneCount(b)
	if n > m {
		a, b, n, m = b, a, m, n
	}
	if n < leastSlip-1 || m < leastSlip || m-n > 1 {
		return false
	}
	for len(a) > 0 {
		x, size := utf8.DecodeRune(a)
		y, width := utf8.DecodeRune(b)
		if x != y {
			break
		}
		a, b = a[size:], b[width:]
	}
	_, size := utf8.DecodeRune(a)
	_, width := utf8.DecodeRune(b)
	if n < m {
		return string(a) == string(b[width:])
	}
	return len(a) > 0 && (string(a[size:]) == string(b[width:]) || swapped(a, b))
}

// swapped reports whether the first two letters have changed places, and the rest is equal.
func swapped(a, b []byte) bool {
	x, xs := utf8.DecodeRune(a)
	y, ys := utf8.DecodeRune(a[xs:])
	v, vs := utf8.DecodeRune(b)
	w, ws := utf8.DecodeRune(b[vs:])
	return ys > 0 && x == w && y == v && string(a[xs+ys:]) == string(b[vs+ws:])
}
