package register

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
)

// LiveFindings holds the register against what the connected systems say of
// themselves; catalogues are by system name. A system without a catalogue is
// left out: that it does not answer is not a finding of the register.
func LiveFindings(reg *Register, catalogues map[string]varsam.Catalogue) []Finding {
	f := &finder{reg: reg}
	for _, s := range reg.Systems {
		if cat, ok := catalogues[s.Name]; ok {
			l := &live{finder: f, system: s, cat: cat, at: f.atSystem(s.Name)}
			l.check()
		}
	}
	return f.sorted()
}

// live checks one system.
type live struct {
	*finder
	system System
	cat    varsam.Catalogue
	at     spot
}

func (l *live) check() {
	if l.cat.ReadOnly != "" {
		l.at.found("read-only-system", l.cat.ReadOnly)
	}
	for _, c := range l.system.Collections {
		at := l.at.collection(c.Name)
		table, ok := l.cat.Find(c.In())
		if !ok {
			at.found("missing-table", c.In(), nearOr(c.In(), l.tables()))
			continue
		}
		l.ability(at, table)
		l.columns(at, c, table)
		l.links(at, c)
	}
	for _, table := range withoutViews(l.cat).Collections {
		if !l.declared(table.Name) {
			l.undeclared(table)
		}
	}
}

func (l *live) tables() []string {
	names := make([]string, len(l.cat.Collections))
	for i, c := range l.cat.Collections {
		names[i] = c.Name
	}
	return names
}

func nearOr(name string, names []string) string {
	if near := nearest(name, names); len(near) > 0 {
		return strings.Join(near, ", ")
	}
	return "–"
}

func (l *live) declared(table string) bool {
	return slices.ContainsFunc(l.system.Collections, func(c Collection) bool { return c.In() == table })
}

// reaches reports whether a table is declared as people's.
func (l *live) reaches(table string) bool {
	return slices.ContainsFunc(l.system.Collections, func(c Collection) bool { return c.In() == table && len(c.Person) > 0 })
}

func (l *live) ability(at spot, table varsam.Collection) {
	switch {
	case table.ReadOnly != "":
		at.found("read-only", table.ReadOnly)
	case len(table.Key) == 0:
		at.found("no-key")
	}
	for _, t := range table.Triggers {
		at.found("trigger", t.Name, strings.Join(t.Events, ", "))
	}
}

// columns holds every column that the register names against the table, and
// every column of the table that looks personal against the register.
func (l *live) columns(at spot, c Collection, table varsam.Collection) {
	var names []string
	for _, col := range table.Columns {
		names = append(names, col.Name)
	}
	named := namedColumns(c)
	for _, name := range slices.Sorted(maps.Keys(named)) {
		if !slices.Contains(names, name) {
			at.in(named[name]...).found("missing-column", name, nearOr(name, names))
		}
	}
	for _, col := range table.Columns {
		if _, ok := named[col.Name]; ok {
			continue
		}
		if p, ok := propose(col); ok && p.Category != "" && !p.Weak {
			info, _ := CategoryOf(p.Category)
			spot := at.in("fields")
			spot.where.Field = col.Name
			spot.found("undeclared-column", col.Name, info.Words.EN)
		}
	}
	l.moves(at, c, table)
	l.recoded(at, c, table)
}

// namedColumns are the columns of its own that a collection names, with the path
// to where it does. A path through a reference counts with its first step.
func namedColumns(c Collection) map[string][]string {
	named := map[string][]string{}
	add := func(name string, path ...string) {
		if _, ok := named[name]; !ok && name != "" {
			named[name] = path
		}
	}
	for _, f := range c.Fields {
		add(f.Name, "fields", f.Name)
	}
	for i, link := range c.Person {
		if link.From == "" {
			for _, name := range link.Through {
				add(name, "person", strconv.Itoa(i), "through")
			}
			for _, name := range link.Asks() {
				add(name, "person", strconv.Itoa(i), "when")
			}
		} else {
			for _, name := range link.Key {
				add(name, "person", strconv.Itoa(i), "key")
			}
		}
	}
	for i, carry := range c.CarriedBy {
		for _, name := range carry.columns(c) {
			add(name, "carried_by", strconv.Itoa(i))
		}
	}
	for i, ref := range c.References {
		for _, name := range ref.Columns {
			add(name, "references", strconv.Itoa(i), "columns")
		}
	}
	if c.Restrict != nil {
		for _, name := range slices.Sorted(maps.Keys(c.Restrict.Flag)) {
			add(name, "restrict", "flag", name)
		}
	}
	return named
}

