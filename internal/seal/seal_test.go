package seal_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store/storetest"
)

var ctx = context.Background()

// each runs a test with a keeper whose stores are on each engine.
func each(t *testing.T, test func(t *testing.T, config seal.Config)) {
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		test(t, seal.Config{
			Keys:   dsn("keys.db"),
			Epochs: dsn("epochs.db"),
			Master: "file:" + filepath.Join(t.TempDir(), "data.keys", "master.key"),
		})
	})
}

func open(t *testing.T, config seal.Config) *seal.Keeper {
	t.Helper()
	k, err := seal.Open(ctx, config)
	must(t, err)
	t.Cleanup(func() { k.Close() })
	return k
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, err error, code varsam.Code) {
	t.Helper()
	if varsam.CodeOf(err) != code {
		t.Fatalf("code %q (%v), want %q", varsam.CodeOf(err), err, code)
	}
}

func newKey(t *testing.T, k *seal.Keeper, tenant string) seal.KeyID {
	t.Helper()
	id, err := k.NewKey(ctx, tenant, "request")
	must(t, err)
	return id
}

func sealed(t *testing.T, k *seal.Keeper, id seal.KeyID, text string) []byte {
	t.Helper()
	b, err := k.Seal(ctx, id, "requests/1/letter", []byte(text))
	must(t, err)
	return b
}

func opens(t *testing.T, k *seal.Keeper, id seal.KeyID, b []byte, want string) {
	t.Helper()
	plain, err := k.Open(ctx, id, "requests/1/letter", b)
	if err != nil || string(plain) != want {
		t.Fatalf("opened %q, %v; want %q", plain, err, want)
	}
}

func TestSealAndOpen(t *testing.T) {
	each(t, func(t *testing.T, config seal.Config) {
		k := open(t, config)
		id := newKey(t, k, "acme")
		b := sealed(t, k, id, "radera mig")
		if bytes.Contains(b, []byte("radera")) || bytes.Equal(b, sealed(t, k, id, "radera mig")) {
			t.Error("not sealed, or sealed twice alike")
		}
		opens(t, k, id, b, "radera mig")
		must(t, k.Close())
		opens(t, open(t, config), id, b, "radera mig")
	})
}

func TestOpensOnlyInItsPlace(t *testing.T) {
	each(t, func(t *testing.T, config seal.Config) {
		k := open(t, config)
		id, other, foreign := newKey(t, k, "acme"), newKey(t, k, "acme"), newKey(t, k, "other")
		b := sealed(t, k, id, "text")
		for name, try := range map[string]func() ([]byte, error){
			"another column": func() ([]byte, error) { return k.Open(ctx, id, "requests/1/answer", b) },
			"another key":    func() ([]byte, error) { return k.Open(ctx, other, "requests/1/letter", b) },
			"another tenant": func() ([]byte, error) { return k.Open(ctx, foreign, "requests/1/letter", b) },
			"nothing":        func() ([]byte, error) { return k.Open(ctx, id, "requests/1/letter", nil) },
			"plain text":     func() ([]byte, error) { return k.Open(ctx, id, "requests/1/letter", []byte("text")) },
		} {
			plain, err := try()
			if varsam.CodeOf(err) != varsam.Corrupt || plain != nil {
				t.Errorf("%s: %q, %v", name, plain, err)
			}
		}
		for i := range b {
			changed := bytes.Clone(b)
			changed[i] ^= 1
			if _, err := k.Open(ctx, id, "requests/1/letter", changed); varsam.CodeOf(err) != varsam.Corrupt {
				t.Fatalf("byte %d changed: %v", i, err)
			}
		}
	})
}

func TestDestroy(t *testing.T) {
	each(t, func(t *testing.T, config seal.Config) {
		k := open(t, config)
		id, kept := newKey(t, k, "acme"), newKey(t, k, "acme")
		b, c := sealed(t, k, id, "text"), sealed(t, k, kept, "kept")
		must(t, k.Destroy(ctx, id))
		must(t, k.Destroy(ctx, id))
		must(t, k.Destroy(ctx, "nobody/x"))
		_, err := k.Open(ctx, id, "requests/1/letter", b)
		wantCode(t, err, varsam.NotFound)
		if !strings.Contains(err.Error(), "key destroyed") {
			t.Errorf("error %v", err)
		}
		_, err = k.Seal(ctx, id, "requests/1/letter", b)
		wantCode(t, err, varsam.NotFound)
		opens(t, k, kept, c, "kept")
	})
}

func TestRotateEpoch(t *testing.T) {
	each(t, func(t *testing.T, config seal.Config) {
		k := open(t, config)
		id, gone, foreign := newKey(t, k, "acme"), newKey(t, k, "acme"), newKey(t, k, "other")
		b, c := sealed(t, k, id, "text"), sealed(t, k, foreign, "else")
		must(t, k.Destroy(ctx, gone))
		now := time.Now()
		wantRotation(t, k, now.Add(seal.EpochLife-time.Hour), seal.Rotation{})
		wantRotation(t, k, now.Add(seal.EpochLife+time.Hour), seal.Rotation{Tenants: 2, Rewrapped: 2, Destroyed: 2})
		wantRotation(t, k, now.Add(seal.EpochLife+time.Hour), seal.Rotation{})
		opens(t, k, id, b, "text")
		must(t, k.Close())
		k = open(t, config)
		opens(t, k, id, b, "text")
		opens(t, k, foreign, c, "else")
		opens(t, k, id, sealed(t, k, id, "new"), "new")
	})
}

