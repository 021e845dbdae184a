package tagger

// Example is an island with the rows that its tokens choose, for a trainer.
type Example struct {
	Tokens []Token
	Rows   [][Features]uint32
}

const (
	Features = features     // rows that a token chooses
	Table    = 1 << rowBits // rows to choose from
	Tags     = int(tags)
	Unit     = 64 // what a weight of 1 is multiplied by to be kept as a whole number
)

// Examples gives the islands of a text as Find sees them, and those that it passes by, from which there is as much to learn. The answer of visit is the tags of the tokens.
func (t *Tagger) Examples(text []byte, visit func(Example) []Tag) {
	s := &island{all: true}
	for s.begin(text); s.next(text, t.Lexicon); {
		e := Example{Tokens: s.tokens, Rows: make([][features]uint32, len(s.tokens))}
		for i := range s.tokens {
			s.rows(i, &e.Rows[i])
		}
		copy(s.path[:], visit(e))
	}
}
