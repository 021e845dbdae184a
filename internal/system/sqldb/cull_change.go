package sqldb

import (
	"context"
	"database/sql"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

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

// carryOutTallied changes the rows in the reading that tallies them: when they are
// others than they should be, all is taken back.
func (w *cull) carryOutTallied(ctx context.Context, r runner, want system.Tally) error {
	s, alias := r.db.statement(), "t0"
	defer s.close()
	if w.c.Kind == varsam.OpErase {
		text, name := w.d.deleteFrom(w.t)
		alias = name
		s.write(text, " WHERE ")
	} else {
		w.setAllOf(s)
	}
	s.write("1=1")
	w.within(s, alias)
	s.write(" AND CASE WHEN ")
	if err := w.chosen(s, alias); err != nil {
		return err
	}
	s.write(" THEN ")
	seen := w.d.tallied(s, w.t, alias)
	s.write(" END")
	if err := s.checkSize(); err != nil {
		return err
	}
	n, err := r.exec(ctx, s.text.String(), s.args...)
	switch {
	case err != nil:
		return err
	case n != want.Rows:
		return w.differs(r.db, n, want.Rows)
	}
	if err := w.same(r.db, seen(), want); err != nil || w.c.Kind == varsam.OpErase {
		return err
	}
	return w.kept(ctx, r)
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

// setAllOf writes the UPDATE, as far as its WHERE.
func (w *cull) setAllOf(s *statement) {
	s.write("UPDATE ", s.db.dialect.orRefuse(), w.t.sql, " AS t0 SET ").list(len(w.sets), ", ", func(i int) {
		s.write(w.sets[i].col.sql, " = ").value(w.sets[i].col, w.sets[i].value)
	})
	w.setRecoded(s)
	s.write(" WHERE ")
}

// kept makes sure that what was set has stayed so: a trigger or the column's type
// may have made it something else.
func (w *cull) kept(ctx context.Context, r runner) error {
	if !w.triggers() && !slices.ContainsFunc(w.sets, assigned.bends) {
		return nil
	}
	left, err := w.tally(ctx, r, false)
	if err == nil && left.Rows > 0 {
		err = varsam.Errorf(varsam.Conflict, "%s: %s did not keep what was written; a trigger or the column's type changed it", r.db.cfg.System, w.t.Name)
	}
	return err
}

// bends says that the column's type may make another value of this one: round it,
// or cut it off.
func (a assigned) bends() bool {
	switch {
	case a.value.IsNull(), a.col.Kind == varsam.Bool, a.col.Kind == varsam.Int, a.col.Kind == varsam.Day:
		return false
	case a.col.Kind == varsam.Text:
		return !a.col.words() || a.col.Size > 0 && len(a.value.Raw()) > a.col.Size
	}
	return true
}

// copyAll writes the INSERT of a move, as far as its WHERE.
func (w *cull) copyAll(s *statement) {
	var copied []*column
	for _, c := range w.t.stored {
		if !slices.ContainsFunc(w.sets, func(a assigned) bool { return a.col.Name == c.Name }) {
			copied = append(copied, c)
		}
	}
	s.write("INSERT ", s.db.dialect.orRefuse(), "INTO ", w.move.sql, " (").list(len(copied), ", ", func(i int) { s.write(copied[i].sql) })
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
