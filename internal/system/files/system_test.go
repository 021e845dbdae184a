package files_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/document"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/files"
	"github.com/varsam/varsam/internal/system/files/folder"
	"github.com/varsam/varsam/internal/system/files/storetest"
)

var background = context.Background()

// faulty is a store in which something goes wrong.
type faulty struct {
	files.Store
	mu     sync.Mutex
	closed string                                          // a folder that may not be read
	opened func(e files.Entry)                             // when a file was opened
	delete func(e files.Entry, n int) (ok bool, err error) // before a file is deleted; the n-th
	n      int
}

func (f *faulty) List(ctx context.Context, folder string, yield func(files.Entry) error) error {
	if folder == f.closed && folder != "" {
		return varsam.Errorf(varsam.Denied, "closed")
	}
	return f.Store.List(ctx, folder, yield)
}

func (f *faulty) Open(ctx context.Context, e files.Entry) (io.ReadCloser, error) {
	r, err := f.Store.Open(ctx, e)
	if f.opened != nil && err == nil {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.opened(e)
	}
	return r, err
}

func (f *faulty) Delete(ctx context.Context, e files.Entry) error {
	if f.delete != nil {
		f.n++
		if ok, err := f.delete(e, f.n); !ok {
			return err
		} else if err != nil {
			_ = f.Store.Delete(ctx, e)
			return err
		}
	}
	return f.Store.Delete(ctx, e)
}

// share is a folder with files, and the system over it.
func share(t *testing.T, settings []string, all ...string) (string, *faulty, *files.System) {
	t.Helper()
	dir := t.TempDir()
	store, err := folder.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	f := &faulty{Store: store}
	for i := 0; i < len(all); i += 2 {
		write(t, filepath.Join(dir, all[i]), all[i+1])
	}
	s := storetest.Open(t, storetest.Fixture{Store: f}, settings...)
	t.Cleanup(func() { s.Close() })
	return dir, f, s
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o640); err != nil {
		t.Fatal(err)
	}
}

func all(collection string) system.Selection { return system.Selection{Collection: collection} }

// One folder of a hundred is closed to us: the rest goes on, and nobody is told that
// everything was searched.
func TestAClosedFolderIsNamedAndTheRestGoesOn(t *testing.T) {
	t.Parallel()
	var content []string
	for i := range 100 {
		content = append(content, "d"+string(rune('a'+i/10))+string(rune('a'+i%10))+"/a.txt", "x")
	}
	_, f, s := share(t, nil, content...)
	f.closed = "dce"
	_, keys, found := storetest.Find(t, s, all("documents"))
	if len(keys) != 99 || found.Complete || found.Why != "denied" || len(found.Unread) != 1 || found.Unread[0].Ref.Key[0].String() != "dce/" {
		t.Errorf("%d documents, %+v", len(keys), found)
	}
	keys, found = storetest.Naming(t, s, "x")
	if len(keys) != 99 || found.Complete || len(found.Unread) != 1 {
		t.Errorf("%d documents, %+v", len(keys), found)
	}
	cat, err := s.Describe(background)
	if err != nil {
		t.Fatal(err)
	}
	c := system.Cull{Kind: varsam.OpErase, Fingerprint: cat.Fingerprint("documents"), Rows: system.Rows{Collection: "documents", Cond: varsam.All()}}
	if _, err := s.Freeze(background, c, 1000); varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("a cull over what cannot be read: %v", err)
	}
}

// A file that changes while it is read is read again once; one that changes each time
// counts as not read.
func TestFilesThatChangeWhileTheyAreRead(t *testing.T) {
	t.Parallel()
	for often, complete := range map[int]bool{1: true, 100: false} {
		dir, f, s := share(t, nil, "a.txt", "nothing")
		n := 0
		f.opened = func(files.Entry) {
			if n++; n <= often {
				write(t, filepath.Join(dir, "a.txt"), strings.Repeat("x", n)+" "+storetest.Marker)
			}
		}
		keys, found := storetest.Naming(t, s, storetest.Marker)
		if found.Complete != complete || complete && len(keys) != 1 {
			t.Errorf("changed %d times: %q, %+v", often, keys, found)
		}
		if !complete && (len(found.Unread) != 1 || found.Unread[0].Why.Code != system.UnreadChanging) {
			t.Errorf("changed %d times: %+v", often, found)
		}
	}
}

