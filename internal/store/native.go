package store

import (
	"database/sql"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Native is the store's connections as their drivers know them, for the one
// room that shares them with a library (jobs): SQLite has the two pools,
// PostgreSQL has Pool.
type Native struct {
	Writer *sql.DB // one connection
	Reader *sql.DB
	Pool   *pgxpool.Pool
}

// NativeTx is a transaction as its driver knows it; one of the two is set.
type NativeTx struct {
	SQLite   *sql.Tx
	Postgres pgx.Tx
}

// Native returns the store's connections. See [Native].
func (s *Store) Native() Native { return s.engine.native() }
