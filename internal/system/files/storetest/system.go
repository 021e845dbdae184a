package storetest

import (
	"bytes"
	"io"
	"slices"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files"
)

// Today is the day a system is opened with.
var Today = varsam.NewDate(2026, 11, 22)

// Open makes the system over a fixture's store.
func Open(t *testing.T, f Fixture, settings ...string) *files.System {
	t.Helper()
	cfg := system.Config{System: "share", Settings: map[string]string{}, Today: Today, Documents: PlainText{}}
	for i := 0; i < len(settings); i += 2 {
		cfg.Settings[settings[i]] = settings[i+1]
	}
	s, err := files.Open(cfg, f.Store)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// projects is a share with two projects and something beside them.
func projects(t *testing.T, h Harness) (Fixture, *files.System) {
	t.Helper()
	f := h.New(t)
	put(t, f,
		"Projects/1001 Bridge/offer.txt", "for "+Marker+" of Bridge Ltd",
		"Projects/1001 Bridge/mail/a.txt", Marker+" wrote",
		"Projects/1001 Bridge/project.json", `{"ended_on": "2015-03-31", "customer": "Bridge Ltd"}`,
		"Projects/1002 Tunnel/offer.txt", "nobody",
		"Projects/1002 Tunnel/project.json", `{"ended_on": "2025-03-31", "customer": "Tunnel Ltd"}`,
		"Projects/readme.txt", "about projects",
		"notes.txt", "call "+Marker)
	return f, Open(t, f, "projects", "Projects/{number} {name}", "index", "project.json", "restricted", "Restricted")
}

// Find is what a selection takes, with the keys in their order.
func Find(t *testing.T, s system.System, sel system.Selection) (all []varsam.Record, keys []string, found system.Found) {
	t.Helper()
	sel.Version = true
	found, err := s.Find(background, sel, func(r varsam.Record) error {
		all, keys = append(all, r), append(keys, r.Ref.Key[0].String())
		return nil
	})
	if err != nil {
		t.Fatalf("Find: %v", err)
	}
	return all, keys, found
}

// Operation freezes records as the targets of an operation.
func Operation(t *testing.T, s system.System, kind varsam.OpKind, records []varsam.Record) varsam.Operation {
	t.Helper()
	c, err := s.Describe(background)
	if err != nil {
		t.Fatalf("Describe: %v", err)
	}
	op := varsam.Operation{ID: "op", Kind: kind}
	for _, r := range records {
		op.Collection = r.Ref.Collection
		op.Targets = append(op.Targets, varsam.Target{Ref: r.Ref, Versions: []string{r.Version}})
	}
	op.Fingerprint = c.Fingerprint(op.Collection)
	return op
}

func apply(t *testing.T, s system.System, op varsam.Operation) varsam.Applied {
	t.Helper()
	done, err := s.Apply(background, op)
	if err != nil {
		t.Fatalf("Apply %s: %v", op.Kind, err)
	}
	return done
}

func wantStates(t *testing.T, s system.System, op varsam.Operation, state varsam.RowState, n int) {
	t.Helper()
	seen, err := s.Observe(background, op)
	if err != nil {
		t.Fatalf("Observe: %v", err)
	}
	if seen.Rows[state] != n {
		t.Errorf("after %s: %v, want %d %s", op.Kind, seen.Rows, n, state)
	}
}

func wantKeys(t *testing.T, doing string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", doing, got, want)
	}
}

// Equal matches a field with any of some texts.
func Equal(field string, values ...string) []system.Match {
	m := system.Match{Fields: []string{field}}
	for _, v := range values {
		m.Tuples = append(m.Tuples, []varsam.Value{varsam.TextOf(v)})
	}
	return []system.Match{m}
}

const (
	offer  = "Projects/1001 Bridge/offer.txt"
	mail   = "Projects/1001 Bridge/mail/a.txt"
	bridge = "Projects/1001 Bridge"
	tunnel = "Projects/1002 Tunnel"
)

