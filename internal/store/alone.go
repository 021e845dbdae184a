package store

import (
	"context"
	"database/sql"
	"path/filepath"

	"github.com/varsam/varsam"
)

// Alone makes sure that no other process works on what is open here, until
// release is called or the process ends. It reports false on PostgreSQL, where
// many workers are meant to. Code Conflict when another process holds a SQLite
// store.
//
// The lock is one on a file beside the store, which the operating system frees
// when its process dies: what a crash left can be taken up at once.
func (s *Store) Alone(ctx context.Context) (release func(), alone bool, err error) {
	e, ok := s.engine.(*sqliteEngine)
	if !ok {
		return func() {}, false, nil
	}
	lock, err := sql.Open("sqlite", "file:"+filepath.ToSlash(e.path)+".lock?_pragma=busy_timeout(0)&_txlock=exclusive")
	if err != nil {
		return nil, false, scrub(err)
	}
	tx, err := lock.BeginTx(ctx, nil)
	if err != nil {
		lock.Close()
		return nil, false, varsam.Errorf(varsam.Conflict, "another varsam is at work on this data folder; wait for it, or look what it is doing")
	}
	return func() {
		_ = tx.Rollback() // nothing was written
		lock.Close()
	}, true, nil
}
