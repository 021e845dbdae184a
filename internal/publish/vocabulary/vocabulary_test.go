package vocabulary_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/examples"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/publish/page"
	"github.com/varsam/varsam/internal/publish/vocabulary"
	"github.com/varsam/varsam/internal/register"
)

var edition = page.Edition{Number: 2, Published: varsam.NewDate(2026, 11, 22), Replaces: 1}

func notice(t *testing.T, files fs.FS, lang varsam.Lang) (document.Document, document.Source) {
	t.Helper()
	reg, faults, err := register.Load(files)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	from := document.Source{Register: reg, Lang: lang, Day: varsam.NewDate(2026, 11, 22)}
	made, err := document.Make(document.Notice, from)
	if err != nil {
		t.Fatal(err)
	}
	return made, from
}

func company(name string) fs.FS {
	files, _ := fs.Sub(examples.Files, name)
	return files
}

// hostile is a register whose names try to end what they stand in.
var hostile = fstest.MapFS{
	"organisation.yaml": {Data: []byte("organisation: acme\nformat: 1\ntitle: {sv: 'A\" . <urn:x> a <urn:y> ; \\ ''x', en: \"line\\nbreak\"}\ncountry: SE\nzone: Europe/Stockholm\ncontact: {email: a@example.com}\n")},
	"a.yaml":            {Data: []byte("activity: a-\ntitle: {sv: '\"\"\"'}\npurpose: {sv: 'é € 😀 \\u0041'}\nbasis: {article: 6.1.f, condition: 9.2.h, interest: {interest: {sv: x}}}\nsubjects: ['<b>', customer]\nneeds: [special.health, own.kind]\nrecipients: ['någon annan > <', us]\nkeep: {period: 1 year}\n")},
	"us.yaml":           {Data: []byte("party: us\nkind: processor\ncountry: US\ntransfer: {mechanism: scc}\n")},
}

// published are the terms of the vocabularies.
func published(t *testing.T) map[string]bool {
	t.Helper()
	data, err := os.ReadFile("testdata/terms.txt")
	if err != nil {
		t.Fatal(err)
	}
	terms := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		for _, term := range words[1:] {
			terms[words[0]+term] = true
		}
	}
	return terms
}

// TestPublishedList holds the terms that we looked up against the whole list that
// is published, where make vocabulary has brought it here.
func TestPublishedList(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/published.txt")
	if err != nil {
		t.Skip("the published list of terms is not here: make vocabulary fetches it")
	}
	all := map[string]bool{}
	for line := range strings.Lines(string(data)) {
		all[strings.TrimSpace(line)] = true
	}
	for term := range published(t) {
		if strings.HasPrefix(term, "https://w3id.org/") && !all[term] {
			t.Errorf("%s is not in the published list", term)
		}
	}
}

var vocabularies = []string{"http://purl.org/dc/terms/", "https://w3id.org/"}

// TestTermsExist: every IRI of a vocabulary that is written, and every kind of
// data of the register's table, is a published term.
func TestTermsExist(t *testing.T) {
	t.Parallel()
	terms := published(t)
	for _, c := range register.Categories() {
		if !terms[c.DPV] {
			t.Errorf("%s: %s is no published term", c.Key, c.DPV)
		}
	}
	for _, files := range []fs.FS{company("demo"), company("insourceit"), company("kunskapspartner"), hostile} {
		d, from := notice(t, files, varsam.Swedish)
		data, err := vocabulary.JSONLD(d, edition, from)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Graph []map[string]any `json:"@graph"`
		}
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		for _, iri := range irisOf(doc.Graph) {
			if slices.ContainsFunc(vocabularies, func(v string) bool { return strings.HasPrefix(iri, v) }) && !terms[iri] {
				t.Errorf("%s is no published term", iri)
			}
		}
	}
}

// irisOf are all IRIs of a graph: properties, types, and what is linked to.
func irisOf(graph []map[string]any) (all []string) {
	for _, node := range graph {
		for key, value := range node {
			if !strings.HasPrefix(key, "@") {
				all = append(all, key)
			}
			values, _ := value.([]any)
			for _, v := range values {
				switch v := v.(type) {
				case string:
					all = append(all, v)
				case map[string]any:
					if id, ok := v["@id"].(string); ok {
						all = append(all, id)
					}
				}
			}
		}
	}
	return all
}

