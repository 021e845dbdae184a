package seal

import (
	"context"
	"os"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// copyTries is how often a copy is made anew because an epoch ended meanwhile.
const copyTries = 3

// Copy writes the key store and the epochs to new files that belong together, while
// others go on with them. They are to be kept apart: whoever has both and the
// master key has everything.
func (k *Keeper) Copy(ctx context.Context, keys, epochs string) error {
	for range copyTries {
		if err := k.keys.Copy(ctx, keys); err != nil {
			return err
		}
		if err := k.epochs.Copy(ctx, epochs); err != nil {
			return err
		}
		whole, err := match(ctx, keys, epochs)
		if err != nil || whole {
			return err
		}
		for _, path := range []string{keys, epochs} { // an epoch ended in between
			if os.Remove(path) != nil {
				return varsam.Errorf(varsam.Unavailable, "a copy cannot be made anew")
			}
		}
	}
	return varsam.Errorf(varsam.Unavailable, "the keys changed while they were copied; try again")
}

// match reports whether every key of a key store lies under an epoch that the other
// has.
func match(ctx context.Context, keys, epochs string) (whole bool, err error) {
	k, err := openStore(ctx, keys, "varsam_keys", keyTables)
	if err != nil {
		return false, err
	}
	defer k.Close()
	e, err := openStore(ctx, epochs, "varsam_epochs", epochTables)
	if err != nil {
		return false, err
	}
	defer e.Close()
	tenants, err := k.Tenants(ctx)
	if err != nil {
		return false, err
	}
	known, err := e.Tenants(ctx)
	if err != nil {
		return false, err
	}
	for _, tenant := range tenants {
		if !slices.Contains(known, tenant) {
			return false, nil
		}
		if whole, err := matchTenant(ctx, k, e, tenant); err != nil || !whole {
			return false, err
		}
	}
	return true, nil
}

func matchTenant(ctx context.Context, k, e *store.Store, tenant string) (whole bool, err error) {
	there := map[string]bool{}
	err = e.Read(ctx, tenant, func(tx *store.Tx) error {
		all, err := selectEpochs(tx)
		for _, row := range all {
			there[row.id] = true
		}
		return err
	})
	if err != nil {
		return false, err
	}
	whole = true
	err = k.Read(ctx, tenant, func(tx *store.Tx) error {
		all, err := selectKeys(tx)
		for _, row := range all {
			whole = whole && there[row.epoch]
		}
		return err
	})
	return whole, err
}

// Whole reports whether the keys of a configuration open: whether the master key is
// theirs, and every key lies under an epoch that is there. It makes no file: code
// NotFound when one of the two is missing.
func Whole(ctx context.Context, config Config) (whole bool, err error) {
	for _, path := range []string{config.Keys, config.Epochs} {
		if _, err := os.Stat(path); err != nil && !store.IsPostgres(path) {
			return false, varsam.Errorf(varsam.NotFound, "the keys are not here; give their backup too")
		}
	}
	k, err := Open(ctx, config)
	if err != nil {
		return false, err
	}
	if err := k.Close(); err != nil {
		return false, err
	}
	return match(ctx, config.Keys, config.Epochs)
}
