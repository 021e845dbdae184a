package sqldb

import (
	"context"
	"database/sql"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/fail"
	"github.com/varsam/varsam/internal/system"
)

var (
	_ system.Culler  = (*DB)(nil)
	_ system.Grouper = (*DB)(nil)
)

// maxRange is the most rows of one range: the sum of so many fits every engine's
// numbers.
const maxRange = 100_000

// cullDialect is what one engine does in its own way when it changes ranges.
type cullDialect interface {
	// sum is a number of at most 44 bits made from the stored columns of a row.
	sum(t *table, alias string) string

	// patience are statements that keep a transaction from waiting, or holding
	// others up, longer than a second; after puts the connection back.
	patience() (before, after []string)

	// whole is the type of whole numbers in a CAST.
	whole() string

	// behind writes that the key is greater than a bound in the key's order, or,
	// upto, that it is not.
	behind(s *statement, cols []*column, exprs []string, bound []varsam.Value, upto bool)

	// returns says that a DELETE can hand on what it deleted.
	returns() bool

	// deleteFrom begins a DELETE, and says under which alias its condition knows
	// the rows.
	deleteFrom(t *table) (text, alias string)

	recodeDialect
}

// cull is a [system.Cull] held against the structure.
type cull struct {
	*change     // without targets: the tables, and the operation's kind
	d           cullDialect
	c           system.Cull
	sets        []assigned
	recodes     []recoding
	over        []recoding     // what values make a row's class
	after, upto []varsam.Value // as the table holds them
	except      [][]varsam.Value
}

func (db *DB) cull(ctx context.Context, c system.Cull) (*cull, error) {
	op := varsam.Operation{ID: c.ID, Kind: c.Kind, Collection: c.Rows.Collection, Move: c.Move, Fingerprint: c.Fingerprint}
	ch, err := db.change(ctx, op)
	if err != nil {
		return nil, err
	}
	if err := db.allowed(ch); err != nil {
		return nil, err
	}
	w := &cull{change: ch, d: db.dialect.(cullDialect), c: c}
	if w.sets, err = db.sets(ch.owner(), c.Set); err != nil {
		return nil, err
	}
	if err := w.recodings(db); err != nil {
		return nil, err
	}
	if err := w.classes(db); err != nil {
		return nil, err
	}
	switch {
	case c.Kind == varsam.OpErase && len(c.Set) > 0:
		return nil, varsam.Errorf(varsam.Invalid, "%s: erasing sets nothing", db.cfg.System)
	case c.Kind != varsam.OpErase && ch.move == nil && len(w.sets) == 0:
		return nil, varsam.Errorf(varsam.Invalid, "%s: the change sets nothing on a row of %s", db.cfg.System, ch.t.Name)
	}
	return w, w.bounds(db)
}

// bounds reads the keys, and drops those excepted that lie outside where Go
// orders keys as the engine does.
func (w *cull) bounds(db *DB) (err error) {
	key := func(k []varsam.Value) []varsam.Value {
		if k == nil || err != nil {
			return nil
		}
		k, err = db.keyOf(w.t, varsam.Ref{Key: k})
		return k
	}
	w.after, w.upto = key(w.c.Rows.After), key(w.c.Rows.Upto)
	whole := !slices.ContainsFunc(w.t.key, func(c *column) bool { return c.Kind != varsam.Int })
	for _, k := range w.c.Rows.Except {
		k = key(k)
		if whole && (w.after != nil && compareKeys(k, w.after) <= 0 || w.upto != nil && compareKeys(k, w.upto) > 0) {
			continue
		}
		w.except = append(w.except, k)
	}
	return err
}

func compareKeys(a, b []varsam.Value) int { return slices.CompareFunc(a, b, varsam.CompareValues) }

// Count counts the rows of a cull.
func (db *DB) Count(ctx context.Context, c system.Cull) (n int64, err error) {
	w, err := db.cull(ctx, c)
	if err != nil {
		return 0, err
	}
	s := db.statement().write("SELECT count(*) FROM ", w.t.sql, " AS t0 WHERE ")
	defer s.close()
	if err := w.where(s, "t0"); err != nil {
		return 0, err
	}
	err = db.runner().weighed(ctx, asked{s.text.String(), s.args, func(row scanner) error { return row.Scan(&n) }})
	return n, db.fault(err, "counting "+w.t.Name)
}

