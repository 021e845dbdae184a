package job

import (
	"context"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Claim says what somebody is ready to take.
type Claim struct {
	Tenant string
	Kinds  []string
	Holder Holder
	Lease  time.Duration // DefaultLease when 0
}

// DefaultLease is how long a unit stays with a holder who is not heard of.
// Together with the sweep it bounds how long a dead worker's unit lies still.
const DefaultLease = 15 * time.Second

// Take takes the unit that has been ready longest: free and due, or left by a
// holder whose lease has run out. It reports false when there is none. On the
// way, a unit that went down with its holder too often becomes stuck.
func Take(ctx context.Context, s *store.Store, c Claim) (u Unit, ok bool, err error) {
	if c.Lease <= 0 {
		c.Lease = DefaultLease
	}
	if idle, err := c.idle(ctx, s); idle || err != nil {
		return u, false, err
	}
	for state := State("?"); state != "" && state != Held && err == nil; {
		err = s.Write(ctx, c.Tenant, func(tx *store.Tx) error {
			u, state, err = c.take(tx)
			return err
		})
		ok = err == nil && state == Held
	}
	u.store = s
	return u, ok, err
}

// idle looks before it takes where writers stand in line.
func (c Claim) idle(ctx context.Context, s *store.Store) (idle bool, err error) {
	if s.Native().Writer == nil {
		return false, nil
	}
	err = s.Read(ctx, c.Tenant, func(tx *store.Tx) error {
		n := 0
		err := tx.QueryRow(isReady, c.Tenant, tx.Now().UnixMicro(), c.kinds()).Scan(&n)
		idle = n == 0
		return err
	})
	return idle, err
}

// take moves one ready unit on and says what it has become; nothing when there
// is none.
func (c Claim) take(tx *store.Tx) (Unit, State, error) {
	statement := takeOnSQLite
	if tx.Native().Postgres != nil {
		statement = takeOnPostgres
	}
	u, state := Unit{Tenant: c.Tenant, lease: c.Lease}, State("")
	err := tx.QueryRow(statement, c.Tenant, tx.Now().UnixMicro(), c.kinds(), c.Holder.String(), tx.Now().Add(c.Lease).UnixMicro()).
		Scan(&u.ID, &u.Run, &u.Kind, &u.Place, &state, &u.Fence, &u.Attempt, &u.Problem, &u.Cursor, &u.kept)
	if varsam.CodeOf(err) == varsam.NotFound {
		return Unit{}, "", nil
	}
	return u, state, err
}

func (c Claim) kinds() string { return "," + strings.Join(c.Kinds, ",") + "," }

// Beat renews the lease. Code Conflict when somebody else holds the unit by now:
// nothing that it still does will count.
func (u Unit) Beat(ctx context.Context) error {
	return u.store.Write(ctx, u.Tenant, func(tx *store.Tx) error {
		return u.held(tx, beatUnit, u.end(tx), tx.Now().UnixMicro())
	})
}

// end is when a lease given now runs out.
func (u Unit) end(tx *store.Tx) int64 { return tx.Now().Add(u.lease).UnixMicro() }

func (u Unit) lost() error {
	return varsam.Errorf(varsam.Conflict, "unit %s of kind %s was taken over by another worker", u.ID, u.Kind)
}
