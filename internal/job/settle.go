package job

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Save keeps the place reached, in the transaction that reached it, and renews
// the lease. Code Conflict when the fence is stale.
func Save(tx *store.Tx, u Unit, cursor []byte) error {
	if err := checkCursor(cursor); err != nil {
		return err
	}
	return u.held(tx, saveUnit, u.end(tx), tx.Now().UnixMicro(), cursor)
}

// Tell notes how far a slice is, for whoever looks at its run meanwhile. It is no
// progress: a slice that dies after it has used up an attempt all the same. Code
// Conflict when the fence is stale.
func Tell(tx *store.Tx, u Unit, note []byte) error {
	if err := checkCursor(note); err != nil {
		return err
	}
	return u.held(tx, tellUnit, note)
}

// Told is what was last told, or saved, of a run that is being worked on; nothing
// otherwise.
func Told(tx *store.Tx, run string) (note []byte, err error) {
	err = tx.QueryRow(toldOf, tx.Tenant(), run).Scan(&note)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil, nil
	}
	return note, err
}

// Done ends the unit in the transaction that finished it. A wake that came
// meanwhile makes it wait once more. Code Conflict when the fence is stale.
func Done(tx *store.Tx, u Unit) error {
	if err := u.held(tx, endUnit); err != nil {
		return err
	}
	if err := tx.Ring(bell); err != nil || u.kept {
		return err
	}
	_, err := tx.Exec(dropDone, u.Tenant, u.ID)
	return err
}

// Release gives the unit back with the place reached, to go on after a wait. It
// is progress: attempts count from the start again.
// Code Conflict when the fence is stale.
func Release(tx *store.Tx, u Unit, cursor []byte, wait time.Duration) error {
	if err := checkCursor(cursor); err != nil {
		return err
	}
	return u.back(tx, 0, wait, cursor, "")
}

// Fail gives the unit back to be tried again, later each time; after its last
// try it is stuck, with the code, until somebody says [Retry]. What was saved
// stays. Code Conflict when the fence is stale.
func Fail(tx *store.Tx, u Unit, code varsam.Code) error {
	cursor, attempt, tries, err := u.reached(tx)
	if err != nil {
		return err
	}
	if attempt >= tries {
		return u.held(tx, giveUp, code)
	}
	return u.back(tx, attempt, Backoff(attempt), cursor, code)
}

// giveBack is what a worker does that has to go: the attempt does not count.
func giveBack(tx *store.Tx, u Unit) error {
	cursor, attempt, _, err := u.reached(tx)
	if err != nil {
		return err
	}
	return u.back(tx, attempt-1, 0, cursor, u.Problem)
}

const reached = `SELECT cursor, attempt, tries FROM job_units WHERE tenant = $1 AND id = $2 AND fence = $3 AND state = 'held'`

func (u Unit) reached(tx *store.Tx) (cursor []byte, attempt, tries int, err error) {
	err = tx.QueryRow(reached, u.Tenant, u.ID, u.Fence).Scan(&cursor, &attempt, &tries)
	if varsam.CodeOf(err) == varsam.NotFound {
		err = u.lost()
	}
	return cursor, attempt, tries, err
}

func (u Unit) back(tx *store.Tx, attempt int, wait time.Duration, cursor []byte, problem varsam.Code) error {
	if err := u.held(tx, putBack, attempt, tx.Now().Add(wait).UnixMicro(), cursor, problem); err != nil {
		return err
	}
	return tx.Ring(bell)
}

// held runs a statement that touches the unit only under its fence.
func (u Unit) held(tx *store.Tx, statement string, args ...any) error {
	n, err := tx.Exec(statement, append([]any{u.Tenant, u.ID, u.Fence}, args...)...)
	if err == nil && n != 1 {
		err = u.lost()
	}
	return err
}

// The pauses between attempts.
const (
	firstBackoff   = 5 * time.Second
	longestBackoff = 15 * time.Minute
)

// Backoff is the wait after the n-th failed attempt, from 1: five seconds, and
// twice as long each time, up to a quarter of an hour.
func Backoff(n int) time.Duration {
	wait := firstBackoff
	for ; n > 1 && wait < longestBackoff; n-- {
		wait *= 2
	}
	return min(wait, longestBackoff)
}
