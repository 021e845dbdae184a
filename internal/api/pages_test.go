package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/web/account"
)

// One file of the register is read and put back over the version that it was read
// at; who was slower overwrites nothing.
func TestARegistersFileByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	at := "/register/text?path=" + url.QueryEscape("activities/bookkeeping.yaml")
	var was api.RegisterText
	tag := p.does(&was, "GET", at, nil).Header.Get("ETag")
	changed := map[string]string{"text": strings.Replace(was.Text, "owner: ", "owner: x", 1)}
	p.fails(428, varsam.Invalid, "PUT", at, changed)
	var now api.RegisterChanged
	p.with("If-Match", tag).does(&now, "PUT", at, changed)
	if now.Number != 2 || len(now.Changes) == 0 {
		t.Errorf("changed: %+v", now)
	}
	p.with("If-Match", tag).fails(412, varsam.Conflict, "PUT", at, changed)
	if wrong := p.with("If-Match", `"2"`).fails(422, varsam.Invalid, "PUT", at, map[string]string{"text": was.Text + "nonsense: 1\n"}); len(wrong.Faults) == 0 {
		t.Error("the faults are not told")
	}
	p.fails(404, varsam.NotFound, "GET", "/register/text?path=activities/none.yaml", nil)
	p.fails(422, varsam.Invalid, "GET", "/register/text?path=../secret.yaml", nil)
	var library api.List[api.LibraryEntry]
	if p.does(&library, "GET", "/register/library", nil); len(library.Items) == 0 {
		t.Fatal("the library is empty")
	}
	var taken api.RegisterText
	p.does(&taken, "POST", "/register/library/payroll-se", nil)
	if !strings.Contains(taken.Text, "draft: true") {
		t.Errorf("taken over: %+v", taken)
	}
	p.fails(409, varsam.Conflict, "POST", "/register/library/payroll-se", nil)
	if a := p.with("If-Match", `"3"`).does(nil, "DELETE", "/register/text?path="+url.QueryEscape(taken.Path), nil); a.StatusCode != http.StatusNoContent {
		t.Errorf("taken away: %s", a.Status)
	}
	p.with("If-Match", `"4"`).does(nil, "POST", "/register/versions/1/restore", nil)
	var again api.RegisterText
	if p.does(&again, "GET", at, nil); again.Text != was.Text {
		t.Error("the first version is not restored")
	}
}

// A document is looked at, published over what was seen, compared and read.
func TestPublishingByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	var all api.List[api.DocumentState]
	if p.does(&all, "GET", "/documents", nil); len(all.Items) == 0 {
		t.Fatal("nothing can be published")
	}
	var one api.DocumentState
	p.does(&one, "GET", "/documents/notice", nil)
	if one.InForce != 0 || !one.Ready {
		t.Fatalf("the notice is %+v", one)
	}
	if a := p.does(nil, "GET", "/documents/notice/draft?as=md", nil); len(a.body) < 200 {
		t.Errorf("the draft is %s", a.body)
	}
	var done api.Published
	p.does(&done, "POST", "/documents/notice/publish", map[string]int{"in_force": 0})
	if !done.Published || done.Number != 1 {
		t.Errorf("published: %+v", done)
	}
	p.fails(409, varsam.Conflict, "POST", "/documents/notice/publish", map[string]int{"in_force": 0})
	p.does(&done, "POST", "/documents/notice/publish", map[string]int{"in_force": 1})
	if done.Published || done.Number != 1 {
		t.Errorf("published the same again: %+v", done)
	}
	var versions api.List[publish.Publication]
	if p.does(&versions, "GET", "/documents/notice/versions", nil); len(versions.Items) != 1 {
		t.Errorf("the versions are %+v", versions)
	}
	p.does(nil, "GET", "/documents/notice/changes?from=1&to=1", nil)
	if a := p.does(nil, "GET", "/documents/notice/versions/1?as=pdf&language=sv", nil); !strings.HasPrefix(string(a.body), "%PDF") {
		t.Error("the version is no PDF")
	}
	p.fails(404, varsam.NotFound, "GET", "/documents/notice/versions/9", nil)
	p.fails(404, varsam.NotFound, "GET", "/documents/novel", nil)
	h.program("Rut Dal", token.ReadWork).fails(403, varsam.Denied, "POST", "/documents/notice/publish", map[string]int{"in_force": 1})
}

