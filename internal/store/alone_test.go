package store_test

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store/storetest"
)

// One holder at a time; the next may have it as soon as it is let go.
func TestAlone(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	release, alone, err := s.Alone(t.Context())
	if err != nil || !alone {
		t.Fatalf("alone %v, %v", alone, err)
	}
	if _, _, err := s.Alone(t.Context()); varsam.CodeOf(err) != varsam.Conflict {
		t.Fatalf("a second holder: %v", err)
	}
	release()
	release, _, err = s.Alone(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	release()
}
