package register

import (
	"slices"

	"github.com/varsam/varsam"
)

// everywhere are the kinds that people are searched by in any organisation.
var everywhere = []varsam.IdentifierType{varsam.Email, varsam.Phone, varsam.NationalID}

// SearchTypes are the kinds of identifiers that people are searched by. By any
// other nobody would be found, which must not look like an answer.
func (r *Register) SearchTypes() []varsam.IdentifierType {
	return append(slices.Clone(everywhere), r.OwnTypes()...)
}

// Searches reports whether people are searched by a kind.
func (r *Register) Searches(t varsam.IdentifierType) bool { return slices.Contains(r.SearchTypes(), t) }

// OwnTypes are the organisation's own numbers that its systems are searched by,
// beside what people are searched by everywhere.
func (r *Register) OwnTypes() (types []varsam.IdentifierType) {
	for _, sys := range r.Systems {
		for _, c := range sys.Collections {
			for _, f := range c.Fields {
				if t := f.Identifies; t != "" && t.Selects() && !slices.Contains(everywhere, t) {
					types = append(types, t)
				}
			}
		}
	}
	slices.Sort(types)
	return slices.Compact(types)
}
