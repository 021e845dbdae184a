package retention

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Service culls for one tenant.
type Service struct {
	Store  *store.Store
	Keeper *seal.Keeper
	Log    *evidence.Log
	Tenant string

	// Open gives the systems of a register's version, as of a day.
	Open func(*register.Register, varsam.Date) locate.Opener

	// Sheltered are the people whose records time may not end now: those of open
	// requests and of restrictions, and the records that somebody found to be theirs:
	// the place in the list by Ref.String(). Since reports whether there are new ones
	// after a moment.
	Sheltered func(ctx context.Context) ([]varsam.Person, map[string]int, error)
	Since     func(tx *store.Tx, moment time.Time) (bool, error)

	// Lease is how long a worker may be silent before another takes its range up.
	Lease time.Duration

	// Size is how many rows a range holds at most.
	Size int
}

// The defaults of a Service.
const (
	DefaultLease = 15 * time.Second // a range takes a second at most
	DefaultSize  = 10_000
)

func (s *Service) lease() time.Duration {
	if s.Lease > 0 {
		return s.Lease
	}
	return DefaultLease
}

func (s *Service) size() int {
	if s.Size > 0 {
		return s.Size
	}
	return DefaultSize
}

// newID is a letter and 40 random bits.
func newID(letter string) string {
	b := make([]byte, 5)
	rand.Read(b)
	return letter + hex.EncodeToString(b)
}

// actor is the opaque id of somebody who approves or decides.
func (s *Service) actor(name string) string {
	return hex.EncodeToString(s.Keeper.Mark(s.Tenant, "actor", name))[:16]
}

// Get is one run with its rules.
func (s *Service) Get(ctx context.Context, id string) (r Run, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		r, err = s.get(tx, id)
		return err
	})
	return r, err
}

func (s *Service) get(tx *store.Tx, id string) (r Run, err error) {
	if r, err = getRun(tx, id); err != nil {
		return r, err
	}
	if r.Rules, err = listRules(tx, id); err != nil {
		return r, err
	}
	for i := range r.Rules {
		if r.Rules[i].Ranges, err = countRanges(tx, id, r.Rules[i].Place); err != nil {
			return r, err
		}
	}
	return r, nil
}

// List is all runs, the newest first, without their rules.
func (s *Service) List(ctx context.Context) (all []Run, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err = listRuns(tx)
		return err
	})
	return all, err
}

func (s *Service) seal(ctx context.Context, key seal.KeyID, where string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, varsam.Errorf(varsam.Internal, "%s cannot be written as JSON", where)
	}
	return s.Keeper.Seal(ctx, key, where, plain)
}

func unseal[T any](ctx context.Context, keeper *seal.Keeper, key seal.KeyID, where string, sealed []byte) (v T, err error) {
	plain, err := keeper.Open(ctx, key, where, sealed)
	if err != nil {
		return v, err
	}
	if json.Unmarshal(plain, &v) != nil {
		return v, varsam.Errorf(varsam.Corrupt, "%s does not read back", where)
	}
	return v, nil
}
