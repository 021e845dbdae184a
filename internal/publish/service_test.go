package publish_test

import (
	"context"
	"encoding/xml"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/examples"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

// house is an organisation with its register in a store of ours.
type house struct {
	*testing.T
	*publish.Service
	files fstest.MapFS
	now   time.Time
}

func TestStatementsNameTheTenant(t *testing.T) { storetest.CheckStatements(t) }

// houses runs a test on both engines.
func houses(t *testing.T, test func(h *house)) {
	migrations := slices.Concat(evidence.Migrations, register.Migrations, publish.Migrations)
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		h := &house{T: t, now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), files: fstest.MapFS{}}
		st := storetest.Open(t, store.Config{DSN: dsn("varsam.db"), Migrations: migrations, Now: func() time.Time { return h.now }})
		if err := st.AddTenant(t.Context(), storetest.Tenant); err != nil {
			t.Fatal(err)
		}
		h.Service = &publish.Service{Store: st, Tenant: storetest.Tenant, Actor: func(name string) string { return "id-" + name }}
		example, _ := fs.Sub(examples.Files, "kunskapspartner")
		err := fs.WalkDir(example, ".", func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				data, _ := fs.ReadFile(example, path)
				h.files[path] = &fstest.MapFile{Data: data}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		h.push()
		test(h)
	})
}

func (h *house) push() {
	h.Helper()
	archive, err := register.Archive(h.files)
	if err != nil {
		h.Fatal(err)
	}
	err = h.Store.Write(h.Context(), h.Tenant, func(tx *store.Tx) error {
		now, err := register.Current(tx)
		if err != nil && varsam.CodeOf(err) != varsam.NotFound {
			return err
		}
		_, err = register.Push(tx, archive, "test", now.Number)
		return err
	})
	if err != nil {
		h.Fatal(err)
	}
}

// change edits a file of the register and makes it the one in force.
func (h *house) change(file, from, to string) {
	h.Helper()
	text := string(h.files[file].Data)
	if !strings.Contains(text, from) {
		h.Fatalf("%s has no %q", file, from)
	}
	h.files[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, from, to, 1))}
	h.push()
}

func (h *house) publish(kinds ...document.Kind) []publish.Outcome {
	h.Helper()
	out, err := h.Publish(h.Context(), publish.Order{Kinds: kinds, By: "anna"})
	if err != nil {
		h.Fatal(err)
	}
	return out
}

func (h *house) show(number int, lang varsam.Lang) publish.Shown {
	h.Helper()
	shown, err := h.Show(h.Context(), publish.Wanted{Kind: document.Notice, Number: number, Lang: lang})
	if err != nil {
		h.Fatal(err)
	}
	return shown
}

// TestVersions: each publication is frozen with its day and number, what it
// replaces and what changed in words; the same words are no new version.
func TestVersions(t *testing.T) {
	t.Parallel()
	houses(t, func(h *house) {
		first := h.publish(document.Notice)
		if first[0].Published == nil || first[0].Number != 1 || first[0].Refused() {
			h.Fatalf("%+v", first)
		}
		frozen := h.show(1, varsam.Swedish)
		if again := h.publish(document.Notice); again[0].Published != nil || again[0].Number != 1 {
			h.Errorf("the same words gave another version: %+v", again)
		}
		h.files["notes.yaml"] = &fstest.MapFile{Data: []byte("party: nobody\nkind: recipient\ncountry: SE\n")}
		h.push()
		if same := h.publish(document.Notice); same[0].Published != nil {
			h.Errorf("a register that says the same gave another version: %+v", same)
		}
		h.now = h.now.AddDate(0, 2, 0)
		h.change("activities/newsletter.yaml", "Skicka nyhetsbrev till den som har bett om det.", "Skicka nyhetsbrev.")
		second := h.publish(document.Notice)
		if second[0].Published == nil || second[0].Number != 2 || len(second[0].Changes) != 1 {
			h.Fatalf("%+v", second)
		}
		if c := second[0].Changes[0]; c.Block != "purpose-newsletter.purpose" || c.After[0] != "Skicka nyhetsbrev." || c.What != document.Altered {
			h.Errorf("%+v", c)
		}
		old, now := h.show(1, varsam.Swedish), h.show(0, varsam.Swedish)
		if old.Edition.ReplacedOn != now.Day || now.Edition.Replaces != 1 || now.Edition.Before != old.Day || now.Day != varsam.NewDate(2027, 1, 22) {
			h.Errorf("%+v\n%+v", old.Edition, now.Edition)
		}
		if len(document.Compare(frozen.Document, old.Document)) > 0 || frozen.Digest != old.Digest {
			h.Error("a version that was frozen has changed")
		}
		changes, err := h.Diff(h.Context(), publish.Wanted{Kind: document.Notice, Number: 1, Lang: varsam.English}, publish.Wanted{Kind: document.Notice, Number: 2, Lang: varsam.English})
		if err != nil || len(changes) != 0 {
			h.Errorf("in English nothing changed: %+v, %v", changes, err)
		}
	})
}

