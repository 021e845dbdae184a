package discover

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/register"
)

// Patterns are the types of an organisation's own, for the scanner that a discovery is to read with.
func Patterns(reg *register.Register) []pii.Pattern {
	var all []pii.Pattern
	for _, p := range reg.Organisation.Patterns {
		all = append(all, pii.Pattern{Name: pii.Type(p.Name), Expression: p.Expression, Words: p.Words, Context: p.Beside})
	}
	return all
}

// ownTypes are what they are.
func ownTypes(reg *register.Register) map[pii.Type]varsam.Category {
	if len(reg.Organisation.Patterns) == 0 {
		return nil
	}
	own := map[pii.Type]varsam.Category{}
	for _, p := range reg.Organisation.Patterns {
		own[pii.Type(p.Name)] = p.Data
	}
	return own
}
