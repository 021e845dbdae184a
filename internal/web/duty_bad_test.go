package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/document"
	"github.com/varsam/varsam/internal/duty"
)

// picture is a PDF of one page with nothing to read on it.
const picture = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// An agreement without text is kept and said to have none; one signed tomorrow is not
// taken, and what was typed stays in the form.
func TestAgreementsThatCannotBe(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	h.Duties.Documents = document.InProcess(document.Limits{})
	s := h.first()
	s.see("/duties/kinds/agreement/new")
	form := url.Values{"about": {"party:hosting"}, "f-form": {"ours"}, "f-signed": {"2199-01-01"}, "f-version": {"Version <9>"}, "owner": {"inköp"}}
	if r := s.submit("/duties/kinds/agreement", form); r.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("signed in the future: %s", r.Status)
	}
	s.says("Den dagen har inte kommit än.")
	if s.value("f-version") != "Version &lt;9&gt;" || s.value("owner") != "inköp" || !strings.Contains(s.page, `value="party:hosting" selected`) {
		t.Errorf("what was typed is gone: %s", s.page)
	}
	form.Set("f-signed", "2026-01-02")
	s.submit("/duties/kinds/agreement", form)
	at := s.path
	s.upload(at+"/read", "file", []byte(picture))
	s.says("Filen är sparad, men det finns ingen text i den")
	files := h.filesOf(strings.TrimPrefix(at, "/duties/at/"))
	if len(files) != 1 || files[0].Size != int64(len(picture)) {
		t.Errorf("kept: %+v", files)
	}
}

func (h *house) filesOf(id string) []duty.File {
	h.Helper()
	r, err := h.Duties.Get(h.Context(), id)
	h.must(err)
	files, err := h.Duties.Files(h.Context(), r)
	h.must(err)
	return files
}

// A lesson that was deleted is a finding on its course; a link that was mailed before
// says so, and nobody's result is lost.
func TestACourseWithoutItsFile(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	h.Duties.Address = h.url
	course, err := h.Duties.AddCourse(t.Context(), duty.Facts{"every": "12"}, "mejl.md", []byte("# Mejl\n\n? Ja?\n- nej\n* ja\n"), "", "Astrid Lind")
	h.must(err)
	for _, name := range []string{"Cia <b>Dahl</b>", "=HYPERLINK(\"http://x.example\")"} {
		mail := strings.ToLower(name[:1]) + "@example.org"
		_, err = h.Duties.Add(t.Context(), duty.New{Kind: duty.Staff, Facts: duty.Facts{"name": name, "mail": strings.Replace(mail, "=", "eva", 1), "start": "2026-01-07"}}, "Astrid Lind")
		h.must(err)
	}
	s, at := h.first(), "/duties/at/"+course.ID
	s.see(at)
	s.submit(at+"/invite", nil)
	cia := h.nobody()
	cia.see(h.link("c@example.org"))
	cia.send(h.link("c@example.org"), url.Values{"a-0-0": {"1"}})
	cia.says("Godkänt")
	s.see(at)
	s.submit(at+"/files/"+h.filesOf(course.ID)[0].ID+"/remove", nil)
	s.says("Filen är borttagen.", "Mejl har ingen lektion: filen saknas.")
	eva := h.nobody()
	if r := eva.get(h.link("eva@example.org")); r.StatusCode != http.StatusNotFound {
		t.Errorf("a course without its file: %s", r.Status)
	}
	eva.says("avsnitt")
	s.see("/duties/kinds/training", "Cia <b>Dahl</b>", "godkänd")
	if strings.Contains(s.page, "<b>Dahl") {
		t.Error("the markup of a name is in the page")
	}
	s.get("/duties/export/csv?kind=staff")
	if !strings.Contains(s.page, `'=HYPERLINK`) {
		t.Errorf("a name is a formula in the table: %s", s.page)
	}
}

// Ten thousand people on the staff: the pages show a part and say how many more, and
// the table has them all.
func TestManyStaffOnThePages(t *testing.T) {
	if testing.Short() {
		t.Skip("ten thousand people are left out of short runs")
	}
	t.Parallel()
	h := build(t, false)
	const many = 10_000
	var list strings.Builder
	list.WriteString("name,number,start\n")
	for i := range many {
		fmt.Fprintf(&list, "Person <%d>,%d,2026-01-01\n", i, i)
	}
	_, err := h.Duties.ImportStaff(t.Context(), []byte(list.String()), false, "Astrid Lind")
	h.must(err)
	s := h.first()
	s.see("/duties", "Sekretess")
	if n := strings.Count(s.page, `class="stacked"`); n > 100 {
		t.Errorf("the first page has %d findings", n)
	}
	s.see("/duties/kinds/staff", "Nästa")
	if n := strings.Count(s.page, `class="when`); n != 100 {
		t.Errorf("a page lists %d", n)
	}
	s.see("/duties/kinds/staff?page=100")
	if n := strings.Count(s.page, `class="when`); n != 100 || strings.Contains(s.page, "page=101") {
		t.Errorf("the last page lists %d", n)
	}
	s.see("/duties/kinds/secrecy")
	s.see("/duties/cycle")
	s.see("/duties/kinds/secrecy/new")
	s.get("/duties/export/csv?kind=staff")
	if n := strings.Count(s.page, "Person <"); n != many {
		t.Errorf("the table has %d", n)
	}
}

// The 72 hours as the form's answer tells them: over Christmas, and where clocks are
// moved either way.
func TestTheFormsClock(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	s := h.first()
	for aware, due := range map[string]string{
		"2025-12-23T15:00": "26 december 2025 kl. 15:00", "2026-03-27T12:00": "30 mars 2026 kl. 13:00", "2025-10-24T12:00": "27 oktober 2025 kl. 11:00", "2025-11-21T16:20": "24 november 2025 kl. 16:20",
	} {
		s.see("/incident")
		s.submit("/incident", url.Values{"title": {"Förlorad dator"}, "aware": {aware}})
		s.says("senast " + due)
		s.see(s.path, "De 72 timmarna gick ut")
	}
}
