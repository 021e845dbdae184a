package register

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Migrations are the tables of this room. A version is never changed; the
// archive of a digest is stored once, however often it comes back.
var Migrations = []store.Migration{{Room: "register", Version: 1, SQL: `
CREATE TABLE register_archives (
	tenant  TEXT NOT NULL,
	digest  TEXT NOT NULL,
	archive BYTEA NOT NULL,
	PRIMARY KEY (tenant, digest)
);
CREATE TABLE register_versions (
	tenant    TEXT NOT NULL,
	version   BIGINT NOT NULL,
	digest    TEXT NOT NULL,
	pushed_by TEXT NOT NULL,
	pushed_at BIGINT NOT NULL,
	PRIMARY KEY (tenant, version),
	FOREIGN KEY (tenant, digest) REFERENCES register_archives (tenant, digest)
);`}, {Room: "register", Version: 2, SQL: `
CREATE TABLE register_bases (
	tenant TEXT NOT NULL,
	base   TEXT NOT NULL,
	PRIMARY KEY (tenant)
);`}}

// Version is one state of the register that was in force.
type Version struct {
	Number int       `json:"version"` // 1, 2, 3 …
	Digest string    `json:"digest"`
	By     string    `json:"by"` // opaque id of who pushed it
	At     time.Time `json:"at"`
}

// Push makes an archive the current version, if the current one is still the
// expected (0 when there is none yet). The error is Conflict when it is not:
// look at [Diff], merge, and push again. Pushing what is already current changes
// nothing and returns it.
func Push(tx *store.Tx, archive []byte, by string, expected int) (Version, error) {
	if err := tx.Lock("register"); err != nil {
		return Version{}, err
	}
	current, err := Current(tx)
	if err != nil && varsam.CodeOf(err) != varsam.NotFound {
		return Version{}, err
	}
	if current.Number != expected {
		return current, varsam.Errorf(varsam.Conflict, "the register has changed: version %d is current, not %d; pull, merge and push again", current.Number, expected)
	}
	v := Version{Number: expected + 1, Digest: Digest(archive), By: by, At: tx.Now()}
	if v.Digest == current.Digest {
		return current, nil
	}
	return v, insertVersion(tx, v, archive)
}

// SetBase keeps the folder that relative paths in the register's settings start
// from; the versions do not hold it, because another machine may have another.
func SetBase(tx *store.Tx, base string) error {
	_, err := tx.Exec(`INSERT INTO register_bases (tenant, base) VALUES ($1, $2)
		ON CONFLICT (tenant) DO UPDATE SET base = excluded.base`, tx.Tenant(), base)
	return err
}

// Base is what SetBase kept; empty when nothing was.
func Base(tx *store.Tx) (base string, err error) {
	err = tx.QueryRow(`SELECT base FROM register_bases WHERE tenant = $1`, tx.Tenant()).Scan(&base)
	if varsam.CodeOf(err) == varsam.NotFound {
		return "", nil
	}
	return base, err
}

func insertVersion(tx *store.Tx, v Version, archive []byte) error {
	_, err := tx.Exec(`INSERT INTO register_archives (tenant, digest, archive) VALUES ($1, $2, $3)
		ON CONFLICT (tenant, digest) DO NOTHING`, tx.Tenant(), v.Digest, archive)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO register_versions (tenant, version, digest, pushed_by, pushed_at) VALUES ($1, $2, $3, $4, $5)`,
		tx.Tenant(), v.Number, v.Digest, v.By, v.At.UnixMicro())
	return err
}

// Current is the version in force; NotFound when there is none yet.
func Current(tx *store.Tx) (Version, error) {
	all, err := store.List(tx, scanVersion, `SELECT version, digest, pushed_by, pushed_at FROM register_versions
		WHERE tenant = $1 ORDER BY version DESC LIMIT 1`, tx.Tenant())
	if err != nil {
		return Version{}, err
	}
	if len(all) == 0 {
		return Version{}, varsam.Errorf(varsam.NotFound, "there is no register yet; push one")
	}
	return all[0], nil
}

// History lists all versions, newest first.
func History(tx *store.Tx) ([]Version, error) {
	return store.List(tx, scanVersion, `SELECT version, digest, pushed_by, pushed_at FROM register_versions
		WHERE tenant = $1 ORDER BY version DESC`, tx.Tenant())
}

// Get is one version by its number, with its archive; NotFound when there is
// none.
func Get(tx *store.Tx, number int) (Version, []byte, error) {
	all, err := store.List(tx, scanVersion, `SELECT version, digest, pushed_by, pushed_at FROM register_versions
		WHERE tenant = $1 AND version = $2`, tx.Tenant(), number)
	if err != nil {
		return Version{}, nil, err
	}
	if len(all) == 0 {
		return Version{}, nil, varsam.Errorf(varsam.NotFound, "the register has no version %d", number)
	}
	archive, err := GetArchive(tx, all[0].Digest)
	return all[0], archive, err
}

// GetArchive is the archive of a digest, as plans and evidence name it. The
// error is NotFound when it was never pushed, and Corrupt when the stored bytes
// are not what was.
func GetArchive(tx *store.Tx, digest string) ([]byte, error) {
	var archive []byte
	err := tx.QueryRow(`SELECT archive FROM register_archives WHERE tenant = $1 AND digest = $2`, tx.Tenant(), digest).Scan(&archive)
	switch {
	case varsam.CodeOf(err) == varsam.NotFound:
		return nil, varsam.Errorf(varsam.NotFound, "no version of the register has the digest %s", digest)
	case err != nil:
		return nil, err
	case Digest(archive) != digest:
		return nil, varsam.Errorf(varsam.Corrupt, "the stored register %s is damaged; restore it from a backup or from the files", digest)
	}
	return archive, nil
}

func scanVersion(rows *store.Rows) (Version, error) {
	var v Version
	var at int64
	err := rows.Scan(&v.Number, &v.Digest, &v.By, &at)
	v.At = time.UnixMicro(at).UTC()
	return v, err
}
