package sqldb

import (
	"context"
	"time"

	"github.com/varsam/varsam"
)

// structureLife is how long what was read of the structure serves where the
// engine cannot say cheaply whether it has changed. A plan made from a structure
// that has changed since is refused when it is carried out.
const structureLife = 10 * time.Second

// Describe reads the structure from the catalogue tables, unless it is known:
// SQLite counts its changes; the others are asked again after [structureLife].
func (db *DB) Describe(ctx context.Context) (varsam.Catalogue, error) {
	if m := db.current(ctx); m != nil {
		return m.catalogue, nil
	}
	m, err := db.reload(ctx)
	if err != nil {
		return varsam.Catalogue{}, err
	}
	return m.catalogue, nil
}

// current is the structure as last read if it still is that; otherwise nil.
func (db *DB) current(ctx context.Context) *model {
	db.mu.Lock()
	m := db.known
	db.mu.Unlock()
	if m == nil || m.version == 0 && time.Since(m.read) >= structureLife {
		return nil
	}
	if m.version != 0 {
		question, unchanged := db.dialect.unchanged(m, nil)
		if _, err := db.runner().all(ctx, []asked{question}); err != nil || !unchanged() {
			return nil
		}
	}
	return m
}

// reload reads the structure anew.
func (db *DB) reload(ctx context.Context) (*model, error) {
	m, err := db.dialect.describe(ctx, db.runner())
	if err != nil {
		return nil, db.fault(err, "reading the structure")
	}
	m.read = time.Now()
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
