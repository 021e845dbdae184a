package sqldb

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
)

// moveTo checks that rows of t can move: the other table has the same key and
// takes every column, so that nothing of a record that must be kept is lost.
func (db *DB) moveTo(m *model, t *table, op varsam.Operation) (*table, error) {
	to, err := m.find(db.cfg.System, op.Move)
	if err != nil {
		return nil, err
	}
	if to == t || !slices.Equal(to.Collection.Key, t.Collection.Key) {
		return nil, varsam.Errorf(varsam.Invalid, "%s: rows of %s can only move to another table with the same key, which %s has not",
			db.cfg.System, t.Name, to.Name)
	}
	for _, c := range t.stored {
		if other := to.column(c.Name); other == nil || other.Generated {
			return nil, varsam.Errorf(varsam.Invalid, "%s: %s has no column %q, so moving a row of %s there would lose it",
				db.cfg.System, to.Name, c.Name, t.Name)
		}
	}
	for _, target := range op.Targets {
		if len(target.Set) > 0 {
			return nil, varsam.Errorf(varsam.Unsupported, "%s: a move sets the same values on every row", db.cfg.System)
		}
	}
	return to, nil
}

// moveRows copies the targets into the other table and deletes them here, in one
// transaction.
func (db *DB) moveRows(ctx context.Context, r runner, ch *change, rows []row, todo []int) error {
	if err := db.childless(ctx, r, ch, todo, nil); err != nil {
		return err
	}
	s := db.statement()
	ch.copyRows(s, todo)
	n, err := r.exec(ctx, s.text.String(), s.args...)
	if err != nil {
		return err
	}
	if err := db.expect(ch, n, len(todo)); err != nil {
		return err
	}
	return db.deleteRows(ctx, r, ch, rows, todo)
}

// copyRows writes the INSERT; what the operation sets stands in for the copied
// column.
func (ch *change) copyRows(s *statement, todo []int) {
	sets := ch.sets[todo[0]]
	var copied []*column
	for _, c := range ch.t.stored {
		if !slices.ContainsFunc(sets, func(a assigned) bool { return a.col.Name == c.Name }) {
			copied = append(copied, c)
		}
	}
	s.write("INSERT ", s.db.dialect.orRefuse(), "INTO ", ch.move.sql, " (")
	s.list(len(copied), ", ", func(i int) { s.write(copied[i].sql) })
	for _, a := range sets {
		s.write(", ", a.col.sql)
	}
	s.write(") ", s.db.dialect.insertInto(ch.move), "SELECT ")
	s.list(len(copied), ", ", func(i int) { s.write(copied[i].qualified("t0")) })
	for _, a := range sets {
		s.write(", ").value(a.col, a.value)
	}
	s.write(" FROM ", ch.t.sql, " AS t0 WHERE ")
	ch.among(s, ch.t, "t0", todo)
}
