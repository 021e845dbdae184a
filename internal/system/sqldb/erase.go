package sqldb

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/varsam/varsam"
)

// rollbackWait is how long a rollback may take before the connection is thrown
// away instead.
const rollbackWait = 5 * time.Second

// erase deletes the targets, after making sure that nothing else goes with them.
func (db *DB) erase(ctx context.Context, r runner, ch *change, rows []row, todo []int) error {
	if err := db.childless(ctx, r, ch, todo, nil); err != nil {
		return err
	}
	return db.deleteRows(ctx, r, ch, rows, todo)
}

// deleteRows deletes in one statement, or where rows of the batch refer to each
// other in one for each level, children first: engines differ in whether they
// check such references at the end or at every row.
func (db *DB) deleteRows(ctx context.Context, r runner, ch *change, rows []row, todo []int) error {
	parents := ch.parents(rows, todo)
	for _, level := range levels(parents, todo) {
		if err := db.cutCircles(ctx, r, ch, parents, level); err != nil {
			return err
		}
		s := db.statement()
		ch.remove(s, level)
		n, err := r.exec(ctx, s.text.String(), s.args...)
		if err != nil {
			return err
		}
		if err := db.expect(ch, n, len(level)); err != nil {
			return err
		}
	}
	return nil
}

// remove writes the DELETE of some targets.
func (ch *change) remove(s *statement, at []int) {
	s.write("DELETE FROM ", ch.t.sql, " WHERE ")
	exprs, keys := make([]string, len(ch.t.key)), make([][]varsam.Value, len(at))
	for i, c := range ch.t.key {
		exprs[i] = c.sql
	}
	for i, n := range at {
		keys[i] = ch.keys[n]
	}
	s.db.dialect.in(s, exprs, ch.t.key, keys, true)
}

// cutCircles empties the references among rows of one level, which refer to
// themselves or to each other in a circle, for an engine that checks every row
// by itself. They are deleted next.
func (db *DB) cutCircles(ctx context.Context, r runner, ch *change, parents map[int][]int, level []int) error {
	circle := slices.DeleteFunc(slices.Clone(level), func(i int) bool {
		return !slices.ContainsFunc(parents[i], func(p int) bool { return slices.Contains(level, p) })
	})
	if len(circle) == 0 || !db.dialect.checksEachRow() {
		return nil
	}
	var cut []assigned
	for _, in := range ch.m.inbound[ch.t] {
		for _, c := range in.cols {
			if in.from == ch.t && !c.NotNull && !slices.ContainsFunc(cut, func(a assigned) bool { return a.col == c }) {
				cut = append(cut, assigned{col: c})
			}
		}
	}
	if len(cut) == 0 {
		return nil // the engine will refuse, and say so
	}
	s := db.statement()
	ch.setAll(s, cut, circle)
	n, err := r.exec(ctx, s.text.String(), s.args...)
	if err != nil {
		return err
	}
	return db.expect(ch, n, len(circle))
}

// childless makes sure that no row elsewhere would be changed by the database
// itself: a child under CASCADE, SET NULL or SET DEFAULT that the plan did not
// deal with first. Where the engine refuses by itself it is left to it. Columns
// are those that change; nil means that the rows go.
func (db *DB) childless(ctx context.Context, r runner, ch *change, todo []int, columns []*column) error {
	for _, in := range ch.m.inbound[ch.t] {
		act := in.OnDelete
		if columns != nil {
			act = in.OnUpdate
			if !slices.ContainsFunc(in.to, func(c *column) bool { return slices.Contains(columns, c) }) {
				continue
			}
		}
		if act == varsam.NoAction {
			continue
		}
		has, err := db.hasChildren(ctx, r, ch, in, todo, columns == nil)
		if err != nil {
			return err
		}
		if has {
			return varsam.Errorf(varsam.Changed, "%s: rows of %s refer to the rows of %s and would be changed with them (%s); nothing was changed",
				db.cfg.System, in.from.Name, ch.t.Name, act)
		}
	}
	return nil
}

// hasChildren asks whether a row elsewhere refers to a target. Rows that go in
// the same batch do not count.
func (db *DB) hasChildren(ctx context.Context, r runner, ch *change, in inbound, todo []int, going bool) (has bool, err error) {
	if in.cols == nil || in.to == nil {
		return false, varsam.Errorf(varsam.Changed, "%s: the columns by which %s refers to %s are not known; describe again", db.cfg.System, in.from.Name, ch.t.Name)
	}
	s := db.statement().write("SELECT 1 FROM ", in.from.sql, " AS c1 JOIN ", ch.t.sql, " AS t0 ON ")
	s.list(len(in.cols), " AND ", func(i int) { s.write(in.cols[i].qualified("c1"), " = ", in.to[i].qualified("t0")) })
	s.write(" WHERE ")
	ch.among(s, ch.t, "t0", todo)
	if going && in.from == ch.t {
		s.write(" AND NOT (")
		ch.among(s, ch.t, "c1", todo)
		s.write(")")
	}
	s.write(" LIMIT 1")
	if err := s.checkSize(); err != nil {
		return false, err
	}
	err = r.each(ctx, s.text.String(), s.args, func(*sql.Rows) error {
		has = true
		return nil
	})
	return has, err
}

// levels orders the targets so that a row goes before the row it refers to. Rows
// in a circle go together at the end.
func levels(parents map[int][]int, todo []int) [][]int {
	if len(parents) == 0 {
		return [][]int{todo}
	}
	var levels [][]int
	for left := todo; len(left) > 0; {
		needed := map[int]bool{}
		for _, i := range left {
			for _, p := range parents[i] {
				needed[p] = needed[p] || p != i
			}
		}
		var level, rest []int
		for _, i := range left {
			if needed[i] {
				rest = append(rest, i)
			} else {
				level = append(level, i)
			}
		}
		if len(level) == 0 {
			return append(levels, rest)
		}
		levels, left = append(levels, level), rest
	}
	return levels
}

// parents finds, for the rows of the batch, which others of it they refer to.
func (ch *change) parents(rows []row, todo []int) map[int][]int {
	parents := map[int][]int{}
	for _, in := range ch.m.inbound[ch.t] {
		if in.from != ch.t {
			continue
		}
		byValue := map[string]int{}
		for _, i := range todo {
			byValue[varsam.KeyText(rows[i].of(in.to))] = i
		}
		for _, i := range todo {
			if p, ok := byValue[varsam.KeyText(rows[i].of(in.cols))]; ok {
				parents[i] = append(parents[i], p)
			}
		}
	}
	return parents
}

func (r row) of(cols []*column) []varsam.Value {
	values := make([]varsam.Value, len(cols))
	for i, c := range cols {
		values[i] = r.values[c]
	}
	return values
}
