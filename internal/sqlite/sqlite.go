// Package sqlite opens SQLite files and keeps the statements that a connection
// has used compiled: compiling one takes as long as finding a row by its key.
// It knows nothing of what the statements say.
package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"

	_ "modernc.org/sqlite" // the driver
)

// Open is sql.Open("sqlite", dsn) with compiled statements kept. No connection
// is made before it is needed.
func Open(dsn string) (*sql.DB, error) {
	plain, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	defer plain.Close()
	return sql.OpenDB(connector{plain.Driver(), dsn}), nil
}

type connector struct {
	driver driver.Driver
	dsn    string
}

func (c connector) Driver() driver.Driver { return c.driver }

func (c connector) Connect(context.Context) (driver.Conn, error) {
	made, err := c.driver.Open(c.dsn)
	if err != nil {
		return nil, err
	}
	return &conn{inner: made.(inner), kept: map[string]*statement{}}, nil
}

// inner is what the driver's connection can do.
type inner interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// conn is one connection, used by one goroutine at a time.
type conn struct {
	inner
	kept map[string]*statement
}

// statement is compiled and belongs to its connection. It is busy while its rows
// are being read; then the same text is compiled anew.
type statement struct {
	compiled
	busy bool
}

type compiled interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// maxKept bounds how many statements a connection keeps, and maxText how long
// they are: one that lists thousands of keys is not asked twice.
const (
	maxKept = 64
	maxText = 2048
)

// statement is the compiled form of a text, nil where none is kept.
func (c *conn) statement(ctx context.Context, text string) (*statement, error) {
	if s, ok := c.kept[text]; ok {
		if s.busy {
			return nil, nil
		}
		return s, nil
	}
	if len(text) > maxText || !keepable(text) {
		return nil, nil
	}
	made, err := c.inner.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	for old, s := range c.kept {
		if len(c.kept) < maxKept {
			break
		}
		if !s.busy {
			delete(c.kept, old)
			_ = s.Close() // it was read to the end
		}
	}
	s := &statement{compiled: made.(compiled)}
	c.kept[text] = s
	return s, nil
}

// keepable reports whether a text is one statement that does its work when it is
// run. A PRAGMA may do it when it is compiled, but these read a counter; and a
// script is several.
func keepable(text string) bool {
	if text == "PRAGMA schema_version" || text == "PRAGMA data_version" {
		return true
	}
	verb, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	switch strings.ToUpper(verb) {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
		return !strings.Contains(rest, ";")
	}
	return false
}

// ExecContext implements [driver.ExecerContext].
func (c *conn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.inner.ExecContext(ctx, text, args)
	}
	return s.ExecContext(ctx, args)
}

// QueryContext implements [driver.QueryerContext].
func (c *conn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.statement(ctx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.inner.QueryContext(ctx, text, args)
	}
	found, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.busy = true
	return &rows{found, s}, nil
}

// Close ends the statements with the connection.
func (c *conn) Close() error {
	for _, s := range c.kept {
		_ = s.Close() // the connection's own error says what matters
	}
	clear(c.kept)
	return c.inner.Close()
}

// rows frees its statement when it is closed.
type rows struct {
	driver.Rows
	of *statement
}

func (r *rows) Close() error {
	err := r.Rows.Close()
	r.of.busy = false
	return err
}
