package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/frame"
)

// What goes wrong is said in the language of the page that it happened on.
func TestFaultsInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	anna := h.made.Cast["anna"]
	at := "/requests/" + h.takes(varsam.Erasure, anna.Email).ID
	if r := astrid.get(at); r.StatusCode != http.StatusOK {
		t.Fatalf("the case: %s", r.Status)
	}
	for _, c := range []struct {
		lang   varsam.Lang
		status int
		path   string
		form   url.Values // nil is a page that is looked at
		says   string
	}{
		{varsam.Swedish, http.StatusNotFound, "/requests/rnothing", nil, "Det finns ingen begäran rnothing"},
		{varsam.English, http.StatusNotFound, "/requests/rnothing", nil, "There is no request rnothing"},
		{varsam.Swedish, http.StatusUnprocessableEntity, at + "/extend", url.Values{"reason": {""}}, "En förlängning behöver sitt skäl: personen får veta det (art. 12.3)"},
		{varsam.English, http.StatusUnprocessableEntity, at + "/extend", url.Values{"reason": {""}}, "An extension needs its reason: the person is told (Art. 12(3))"},
		{varsam.Swedish, http.StatusConflict, at + "/resume", url.Values{}, "Klockan för begäran"},
		{varsam.English, http.StatusConflict, at + "/resume", url.Values{}, "The clock of request"},
	} {
		astrid.lang = string(c.lang)
		astrid.get("/")
		astrid.send("/language", url.Values{"language": {string(c.lang)}, "back": {at}})
		var r *http.Response
		if c.form == nil {
			r = astrid.get(c.path)
		} else {
			r = astrid.send(c.path, c.form)
		}
		if r.StatusCode != c.status {
			t.Errorf("%s in %s: %s, want %d", c.path, c.lang, r.Status, c.status)
		}
		astrid.says(c.says)
	}
	person := h.nobody()
	for _, lang := range frame.Languages {
		person.lang = string(lang.Lang)
		want := "Länken leder inte längre någonstans"
		if lang.Lang == varsam.English {
			want = "This link leads nowhere any more"
		}
		if r := person.get("/case/nothing"); r.StatusCode != http.StatusNotFound {
			t.Errorf("a link that leads nowhere: %s", r.Status)
		}
		person.says(want)
	}
}
