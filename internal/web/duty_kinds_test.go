package web_test

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/duty/dutytest"
	"github.com/varsam/varsam/internal/locale"
)

// Each kind has a page with a list, what was found and its exports, and a form with
// every field that people fill in.
func TestEveryKindHasItsPages(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	s := h.first()
	s.see("/duties/kinds/staff/new") // some kinds are about somebody on the staff
	s.submit("/duties/kinds/staff", url.Values{"f-name": {"Ture Handläggare"}, "f-number": {"7"}, "f-start": {"2026-01-01"}})
	for _, d := range duty.Definitions() {
		at := "/duties/kinds/" + string(d.Kind)
		s.see(at)
		for _, form := range duty.ExportForms {
			if !strings.Contains(s.page, `href="/duties/export/`+form+`?kind=`+string(d.Kind)+`&amp;state=open"`) {
				t.Errorf("%s: no export as %s", d.Kind, form)
			}
		}
		if d.Kind == duty.Disclosure {
			at = "/disclose"
		} else {
			at += "/new"
		}
		s.see(at)
		for _, f := range d.Fields {
			if d.Kind != duty.Disclosure && !f.Hidden && !strings.Contains(s.page, `name="f-`+f.Name+`"`) && f.Type != duty.Entry {
				t.Errorf("%s: the form lacks %s", d.Kind, f.Name)
			}
		}
		s.see("/duties/cycle", locale.For(varsam.Swedish).T("duty.kinds."+string(d.Kind)))
	}
}

// Each kind by pages alone: its form is filled in and sent, the list has it, what is
// wrong is found on the kind's page and on the duty's, the exports have it, the form
// is sent again mended, and nothing is found any more.
func TestEveryKindByPages(t *testing.T) {
	t.Parallel()
	all := dutytest.Kinds()
	for _, d := range duty.Definitions() {
		at := slices.IndexFunc(all, func(n dutytest.Neglected) bool { return n.Kind == string(d.Kind) })
		if at < 0 {
			t.Errorf("nobody has said how a duty of kind %s is neglected", d.Kind)
			continue
		}
		n := all[at]
		t.Run(n.Kind, func(t *testing.T) {
			t.Parallel()
			s, ids := build(t, false).first(), map[string]string{}
			id := s.takesDown(n, ids)
			page, kind := "/duties/at/"+id, "/duties/kinds/"+n.Kind
			s.see(kind)
			if !strings.Contains(s.page, page) {
				t.Error("the list lacks it")
			}
			s.mends(n.Worse, id, ids)
			says := s.finding(n, id)
			s.see(kind, says)
			s.see("/duties/cycle")
			for _, form := range duty.ExportForms {
				s.get("/duties/export/" + form + "?kind=" + n.Kind)
				if has := map[string]string{"json": id, "csv": id, "xlsx": "PK"}[form]; !bytes.Contains([]byte(s.page), []byte(has)) {
					t.Errorf("as %s it lacks %q", form, has)
				}
			}
			s.mends(n.Mends, id, ids)
			if s.see(kind); strings.Contains(text(s.page), says) {
				t.Errorf("it was mended, and is still found: %s", says)
			}
			s.see(page, "Historia", "Antecknad")
		})
	}
}

// takesDown sends the forms of a duty and of those before it.
func (s *somebody) takesDown(n dutytest.Neglected, ids map[string]string) (id string) {
	s.Helper()
	for _, before := range n.Before {
		id := s.takesDown(before, ids)
		if before.Name != "" {
			ids[before.Name] = id
		}
	}
	if n.Kind == string(duty.Disclosure) {
		s.see("/disclose")
		s.submit("/disclose", url.Values{"to": {"mailer"}, "scope": {"Bron"}, "data": {"contact.email"}, "people": {"anna@example.com Kunden AB"}})
	} else {
		s.see("/duties/kinds/" + n.Kind + "/new")
		form := s.fields(n.Facts, ids)
		form["about"], form["owner"] = []string{dutytest.Fill(n.About, ids)}, []string{"Astrid Lind"}
		s.submit("/duties/kinds/"+n.Kind, form)
	}
	id, ok := strings.CutPrefix(s.path, "/duties/at/")
	if !ok {
		s.Fatalf("%s is not taken down: %s", n.Kind, text(s.page))
	}
	return id
}

// fields are facts as a browser sends them: days and hours, and several of a field
// one by one.
func (s *somebody) fields(facts map[string]string, ids map[string]string) url.Values {
	s.Helper()
	w, err := s.Duties.World(s.Context())
	s.must(err)
	form := url.Values{}
	for name, value := range facts {
		value = dutytest.Fill(value, ids)
		if rest, ok := strings.CutPrefix(value, "today"); ok {
			days, _ := strconv.Atoi(rest)
			value = w.Today.AddDays(days).String()
		}
		if rest, ok := strings.CutPrefix(value, "now"); ok {
			ago, _ := time.ParseDuration(rest)
			value = w.Now.Add(ago).In(w.Zone()).Format("2006-01-02T15:04")
		}
		form.Set("f-"+name, value)
	}
	return form
}

// mends changes a duty, or the one of a name, by its form: everything that stands
// there is sent with it.
func (s *somebody) mends(c dutytest.Change, id string, ids map[string]string) {
	s.Helper()
	if len(c.Facts) == 0 {
		return
	}
	if c.Of != "" {
		id = ids[c.Of]
	}
	s.see("/duties/at/" + id)
	r, err := s.Duties.Get(s.Context(), id)
	s.must(err)
	form := s.fields(r.Facts, nil)
	for name, values := range s.fields(c.Facts, ids) {
		form[name] = values
	}
	form["version"], form["owner"] = []string{s.value("version")}, []string{r.Owner}
	if r := s.submit("/duties/at/"+id, form); r.StatusCode != http.StatusOK {
		s.Fatalf("the form is not taken: %s: %s", r.Status, text(s.page))
	}
}

// finding is what is found of a duty, in words.
func (s *somebody) finding(n dutytest.Neglected, id string) string {
	s.Helper()
	found, w, err := s.Duties.Findings(s.Context())
	s.must(err)
	for _, f := range found {
		if string(f.Code) == n.Found && string(f.Kind) == n.Kind && (f.Record == id || n.Kind == string(duty.Training)) {
			names, err := s.Duties.Names(s.Context(), w, []duty.Subject{f.Subject})
			s.must(err)
			p := w.Printer(varsam.Swedish)
			return f.Says(p, f.Subject.Title(p, names))
		}
	}
	s.Fatalf("%s is not found of %s", n.Found, n.Kind)
	return ""
}
