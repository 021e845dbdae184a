// Package storetest holds stores of files against their contract, and the system
// over them against what it promises.
package storetest

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files"
)

// Harness makes stores of one kind.
type Harness struct {
	// New makes a store with nothing in it.
	New func(t *testing.T) Fixture

	// Flat: there are no folders but those that files lie in.
	Flat bool

	// Any: names may be any bytes. Otherwise they are UTF-8 without control
	// characters.
	Any bool

	// Without are characters that no name has.
	Without string

	// Loses is the finality of erasing; Keeps, that old versions stay when a file is
	// rewritten.
	Loses varsam.Finality
	Keeps bool
}

// Fixture is one store, with ways behind its back.
type Fixture struct {
	Store files.Store

	// Put writes a file as another program would, with its folders.
	Put func(t *testing.T, path, content string)

	// Grep reports whether any byte of it is still anywhere in what the server
	// keeps; nil where nobody can look.
	Grep func(t *testing.T, text string) bool
}

// Run holds a store, and the system over it, against the contract.
func Run(t *testing.T, h Harness) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, Harness)
	}{
		{"Lists", testLists},
		{"Names", testNames},
		{"ManyNames", testManyNames},
		{"Stat", testStat},
		{"ReadsWhatItSays", testReads},
		{"Replaces", testReplaces},
		{"Moves", testMoves},
		{"Deletes", testDeletes},
		{"FoldersGoWhenEmpty", testFolders},
		{"LeadsNowhereElse", testElsewhere},
		{"Cancelled", testCancelled},
		{"SystemFinds", testFind},
		{"SystemFindsText", testFindText},
		{"SystemErases", testErase},
		{"SystemRestricts", testRestrict},
		{"SystemRedacts", testRedact},
		{"SystemCulls", testCull},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, h)
		})
	}
}

var background = context.Background()

func put(t *testing.T, f Fixture, all ...string) {
	t.Helper()
	for i := 0; i < len(all); i += 2 {
		f.Put(t, all[i], all[i+1])
	}
}

// list is what a folder holds, in order: folders with a slash behind.
func list(t *testing.T, s files.Store, folder string) (all []string) {
	t.Helper()
	err := s.List(background, folder, func(e files.Entry) error {
		if e.Kind == files.Folder {
			e.Path += "/"
		}
		all = append(all, e.Path)
		return nil
	})
	if err != nil {
		t.Fatalf("List: %v", err)
	}
	slices.Sort(all)
	return all
}

func stat(t *testing.T, s files.Store, path string) files.Entry {
	t.Helper()
	e, err := s.Stat(background, path)
	if err != nil {
		t.Fatalf("Stat: %v", err)
	}
	return e
}

