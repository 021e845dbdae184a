package sqldb

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// matcher is one Match made ready: what the database is asked, and how a row it
// returns is checked again. The engine may let through more than is equal –
// collations without case, padded blanks, casts – but the check decides.
type matcher struct {
	cols   []*column
	fold   varsam.Fold
	rows   [][]varsam.Value    // exact: distinct tuples as the columns may hold them
	texts  [][]string          // folded: distinct tuples
	wanted map[string]struct{} // canonical form of either
	cells  []*cell             // where a row's values stand
	buf    []byte
}

func (db *DB) matcher(t *table, m system.Match) (*matcher, error) {
	if len(m.Fields) == 0 || len(m.Tuples) > varsam.MaxBatch {
		return nil, varsam.Errorf(varsam.Invalid, "%s: a match names at least one field and at most %d keys", db.cfg.System, varsam.MaxBatch)
	}
	x := &matcher{fold: m.Fold, wanted: map[string]struct{}{}}
	for _, name := range m.Fields {
		c := t.column(name)
		if c == nil {
			return nil, varsam.Errorf(varsam.Invalid, "%s: %s has no column %q", db.cfg.System, t.Name, name)
		}
		x.cols = append(x.cols, c)
	}
	if x.fold == "" {
		x.fold = varsam.Exact
	}
	for _, tuple := range m.Tuples {
		if len(tuple) != len(x.cols) {
			return nil, varsam.Errorf(varsam.Invalid, "%s: a key of %s has %d values, the match names %d fields",
				db.cfg.System, t.Name, len(tuple), len(x.cols))
		}
		x.add(db, tuple)
	}
	return x, nil
}

// add takes a tuple's forms; null matches nothing.
func (x *matcher) add(db *DB, tuple []varsam.Value) {
	if x.fold != varsam.Exact {
		x.addFolded(tuple)
		return
	}
	forms := [][]varsam.Value{nil}
	for i, c := range x.cols {
		var longer [][]varsam.Value
		for _, w := range db.wanted(c, tuple[i]) {
			for _, f := range forms {
				longer = append(longer, append(f[:len(f):len(f)], w))
			}
		}
		forms = longer
	}
	for _, f := range forms {
		if !x.has(varsam.KeyText(f)) {
			x.rows = append(x.rows, f)
		}
	}
}

func (x *matcher) addFolded(tuple []varsam.Value) {
	texts := make([]string, len(tuple))
	for i, v := range tuple {
		s, ok := asText(v)
		if !ok || (x.fold == varsam.Contains && s.String() == "") {
			return // everything contains the empty text; nobody is meant by it
		}
		texts[i] = x.fold.Apply(string(s.Raw()))
		if s.Kind() != varsam.Bytes {
			texts[i] = x.fold.Apply(s.String())
		}
	}
	if !x.has(strings.Join(texts, "\x00")) {
		x.texts = append(x.texts, texts)
	}
}

// absorb takes over another match of the same columns under the same fold, and
// reports whether it is one: a scan computes a row's fold once for all keys and
// not once for every thousand.
func (x *matcher) absorb(y *matcher) bool {
	if x.fold != y.fold || x.fold == varsam.Contains || !slices.Equal(x.cols, y.cols) {
		return false
	}
	for _, row := range y.rows {
		if key := varsam.KeyText(row); !x.has(key) {
			x.rows = append(x.rows, row)
		}
	}
	for _, texts := range y.texts {
		if key := strings.Join(texts, "\x00"); !x.has(key) {
			x.texts = append(x.texts, texts)
		}
	}
	return true
}

// has reports whether a key is wanted already, and wants it from now on.
func (x *matcher) has(key string) bool {
	_, known := x.wanted[key]
	x.wanted[key] = struct{}{}
	return known
}

// none reports that no row can match.
func (x *matcher) none() bool { return len(x.rows) == 0 && len(x.texts) == 0 }

// where writes the question to the database.
func (x *matcher) where(s *statement, t *table, alias string, alone bool) {
	exprs := make([]string, len(x.cols))
	for i, c := range x.cols {
		exprs[i] = c.qualified(alias)
	}
	switch {
	case x.none():
		s.write("1=0")
	case x.fold == varsam.Exact:
		s.db.dialect.in(s, exprs, x.cols, x.rows, alone)
	case len(x.cols) == 1:
		x.foldedColumn(s, t, alias, 0, column0(x.texts))
	default:
		s.list(len(x.texts), " OR ", func(i int) {
			s.write("(").list(len(x.cols), " AND ", func(j int) {
				x.foldedColumn(s, t, alias, j, []string{x.texts[i][j]})
			}).write(")")
		})
	}
}

// foldedColumn asks for one column's folded values: a generated column with the
// same expression where there is one, because some engines index nothing else.
// A number needs no folding: it is written in one way only.
func (x *matcher) foldedColumn(s *statement, t *table, alias string, j int, values []string) {
	c, d := x.cols[j], s.db.dialect
	if c.Kind == varsam.Int && x.fold != varsam.Contains && d.engine() != engineSQLite {
		x.numbers(s, c, alias, values)
		return
	}
	if g := t.generatedFor(d, c, x.fold); g != nil {
		d.in(s, []string{g.qualified(alias)}, []*column{g}, textRows(values), true)
		return
	}
	d.foldedIn(s, c, c.qualified(alias), x.fold, values)
}