func testFind(t *testing.T, h Harness) {
	_, s := projects(t, h)
	all, keys, found := Find(t, s, system.Selection{Collection: "documents"})
	wantKeys(t, "all", keys, mail, offer, tunnel+"/offer.txt", "Projects/readme.txt", "notes.txt")
	if !found.Complete || !found.Scanned {
		t.Errorf("%+v", found)
	}
	r := all[1]
	for field, want := range map[string]string{"path": offer, "folder": bridge, "directory": bridge, "name": "offer.txt", "extension": "txt", "kind": "file"} {
		if got := r.Get(field); got != varsam.TextOf(want) {
			t.Errorf("%s is %q", field, got)
		}
	}
	if r.Version == "" || r.Get("text").Kind() != varsam.Large || r.Get("size").Int() != int64(len("for "+Marker+" of Bridge Ltd")) || r.Get("modified").Time().IsZero() {
		t.Errorf("%+v", r)
	}
	_, keys, _ = Find(t, s, system.Selection{Collection: "documents", After: all[1].Ref.Key, Limit: 2})
	wantKeys(t, "after", keys, tunnel+"/offer.txt", "Projects/readme.txt")
	_, keys, found = Find(t, s, system.Selection{Collection: "documents", Match: Equal("path", offer, "nothing", "../x", "Projects//readme.txt")})
	wantKeys(t, "by key", keys, offer)
	if found.Scanned {
		t.Error("asking for a key read all")
	}
	_, keys, _ = Find(t, s, system.Selection{Collection: "documents", Match: Equal("folder", bridge)})
	wantKeys(t, "by folder", keys, mail, offer)

	all, keys, _ = Find(t, s, system.Selection{Collection: "folders"})
	wantKeys(t, "folders", keys, bridge, tunnel)
	want := map[string]varsam.Value{
		"number": varsam.TextOf("1001"), "name": varsam.TextOf("Bridge"), "customer": varsam.TextOf("Bridge Ltd"),
		"ended_on": varsam.DayOf(varsam.NewDate(2015, 3, 31)), "files": varsam.IntOf(2),
	}
	for field, value := range want {
		if got := all[0].Get(field); got != value {
			t.Errorf("the folder's %s is %q", field, got)
		}
	}
	_, keys, _ = Find(t, s, system.Selection{Collection: "documents", Cond: Ended(2020)})
	wantKeys(t, "by the folder's end", keys, mail, offer)
	_, keys, _ = Find(t, s, system.Selection{Collection: "folders", Match: Equal("number", "1002")})
	wantKeys(t, "by number", keys, tunnel)
}

// Ended is the condition that a document's project ended before a year.
func Ended(year int) *varsam.Cond {
	return &varsam.Cond{
		Op: varsam.Exists, Collection: "folders", Fields: []string{"path"}, Own: []string{"folder"},
		Kids: []varsam.Cond{varsam.Compare("ended_on", varsam.Lt, varsam.DayOf(varsam.NewDate(year, 1, 1)))},
	}
}

// Naming finds the documents in which a text stands.
func Naming(t *testing.T, s system.TextFinder, text string) (keys []string, found system.Found) {
	t.Helper()
	found, err := s.FindText(background, system.Selection{Collection: "documents", Version: true}, func(x system.Text) bool {
		b, err := io.ReadAll(x.Body)
		return err == nil && bytes.Contains(b, []byte(text))
	}, func(r varsam.Record) error {
		keys = append(keys, r.Ref.Key[0].String())
		return nil
	})
	if err != nil {
		t.Fatalf("FindText: %v", err)
	}
	return keys, found
}

func testFindText(t *testing.T, h Harness) {
	f, s := projects(t, h)
	keys, found := Naming(t, s, Marker)
	wantKeys(t, "naming", keys, mail, offer, "notes.txt")
	if !found.Complete {
		t.Errorf("%+v", found)
	}
	put(t, f, "locked.txt", "LOCKED "+Marker, "z/"+Marker+".txt", "in the name")
	keys, found = Naming(t, s, Marker)
	wantKeys(t, "with a name", keys, mail, offer, "notes.txt", "z/"+Marker+".txt")
	if found.Complete || len(found.Unread) != 1 || found.Unread[0].Ref.Key[0].String() != "locked.txt" || found.Unread[0].Why.Code != "unread-encrypted" {
		t.Errorf("%+v", found)
	}
	r, err := s.Content(background, varsam.Ref{Collection: "documents", Key: []varsam.Value{varsam.TextOf(offer)}}, "text")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if b, err := io.ReadAll(r); err != nil || string(b) != "for "+Marker+" of Bridge Ltd" {
		t.Errorf("%q, %v", b, err)
	}
}

