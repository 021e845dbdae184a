package backup

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/varsam/varsam"
)

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestABackupIsReadWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "backup")
	files := map[string]string{"a.db": write(t, filepath.Join(dir, "a"), "first"), "b.db": write(t, filepath.Join(dir, "b"), "")}
	m := Manifest{Kind: "data", Pair: "p", Made: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)}
	if err := Write(path, m, files); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v", info.Mode())
	}
	if err := Write(path, m, files); varsam.CodeOf(err) != varsam.Conflict {
		t.Errorf("a backup replaces another: %v", err)
	}
	got, err := Read(path, "data", filepath.Join(dir, "out"))
	if err != nil || got.Pair != "p" || len(got.Parts) != 2 {
		t.Fatalf("%+v %v", got, err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "out", "a.db")); err != nil || string(text) != "first" {
		t.Errorf("%q %v", text, err)
	}
	if _, err := Read(path, "keys", filepath.Join(dir, "keys")); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("another kind: %v", err)
	}
	if _, err := Read(path, "data", filepath.Join(dir, "out")); err == nil {
		t.Error("a folder that is not empty is written to")
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(whole); i += 7 {
		if whole[i] == 0 && i%512 > 300 {
			continue // padding within a header
		}
		broken := append([]byte{}, whole...)
		broken[i] ^= 0xff
		out := filepath.Join(dir, "broken")
		_, err := Read(write(t, filepath.Join(dir, "x"), string(broken)), "data", out)
		if err == nil {
			if again, _ := os.ReadFile(filepath.Join(out, "a.db")); string(again) != "first" {
				t.Fatalf("byte %d: a damaged backup is read as %q", i, again)
			}
			os.RemoveAll(out)
			continue
		}
		if _, err := os.Stat(out); err == nil {
			t.Fatalf("byte %d: something is left of a damaged backup", i)
		}
	}
	if _, err := Read(write(t, filepath.Join(dir, "short"), string(whole[:len(whole)/2])), "data", filepath.Join(dir, "s")); err == nil {
		t.Error("half a backup is read")
	}
}