// A discovery is asked for, says how far it has come, and its findings become a
// draft that changes nothing by itself.
func TestDiscoveryByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	p.fails(404, varsam.NotFound, "GET", "/discovery", nil)
	p.fails(404, varsam.NotFound, "POST", "/discovery", map[string]any{"systems": []string{"none"}})
	var standing discover.Standing
	p.does(&standing, "POST", "/discovery", map[string]any{"systems": []string{"crm"}})
	if !standing.Working || len(standing.Systems) != 1 {
		t.Errorf("asked for: %+v", standing)
	}
	p.fails(409, varsam.Conflict, "POST", "/discovery", map[string]any{})
	h.work()
	if p.does(&standing, "GET", "/discovery", nil); standing.Working || standing.Failed != "" {
		t.Errorf("done: %+v", standing)
	}
	var report api.DiscoveryReport
	a := p.does(&report, "GET", "/discovery/report", nil)
	if len(report.Collections) == 0 || strings.Contains(string(a.body), h.made.Cast["anna"].Email) {
		t.Errorf("the report is %s", a.body)
	}
	p.fails(404, varsam.NotFound, "POST", "/discovery/take", map[string]any{"findings": []string{"none"}})
	for _, f := range report.Findings {
		if f.Takes {
			var draft api.Drafted
			p.does(&draft, "POST", "/discovery/take", map[string]any{"findings": []string{f.ID}})
			if draft.Version != 1 || len(draft.Changes) == 0 || draft.Path == "" {
				t.Errorf("the draft is %+v", draft)
			}
		}
	}
}

// A search names who looked and why, and says where and how much; a token that was
// made by a typed name searches for nobody.
func TestSearchByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	anna := h.made.Cast["anna"].Email
	asked := map[string]string{"type": "email", "value": anna, "reason": "Frågan kom per telefon."}
	h.program("Nobody Known", every()...).fails(403, varsam.Denied, "POST", "/search", asked)
	_, err := h.Accounts.New(t.Context(), "Astrid Lind", "astrid", []account.Role{account.Officer}, "test")
	h.must(err)
	p := h.program("Astrid Lind", every()...)
	secret, _, err := h.Tokens.Make(t.Context(), token.New{Name: "typed", By: "Astrid Lind", Scopes: every()})
	h.must(err)
	(&program{h, secret, nil}).fails(403, varsam.Denied, "POST", "/search", asked)
	p.fails(422, varsam.Invalid, "POST", "/search", map[string]string{"type": "email", "value": anna})
	p.fails(422, varsam.Invalid, "POST", "/search", map[string]string{"type": "name", "value": "Anna", "reason": "x"})
	p.fails(422, varsam.Invalid, "POST", "/search", map[string]string{"type": "e-mail", "value": anna, "reason": "x"})
	var found api.Found
	a := p.does(&found, "POST", "/search", asked)
	if len(found.Places) == 0 || found.Places[0].Records == 0 || strings.Contains(string(a.body), anna) {
		t.Errorf("found %s", a.body)
	}
	var looks api.List[account.Look]
	if p.does(&looks, "GET", "/searches", nil); len(looks.Items) != 1 || looks.Items[0].Why != asked["reason"] {
		t.Errorf("the searches are %+v", looks)
	}
}

// What lies with the pages of accounts, cases and letters, for programs.
func TestAccessByProgram(t *testing.T) {
	t.Parallel()
	h := build(t)
	p := h.program("Astrid Lind", every()...)
	var a api.Account
	p.does(&a, "POST", "/accounts", map[string]any{"name": "Rut Dal", "login": "rut", "roles": []string{"guest"}})
	p.does(nil, "DELETE", "/accounts/"+a.ID+"/sessions", nil)
	p.does(nil, "POST", "/settings/second-factor", map[string]bool{"demanded": false})
	var second api.SecondFactor
	if p.does(&second, "GET", "/settings/second-factor", nil); second.Demanded {
		t.Error("a second factor is still demanded")
	}
	r := p.enters(nil)
	at := "/requests/" + r.ID
	until := varsam.DateIn(h.Now(), time.UTC).AddDays(5)
	p.does(nil, "POST", at+"/access", map[string]any{"account": a.ID, "role": "handler", "until": until})
	var given api.List[api.CaseAccess]
	if p.does(&given, "GET", at+"/access", nil); len(given.Items) != 1 || given.Items[0].Account != a.ID {
		t.Errorf("the access is %+v", given)
	}
	p.does(nil, "DELETE", at+"/access/"+a.ID, nil)
	p.does(nil, "POST", at+"/shield", map[string]bool{"protected": true})
	h.program("Bo Ek", token.ReadWork, token.ReadPeople).fails(403, varsam.Denied, "GET", at+"/case", nil)
	var year api.List[api.Forecast]
	if p.does(&year, "GET", "/culling/calendar", nil); len(year.Items) == 0 || len(year.Items[0].Months) != 12 {
		t.Errorf("the year is %+v", year)
	}
	p.does(nil, "GET", "/proposals", nil)
	p.fails(404, varsam.NotFound, "GET", "/proposals/r0", nil)
	p.fails(404, varsam.NotFound, "GET", "/mailboxes", nil)
}
