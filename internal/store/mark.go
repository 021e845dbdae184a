package store

import (
	"context"
	"database/sql"
	"strconv"
	"sync"
	"time"
)

// Mark is what the store holds, in as few bytes as tell it from what it held
// before: two marks that are equal were taken with nothing committed in between, by
// this process or another. It means nothing to another process.
type Mark string

// Mark is taken much faster than anything is read. What is read after it is at
// least as new.
func (s *Store) Mark(ctx context.Context) (Mark, time.Time, error) {
	m, now, err := s.engine.mark(ctx)
	if s.config.Now != nil {
		now = s.config.Now()
	}
	return m, now, scrub(err)
}

// watcher is a connection that never writes: SQLite counts for it the commits of
// all others.
type watcher struct {
	db   *sql.DB
	mu   sync.Mutex
	conn *sql.Conn
	born int // connections made; each counts anew
}

func (w *watcher) mark() (m Mark, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	// The connection outlives whoever asks, so no one of them may cancel what it does.
	ctx := context.Background()
	if w.conn == nil {
		if err := w.connect(ctx); err != nil {
			return "", err
		}
	}
	var n int64
	if err := scan(ctx, w.conn, &n, "PRAGMA data_version"); err != nil {
		w.drop()
		return "", err
	}
	return Mark(strconv.Itoa(w.born) + "." + strconv.FormatInt(n, 10)), nil
}

func (w *watcher) connect(ctx context.Context) (err error) {
	w.born++
	w.conn, err = w.db.Conn(ctx)
	return err
}

// drop closes the connection; the next mark has a new one.
func (w *watcher) drop() {
	if w.conn != nil {
		_ = w.conn.Close() // nothing hangs on it
		w.conn = nil
	}
}

func (w *watcher) close() error {
	if w.db == nil {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.drop()
	return w.db.Close()
}

func (e *sqliteEngine) mark(context.Context) (Mark, time.Time, error) {
	m, err := e.watcher.mark()
	return m, time.Now(), err
}

// mark is the snapshot that a transaction would see now: which are over and which
// are not decides all that it finds.
func (e *postgresEngine) mark(ctx context.Context) (m Mark, now time.Time, err error) {
	err = e.pool.QueryRow(ctx, `SELECT pg_current_snapshot()::text, now()`).Scan(&m, &now)
	return m, now, err
}
