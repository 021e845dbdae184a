package example

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
)

//go:embed sql/*.sql
var scripts embed.FS

// filler writes one database. The first error stays, and everything after it
// does nothing.
type filler struct {
	ctx    context.Context
	engine string
	tx     *sql.Tx
	tables map[string]*table
	order  []*table
	err    error
}

// table gathers rows, to send many in one statement.
type table struct {
	name    string
	columns []string
	pending []any
	rows    int
	full    *sql.Stmt // for a whole batch
}

// batch is how many values one statement carries: under SQLite's limit of
// 32,766, and large enough that the round trip is nothing.
const batch = 8000

// fillDatabase runs the system's script, fills the tables in one transaction, and
// then makes the indexes and triggers, which rows are not to wait for. The
// structure is made outside the transaction, which MariaDB would end.
func fillDatabase(ctx context.Context, w *world, d database, engine string, db *sql.DB) (map[string]int, error) {
	before, after, err := script(d.script, engine)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // a SQLite file has one writer
	if err := run(ctx, db, before); err != nil {
		return nil, err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	f := &filler{ctx: ctx, engine: engine, tx: tx, tables: map[string]*table{}}
	d.fill(w, f)
	f.flush()
	if f.err != nil {
		return nil, f.err
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	return f.counts(), run(ctx, db, after)
}

func run(ctx context.Context, db *sql.DB, statements []string) error {
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// script reads a structure's statements: they are parted by blank lines, name types
// as {text}, and begin with "-- only ENGINE" where they are one engine's. After
// the line "-- after" stands what comes when the tables are full.
func script(name, engine string) (before, after []string, err error) {
	text, err := scripts.ReadFile("sql/" + name + ".sql")
	if err != nil {
		return nil, nil, err
	}
	first, second, _ := strings.Cut(string(text), "\n-- after\n")
	return statements(first, engine), statements(second, engine), nil
}

func statements(text, engine string) []string {
	var all []string
	for _, part := range strings.Split(text, "\n\n") {
		part = strings.TrimSpace(part)
		if line, rest, ok := strings.Cut(part, "\n"); ok && strings.HasPrefix(line, "-- only ") {
			if !strings.Contains(line, engine) {
				continue
			}
			part = rest
		}
		if part != "" {
			all = append(all, inTypesOf(engine, strings.TrimSuffix(part, ";")))
		}
	}
	return all
}

func inTypesOf(engine, statement string) string {
	for name, typ := range types[engine] {
		statement = strings.ReplaceAll(statement, "{"+name+"}", typ)
	}
	return statement
}

// into prepares a table for rows with these columns, in this order.
func (f *filler) into(name string, columns ...string) *table {
	t := &table{name: name, columns: columns}
	f.tables[name], f.order = t, append(f.order, t)
	return t
}

// add takes one row; it is sent when the batch is full.
func (f *filler) add(t *table, values ...any) {
	if f.err != nil {
		return
	}
	if len(values) != len(t.columns) {
		f.err = varsam.Errorf(varsam.Internal, "%s: %d values for %d columns", t.name, len(values), len(t.columns))
		return
	}
	t.pending = append(t.pending, values...)
	t.rows++
	if len(t.pending)+len(t.columns) > batch {
		f.send(t)
	}
}

// flush sends what is left.
func (f *filler) flush() {
	for _, t := range f.order {
		f.sendOne(t)
	}
}

// send sends a full batch, and before it what is left of the tables named
// earlier: rows may point at those.
func (f *filler) send(t *table) {
	for _, earlier := range f.order {
		f.sendOne(earlier)
		if earlier == t {
			return
		}
	}
}

func (f *filler) sendOne(t *table) {
	rows := len(t.pending) / len(t.columns)
	if f.err != nil || rows == 0 {
		return
	}
	if rows == batch/len(t.columns) {
		f.sendFull(t, rows)
	} else {
		_, f.err = f.tx.ExecContext(f.ctx, f.insert(t, rows), t.pending...)
	}
	t.pending = t.pending[:0]
}

// sendFull keeps the statement, which is a large text to read each time.
func (f *filler) sendFull(t *table, rows int) {
	if t.full == nil {
		if t.full, f.err = f.tx.PrepareContext(f.ctx, f.insert(t, rows)); f.err != nil {
			return
		}
	}
	_, f.err = t.full.ExecContext(f.ctx, t.pending...)
}

func (f *filler) insert(t *table, rows int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", t.name, strings.Join(t.columns, ", "))
	for n := range rows * len(t.columns) {
		switch {
		case n == 0:
			b.WriteByte('(')
		case n%len(t.columns) == 0:
			b.WriteString("), (")
		default:
			b.WriteByte(',')
		}
		b.WriteString(f.placeholder(n + 1))
	}
	return b.String() + ")"
}

func (f *filler) placeholder(n int) string {
	if f.engine == onPostgres {
		return "$" + strconv.Itoa(n)
	}
	return "?"
}

func (f *filler) counts() map[string]int {
	counts := map[string]int{}
	for name, t := range f.tables {
		counts[name] = t.rows
	}
	return counts
}
