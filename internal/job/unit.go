package job

import (
	"crypto/rand"
	"regexp"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Unit is a piece of work as its holder sees it.
type Unit struct {
	Tenant  string
	ID      string
	Run     string // what it belongs to; the caller's id
	Kind    string
	Place   int64       // its order among units of one time
	Fence   int64       // goes up each time it is taken
	Attempt int         // from 1; goes back to 1 with progress
	Cursor  []byte      // what the slice before saved
	Problem varsam.Code // why the attempt before failed

	store *store.Store
	lease time.Duration
	kept  bool
}

// New is a unit to add.
type New struct {
	ID     string // random when empty; a unit whose id is there is not added again
	Run    string
	Kind   string
	Place  int64
	At     time.Time // not before; at once when zero
	Cursor []byte
	Tries  int // attempts without progress before it is stuck; DefaultTries when 0
}

// DefaultTries are the attempts without progress after which a unit is stuck.
const DefaultTries = 8

// maxCursor bounds what a unit carries: a place, not a load.
const maxCursor = 64 << 10

// bell is what listening workers hear when there may be something to do.
const bell = "job"

var nameForm = regexp.MustCompile(`^[a-z][a-z0-9-]{1,62}$`)

func (n New) check() error {
	switch {
	case !nameForm.MatchString(n.Kind):
		return varsam.Errorf(varsam.Invalid, "a kind of work has two to 63 lower-case letters, digits and hyphens")
	case n.Run == "" || len(n.Run) > 200 || len(n.ID) > 200:
		return varsam.Errorf(varsam.Invalid, "work of kind %s needs a run, named by an id of at most 200 bytes", n.Kind)
	}
	return checkCursor(n.Cursor)
}

func checkCursor(cursor []byte) error {
	if len(cursor) > maxCursor {
		return varsam.Errorf(varsam.Invalid, "a cursor holds at most %d bytes", maxCursor)
	}
	return nil
}

// Add puts units to be done into the caller's transaction. They stay, as done,
// until [Forget]. Code Invalid for a kind or run that cannot be.
func Add(tx *store.Tx, units ...New) error {
	for _, n := range units {
		if err := n.insert(tx, addOnce, false, true); err != nil {
			return err
		}
	}
	return tx.Ring(bell)
}

// Wake says that something is to be done, once or at a time.
type Wake struct {
	Kind   string
	Run    string
	At     time.Time // not before; at once when zero
	Unique bool      // one of this kind and run is enough
}

// Enqueue puts a wake into the caller's transaction: what rolls back drops it.
// Nothing of it stays when it is done.
func Enqueue(tx *store.Tx, w Wake) error {
	n := New{Kind: w.Kind, Run: w.Run, At: w.At}
	if err := n.insert(tx, addWake, w.Unique, false); err != nil {
		return err
	}
	return tx.Ring(bell)
}

func (n New) insert(tx *store.Tx, statement string, once, kept bool) error {
	if err := n.check(); err != nil {
		return err
	}
	if n.ID == "" {
		n.ID = rand.Text()
	}
	if n.Tries < 1 {
		n.Tries = DefaultTries
	}
	if n.At.IsZero() {
		n.At = tx.Now()
	}
	_, err := tx.Exec(statement, tx.Tenant(), n.ID, n.Run, n.Kind, n.Place, n.At.UnixMicro(), n.Tries, n.Cursor, once, kept)
	return err
}
