package register_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

func TestStatements(t *testing.T) { storetest.CheckStatements(t) }

func TestVersions(t *testing.T) {
	t.Parallel()
	storetest.Each(t, register.Migrations, func(t *testing.T, s *store.Store) {
		first, err := register.Archive(os.DirFS("testdata/worked"))
		if err != nil {
			t.Fatal(err)
		}
		second, err := register.Archive(folder(map[string]string{"a.yaml": "organisation: other\n"}))
		if err != nil {
			t.Fatal(err)
		}
		push := func(tenant string, archive []byte, expected int) (v register.Version, err error) {
			err = s.Write(context.Background(), tenant, func(tx *store.Tx) error {
				v, err = register.Push(tx, archive, "u1", expected)
				return err
			})
			return v, err
		}
		v, err := push(storetest.Tenant, first, 0)
		if err != nil || v.Number != 1 || v.Digest != worked(t).Digest {
			t.Fatalf("first push: %+v, %v", v, err)
		}
		if again, err := push(storetest.Tenant, first, 1); err != nil || again.Number != 1 {
			t.Errorf("pushing the same again: %+v, %v", again, err)
		}
		if _, err := push(storetest.Tenant, second, 0); varsam.CodeOf(err) != varsam.Conflict {
			t.Errorf("stale push: %v", err)
		}
		if v, err := push(storetest.Tenant, second, 1); err != nil || v.Number != 2 {
			t.Errorf("second push: %+v, %v", v, err)
		}
		if v, err := push(storetest.Tenant, first, 2); err != nil || v.Number != 3 {
			t.Errorf("going back to the first: %+v, %v", v, err)
		}
		readVersions(t, s, first)
	})
}

func readVersions(t *testing.T, s *store.Store, first []byte) {
	t.Helper()
	err := s.Read(context.Background(), storetest.Tenant, func(tx *store.Tx) error {
		history, err := register.History(tx)
		if err != nil || len(history) != 3 || history[0].Number != 3 || history[0].By != "u1" || time.Since(history[0].At) > time.Hour {
			t.Errorf("history: %+v, %v", history, err)
		}
		v, archive, err := register.Get(tx, 1)
		if err != nil || string(archive) != string(first) || v.Number != 1 {
			t.Errorf("get 1: %+v, %v", v, err)
		}
		if _, _, err := register.Get(tx, 9); varsam.CodeOf(err) != varsam.NotFound {
			t.Errorf("get 9: %v", err)
		}
		if _, err := register.GetArchive(tx, "no"); varsam.CodeOf(err) != varsam.NotFound {
			t.Errorf("get no: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	_ = s.Read(context.Background(), storetest.Other, func(tx *store.Tx) error {
		if _, err := register.Current(tx); varsam.CodeOf(err) != varsam.NotFound {
			t.Errorf("another tenant sees a version: %v", err)
		}
		return nil
	})
}
