package folder_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files/folder"
	"github.com/varsam/varsam/internal/system/files/storetest"
)

// fixture is a folder in a temporary place.
func fixture(t *testing.T) (storetest.Fixture, string) {
	t.Helper()
	dir := t.TempDir()
	s, err := folder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return storetest.Fixture{Store: s, Put: func(t *testing.T, path, content string) { write(t, filepath.Join(dir, path), content) }, Grep: func(t *testing.T, text string) bool { return storetest.Grep(t, dir, text) }}, dir
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestFolder(t *testing.T) {
	t.Parallel()
	storetest.Run(t, storetest.Harness{
		Any: true, Loses: varsam.Gone,
		New: func(t *testing.T) storetest.Fixture { f, _ := fixture(t); return f },
	})
}
