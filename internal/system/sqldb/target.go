package sqldb

import (
	"context"
	"database/sql"
	"slices"

	"github.com/varsam/varsam"
)

// change is an operation held against the structure: which table, which keys,
// which columns become what.
type change struct {
	op   varsam.Operation
	m    *model
	t    *table
	move *table           // where the rows go, nil when they stay
	keys [][]varsam.Value // of the targets, as the table holds them
	sets [][]assigned     // of each target, in column order
	at   map[string]int   // target by key
	vers [][]string       // of each target, the versions it may have
}

// assigned is a column's new value, as the column will read it back.
type assigned struct {
	col   *column
	value varsam.Value
}

// change checks an operation before anything is sent.
func (db *DB) change(ctx context.Context, op varsam.Operation) (*change, error) {
	m, t, err := db.table(ctx, op.Collection)
	if err != nil {
		return nil, err
	}
	ch := &change{op: op, m: m, t: t, at: map[string]int{}}
	if len(op.Targets) > varsam.MaxBatch {
		return nil, varsam.Errorf(varsam.Invalid, "%s: an operation has at most %d targets", db.cfg.System, varsam.MaxBatch)
	}
	if len(t.key) == 0 {
		return nil, varsam.Errorf(varsam.Unsupported, "%s: %s has no key, so its rows cannot be named", db.cfg.System, t.Name)
	}
	if op.Move != "" {
		if ch.move, err = db.moveTo(m, t, op); err != nil {
			return nil, err
		}
	}
	for _, target := range op.Targets {
		if err := ch.add(db, target); err != nil {
			return nil, err
		}
	}
	return ch, nil
}

func (ch *change) add(db *DB, target varsam.Target) error {
	key, err := db.keyOf(ch.t, target.Ref)
	if err != nil {
		return err
	}
	text := varsam.KeyText(key)
	if _, twice := ch.at[text]; twice {
		return varsam.Errorf(varsam.Invalid, "%s: a row of %s is named twice in one operation", db.cfg.System, ch.t.Name)
	}
	sets, err := db.sets(ch.owner(), ch.op.Assignments(target))
	if err != nil {
		return err
	}
	ch.at[text] = len(ch.keys)
	ch.keys, ch.sets = append(ch.keys, key), append(ch.sets, sets)
	ch.vers = append(ch.vers, target.Versions)
	return nil
}

// owner is the table whose columns are assigned.
func (ch *change) owner() *table {
	if ch.move != nil {
		return ch.move
	}
	return ch.t
}

// keyOf is a Ref's key as the table holds it. A key with a null names no row:
// it would be missed by every comparison and taken for gone.
func (db *DB) keyOf(t *table, ref varsam.Ref) ([]varsam.Value, error) {
	if len(ref.Key) != len(t.key) {
		return nil, varsam.Errorf(varsam.Invalid, "%s: a key of %s has %d columns, not %d", db.cfg.System, t.Name, len(t.key), len(ref.Key))
	}
	key := make([]varsam.Value, len(t.key))
	for i, c := range t.key {
		v := ref.Key[i]
		if v.IsNull() || v.Kind() == varsam.Large {
			return nil, varsam.Errorf(varsam.Invalid, "%s: a row of %s is named by a %s, which cannot be compared", db.cfg.System, t.Name, v.Kind())
		}
		key[i] = v
		if w, ok := db.as(c, v); ok && db.dialect.engine() != engineSQLite {
			key[i] = w
		}
	}
	return key, nil
}

