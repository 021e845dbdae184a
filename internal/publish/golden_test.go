package publish_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/examples"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/publish/page"
	"github.com/varsam/varsam/internal/register"
)

var update = flag.Bool("update", false, "write the golden files")

// companies are the examples whose documents are held against what was looked at.
var companies = []string{"demo", "insourceit", "intelliplan", "kivaq", "kundo", "kunskapspartner"}

// TestGolden: every document of every example, in every language, is as somebody
// looked at it. When an example's register changes, look at the difference and
// run go test ./internal/publish -update.
func TestGolden(t *testing.T) {
	t.Parallel()
	for _, company := range companies {
		files, _ := fs.Sub(examples.Files, company)
		reg, faults, err := register.Load(files)
		if err != nil || len(faults) > 0 {
			t.Fatal(company, err, faults)
		}
		for _, lang := range document.Languages() {
			var all bytes.Buffer
			for _, kind := range document.Kinds() {
				if document.Has(reg, kind) {
					writeAll(t, &all, kind, document.Source{Register: reg, Lang: lang, Day: varsam.NewDate(2026, 11, 22)})
				}
			}
			golden(t, company+"."+string(lang)+".md", all.Bytes())
		}
	}
}

// writeAll writes the documents of a kind, and checks that nothing blocks them.
func writeAll(t *testing.T, all *bytes.Buffer, kind document.Kind, from document.Source) {
	t.Helper()
	parties := []string{""}
	if kind.ByParty() {
		parties = document.Parties(from.Register, kind)
	}
	for _, party := range parties {
		from.Party = party
		made, err := document.Make(kind, from)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range document.Gaps(made, from) {
			if g.Severity == register.Error {
				t.Errorf("%s, %s in %s: %+v", from.Register.Organisation.Name, kind, from.Lang, g)
			}
		}
		all.Write(page.Markdown(made, page.Edition{Number: 1, Published: from.Day}))
		all.WriteByte('\n')
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	a, b := bytes.Split(want, []byte("\n")), bytes.Split(got, []byte("\n"))
	for i := range a {
		if i >= len(b) || !bytes.Equal(a[i], b[i]) {
			t.Errorf("%s differs from line %d; look at it and run go test ./internal/publish -update:\n- %s\n+ %s", path, i+1, a[i], b[min(i, len(b)-1)])
			return
		}
	}
	t.Errorf("%s has more lines now", path)
}