func content(t *testing.T, s files.Store, e files.Entry) string {
	t.Helper()
	r, err := s.Open(background, e)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func wantCode(t *testing.T, doing string, err error, want varsam.Code) {
	t.Helper()
	if got := varsam.CodeOf(err); got != want {
		t.Errorf("%s: code %q (%v), want %q", doing, got, err, want)
	}
	if err != nil && strings.Contains(err.Error(), Marker) {
		t.Errorf("the error quotes a path: %v", err)
	}
}

// Marker stands in paths and contents; no error may quote it.
const Marker = "Hemlige-9f3a"

func testLists(t *testing.T, h Harness) {
	f := h.New(t)
	put(t, f, "a.txt", "1", "b/c.txt", "22", "b/d/e.txt", "333", "b-c.txt", "4")
	if got := list(t, f.Store, ""); !slices.Equal(got, []string{"a.txt", "b-c.txt", "b/"}) {
		t.Errorf("the root: %q", got)
	}
	if got := list(t, f.Store, "b"); !slices.Equal(got, []string{"b/c.txt", "b/d/"}) {
		t.Errorf("a folder: %q", got)
	}
	if !h.Flat {
		err := f.Store.List(background, Marker, func(files.Entry) error { return nil })
		wantCode(t, "listing what is not there", err, varsam.NotFound)
	}
	if f.Store.Engine() == "" {
		t.Error("the store says no name")
	}
	stop := io.ErrNoProgress
	if err := f.Store.List(background, "", func(files.Entry) error { return stop }); err != stop {
		t.Errorf("an error of yield came back as %v", err)
	}
}

// testNames has names that break what is not quoted well.
func testNames(t *testing.T, h Harness) {
	f := h.New(t)
	names := []string{"å ä ö.txt", "100% sure.txt", "a%20b.txt", "a+b&c=d?.txt", "#1;x.txt", "'quoted'.txt", "snö/☃ 雪.txt", "(x) [y] {z}!~$@,.txt", "a:b.txt"}
	if h.Any {
		names = append(names, "line\nbreak.txt", "tab\t.txt", "bad\xff\xfe.txt", "escape\x1b[1m.txt", `"double" \back.txt`)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return strings.ContainsAny(name, h.Without) })
	for _, name := range names {
		f.Put(t, name, "in "+name)
	}
	var seen []string
	for _, folder := range []string{"", "snö"} {
		for _, name := range list(t, f.Store, folder) {
			if strings.HasSuffix(name, "/") {
				continue
			}
			seen = append(seen, name)
			if got := content(t, f.Store, stat(t, f.Store, name)); got != "in "+name {
				t.Errorf("%q holds %q", name, got)
			}
			if key := files.Escape(name); files.Unescape(key) != name {
				t.Errorf("%q is written %q", name, key)
			}
		}
	}
	slices.Sort(names)
	slices.Sort(seen)
	if !slices.Equal(seen, names) {
		t.Errorf("listed %q, want %q", seen, names)
	}
}

// testManyNames has more than one page of each server.
func testManyNames(t *testing.T, h Harness) {
	f := h.New(t)
	const n = 1203
	for i := range n {
		f.Put(t, "many/"+strings.Repeat("x", i%7)+string(rune('a'+i%26))+" "+itoa(i), "")
	}
	if got := list(t, f.Store, "many"); len(got) != n || len(slices.Compact(got)) != n {
		t.Errorf("%d names, want %d", len(got), n)
	}
}

func itoa(i int) string {
	if i < 10 {
		return string(rune('0' + i))
	}
	return itoa(i/10) + string(rune('0'+i%10))
}

func testStat(t *testing.T, h Harness) {
	f := h.New(t)
	put(t, f, "a/b.txt", "hello")
	e := stat(t, f.Store, "a/b.txt")
	if e.Kind != files.File || e.Size != 5 || e.Modified.IsZero() || e.Version == "" || e.Path != "a/b.txt" {
		t.Errorf("%+v", e)
	}
	var listed files.Entry
	if err := f.Store.List(background, "a", func(e files.Entry) error { listed = e; return nil }); err != nil || listed.Version != e.Version || listed.Size != 5 {
		t.Errorf("listed %+v, asked for %+v (%v)", listed, e, err)
	}
	if e := stat(t, f.Store, "a"); e.Kind != files.Folder {
		t.Errorf("a folder: %+v", e)
	}
	for _, path := range []string{Marker, "a/" + Marker, "a/b.txt/" + Marker} {
		_, err := f.Store.Stat(background, path)
		wantCode(t, "what is not there", err, varsam.NotFound)
	}
	f.Put(t, "a/b.txt", "other")
	if now := stat(t, f.Store, "a/b.txt"); now.Version == e.Version {
		t.Error("another content of the same length has the same version")
	}
}

func testReads(t *testing.T, h Harness) {
	f := h.New(t)
	long := strings.Repeat("0123456789abcdef", 1<<16)
	put(t, f, Marker+".bin", long, "empty", "")
	e := stat(t, f.Store, Marker+".bin")
	if got := content(t, f.Store, e); got != long {
		t.Errorf("%d bytes, want %d", len(got), len(long))
	}
	if got := content(t, f.Store, stat(t, f.Store, "empty")); got != "" {
		t.Errorf("an empty file holds %q", got)
	}
	_, err := f.Store.Open(background, files.Entry{Path: "no" + Marker, Kind: files.File, Version: "x"})
	if code := varsam.CodeOf(err); code != varsam.NotFound && code != varsam.Changed {
		t.Errorf("opening what is not there: %v", err)
	}
}

