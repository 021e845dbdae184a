package register

import (
	"slices"

	"github.com/varsam/varsam"
)

// Searches reports whether people are searched by a kind of identifier. By any
// other nobody would be found, which must not look like an answer.
func (r *Register) Searches(t varsam.IdentifierType) bool {
	return t == varsam.Email || t == varsam.Phone || t == varsam.NationalID || slices.Contains(r.OwnTypes(), t)
}

// OwnTypes are the organisation's own numbers that its systems are searched by,
// beside addresses, telephones and national numbers.
func (r *Register) OwnTypes() (types []varsam.IdentifierType) {
	for _, sys := range r.Systems {
		for _, c := range sys.Collections {
			for _, f := range c.Fields {
				if t := f.Identifies; t != "" && t != varsam.Email && t != varsam.Phone && t != varsam.NationalID && t.Selects() {
					types = append(types, t)
				}
			}
		}
	}
	slices.Sort(types)
	return slices.Compact(types)
}