// Keys made while an epoch ends survive its end.
func TestNewKeysDuringRotation(t *testing.T) {
	each(t, func(t *testing.T, config seal.Config) {
		k, other := open(t, config), open(t, config)
		newKey(t, k, "acme")
		var group sync.WaitGroup
		var mu sync.Mutex
		kept := map[seal.KeyID][]byte{}
		for range 4 {
			group.Go(func() {
				for range 8 {
					id, err := k.NewKey(ctx, "acme", "request")
					if err != nil {
						t.Error(err)
						return
					}
					b, err := k.Seal(ctx, id, "requests/1/letter", []byte("text"))
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					kept[id] = b
					mu.Unlock()
				}
			})
		}
		for i := range 4 {
			if _, err := other.RotateEpoch(ctx, time.Now().Add(time.Duration(i+1)*2*seal.EpochLife)); err != nil {
				t.Error(err)
			}
		}
		group.Wait()
		must(t, k.Close())
		k = open(t, config)
		for id, b := range kept {
			opens(t, k, id, b, "text")
		}
	})
}

func wantRotation(t *testing.T, k *seal.Keeper, now time.Time, want seal.Rotation) {
	t.Helper()
	got, err := k.RotateEpoch(ctx, now)
	if err != nil || got != want {
		t.Fatalf("rotation %+v, %v; want %+v", got, err, want)
	}
}

func TestSigningKeySurvivesRotation(t *testing.T) {
	each(t, func(t *testing.T, config seal.Config) {
		k := open(t, config)
		a, err := k.SigningKey(ctx, "acme")
		must(t, err)
		other, err := k.SigningKey(ctx, "other")
		must(t, err)
		_, err = k.RotateEpoch(ctx, time.Now().Add(2*seal.EpochLife))
		must(t, err)
		again, err := k.SigningKey(ctx, "acme")
		if err != nil || !a.Equal(again) || a.Equal(other) {
			t.Errorf("the key changed, or is another tenant's (%v)", err)
		}
	})
}

func TestMarks(t *testing.T) {
	config := seal.Beside(filepath.Join(t.TempDir(), "data"))
	k := open(t, config)
	mark := k.Mark("acme", "suppression", "anna@example.se")
	for _, other := range [][]byte{
		k.Mark("other", "suppression", "anna@example.se"),
		k.Mark("acme", "intake", "anna@example.se"),
		k.Mark("acme", "suppression", "ann@example.se"),
	} {
		if bytes.Equal(mark, other) {
			t.Error("two marks meet")
		}
	}
	must(t, k.Close())
	if !bytes.Equal(mark, open(t, config).Mark("acme", "suppression", "anna@example.se")) {
		t.Error("a mark changed")
	}
}

func TestMasterKey(t *testing.T) {
	each(t, func(t *testing.T, config seal.Config) {
		k := open(t, config)
		newKey(t, k, "acme")
		must(t, k.Close())
		path := strings.TrimPrefix(config.Master, "file:")
		text, err := os.ReadFile(path)
		must(t, err)
		info, err := os.Stat(path)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v", info.Mode())
		}
		fails := func(master string, code varsam.Code) {
			t.Helper()
			_, err := seal.Open(ctx, seal.Config{Keys: config.Keys, Epochs: config.Epochs, Master: master})
			wantCode(t, err, code)
		}
		t.Setenv("MASTER", string(text))
		config.Master = "env:MASTER"
		open(t, config)
		t.Setenv("MASTER", "varsam-master-key-v1 "+strings.Repeat("A", 43)+"=")
		fails("env:MASTER", varsam.Denied)
		fails("env:NOT_SET", varsam.Invalid)
		fails("literal", varsam.Invalid)
		must(t, os.Chmod(path, 0o644))
		fails("file:"+path, varsam.Denied)
		must(t, os.Remove(path))
		fails("file:"+path, varsam.NotFound)
	})
}

func TestStatementsNameTheTenant(t *testing.T) { storetest.CheckStatements(t) }

// Beside keys that are there, nothing is begun anew when the folder that opens them
// is gone: a new master key would hide what is missing.
func TestAFolderOfKeysThatIsGone(t *testing.T) {
	config := seal.Beside(filepath.Join(t.TempDir(), "data"))
	k := open(t, config)
	newKey(t, k, "acme")
	must(t, k.Close())
	master := strings.TrimPrefix(config.Master, "file:")
	away := t.TempDir() + "/keys"
	must(t, os.Rename(filepath.Dir(master), away))
	_, err := seal.Open(ctx, config)
	wantCode(t, err, varsam.Corrupt)
	if _, err := os.Stat(master); err == nil {
		t.Error("a new master key was made")
	}
	must(t, os.RemoveAll(filepath.Dir(master)))
	must(t, os.Rename(away, filepath.Dir(master)))
	open(t, config)
}
