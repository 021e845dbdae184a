package sqldb

import (
	"context"

	"github.com/varsam/varsam"
)

// IndexFor implements [system.Advisor].
func (db *DB) IndexFor(ctx context.Context, collection, column string, fold varsam.Fold) (string, error) {
	_, t, err := db.table(ctx, collection)
	if err != nil {
		return "", err
	}
	c := t.column(column)
	if c == nil {
		return "", varsam.Errorf(varsam.Invalid, "%s: %s has no column %q", db.cfg.System, t.Name, column)
	}
	if fold == varsam.Contains || t.View {
		return "", nil
	}
	return db.dialect.advice(t, c, fold), nil
}
