package register

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/column"
)

// fork is two columns that lead to rows of several tables, as commentable_type and commentable_id do: one says which table, the
// other which row.
type fork struct {
	word     string // what both are called before their ends
	kind, id varsam.Column
}

// forkWords end the name of a column that says which table another column leads to.
var forkWords = []string{"type", "typ", "kind", "class", "model", "module", "table", "tabell", "entity"}

// forking are words for such columns; so is any that ends with able. An order_type beside an order_id says only what the order is.
var forking = "owner entity object subject source target parent item model record related rel resource holder party actor author creator sender recipient receiver " +
	"linked link bean aggregate row agare objekt kalla koppling mottagare avsandare innehavare eier avsender mottaker kilde omistaja kohde"

// forks are those of a table whose second column leads nowhere for sure.
func forks(table varsam.Collection) (all []fork) {
	for _, id := range table.Columns {
		word, ok := beforeEnd(id.Name, []string{"id", "uuid", "key", "fk"})
		if !ok || references(table, id.Name) != "" || !hasWord(word, forking) && !strings.HasSuffix(word, "able") {
			continue
		}
		i := slices.IndexFunc(table.Columns, func(kind varsam.Column) bool {
			of, ok := beforeEnd(kind.Name, forkWords)
			return ok && of == word && kind.Kind == varsam.Text
		})
		if i >= 0 {
			all = append(all, fork{word, table.Columns[i], id})
		}
	}
	return all
}

// mostLinks bounds what is proposed for one fork; where more tables could be meant, only those of people are.
const mostLinks = 12

// targets are the tables of people, and what hangs on them, that a fork of a table can lead to.
func (d *drafter) targets(from varsam.Collection, p fork) (all []varsam.Collection) {
	for _, to := range d.cat.Collections {
		if role := d.role[to.Name]; to.Name == from.Name || role != "self" && role != "child" || len(forks(to)) > 0 || len(to.Key) != 1 {
			continue
		}
		if key, ok := to.Column(to.Key[0]); ok && key.Kind == p.id.Kind {
			all = append(all, to)
		}
	}
	if len(all) > mostLinks {
		all = slices.DeleteFunc(all, func(to varsam.Collection) bool { return d.role[to.Name] != "self" })
	}
	return all
}

// loose are the links of a table's forks, each with how programs usually write the table's name.
func (d *drafter) loose(table varsam.Collection) (links []string) {
	for _, p := range forks(table) {
		for _, to := range d.targets(table, p) {
			names := namesIn(p.kind, to.Name)
			if len(names) == 0 {
				continue
			}
			link := "{through: " + scalar(p.id.Name) + ", to: " + scalar(to.Name) + ", when: {" + scalar(p.kind.Name) + ": " + words(names) + "}"
			if hasWord(p.word, handlers) && !hasWord(p.word, "owner") {
				link += ", whose: other"
			}
			links = append(links, link+"}")
		}
	}
	return links
}

// namesIn is what a column says where a table is meant: of an enumeration those of its values that are called so, and otherwise
// what is usual: customers, Customers, customer, Customer, App\Models\Customer.
func namesIn(kind varsam.Column, table string) []string {
	if len(kind.Options) > 0 {
		return slices.DeleteFunc(slices.Clone(kind.Options), func(o string) bool {
			return !calledAfter(table, strings.Join(column.Tokens(o[strings.LastIndexAny(o, `\:./`)+1:]), ""))
		})
	}
	many := column.Tokens(table)
	if len(many) == 0 {
		return nil
	}
	one := slices.Clone(many)
	one[len(one)-1] = singularOf(one[len(one)-1])
	names := []string{table, inCapitals(many), strings.Join(one, "_"), inCapitals(one), `App\Models\` + inCapitals(one)}
	slices.Sort(names)
	return slices.Compact(names)
}

// singularOf is a word in the singular.
func singularOf(word string) string {
	for _, w := range strings.Fields(people) {
		if singular(word, w) {
			return w
		}
	}
	if stem, ok := strings.CutSuffix(word, "ies"); ok {
		return stem + "y"
	}
	return strings.TrimSuffix(word, "s")
}

func inCapitals(words []string) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(strings.ToUpper(w[:1]) + w[1:])
	}
	return b.String()
}
