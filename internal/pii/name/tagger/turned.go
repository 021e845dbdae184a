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