// Documents are read side by side, and searched in order, one at a time.
func TestTextsAreSearchedInOrder(t *testing.T) {
	t.Parallel()
	var content []string
	for i := range 60 {
		content = append(content, "d"+string(rune('0'+i/10))+"/"+string(rune('a'+i%10))+".txt", strings.Repeat("filler ", i*i*40)+storetest.Marker)
	}
	_, _, s := share(t, nil, content...)
	var texts, yielded []string
	busy := false
	found, err := s.FindText(background, all("documents"), func(x system.Text) bool {
		if busy {
			t.Error("two at once")
		}
		busy = true
		defer func() { busy = false }()
		if x.Place == "#path" {
			texts = append(texts, x.Ref.Key[0].String())
			return false
		}
		b, err := io.ReadAll(x.Body)
		return err == nil && bytes.HasSuffix(b, []byte(storetest.Marker))
	}, func(r varsam.Record) error {
		yielded = append(yielded, r.Ref.Key[0].String())
		return nil
	})
	if err != nil || !found.Complete || len(yielded) != 60 || !slices.IsSorted(yielded) || !slices.Equal(texts, yielded) {
		t.Errorf("%d of %d texts (%v), %+v", len(yielded), len(texts), err, found)
	}
	stop := io.ErrClosedPipe
	if _, err := s.FindText(background, all("documents"), func(system.Text) bool { return true }, func(varsam.Record) error { return stop }); err != stop {
		t.Errorf("an error of yield came back as %v", err)
	}
}

// An answer that is lost is Unknown, and looking tells what happened.
func TestALostAnswerIsUnknownAndLookingTells(t *testing.T) {
	t.Parallel()
	_, f, s := share(t, nil, "a.txt", "1", "b.txt", "2", "c.txt", "3")
	op := storetest.Erasing(t, s)
	lost := varsam.Errorf(varsam.Unknown, "the answer was lost")
	f.delete = func(_ files.Entry, n int) (bool, error) {
		if n == 2 {
			return true, lost // it happened
		}
		return true, nil
	}
	if _, err := s.Apply(background, op); varsam.CodeOf(err) != varsam.Unknown {
		t.Errorf("%v", err)
	}
	seen, err := s.Observe(background, op)
	if err != nil || seen.Rows[varsam.RowPlanned] != 2 || seen.Rows[varsam.RowOriginal] != 1 {
		t.Errorf("%+v, %v", seen, err)
	}
	if done, err := s.Apply(background, op); err != nil || done.Rows != 3 {
		t.Errorf("again: %+v, %v", done, err)
	}
}

func TestABreakBeforeAnythingHappenedIsNotUnknown(t *testing.T) {
	t.Parallel()
	_, f, s := share(t, nil, "a.txt", "1", "b.txt", "2")
	op := storetest.Erasing(t, s)
	f.delete = func(_ files.Entry, n int) (bool, error) { return false, varsam.Errorf(varsam.Unavailable, "down") }
	if _, err := s.Apply(background, op); varsam.CodeOf(err) != varsam.Unavailable {
		t.Errorf("%v", err)
	}
	f.n = 0
	f.delete = func(_ files.Entry, n int) (bool, error) {
		return n > 1, map[bool]error{false: varsam.Errorf(varsam.Denied, "not this one")}[n > 1]
	}
	if done, err := s.Apply(background, op); err != nil || done.Rows != 1 {
		t.Errorf("one that is refused keeps the others: %+v, %v", done, err)
	}
}

// What the share keeps by itself is said.
func TestSnapshotsAndBinsAreNamed(t *testing.T) {
	t.Parallel()
	content := []string{"a.txt", "1", "@Recently-Snapshot/2026/a.txt", "1", "#recycle/b.txt", "2"}
	for text, want := range map[string]files.Ending{
		"":        {Finality: varsam.Archived},
		"30 days": {Finality: varsam.InBackups, Until: storetest.Today.AddDays(30)},
	} {
		_, _, s := share(t, []string{"snapshots", text}, content...)
		cat, err := s.Describe(background)
		if err != nil || !strings.Contains(cat.Engine, "bin: #recycle") || !strings.Contains(cat.Engine, "snapshots: @Recently-Snapshot") {
			t.Errorf("%q, %v", cat.Engine, err)
		}
		_, keys, _ := storetest.Find(t, s, all("documents"))
		if !slices.Equal(keys, []string{"#recycle/b.txt", "a.txt"}) {
			t.Errorf("%q", keys)
		}
		done, err := s.Apply(background, storetest.Erasing(t, s))
		if err != nil || done.Rows != 2 || done.Finality != want.Finality || done.Until != want.Until {
			t.Errorf("%q: %+v, %v", text, done, err)
		}
	}
}