// TestTwoAtTheSameTime: no version is lost, and none is skipped.
func TestTwoAtTheSameTime(t *testing.T) {
	t.Parallel()
	houses(t, func(h *house) {
		const at = 4
		var wg sync.WaitGroup
		for i := range at {
			wg.Go(func() {
				order := publish.Order{Kinds: []document.Kind{document.Notice}, By: fmt.Sprint(i), Languages: []varsam.Lang{document.Languages()[i%4]}}
				if _, err := h.Publish(context.WithoutCancel(h.Context()), order); err != nil {
					h.Error(err)
				}
			})
		}
		wg.Wait()
		all, err := h.List(h.Context())
		if err != nil || len(all) != at {
			h.Fatalf("%d versions, %v", len(all), err)
		}
		for i, p := range all {
			if p.Number != at-i || len(p.Languages) != 1 {
				h.Errorf("%+v", p)
			}
		}
		if err := expectConflict(h, 2); varsam.CodeOf(err) != varsam.Conflict {
			h.Errorf("a version that is no longer in force was replaced: %v", err)
		}
	})
}

func expectConflict(h *house, expect int) error {
	_, err := h.Publish(h.Context(), publish.Order{Kinds: []document.Kind{document.Notice}, By: "bo", Seen: true, Expect: expect})
	return err
}

// TestRefused: a document with a gap is not published, and the others are.
func TestRefused(t *testing.T) {
	t.Parallel()
	houses(t, func(h *house) {
		h.change("activities/newsletter.yaml", "basis: {article: 6.1.a}", "")
		out := h.publish()
		for _, o := range out {
			if refused := o.Kind == document.Notice; o.Refused() != refused || (o.Published == nil) != refused {
				h.Errorf("%s: %+v", o.Kind, o)
			}
		}
		if _, err := h.Show(h.Context(), publish.Wanted{Kind: document.Notice, Lang: varsam.Swedish}); varsam.CodeOf(err) != varsam.NotFound {
			h.Errorf("%v", err)
		}
		preview, err := h.Preview(h.Context(), publish.Wanted{Kind: document.Notice, Lang: varsam.Swedish})
		if err != nil || document.Complete(preview.Gaps) || preview.InForce != 0 {
			h.Errorf("%+v, %v", preview.Gaps, err)
		}
	})
}

// TestNearestLanguage: who asks for another language gets the nearest, which says
// what it is.
func TestNearestLanguage(t *testing.T) {
	t.Parallel()
	houses(t, func(h *house) {
		h.publish(document.Notice) // in Swedish and English
		for lang, want := range map[varsam.Lang]varsam.Lang{
			varsam.Swedish: varsam.Swedish, varsam.FinlandSwedish: varsam.Swedish, varsam.Finnish: varsam.English, varsam.English: varsam.English,
		} {
			if got := h.show(0, lang).Document.Language; got != want {
				h.Errorf("%s gets %s", lang, got)
			}
		}
	})
}

// TestFeedAndSite: a feed is Atom with an entry for each version and absolute
// addresses; a site has every form of every version.
func TestFeedAndSite(t *testing.T) {
	t.Parallel()
	houses(t, func(h *house) {
		h.publish()
		h.now = h.now.Add(time.Hour)
		h.change("activities/newsletter.yaml", "Skicka nyhetsbrev till den som har bett om det.", "Skicka <b>nyhetsbrev</b>.")
		h.publish()
		data, err := h.Feed(h.Context(), document.Notice, varsam.Swedish, "https://acme.example")
		if err != nil {
			h.Fatal(err)
		}
		var feed struct {
			ID      string `xml:"id"`
			Entries []struct {
				ID      string `xml:"id"`
				Content string `xml:"content"`
			} `xml:"entry"`
		}
		if err := xml.Unmarshal(data, &feed); err != nil {
			h.Fatal(err)
		}
		if len(feed.Entries) != 2 || feed.Entries[0].ID != "https://acme.example/privacy/notice/2" || feed.ID != "https://acme.example/privacy/notice" {
			h.Fatalf("%+v", feed)
		}
		if c := feed.Entries[0].Content; !strings.Contains(c, "&lt;b&gt;nyhetsbrev") || strings.Contains(c, "<b>") || !strings.Contains(c, "<del>") {
			h.Errorf("%s", c)
		}
		files, err := h.Site(h.Context(), "https://acme.example")
		if err != nil {
			h.Fatal(err)
		}
		for _, path := range []string{"index.html", "privacy/feed.atom", "privacy/notice/1/sv.html", "privacy/notice/2/en.pdf", "privacy/notice/2/sv.md", "privacy/measures/1/sv.json"} {
			if !slices.ContainsFunc(files, func(f publish.File) bool { return f.Path == path && len(f.Data) > 200 }) {
				h.Errorf("the site has no %s", path)
			}
		}
	})
}
