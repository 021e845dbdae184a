package store_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

// A store that somebody has open is in use, also while they do nothing with it.
func TestUnused(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "varsam.db")
	if err := store.Unused(t.Context(), path); err != nil {
		t.Errorf("a file that is not there: %v", err)
	}
	s := storetest.Open(t, store.Config{DSN: path})
	if err := store.Unused(t.Context(), path); varsam.CodeOf(err) != varsam.Conflict {
		t.Errorf("a store that is open: %v", err)
	}
	s.Close()
	if err := store.Unused(t.Context(), path); err != nil {
		t.Errorf("a store that was closed: %v", err)
	}
	damaged := filepath.Join(t.TempDir(), "varsam.db")
	if err := os.WriteFile(damaged, bytes.Repeat([]byte("no database "), 500), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.Unused(t.Context(), damaged); err != nil {
		t.Errorf("a damaged store, which a backup is to take the place of: %v", err)
	}
	again := storetest.Open(t, store.Config{DSN: path})
	if err := again.AddTenant(t.Context(), "other"); err != nil {
		t.Errorf("looking left the store unusable: %v", err)
	}
}
