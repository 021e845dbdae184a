package sqldb

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/varsam/varsam"
)

// model is the structure of a database as we work with it: the catalogue, and
// what only this package needs.
type model struct {
	catalogue varsam.Catalogue
	tables    map[string]*table // by the name the register uses
	inbound   map[*table][]inbound
	version   int64 // of the schema, where the engine counts it
	read      time.Time
}

// table is a collection with its SQL name.
type table struct {
	varsam.Collection
	schema, plain string
	sql           string // quoted, with schema
	cols          []*column
	key           []*column
	stored        []*column // what a version covers
	indexes       []index
	nullableKey   bool // SQLite allows null in a primary key
	listed        bool // in the catalogue; else known only as the source of references
	folds         sync.Map
	fingerprint   func() string // of the catalogue that the table is in
	oid           int64         // PostgreSQL: its number
	stamp         string        // PostgreSQL: the rows of the catalogue that it was read from
}

// index is an index as the planner sees it: what each of its parts is, a column
// or a normalised expression.
type index struct {
	parts   []indexPart
	partial bool
}

type indexPart struct {
	column string
	expr   string // normalised
}

// column is a column with what its engine must know to read and bind it.
type column struct {
	varsam.Column
	sql       string // quoted
	pos       int
	elem      string // the type's name for casts
	affinity  byte   // SQLite: i, r, n, t, b
	rowID     bool   // SQLite: an alias of the row id, which holds nothing but integers
	zoned     bool   // an instant that has a zone of its own
	plainText bool   // the engine compares it as text
	opaque    bool   // compared through a cast, so that no index serves
	collation string // where equality is not that of bytes: SQLite's and MariaDB's collation, a mark for PostgreSQL
	collID    string // PostgreSQL: collations must agree in a comparison
	charset   string // MariaDB
	expr      string // of a generated column, normalised
	inKey     bool
}

// inbound is a reference from elsewhere.
type inbound struct {
	from *table
	varsam.Reference
	cols []*column // of from
	to   []*column // of the table referred to
}

