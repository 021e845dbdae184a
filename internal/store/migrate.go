package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/varsam/varsam"
)

// Migration is one change of a room's tables. Versions of a room count 1, 2, 3
// without gaps; once released, a migration is never edited.
//
// The runner is our own, in place of goose: goose counts one sequence of
// versions over all files, where ours count per room, so that a room can be
// read, tested and opened on its own (the key store is one); and the refusal of
// newer schemas, the copy, the tenant check and row security would all have
// been code around it.
type Migration struct {
	Room    string
	Version int
	SQL     string
}

// ownTables is the store's own migration. The table of versions itself is made
// before it, by the runner.
var ownTables = Migration{Room: "store", Version: 1, SQL: `
CREATE TABLE tenants (
	tenant TEXT NOT NULL,
	added  BIGINT NOT NULL,
	PRIMARY KEY (tenant)
);`}

const versionTable = `
CREATE TABLE IF NOT EXISTS schema_version (
	room    TEXT NOT NULL,
	version BIGINT NOT NULL,
	digest  TEXT NOT NULL,
	applied BIGINT NOT NULL,
	PRIMARY KEY (room, version)
);`

// version names a migration; versions are those applied, with their digests.
type version struct {
	room   string
	number int
}

type versions map[version]string

func (m Migration) digest() string {
	sum := sha256.Sum256([]byte(m.SQL))
	return hex.EncodeToString(sum[:])
}

// Migrate brings the schema up to date, in one transaction, one runner at a
// time. It is safe to call when there is nothing to do. On PostgreSQL the login
// role must own the schema, or be allowed to make it.
func (s *Store) Migrate(ctx context.Context) error {
	applied, err := s.engine.applied(ctx)
	if err != nil {
		return scrub(err)
	}
	pending, err := s.pending(applied)
	if err != nil {
		return err
	}
	if len(pending) > 0 {
		if err := s.engine.migrate(ctx, func(session *session) error { return s.apply(ctx, session) }); err != nil {
			return scrub(err)
		}
	}
	s.ready.Store(true)
	return nil
}

// apply runs what is pending now that nobody else can.
func (s *Store) apply(ctx context.Context, session *session) error {
	if _, err := session.sql.ExecContext(ctx, versionTable); err != nil {
		return err
	}
	applied, err := readVersions(ctx, session.sql)
	if err != nil {
		return err
	}
	pending, err := s.pending(applied)
	if err != nil {
		return err
	}
	for _, m := range pending {
		if _, err := session.sql.ExecContext(ctx, m.SQL); err != nil {
			return varsam.Wrap(varsam.CodeOf(scrub(err)), scrub(err), "migration of room %s", m.Room)
		}
		_, err := session.sql.ExecContext(ctx,
			`INSERT INTO schema_version (room, version, digest, applied) VALUES ($1, $2, $3, $4)`,
			m.Room, m.Version, m.digest(), session.now.UnixMicro())
		if err != nil {
			return err
		}
	}
	return nil
}

// pending are the migrations not applied yet, in order. A schema with anything
// this program does not know is newer, and refused.
func (s *Store) pending(applied versions) (pending []Migration, err error) {
	known := 0
	for _, m := range s.config.Migrations {
		digest, done := applied[version{m.Room, m.Version}]
		switch {
		case !done:
			pending = append(pending, m)
			continue
		case digest != m.digest():
			return nil, varsam.Errorf(varsam.Conflict,
				"migration %d of room %s is not the one that was applied to this database", m.Version, m.Room)
		}
		known++
	}
	if known < len(applied) {
		return nil, varsam.Errorf(varsam.Conflict,
			"the database was written by a newer program; use that version, or a copy from before it")
	}
	return pending, nil
}

func readVersions(ctx context.Context, q querier) (versions, error) {
	rows, err := q.QueryContext(ctx, `SELECT room, version, digest FROM schema_version`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	applied := versions{}
	for rows.Next() {
		var v version
		var digest string
		if err := rows.Scan(&v.room, &v.number, &digest); err != nil {
			return nil, err
		}
		applied[v] = digest
	}
	return applied, rows.Err()
}
