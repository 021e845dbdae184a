package press

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/frame"
)

// Life is how long a form is remembered.
const Life = time.Minute

// Memory remembers the forms of one tenant.
type Memory struct {
	Store  *store.Store
	Tenant string
}

var _ frame.Memory = (*Memory)(nil)

// Begin notes that a form is being answered. Where another was first, led is where
// that one led; empty while it is under way.
func (m *Memory) Begin(ctx context.Context, form [sha256.Size]byte) (first bool, led []byte, err error) {
	err = m.Store.Write(ctx, m.Tenant, func(tx *store.Tx) error {
		if err := dropOld(tx, tx.Now().Add(-Life)); err != nil {
			return err
		}
		if first, err = insert(tx, derived(form, "mark")); err != nil || first {
			return err
		}
		led, err = get(tx, derived(form, "mark"))
		return err
	})
	if err != nil || len(led) == 0 {
		return first, nil, err
	}
	led, err = open(form, led)
	return false, led, err
}

// End notes where a form has led; without it, the form is forgotten.
func (m *Memory) End(ctx context.Context, form [sha256.Size]byte, led []byte) error {
	return m.Store.Write(ctx, m.Tenant, func(tx *store.Tx) error {
		if len(led) == 0 {
			return drop(tx, derived(form, "mark"))
		}
		return put(tx, derived(form, "mark"), seal(form, led))
	})
}

// derived is what follows from a form for one use.
func derived(form [sha256.Size]byte, use string) []byte {
	h := hmac.New(sha256.New, form[:])
	h.Write([]byte(use))
	return h.Sum(nil)
}

func sealer(form [sha256.Size]byte) cipher.AEAD {
	block, err := aes.NewCipher(derived(form, "seal"))
	if err != nil {
		panic("press: " + err.Error()) // the key has 32 bytes
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic("press: " + err.Error())
	}
	return aead
}

func seal(form [sha256.Size]byte, plain []byte) []byte {
	return sealer(form).Seal(nil, nil, plain, nil)
}

func open(form [sha256.Size]byte, sealed []byte) ([]byte, error) {
	plain, err := sealer(form).Open(nil, nil, sealed, nil)
	if err != nil {
		return nil, varsam.Errorf(varsam.Corrupt, "where a form led does not read back")
	}
	return plain, nil
}