// TestTurtleReads parses Turtle by lines of our own: what is quoted ends where it
// should, and every statement ends.
func TestTurtleReads(t *testing.T) {
	t.Parallel()
	whole := regexp.MustCompile(`^(?:[^"<]|"(?:[^"\\\n]|\\.)*"|<[^<>"{}|^` + "`" + `\\\x00-\x20]*>)*$`)
	for _, files := range []fs.FS{company("insourceit"), hostile} {
		d, from := notice(t, files, varsam.Swedish)
		data, err := vocabulary.Turtle(d, edition, from)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if line = strings.TrimRight(line, "\n"); line != "" && !whole.MatchString(line) {
				t.Errorf("a line ends within a quote: %s", line)
			}
		}
		if !bytes.HasSuffix(data, []byte(" .\n")) {
			t.Error("the last statement does not end")
		}
	}
}

// TestIndependentReaders: readers that others have written take both forms for
// the same graph. They are npm's n3 and jsonld, in the folder that VARSAM_TEST_NODE
// names.
func TestIndependentReaders(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("VARSAM_TEST_NODE")
	if folder == "" {
		t.Skip("VARSAM_TEST_NODE names no folder with the npm packages n3 and jsonld")
	}
	for _, files := range []fs.FS{company("insourceit"), company("kunskapspartner"), hostile} {
		d, from := notice(t, files, varsam.Swedish)
		turtle, err := vocabulary.Turtle(d, edition, from)
		if err != nil {
			t.Fatal(err)
		}
		ld, err := vocabulary.JSONLD(d, edition, from)
		if err != nil {
			t.Fatal(err)
		}
		one, two := reader(t, folder, "ttl", turtle), reader(t, folder, "jsonld", ld)
		if one != two || strings.Count(one, "\n") < 10 {
			t.Errorf("the two forms are not the same graph:\n%s\n%s", one, two)
		}
	}
}

// reader is the graph as N-Quads, sorted, by a reader of npm.
func reader(t *testing.T, folder, form string, data []byte) string {
	t.Helper()
	script, err := os.ReadFile("testdata/read.cjs")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	node := exec.CommandContext(ctx, "node", "-e", string(script), form)
	node.Dir, node.Stdin = folder, bytes.NewReader(data)
	var errs bytes.Buffer
	node.Stderr = &errs
	out, err := node.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	return string(out)
}

// TestTILTSchema: what all examples publish, in each language, is valid by TILT's
// schema.
func TestTILTSchema(t *testing.T) {
	t.Parallel()
	schema, err := jsonschema.NewCompiler().Compile("testdata/tilt.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]fs.FS{"hostile": hostile}
	for _, name := range []string{"demo", "insourceit", "intelliplan", "kivaq", "kundo", "kunskapspartner"} {
		all[name] = company(name)
	}
	for name, files := range all {
		for _, lang := range []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.Finnish, varsam.English} {
			d, from := notice(t, files, lang)
			data, err := vocabulary.TILT(d, edition, from)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
			if err == nil {
				err = schema.Validate(doc)
			}
			if err != nil {
				t.Errorf("%s in %s: %v", name, lang, err)
			}
		}
	}
}

// TestTILT: what the register says stands in the document.
func TestTILT(t *testing.T) {
	t.Parallel()
	for _, files := range []fs.FS{company("demo"), company("insourceit"), hostile} {
		d, from := notice(t, files, varsam.Swedish)
		data, err := vocabulary.TILT(d, edition, from)
		if err != nil {
			t.Fatal(err)
		}
		var doc map[string]any
		if err := json.Unmarshal(data, &doc); err != nil {
			t.Fatal(err)
		}
		meta := doc["meta"].(map[string]any)
		if hash := meta["_hash"].(string); len(hash) != 64 || meta["language"] != "sv" || meta["status"] != "active" || meta["version"] != 2.0 {
			t.Errorf("%v", meta)
		}
		if len(doc["dataDisclosed"].([]any)) == 0 {
			t.Error("no data is disclosed")
		}
	}
}