// sets orders a target's assignments by column; a later one of the same field
// counts.
func (db *DB) sets(t *table, all []varsam.Assignment) ([]assigned, error) {
	var sets []assigned
	for _, a := range all {
		c := t.column(a.Field)
		switch {
		case c == nil:
			return nil, varsam.Errorf(varsam.Invalid, "%s: %s has no column %q", db.cfg.System, t.Name, a.Field)
		case len(a.Take) > 0:
			return nil, varsam.Errorf(varsam.Invalid, "%s: nothing is taken out of column %q of %s, it is set", db.cfg.System, a.Field, t.Name)
		case c.Generated:
			return nil, varsam.Errorf(varsam.Invalid, "%s: column %q of %s is generated and cannot be set", db.cfg.System, a.Field, t.Name)
		case c.inKey:
			return nil, varsam.Errorf(varsam.Invalid, "%s: column %q is in the key of %s and cannot be set", db.cfg.System, a.Field, t.Name)
		}
		v, ok := db.stored(c, a.Value)
		if !ok {
			return nil, varsam.Errorf(varsam.Invalid, "%s: column %q of %s cannot hold a %s like that", db.cfg.System, a.Field, t.Name, a.Value.Kind())
		}
		sets = slices.DeleteFunc(sets, func(s assigned) bool { return s.col == c })
		sets = append(sets, assigned{c, v})
	}
	slices.SortFunc(sets, func(a, b assigned) int { return a.col.pos - b.col.pos })
	return sets, nil
}

// row is one target as the database has it now.
type row struct {
	here    bool
	version string
	planned bool                     // its assigned columns have their new values
	values  map[*column]varsam.Value // of the columns that a self-reference joins
}

// read looks at the rows of some keys in one statement. Lock holds them until
// the transaction ends.
func (ch *change) read(ctx context.Context, r runner, t *table, at []int, lock bool) ([]row, error) {
	found := make([]row, len(ch.keys))
	if len(at) == 0 {
		return found, nil
	}
	q := ch.versions(r.db, t)
	for _, in := range ch.m.inbound[t] {
		if in.from == t {
			for _, c := range slices.Concat(in.cols, in.to) {
				q.reads(c)
			}
		}
	}
	return found, ch.readWith(ctx, r, q, at, lock, found)
}

// versions reads what the versions of rows are made of, and their keys.
func (ch *change) versions(db *DB, t *table) *search {
	q := &search{db: db, m: ch.m, t: t, byCol: map[*column]*cell{}}
	for _, c := range t.stored {
		q.reads(c)
	}
	for _, c := range t.key {
		q.reads(c)
	}
	return q
}

func (ch *change) readWith(ctx context.Context, r runner, q *search, at []int, lock bool, found []row) error {
	s := r.db.statement().write("SELECT ")
	s.list(len(q.cells), ", ", func(i int) {
		s.write(r.db.dialect.read(q.cells[i].col, q.cells[i].col.qualified("t0")))
	})
	s.write(" FROM ", q.t.sql, " AS t0 WHERE ")
	ch.among(s, q.t, "t0", at)
	s.write(" ORDER BY ").list(len(q.t.key), ", ", func(i int) { s.write(q.t.key[i].qualified("t0")) })
	if lock {
		s.write(r.db.dialect.forUpdate("t0"))
	}
	if err := s.checkSize(); err != nil {
		return err
	}
	return r.each(ctx, s.text.String(), s.args, func(rows *sql.Rows) error {
		if err := rows.Scan(q.dest...); err != nil {
			return err
		}
		if i, ok := ch.at[varsam.KeyText(q.keyOf())]; ok {
			found[i] = ch.row(q, i)
		}
		return nil
	})
}

// among writes that a row is one of the targets.
func (ch *change) among(s *statement, t *table, alias string, at []int) {
	exprs, rows := make([]string, len(t.key)), make([][]varsam.Value, len(at))
	for i, c := range t.key {
		exprs[i] = c.qualified(alias)
	}
	for i, n := range at {
		rows[i] = ch.keys[n]
	}
	s.db.dialect.in(s, exprs, t.key, rows, true)
}

func (ch *change) row(q *search, i int) row {
	r := row{here: true, planned: true, version: versionOf(q.t, q.byCol)}
	if q.t == ch.owner() {
		for _, a := range ch.sets[i] {
			r.planned = r.planned && q.byCol[a.col].value == a.value
		}
	}
	for _, in := range ch.m.inbound[q.t] {
		if in.from != q.t {
			continue
		}
		if r.values == nil {
			r.values = map[*column]varsam.Value{}
		}
		for _, c := range slices.Concat(in.cols, in.to) {
			r.values[c] = q.byCol[c].value
		}
	}
	return r
}

// all is every target's position.
func (ch *change) all() []int {
	at := make([]int, len(ch.keys))
	for i := range at {
		at[i] = i
	}
	return at
}
