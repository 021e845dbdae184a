package plan

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
)

// A column that a CHECK lets have a few values only, kind IN ('a', 'b'), is an
// enumeration by another name: a placeholder is one of them. PostgreSQL writes the
// list as = ANY (ARRAY['a'::text, 'b'::text]), with casts on either side.
const (
	isOneOf = "[\"`\\]]?\\)?(?:::[a-z ]+)?\\s*(?:in\\s*\\(([^)]*)\\)|=\\s*any\\s*\\(\\(?array\\[([^\\]]*)\\])"
	literal = `'((?:[^']|'')*)'|(-?\b\d+(?:\.\d+)?)\b`
)

var literals = regexp.MustCompile(literal)

// listed are the values that a CHECK lets a column have, where it names them.
func listed(c varsam.Collection, column string) []string {
	list := regexp.MustCompile("(?i)(?:^|[^a-z0-9_])" + regexp.QuoteMeta(column) + isOneOf)
	var values []string
	for _, check := range c.Checks {
		for _, found := range list.FindAllStringSubmatch(check, -1) {
			for _, value := range literals.FindAllStringSubmatch(found[1]+found[2], -1) {
				values = append(values, strings.ReplaceAll(value[1], "''", "'")+value[2])
			}
		}
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// oneOf is a listed value as the column has it; false where it has no such.
func (f form) oneOf(noise []byte) (varsam.Value, bool) {
	if len(f.listed) == 0 {
		return varsam.Value{}, false
	}
	text := f.listed[int(noise[0])%len(f.listed)]
	switch f.col.Kind {
	case varsam.Text:
		return varsam.TextOf(text), true
	case varsam.Int:
		n, err := strconv.ParseInt(text, 10, 64)
		return varsam.IntOf(n), err == nil
	case varsam.Decimal:
		_, err := strconv.ParseFloat(text, 64)
		return varsam.DecimalOf(text), err == nil
	}
	return varsam.Value{}, false
}