// Freeze reads the first rows of a cull once: how many, their sum, and the last
// of their keys.
func (db *DB) Freeze(ctx context.Context, c system.Cull, size int) (system.Range, error) {
	w, err := db.cull(ctx, c)
	if err != nil {
		return system.Range{}, err
	}
	s := db.statement()
	defer s.close()
	if err := w.page(s, min(max(size, 1), maxRange)); err != nil {
		return system.Range{}, err
	}
	r := system.Range{After: c.Rows.After}
	q := &search{db: db, t: w.t, byCol: map[*column]*cell{}}
	for _, k := range w.t.key {
		q.reads(k)
	}
	err = db.runner().weighed(ctx, asked{s.text.String(), s.args, func(row scanner) error {
		if err := row.Scan(append([]any{&r.Rows, &r.Sum}, q.dest...)...); err != nil {
			return err
		}
		r.Upto = q.keyOf()
		return nil
	}})
	return r, db.fault(err, "reading "+w.t.Name)
}

// page writes the reading of the first rows: the tally of all beside the last key.
func (w *cull) page(s *statement, size int) error {
	key := w.t.key
	s.write("WITH page AS (SELECT ").list(len(key), ", ", func(i int) { s.write(key[i].qualified("t0"), " AS ", key[i].sql) })
	s.write(", ", w.d.sum(w.t, "t0"), " AS varsam_sum FROM ", w.t.sql, " AS t0 WHERE ")
	if err := w.where(s, "t0"); err != nil {
		return err
	}
	s.write(" ORDER BY ").list(len(key), ", ", func(i int) { s.write(key[i].qualified("t0")) })
	s.write(" LIMIT ").arg(int64(size)).write(") SELECT (SELECT count(*) FROM page), (SELECT ", w.sumOf(), " FROM page), ")
	s.list(len(key), ", ", func(i int) { s.write(s.db.dialect.read(key[i], "p."+key[i].sql)) })
	s.write(" FROM page AS p ORDER BY ").list(len(key), ", ", func(i int) { s.write("p.", key[i].sql, " DESC") })
	s.write(" LIMIT 1")
	return s.checkSize()
}

// sumOf is the sum of a tally.
func (w *cull) sumOf() string { return "CAST(coalesce(sum(varsam_sum), 0) AS " + w.d.whole() + ")" }

// Look tallies the rows of a cull as they are now.
func (db *DB) Look(ctx context.Context, c system.Cull) (system.Tally, error) {
	w, err := db.cull(ctx, c)
	if err != nil {
		return system.Tally{}, err
	}
	seen, err := w.tally(ctx, db.runner(), false)
	return seen, db.fault(err, "reading "+w.t.Name+" again")
}

func (w *cull) tally(ctx context.Context, r runner, lock bool) (seen system.Tally, err error) {
	s := r.db.statement().write("SELECT count(*), ", w.sumOf(), " FROM (SELECT ", w.d.sum(w.t, "t0"), " AS varsam_sum FROM ", w.t.sql, " AS t0 WHERE ")
	defer s.close()
	if err := w.where(s, "t0"); err != nil {
		return seen, err
	}
	if lock {
		s.write(r.db.dialect.forUpdate("t0"))
	}
	s.write(") AS rows_of_it")
	if err := s.checkSize(); err != nil {
		return seen, err
	}
	err = r.weighed(ctx, asked{s.text.String(), s.args, func(row scanner) error { return row.Scan(&seen.Rows, &seen.Sum) }})
	return seen, err
}

