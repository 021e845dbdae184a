package store

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"

	"github.com/varsam/varsam"
)

// Unused refuses with code Conflict when another process has the SQLite store in a
// file open, whatever it does with it: a file that is moved away from under a
// program goes on being written. A file that is not there is used by nobody.
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
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master`).Scan(&n); err != nil {
		return varsam.Errorf(varsam.Conflict, "varsam is at work on %s: stop varsam serve there first", filepath.Dir(path))
	}
	return nil
}