func (t *table) column(name string) *column {
	for _, c := range t.cols {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// columnsOf finds columns by name; nil when one is missing.
func (t *table) columnsOf(names []string) []*column {
	cols := make([]*column, len(names))
	for i, name := range names {
		if cols[i] = t.column(name); cols[i] == nil {
			return nil
		}
	}
	return cols
}

// qualified is a column under a table's alias.
func (c *column) qualified(alias string) string { return alias + "." + c.sql }

// builder gathers what a dialect reads, and makes the model of it.
type builder struct {
	quote         func(string) string
	defaultSchema string
	tables        map[[2]string]*table
	order         []*table
	references    []rawReference
}

type rawReference struct {
	from, to [2]string
	varsam.Reference
}

func newBuilder(quote func(string) string, defaultSchema string) *builder {
	return &builder{quote: quote, defaultSchema: defaultSchema, tables: map[[2]string]*table{}}
}

// table adds a table, or finds it.
func (b *builder) table(schema, name string) *table {
	id := [2]string{schema, name}
	if t, ok := b.tables[id]; ok {
		return t
	}
	t := &table{schema: schema, plain: name, sql: b.quote(name)}
	if schema != "" {
		t.sql = b.quote(schema) + "." + t.sql
	}
	t.Name, t.Rows = name, -1
	if schema != b.defaultSchema {
		t.Name = schema + "." + name
	}
	b.tables[id] = t
	b.order = append(b.order, t)
	return t
}

func (b *builder) column(t *table, c *column) {
	c.sql, c.pos = b.quote(c.Name), len(t.cols)
	t.cols = append(t.cols, c)
}

// reference adds one column pair of a foreign key; pairs of one key come in
// order.
func (b *builder) reference(from, to [2]string, r varsam.Reference) {
	b.references = append(b.references, rawReference{from, to, r})
}

func (b *builder) model(engine, readOnly string) *model {
	m := &model{tables: map[string]*table{}, inbound: map[*table][]inbound{}}
	m.catalogue = varsam.Catalogue{Engine: engine, ReadOnly: readOnly, Collections: []varsam.Collection{}}
	b.name(m)
	for _, t := range b.order {
		t.finish()
	}
	b.link(m)
	for _, name := range slices.Sorted(maps.Keys(m.tables)) {
		if t := m.tables[name]; t.listed {
			m.catalogue.Collections = append(m.catalogue.Collections, t.Collection)
		}
	}
	for _, t := range m.tables {
		t.fingerprint = sync.OnceValue(func() string { return m.catalogue.Fingerprint(t.Name) })
	}
	return m
}

// name gives every table a name of its own, also where a plain name has a dot
// and looks like that of a table in another schema.
func (b *builder) name(m *model) {
	slices.SortFunc(b.order, func(x, y *table) int {
		return cmp.Or(cmp.Compare(x.schema, y.schema), cmp.Compare(x.plain, y.plain))
	})
	for _, inDefault := range []bool{true, false} {
		for _, t := range b.order {
			if (t.schema == b.defaultSchema) != inDefault {
				continue
			}
			if _, taken := m.tables[t.Name]; taken {
				t.Name = t.sql
			}
			m.tables[t.Name] = t
		}
	}
}

// finish derives a table's key and columns once all is read.
func (t *table) finish() {
	t.uniqueIndexes()
	if len(t.Collection.Key) == 0 && !t.View {
		t.Collection.Key = t.uniqueNotNull()
	}
	t.Columns = make([]varsam.Column, len(t.cols))
	for i, c := range t.cols {
		t.Columns[i] = c.Column
		if !c.Generated {
			t.stored = append(t.stored, c)
		}
	}
	t.key = t.columnsOf(t.Collection.Key)
	for _, c := range t.key {
		c.inKey = true
		t.nullableKey = t.nullableKey || !c.NotNull
	}
	if len(t.key) == 0 && t.ReadOnly == "" {
		t.ReadOnly = "no key: a row cannot be named"
	}
	sortTriggers(t.Triggers)
	slices.Sort(t.Checks)
}

// uniqueIndexes lists what is unique beside the key.
func (t *table) uniqueIndexes() {
	for _, ix := range t.Indexes {
		if ix.Unique && !ix.Partial && ix.Expression == "" && !slices.Equal(ix.Columns, t.Collection.Key) {
			t.Unique = append(t.Unique, ix.Columns)
		}
	}
	slices.SortFunc(t.Unique, slices.Compare)
}

func sortTriggers(triggers []varsam.Trigger) {
	slices.SortFunc(triggers, func(a, b varsam.Trigger) int { return cmp.Compare(a.Name, b.Name) })
}

// uniqueNotNull is the smallest unique key without nulls.
func (t *table) uniqueNotNull() []string {
	var best []string
	for _, u := range t.Unique {
		nullable := slices.ContainsFunc(u, func(name string) bool {
			c := t.column(name)
			return c == nil || !c.NotNull
		})
		if !nullable && (best == nil || len(u) < len(best)) {
			best = u
		}
	}
	return best
}

// link resolves the references to names and notes them at both ends.
func (b *builder) link(m *model) {
	slices.SortFunc(b.references, func(x, y rawReference) int {
		return cmp.Or(cmp.Compare(x.from[0], y.from[0]), cmp.Compare(x.from[1], y.from[1]),
			cmp.Compare(x.Name, y.Name), slices.Compare(x.Columns, y.Columns))
	})
	for _, r := range b.references {
		from, to := b.tables[r.from], b.tables[r.to]
		if from == nil {
			continue
		}
		if to == nil { // refers to a table that does not exist; SQLite allows it
			from.References = append(from.References, r.withTo(strings.Join(r.to[:], ".")))
			continue
		}
		ref := r.withTo(to.Name)
		from.References = append(from.References, ref)
		m.inbound[to] = append(m.inbound[to], inbound{from, ref, from.columnsOf(ref.Columns), to.columnsOf(ref.ToColumns)})
	}
}

func (r rawReference) withTo(name string) varsam.Reference {
	r.Reference.To = strings.TrimPrefix(name, ".")
	return r.Reference
}

// find is the listed table of that name.
func (m *model) find(system, name string) (*table, error) {
	t, ok := m.tables[name]
	if !ok || !t.listed {
		return nil, varsam.Errorf(varsam.Invalid, "%s has no collection %q", system, name)
	}
	return t, nil
}
