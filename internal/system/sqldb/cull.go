package sqldb

import (
	"context"
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

	// opening begins the transaction of a cull, and keeps it from waiting, or holding
	// others up, longer than a second; after puts the connection back. Steady says
	// that all its statements see the same rows, and that one which others have
	// changed since is refused: nothing needs to be locked before it is changed.
	opening() (before, after []string)
	steady() bool

	// turn waits until nobody else of us is at a range, where one that reads would
	// keep another from committing; it returns what lets go.
	turn() (done func())

	// tallied writes, at the end of a change's condition, that the row is counted and
	// summed while it is found, and tells the tally when the change is over; tallies
	// says that the engine can.
	tallied(s *statement, t *table, alias string) func() system.Tally
	tallies() bool

	// moment asks for a text that tells this moment, and unwritten writes that a row
	// has not been written since one; moment is empty where the engine cannot say.
	moment() (text string)
	unwritten(s *statement, alias, since string)

	// whole is the type of whole numbers in a CAST.
	whole() string

	// behind writes that the key is greater than a bound in the key's order, or,
	// upto, that it is not.
	behind(s *statement, cols []*column, exprs []string, bound []varsam.Value, upto bool)

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
	cond        varsam.Cond
	sets        []assigned
	recodes     []recoding
	over        []recoding     // what values make a row's class
	after, upto []varsam.Value // as the table holds them
	except      [][]varsam.Value
	quick       bool // the rows are tallied by the change itself
	unwritten   bool // only rows are taken that nobody has written since the range was frozen
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
	w := &cull{change: ch, d: db.dialect.(cullDialect), c: c, cond: tight(c.Rows.Cond)}
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
	for _, bound := range [][]varsam.Value{w.after, w.upto} {
		if err == nil {
			err = db.ordered(w.t, bound)
		}
	}
	for _, k := range w.c.Rows.Except {
		if k = key(k); !w.outside(k) {
			w.except = append(w.except, k)
		}
	}
	return err
}

func (w *cull) outside(k []varsam.Value) bool {
	return whole(k, w.after) && compareKeys(k, w.after) <= 0 || whole(k, w.upto) && compareKeys(k, w.upto) > 0
}

// whole reports whether two keys are whole numbers, which every engine orders
// alike. One beyond an int64 is a decimal.
func whole(a, b []varsam.Value) bool {
	return len(a) == len(b) && !slices.ContainsFunc(slices.Concat(a, b), func(v varsam.Value) bool { return v.Kind() != varsam.Int })
}

func compareKeys(a, b []varsam.Value) int { return slices.CompareFunc(a, b, varsam.CompareValues) }

// where writes which rows a cull is about: those of its condition and bounds that
// no key excepts and that are not yet as it leaves them.
func (w *cull) where(s *statement, alias string) error {
	if err := w.chosen(s, alias); err != nil {
		return err
	}
	w.within(s, alias)
	return nil
}

// keyOf is the key's columns in a statement.
func (t *table) keyOf(alias string) []string {
	exprs := make([]string, len(t.key))
	for i, k := range t.key {
		exprs[i] = k.qualified(alias)
	}
	return exprs
}

// within writes the bounds.
func (w *cull) within(s *statement, alias string) {
	for _, upto := range []bool{false, true} {
		bound := w.after
		if upto {
			bound = w.upto
		}
		if bound != nil {
			cols, exprs, bound := s.db.dialect.inOrder(w.t.key, w.t.keyOf(alias), bound)
			s.write(" AND ")
			w.d.behind(s, cols, exprs, bound, upto)
		}
	}
}

// chosen writes all of where but the bounds.
func (w *cull) chosen(s *statement, alias string) error {
	w.undone(s, alias)
	if err := (&condition{db: s.db, m: w.m, s: s, ranged: w.upto != nil, tallied: w.quick}).where(w.cond, w.t, alias, false); err != nil {
		return err
	}
	exprs := w.t.keyOf(alias)
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
	if w.unwritten {
		s.write(" AND ")
		w.d.unwritten(s, alias, w.c.AsOf)
	}
	return nil
}

// undone writes that a row is not yet as the cull leaves it, before all else: who
// looks at a range that is done need ask nothing more. A row that moves or goes is
// none of the table's afterwards.
func (w *cull) undone(s *statement, alias string) {
	if w.c.Kind == varsam.OpErase || w.move != nil {
		return
	}
	s.write("NOT (").list(len(w.sets), " AND ", func(i int) {
		a := w.sets[i]
		if a.value.IsNull() {
			s.write(a.col.qualified(alias), " IS NULL")
			return
		}
		s.write("(", a.col.qualified(alias), " IS NOT NULL AND ")
		s.db.dialect.compare(s, a.col, a.col.qualified(alias), varsam.Eq, a.value)
		s.write(")")
	}).write(") AND ")
}

// Cull carries a cull out in one transaction.
func (db *DB) Cull(ctx context.Context, c system.Cull, want system.Tally) (system.Culled, error) {
	w, err := db.cull(ctx, c)
	if err != nil {
		return system.Culled{}, err
	}
	w.quick = w.d.tallies() && w.move == nil && (c.Kind != varsam.OpErase || !w.refersToItself())
	w.unwritten = c.AsOf != "" && w.d.moment() != "" && ownFields(w.cond)
	err = db.cullOnce(ctx, w, want)
	if err != nil && (db.again(err) || (w.quick || w.unwritten) && db.refused(err)) && ctx.Err() == nil {
		w.quick, w.unwritten = false, false
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
	defer w.d.turn()()
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	r := runner{db, conn}
	before, after := w.d.opening()
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
	if _, err = db.sameStructure(ctx, r, []*change{w.change}, before...); err != nil {
		return err
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
	if err := w.childless(ctx, r); err != nil {
		return err
	}
	return db.watched(ctx, r, w.change, int(want.Rows), func() error { return w.carryOut(ctx, r, want) })
}

// carryOut changes the rows when they are those of the tally.
func (w *cull) carryOut(ctx context.Context, r runner, want system.Tally) error {
	if w.quick {
		return w.carryOutTallied(ctx, r, want)
	}
	if err := w.asFrozen(ctx, r, want); err != nil {
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

// asFrozen holds the rows against the tally. Those that nobody has written since
// are among the frozen ones, so that counting the change is enough.
func (w *cull) asFrozen(ctx context.Context, r runner, want system.Tally) error {
	if w.unwritten {
		return nil
	}
	seen, err := w.tally(ctx, r, !w.d.steady())
	if err != nil {
		return err
	}
	return w.same(r.db, seen, want)
}

// ownFields reports whether a condition depends on nothing but the row itself.
func ownFields(c varsam.Cond) bool {
	return c.Op != varsam.Exists && !slices.ContainsFunc(c.Kids, func(kid varsam.Cond) bool { return !ownFields(kid) })
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
