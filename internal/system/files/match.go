package files

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// matches holds a record against a match, as [system.Match] says.
func matches(m system.Match, r varsam.Record) bool {
	return slices.ContainsFunc(m.Tuples, func(tuple []varsam.Value) bool {
		for i, field := range m.Fields {
			if !same(m.Fold, r.Get(field), tuple[i]) {
				return false
			}
		}
		return true
	})
}

// same compares a field with what is wanted. Contents are no fields: they are
// searched by FindText.
func same(fold varsam.Fold, cell, want varsam.Value) bool {
	if cell.IsNull() || want.IsNull() || cell.Kind() == varsam.Large {
		return false
	}
	have, wanted := cell.String(), want.String()
	if fold == "" || fold == varsam.Exact {
		return have == wanted
	}
	have, wanted = fold.Apply(have), fold.Apply(wanted)
	if fold == varsam.Contains {
		return wanted != "" && strings.Contains(have, wanted)
	}
	return have == wanted
}
