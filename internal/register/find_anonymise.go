package register

import (
	"maps"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/anonymity"
)

// anonymising: a collection whose records are to become anonymous says what
// becomes of every column, and how those that have been are known.
func (f *finder) anonymising(at spot, c Collection) {
	a := c.Anonymise
	if a == nil {
		at.in("end").found("no-recoding")
		return
	}
	at = at.in("anonymise")
	if len(a.Mark) == 0 {
		at.found("no-anonymised-mark")
	}
	for _, field := range c.Fields {
		spot := at
		spot.where.Field = field.Name
		switch {
		case field.About == "organisation" && !field.Data.IsKey():
		case !a.Names(field.Name):
			spot.found("not-recoded", field.Name)
		case personal(field) && slices.Contains(a.Harmless, field.Name):
			spot.in("harmless").found("personal-harmless", field.Name)
		case field.leads() && !a.Unlinks(field.Name):
			spot.found("key-kept", field.Name)
		}
	}
}

// leads reports whether the field is a key or an identifier: it leads to a
// person whatever else is in the record.
func (f Field) leads() bool { return f.Data.IsKey() || f.Identifies != "" }

// Unlinks reports whether nothing leads anywhere by a column any more.
func (a Anonymise) Unlinks(column string) bool {
	r, ok := a.Column(column)
	if !ok {
		return false
	}
	switch r.Recode().Way {
	case anonymity.WayNull, anonymity.WayFixed, anonymity.WayRandom:
		return true
	}
	return false
}

// Leads are the columns of a collection that lead to a person: its keys and
// identifiers, and links to people's records.
func (c Collection) Leads() []string {
	var all []string
	for _, f := range c.Fields {
		if f.leads() {
			all = append(all, f.Name)
		}
	}
	for _, link := range c.Person {
		if !link.Self && link.From == "" {
			all = append(all, link.Through...)
		}
	}
	return all
}

// recoded holds what becomes of columns against those that there are: one that
// nobody thought of is not safe.
func (l *live) recoded(at spot, c Collection, table varsam.Collection) {
	a := c.Anonymise
	if a == nil || c.End != varsam.Anonymise {
		return
	}
	at = at.in("anonymise")
	if missing := a.Missing(table); len(missing) > 0 {
		at.found("column-not-recoded", strings.Join(missing, ", "))
	}
	var names []string
	for _, r := range a.Columns {
		names = append(names, r.Name)
	}
	for _, name := range slices.Concat(names, a.Keep, a.Harmless, slices.Sorted(maps.Keys(a.Mark))) {
		if _, ok := table.Column(name); !ok {
			at.found("missing-column", name, nearOr(name, columnNames(table)))
		}
	}
}

// Missing are the columns of a table of which nothing is said.
func (a Anonymise) Missing(table varsam.Collection) []string {
	var all []string
	for _, col := range table.Columns {
		if !a.Names(col.Name) && !col.Generated {
			all = append(all, col.Name)
		}
	}
	return all
}
