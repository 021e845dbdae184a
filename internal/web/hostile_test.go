package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// What is written into every field: script in three quotings, a formula, text that
// turns what follows round, characters that are none, and bytes that are no text.
const hostile = `"><script>alert(1)</script>'"><img src=x onerror=alert(2)>{{.}}` + "=cmd|' /C calc'!A0\u202emoc.live\u2066\x00\x1b[31m\xff\xfe${7*7}"

// runs is what must be in no page: hostile text as markup.
var runs = []string{"<script>alert", "<img src=x", "\x00", "\x1b", "\u202e"}

// pageForm is one form of a page.
type pageForm struct {
	page, action, kind string
	fields             []string
	body               string
}

var (
	formTag    = regexp.MustCompile(`(?s)<form\b([^>]*)>(.*?)</form>`)
	fieldTag   = regexp.MustCompile(`(?s)<(input|textarea|select)\b([^>]*)>(.*?)(?:</select>|</textarea>|$|(?:\n|<))`)
	attribute  = regexp.MustCompile(`\b([a-z-]+)="([^"]*)"`)
	optionTag  = regexp.MustCompile(`<option value="([^"]+)"`)
	anyNumber  = regexp.MustCompile(`[a-z]?[0-9a-f]{8,}|[A-Za-z0-9_-]{27,}`)
	leftAlone  = regexp.MustCompile(`^/(sign-out|language|step-up|account|sign-in)|/sessions/end$|^/people/[^/]+(/sessions)?$`)
	plausibles = map[string]string{"email": "zola@example.com", "date": "2099-01-01", "number": "1", "tel": "070-174 06 05", "datetime-local": "2026-11-20T16:20"}
)

func attributes(tag string) map[string]string {
	all := map[string]string{}
	for _, m := range attribute.FindAllStringSubmatch(tag, -1) {
		all[m[1]] = strings.NewReplacer("&#34;", `"`, "&amp;", "&", "&#39;", "'", "&lt;", "<", "&gt;", ">", "&#43;", "+").Replace(m[2])
	}
	return all
}

// forms are those of a page that change something.
func forms(path, html string) (all []pageForm) {
	for _, m := range formTag.FindAllStringSubmatch(html, -1) {
		a := attributes(m[1])
		if a["method"] != "post" || leftAlone.MatchString(a["action"]) {
			continue
		}
		f := pageForm{page: path, action: a["action"], kind: a["enctype"], body: m[2]}
		if f.action == "" {
			f.action = path
		}
		for _, field := range fieldTag.FindAllStringSubmatch(m[2], -1) {
			f.fields = append(f.fields, attributes(field[2])["name"])
		}
		all = append(all, f)
	}
	return all
}

// filled is the form with hostile text in it: in every field, or in those alone
// that take any text, so that it gets past what checks the others.
func (f pageForm) filled(everywhere bool) (values url.Values, files []string) {
	return f.filledWith(hostile, everywhere)
}

func (f pageForm) filledWith(words string, everywhere bool) (values url.Values, files []string) {
	values = url.Values{}
	for _, m := range fieldTag.FindAllStringSubmatch(f.body, -1) {
		a := attributes(m[2])
		name, kind, value := a["name"], a["type"], words
		plausible, typed := plausibles[kind]
		switch {
		case name == "" || name == "_token":
			continue
		case kind == "file":
			files = append(files, name)
			continue
		case kind == "hidden", kind == "radio" && !values.Has(name), kind == "checkbox":
			value = a["value"]
		case kind == "radio":
			continue
		case m[1] == "select":
			if option := optionTag.FindStringSubmatch(m[3]); option != nil {
				value = option[1]
			}
		case typed && !everywhere:
			value = plausible
		}
		values.Add(name, value)
	}
	return values, files
}

// throws sends a form with what it is filled with, and a hostile file where it
// takes one.
func (s *somebody) throws(f pageForm, values url.Values, files []string) *http.Response {
	s.Helper()
	token := tokens.FindStringSubmatch(f.body)
	if token == nil {
		s.Fatalf("a form of %s has no token", f.page)
	}
	values.Set("_token", token[1])
	body, kind := io.Reader(strings.NewReader(values.Encode())), "application/x-www-form-urlencoded"
	if f.kind == "multipart/form-data" {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		for name := range values {
			s.must(w.WriteField(name, values.Get(name)))
		}
		for _, name := range files {
			part, err := w.CreateFormFile(name, hostile)
			s.must(err)
			_, err = part.Write([]byte(hostile))
			s.must(err)
		}
		s.must(w.Close())
		body, kind = &b, w.FormDataContentType()
	}
	return s.answer(s.client.Post(s.url+f.action, kind, body))
}