// where writes which rows a cull is about: those of its condition and bounds that
// no key excepts and that are not yet as it leaves them.
func (w *cull) where(s *statement, alias string) error {
	if err := (&condition{db: s.db, m: w.m, s: s}).where(w.c.Rows.Cond, w.t, alias, false); err != nil {
		return err
	}
	exprs := make([]string, len(w.t.key))
	for i, k := range w.t.key {
		exprs[i] = k.qualified(alias)
	}
	if w.after != nil {
		s.write(" AND ")
		w.d.behind(s, w.t.key, exprs, w.after, false)
	}
	if w.upto != nil {
		s.write(" AND ")
		w.d.behind(s, w.t.key, exprs, w.upto, true)
	}
	if len(w.except) > 0 {
		s.write(" AND NOT (")
		s.db.dialect.in(s, exprs, w.t.key, w.except, true)
		s.write(")")
	}
	if w.t.nullableKey {
		for _, expr := range exprs {
			s.write(" AND ", expr, " IS NOT NULL")
		}
	}
	w.inClass(s, alias)
	w.undone(s, alias)
	return nil
}

// undone writes that a row is not yet as the cull leaves it. A row that moves or
// goes is none of the table's afterwards.
func (w *cull) undone(s *statement, alias string) {
	if w.c.Kind == varsam.OpErase || w.move != nil {
		return
	}
	s.write(" AND NOT (").list(len(w.sets), " AND ", func(i int) {
		a := w.sets[i]
		if a.value.IsNull() {
			s.write(a.col.qualified(alias), " IS NULL")
			return
		}
		s.write("(", a.col.qualified(alias), " IS NOT NULL AND ")
		s.db.dialect.compare(s, a.col, a.col.qualified(alias), varsam.Eq, a.value)
		s.write(")")
	}).write(")")
}

// Cull carries a cull out in one transaction.
func (db *DB) Cull(ctx context.Context, c system.Cull, want system.Tally) (system.Culled, error) {
	w, err := db.cull(ctx, c)
	if err != nil {
		return system.Culled{}, err
	}
	err = db.cullOnce(ctx, w, want)
	if err != nil && db.again(err) && ctx.Err() == nil {
		err = db.cullOnce(ctx, w, want)
	}
	if err != nil {
		return system.Culled{}, db.fault(err, string(c.Kind)+" in "+w.t.Name)
	}
	done := system.Culled{Tally: want}
	if done.Finality, done.Until = db.finality(varsam.Operation{Kind: c.Kind, Move: c.Move, Set: c.Set}); len(c.Recode) > 0 {
		done.Finality = varsam.Pseudonymised // whether more is true, the whole table tells
	}
	return done, nil
}

func (db *DB) cullOnce(ctx context.Context, w *cull, want system.Tally) (err error) {
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	r := runner{db, conn}
	before, after := w.d.patience()
	defer func() {
		if err != nil {
			abandon(ctx, conn)
		}
		for _, text := range after {
			if _, failed := conn.ExecContext(context.WithoutCancel(ctx), text); failed != nil {
				abandon(ctx, conn)
			}
		}
	}()
	for _, text := range slices.Concat(db.dialect.begin(), before) {
		if _, err = r.exec(ctx, text); err != nil {
			return err
		}
	}
	if err = db.cullRows(ctx, r, w, want); err != nil {
		return err
	}
	if err = ctx.Err(); err != nil {
		return err
	}
	fail.Point("sqldb.cull.before-commit")
	if _, err = r.exec(ctx, "COMMIT"); err != nil {
		return db.commitFault(err, w.change)
	}
	fail.Point("sqldb.cull.after-commit")
	return nil
}

// cullRows is what a cull does inside the transaction.
func (db *DB) cullRows(ctx context.Context, r runner, w *cull, want system.Tally) error {
	if _, err := db.sameStructure(ctx, r, []*change{w.change}); err != nil {
		return err
	}
	if err := w.childless(ctx, r); err != nil {
		return err
	}
	return db.watched(ctx, r, w.change, int(want.Rows), func() error { return w.carryOut(ctx, r, want) })
}