// columns are what a carry reads of its own collection.
func (c Carry) columns(of Collection) []string {
	names := []string{firstStep(of, c.From), firstStep(of, c.Until)}
	if c.Keep != nil {
		names = append(names, firstStep(of, c.Keep.From))
	}
	if c.Consent != nil {
		names = append(names, c.Consent.Given, c.Consent.Withdrawn, c.Consent.Wording)
	}
	if c.When != nil {
		names = append(names, c.When.Cond.Uses()...)
	}
	return names
}

// firstStep is the column of ours that a path begins with; a declared field may
// have a dot in its name.
func firstStep(c Collection, path string) string {
	if _, ok := c.Field(path); ok {
		return path
	}
	step, _, _ := strings.Cut(path, ".")
	return step
}

// moves: a record moved to where others have no right must arrive whole.
func (l *live) moves(at spot, c Collection, table varsam.Collection) {
	if c.Restrict == nil || c.Restrict.Move == "" {
		return
	}
	name := c.Restrict.Move
	if target, ok := l.system.Collection(name); ok {
		name = target.In()
	}
	target, ok := l.cat.Find(name)
	if !ok {
		at.in("restrict", "move").found("missing-table", name, nearOr(name, l.tables()))
		return
	}
	for _, col := range table.Columns {
		if _, ok := target.Column(col.Name); !ok {
			at.in("restrict", "move").found("move-differs", name, col.Name)
		}
	}
}

// links: columns in other tables, and keys of the right length.
func (l *live) links(at spot, c Collection) {
	for i, link := range c.Person {
		path := at.in("person", strconv.Itoa(i))
		other, named := link.To, link.Key
		if link.From != "" {
			other, named = link.From, link.Through
		}
		table, ok := l.tableOf(other)
		if !ok {
			continue
		}
		for _, name := range named {
			if _, ok := table.Column(name); !ok {
				path.found("missing-column", other+"."+name, nearOr(name, columnNames(table)))
			}
		}
		led := table
		if link.From != "" {
			led, _ = l.cat.Find(c.In())
		}
		if len(link.Key) == 0 && len(led.Key) > 0 && len(led.Key) != len(link.Through) {
			path.found("link-key", strconv.Itoa(len(link.Through)), led.Name, strconv.Itoa(len(led.Key)))
		}
	}
}

func (l *live) tableOf(collection string) (varsam.Collection, bool) {
	c, ok := l.system.Collection(collection)
	if !ok {
		return varsam.Collection{}, false
	}
	return l.cat.Find(c.In())
}

func columnNames(table varsam.Collection) []string {
	names := make([]string, len(table.Columns))
	for i, col := range table.Columns {
		names[i] = col.Name
	}
	return names
}

// undeclared tables matter when the database itself would change them, when they
// hang on declared ones, or when they look as if they were about people.
func (l *live) undeclared(table varsam.Collection) {
	at := l.at.in("collections")
	at.where.Collection = table.Name
	for _, ref := range table.References {
		switch {
		case !l.declared(ref.To):
		case ref.OnDelete == varsam.Cascade || ref.OnDelete == varsam.SetNull || ref.OnDelete == varsam.SetDefault:
			at.found("cascade-undeclared", table.Name, ref.To, "on delete "+string(ref.OnDelete))
			return
		case l.reaches(ref.To):
			at.found("undeclared-child", table.Name, ref.To)
			return
		}
	}
	if signs := identity(table); len(signs) > 0 {
		at.found("undeclared-table", table.Name, strings.Join(signs, ", "))
	}
}

// identity are the columns by which a table is seen to be about people.
func identity(table varsam.Collection) []string {
	var signs []string
	for _, col := range table.Columns {
		if p, ok := propose(col); ok && p.Certain {
			signs = append(signs, col.Name)
		}
	}
	return signs
}
