package files_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files"
	"github.com/varsam/varsam/internal/system/files/folder"
	"github.com/varsam/varsam/internal/system/files/storetest"
)

// database is a project database: its rows, or why it cannot be read.
type database struct {
	rows []map[string]string
	err  error
}

func (d database) Rows(_ context.Context, name, collection string, yield func(map[string]string) error) error {
	if name != "desk" || collection != "public.projects" {
		return varsam.Errorf(varsam.NotFound, "no such collection")
	}
	for _, row := range d.rows {
		if err := yield(row); err != nil {
			return err
		}
	}
	return d.err
}

// tabled is a share whose projects stand in a database.
func tabled(t *testing.T, d database, paths ...string) *files.System {
	t.Helper()
	dir := t.TempDir()
	for _, path := range paths {
		write(t, filepath.Join(dir, path), "x")
	}
	store, err := folder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	s, err := files.Open(system.Config{System: "share", Today: storetest.Today, Documents: storetest.PlainText{}, Rows: d.Rows, Settings: map[string]string{
		"projects": "{number} *", "table": "desk.public.projects", "index_columns": "number=no, ended_on=closed, name=title",
	}}, store)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// What is known of a project may stand in a database: a column says when it ended.
func TestProjectsOfADatabase(t *testing.T) {
	t.Parallel()
	d := database{rows: []map[string]string{
		{"no": "7", "closed": "2014-05-02", "title": "Bridge", "secret": "x"}, {"no": "8", "closed": "2025-01-01"}, {"no": "99", "closed": "2001-01-01"},
	}}
	s := tabled(t, d, "7 Bro/a.txt", "7 Bro/b/c.txt", "8 Tunnel/a.txt", "9 Väg/a.txt")
	all, keys, _ := storetest.Find(t, s, system.Selection{Collection: "folders"})
	if !slices.Equal(keys, []string{"7 Bro", "8 Tunnel", "9 Väg"}) {
		t.Fatalf("folders: %q", keys)
	}
	if got := all[0].Get("ended_on"); got != varsam.DayOf(varsam.NewDate(2014, 5, 2)) || all[0].Get("name") != varsam.TextOf("Bridge") {
		t.Errorf("%+v", all[0])
	}
	if !all[2].Get("ended_on").IsNull() {
		t.Errorf("a project that the database does not know ended on %v", all[2].Get("ended_on"))
	}
	_, keys, _ = storetest.Find(t, s, system.Selection{Collection: "documents", Cond: storetest.Ended(2020)})
	if !slices.Equal(keys, []string{"7 Bro/a.txt", "7 Bro/b/c.txt"}) {
		t.Errorf("documents of ended projects: %q", keys)
	}
}

// A database of which a part could not be read is no basis: a project that seems to
// be missing may stand in the other part.
func TestAProjectDatabaseThatBreaksOff(t *testing.T) {
	t.Parallel()
	d := database{rows: []map[string]string{{"no": "7", "closed": "2014-05-02"}}, err: varsam.Errorf(varsam.Unavailable, "the line broke")}
	s := tabled(t, d, "7 Bro/a.txt", "8 Tunnel/a.txt")
	for _, sel := range []system.Selection{{Collection: "folders"}, {Collection: "documents", Cond: storetest.Ended(2020)}} {
		if _, err := s.Find(background, sel, func(varsam.Record) error { return nil }); varsam.CodeOf(err) != varsam.Unavailable {
			t.Errorf("%s: %v", sel.Collection, err)
		}
	}
}

// culled freezes a cull of a collection, lets something happen, and carries it out.
func culled(t *testing.T, s *files.System, collection string, cond varsam.Cond, meanwhile func()) (system.Range, system.Culled, error) {
	t.Helper()
	c, err := s.Describe(background)
	if err != nil {
		t.Fatal(err)
	}
	one := system.Cull{ID: "c", Kind: varsam.OpErase, Fingerprint: c.Fingerprint(collection), Rows: system.Rows{Collection: collection, Cond: cond}}
	frozen, err := s.Freeze(background, one, 100)
	if err != nil {
		t.Fatal(err)
	}
	meanwhile()
	one.Rows.Upto = frozen.Upto
	done, err := s.Cull(background, one, frozen.Tally)
	if err == nil {
		if left, err := s.Look(background, one); left.Rows != 0 || err != nil {
			t.Errorf("%+v is left (%v)", left, err)
		}
	}
	return frozen, done, err
}

func aged(t *testing.T, path string, year int) {
	t.Helper()
	at := time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

func newestBefore(year int) varsam.Cond {
	return varsam.Compare("newest", varsam.Lt, varsam.InstantOf(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)))
}

// A folder that goes whole goes with what the list said lies in it, and not when
// something has come since; also where its newest document says that it is time.
func TestAFolderGoesWhole(t *testing.T) {
	t.Parallel()
	dir, _, s := share(t, []string{"projects", "{number} *", "whole", "yes"}, "1 old/a.txt", "1", "1 old/deep/b.txt", "2", "2 new/a.txt", "3", "3 none/x", "")
	aged(t, filepath.Join(dir, "1 old/a.txt"), 2010)
	aged(t, filepath.Join(dir, "1 old/deep/b.txt"), 2011)
	if err := os.Remove(filepath.Join(dir, "3 none/x")); err != nil {
		t.Fatal(err)
	}
	late := filepath.Join(dir, "1 old/late.txt")
	frozen, _, err := culled(t, s, "folders", newestBefore(2015), func() { write(t, late, "new"); aged(t, late, 2009) })
	if frozen.Rows != 1 || varsam.CodeOf(err) != varsam.Changed {
		t.Fatalf("%+v, %v", frozen, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "1 old/deep/b.txt")); err != nil {
		t.Errorf("a folder that had changed lost a document: %v", err)
	}
	if err := os.Remove(late); err != nil {
		t.Fatal(err)
	}
	_, done, err := culled(t, s, "folders", newestBefore(2015), func() {})
	if err != nil || done.Rows != 1 || done.Finality != varsam.Gone {
		t.Errorf("%+v, %v", done, err)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 || left[0].Name() != "2 new" || left[1].Name() != "3 none" {
		t.Errorf("left: %v (%v)", left, err)
	}
}

// A rule that counts from the newest document ends the documents and then the folder,
// which has none any more by then.
func TestAFolderFollowsItsNewestDocument(t *testing.T) {
	t.Parallel()
	dir, _, s := share(t, []string{"projects", "{number} *"}, "1 old/a.txt", "1", "2 new/a.txt", "3")
	aged(t, filepath.Join(dir, "1 old/a.txt"), 2010)
	_, done, err := culled(t, s, "folders", newestBefore(2015), func() {
		if err := os.Remove(filepath.Join(dir, "1 old/a.txt")); err != nil {
			t.Fatal(err)
		}
	})
	if err != nil || done.Rows != 1 {
		t.Errorf("%+v, %v", done, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "1 old")); !os.IsNotExist(err) {
		t.Errorf("the emptied folder is there: %v", err)
	}
}

// What was restricted counts from the end of the project in which it lay.
func TestWhatIsRestrictedCountsFromItsProject(t *testing.T) {
	t.Parallel()
	_, _, s := share(t, []string{"projects", "{number} *", "index", "p.json", "restricted", "R"},
		"1 a/p.json", `{"ended_on": "2012-01-01"}`, "R/1 a/x.txt", "kept", "2 b/p.json", `{"ended_on": "2024-01-01"}`, "R/2 b/y.txt", "kept")
	_, keys, _ := storetest.Find(t, s, system.Selection{Collection: "restricted", Cond: storetest.Ended(2020)})
	if !slices.Equal(keys, []string{"1 a/x.txt"}) {
		t.Errorf("%q", keys)
	}
	if _, done, err := culled(t, s, "restricted", *storetest.Ended(2020), func() {}); err != nil || done.Rows != 1 {
		t.Errorf("%+v, %v", done, err)
	}
	cat, err := s.Describe(background)
	if err != nil {
		t.Fatal(err)
	}
	if c, _ := cat.Find("restricted"); len(c.References) != 1 || c.References[0].To != "folders" {
		t.Errorf("references of what is restricted: %+v", c.References)
	}
}