// carryOut changes the rows and holds them against the tally: as they are read
// for the change, or under locks just before it.
func (w *cull) carryOut(ctx context.Context, r runner, want system.Tally) error {
	if w.c.Kind == varsam.OpErase && w.d.returns() {
		seen, err := w.eraseCounted(ctx, r)
		if err != nil {
			return err
		}
		return w.same(r.db, seen, want)
	}
	seen, err := w.tally(ctx, r, true)
	if err == nil {
		err = w.same(r.db, seen, want)
	}
	if err != nil {
		return err
	}
	if w.c.Kind != varsam.OpErase {
		write := w.setAllOf
		if w.move != nil {
			write = w.copyAll
		}
		n, err := w.exec(ctx, r, "t0", write)
		if err != nil {
			return err
		}
		if n != want.Rows {
			return w.differs(r.db, n, want.Rows)
		}
	}
	if w.c.Kind == varsam.OpErase || w.move != nil {
		return w.remove(ctx, r, want.Rows)
	}
	return w.kept(ctx, r)
}

// exec sends a statement that begins as written and ends with the condition.
func (w *cull) exec(ctx context.Context, r runner, alias string, begin func(*statement)) (int64, error) {
	s := r.db.statement()
	defer s.close()
	begin(s)
	if err := w.where(s, alias); err != nil {
		return 0, err
	}
	if err := s.checkSize(); err != nil {
		return 0, err
	}
	return r.exec(ctx, s.text.String(), s.args...)
}

// remove deletes the rows. Where rows of the table refer to each other it goes
// level by level, children first: engines differ in what they check when, and in
// what they count.
func (w *cull) remove(ctx context.Context, r runner, want int64) error {
	text, alias := w.d.deleteFrom(w.t)
	var gone int64
	for {
		n, err := w.exec(ctx, r, alias, func(s *statement) {
			s.write(text, " WHERE ")
			w.leaves(s, alias)
		})
		if err != nil {
			return err
		}
		switch gone += n; {
		case gone == want:
			return nil
		case gone > want || !w.refersToItself():
			return w.differs(r.db, gone, want)
		case n == 0:
			return varsam.Errorf(varsam.Conflict, "%s: rows of %s refer to each other in a circle, or to rows that stay; nothing was changed", r.db.cfg.System, w.t.Name)
		}
	}
}

func (w *cull) refersToItself() bool {
	return slices.ContainsFunc(w.m.inbound[w.t], func(in inbound) bool { return in.from == w.t })
}

// leaves writes that no other row of the table refers to the row.
func (w *cull) leaves(s *statement, alias string) {
	for _, in := range w.m.inbound[w.t] {
		if in.from != w.t {
			continue
		}
		s.write("NOT EXISTS (SELECT 1 FROM ", w.t.sql, " AS c1 WHERE ")
		s.list(len(in.cols), " AND ", func(i int) { s.write(in.cols[i].qualified("c1"), " = ", in.to[i].qualified(alias)) })
		s.write(" AND NOT (").list(len(w.t.key), " AND ", func(i int) {
			s.write(w.t.key[i].qualified("c1"), " = ", w.t.key[i].qualified(alias))
		}).write(")) AND ")
	}
}

// eraseCounted deletes the rows and tallies them in one reading.
func (w *cull) eraseCounted(ctx context.Context, r runner) (seen system.Tally, err error) {
	text, alias := w.d.deleteFrom(w.t)
	s := r.db.statement().write("WITH gone AS (", text, " WHERE ")
	defer s.close()
	if err := w.where(s, alias); err != nil {
		return seen, err
	}
	s.write(" RETURNING ", w.d.sum(w.t, alias), " AS varsam_sum) SELECT count(*), ", w.sumOf(), " FROM gone")
	if err := s.checkSize(); err != nil {
		return seen, err
	}
	err = r.each(ctx, s.text.String(), s.args, func(rows *sql.Rows) error { return rows.Scan(&seen.Rows, &seen.Sum) })
	return seen, err
}

// setAllOf writes the UPDATE, as far as its WHERE.
func (w *cull) setAllOf(s *statement) {
	s.write("UPDATE ", w.t.sql, " AS t0 SET ").list(len(w.sets), ", ", func(i int) {
		s.write(w.sets[i].col.sql, " = ").value(w.sets[i].col, w.sets[i].value)
	})
	w.setRecoded(s)
	s.write(" WHERE ")
}

