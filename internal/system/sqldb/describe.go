package sqldb

import (
	"context"

	"github.com/varsam/varsam"
)

// Describe reads the structure from the catalogue tables.
func (db *DB) Describe(ctx context.Context) (varsam.Catalogue, error) {
	m, err := db.reload(ctx)
	if err != nil {
		return varsam.Catalogue{}, err
	}
	return m.catalogue, nil
}

// reload reads the structure anew.
func (db *DB) reload(ctx context.Context) (*model, error) {
	m, err := db.dialect.describe(ctx, db.runner(), nil)
	if err != nil {
		return nil, db.fault(err, "reading the structure")
	}
	db.mu.Lock()
	defer db.mu.Unlock()
	db.known = m
	return m, nil
}

// model is the structure as last read.
func (db *DB) model(ctx context.Context) (*model, error) {
	db.mu.Lock()
	m := db.known
	db.mu.Unlock()
	if m != nil {
		return m, nil
	}
	return db.reload(ctx)
}

// forget drops what is known of the structure, after the database no longer
// understood a statement made from it.
func (db *DB) forget() {
	db.mu.Lock()
	defer db.mu.Unlock()
	db.known = nil
}

// table finds a collection, and reads the structure again before it says that
// there is none.
func (db *DB) table(ctx context.Context, name string) (*model, *table, error) {
	m, err := db.model(ctx)
	if err != nil {
		return nil, nil, err
	}
	if t, err := m.find(db.cfg.System, name); err == nil {
		return m, t, nil
	}
	if m, err = db.reload(ctx); err != nil {
		return nil, nil, err
	}
	t, err := m.find(db.cfg.System, name)
	return m, t, err
}