func TestWhatFilesCannotDoIsRefused(t *testing.T) {
	t.Parallel()
	_, _, s := share(t, []string{"restricted", "R", "projects", "{number} {name}"}, "1 x/a.txt", "1")
	good := storetest.Erasing(t, s)
	set := []varsam.Assignment{{Field: "text", Value: varsam.TextOf("x")}}
	for name, c := range map[string]struct {
		edit func(*varsam.Operation)
		want varsam.Code
	}{
		"another structure": {func(op *varsam.Operation) { op.Fingerprint = "0" }, varsam.Changed},
		"stopping":          {func(op *varsam.Operation) { op.Kind, op.Set = varsam.OpStop, set }, varsam.Unsupported},
		"correcting":        {func(op *varsam.Operation) { op.Kind, op.Set = varsam.OpCorrect, set }, varsam.Unsupported},
		"no kind":           {func(op *varsam.Operation) { op.Kind = "" }, varsam.Invalid},
		"nothing set":       {func(op *varsam.Operation) { op.Kind = varsam.OpRedact }, varsam.Invalid},
		"a name": {func(op *varsam.Operation) {
			op.Kind, op.Set = varsam.OpRedact, []varsam.Assignment{{Field: "name", Value: varsam.TextOf("x")}}
		}, varsam.Invalid},
		"twice the same":     {func(op *varsam.Operation) { op.Targets = append(op.Targets, op.Targets[0]) }, varsam.Invalid},
		"moving elsewhere":   {func(op *varsam.Operation) { op.Kind, op.Move = varsam.OpRestrict, "nowhere" }, varsam.Invalid},
		"moving to folders":  {func(op *varsam.Operation) { op.Kind, op.Move = varsam.OpRestrict, "folders" }, varsam.Unsupported},
		"no such collection": {func(op *varsam.Operation) { op.Collection = "mails" }, varsam.Invalid},
	} {
		op := good
		op.Targets = slices.Clone(good.Targets)
		c.edit(&op)
		if _, err := s.Apply(background, op); varsam.CodeOf(err) != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// redaction takes a name out of one file.
func redaction(t *testing.T, s *files.System, take ...string) varsam.Operation {
	t.Helper()
	op := storetest.Erasing(t, s)
	op.Kind, op.Set = varsam.OpRedact, []varsam.Assignment{{Field: "text", Value: varsam.TextOf("[…]"), Take: take}}
	return op
}

func TestRewritingKeepsWhatBelongsToTheFile(t *testing.T) {
	t.Parallel()
	for before, after := range map[string]string{"Hej Åsa!": "Hej […]!", `{"to": "Åsa"}`: `{"to": "[…]"}`} {
		dir, _, s := share(t, nil, "a.txt", before)
		old, err := os.Stat(filepath.Join(dir, "a.txt"))
		if err != nil {
			t.Fatal(err)
		}
		if done, err := s.Apply(background, redaction(t, s, "sa", "Åsa")); err != nil || done.Rows != 1 {
			t.Errorf("%q: %+v, %v", before, done, err)
		}
		got, err := os.ReadFile(filepath.Join(dir, "a.txt"))
		now, lost := os.Stat(filepath.Join(dir, "a.txt"))
		if err != nil || lost != nil || string(got) != after || now.Mode() != old.Mode() || !now.ModTime().Equal(old.ModTime()) {
			t.Errorf("%q became %q, want %q; %v, %v", before, got, after, err, lost)
		}
	}
}

// What cannot be shown to be without the text is left as it was, for a person.
func TestWhatCannotBeShownToBeGoneIsLeft(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ path, content string }{
		"a picture":          {"a.bin", "\x00\x01 Åsa"},
		"a page description": {"a.pdf", "%PDF-1.7 Åsa"},
		"a number in JSON":   {"a.json", `{"Åsa": 1, "n": 198001011234}`},
		"in the path too":    {"Åsa/a.txt", "Åsa"},
		"a zip":              {"a.zip", zipped(t, "a.xml", "Åsa")},
	} {
		dir, _, s := share(t, nil, c.path, c.content)
		if _, err := s.Apply(background, redaction(t, s, "Åsa", "198001011234")); varsam.CodeOf(err) != varsam.Unsupported {
			t.Errorf("%s: %v", name, err)
		}
		if got, err := os.ReadFile(filepath.Join(dir, c.path)); err != nil || string(got) != c.content {
			t.Errorf("%s: it became %q (%v)", name, got, err)
		}
	}
}

func zipped(t *testing.T, parts ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		p, err := w.CreateHeader(&zip.FileHeader{Name: parts[i], Method: zip.Store})
		if err == nil {
			_, err = p.Write([]byte(parts[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// An office document is rewritten where the text stands in one piece in its parts.
func TestOfficeDocumentsAreRewritten(t *testing.T) {
	t.Parallel()
	dir, _, s := share(t, nil, "a.docx", zipped(t, "[Content_Types].xml", "<Types/>", "word/document.xml", "<w:t>Hej &amp; Åsa</w:t>", "docProps/core.xml", "<by>Åsa</by>"))
	op := redaction(t, s, "Åsa")
	if done, err := s.Apply(background, op); err != nil || done.Rows != 1 || done.Finality != varsam.Blanked {
		t.Fatalf("%+v, %v", done, err)
	}
	r, err := zip.OpenReader(filepath.Join(dir, "a.docx"))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for name, want := range map[string]string{"word/document.xml": "<w:t>Hej &amp; […]</w:t>", "docProps/core.xml": "<by>[…]</by>", "[Content_Types].xml": "<Types/>"} {
		f, err := r.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := io.ReadAll(f); string(got) != want {
			t.Errorf("%s: %s", name, got)
		}
		f.Close()
	}
	seen, err := s.Observe(background, op)
	if err != nil || seen.Rows[varsam.RowPlanned] != 1 {
		t.Errorf("%+v, %v", seen, err)
	}
}

// With the product's own reader of documents: a text that is broken into runs is seen and taken out whole; one that stands where
// nothing is rewritten is left for a person, and that is known beforehand.
func TestOfficeDocumentsAreReadAgainBeforeTheyAreWritten(t *testing.T) {
	t.Parallel()
	docx := func(body string) string {
		return zipped(t, "[Content_Types].xml", `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`+
			`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
			"word/document.xml", `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>`+body+`</w:p></w:body></w:document>`)
	}
	nested := zipped(t, "[Content_Types].xml", "<Types/>", "word/embeddings/a.zip", zipped(t, "a.txt", "Hej Åsa Berg!"))
	for body, want := range map[string]varsam.Code{
		docx(`<w:r><w:t>Hej Åsa Berg!</w:t></w:r>`):                       "",
		docx(`<w:r><w:t>Hej Åsa </w:t></w:r><w:r><w:t>Berg!</w:t></w:r>`): "",
		`{\rtf1\ansi Hej \'c5sa Berg!}`:                                   "",
		`{\rtf1\ansi Hej \'c5sa {\b Berg}!}`:                              varsam.Unsupported,
		nested:                                                            varsam.Unsupported,
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "a.docx"), body)
		store, err := folder.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		s, err := files.Open(system.Config{System: "share", Today: storetest.Today, Documents: document.InProcess(document.Defaults)}, store)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if keys, _ := storetest.Naming(t, s, "Åsa Berg"); len(keys) != 1 {
			t.Fatalf("not found in %s", body)
		}
		able, err := s.Redactable(background, varsam.Ref{System: "share", Collection: "documents", Key: []varsam.Value{varsam.TextOf("a.docx")}}, "text", []string{"Åsa Berg"})
		if err != nil || able != (want == "") {
			t.Errorf("%q can be redacted: %v, %v", body, able, err)
		}
		done, err := s.Apply(background, redaction(t, s, "Åsa Berg"))
		if varsam.CodeOf(err) != want {
			t.Errorf("%s: %+v, %v", body, done, err)
		}
		if keys, _ := storetest.Naming(t, s, "Åsa Berg"); (len(keys) == 0) != (want == "") {
			t.Errorf("%s: still naming %q", body, keys)
		}
	}
}
