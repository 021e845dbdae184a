package api_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/client"
	"github.com/varsam/varsam/internal/api"
)

// An element is read, said anew over the version it was read at, taken away and
// put back by a program, as its form does for people.
func TestAnElementByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	const at = "/register/elements/activity?name=bookkeeping"
	var was api.ElementForm
	tag := p.does(&was, "GET", at, nil).Header.Get("ETag")
	if was.Says["basis.article"] != "6.1.c" || was.File != "activities/bookkeeping.yaml" {
		t.Errorf("the element is %+v", was)
	}
	was.Says["title.en"] = "Books"
	in := map[string]map[string]string{"says": was.Says}
	p.fails(428, varsam.Invalid, "PUT", at, in)
	var now api.RegisterChanged
	if p.with("If-Match", tag).does(&now, "PUT", at, in); now.Number != 2 || len(now.Changes) != 1 || now.Changes[0].Path != "title.en" {
		t.Errorf("changed: %+v", now)
	}
	p.with("If-Match", tag).fails(412, varsam.Conflict, "PUT", at, in)
	if wrong := p.with("If-Match", `"2"`).fails(422, varsam.Invalid, "PUT", at, map[string]map[string]string{"says": {"keep.law": "SE-NONE"}}); len(wrong.Faults) == 0 {
		t.Error("the faults are not told")
	}
	p.fails(404, varsam.NotFound, "GET", "/register/elements/activity?name=none", nil)
	p.fails(404, varsam.NotFound, "GET", "/register/elements/server", nil)
	p.with("If-Match", `"2"`).fails(422, varsam.Invalid, "PUT", "/register/elements/activity?name=..%2Fx", in)
	var depends struct {
		Items []struct {
			Element struct{ Kind, Name, Collection string }
		}
	}
	if p.does(&depends, "GET", "/register/elements/activity/dependents?name=bookkeeping", nil); len(depends.Items) == 0 {
		t.Error("nothing is told to depend on it")
	}
	p.with("If-Match", `"2"`).fails(422, varsam.Invalid, "DELETE", at, nil)
	var history api.List[api.ElementEdit]
	if p.does(&history, "GET", "/register/elements/activity/history?name=bookkeeping", nil); len(history.Items) != 2 || history.Items[0].After["title.en"] != "Books" {
		t.Errorf("its history is %+v", history.Items)
	}
	p.with("If-Match", `"2"`).does(nil, "POST", "/register/elements/activity/undo?name=bookkeeping", map[string]int{"version": 2})
	var again api.RegisterText
	if p.does(&again, "GET", "/register/text?path=activities/bookkeeping.yaml", nil); strings.Contains(again.Text, "Books") {
		t.Errorf("taken back, it says\n%s", again.Text)
	}
}

// The client reads, changes and removes elements.
func TestTheClientChangesElements(t *testing.T) {
	t.Parallel()
	h := build(t)
	c := client.New(h.url+"/", h.program("Astrid Lind", every()...).secret)
	shoe := client.Element{Kind: "field", Name: "crm", Collection: "contacts", Field: "shoe_size"}
	_, tag, err := c.Element(t.Context(), client.Element{Kind: "system", Name: "crm"})
	h.must(err)
	tag, err = c.PutElement(t.Context(), shoe, map[string]string{"data": "behaviour.preference"}, tag)
	h.must(err)
	says, _, err := c.Element(t.Context(), shoe)
	if h.must(err); says["data"] != "behaviour.preference" {
		t.Errorf("the field says %v", says)
	}
	h.must(c.RemoveElement(t.Context(), shoe, tag))
	var p *client.Problem
	if _, _, err := c.Element(t.Context(), shoe); !errors.As(err, &p) || p.Status != 404 {
		t.Errorf("what was removed: %v", err)
	}
}