// kept makes sure that what was set has stayed so: a trigger or the column's type
// may have made it something else.
func (w *cull) kept(ctx context.Context, r runner) error {
	left, err := w.tally(ctx, r, false)
	if err == nil && left.Rows > 0 {
		err = varsam.Errorf(varsam.Conflict, "%s: %s did not keep what was written; a trigger or the column's type changed it", r.db.cfg.System, w.t.Name)
	}
	return err
}

// copyAll writes the INSERT of a move, as far as its WHERE.
func (w *cull) copyAll(s *statement) {
	var copied []*column
	for _, c := range w.t.stored {
		if !slices.ContainsFunc(w.sets, func(a assigned) bool { return a.col.Name == c.Name }) {
			copied = append(copied, c)
		}
	}
	s.write("INSERT INTO ", w.move.sql, " (").list(len(copied), ", ", func(i int) { s.write(copied[i].sql) })
	for _, a := range w.sets {
		s.write(", ", a.col.sql)
	}
	s.write(") ", s.db.dialect.insertInto(w.move), "SELECT ").list(len(copied), ", ", func(i int) { s.write(copied[i].qualified("t0")) })
	for _, a := range w.sets {
		s.write(", ").value(a.col, a.value)
	}
	s.write(" FROM ", w.t.sql, " AS t0 WHERE ")
}

// childless refuses a change that the database would carry on to rows elsewhere
// by itself. Rows of the range that refer to each other go together.
func (w *cull) childless(ctx context.Context, r runner) error {
	stays := w.c.Kind != varsam.OpErase && w.move == nil
	for _, in := range w.m.inbound[w.t] {
		act := in.OnDelete
		if stays {
			act = in.OnUpdate
			if !slices.ContainsFunc(w.recodes, func(r recoding) bool { return slices.Contains(in.ToColumns, r.col.Name) }) {
				continue
			}
		}
		if act == varsam.NoAction {
			continue
		}
		if in.cols == nil || in.to == nil {
			return varsam.Errorf(varsam.Changed, "%s: the columns by which %s refers to %s are not known; describe again", r.db.cfg.System, in.from.Name, w.t.Name)
		}
		if err := w.noChildren(ctx, r, in, act); err != nil {
			return err
		}
	}
	return nil
}

func (w *cull) noChildren(ctx context.Context, r runner, in inbound, act varsam.Action) (err error) {
	s := r.db.statement().write("SELECT 1 FROM ", in.from.sql, " AS c1 JOIN ", w.t.sql, " AS t0 ON ")
	defer s.close()
	s.list(len(in.cols), " AND ", func(i int) { s.write(in.cols[i].qualified("c1"), " = ", in.to[i].qualified("t0")) })
	s.write(" WHERE ")
	if err := w.where(s, "t0"); err != nil {
		return err
	}
	if in.from == w.t {
		s.write(" AND NOT (")
		if err := w.where(s, "c1"); err != nil {
			return err
		}
		s.write(")")
	}
	s.write(" LIMIT 1")
	has := false
	err = r.each(ctx, s.text.String(), s.args, func(*sql.Rows) error { has = true; return nil })
	if err == nil && has {
		err = varsam.Errorf(varsam.Changed, "%s: rows of %s refer to the rows of %s and would be changed with them (%s); nothing was changed",
			r.db.cfg.System, in.from.Name, w.t.Name, act)
	}
	return err
}

func (w *cull) same(db *DB, seen, want system.Tally) error {
	switch {
	case seen.Rows != want.Rows:
		return w.differs(db, seen.Rows, want.Rows)
	case seen.Sum != want.Sum:
		return varsam.Errorf(varsam.Changed, "%s: some of the %d rows of %s are others than, or not as, the plan froze them; nothing was changed",
			db.cfg.System, want.Rows, w.t.Name)
	}
	return nil
}

func (w *cull) differs(db *DB, n, want int64) error {
	return varsam.Errorf(varsam.Changed, "%s: %d rows of %s would have changed, not the %d planned; nothing was changed",
		db.cfg.System, n, w.t.Name, want)
}
