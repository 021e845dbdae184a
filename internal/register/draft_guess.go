package register

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/column"
)

// withGuessed adds the references that a system does not declare but that its
// names tell: user_id where there is one table of users with one key. It leaves
// the catalogue itself as it is.
func withGuessed(cat varsam.Catalogue) varsam.Catalogue {
	guessed := slices.Clone(cat.Collections)
	for i := range guessed {
		table := &guessed[i]
		table.References = slices.Clip(table.References)
		for _, col := range table.Columns {
			if slices.Contains(table.Key, col.Name) && len(table.Key) == 1 || references(*table, col.Name) != "" {
				continue
			}
			if to, ok := namedAfter(cat, *table, col); ok {
				table.References = append(table.References, varsam.Reference{Columns: []string{col.Name}, To: to.Name, ToColumns: to.Key})
			}
		}
	}
	cat.Collections = guessed
	return cat
}

// keyWords end the name of a column that holds another table's key.
var keyWords = []string{"id", "nr", "no", "nummer", "number", "key", "fk", "ref"}

// namedAfter is the one table that a column is named after: wp_users for user_id. With
// two of them nothing is guessed.
func namedAfter(cat varsam.Catalogue, table varsam.Collection, col varsam.Column) (to varsam.Collection, ok bool) {
	tokens := column.Tokens(col.Name)
	if n := len(tokens); n < 2 || !slices.Contains(keyWords, tokens[n-1]) {
		return to, false
	}
	word := strings.Join(tokens[:len(tokens)-1], "")
	for _, other := range cat.Collections {
		if other.Name == table.Name || len(other.Key) != 1 || !calledAfter(other.Name, word) {
			continue
		}
		if key, there := other.Column(other.Key[0]); !there || key.Kind != col.Kind {
			continue
		}
		if ok {
			return varsam.Collection{}, false
		}
		to, ok = other, true
	}
	return to, ok
}

// calledAfter reports whether a table's name, or what follows its prefix, is the
// word in the singular or plural.
func calledAfter(table, word string) bool {
	tokens := column.Tokens(table)
	for i := range tokens {
		if singular(strings.Join(tokens[i:], ""), word) {
			return true
		}
	}
	return false
}
