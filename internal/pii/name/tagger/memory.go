package tagger

// memory keeps the family names seen with a given name in a text, so that they are known when they stand alone further on.
type memory [64]uint64

func (m *memory) forget() { *m = memory{} }

func (m *memory) put(h uint64) { m[h%uint64(len(m))] = h }

func (m *memory) has(h uint64) bool { return m[h%uint64(len(m))] == h }

// remember learns from a full name, and tags as a person the one word of an island that was learned so.
func (s *island) remember() {
	last := len(s.tokens) - 1
	t := &s.tokens[last]
	switch {
	case last > 0 && s.path[last] == Person && s.path[last-1] == Person && t.class&(Word|Place|Title) == 0:
		s.known.put(t.hash)
	case last == 0 && s.path[0] != Person && t.shape == capital && s.known.has(t.hash):
		s.path[0], s.margin[0] = Person, 0
	}
}

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
