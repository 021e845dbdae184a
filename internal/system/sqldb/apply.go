package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/fail"
)

// Apply carries out one operation in one transaction: the structure is held
// against the plan's, the targets are locked and held against their frozen
// versions, and what is changed is counted. Cascades are never relied on.
func (db *DB) Apply(ctx context.Context, op varsam.Operation) (varsam.Applied, error) {
	done, err := db.ApplyAll(ctx, []varsam.Operation{op}, func() error { return nil })
	if err != nil {
		return varsam.Applied{}, err
	}
	return done[0], nil
}

// ApplyAll carries out several operations in one transaction, which it commits
// when ready says so.
func (db *DB) ApplyAll(ctx context.Context, ops []varsam.Operation, ready func() error) ([]varsam.Applied, error) {
	changes := make([]*change, len(ops))
	for i, op := range ops {
		ch, err := db.change(ctx, op)
		if err == nil {
			err = db.allowed(ch)
		}
		if err != nil {
			return nil, err
		}
		changes[i] = ch
	}
	do, quick := db.workAll, db.takes(changes)
	if quick {
		do = db.takeAll
	}
	done, at, err := db.transact(ctx, changes, do, ready)
	if err != nil && (db.again(err) || quick && db.refused(err)) && ctx.Err() == nil {
		done, at, err = db.transact(ctx, changes, db.workAll, ready)
	}
	if err != nil {
		return nil, db.fault(err, string(at.op.Kind)+" in "+at.t.Name)
	}
	return done, nil
}

// noPrivilege begins the reasons that an administrator can mend with a GRANT.
const noPrivilege = "no privilege"

// allowed says what can be refused without asking.
func (db *DB) allowed(ch *change) error {
	if why := ch.m.catalogue.ReadOnly; why != "" {
		return varsam.Errorf(varsam.Denied, "%s may only be read: %s", db.cfg.System, why)
	}
	for _, t := range []*table{ch.t, ch.move} {
		if t != nil && t.ReadOnly != "" {
			code := varsam.Unsupported
			if strings.HasPrefix(t.ReadOnly, noPrivilege) {
				code = varsam.Denied
			}
			return varsam.Errorf(code, "%s: %s cannot be changed by us: %s", db.cfg.System, t.Name, t.ReadOnly)
		}
	}
	switch {
	case ch.op.Fingerprint == "":
		return varsam.Errorf(varsam.Invalid, "%s: the operation does not say for which structure it was planned", db.cfg.System)
	case ch.op.Kind == "":
		return varsam.Errorf(varsam.Invalid, "%s: the operation has no kind", db.cfg.System)
	case ch.op.Kind == varsam.OpErase && (ch.move != nil || len(ch.op.Set) > 0):
		return varsam.Errorf(varsam.Invalid, "%s: erasing neither moves nor sets", db.cfg.System)
	}
	if ch.op.Kind == varsam.OpErase || ch.move != nil {
		return nil
	}
	for _, sets := range ch.sets {
		if len(sets) == 0 {
			return varsam.Errorf(varsam.Invalid, "%s: the operation sets nothing on a row of %s", db.cfg.System, ch.t.Name)
		}
	}
	return nil
}

// again reports whether a second try may pass.
func (db *DB) again(err error) bool {
	if _, ours := errors.AsType[*varsam.Error](err); ours {
		return false
	}
	return db.classify(err).again
}

// refused reports whether the change was not as it should be, or the database
// did not take it: the careful way then tells why.
func (db *DB) refused(err error) bool {
	code := varsam.CodeOf(err)
	if _, ours := errors.AsType[*varsam.Error](err); !ours {
		code = db.classify(err).code
	}
	return code == varsam.Changed || code == varsam.Conflict
}

// carry carries changes out inside a transaction, and tells at which it went
// wrong.
type carry func(ctx context.Context, r runner, changes []*change) (done []varsam.Applied, at *change, err error)

