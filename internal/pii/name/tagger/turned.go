package tagger

import "bytes"

// turned tells whether a name goes on with the family name that stands before it as lists and forms write it: "Berg, Anna". That one
// must begin a line or a field, and no further name may follow as in a list of people.
func (s *island) turned(text []byte, dst []Span, low int, given Span) bool {
	if low > 0 || s.tokens[0].class&Given == 0 || s.family == 0 || len(dst) == 0 || dst[len(dst)-1].End != s.family {
		return false
	}
	if !bytes.Equal(text[s.family:given.Start], []byte(", ")) {
		return false
	}
	rest := text[given.End:]
	if len(rest) > 2 && (rest[0] == ',' || rest[0] == ' ' && (bytes.HasPrefix(rest[1:], []byte("och ")) || bytes.HasPrefix(rest[1:], []byte("and ")))) {
		up, _ := capitalAt(rest, 2)
		return !up && rest[0] == ','
	}
	return true
}

// heads notes where a single family name ends that begins a line or a field.
func (s *island) heads(text []byte) {
	s.family = 0
	t := &s.tokens[0]
	if len(s.tokens) > 1 || s.path[0] != Person || t.class&Family == 0 || t.class&GivenNordic != 0 {
		return
	}
	i := t.Start
	for i > 0 && text[i-1] == ' ' {
		i--
	}
	if i == 0 || bytes.IndexByte([]byte(":;\n\r\t|\"(=>"), text[i-1]) >= 0 {
		s.family = t.End
	}
}

// listed is a line's or a field's first name as lists have them, when it ends with it too: "Öberg, Siw" before a tab, a stroke or the line's end.
func (s *island) listed(text []byte) (whole Span) {
	last := &s.tokens[len(s.tokens)-1]
	if s.before[0].hash != 0 || last.End+3 > len(text) || text[last.End] != ',' || text[last.End+1] != ' ' || last.class&Family == 0 {
		return whole
	}
	if first := &s.tokens[0]; len(s.tokens) > 3 || len(s.tokens) > 1 && first.class&Family == 0 && !opening.hasWord(bytes.ToLower(text[first.Start:first.End])) {
		return whole
	}
	end := s.givenAt(text, last.End+2, last.class)
	if end == 0 || end < len(text) && bytes.IndexByte([]byte("\t\r\n;|"), text[end]) < 0 {
		return whole
	}
	return Span{s.tokens[0].Start, end, listedScore}
}

const listedScore = 0.8

// givenAt is where up to three given names end that begin at i; 0 when there are none, or when those and the family name before may all be
// other words.
func (s *island) givenAt(text []byte, i int, family Class) (end int) {
	common := family&(Word|Place|Organisation) != 0
	for range 3 {
		if i >= len(text) {
			break
		}
		if up, _ := capitalAt(text, i); !up {
			break
		}
		stop := s.outline.wordEnd(text, i)
		class := s.lexicon.lookup(text[i:stop], fold(text[i:stop]))
		if end == 0 && (class&Given == 0 || common && class&(Word|Place|Organisation) != 0) {
			break
		}
		if end, i = stop, blank(text, stop); i == stop {
			break
		}
	}
	return end
}
