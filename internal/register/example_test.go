package register_test

import (
	"io/fs"
	"os"
	"testing"
	"testing/fstest"

	"github.com/varsam/varsam/internal/register"
)

// worked is the register of testdata/worked: every form once.
func worked(t testing.TB) *register.Register {
	t.Helper()
	return load(t, os.DirFS("testdata/worked"))
}

func load(t testing.TB, fsys fs.FS) *register.Register {
	t.Helper()
	reg, faults, err := register.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if len(faults) > 0 {
		t.Fatalf("faults:\n%s", faults)
	}
	return reg
}

// FuzzLoad: whatever the bytes are, Load says something and does not fail.
func FuzzLoad(f *testing.F) {
	root := os.DirFS("testdata/worked")
	_ = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			text, _ := fs.ReadFile(root, name)
			f.Add(string(text))
		}
		return err
	})
	for _, text := range []string{"a: &a [*a, *a]", "? ? ? x", "system: x\ncollections: {a: {person: [self, {through: a.b}]}}", "- - - -", "{{{{", "a: |\n  b", "\ufeffsystem: 1e999"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		reg, faults, err := register.Load(fstest.MapFS{"a.yaml": {Data: []byte(text)}})
		if err != nil {
			t.Fatal(err)
		}
		if (reg == nil) == (len(faults) == 0) {
			t.Fatalf("register %v, faults %v", reg, faults)
		}
		_ = faults.String()
	})
}