// tested asks our own fold about every row of a table that is read whole: where
// the engine can, that takes a tenth of what its functions take. It reports
// false where the question must be written.
func (x *matcher) tested(s *statement, alias string) bool {
	if x.none() || x.fold == varsam.Exact || len(x.cols) != 1 {
		return false
	}
	return s.db.dialect.tested(s, x.cols[0], x.cols[0].qualified(alias), func(text string) bool {
		return x.wants([]string{x.fold.Apply(text)})
	})
}

func column0(texts [][]string) []string {
	values := make([]string, len(texts))
	for i, row := range texts {
		values[i] = row[0]
	}
	return values
}

func textRows(values []string) [][]varsam.Value {
	rows := make([][]varsam.Value, len(values))
	for i, v := range values {
		rows[i] = []varsam.Value{varsam.TextOf(v)}
	}
	return rows
}

// numbers asks an integer column; the fold of digits drops a sign.
func (x *matcher) numbers(s *statement, c *column, alias string, values []string) {
	var rows [][]varsam.Value
	for _, v := range values {
		if n, ok := asInt(varsam.TextOf(v)); ok {
			rows = append(rows, []varsam.Value{n})
			if x.fold == varsam.Digits && n.Int() != 0 {
				rows = append(rows, []varsam.Value{varsam.IntOf(-n.Int())})
			}
		}
	}
	if len(rows) == 0 {
		s.write("1=0")
		return
	}
	s.db.dialect.in(s, []string{c.qualified(alias)}, []*column{c}, rows, true)
}

// generatedFor is an indexed generated column that holds the folded text.
func (t *table) generatedFor(d dialect, c *column, f varsam.Fold) *column {
	if f == varsam.Contains {
		return nil
	}
	want := ""
	for _, g := range t.cols {
		if g.expr == "" || !g.Generated || !t.leads(indexPart{column: g.Name}) {
			continue
		}
		if want == "" {
			want = t.normalised(d, c, f)
		}
		if g.expr == want {
			return g
		}
	}
	return nil
}

// normalised is the folded column as an index on it is written, made once.
func (t *table) normalised(d dialect, c *column, f varsam.Fold) string {
	key := foldedColumn{c, f}
	if text, ok := t.folds.Load(key); ok {
		return text.(string)
	}
	text := d.normalise(d.folded(c, c.sql, f))
	t.folds.Store(key, text)
	return text
}

type foldedColumn struct {
	column *column
	fold   varsam.Fold
}

// bind notes where the matcher's columns stand in a row.
func (x *matcher) bind(cells map[*column]*cell) {
	for _, c := range x.cols {
		x.cells = append(x.cells, cells[c])
		cells[c].keep = cells[c].keep || x.fold != varsam.Exact
	}
}

// accepts checks the row just read.
func (x *matcher) accepts() bool {
	if x.fold == varsam.Exact {
		x.buf = x.buf[:0]
		for _, c := range x.cells {
			x.buf = c.value.AppendCanonical(x.buf)
		}
		_, ok := x.wanted[string(x.buf)]
		return ok
	}
	return x.acceptsFolded()
}

func (x *matcher) acceptsFolded() bool {
	texts := make([]string, len(x.cells))
	for i, c := range x.cells {
		if c.value.IsNull() {
			return false
		}
		texts[i] = x.fold.Apply(c.text())
	}
	return x.wants(texts)
}

// wants reports whether folded texts are among those asked for.
func (x *matcher) wants(texts []string) bool {
	if x.fold != varsam.Contains {
		_, ok := x.wanted[strings.Join(texts, "\x00")]
		return ok
	}
	for _, want := range x.texts {
		if containsAll(texts, want) {
			return true
		}
	}
	return false
}

func containsAll(texts, parts []string) bool {
	for i := range texts {
		if !strings.Contains(texts[i], parts[i]) {
			return false
		}
	}
	return true
}

// served reports whether an index answers the question.
func (x *matcher) served(t *table, d dialect) bool {
	if x.none() {
		return true
	}
	switch {
	case x.fold == varsam.Exact:
		return t.servesExact(x.cols)
	case x.fold == varsam.Contains:
		return false
	}
	for _, c := range x.cols {
		if c.Kind == varsam.Int && d.engine() != engineSQLite && t.leads(indexPart{column: c.Name}) {
			return true
		}
		if t.generatedFor(d, c, x.fold) != nil || t.leads(indexPart{expr: t.normalised(d, c, x.fold)}) {
			return true
		}
	}
	return false
}

// servesExact reports whether an index begins with one of the columns.
func (t *table) servesExact(cols []*column) bool {
	for _, c := range cols {
		if c.indexable() && t.leads(indexPart{column: c.Name}) {
			return true
		}
	}
	return false
}

// leads reports whether a whole index begins with the part.
func (t *table) leads(p indexPart) bool {
	if p.column != "" && len(t.key) > 0 && t.key[0].Name == p.column {
		return true
	}
	for _, ix := range t.indexes {
		if !ix.partial && len(ix.parts) > 0 && ix.parts[0] == p {
			return true
		}
	}
	return false
}
