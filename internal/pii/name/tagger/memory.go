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