// harmless fails when the last page runs what was written, or breaks.
func (s *somebody) harmless(what string, r *http.Response) {
	s.Helper()
	if r.StatusCode >= http.StatusInternalServerError && r.StatusCode != http.StatusServiceUnavailable {
		s.Errorf("%s: %s\n%s", what, r.Status, text(s.page))
	}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "text/html") {
		return
	}
	if !utf8.ValidString(s.page) {
		s.Errorf("%s: the page is no text", what)
	}
	for _, bad := range runs {
		if i := strings.Index(s.page, bad); i >= 0 {
			s.Errorf("%s: the page holds %q: %.160s", what, bad, s.page[max(0, i-80):])
		}
	}
}

// Every field of every form of every page is given hostile text. Nothing breaks,
// nothing of it is more than text on any page afterwards, and no page runs it.
func TestHostileTextInEveryField(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	shown := h.gallery()
	astrid := h.nobody()
	astrid.again()
	done := map[string]bool{}
	fields := 0
	for _, path := range slices.Concat(shown.outside, shown.kinds, shown.staff) {
		astrid.harmless(path, astrid.get(path))
		for _, f := range forms(path, astrid.page) {
			shape := anyNumber.ReplaceAllString(f.action, "*") + " " + strings.Join(f.fields, " ")
			if done[shape] {
				continue
			}
			done[shape] = true
			fields += len(f.fields) - 1
			for _, everywhere := range []bool{true, false} {
				values, files := f.filled(everywhere)
				astrid.harmless("a form of "+path+" to "+f.action, astrid.throws(f, values, files))
			}
		}
	}
	if len(done) < 60 || fields < 200 {
		t.Errorf("only %d forms with %d fields were found", len(done), fields)
	}
	var seen []string
	for _, path := range slices.Concat(shown.outside, shown.kinds, shown.staff) {
		astrid.harmless(path, astrid.get(path))
		if strings.Contains(astrid.page, "&lt;script&gt;alert(1)") {
			seen = append(seen, path)
		}
	}
	if len(seen) < 5 {
		t.Errorf("what was written is seen on %q only: nothing was tested", seen)
	}
	t.Logf("%d forms, %d fields; seen on %d pages", len(done), fields, len(seen))
	h.runsNothing(t, seen)
}

// runsNothing opens pages in a browser and hears whether any of them says
// something.
func (h *house) runsNothing(t *testing.T, paths []string) {
	t.Helper()
	chromium(t)
	w := h.window(t, true)
	said := make(chan string, 100)
	h.must(chromedp.Listen(w.ctx, func(event any) {
		if e, ok := event.(*page.EventJavascriptDialogOpening); ok {
			said <- e.Message
		}
	}))
	w.signsIn("astrid")
	for _, path := range paths[:min(len(paths), 20)] {
		w.goes(path)
	}
	select {
	case words := <-said:
		t.Errorf("a page ran what was written: %s", words)
	default:
	}
	w.stayed()
}

// A name of a megabyte is refused or cut, and nothing falls over.
func TestAMegabyteInEveryField(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	long := strings.Repeat("å", 1<<19)
	for _, path := range []string{"/ask", "/requests/new", "/people", "/culling/holds", "/search", "/incident", "/disclose", "/duties/kinds/staff/new"} {
		astrid.see(path)
		for _, f := range forms(path, astrid.page) {
			values, files := f.filled(false)
			for name := range values {
				if values.Get(name) == hostile {
					one := url.Values{}
					for other := range values {
						one[other] = values[other]
					}
					one.Set(name, long)
					if r := astrid.throws(f, one, files); r.StatusCode < http.StatusBadRequest && strings.Contains(astrid.page, long) {
						t.Errorf("%s took a megabyte as %s", f.action, name)
					} else {
						astrid.harmless(f.action+" "+name, r)
					}
				}
			}
		}
	}
}
