package sqldb

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
)

// takes reports whether the changes can be carried out by deleting the targets
// and looking at what went: one statement for each table where the careful way
// has two. It is for rows that are all as planned, as they nearly always are;
// otherwise everything is rolled back and done the careful way, which tells what
// differs. Rows that refer to rows of their own table have an order, and triggers
// are watched: both go the careful way at once.
func (db *DB) takes(changes []*change) bool {
	return !slices.ContainsFunc(changes, func(ch *change) bool {
		return ch.op.Kind != varsam.OpErase || len(ch.keys) == 0 || ch.triggers() || !db.dialect.returning(ch.m) ||
			slices.ContainsFunc(ch.m.inbound[ch.t], func(in inbound) bool { return in.from == ch.t })
	})
}

// takeAll deletes the targets of all changes and holds what went against the
// plan.
func (db *DB) takeAll(ctx context.Context, r runner, changes []*change) (done []varsam.Applied, at *change, err error) {
	deletes := make([]asked, len(changes))
	gone := make([]int, len(changes)) // rows that were as planned
	for i, ch := range changes {
		if err := db.childless(ctx, r, ch, ch.all(), nil); err != nil {
			return nil, ch, err
		}
		if deletes[i], err = ch.take(db, &gone[i]); err != nil {
			return nil, ch, err
		}
	}
	if n, err := r.all(ctx, deletes); err != nil {
		return nil, changes[n], err
	}
	done = make([]varsam.Applied, len(changes))
	for i, ch := range changes {
		if gone[i] != len(ch.keys) {
			return nil, ch, db.expect(ch, int64(gone[i]), len(ch.keys))
		}
		done[i] = varsam.Applied{Rows: gone[i], Versions: map[string]string{}}
		done[i].Finality, done[i].Until = db.finality(ch.op)
	}
	return done, changes[0], nil
}

// take is the DELETE of a change's targets. It counts the rows that go and are as
// planned; one that is not ends it.
func (ch *change) take(db *DB, gone *int) (asked, error) {
	q, s := ch.versions(db, ch.t), db.statement()
	ch.remove(s, ch.all())
	s.write(" RETURNING ").list(len(q.cells), ", ", func(i int) {
		s.write(db.dialect.read(q.cells[i].col, q.cells[i].col.sql))
	})
	return asked{s.text.String(), s.args, func(row scanner) error {
		if err := row.Scan(q.dest...); err != nil {
			return err
		}
		i, ok := ch.at[varsam.KeyText(q.keyOf())]
		if !ok || !slices.Contains(ch.vers[i], versionOf(q.t, q.byCol)) {
			return varsam.Errorf(varsam.Changed, "%s: a row of %s is not as planned; nothing was changed", db.cfg.System, ch.t.Name)
		}
		*gone++
		return nil
	}}, s.checkSize()
}
