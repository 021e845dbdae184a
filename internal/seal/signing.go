package seal

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// signingPurpose is the purpose of the one key per tenant that signs.
const signingPurpose = "sign-checkpoints"

// SigningKey is the tenant's Ed25519 key for the checkpoints of its evidence
// log, made at first use and kept sealed like every key. Rotation of epochs
// does not change it.
func (k *Keeper) SigningKey(ctx context.Context, tenant string) (ed25519.PrivateKey, error) {
	if err := k.keys.AddTenant(ctx, tenant); err != nil {
		return nil, err
	}
	seed, err := k.signingSeed(ctx, tenant, k.keys.Read)
	if varsam.CodeOf(err) == varsam.NotFound {
		seed, err = k.signingSeed(ctx, tenant, k.makingSeed)
	}
	if err != nil {
		return nil, err
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

type transaction func(context.Context, string, func(*store.Tx) error) error

func (k *Keeper) signingSeed(ctx context.Context, tenant string, run transaction) (seed []byte, err error) {
	err = run(ctx, tenant, func(tx *store.Tx) error {
		row, err := selectPurpose(tx, signingPurpose)
		if err != nil {
			return err
		}
		seed, err = k.unwrap(tx, row)
		return err
	})
	return seed, err
}

// makingSeed is a transaction that starts by making the signing key, unless
// another process was quicker.
func (k *Keeper) makingSeed(ctx context.Context, tenant string, do func(*store.Tx) error) error {
	return k.keys.Write(ctx, tenant, func(tx *store.Tx) error {
		if err := tx.Lock(epochLock); err != nil {
			return err
		}
		_, err := selectPurpose(tx, signingPurpose)
		if varsam.CodeOf(err) == varsam.NotFound {
			_, err = k.makeKey(tx, KeyID(tenant+"/"+strings.ToLower(rand.Text())), signingPurpose)
		}
		if err != nil {
			return err
		}
		return do(tx)
	})
}
