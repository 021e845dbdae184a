package locate

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// world is a set of fake systems; it opens them, unless broken says why not.
type world struct {
	systems map[string]*fake
	broken  map[string]error
}

func (w world) Open(_ context.Context, name string) (system.System, error) {
	if err := w.broken[name]; err != nil {
		return nil, err
	}
	f, ok := w.systems[name]
	if !ok {
		return nil, varsam.Errorf(varsam.Unavailable, "no such fake")
	}
	return f, nil
}

// fake is a small relational system in memory that counts statements.
type fake struct {
	name   string
	tables []*table
	fails  map[string]error // by collection
	partly map[string]bool  // whose searches come to no end

	closed int

	mu    sync.Mutex
	asked []system.Selection
}

type table struct {
	varsam.Collection
	rows [][]varsam.Value
}

// newTable makes a table from columns like "id int" and "name text"; the first
// is the key.
func newTable(name string, columns ...string) *table {
	t := &table{Collection: varsam.Collection{Name: name, Rows: -1}}
	for _, c := range columns {
		col, kind, _ := strings.Cut(c, " ")
		kinds := map[string]varsam.Kind{"int": varsam.Int, "text": varsam.Text, "day": varsam.Day}
		t.Columns = append(t.Columns, varsam.Column{Name: col, Kind: kinds[kind]})
	}
	t.Key = []string{t.Columns[0].Name}
	return t
}

func (t *table) references(columns, to, toColumns string) *table {
	t.References = append(t.References, varsam.Reference{
		Columns: strings.Fields(columns), To: to, ToColumns: strings.Fields(toColumns),
	})
	return t
}

// row adds a row of ints, strings, days and nils.
func (t *table) row(cells ...any) *table {
	values := make([]varsam.Value, len(cells))
	for i, c := range cells {
		switch c := c.(type) {
		case int:
			values[i] = varsam.IntOf(int64(c))
		case string:
			values[i] = varsam.TextOf(c)
		case varsam.Date:
			values[i] = varsam.DayOf(c)
		}
	}
	t.rows = append(t.rows, values)
	return t
}

func (f *fake) Describe(context.Context) (varsam.Catalogue, error) {
	c := varsam.Catalogue{Engine: "fake"}
	for _, t := range f.tables {
		c.Collections = append(c.Collections, t.Collection)
	}
	return c, nil
}

func (f *fake) Find(_ context.Context, sel system.Selection, yield func(varsam.Record) error) (system.Found, error) {
	f.mu.Lock()
	f.asked = append(f.asked, sel)
	f.mu.Unlock()
	if err := f.fails[sel.Collection]; err != nil {
		return system.Found{}, err
	}
	i := slices.IndexFunc(f.tables, func(t *table) bool { return t.Name == sel.Collection })
	if i < 0 {
		return system.Found{}, varsam.Errorf(varsam.Invalid, "no such table")
	}
	t := f.tables[i]
	var matchers []matcher
	for _, m := range sel.Match {
		matchers = append(matchers, t.matcher(m))
	}
	for _, row := range t.rows {
		whole := t.record(f.name, row)
		if slices.ContainsFunc(matchers, func(m matcher) bool { return m(whole) }) {
			if err := yield(cut(whole, t.Key, sel)); err != nil {
				return system.Found{}, err
			}
		}
	}
	scanned := slices.ContainsFunc(sel.Match, func(m system.Match) bool { return m.Fold != varsam.Exact })
	return system.Found{Complete: !f.partly[sel.Collection], Why: "page-lost", Scanned: scanned, Statements: 1}, nil
}

func (t *table) record(systemName string, row []varsam.Value) varsam.Record {
	r := varsam.Record{Ref: varsam.Ref{System: systemName, Collection: t.Name}}
	for i, c := range t.Columns {
		r.Fields = append(r.Fields, varsam.Field{Name: c.Name, Value: row[i]})
		if slices.Contains(t.Key, c.Name) {
			r.Ref.Key = append(r.Ref.Key, row[i])
		}
	}
	return r
}

func cut(r varsam.Record, key []string, sel system.Selection) varsam.Record {
	if sel.Version {
		r.Version = varsam.RowVersion(r.Fields)
	}
	if sel.Fields != nil {
		r.Fields = slices.DeleteFunc(slices.Clone(r.Fields), func(f varsam.Field) bool {
			return !slices.Contains(sel.Fields, f.Name) && !slices.Contains(key, f.Name)
		})
	}
	for i, f := range r.Fields {
		if f.Value.Kind() == varsam.Text && len(f.Value.String()) > 1000 {
			r.Fields[i].Value = varsam.TextOf(f.Value.String() + strings.Repeat(" ", varsam.MaxHeld))
		}
	}
	return r
}

// matcher says whether a row satisfies one Match.
type matcher func(varsam.Record) bool

func (t *table) matcher(m system.Match) matcher {
	if len(m.Tuples) > varsam.MaxBatch {
		panic("a match of more than MaxBatch keys")
	}
	kinds := kindsOf(t.Collection, m.Fields)
	form := func(values []varsam.Value) string {
		if m.Fold == varsam.Exact {
			return joinKey(values, kinds)
		}
		return m.Fold.Apply(values[0].String())
	}
	wanted := map[string]bool{}
	for _, tuple := range m.Tuples {
		wanted[form(tuple)] = true
	}
	return func(r varsam.Record) bool {
		values, ok := tuple(r, m.Fields)
		if !ok || m.Fold != varsam.Contains {
			return ok && wanted[form(values)]
		}
		for part := range wanted {
			if strings.Contains(form(values), part) {
				return true
			}
		}
		return false
	}
}

func (f *fake) Content(_ context.Context, ref varsam.Ref, field string) (io.ReadCloser, error) {
	for _, t := range f.tables {
		for _, row := range t.rows {
			if r := t.record(f.name, row); r.Ref.String() == ref.String() {
				return io.NopCloser(bytes.NewReader([]byte(r.Get(field).String()))), nil
			}
		}
	}
	return nil, varsam.Errorf(varsam.NotFound, "no such record")
}

func (f *fake) Apply(context.Context, varsam.Operation) (varsam.Applied, error) {
	panic("locating changes nothing")
}

func (f *fake) Observe(context.Context, varsam.Operation) (varsam.Observation, error) {
	panic("locating observes nothing")
}

func (f *fake) Close() error {
	f.closed++
	return nil
}

// advised is a fake that knows which index would serve.
type advised struct{ *fake }

func (advised) IndexFor(_ context.Context, collection, column string, fold varsam.Fold) (string, error) {
	return "CREATE INDEX ON " + collection + " (" + string(fold) + "(" + column + "))", nil
}

// opener opens whatever the function gives.
type opener func(name string) (any, error)

func (o opener) Open(_ context.Context, name string) (system.System, error) {
	s, err := o(name)
	if err != nil {
		return nil, err
	}
	return s.(system.System), nil
}
