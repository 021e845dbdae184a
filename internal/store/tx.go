package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/fail"
)

// Tx is one transaction of one tenant. It lives as long as the function it was
// given to and is not safe for concurrent use.
type Tx struct {
	ctx      context.Context
	store    *Store
	session  *session
	tenant   string
	onCommit []func()
	broken   bool // a statement failed
}

// session is an engine's open transaction.
type session struct {
	sql      querier
	now      time.Time
	commit   func(context.Context) error
	rollback func()
	lock     func(ctx context.Context, name string) error
	native   NativeTx
}

// querier is the part of [sql.Tx] and [sql.Conn] that runs statements.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Write runs do in a transaction and commits it when do returns nil; only then
// does Write return nil. An error of do, a panic, or a statement that failed
// (whatever do made of it: use ON CONFLICT instead) rolls back. NotFound: the
// tenant is not in the list. Unknown: the connection broke during commit, so
// the change may or may not be there – look before trying again.
//
// On SQLite one Write runs at a time, so a Write inside do waits for itself. On
// PostgreSQL they run side by side, read
// committed: guard a change that depends on what was read by a condition in the
// statement (a version, a fence) or by [Tx.Lock].
func (s *Store) Write(ctx context.Context, tenant string, do func(*Tx) error) error {
	if s.frozen.Load() {
		return errFrozen
	}
	return s.run(ctx, tenant, true, func(tx *Tx) error {
		if err := s.known(tx); err != nil {
			return err
		}
		return do(tx)
	})
}

// Read runs do in a transaction that sees one state of the database and cannot
// change it. Errors are as in [Store.Write].
func (s *Store) Read(ctx context.Context, tenant string, do func(*Tx) error) error {
	return s.run(ctx, tenant, false, func(tx *Tx) error {
		if err := s.known(tx); err != nil {
			return err
		}
		return do(tx)
	})
}

func (s *Store) run(ctx context.Context, tenant string, write bool, do func(*Tx) error) error {
	if !s.ready.Load() {
		if err := s.notReady(ctx); err != nil {
			return err
		}
	}
	session, err := s.engine.begin(ctx, tenant, write)
	if err != nil {
		return scrub(err)
	}
	if s.config.Now != nil {
		session.now = s.config.Now()
	}
	tx := &Tx{ctx: ctx, store: s, session: session, tenant: tenant}
	return tx.finish(do)
}

// finish runs do and ends the transaction one way or the other.
func (tx *Tx) finish(do func(*Tx) error) error {
	committed := false
	defer func() {
		if !committed {
			tx.session.rollback()
		}
	}()
	if err := do(tx); err != nil {
		return scrub(err)
	}
	if err := tx.ctx.Err(); err != nil {
		return scrub(err)
	}
	if tx.broken {
		return errBroken
	}
	committed = true
	if err := tx.session.end(tx.ctx); err != nil {
		return err
	}
	for _, then := range tx.onCommit {
		then()
	}
	return nil
}

// commitPatience bounds a commit, which the caller's context cannot cancel: a
// cancelled commit would be one with an unknown outcome.
const commitPatience = 30 * time.Second

func (s *session) end(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitPatience)
	defer cancel()
	fail.Point("store.commit.before")
	err := s.commit(ctx)
	fail.Point("store.commit.after")
	return scrubCommit(err)
}

// Tenant is whose rows the transaction works on: the value of $1, by habit.
func (tx *Tx) Tenant() string { return tx.tenant }

// Now is the transaction's one clock, in UTC to the microsecond: the
// database's on PostgreSQL, so that all machines agree, this machine's on
// SQLite.
func (tx *Tx) Now() time.Time { return tx.session.now.UTC().Truncate(time.Microsecond) }

// Today is the civil day of Now in the store's zone.
func (tx *Tx) Today() varsam.Date { return varsam.DateIn(tx.Now(), tx.store.config.Zone) }

// Context is the context Write or Read was called with.
func (tx *Tx) Context() context.Context { return tx.ctx }

// OnCommit runs then after the transaction has committed, and never otherwise.
func (tx *Tx) OnCommit(then func()) { tx.onCommit = append(tx.onCommit, then) }

// Lock waits until no other transaction of the tenant holds the same name, and
// holds it to the end. SQLite has one writer, so there it costs nothing.
func (tx *Tx) Lock(name string) error {
	return scrub(tx.session.lock(tx.ctx, tx.tenant+"/"+name))
}

// Constant is a value of the tenant's that never changes once it is committed,
// read from the database at first use and from memory after.
func (tx *Tx) Constant(name string, read func() (string, error)) (string, error) {
	key := tx.tenant + "/" + name
	if value, ok := tx.store.constants.Load(key); ok {
		return value.(string), nil
	}
	value, err := read()
	if err == nil {
		tx.OnCommit(func() { tx.store.constants.Store(key, value) })
	}
	return value, err
}

// Native is the transaction as its driver knows it, for the one room that hands
// it to a library (jobs). Nobody else calls it.
func (tx *Tx) Native() NativeTx { return tx.session.native }
