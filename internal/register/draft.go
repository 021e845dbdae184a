package register

import (
	"fmt"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/column"
)

// Draft writes a first file of a system from what the system says of itself:
// proposals from the names of columns and from keys, all marked draft, so that
// it is searched and never acted on until somebody has read it. Tables that have
// nothing to do with people are left out.
func Draft(system, connector string, settings map[string]string, cat varsam.Catalogue) []byte {
	cat = withoutViews(cat)
	d := drafter{cat: withGuessed(cat), declared: cat.Collections, role: map[string]string{}}
	d.find()
	w := &writer{}
	w.line(0, "system: %s", scalar(system))
	w.line(0, "connector: %s", scalar(connector))
	if len(settings) > 0 {
		w.line(0, "settings: %s", flowMap(settings))
	}
	w.line(0, "operator: self # or the party that runs it")
	w.line(0, "draft: true # remove when everything below is right")
	w.line(0, "collections:")
	for _, table := range d.cat.Collections {
		if d.role[table.Name] != "" {
			d.collection(w, table)
		}
	}
	return w.bytes()
}

// withoutViews leaves out what shows the data of the tables once more: it would be searched twice, and nothing can be erased there. Where we are
// shown nothing but views they are what there is.
func withoutViews(cat varsam.Catalogue) varsam.Catalogue {
	isView := func(c varsam.Collection) bool { return c.View }
	if tables := slices.DeleteFunc(slices.Clone(cat.Collections), isView); len(tables) > 0 {
		cat.Collections = tables
	}
	return cat
}

// drafter finds out which tables have to do with people, and how.
type drafter struct {
	cat      varsam.Catalogue    // with references that names tell
	declared []varsam.Collection // without
	role     map[string]string   // by table: self, child or shared

	found []Found // goes before what names suggest
}

// find goes outward from the tables of people along the references, until
// nothing more is reached. A table of addresses that somebody leads to, or that leads to somebody, is reached, not a table of people: another is.
func (d *drafter) find() {
	for _, addresses := range []bool{false, true} {
		for _, table := range d.declared {
			waits := hasWord(table.Name, places) && (leadsAway(table) || len(identity(table)) < 2)
			if d.role[table.Name] == "" && waits == addresses && isPeople(table) {
				d.role[table.Name] = "self"
			}
		}
		d.grow()
	}
}

func (d *drafter) grow() {
	for grew := true; grew; {
		grew = false
		for _, table := range d.cat.Collections {
			if d.role[table.Name] == "" && d.reach(table) {
				grew = true
			}
		}
	}
}

func isPeople(table varsam.Collection) bool {
	signs := identity(table)
	return len(signs) >= 2 || len(signs) == 1 && (hasWord(table.Name, people) || !leadsAway(table) && !hasWord(signs[0], display))
}

// leadsAway reports whether a table hangs on others: then its one telling column
// may be about the person it hangs on.
func leadsAway(table varsam.Collection) bool { return len(table.References) > 0 }

func (d *drafter) reach(table varsam.Collection) bool {
	for _, ref := range table.References {
		if d.role[ref.To] != "" && d.role[ref.To] != "shared" {
			d.role[table.Name] = "child"
			return true
		}
	}
	if len(d.loose(table)) > 0 {
		d.role[table.Name] = "child"
		return true
	}
	if !hasWord(table.Name, places) {
		return false
	}
	for _, from := range d.cat.Collections {
		if d.role[from.Name] == "" {
			continue
		}
		if slices.ContainsFunc(from.References, func(r varsam.Reference) bool { return r.To == table.Name }) {
			d.role[table.Name] = "shared"
			return true
		}
	}
	return false
}

func (d *drafter) collection(w *writer, table varsam.Collection) {
	w.line(1, "%s:", scalar(table.Name))
	w.line(2, "draft: true")
	d.person(w, table)
	w.line(2, "fields:")
	for _, col := range table.Columns {
		w.line(3, "%s: %s", scalar(col.Name), d.field(table, col))
	}
}

// person writes the links: self, outward references to tables of people, inward
// ones to shared tables. A column named after who did the work leads to somebody
// else's person.
func (d *drafter) person(w *writer, table varsam.Collection) {
	var links []string
	if d.role[table.Name] == "self" {
		links = append(links, "self")
	}
	if d.role[table.Name] == "shared" {
		links = append(links, d.inward(table)...)
	}
	for _, ref := range table.References {
		if role := d.role[ref.To]; role == "self" || role == "child" {
			links = append(links, d.outward(table, ref)...)
		}
	}
	links = append(links, d.loose(table)...)
	switch len(links) {
	case 0:
	case 1:
		w.line(2, "person: %s", links[0])
	default:
		w.line(2, "person:")
		for _, link := range links {
			w.line(3, "- %s", link)
		}
	}
}

func (d *drafter) inward(table varsam.Collection) []string {
	var links []string
	for _, from := range d.cat.Collections {
		for _, ref := range from.References {
			if ref.To != table.Name || d.role[from.Name] == "" || d.role[from.Name] == "shared" {
				continue
			}
			columns := make([]string, len(ref.Columns))
			for i, c := range ref.Columns {
				columns[i] = from.Name + "." + c
			}
			links = append(links, "{through: "+words(columns)+", shared: true"+d.key(ref)+"}")
		}
	}
	return links
}

