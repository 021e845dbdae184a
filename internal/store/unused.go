package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"

	"modernc.org/sqlite"

	"github.com/varsam/varsam"
)

// Unused refuses with code Conflict when another process has the SQLite store in a
// file open, whatever it does with it: a file that is moved away from under a
// program goes on being written. A file that is not there is used by nobody, and one
// that is damaged is not taken for used: it is what a backup is restored for.
func Unused(ctx context.Context, path string) error {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	// The first reading takes the whole file for itself, which it cannot while
	// somebody else has it open.
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(path)+"?_pragma=busy_timeout(0)&_pragma=locking_mode(EXCLUSIVE)")
	if err != nil {
		return scrub(err)
	}
	defer db.Close()
	var n int
	err = db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master`).Scan(&n)
	if lite, ok := errors.AsType[*sqlite.Error](err); ok && held(lite.Code()) {
		return varsam.Errorf(varsam.Conflict, "varsam is at work on %s: stop varsam serve there first", filepath.Dir(path))
	}
	if err = scrub(err); varsam.CodeOf(err) == varsam.Corrupt {
		return nil
	}
	return err
}
