package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/account"
)

// One person is one yes, however often and at however many browsers at once they
// say it; a yes to a plan that has changed meanwhile is none.
func TestParallelApprovals(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	astrid.see("/people")
	astrid.submit("/people/two", url.Values{"two": {"yes"}})
	at := astrid.enters(nil)
	id := strings.TrimPrefix(at, "/requests/")
	same := h.nobody() // the same person at another browser
	same.get("/sign-in")
	same.submit("/sign-in", url.Values{"login": {"astrid"}, "password": {password}})
	astrid.see(at)
	same.see(at)
	digest := astrid.value("digest")
	sends := func(all ...*somebody) {
		var done sync.WaitGroup
		for _, s := range all {
			done.Go(func() { s.send(at+"/approve", url.Values{"digest": {digest}}) })
		}
		done.Wait()
	}
	sends(astrid, same)
	if _, err := h.Requests.Run(t.Context(), id, nil); varsam.CodeOf(err) != varsam.Denied {
		t.Fatalf("one person at two browsers is enough: %v", err)
	}
	bo := h.with("Bo Ek", account.Approver)
	bo.see(at)
	if r := bo.send(at+"/approve", url.Values{"digest": {strings.Repeat("0", len(digest))}}); r.StatusCode != http.StatusConflict {
		t.Errorf("a yes to another plan: %s", r.Status)
	}
	if _, err := h.Requests.Run(t.Context(), id, nil); varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("it runs with one yes: %v", err)
	}
	eva := h.with("Eva Ny", account.Approver)
	bo.see(at)
	eva.see(at)
	sends(bo, eva)
	astrid.see(at, "Bo Ek", "Eva Ny")
}

// A plan that is made anew while somebody reads it needs a new yes.
func TestADigestThatChangedBetween(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, bo := h.first(), h.with("Bo Ek", account.Approver)
	at := astrid.enters(url.Values{"right": {"objection"}})
	bo.see(at)
	before := bo.value("digest")
	astrid.see(at)
	astrid.submit(at+"/rule", url.Values{"activity": {astrid.value("activity")}, "ruling": {"uphold"}})
	h.work()
	if astrid.see(at); astrid.value("digest") == before {
		t.Fatal("the plan is the same")
	}
	if r := bo.send(at+"/approve", url.Values{"digest": {before}}); r.StatusCode != http.StatusConflict {
		t.Errorf("a yes to what was planned before: %s", r.Status)
	}
	if _, err := h.Requests.Run(t.Context(), strings.TrimPrefix(at, "/requests/"), nil); err == nil {
		t.Error("it runs by that yes")
	}
}

// Two of the staff work on one case: whoever is slower is told what has happened,
// nothing is done twice, and what they wrote stands on the page that says so.
func TestTwoStaffOnOneCase(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, bo := h.first(), h.with("Bo Prov", account.Officer)
	at := astrid.enters(nil)
	const slow = "Bo skrev länge om varför det tar tid"
	for _, try := range []struct {
		name, to string
		form     url.Values
	}{
		{"extended", "/extend", url.Values{"reason": {slow}}},
		{"refused", "/refuse", url.Values{"right": {"erasure"}, "ground": {"excessive"}, "why": {slow}}}, // last: then nothing is left to refuse
	} {
		astrid.see(at)
		bo.see(at)
		seen := bo.value("seen")
		first := url.Values{}
		for field, values := range try.form {
			first[field] = values
		}
		for field := range first {
			if first.Get(field) == slow {
				first.Set(field, "Astrid var snabbare")
			}
		}
		if r := astrid.send(at+try.to, first); r.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s %s", try.name, r.Status, text(astrid.page))
		}
		h.work()
		try.form.Set("seen", seen)
		r := bo.send(at+try.to, try.form)
		if r.StatusCode != http.StatusConflict && r.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s a second time: %s at %s", try.name, r.Status, bo.path)
			continue
		}
		bo.says(slow)
	}
}

// Sessions that are ended are over for the very next page and the very next form.
func TestAnEndedSessionSendsNothing(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, bo := h.first(), h.with("Bo Prov", account.Officer)
	at := astrid.enters(nil)
	bo.see(at)
	a, err := h.Accounts.Of(t.Context(), bo.session())
	h.must(err)
	h.must(h.Accounts.EndOf(t.Context(), a.ID, "Astrid Lind"))
	if bo.send(at+"/extend", url.Values{"reason": {written}}); bo.path != "/sign-in" {
		t.Errorf("an ended session sends to %s", bo.path)
	}
	if bo.get(at); bo.path != "/sign-in" {
		t.Errorf("an ended session sees %s", bo.path)
	}
	id := strings.TrimPrefix(at, "/requests/")
	if r, err := h.Requests.Get(t.Context(), id); err != nil || r.Extended {
		t.Errorf("the case is %+v: %v", r, err)
	}
}

// Every field where one comes in, of one's own account and of showing once more who
// one is takes hostile text and a megabyte: nothing breaks, and the account is as it
// was.
func TestHostileTextAtTheDoor(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	link := h.invites("Eva Prov")
	nobody := h.nobody()
	seen := 0
	for _, try := range []struct {
		who  *somebody
		path string
	}{{nobody, "/sign-in"}, {nobody, "/welcome/" + link}, {astrid, "/account"}, {astrid, "/step-up?to=/"}, {astrid, "/people"}} {
		try.who.get(try.path)
		for _, m := range formTag.FindAllStringSubmatch(try.who.page, -1) {
			a := attributes(m[1])
			if a["method"] != "post" || a["action"] == "/sign-out" || a["action"] == "/language" || strings.HasSuffix(a["action"], "/sessions/end") {
				continue
			}
			f := pageForm{page: try.path, action: a["action"], kind: a["enctype"], body: m[2]}
			if f.action == "" {
				f.action = strings.Split(try.path, "?")[0]
			}
			seen++
			for _, everywhere := range []bool{true, false} {
				values, files := f.filled(everywhere)
				try.who.harmless("a form of "+try.path+" to "+f.action, try.who.throws(f, values, files))
				for name := range values {
					if values.Get(name) == hostile {
						values.Set(name, strings.Repeat("å", 300_000))
					}
				}
				try.who.harmless("a megabyte to "+f.action, try.who.throws(f, values, files))
			}
		}
	}
	if seen < 8 {
		t.Errorf("only %d forms were found", seen)
	}
	again := h.nobody()
	again.get("/sign-in")
	if again.submit("/sign-in", url.Values{"login": {"astrid"}, "password": {password}}); again.path == "/sign-in" {
		t.Error("the account's password has changed")
	}
}

// invites makes an account and gives its link.
func (h *house) invites(name string) string {
	h.Helper()
	a, err := h.Accounts.New(h.Context(), name, strings.ToLower(strings.Fields(name)[0]), []account.Role{account.Handler}, "test")
	h.must(err)
	link, err := h.Accounts.Link(h.Context(), a.ID, "test")
	h.must(err)
	return link
}
