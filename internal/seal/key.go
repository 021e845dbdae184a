package seal

import (
	"context"
	"crypto/cipher"
	"crypto/rand"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// KeyID names a key: its tenant, a slash, a random part. It is no secret.
type KeyID string

// Tenant is whose key it is.
func (id KeyID) Tenant() string {
	tenant, _, _ := strings.Cut(string(id), "/")
	return tenant
}

func (id KeyID) local() string {
	_, local, _ := strings.Cut(string(id), "/")
	return local
}

// NewKey makes a key for one request, case or other purpose. The key exists for
// good when NewKey returns; a caller that then fails leaves an unused key
// behind, which does no harm.
func (k *Keeper) NewKey(ctx context.Context, tenant, purpose string) (KeyID, error) {
	id := KeyID(tenant + "/" + strings.ToLower(rand.Text()))
	if err := k.keys.AddTenant(ctx, tenant); err != nil {
		return "", err
	}
	err := k.keys.Write(ctx, tenant, func(tx *store.Tx) error {
		_, err := k.makeKey(tx, id, purpose)
		return err
	})
	if err != nil {
		return "", err
	}
	return id, nil
}

// makeKey wraps a fresh key under the current epoch. The lock keeps a rotation
// from destroying that epoch before the key is there to be wrapped anew.
func (k *Keeper) makeKey(tx *store.Tx, id KeyID, purpose string) ([]byte, error) {
	if err := tx.Lock(epochLock); err != nil {
		return nil, err
	}
	epoch, wrap, err := k.currentEpoch(tx)
	if err != nil {
		return nil, err
	}
	key := newKey()
	row := keyRow{id: id.local(), purpose: purpose, epoch: epoch}
	row.wrapped = sealWith(wrap, row.bound(tx.Tenant()), key)
	return key, insertKey(tx, row, k.now())
}

// bound ties a wrapped key to its row and its epoch.
func (r keyRow) bound(tenant string) []byte {
	return bind("key", tenant, r.id, r.purpose, r.epoch)
}

// Seal encrypts plain for one place: context names table, row and column, and
// the same text is needed to open it. NotFound: the key is destroyed.
func (k *Keeper) Seal(ctx context.Context, id KeyID, context string, plain []byte) ([]byte, error) {
	aead, err := k.aead(ctx, id)
	if err != nil {
		return nil, err
	}
	return sealWith(aead, bind("data", string(id), context), plain), nil
}

// Open decrypts what Seal made with the same key and context. NotFound: the key
// is destroyed. Corrupt: the bytes were changed, moved, or sealed otherwise.
func (k *Keeper) Open(ctx context.Context, id KeyID, context string, sealed []byte) ([]byte, error) {
	aead, err := k.aead(ctx, id)
	if err != nil {
		return nil, err
	}
	plain, ok := openWith(aead, bind("data", string(id), context), sealed)
	if !ok {
		return nil, varsam.Errorf(varsam.Corrupt, "sealed data does not open: it was changed, moved or sealed with another key")
	}
	return plain, nil
}

// aead is the cipher of a key, from the cache where it is.
func (k *Keeper) aead(ctx context.Context, id KeyID) (cipher.AEAD, error) {
	return k.cache.get(string(id), func() (cipher.AEAD, error) {
		key, err := k.load(ctx, id)
		if err != nil {
			return nil, err
		}
		return newAEAD(key)
	})
}

func (k *Keeper) load(ctx context.Context, id KeyID) (key []byte, err error) {
	err = k.keys.Read(ctx, id.Tenant(), func(tx *store.Tx) error {
		row, err := selectKey(tx, id.local())
		if err != nil {
			return err
		}
		key, err = k.unwrap(tx, row)
		return err
	})
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil, varsam.Errorf(varsam.NotFound, "key destroyed: what it sealed can no longer be opened")
	}
	return key, err
}

// unwrap opens a key with its epoch's key.
func (k *Keeper) unwrap(tx *store.Tx, row keyRow) ([]byte, error) {
	wrap, err := k.epoch(tx.Context(), tx.Tenant(), row.epoch)
	if err != nil {
		return nil, err
	}
	key, ok := openWith(wrap, row.bound(tx.Tenant()), row.wrapped)
	if !ok {
		return nil, varsam.Errorf(varsam.Corrupt, "a stored key does not open: its row was changed or moved")
	}
	return key, nil
}

// Destroy removes a key from the store, its files and this process; it may be
// repeated. On return nothing sealed with the key opens here; other processes
// follow within [cacheLife], and backups of the key store when the epoch ends.
// Unavailable: the key is deleted, but its bytes may still be in the file
// because a reader stood in the way; repeat.
func (k *Keeper) Destroy(ctx context.Context, id KeyID) error {
	k.cache.drop(string(id))
	err := k.keys.Write(ctx, id.Tenant(), func(tx *store.Tx) error { return deleteKey(tx, id.local()) })
	k.cache.drop(string(id))
	if varsam.CodeOf(err) == varsam.NotFound { // a tenant without keys
		return nil
	}
	if err != nil {
		return err
	}
	return k.keys.Scrub(ctx)
}
