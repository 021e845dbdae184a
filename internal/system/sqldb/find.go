package sqldb

import (
	"context"
	"errors"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// search is one Find made ready.
type search struct {
	db       *DB
	m        *model
	t        *table
	sel      system.Selection
	matchers []*matcher

	cells  []*cell
	byCol  map[*column]*cell
	dest   []any
	fields []*column // of the record
	from   []*cell   // their values
	yield  func(varsam.Record) error
	found  system.Found
	yields int
	last   []varsam.Value // the key of the last row read
	lent   varsam.Record  // the last record, where it may be given again
	err    error          // of yield: it goes back as it is
}

// Find sends one statement for all people and matches of a selection, and reads
// its rows one at a time.
func (db *DB) Find(ctx context.Context, sel system.Selection, yield func(varsam.Record) error) (system.Found, error) {
	q, err := db.search(ctx, sel, yield)
	if err != nil {
		return system.Found{Why: string(varsam.CodeOf(err))}, err
	}
	if len(sel.Match) > 0 && !slices.ContainsFunc(q.matchers, func(x *matcher) bool { return !x.none() }) {
		return system.Found{Complete: true}, nil
	}
	more, err := q.pages(ctx)
	switch {
	case q.err != nil:
		q.found.Why = "stopped"
		return q.found, q.err
	case err != nil:
		err = db.fault(err, "reading "+q.t.Name)
		q.found.Why = string(varsam.CodeOf(err))
		return q.found, err
	case more:
		q.found.Why = "limit"
	default:
		q.found.Complete = true
	}
	return q.found, nil
}

func (db *DB) search(ctx context.Context, sel system.Selection, yield func(varsam.Record) error) (*search, error) {
	m, t, err := db.table(ctx, sel.Collection)
	if err != nil {
		return nil, err
	}
	q := &search{db: db, m: m, t: t, sel: sel, yield: yield, byCol: map[*column]*cell{}}
	for _, match := range sel.Match {
		x, err := db.matcher(t, match)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(q.matchers, func(y *matcher) bool { return y.absorb(x) }) {
			q.matchers = append(q.matchers, x)
		}
	}
	if err := q.resume(); err != nil {
		return nil, err
	}
	q.found.Scanned = !q.served()
	return q, q.choose()
}

// resume starts behind the key that the selection names.
func (q *search) resume() error {
	switch {
	case q.sel.After == nil:
		return nil
	case len(q.t.key) == 0 || q.t.nullableKey:
		return varsam.Errorf(varsam.Unsupported, "%s: %s has no key by which a reading could go on", q.db.cfg.System, q.t.Name)
	case len(q.sel.After) != len(q.t.key):
		return varsam.Errorf(varsam.Invalid, "%s: the key of %s has %d columns, not %d", q.db.cfg.System, q.t.Name, len(q.t.key), len(q.sel.After))
	}
	q.last = q.sel.After
	return q.db.ordered(q.t, q.last)
}

// ordered refuses a bound that may stand at two places of the key's order: bytes in
// a column of text of SQLite, which has all texts before all BLOBs.
func (db *DB) ordered(t *table, bound []varsam.Value) error {
	for i, c := range t.key {
		if i < len(bound) && c.textAsBytes(bound[i]) {
			return varsam.Errorf(varsam.Unsupported, "%s: a key of %s is bytes in a column of text, so it is not known what comes behind it", db.cfg.System, t.Name)
		}
	}
	return nil
}

// choose decides which columns are read: the key, the fields asked for, what
// the matches check, and everything where a version is wanted.
func (q *search) choose() error {
	want := map[*column]bool{}
	for _, name := range q.sel.Fields {
		c := q.t.column(name)
		if c == nil {
			return varsam.Errorf(varsam.Invalid, "%s: %s has no column %q", q.db.cfg.System, q.t.Name, name)
		}
		want[c] = true
	}
	for _, c := range q.t.cols {
		if q.sel.Fields == nil || want[c] || c.inKey {
			q.fields = append(q.fields, c)
		}
	}
	for _, c := range q.fields {
		q.reads(c)
		q.from = append(q.from, q.byCol[c])
	}
	for _, x := range q.matchers {
		for _, c := range x.cols {
			q.reads(c)
		}
		x.bind(q.byCol)
	}
	if q.sel.Version {
		for _, c := range q.t.stored {
			q.reads(c)
		}
	}
	return nil
}

func (q *search) reads(c *column) {
	if q.byCol[c] != nil {
		return
	}
	x := &cell{col: c, read: q.db.dialect.value}
	q.byCol[c] = x
	q.cells = append(q.cells, x)
	if d, ok := q.db.dialect.(receiver); ok {
		q.dest = append(q.dest, d.receive(x))
		return
	}
	q.dest = append(q.dest, x)
}

// receiver is a dialect whose driver fills a cell with less ado than as a
// [database/sql.Scanner].
type receiver interface{ receive(c *cell) any }

func (q *search) served() bool {
	if q.sel.Cond != nil && (&condition{db: q.db, m: q.m}).served(*q.sel.Cond, q.t) {
		return true
	}
	if len(q.matchers) == 0 {
		return false
	}
	return !slices.ContainsFunc(q.matchers, func(x *matcher) bool {
		return !x.served(q.t, q.db.dialect)
	})
}

// pages reads to the end: one stream, or page by page where a long reading would
// stand in the application's way and the key lets us go on where we stopped. What
// an index finds is one stream too: page by page it would be sorted each time.
func (q *search) pages(ctx context.Context) (more bool, err error) {
	size := q.db.dialect.page()
	if !q.found.Scanned || len(q.matchers) > 0 || len(q.t.key) == 0 || q.t.nullableKey {
		size = 0
	}
	for {
		n, more, err := q.page(ctx, size)
		if err != nil || more || size == 0 || n < size {
			return more, err
		}
		if err := q.db.ordered(q.t, q.last); err != nil {
			return false, err
		}
	}
}

// page reads one statement's rows; more says that the limit was reached with
// rows left.
func (q *search) page(ctx context.Context, size int) (n int, more bool, err error) {
	s := q.db.statement()
	defer s.close()
	row, rest, err := q.question(s, size, func(row scanner) error {
		n++
		more, err := q.row(row)
		if err == nil && more {
			return errEnough
		}
		return err
	})
	if err != nil {
		return 0, false, err
	}
	q.found.Statements++
	err = q.send(ctx, asked{s.text.String(), s.args, row})
	if err == nil {
		err = rest()
	}
	if errors.Is(err, errEnough) {
		return n, true, nil
	}
	return n, false, err
}

// question writes a statement, and says what takes its answers and what is to be
// done after the last. A page is handed over where the engine can; what a few keys
// find is not worth it.
func (q *search) question(s *statement, size int, take func(scanner) error) (row func(scanner) error, rest func() error, err error) {
	row, rest = take, func() error { return nil }
	write := func() error { return q.text(s, size) }
	if h, ok := q.db.dialect.(hander); ok && size > 0 && len(q.cells) <= maxHanded {
		row, rest, err = h.handed(s, q.cells, write, take)
	} else {
		err = write()
	}
	if err == nil {
		err = s.checkSize()
	}
	return row, rest, err
}

// errEnough ends a reading with rows left.
var errEnough = errors.New("enough rows")

// send asks the question.
func (q *search) send(ctx context.Context, question asked) error {
	r := q.db.runner()
	if q.sel.Cond != nil {
		return r.weighed(ctx, question)
	}
	_, err := r.all(ctx, []asked{question})
	return err
}

// text writes the SELECT.
func (q *search) text(s *statement, size int) error {
	s.write("SELECT ").list(len(q.cells), ", ", func(i int) {
		s.write(q.db.dialect.read(q.cells[i].col, q.cells[i].col.qualified("t0")), " AS ", handedName(i))
	})
	s.write(" FROM ", q.t.sql, " AS t0 WHERE ")
	if err := q.where(s); err != nil {
		return err
	}
	if q.last != nil {
		s.write(" AND ")
		q.after(s)
	}
	if len(q.t.key) > 0 {
		s.write(" ORDER BY ").list(len(q.t.key), ", ", func(i int) { s.write(q.t.key[i].qualified("t0")) })
	}
	switch {
	case size > 0:
		s.write(" LIMIT ").arg(int64(size))
	case q.sel.Limit > 0 && len(q.matchers) == 0:
		s.write(" LIMIT ").arg(int64(q.sel.Limit) + 1)
	}
	return nil
}

func (q *search) where(s *statement) error {
	if len(q.matchers) == 0 && q.sel.Cond == nil {
		s.write("1=1")
		return nil
	}
	switch {
	case q.unites():
		key := q.t.key[0]
		s.write(key.qualified("t0"), " IN (").list(len(q.matchers), " UNION ", func(i int) {
			s.write("SELECT ", key.qualified("m0"), " FROM ", q.t.sql, " AS m0 WHERE ")
			q.matchers[i].where(s, q.t, "m0", true)
		}).write(")")
	case len(q.matchers) > 0:
		s.write("(").list(len(q.matchers), " OR ", func(i int) {
			if !q.found.Scanned || !q.matchers[i].tested(s, "t0") {
				q.matchers[i].where(s, q.t, "t0", len(q.matchers) == 1)
			}
		}).write(")")
	}
	if q.sel.Cond == nil {
		return nil
	}
	if len(q.matchers) > 0 {
		s.write(" AND ")
	}
	return (&condition{db: q.db, m: q.m, s: s}).where(*q.sel.Cond, q.t, "t0", false)
}

// manyKeys is where SQLite begins to take long lists in an OR for more work than
// reading the whole table, though an index serves each of them: it reckons with
// ten rows for every key.
const manyKeys = 3000

// unites reports whether the keys of the rows are better gathered index by index.
func (q *search) unites() bool {
	if q.db.dialect.engine() != engineSQLite || len(q.matchers) < 2 || len(q.t.key) != 1 || q.t.nullableKey {
		return false
	}
	keys := 0
	for _, x := range q.matchers {
		keys += len(x.rows) + len(x.texts)
	}
	return keys > manyKeys && !slices.ContainsFunc(q.matchers, func(x *matcher) bool { return !x.served(q.t, q.db.dialect) })
}

// after goes on behind the last key. Beside a comparison of tuples stands one of
// their first columns, because MariaDB uses no index for the other.
func (q *search) after(s *statement) {
	cols, exprs, last := s.db.dialect.inOrder(q.t.key, q.t.keyOf("t0"), q.last)
	if len(cols) == 1 {
		s.write(exprs[0], " > ").value(cols[0], last[0])
		return
	}
	s.write(exprs[0], " >= ").value(cols[0], last[0])
	s.write(" AND (").list(len(cols), ",", func(i int) { s.write(exprs[i]) })
	s.write(") > (").list(len(cols), ",", func(i int) { s.value(cols[i], last[i]) }).write(")")
}

// row checks the row again and hands it on.
func (q *search) row(row scanner) (more bool, err error) {
	if err := row.Scan(q.dest...); err != nil {
		return false, err
	}
	q.last = q.keyOf()
	if len(q.matchers) > 0 && !slices.ContainsFunc(q.matchers, (*matcher).accepts) {
		return false, nil
	}
	if q.sel.Limit > 0 && q.yields == q.sel.Limit {
		return true, nil
	}
	q.yields++
	if q.err = q.yield(q.record()); q.err != nil {
		return false, q.err
	}
	return false, nil
}

func (q *search) keyOf() []varsam.Value {
	key := q.lent.Ref.Key
	if key == nil {
		key = make([]varsam.Value, len(q.t.key))
	}
	for i, c := range q.t.key {
		key[i] = q.byCol[c].value
	}
	return key
}

func (q *search) record() varsam.Record {
	r := q.lent
	if r.Fields == nil {
		r = q.blank()
	}
	for i := range r.Fields {
		r.Fields[i].Value = q.from[i].value
	}
	if q.sel.Version {
		r.Version = versionOf(q.t, q.byCol)
	}
	if q.sel.Lent {
		q.lent = r
	}
	return r
}

// blank is a record of the last key without values.
func (q *search) blank() varsam.Record {
	r := varsam.Record{
		Ref:    varsam.Ref{System: q.db.cfg.System, Collection: q.t.Name, Key: q.last},
		Fields: make([]varsam.Field, len(q.fields)),
	}
	for i, c := range q.fields {
		r.Fields[i].Name = c.Name
	}
	return r
}

// versionOf digests the columns that are not generated.
func versionOf(t *table, cells map[*column]*cell) string {
	fields := make([]varsam.Field, len(t.stored))
	for i, c := range t.stored {
		fields[i] = varsam.Field{Name: c.Name, Value: cells[c].value}
	}
	return varsam.RowVersion(fields)
}
