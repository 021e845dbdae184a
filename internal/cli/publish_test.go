package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type publishOutcome struct {
	Kind      string
	Number    int
	Published *struct{ Digest string }
	Gaps      []struct{ Severity, Code, Article string }
}

// TestPublish publishes what a folder says, twice, and shows, compares and hands
// out the versions.
func TestPublish(t *testing.T) {
	t.Parallel()
	w := shop(t)
	organisation := filepath.Join(w.register, "organisation.yaml")
	text, err := os.ReadFile(organisation)
	if err != nil {
		t.Fatal(err)
	}
	var out []publishOutcome
	w.json(0, &out, "publish", w.register, "--kind", "notice", "--kind", "record,schedule", "--languages", "sv,en,fi")
	if len(out) != 3 || out[0].Number != 1 || out[0].Published == nil {
		t.Fatalf("%+v", out)
	}
	if again := w.must(0, "publish", "--kind", "notice", "--languages", "sv,en,fi"); !strings.Contains(again, "notice: version 1 says the same") {
		t.Errorf("%s", again)
	}
	w.must(4, "publish", "--kind", "notice", "--expect", "7")
	w.must(2, "publish", "--kind", "poem")
	w.must(2, "publish", "--languages", "de")
	text = append(text, "officer: {email: officer@example.com}\n"...)
	if err := os.WriteFile(organisation, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if diff := w.must(0, "publish", "diff", "notice", "--register", w.register, "--lang", "en"); !strings.Contains(diff, "{+officer@example.com+}") {
		t.Errorf("%s", diff)
	}
	w.must(0, "publish", w.register, "--kind", "notice")
	list := w.must(0, "publish", "list")
	for _, want := range []string{"notice", "record", "schedule", "REPLACED"} {
		if !strings.Contains(list, want) {
			t.Errorf("without %s:\n%s", want, list)
		}
	}
	if old := w.must(0, "publish", "show", "notice", "--number", "1", "--lang", "en"); !strings.Contains(old, "no longer in force") || strings.Contains(old, "officer@example.com") {
		t.Errorf("%s", old)
	}
	w.must(3, "publish", "show", "notice", "--number", "9")
	w.must(3, "publish", "show", "measures")
	var changes []struct{ Block, What string }
	w.json(0, &changes, "publish", "diff", "notice", "--from", "1", "--to", "2")
	if len(changes) == 0 {
		t.Error("nothing changed from version 1 to 2")
	}
	site := filepath.Join(w.dir, "site")
	w.must(0, "publish", "export", site, "--url", "https://acme.example")
	for _, name := range []string{"index.html", "privacy/notice/1/sv.html", "privacy/notice/2/en.pdf", "privacy/notice/1/fi.md", "privacy/record/1/sv.xlsx", "privacy/notice/feed.atom"} {
		if info, err := os.Stat(filepath.Join(site, filepath.FromSlash(name))); err != nil || info.Size() < 300 {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.must(4, "publish", "export", site)
}

// TestPublishPreview needs a folder and no store, writes every form, and ends
// with a no when the law asks for more.
func TestPublishPreview(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	w := &workplace{TB: t, dir: dir, register: filepath.Join(dir, "register")}
	w.must(0, "example", "demo", dir+"/made")
	w.register = findRegister(t, filepath.Join(dir, "made"))
	for ending, begins := range map[string]string{".html": "<!doctype html>", ".pdf": "%PDF-", ".json": "{", ".md": "# ", ".ttl": "@prefix", ".jsonld": "{", ".tilt": "{"} {
		path := filepath.Join(dir, "notice"+ending)
		w.must(0, "publish", "preview", w.register, "--kind", "notice", "--lang", "fi", "--out", path)
		form, err := os.ReadFile(path)
		if err != nil || !strings.HasPrefix(string(form), begins) {
			t.Errorf("%s: %v", path, err)
		}
		if begins == "{" && !json.Valid(form) {
			t.Errorf("%s is no JSON", path)
		}
	}
	w.must(2, "publish", "preview", w.register, "--format", "docx")
	w.must(2, "publish", "preview", w.register, "--kind", "measures", "--format", "ttl")
	w.must(2, "publish", "preview", w.register, "--kind", "annex", "--party", "nobody")
	if text := w.must(0, "publish", "preview", w.register, "--kind", "subprocessors", "--lang", "en"); !strings.Contains(text, "# Whom ") {
		t.Errorf("%s", text)
	}
	if err := os.WriteFile(filepath.Join(w.register, "hole.yaml"), []byte("activity: hole\nneeds: [person.name]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	w.must(1, "publish", "preview", w.register, "--lang", "en")
	if text := w.must(0, "publish", "sentences", "--kind", "notice", "--lang", "en"); !strings.Contains(text, "notice.lead") || !strings.Contains(text, "document.purpose") {
		t.Errorf("%s", text)
	}
}

// findRegister is the folder with an organisation's file.
func findRegister(t *testing.T, root string) string {
	t.Helper()
	found := ""
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Name() == "organisation.yaml" {
			found = filepath.Dir(path)
		}
		return err
	})
	if err != nil || found == "" {
		t.Fatalf("no register below %s: %v", root, err)
	}
	return found
}
