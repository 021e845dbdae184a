package sqldb

import (
	"bytes"
	"context"
	"database/sql"
	"io"

	"github.com/varsam/varsam"
)

// Content opens one cell. The drivers hand a cell over whole, so it is in memory
// while it is read.
func (db *DB) Content(ctx context.Context, ref varsam.Ref, field string) (io.ReadCloser, error) {
	_, t, err := db.table(ctx, ref.Collection)
	if err != nil {
		return nil, err
	}
	c := t.column(field)
	if c == nil || len(t.key) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "%s: %s has no column %q that can be opened", db.cfg.System, t.Name, field)
	}
	key, err := db.keyOf(t, ref)
	if err != nil {
		return nil, err
	}
	ch := &change{t: t, keys: [][]varsam.Value{key}}
	s := db.statement().write("SELECT ", db.dialect.read(c, c.qualified("t0")), " FROM ", t.sql, " AS t0 WHERE ")
	ch.among(s, t, "t0", []int{0})
	var found bool
	var content []byte
	err = db.runner().each(ctx, s.text.String(), s.args, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(&content)
	})
	switch {
	case err != nil:
		return nil, db.fault(err, "opening a field of "+t.Name)
	case !found:
		return nil, varsam.Errorf(varsam.NotFound, "%s: the row of %s is no longer there", db.cfg.System, t.Name)
	}
	return io.NopCloser(bytes.NewReader(content)), nil
}
