package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/web/account"
)

// sends sends a form with a file.
func (s *somebody) sends(action string, form map[string]string, file, name, content string) *http.Response {
	s.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	found := tokens.FindStringSubmatch(s.page)
	if found == nil {
		s.Fatalf("%s has no form", s.path)
	}
	s.must(w.WriteField("_token", found[1]))
	for key, value := range form {
		s.must(w.WriteField(key, value))
	}
	if file != "" {
		part, err := w.CreateFormFile(file, name)
		s.must(err)
		_, err = part.Write([]byte(content))
		s.must(err)
	}
	s.must(w.Close())
	return s.answer(s.client.Post(s.url+action, w.FormDataContentType(), &b))
}

// An empty installation takes in a spreadsheet: first it is shown how it is read,
// then it becomes drafts.
func TestAFirstDayWithASpreadsheet(t *testing.T) {
	t.Parallel()
	h := build(t, true)
	astrid := h.first()
	astrid.see("/start", "Registerförteckning som kalkylblad")
	record := "Vad;Syfte;Rättslig grund;Vilka personer;Gallringstid\nLöner;Betala <b>lön</b>;rättslig förpliktelse;anställda;7 år\nKunder;Leverera;avtal;kunder;?\n"
	if r := astrid.sends("/start/sheet", nil, "sheet", "record.csv", record); r.StatusCode != http.StatusOK {
		t.Fatalf("%s\n%s", r.Status, astrid.page)
	}
	astrid.says("Så här läses filen", "A · Vad", "2 behandlingar", "(artikel 6.1 c)", "7 år")
	if strings.Contains(astrid.page, "Betala <b>") {
		t.Error("a cell is HTML")
	}
	kept := astrid.value("kept")
	if r := astrid.sends("/start/sheet/take", map[string]string{"kept": kept, "again": "yes", "column-0-0": "name"}, "", "", ""); r.StatusCode != http.StatusOK {
		t.Errorf("again: %s", r.Status)
	}
	astrid.says("Löner", "Kunder")
	astrid.sends("/start/sheet/take", map[string]string{"kept": kept, "column-0-0": "name", "title": "Exempel AB", "country": "SE"}, "", "", "")
	if astrid.path != "/register" {
		t.Fatalf("taken in at %s: %s", astrid.path, text(astrid.page))
	}
	astrid.says("2 utkast har tagits in", "Exempel AB", "Löner", "Kunder")
	// A second one is added to what is there.
	astrid.see("/start")
	astrid.sends("/start/sheet", nil, "sheet", "record.csv", record)
	astrid.sends("/start/sheet/take", map[string]string{"kept": astrid.value("kept")}, "", "", "")
	astrid.see("/register/versions", "2")

	astrid.see("/start")
	if r := astrid.sends("/start/sheet", nil, "sheet", "x.csv", "a;b\nc;d"); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("what is no record: %s", r.Status)
	}
	reader := h.with("Rut Dal", account.Reader)
	reader.see("/start")
	if r := reader.sends("/start/sheet", nil, "sheet", "record.csv", record); r.StatusCode != http.StatusForbidden {
		t.Errorf("an auditor: %s", r.Status)
	}
}
