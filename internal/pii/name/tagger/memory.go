package tagger

import "bytes"

// memory keeps the names seen in full in a text, so that each is known when it stands alone further on: the plain ones, and those
// that are common words too.
type memory struct {
	plain, words [64]uint64
	slots        uint64 // a bit for each place that is taken
}

func (m *memory) forget() { *m = memory{} }

func (m *memory) put(h uint64, word bool) {
	m.slots |= 1 << (h % 64)
	set := &m.plain
	if word {
		set = &m.words
	}
	set[h%uint64(len(set))] = h
}

func (m *memory) has(h uint64) (plain, word bool) {
	at := h % uint64(len(m.plain))
	return m.plain[at] == h, m.words[at] == h
}

// seen tells whether a word was learned at all.
func (m *memory) seen(h uint64) bool {
	plain, word := m.has(h)
	return plain || word
}

// remember learns from full names, and tags as a person a word that was learned so and is no part of something else.
func (s *island) remember(text []byte) {
	for i := range s.tokens {
		t := &s.tokens[i]
		switch full := i > 0 && s.path[i-1] == Person; {
		case t.shape != capital && t.shape != joined:
		case s.path[i] == Person && (full || s.first(i)) && t.class&Title == 0:
			s.known.put(t.hash, t.class&(Word|Place) != 0)
		case s.path[i] != Person && s.alone(i) && s.recalls(text, i):
			s.path[i], s.margin[i] = Person, 0
		}
	}
}

// first tells whether a word is the given name of a full name, by the lists.
func (s *island) first(i int) bool {
	return i+1 < len(s.tokens) && s.path[i+1] == Person && s.tokens[i].class&Given != 0
}

// alone tells whether the words beside one on the island have nothing to do with it.
func (s *island) alone(i int) bool {
	return (i == 0 || s.path[i-1] == None) && (i+1 == len(s.tokens) || s.path[i+1] == None)
}

// recalls tells whether a word was seen as a name, be it in the genitive now. Where every word has a capital, a common word must
// have a verb's place: "Falk sa", and not "Falk och uggla".
func (s *island) recalls(text []byte, i int) bool {
	t := &s.tokens[i]
	word := text[t.Start:t.End]
	last := word[len(word)-1]
	plain, common := s.known.has(t.hash)
	if !plain && !common && len(word) > 3 && (last == 's' || last == 'n') {
		plain, common = s.known.has(fold(word[:len(word)-1]))
	}
	if plain || !common {
		return plain || s.declined(word)
	}
	if i > 0 || !s.start {
		return s.path[i] == None
	}
	return len(s.tokens) == 1 && s.after[0].kind == lower && !in(conjunctions, text[t.End+1:s.outline.wordEnd(text, t.End+1)])
}

// declined tells whether a word is a Finnish case of a name that was seen: Räihälle, Al-Sayedin.
func (s *island) declined(word []byte) bool {
	for stem := range stems(word, 4) {
		for _, stem := range [...][]byte{stem, bytes.TrimSuffix(stem, []byte("i"))} {
			if plain, _ := s.known.has(fold(stem)); plain {
				return true
			}
		}
	}
	return false
}

var conjunctions = setOf("och", "og", "ja", "and", "eller", "eller", "or", "tai", "är", "er", "on", "is", "som", "i", "på")

const short = 4 // words of an island that is worth keeping

// answers keeps what the weights said of islands, since texts repeat themselves: signatures, lists, the lines of a log. The same
// words written the same way between the same neighbours have the same answer. It keeps hashes only.
type answers [1024]answer

type answer struct {
	key    uint64
	path   [short]Tag
	margin [short]int32
}

// key is a hash of all that the features of an island look at.
func (s *island) key() uint64 {
	h := uint64(s.last)<<8 | bit(s.start)
	for i := range s.tokens {
		h = mix(h, s.tokens[i].hash^uint64(s.tokens[i].shape)<<56^uint64(s.tokens[i].End-s.tokens[i].Start)<<48)
	}
	for _, n := range [...]*neighbour{&s.before[0], &s.before[1], &s.after[0], &s.after[1]} {
		h = mix(h, n.hash^uint64(n.kind)<<56)
	}
	return h | 1
}

// tag fills the path, from an earlier answer if there is one.
func (s *island) tag(w *Weights) {
	n := len(s.tokens)
	if n > short {
		w.decode(s, s.path[:n], s.margin[:n])
		return
	}
	key := s.key()
	a := &s.answers[key>>1%uint64(len(s.answers))]
	if a.key != key {
		w.decode(s, s.path[:n], s.margin[:n])
		a.key = key
		copy(a.path[:], s.path[:n])
		copy(a.margin[:], s.margin[:n])
		return
	}
	copy(s.path[:n], a.path[:])
	copy(s.margin[:n], a.margin[:])
}