// transact is one attempt. Every way out but the last rolls back.
func (db *DB) transact(ctx context.Context, changes []*change, do carry, ready func() error) (done []varsam.Applied, at *change, err error) {
	at = changes[0]
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return nil, at, err
	}
	defer conn.Close()
	r := runner{db, conn}
	defer func() {
		if err != nil {
			abandon(ctx, conn)
		}
	}()
	if at, err = db.sameStructure(ctx, r, changes, db.dialect.begin()...); err != nil {
		return nil, at, err
	}
	if done, at, err = do(ctx, r, changes); err != nil {
		return nil, at, err
	}
	if err = ready(); err != nil {
		return nil, at, err
	}
	if err = ctx.Err(); err != nil {
		return nil, at, err
	}
	fail.Point("sqldb.apply.before-commit")
	if _, err = r.exec(ctx, "COMMIT"); err != nil {
		return nil, at, db.commitFault(err, at)
	}
	fail.Point("sqldb.apply.after-commit")
	return done, at, nil
}

// sameStructure takes the tables for us, so that their structure stays, and
// refuses the first change for which it is not the planned one. Before are
// statements that begin the transaction, where none is open.
func (db *DB) sameStructure(ctx context.Context, r runner, changes []*change, before ...string) (at *change, err error) {
	var all []asked
	var of []*change // each statement
	for _, text := range before {
		all, of = append(all, asked{text: text}), append(of, changes[0])
	}
	var tables []*table
	for _, ch := range changes {
		for _, t := range []*table{ch.t, ch.move} {
			if t == nil {
				continue
			}
			tables = append(tables, t)
			if text := db.dialect.lockTable(t); text != "" {
				all, of = append(all, asked{text: text}), append(of, ch)
			}
		}
	}
	question, unchanged := db.dialect.unchanged(changes[0].m, tables)
	if question.text != "" {
		all, of = append(all, question), append(of, changes[0])
	}
	if n, err := r.all(ctx, all); err != nil {
		return of[n], err
	}
	now := changes[0].m
	if !unchanged() {
		if question.text != "" {
			db.forget() // what is known of it is no longer so
		}
		if now, err = db.dialect.describe(ctx, r, tables...); err != nil {
			return changes[0], err
		}
	}
	return db.asPlanned(now, changes)
}

// asPlanned holds the structure as it is now against that of each plan.
func (db *DB) asPlanned(now *model, changes []*change) (at *change, err error) {
	for _, ch := range changes {
		known := ch.t.fingerprint
		if now != ch.m {
			known = func() string { return now.catalogue.Fingerprint(ch.t.Name) }
		}
		if known() != ch.op.Fingerprint {
			db.forget()
			return ch, varsam.Errorf(varsam.Changed, "%s: the structure of %s is not the planned one; plan again", db.cfg.System, ch.t.Name)
		}
	}
	return changes[0], nil
}

// workAll carries the changes out one after the other. Where there are several,
// each is to be done whole.
func (db *DB) workAll(ctx context.Context, r runner, changes []*change) (done []varsam.Applied, at *change, err error) {
	for _, ch := range changes {
		one, err := db.work(ctx, r, ch)
		if err == nil && len(changes) > 1 && one.Rows < len(ch.keys) {
			err = varsam.Errorf(varsam.Changed, "%s: rows of %s are not as planned; nothing was changed", db.cfg.System, ch.t.Name)
		}
		if err != nil {
			return nil, ch, err
		}
		done = append(done, one)
	}
	return done, changes[0], nil
}

// commitFault is Unknown unless the server itself said that it did not commit.
func (db *DB) commitFault(err error, ch *change) error {
	if f := db.dialect.fault(err); f.clean && f.code != "" {
		return err
	}
	return varsam.Errorf(varsam.Unknown, "%s: the answer to the commit on %s was lost; it may have happened", db.cfg.System, ch.t.Name)
}

// abandon rolls back, or throws the connection away: it must not go back to the
// pool with an open transaction. The caller's context may be what ended it.
func abandon(ctx context.Context, conn *sql.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackWait)
	defer cancel()
	if _, err := conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		_ = conn.Raw(func(any) error { return driver.ErrBadConn })
	}
}

