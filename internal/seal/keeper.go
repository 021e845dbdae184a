package seal

import (
	"context"
	"path/filepath"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Config says where the three layers lie.
type Config struct {
	Keys   string // key store: path of a SQLite file, or a postgres:// address
	Epochs string // epoch store, likewise; on one server it has a schema of its own
	// Master is a reference to the master key: "file:PATH" or "env:NAME". A
	// file is made when it is missing and nothing has been sealed yet.
	Master string
	// Signed are tenants with something that was signed already: without their
	// keys nothing is begun anew, for that would hide that they are gone.
	Signed []string
	Now    func() time.Time // the clock; time.Now when nil
}

// Beside is the default for a data folder DIR: the key store lies in DIR, the
// master key and the epochs beside it in DIR.keys, so that a copy of DIR opens
// nothing.
func Beside(folder string) Config {
	folder = filepath.Clean(folder)
	return Config{
		Keys:   filepath.Join(folder, "keys.db"),
		Epochs: filepath.Join(folder+".keys", "epochs.db"),
		Master: "file:" + filepath.Join(folder+".keys", "master.key"),
	}
}

// Keeper makes, uses and destroys keys. It is safe for concurrent use.
type Keeper struct {
	keys, epochs *store.Store
	master       *master
	cache        *cache
	now          func() time.Time
}

// Open opens both stores and reads the master key. Denied: the master key is
// not the one the stores were sealed with, or others may read its file.
// NotFound: there are sealed keys, but no master key.
func Open(ctx context.Context, config Config) (*Keeper, error) {
	k := &Keeper{cache: newCache(), now: config.Now}
	if k.now == nil {
		k.now = time.Now
	}
	err := k.open(ctx, config)
	if err != nil {
		k.Close()
		return nil, err
	}
	return k, nil
}

func (k *Keeper) open(ctx context.Context, config Config) (err error) {
	k.epochs, err = openStore(ctx, config.Epochs, "varsam_epochs", epochTables)
	if err != nil {
		return err
	}
	k.keys, err = openStore(ctx, config.Keys, "varsam_keys", keyTables)
	if err != nil {
		return err
	}
	tenants, err := k.epochs.Tenants(ctx)
	if err != nil {
		return err
	}
	if len(tenants) == 0 {
		if err := k.neverUsed(ctx); err != nil {
			return err
		}
	}
	if err := k.stillHere(ctx, config.Signed); err != nil {
		return err
	}
	k.master, err = loadMaster(config.Master, len(tenants) == 0)
	if err != nil || len(tenants) == 0 {
		return err
	}
	return k.checkMaster(ctx, tenants)
}

// neverUsed refuses to begin anew beside keys that epochs wrapped: the folder with
// those has been lost or left behind, and new ones would hide that.
func (k *Keeper) neverUsed(ctx context.Context) error {
	holders, err := k.keys.Tenants(ctx)
	if err != nil {
		return err
	}
	for _, tenant := range holders {
		used, err := k.used(ctx, tenant)
		if err != nil {
			return err
		}
		if used {
			return varsam.Errorf(varsam.Corrupt, "the data folder has keys, and the folder beside it that opens them is not here: put it back, or its backup")
		}
	}
	return nil
}

// stillHere refuses to open an empty store of keys for tenants that have signed.
func (k *Keeper) stillHere(ctx context.Context, signed []string) error {
	for _, tenant := range signed {
		used, err := k.used(ctx, tenant)
		if err != nil && varsam.CodeOf(err) != varsam.NotFound {
			return err
		}
		if !used {
			return varsam.Errorf(varsam.Corrupt, "the store is in use, and its keys are not here: put them back, or their backup")
		}
	}
	return nil
}

// used reports whether the tenant has any key. NotFound: there is no such tenant.
func (k *Keeper) used(ctx context.Context, tenant string) (used bool, err error) {
	err = k.keys.Read(ctx, tenant, func(tx *store.Tx) (err error) {
		used, err = hasKeys(tx)
		return err
	})
	return used, err
}

// openStore migrates at once, also on PostgreSQL: the two schemas are this
// package's own. A store that needs no migration needs no rights to migrate.
func openStore(ctx context.Context, dsn, schema string, tables []store.Migration) (*store.Store, error) {
	s, err := store.Open(ctx, store.Config{DSN: dsn, Schema: schema, Migrations: tables, NoCopy: true})
	if err != nil {
		return nil, err
	}
	if err := s.Migrate(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Close forgets all keys and closes the stores.
func (k *Keeper) Close() error {
	k.cache.clear()
	var err error
	for _, s := range []*store.Store{k.keys, k.epochs} {
		if s == nil {
			continue
		}
		if e := s.Close(); e != nil {
			err = e
		}
	}
	return err
}
