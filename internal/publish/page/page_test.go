package page_test

import (
	"bytes"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/examples"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/publish/page"
	"github.com/varsam/varsam/internal/register"
)

var today = varsam.NewDate(2026, 11, 22)

func make(t testing.TB, files fs.FS, kind document.Kind, lang varsam.Lang) document.Document {
	t.Helper()
	reg, faults, err := register.Load(files)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	made, err := document.Make(kind, document.Source{Register: reg, Lang: lang, Day: today})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// hostile is a register whose names try to be something else.
func hostile() fs.FS {
	const name = `'<script>alert(1)</script> **fet** [x](javascript:y) | & ` + "\u202e" + `baklänges'`
	return fstest.MapFS{
		"organisation.yaml": {Data: []byte("organisation: acme\nformat: 1\ntitle: {sv: " + name + "}\ncountry: SE\nzone: Europe/Stockholm\ncontact: {name: " + name + ", email: '\"><img src=x onerror=alert(1)>'}\n")},
		"a.yaml":            {Data: []byte("activity: a\ntitle: {sv: " + name + "}\npurpose: {sv: " + name + "}\nbasis: {article: 6.1.f, interest: {interest: {sv: " + name + "}}}\nsubjects: [" + name + "]\nneeds: [person.name]\nrecipients: [" + name + "]\nkeep: {period: 1 year}\n")},
	}
}

// TestMarkupInNames: what a register says is text in every form.
func TestMarkupInNames(t *testing.T) {
	t.Parallel()
	d := make(t, hostile(), document.Notice, varsam.Swedish)
	html, err := page.HTML(d, page.Edition{})
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"<script", "<img", "\u202e", "javascript:y\"", "href=\"javascript"} {
		if bytes.Contains(html, []byte(never)) {
			t.Errorf("the page has %q", never)
		}
	}
	if !bytes.Contains(html, []byte("&lt;script&gt;alert(1)&lt;/script&gt;")) {
		t.Error("the name is not shown as it is written")
	}
	text := string(page.Markdown(d, page.Edition{}))
	for _, never := range []string{`[^\\]<script`, `[^\\]\]\(javascript`, `[^\\]\*\*fet`, "\u202e"} {
		if regexp.MustCompile(never).MatchString(text) {
			t.Errorf("the Markdown has %q", never)
		}
	}
	if _, err := page.PDF(d, page.Edition{}); err != nil {
		t.Error(err)
	}
}

var idInHTML = regexp.MustCompile(`id="([^"]+)"`)

// TestFormsSayTheSame: every line of a document stands in its page and its
// Markdown, the page has an id for each block, and the PDF its bookmarks.
func TestFormsSayTheSame(t *testing.T) {
	t.Parallel()
	files, _ := fs.Sub(examples.Files, "insourceit")
	for _, kind := range []document.Kind{document.Notice, document.Record, document.Schedule, document.Subprocessors, document.Cookies} {
		d := make(t, files, kind, varsam.Swedish)
		e := page.Edition{Number: 3, Published: today, Replaces: 2, Before: today.AddDays(-40)}
		html, err := page.HTML(d, e)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := page.HTML(d, e)
		data, err := page.PDF(d, e)
		if err != nil {
			t.Fatal(err)
		}
		if twice, _ := page.PDF(d, e); !bytes.Equal(data, twice) || !bytes.Equal(html, again) {
			t.Errorf("%s: the same document gives other bytes", kind)
		}
		ids := map[string]bool{}
		for _, m := range idInHTML.FindAllStringSubmatch(string(html), -1) {
			if ids[m[1]] {
				t.Errorf("%s: two elements have the id %s", kind, m[1])
			}
			ids[m[1]] = true
		}
		for _, part := range []string{"%PDF-", "/FontFile2", "/Outlines", "/Lang (sv)"} {
			if !bytes.Contains(data, []byte(part)) {
				t.Errorf("%s: the PDF has no %s", kind, part)
			}
		}
		md := squeeze(strings.ReplaceAll(string(page.Markdown(d, e)), `\`, ""))
		for s, b := range d.Blocks {
			if b.Form != document.Heading && s.ID != "top" && !ids[b.ID] {
				t.Errorf("%s: the page has no element %s", kind, b.ID)
			}
			for _, line := range b.Lines {
				if !strings.Contains(md, squeeze(line)) {
					t.Errorf("%s: the Markdown does not say %q", kind, line)
				}
			}
		}
	}
}

func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00a0' || r == '\n' {
			return -1
		}
		return r
	}, s)
}
