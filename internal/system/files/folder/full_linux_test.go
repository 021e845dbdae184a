package folder_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files/folder"
	"github.com/varsam/varsam/internal/system/files/storetest"
)

// small is a disk of a few pages, in memory.
func small(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("varsam-test", dir, "tmpfs", 0, "size=128k"); err != nil {
		t.Skipf("this machine mounts no small disk for us: %v", err)
	}
	t.Cleanup(func() { must(t, syscall.Unmount(dir, 0)) })
	return dir
}

// fill fills a disk but for so many bytes.
func fill(t *testing.T, path string, room int64) {
	t.Helper()
	f, err := os.Create(path)
	must(t, err)
	defer f.Close()
	size, page := int64(0), make([]byte, 4096)
	for {
		n, err := f.Write(page)
		if size += int64(n); err != nil {
			must(t, f.Truncate(size-room))
			return
		}
	}
}

// Where the disk is full one document cannot be rewritten: it stays as it was, the
// smaller ones are done, and the answer says why not all were. With room, doing it
// again ends it.
func TestAFullDisk(t *testing.T) {
	t.Parallel()
	dir := small(t)
	large := storetest.Marker + strings.Repeat(" and so on", 2000)
	write(t, filepath.Join(dir, "a.txt"), "short "+storetest.Marker)
	write(t, filepath.Join(dir, "b.txt"), large)
	write(t, filepath.Join(dir, "c.txt"), "also "+storetest.Marker)
	fill(t, filepath.Join(dir, "filler.bin"), 8<<10)

	store, err := folder.Open(dir)
	must(t, err)
	s := storetest.Open(t, storetest.Fixture{Store: store})
	t.Cleanup(func() { s.Close() })
	op := storetest.Operation(t, s, varsam.OpRedact, named(t, s, "a.txt", "b.txt", "c.txt"))
	op.Set = []varsam.Assignment{{Field: "text", Value: varsam.TextOf("[…]"), Take: []string{storetest.Marker}}}
	done, err := s.Apply(background, op)
	if err != nil || done.Rows != 2 || done.Problem != varsam.Full || len(done.Changed)+len(done.Missing) > 0 {
		t.Errorf("%+v, %v", done, err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, "b.txt")); err != nil || string(got) != large {
		t.Errorf("the document that found no room holds %d bytes (%v)", len(got), err)
	}
	_, keys, _ := storetest.Find(t, s, system.Selection{Collection: "documents"})
	for _, key := range keys {
		if strings.Contains(key, ".tmp") {
			t.Errorf("%s was left", key)
		}
	}
	if seen, err := s.Observe(background, op); err != nil || seen.Rows[varsam.RowOriginal] != 1 || seen.Rows[varsam.RowPlanned] != 2 {
		t.Errorf("%+v, %v", seen, err)
	}
	must(t, os.Remove(filepath.Join(dir, "filler.bin")))
	if done, err := s.Apply(background, op); err != nil || done.Rows != 3 || done.Problem != "" {
		t.Errorf("with room: %+v, %v", done, err)
	}
}