func testErase(t *testing.T, h Harness) {
	f, s := projects(t, h)
	all, _, _ := Find(t, s, system.Selection{Collection: "documents", Match: Equal("path", offer, mail, "notes.txt")})
	op := Operation(t, s, varsam.OpErase, all)
	wantStates(t, s, op, varsam.RowOriginal, 3)
	f.Put(t, "notes.txt", "call somebody")
	done := apply(t, s, op)
	if done.Rows != 2 || len(done.Changed) != 1 || done.Changed[0].Key[0].String() != "notes.txt" || done.Finality != h.Loses {
		t.Errorf("%+v", done)
	}
	if f.Grep != nil && (f.Grep(t, Marker+" wrote") || f.Grep(t, "for "+Marker)) {
		t.Error("the server still has what was erased")
	}
	wantStates(t, s, op, varsam.RowPlanned, 2)
	wantStates(t, s, op, varsam.RowOther, 1)
	if again := apply(t, s, op); again.Rows != 2 {
		t.Errorf("again: %+v", again)
	}
	_, keys, _ := Find(t, s, system.Selection{Collection: "documents"})
	wantKeys(t, "left", keys, tunnel+"/offer.txt", "Projects/readme.txt", "notes.txt")

	all, _, _ = Find(t, s, system.Selection{Collection: "folders"})
	op = Operation(t, s, varsam.OpErase, all)
	if _, err := s.Apply(background, op); varsam.CodeOf(err) != varsam.Changed && varsam.CodeOf(err) != varsam.Unknown {
		t.Errorf("a folder that still holds documents: %v", err)
	}
	op.Targets = op.Targets[:1]
	if done := apply(t, s, op); done.Rows != 1 {
		t.Errorf("%+v", done)
	}
	_, keys, _ = Find(t, s, system.Selection{Collection: "folders"})
	wantKeys(t, "folders left", keys, tunnel)
}

func testRestrict(t *testing.T, h Harness) {
	_, s := projects(t, h)
	all, _, _ := Find(t, s, system.Selection{Collection: "documents", Match: Equal("path", offer, "notes.txt")})
	op := Operation(t, s, varsam.OpRestrict, all)
	op.Move = "restricted"
	wantStates(t, s, op, varsam.RowOriginal, 2)
	done := apply(t, s, op)
	if done.Rows != 2 || done.Finality != varsam.Moved || len(done.Versions) != 2 {
		t.Fatalf("%+v", done)
	}
	wantStates(t, s, op, varsam.RowPlanned, 2)
	if again := apply(t, s, op); again.Rows != 2 || len(again.Versions) != 2 {
		t.Errorf("again: %+v", again)
	}
	kept, keys, _ := Find(t, s, system.Selection{Collection: "restricted"})
	wantKeys(t, "restricted", keys, offer, "notes.txt")
	if done.Versions[kept[0].Ref.String()] != kept[0].Version {
		t.Errorf("versions %v, now %q", done.Versions, kept[0].Version)
	}
	_, keys, _ = Find(t, s, system.Selection{Collection: "documents"})
	wantKeys(t, "the others", keys, mail, tunnel+"/offer.txt", "Projects/readme.txt")
	lift := Operation(t, s, varsam.OpLift, kept)
	lift.Move = "documents"
	if done := apply(t, s, lift); done.Rows != 2 || done.Finality != varsam.Lifted {
		t.Errorf("%+v", done)
	}
	if _, keys, _ = Find(t, s, system.Selection{Collection: "documents"}); len(keys) != 5 {
		t.Errorf("%q", keys)
	}
}

