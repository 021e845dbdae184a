package seal

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/store"
)

func wrappedBytes(t *testing.T, k *Keeper, id KeyID) []byte {
	t.Helper()
	var row keyRow
	err := k.keys.Read(context.Background(), id.Tenant(), func(tx *store.Tx) (err error) {
		row, err = selectKey(tx, id.local())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return row.wrapped
}

// holds reports whether any file under the folders has the bytes, or a half of
// them.
func holds(t *testing.T, wanted []byte, folders ...string) bool {
	t.Helper()
	for _, folder := range folders {
		files, _ := filepath.Glob(filepath.Join(folder, "*"))
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			half := len(wanted) / 2
			if bytes.Contains(data, wanted[:half]) || bytes.Contains(data, wanted[half:]) {
				return true
			}
		}
	}
	return false
}

func TestDestroyedKeysLeaveNoBytes(t *testing.T) {
	ctx := context.Background()
	folder := filepath.Join(t.TempDir(), "data")
	k, err := Open(ctx, Beside(folder))
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	var ids []KeyID
	for range 40 {
		id, err := k.NewKey(ctx, "acme", "request")
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	for _, id := range ids[:20] {
		wrapped := wrappedBytes(t, k, id)
		if !holds(t, wrapped, folder) {
			t.Fatal("the search does not find a live key")
		}
		if err := k.Destroy(ctx, id); err != nil {
			t.Fatal(err)
		}
		if holds(t, wrapped, folder, folder+".keys") {
			t.Fatal("a destroyed key is still in a file")
		}
	}
	epochs, err := k.listEpochs(ctx, "acme")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.RotateEpoch(ctx, time.Now().Add(EpochLife)); err != nil {
		t.Fatal(err)
	}
	if holds(t, epochs[0].wrapped, folder, folder+".keys") {
		t.Error("a destroyed epoch key is still in a file")
	}
}

// An older copy of the key store opens nothing once its epoch is destroyed.
func TestOldCopyOfKeyStoreIsNoise(t *testing.T) {
	ctx := context.Background()
	folder := filepath.Join(t.TempDir(), "data")
	config := Beside(folder)
	k, err := Open(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	id, err := k.NewKey(ctx, "acme", "request")
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := k.Seal(ctx, id, "x", []byte("text"))
	if err != nil {
		t.Fatal(err)
	}
	if err := k.keys.Scrub(ctx); err != nil {
		t.Fatal(err)
	}
	backup, err := os.ReadFile(config.Keys)
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Destroy(ctx, id); err != nil {
		t.Fatal(err)
	}
	if _, err := k.RotateEpoch(ctx, time.Now().Add(EpochLife)); err != nil {
		t.Fatal(err)
	}
	k.Close()
	if err := os.WriteFile(config.Keys, backup, 0o600); err != nil {
		t.Fatal(err)
	}
	k, err = Open(ctx, config)
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	if plain, err := k.Open(ctx, id, "x", sealed); err == nil {
		t.Errorf("a restored key store opened %q", plain)
	}
}