func testReplaces(t *testing.T, h Harness) {
	f := h.New(t)
	put(t, f, "a/b.txt", "before "+Marker)
	old := stat(t, f.Store, "a/b.txt")
	now, err := f.Store.Replace(background, old, []byte("after"))
	if err != nil {
		t.Fatal(err)
	}
	if now.Version == old.Version || now != stat(t, f.Store, "a/b.txt") || content(t, f.Store, now) != "after" {
		t.Errorf("%+v, was %+v", now, old)
	}
	if got := list(t, f.Store, "a"); !slices.Equal(got, []string{"a/b.txt"}) {
		t.Errorf("rewriting left %q", got)
	}
	_, err = f.Store.Replace(background, old, []byte("again"))
	wantCode(t, "rewriting another version", err, varsam.Changed)
	if got := content(t, f.Store, now); got != "after" {
		t.Errorf("it holds %q", got)
	}
	n, err := f.Store.Versions(background, "a/b.txt")
	if err != nil || (n > 0) != h.Keeps {
		t.Errorf("%d older versions (%v)", n, err)
	}
	if f.Grep != nil && !h.Keeps && f.Grep(t, Marker) {
		t.Error("the old content is still there")
	}
	_, err = f.Store.Replace(background, files.Entry{Path: "a/" + Marker, Kind: files.File, Version: old.Version}, []byte("new"))
	if code := varsam.CodeOf(err); code != varsam.NotFound && code != varsam.Changed {
		t.Errorf("rewriting what is not there: %v", err)
	}
}

func testMoves(t *testing.T, h Harness) {
	f := h.New(t)
	put(t, f, "a/b.txt", "moving", "in/the/way.txt", "mine")
	old := stat(t, f.Store, "a/b.txt")
	_, err := f.Store.Move(background, old, "in/the/way.txt")
	wantCode(t, "moving over another file", err, varsam.Conflict)
	now, err := f.Store.Move(background, old, "new/folder/b.txt")
	if err != nil {
		t.Fatal(err)
	}
	if now.Path != "new/folder/b.txt" || now != stat(t, f.Store, "new/folder/b.txt") || content(t, f.Store, now) != "moving" {
		t.Errorf("%+v", now)
	}
	if now.Version != old.Version {
		t.Errorf("moving made version %q of %q", now.Version, old.Version)
	}
	_, err = f.Store.Stat(background, "a/b.txt")
	wantCode(t, "where it was", err, varsam.NotFound)
	if n, err := f.Store.Versions(background, "a/b.txt"); n != 0 || err != nil {
		t.Errorf("%d versions stay where it was (%v)", n, err)
	}
	if got := content(t, f.Store, stat(t, f.Store, "in/the/way.txt")); got != "mine" {
		t.Errorf("what was in the way holds %q", got)
	}
	f.Put(t, "a/c.txt", "1")
	e := stat(t, f.Store, "a/c.txt")
	f.Put(t, "a/c.txt", "2")
	_, err = f.Store.Move(background, e, "x.txt")
	wantCode(t, "moving another version", err, varsam.Changed)
}

