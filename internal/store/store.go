package store

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/varsam/varsam"
)

// Config says where the store lies and what it must hold.
type Config struct {
	// DSN is the path of a SQLite file, made with its folder when missing, or
	// a postgres:// address.
	DSN string
	// Schema is the PostgreSQL schema; "varsam" when empty. SQLite has none.
	Schema string
	// Role is the lesser PostgreSQL role every transaction runs as;
	// "varsam_app" when empty. Migrate makes it. The login role must be a
	// member of it and need not own anything.
	Role string
	// Migrations are the tables of all rooms; versions of a room count from 1.
	Migrations []Migration
	// Zone decides [Tx.Today]; UTC when nil.
	Zone *time.Location
	// Now replaces the clock of [Tx.Now], for tests.
	Now func() time.Time
	// NoCopy leaves out the copy of the SQLite file before a migration: for
	// a store of keys, where a copy would outlive what is destroyed.
	NoCopy bool
}

// Store is an open database. It is safe for concurrent use.
type Store struct {
	config  Config
	engine  engine
	ready   atomic.Bool
	frozen  atomic.Bool // see Freeze
	tenants sync.Map    // the names known to be in the tenant list

	constants sync.Map // see Tx.Constant
	bells     bells    // see Tx.Ring
	crowds    sync.Map // see WriteTogether
}

// engine is what SQLite and PostgreSQL do differently.
type engine interface {
	// begin starts a transaction that sees one tenant.
	begin(ctx context.Context, tenant string, write bool) (*session, error)
	// applied reads the schema version; nothing when there is no schema yet.
	applied(ctx context.Context) (versions, error)
	// migrate runs apply in one transaction, alone.
	migrate(ctx context.Context, apply func(*session) error) error
	// scrub makes deleted rows leave the files.
	scrub(ctx context.Context, tables []string) error
	// mark is of [Store.Mark], with the engine's clock.
	mark(ctx context.Context) (Mark, time.Time, error)
	native() Native
	close() error
}

// Open opens the store. A SQLite file is migrated at once, after a copy of it
// was kept beside it; a PostgreSQL schema that is behind opens, but refuses
// Write and Read until [Store.Migrate] has run. A schema that is newer than
// config.Migrations does not open: code Conflict.
func Open(ctx context.Context, config Config) (*Store, error) {
	config = config.withDefaults()
	if err := checkMigrations(config.Migrations); err != nil {
		return nil, err
	}
	open := openSQLite
	if IsPostgres(config.DSN) {
		open = openPostgres
	}
	engine, err := open(ctx, config)
	if err != nil {
		return nil, err
	}
	s := &Store{config: config, engine: engine}
	if err := s.prepare(ctx); err != nil {
		engine.close()
		return nil, err
	}
	return s, nil
}

// prepare refuses a newer schema and brings a SQLite file up to date.
func (s *Store) prepare(ctx context.Context) error {
	if !IsPostgres(s.config.DSN) {
		return s.Migrate(ctx)
	}
	applied, err := s.engine.applied(ctx)
	if err != nil {
		return err
	}
	pending, err := s.pending(applied)
	s.ready.Store(err == nil && len(pending) == 0)
	return err
}

// IsPostgres reports whether a DSN names a PostgreSQL server rather than a file.
func IsPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

func (c Config) withDefaults() Config {
	if c.Schema == "" {
		c.Schema = "varsam"
	}
	if c.Role == "" {
		c.Role = "varsam_app"
	}
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	c.Migrations = append([]Migration{ownTables}, c.Migrations...)
	return c
}

// Close ends all connections. Transactions still open fail.
func (s *Store) Close() error {
	if err := s.engine.close(); err != nil {
		return scrub(err)
	}
	return nil
}

// Freeze lets the store be looked at only: from now on [Store.Write] is refused,
// with code Denied.
func (s *Store) Freeze() { s.frozen.Store(true) }

var errFrozen = varsam.Errorf(varsam.Denied, "this data folder is a copy to look at: nothing in it is changed")

// Scrub makes deleted rows leave the bytes on disk: on SQLite it empties the
// write-ahead log into the file, where deleted cells are overwritten; on
// PostgreSQL it rewrites the named tables, if the login role owns them. Code
// Unavailable when a long reader stands in the way.
func (s *Store) Scrub(ctx context.Context, tables ...string) error {
	return scrub(s.engine.scrub(ctx, tables))
}

// Zone is the zone that decides "today".
func (s *Store) Zone() *time.Location { return s.config.Zone }

// notReady explains a schema that is behind, after a second look: another
// process may have migrated it.
func (s *Store) notReady(ctx context.Context) error {
	if err := s.prepare(ctx); err != nil {
		return err
	}
	if s.ready.Load() {
		return nil
	}
	return varsam.Errorf(varsam.Conflict, "the database schema is older than this program; run varsam migrate")
}
