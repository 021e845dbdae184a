package tagger

// Example is an island with the rows that its tokens choose, for a trainer.
type Example struct {
	Tokens []Token
	Rows   [][features]uint32
}

// Features is how many rows a token chooses; Table how many there are.
const (
	Features = features
	Table    = 1 << rowBits
	Tags     = int(tags)
)

// Examples gives the islands of a text as Find sees them. The answer of visit is the tags of the tokens.
func (t *Tagger) Examples(text []byte, visit func(Example) []Tag) {
	t.islands(text, &island{}, func(s *island) []Tag {
		e := Example{Tokens: s.tokens, Rows: make([][features]uint32, len(s.tokens))}
		for i := range s.tokens {
			s.rows(i, &e.Rows[i])
		}
		return visit(e)
	})
}
