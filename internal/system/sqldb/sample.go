package sqldb

import (
	"context"
	"database/sql"

	"github.com/varsam/varsam"
)

// Sample shows up to n rows, taken from places spread over the key's order.
func (db *DB) Sample(ctx context.Context, collection string, n int, yield func(varsam.Record) error) error {
	return varsam.Errorf(varsam.Unsupported, "not yet")
}

var _ = sql.ErrNoRows
