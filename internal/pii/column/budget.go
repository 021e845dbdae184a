package column

// budget is how much of what costs time is looked into: texts, documents, and values with something else in them. The first are, and
// then one in so many; so that a sample takes milliseconds whatever its values are.
type budget [costly]struct{ spent, passed int }

// costly is what takes more than holding a value against the rules.
const (
	inTexts = iota
	inDocuments
	inOthers
	costly
)

// allowed is how many bytes of each are looked into before values are passed over, and how many of those are passed over for one that is
// not. A value costs some bytes in itself.
var allowed = [costly]struct{ bytes, each int }{
	inTexts:     {48 << 10, 64},
	inDocuments: {96 << 10, 16},
	inOthers:    {40 << 10, 48},
}

const perValue = 64

// spares reports whether a value is to be passed over.
func (b *budget) spares(s *Sample, what, size int) bool {
	at := &b[what]
	if s.o.Exact || s.o.Scanner == nil {
		return false
	}
	if at.spent < allowed[what].bytes {
		at.spent += size + perValue
		return false
	}
	at.passed++
	return at.passed%allowed[what].each != 0
}