func testDeletes(t *testing.T, h Harness) {
	f := h.New(t)
	put(t, f, "a/b.txt", Marker+" 1", "a/c.txt", "stays")
	e := stat(t, f.Store, "a/b.txt")
	f.Put(t, "a/b.txt", Marker+" 2")
	wantCode(t, "erasing another version", f.Store.Delete(background, e), varsam.Changed)
	if err := f.Store.Delete(background, stat(t, f.Store, "a/b.txt")); err != nil {
		t.Fatal(err)
	}
	_, err := f.Store.Stat(background, "a/b.txt")
	wantCode(t, "what was erased", err, varsam.NotFound)
	end, err := f.Store.Purge(background, "a/b.txt")
	if err != nil || end.Finality != h.Loses {
		t.Errorf("it is %q (%v), want %q", end.Finality, err, h.Loses)
	}
	if n, err := f.Store.Versions(background, "a/b.txt"); err != nil || n > 0 && h.Loses == varsam.Gone {
		t.Errorf("%d versions are left (%v)", n, err)
	}
	if _, err := f.Store.Purge(background, "a/b.txt"); err != nil {
		t.Errorf("purging again: %v", err)
	}
	if f.Grep != nil && f.Grep(t, Marker) {
		t.Error("the server still has the content")
	}
	if code := varsam.CodeOf(f.Store.Delete(background, e)); code != varsam.NotFound && code != varsam.Changed {
		t.Errorf("erasing again: %s", code)
	}
	if got := content(t, f.Store, stat(t, f.Store, "a/c.txt")); got != "stays" {
		t.Errorf("the other file holds %q", got)
	}
	if hold, err := f.Store.Holds(background, "a/c.txt"); hold.Held || err != nil {
		t.Errorf("held: %+v (%v)", hold, err)
	}
}

func testFolders(t *testing.T, h Harness) {
	if h.Flat {
		t.Skip("this store has no folders of its own")
	}
	f := h.New(t)
	put(t, f, "a/b/c.txt", "x")
	folder := stat(t, f.Store, "a/b")
	wantCode(t, "erasing a folder that is not empty", f.Store.Delete(background, folder), varsam.Conflict)
	if err := f.Store.Delete(background, stat(t, f.Store, "a/b/c.txt")); err != nil {
		t.Fatal(err)
	}
	if err := f.Store.Delete(background, stat(t, f.Store, "a/b")); err != nil {
		t.Errorf("erasing an empty folder: %v", err)
	}
	if got := list(t, f.Store, "a"); len(got) > 0 {
		t.Errorf("%q is left", got)
	}
}

// testElsewhere asks for what is not below the root.
func testElsewhere(t *testing.T, h Harness) {
	f := h.New(t)
	put(t, f, "a/b.txt", "x")
	e := stat(t, f.Store, "a/b.txt")
	for _, path := range []string{"..", "../x", "a/../../x", "/etc/passwd", "a//b.txt", "./a/b.txt", "a/../a/b.txt"} {
		if _, err := f.Store.Stat(background, path); err == nil {
			t.Errorf("%q was found", path)
		}
		if _, err := f.Store.Move(background, e, path); err == nil {
			t.Errorf("a file moved to %q", path)
		}
		bad := e
		bad.Path = path
		if r, err := f.Store.Open(background, bad); err == nil {
			r.Close()
			t.Errorf("%q was opened", path)
		}
		if f.Store.Delete(background, bad) == nil {
			t.Errorf("%q was erased", path)
		}
		if _, err := f.Store.Replace(background, bad, nil); err == nil {
			t.Errorf("%q was rewritten", path)
		}
	}
	if got := content(t, f.Store, stat(t, f.Store, "a/b.txt")); got != "x" {
		t.Errorf("it holds %q", got)
	}
}

func testCancelled(t *testing.T, h Harness) {
	f := h.New(t)
	put(t, f, "a.txt", "x")
	ctx, cancel := context.WithCancel(background)
	cancel()
	if err := f.Store.List(ctx, "", func(files.Entry) error { return nil }); err == nil {
		t.Error("a cancelled listing succeeded")
	}
}

// PlainText reads every document as one text.
type PlainText struct{}

// Texts implements the system's Documents.
func (PlainText) Texts(_ context.Context, _ string, content io.Reader, yield func(string, io.Reader) error) ([]varsam.Reason, error) {
	b, err := io.ReadAll(content)
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(b, []byte("LOCKED")) {
		return []varsam.Reason{varsam.Because("unread-encrypted", "")}, nil
	}
	return nil, yield("", bytes.NewReader(b))
}

// Grep reports whether a text stands in any file or name below a folder.
func Grep(t *testing.T, dir, text string) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || found {
			return err
		}
		found = strings.Contains(d.Name(), text)
		if d.Type().IsRegular() && !found {
			b, err := os.ReadFile(path)
			found = bytes.Contains(b, []byte(text))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
