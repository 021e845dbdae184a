//go:build unix

package folder_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files"
	"github.com/varsam/varsam/internal/system/files/storetest"
)

var background = context.Background()

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// What is no file is named, and never opened: reading the pipe would wait for ever.
func TestLinksPipesAndSocketsAreNamedAndNotFollowed(t *testing.T) {
	t.Parallel()
	f, dir := fixture(t)
	outside := t.TempDir()
	write(t, filepath.Join(outside, "secret.txt"), storetest.Marker)
	write(t, filepath.Join(dir, "in/a.txt"), "x")
	must(t, os.Symlink(outside, filepath.Join(dir, "out")))
	must(t, os.Symlink(filepath.Join(outside, "secret.txt"), filepath.Join(dir, "secret.txt")))
	must(t, os.Symlink(".", filepath.Join(dir, "in/loop")))
	must(t, os.Symlink("gone", filepath.Join(dir, "in/"+storetest.Marker+" dangling")))
	must(t, syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600))
	s := storetest.Open(t, f)
	all, keys, found := storetest.Find(t, s, system.Selection{Collection: "documents"})
	want := map[string]files.Kind{"in/" + storetest.Marker + " dangling": files.Link, "in/a.txt": files.File, "in/loop": files.Link, "out": files.Link, "pipe": files.Other, "secret.txt": files.Link}
	if len(all) != len(want) || !found.Complete {
		t.Fatalf("%q, %+v", keys, found)
	}
	for _, r := range all {
		if got := r.Get("kind").String(); got != string(want[r.Ref.Key[0].String()]) {
			t.Errorf("%s is a %s", r.Ref.Label(), got)
		}
	}
	if keys, found := storetest.Naming(t, s, storetest.Marker); len(keys) != 1 || !strings.HasSuffix(keys[0], "dangling") || !found.Complete {
		t.Errorf("%q, %+v", keys, found)
	}
	for _, path := range []string{"out/secret.txt", "in/loop/a.txt/x"} {
		if _, err := f.Store.Stat(background, path); err == nil {
			t.Errorf("%s was reached through a link", path)
		}
	}
	if _, err := f.Store.Open(background, files.Entry{Path: "pipe", Kind: files.File}); err == nil {
		t.Error("a pipe was opened")
	}
	done, err := s.Apply(background, storetest.Erasing(t, s))
	if err != nil || done.Rows != len(want) {
		t.Errorf("%+v, %v", done, err)
	}
	if b, err := os.ReadFile(filepath.Join(outside, "secret.txt")); err != nil || string(b) != storetest.Marker {
		t.Errorf("what a link led to: %q, %v", b, err)
	}
}

// A folder that becomes a link between plan and act leads nowhere else.
func TestAFolderThatBecameALink(t *testing.T) {
	t.Parallel()
	f, dir := fixture(t)
	write(t, filepath.Join(dir, "a/x.txt"), "mine")
	write(t, filepath.Join(dir, "b/x.txt"), "other")
	s := storetest.Open(t, f)
	op := storetest.Erasing(t, s)
	op.Targets = op.Targets[:1]
	must(t, os.RemoveAll(filepath.Join(dir, "a")))
	must(t, os.Symlink("b", filepath.Join(dir, "a")))
	done, err := s.Apply(background, op)
	if err != nil || done.Rows != 0 || len(done.Changed) != 1 {
		t.Errorf("%+v, %v", done, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "b/x.txt")); err != nil {
		t.Errorf("another file went: %v", err)
	}
}

// A file that is replaced by one of the same size and time is another one.
func TestAReplacedFileIsAnother(t *testing.T) {
	t.Parallel()
	f, dir := fixture(t)
	write(t, filepath.Join(dir, "a.txt"), "one")
	s := storetest.Open(t, f)
	op := storetest.Erasing(t, s)
	info, err := os.Stat(filepath.Join(dir, "a.txt"))
	must(t, err)
	write(t, filepath.Join(dir, "b.txt"), "two")
	must(t, os.Chtimes(filepath.Join(dir, "b.txt"), info.ModTime(), info.ModTime()))
	must(t, os.Rename(filepath.Join(dir, "b.txt"), filepath.Join(dir, "a.txt")))
	if done, err := s.Apply(background, op); err != nil || len(done.Changed) != 1 {
		t.Errorf("%+v, %v", done, err)
	}
}

// A folder with very many names is listed and culled without its tree in memory.
func TestAFolderWithManyNames(t *testing.T) {
	t.Parallel()
	const n = 30_000
	f, dir := fixture(t)
	must(t, os.Mkdir(filepath.Join(dir, "many"), 0o700))
	for i := range n {
		must(t, os.Link(seed(t, dir, i), filepath.Join(dir, "many", strconv.Itoa(i))))
	}
	s := storetest.Open(t, f)
	last, seen := "", 0
	found, err := s.Find(background, system.Selection{Collection: "documents", Fields: []string{"path"}}, func(r varsam.Record) error {
		key := r.Ref.Key[0].String()
		if key <= last {
			t.Fatalf("%s after %s", key, last)
		}
		last = key
		seen++
		return nil
	})
	if err != nil || !found.Complete || seen < n {
		t.Errorf("%d documents, %+v, %v", seen, found, err)
	}
}

// seed is a file to make names of; one file has at most so many.
func seed(t *testing.T, dir string, i int) string {
	t.Helper()
	path := filepath.Join(dir, "seed"+strconv.Itoa(i/10_000))
	if i%10_000 == 0 {
		write(t, path, "x")
	}
	return path
}

// A place that cannot be made leaves the file where it is.
func TestANameThatIsTooLong(t *testing.T) {
	t.Parallel()
	f, dir := fixture(t)
	write(t, filepath.Join(dir, "a.txt"), "whole")
	e, err := f.Store.Stat(background, "a.txt")
	must(t, err)
	if _, err := f.Store.Move(background, e, strings.Repeat("n", 300)); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("a name that is too long: %v", err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "a.txt")); err != nil || string(b) != "whole" {
		t.Errorf("%q, %v", b, err)
	}
}
