package seal

import (
	"context"
	"crypto/cipher"
	"crypto/rand"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// EpochLife is how old an epoch becomes before [Keeper.RotateEpoch] replaces
// it: called daily, no destroyed key survives in a backup of the key store for
// more than 30 days.
const EpochLife = 28 * 24 * time.Hour

// epochLock is held by whoever wraps keys.
const epochLock = "seal.epoch"

// epoch is the cipher of an epoch key, from the cache where it is.
func (k *Keeper) epoch(ctx context.Context, tenant, id string) (cipher.AEAD, error) {
	return k.cache.get("epoch/"+tenant+"/"+id, func() (cipher.AEAD, error) {
		var row epochRow
		err := k.epochs.Read(ctx, tenant, func(tx *store.Tx) (err error) {
			row, err = selectEpoch(tx, id)
			return err
		})
		if varsam.CodeOf(err) == varsam.NotFound {
			return nil, varsam.Errorf(varsam.Corrupt, "the epoch key of stored keys is gone: the key store is older than the epochs")
		}
		if err != nil {
			return nil, err
		}
		return k.openEpoch(tenant, row)
	})
}

func (k *Keeper) openEpoch(tenant string, row epochRow) (cipher.AEAD, error) {
	key, ok := openWith(k.master.wrap, bind("epoch", tenant, row.id), row.wrapped)
	if !ok {
		return nil, varsam.Errorf(varsam.Denied, "the master key is not the one this installation was sealed with")
	}
	return newAEAD(key)
}

func (k *Keeper) listEpochs(ctx context.Context, tenant string) (list []epochRow, err error) {
	err = k.epochs.Read(ctx, tenant, func(tx *store.Tx) error {
		list, err = selectEpochs(tx)
		return err
	})
	return list, err
}

// currentEpoch is the epoch new keys go under; the first key of a tenant makes
// it. tx is on the key store and holds the lock.
func (k *Keeper) currentEpoch(tx *store.Tx) (id string, wrap cipher.AEAD, err error) {
	id, err = selectCurrent(tx)
	if varsam.CodeOf(err) == varsam.NotFound {
		return k.startEpoch(tx, k.now())
	}
	if err != nil {
		return "", nil, err
	}
	wrap, err = k.epoch(tx.Context(), tx.Tenant(), id)
	return id, wrap, err
}

// startEpoch commits a new epoch key, then names it in tx. When tx fails, an
// epoch without keys remains, for the next rotation to destroy.
func (k *Keeper) startEpoch(tx *store.Tx, now time.Time) (string, cipher.AEAD, error) {
	ctx, tenant := tx.Context(), tx.Tenant()
	row := epochRow{id: strings.ToLower(rand.Text()), made: now}
	key := newKey()
	row.wrapped = sealWith(k.master.wrap, bind("epoch", tenant, row.id), key)
	if err := k.epochs.AddTenant(ctx, tenant); err != nil {
		return "", nil, err
	}
	err := k.epochs.Write(ctx, tenant, func(tx *store.Tx) error { return insertEpoch(tx, row) })
	if err != nil {
		return "", nil, err
	}
	wrap, err := newAEAD(key)
	if err != nil {
		return "", nil, err
	}
	return row.id, wrap, setCurrent(tx, row.id)
}
