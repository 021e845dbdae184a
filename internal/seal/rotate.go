package seal

import (
	"context"
	"crypto/cipher"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/fail"
	"github.com/varsam/varsam/internal/store"
)

// Rotation is what a [Keeper.RotateEpoch] did.
type Rotation struct {
	Tenants   int `json:"tenants"`   // tenants that got a new epoch
	Rewrapped int `json:"rewrapped"` // live keys wrapped anew
	Destroyed int `json:"destroyed"` // old epoch keys destroyed
}

// RotateEpoch gives every tenant whose epoch is [EpochLife] old at now a new
// epoch key, wraps its live keys anew, and destroys the old epoch keys. It is
// meant to be called daily, takes up where an interrupted one stopped, and
// leaves a tenant as it was on error.
func (k *Keeper) RotateEpoch(ctx context.Context, now time.Time) (Rotation, error) {
	var sum Rotation
	tenants, err := k.keys.Tenants(ctx)
	if err != nil {
		return sum, err
	}
	for _, tenant := range tenants {
		if err := k.rewrap(ctx, tenant, now, &sum); err != nil {
			return sum, err
		}
		fail.Point("seal.rotate.rewrapped")
		if err := k.destroyOld(ctx, tenant, &sum); err != nil {
			return sum, err
		}
	}
	if sum.Destroyed == 0 {
		return sum, nil
	}
	k.cache.clear()
	if err := k.keys.Scrub(ctx, "seal_keys", "seal_current"); err != nil {
		return sum, err
	}
	return sum, k.epochs.Scrub(ctx, "seal_epochs")
}

// rewrap moves all keys of a tenant whose epoch is too old under a new one, in
// one transaction.
func (k *Keeper) rewrap(ctx context.Context, tenant string, now time.Time, sum *Rotation) error {
	moved, started := 0, false
	err := k.keys.Write(ctx, tenant, func(tx *store.Tx) error {
		old, err := k.oldEpoch(tx, now)
		if !old || err != nil {
			return err
		}
		id, wrap, err := k.startEpoch(tx, now)
		if err != nil {
			return err
		}
		fail.Point("seal.rotate.started")
		rows, err := selectKeys(tx)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := k.rewrapKey(tx, row, id, wrap); err != nil {
				return err
			}
		}
		moved, started = len(rows), true
		return nil
	})
	if err == nil && started {
		sum.Tenants++
		sum.Rewrapped += moved
	}
	return err
}

func (k *Keeper) rewrapKey(tx *store.Tx, row keyRow, epoch string, wrap cipher.AEAD) error {
	key, err := k.unwrap(tx, row)
	if err != nil {
		return err
	}
	row.epoch = epoch
	row.wrapped = sealWith(wrap, row.bound(tx.Tenant()), key)
	return updateKey(tx, row)
}

// oldEpoch takes the lock and reports whether the current epoch's time is up. A
// tenant without keys has none.
func (k *Keeper) oldEpoch(tx *store.Tx, now time.Time) (bool, error) {
	if err := tx.Lock(epochLock); err != nil {
		return false, err
	}
	id, err := selectCurrent(tx)
	if varsam.CodeOf(err) == varsam.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	list, err := k.listEpochs(tx.Context(), tx.Tenant())
	if err != nil {
		return false, err
	}
	for _, row := range list {
		if row.id == id {
			return now.Sub(row.made) >= EpochLife, nil
		}
	}
	return false, varsam.Errorf(varsam.Corrupt, "the current epoch key is gone: the key store is older than the epochs")
}

// destroyOld deletes every epoch key but the current one, under the lock that
// keeps the current one current. Rotation has left no key under the others.
func (k *Keeper) destroyOld(ctx context.Context, tenant string, sum *Rotation) error {
	return k.keys.Write(ctx, tenant, func(tx *store.Tx) error {
		if err := tx.Lock(epochLock); err != nil {
			return err
		}
		current, err := selectCurrent(tx)
		if varsam.CodeOf(err) == varsam.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		return k.epochs.Write(ctx, tenant, func(tx *store.Tx) error {
			n, err := deleteOtherEpochs(tx, current)
			sum.Destroyed += n
			return err
		})
	})
}