func testRedact(t *testing.T, h Harness) {
	f, s := projects(t, h)
	all, _, _ := Find(t, s, system.Selection{Collection: "documents", Match: Equal("path", offer, mail)})
	op := Operation(t, s, varsam.OpRedact, all)
	op.Set = []varsam.Assignment{{Field: "text", Value: varsam.TextOf("[…]"), Take: []string{Marker, "nobody"}}}
	wantStates(t, s, op, varsam.RowOriginal, 2)
	want := varsam.Blanked
	if h.Keeps {
		want = varsam.Archived
	}
	done := apply(t, s, op)
	if done.Rows != 2 || done.Finality != want || len(done.Versions) != 2 {
		t.Fatalf("%+v", done)
	}
	wantStates(t, s, op, varsam.RowPlanned, 2)
	if again := apply(t, s, op); again.Rows != 2 {
		t.Errorf("again: %+v", again)
	}
	now, _, _ := Find(t, s, system.Selection{Collection: "documents", Match: Equal("path", offer)})
	if now[0].Version != done.Versions[now[0].Ref.String()] {
		t.Errorf("version %q, told %v", now[0].Version, done.Versions)
	}
	if got := content(t, f.Store, stat(t, f.Store, offer)); got != "for […] of Bridge Ltd" {
		t.Errorf("it holds %q", got)
	}
	keys, _ := Naming(t, s, Marker)
	wantKeys(t, "still naming", keys, "notes.txt")
}

// testCull ends one project: its documents, then the folder.
func testCull(t *testing.T, h Harness) {
	f, s := projects(t, h)
	c, err := s.Describe(background)
	if err != nil {
		t.Fatal(err)
	}
	cull := func(collection string, cond varsam.Cond) system.Cull {
		return system.Cull{ID: "c", Kind: varsam.OpErase, Fingerprint: c.Fingerprint(collection), Rows: system.Rows{Collection: collection, Cond: cond}}
	}
	files := cull("documents", *Ended(2020))
	ofFolder := cull("folders", varsam.Compare("ended_on", varsam.Lt, varsam.DayOf(varsam.NewDate(2020, 1, 1))))
	frozen := map[string]system.Range{}
	for _, one := range []system.Cull{files, ofFolder} {
		if frozen[one.Rows.Collection], err = s.Freeze(background, one, 100); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.Count(background, files); n != 2 || err != nil || frozen["documents"].Rows != 2 || frozen["folders"].Rows != 1 {
		t.Fatalf("%d counted (%v), %+v", n, err, frozen)
	}
	if _, err := s.Cull(background, ofFolder, frozen["folders"].Tally); varsam.CodeOf(err) != varsam.Changed {
		t.Errorf("a folder went before its documents: %v", err)
	}
	f.Put(t, bridge+"/late.txt", "new")
	if _, err := s.Cull(background, files, frozen["documents"].Tally); varsam.CodeOf(err) != varsam.Changed {
		t.Errorf("a document that came later went along: %v", err)
	}
	if err := f.Store.Delete(background, stat(t, f.Store, bridge+"/late.txt")); err != nil {
		t.Fatal(err)
	}
	except := files
	except.Rows.Except = [][]varsam.Value{{varsam.TextOf(offer)}}
	if n, _ := s.Count(background, except); n != 1 {
		t.Errorf("%d with one excepted", n)
	}
	for _, one := range []system.Cull{files, ofFolder} {
		r := frozen[one.Rows.Collection]
		one.Rows.Upto = r.Upto
		if seen, err := s.Look(background, one); seen != r.Tally || err != nil {
			t.Errorf("%+v, frozen %+v (%v)", seen, r, err)
		}
		done, err := s.Cull(background, one, r.Tally)
		if err != nil || done.Rows != r.Rows || done.Finality == "" {
			t.Errorf("%+v, %v", done, err)
		}
		if left, err := s.Look(background, one); left.Rows != 0 || err != nil {
			t.Errorf("%+v is left (%v)", left, err)
		}
	}
	_, keys, _ := Find(t, s, system.Selection{Collection: "documents"})
	wantKeys(t, "left", keys, tunnel+"/offer.txt", "Projects/readme.txt", "notes.txt")
	_, err = f.Store.Stat(background, bridge)
	wantCode(t, "the folder", err, varsam.NotFound)
}

// Erasing is the operation that erases all documents.
func Erasing(t *testing.T, s system.System) varsam.Operation {
	t.Helper()
	all, _, _ := Find(t, s, system.Selection{Collection: "documents"})
	return Operation(t, s, varsam.OpErase, all)
}