func (d *drafter) outward(table varsam.Collection, ref varsam.Reference) []string {
	link := "{through: " + words(ref.Columns) + ", to: " + scalar(ref.To) + d.key(ref)
	switch {
	case slices.ContainsFunc(ref.Columns, func(c string) bool { return hasWord(c, handlers) }), d.served(table, ref):
		return []string{link + ", whose: other}"}
	case d.role[table.Name] == "self" && !belongs(table, ref):
		return nil // a person's record that leads to another person: a person must say what that is
	}
	return []string{link + "}"}
}

// served reports whether a reference leads to whoever served somebody else: a payment of a customer's has a staff_id, too.
func (d *drafter) served(table varsam.Collection, ref varsam.Reference) bool {
	return hasWord(ref.To, employed) && slices.ContainsFunc(table.References, func(other varsam.Reference) bool {
		return hasWord(other.To, customers) && !hasWord(other.To, employed) && d.role[other.To] == "self"
	})
}

// belongs reports whether a record with a person's data in it is one of the person that it leads to, as an order whose customer_id leads to
// customers, or an employee whose key is a person's.
func belongs(table varsam.Collection, ref varsam.Reference) bool {
	if ref.To == table.Name {
		return false
	}
	if slices.Equal(ref.Columns, table.Key) || slices.EqualFunc(ref.Columns, ref.ToColumns, strings.EqualFold) {
		return true
	}
	names := func(c string) bool {
		words, found := strings.CutSuffix(strings.Join(column.Tokens(c), ""), "id")
		return found && words != "" && hasWord(ref.To, words)
	}
	return len(ref.Columns) > 0 && !slices.ContainsFunc(ref.Columns, func(c string) bool { return !names(c) })
}

// key names the columns led to, where they are not the other table's key.
func (d *drafter) key(ref varsam.Reference) string {
	to, ok := d.cat.Find(ref.To)
	if !ok || len(ref.ToColumns) == 0 || slices.Equal(to.Key, ref.ToColumns) {
		return ""
	}
	return ", key: " + words(ref.ToColumns)
}

func (d *drafter) field(table varsam.Collection, col varsam.Column) string {
	if f, ok := d.foundIn(table.Name, col.Name); ok {
		return f.flow()
	}
	if to := references(table, col.Name); to != "" {
		return "{data: " + keyOf(to) + "}"
	}
	for _, p := range forks(table) {
		if p.id.Name == col.Name {
			return "{data: " + keyOf(p.word) + "}"
		}
	}
	p, ok := propose(col)
	// A key that is the person's address or number is what the table is searched by.
	identifies := ok && p.Identifies != "" && d.role[table.Name] == "self"
	if slices.Contains(table.Key, col.Name) && !identifies {
		return "{data: " + keyOf(table.Name) + "}"
	}
	if !ok || p.Category == "" || !d.telling(table, p) {
		if c := ofSpecial(table.Name); c != "" && d.role[table.Name] == "child" && !hasWord(col.Name, kept) {
			return "{data: " + string(c) + "}"
		}
		return "{}"
	}
	parts := []string{"data: " + string(p.Category)}
	if identifies {
		parts = append(parts, "identifies: "+string(p.Identifies))
	}
	if p.Text {
		parts = append(parts, "text: true")
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// ofSpecial is the special category that all rows of a table of that name are about: from when to when somebody was on sick leave is
// health, too.
func ofSpecial(table string) varsam.Category {
	for _, plural := range []string{"", "s", "er", "ar"} {
		one, _ := strings.CutSuffix(strings.ToLower(table), plural)
		if n, _ := column.ByName(one, varsam.Text); n.Category.Special() && !n.Weak {
			return n.Category
		}
	}
	return ""
}

// telling reports whether a name says anything in its table. A plain name is a
// person's where the rows are persons, a land where there are addresses.
func (d *drafter) telling(table varsam.Collection, p column.Named) bool {
	if d.role[table.Name] == "self" && !p.Beside || p.Certain || !p.Weak && p.Category != "person.name" {
		return true
	}
	return p.Weak && slices.ContainsFunc(table.Columns, func(c varsam.Column) bool {
		other, ok := propose(c)
		return ok && !other.Weak && other.Category == p.Category
	})
}

// references is the table that a column leads to, or empty.
func references(table varsam.Collection, column string) string {
	for _, ref := range table.References {
		if slices.Contains(ref.Columns, column) {
			return ref.To
		}
	}
	return ""
}

// keyOf is the category of a table's keys, in letters that a category may have: id.order-line.
func keyOf(table string) string {
	var words []string
	for _, word := range column.Tokens(table) {
		word = strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, word)
		if word != "" {
			words = append(words, word)
		}
	}
	return strings.TrimSuffix("id."+strings.Join(words, "-"), ".")
}

// writer writes indented lines.
type writer struct{ b strings.Builder }

func (w *writer) line(depth int, format string, args ...any) {
	w.b.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(&w.b, format, args...)
	w.b.WriteByte('\n')
}

func (w *writer) bytes() []byte { return []byte(w.b.String()) }