// work is what one change does inside the transaction.
func (db *DB) work(ctx context.Context, r runner, ch *change) (varsam.Applied, error) {
	rows, err := ch.read(ctx, r, ch.t, ch.all(), true)
	if err != nil {
		return varsam.Applied{}, err
	}
	there := make([]row, len(ch.keys))
	if ch.move != nil {
		if there, err = ch.read(ctx, r, ch.move, ch.all(), true); err != nil {
			return varsam.Applied{}, err
		}
	}
	done, todo := ch.sort(rows, there)
	if err := db.watched(ctx, r, ch, len(todo), func() error { return db.carryOut(ctx, r, ch, rows, todo) }); err != nil {
		return done, err
	}
	if err := db.readBack(ctx, r, ch, todo, &done); err != nil {
		return done, err
	}
	done.Rows += len(todo)
	done.Finality, done.Until = db.finality(ch.op)
	return done, nil
}

// sort says of each target whether it is done, to be done, gone or changed.
func (ch *change) sort(rows, there []row) (done varsam.Applied, todo []int) {
	done.Versions = map[string]string{}
	for i, t := range ch.op.Targets {
		switch ch.state(i, rows[i], there[i]) {
		case varsam.RowPlanned:
			done.Rows++
			ch.noteVersion(&done, i, rows[i], there[i])
		case varsam.RowOriginal:
			todo = append(todo, i)
		default:
			if rows[i].here || there[i].here {
				done.Changed = append(done.Changed, t.Ref)
			} else {
				done.Missing = append(done.Missing, t.Ref)
			}
		}
	}
	return done, todo
}

// state compares a target, as found in its table and in the one it moves to,
// with what it should be.
func (ch *change) state(i int, r, there row) varsam.RowState {
	original := r.here && slices.Contains(ch.vers[i], r.version)
	switch {
	case ch.move != nil:
		if !r.here && there.here && there.planned {
			return varsam.RowPlanned
		}
		original = original && !there.here
	case ch.op.Kind == varsam.OpErase:
		if !r.here {
			return varsam.RowPlanned
		}
	case ch.op.Kind == "" && len(ch.sets[i]) == 0:
		if original {
			return varsam.RowPlanned
		}
	case r.here && r.planned:
		return varsam.RowPlanned
	}
	if original {
		return varsam.RowOriginal
	}
	return varsam.RowOther
}

// noteVersion keeps the version of a row that remains.
func (ch *change) noteVersion(done *varsam.Applied, i int, r, there row) {
	ref := ch.op.Targets[i].Ref
	switch {
	case ch.move != nil && there.here:
		ref.Collection = ch.move.Name
		done.Versions[ref.String()] = there.version
	case ch.move == nil && r.here:
		done.Versions[ref.String()] = r.version
	}
}

// carryOut changes the targets that are still as the plan froze them.
func (db *DB) carryOut(ctx context.Context, r runner, ch *change, rows []row, todo []int) error {
	switch {
	case len(todo) == 0:
		return nil
	case ch.op.Kind == varsam.OpErase:
		return db.erase(ctx, r, ch, rows, todo)
	case ch.move != nil:
		return db.moveRows(ctx, r, ch, rows, todo)
	}
	return db.update(ctx, r, ch, todo)
}

// readBack reads what was changed once more: its new versions, and that it is as
// planned – a trigger, a default or rounding may have made it something else.
func (db *DB) readBack(ctx context.Context, r runner, ch *change, todo []int, done *varsam.Applied) error {
	if ch.op.Kind == varsam.OpErase || len(todo) == 0 {
		return nil
	}
	rows, err := ch.read(ctx, r, ch.owner(), todo, false)
	if err != nil {
		return err
	}
	for _, i := range todo {
		if !rows[i].here || !rows[i].planned {
			return varsam.Errorf(varsam.Conflict, "%s: %s did not keep what was written; a trigger or the column's type changed it",
				db.cfg.System, ch.owner().Name)
		}
		ch.noteVersion(done, i, rows[i], rows[i])
	}
	return nil
}

// expect holds the number of rows touched against the targets.
func (db *DB) expect(ch *change, n int64, want int) error {
	if n != int64(want) {
		return varsam.Errorf(varsam.Changed, "%s: %d rows of %s would have changed, not the %d planned; nothing was changed",
			db.cfg.System, n, ch.t.Name, want)
	}
	return nil
}
