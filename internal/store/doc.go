// Package store keeps what Varsam itself has to remember, in one SQLite file or
// in a PostgreSQL schema, with one SQL text for both.
//
// It opens, migrates, and hands out transactions; it knows no table but its
// own two, the tenant list and the schema version. Every room keeps its SQL in
// its own sql.go as small functions that take a [*Tx], and contributes its
// tables as [Migration] values.
//
// # One SQL text
//
// Placeholders are $1, $2 …. Whole numbers are BIGINT, instants are BIGINT
// microseconds ([time.Time.UnixMicro]), bytes are BYTEA, the rest is TEXT or
// BOOLEAN. RETURNING, ON CONFLICT, UPDATE … FROM, row values, window functions
// and partial indexes work on both engines.
//
// # Tenancy
//
// Every table has tenant first in its primary key and in every other key, and
// every statement names the tenant: [CheckMigration] refuses the one, the
// test helper in storetest the other. On PostgreSQL, forced row level security
// is a second wall: each transaction runs as a lesser role and sees the rows of
// its tenant only, none when it has none.
//
// # Errors
//
// Drivers quote values in their errors ("Key (email)=(anna@…) already
// exists"). No driver error leaves this package: each becomes a
// [varsam.Error] with a code, naming at most a constraint and a result code.
package store
