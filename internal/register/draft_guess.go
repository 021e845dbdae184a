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

// namedAfter is the one table that a column is named after: wp_users for user_id; or else the one whose key is called just so, as medlemsnr is.
// With two of them nothing is guessed.
func namedAfter(cat varsam.Catalogue, table varsam.Collection, col varsam.Column) (to varsam.Collection, ok bool) {
	word, ok := keyOfWhat(col.Name)
	if !ok {
		return to, false
	}
	leads := func(called func(varsam.Collection) bool) (to []varsam.Collection) {
		for _, other := range cat.Collections {
			if other.Name == table.Name || len(other.Key) != 1 || !called(other) {
				continue
			}
			if key, there := other.Column(other.Key[0]); there && key.Kind == col.Kind {
				to = append(to, other)
			}
		}
		return to
	}
	all := leads(func(other varsam.Collection) bool { return calledAfter(other.Name, word) })
	if len(all) == 0 {
		all = leads(func(other varsam.Collection) bool { return strings.EqualFold(other.Key[0], col.Name) })
	}
	if len(all) != 1 {
		return varsam.Collection{}, false
	}
	return all[0], true
}

// keyOfWhat is what stands before the end that makes a column's name one of a key: customer of customer_id, user of userid.
func keyOfWhat(name string) (word string, ok bool) { return beforeEnd(name, keyWords) }

// beforeEnd is what stands before one of the ends in a name of several words, or in one word.
func beforeEnd(name string, ends []string) (word string, ok bool) {
	tokens := column.Tokens(name)
	last := len(tokens) - 1
	switch {
	case last > 0:
		return strings.Join(tokens[:last], ""), slices.Contains(ends, tokens[last])
	case last < 0:
		return "", false
	}
	for _, end := range ends {
		if word, ok := strings.CutSuffix(tokens[0], end); ok && word != "" {
			return word, true
		}
	}
	return "", false
}

// stores are words that say only that a table is one.
var stores = []string{"entity", "table", "tbl", "master", "register"}

// calledAfter reports whether a table's name, or what follows its prefix, is the
// word in the singular or plural.
func calledAfter(table, word string) bool {
	tokens := column.Tokens(table)
	if last := len(tokens) - 1; last > 0 && slices.Contains(stores, tokens[last]) {
		tokens = tokens[:last]
	}
	for i := range tokens {
		if singular(strings.Join(tokens[i:], ""), word) {
			return true
		}
	}
	return false
}
