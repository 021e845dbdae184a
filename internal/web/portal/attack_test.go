package portal_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store/storetest"
)

// kindOf is what each of the portal's pages with a secret takes.
var kindOf = map[string]string{
	"/receipt/": "receipt", "/confirm/": "confirm", "/return/": "return", "/stop/": "stop", "/case/": "case", "/task/": "task",
}

// secretRoutes are the routes whose address holds a secret.
func (h *house) secretRoutes() (all []string) {
	for _, r := range h.portal.Site.Routes() {
		if strings.Contains(r.Pattern, "{token}") {
			all = append(all, r.Pattern)
		}
	}
	return all
}

// try asks for a route with a secret in its place.
func (h *house) try(pattern, secret string) answer {
	h.Helper()
	method, path, _ := strings.Cut(pattern, " ")
	path = strings.Replace(path, "{token}", url.PathEscape(secret), 1)
	if method == http.MethodGet {
		return h.get(path)
	}
	return h.post("/ask", path, url.Values{"code": {"12345678"}, "way": {"0"}, "text": {"x"}, "what": {"copy"}})
}

var changing = regexp.MustCompile(`name="back" value="[^"]*"|\b[0-9a-f]{8,32}\b`)

// said is a page without what differs each time.
func said(a answer) string { return changing.ReplaceAllString(token.ReplaceAllString(a.body, ""), "") }

// A link that is forged, changed by a letter, of another kind, or of another
// organisation is no link: each gets the answer of one that never was.
func TestForgedLinks(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	receipt := h.ask(url.Values{"wish": {"access"}, "email": {"anna@example.com"}})
	h.work()
	secrets := map[string]string{"receipt": receipt.path[len("/receipt/"):]}
	take := func(kind, path string) { _, secrets[kind], _ = strings.Cut(path[1:], "/") }
	take("stop", h.way(annasPhone, "/stop/"))
	take("case", h.proven("anna@example.com"))
	h.now = h.now.Add(time.Minute)
	h.post(receipt.path, receipt.path+"/again", url.Values{})
	take("return", h.way("anna@example.com", "/return/"))
	h.ask(url.Values{"wish": {"access"}, "email": {"bo@example.com"}})
	h.work()
	take("confirm", h.way("bo@example.com", "/confirm/"))
	h.client = browser()
	tried := 0
	for _, pattern := range h.secretRoutes() {
		never := said(h.try(pattern, strings.Repeat("A", 27)))
		forged := []string{"x", strings.Repeat("A", 27), strings.Repeat("A", 5000), "../ask", "%00", "ä", "' OR 1=1 --"}
		for kind, secret := range secrets {
			other := secret[:len(secret)-1] + map[bool]string{true: "B", false: "A"}[strings.HasSuffix(secret, "A")]
			forged = append(forged, other, strings.ToUpper(secret), secret+"A", secret[1:], " "+secret)
			_, path, _ := strings.Cut(pattern, " ")
			for begins, takes := range kindOf {
				codes := strings.HasSuffix(path, "/enter") || strings.HasPrefix(path, "/receipt/") && strings.HasSuffix(path, "/code")
				if strings.HasPrefix(path, begins) && takes != kind && !codes { // a code is taken by the holder of either page
					forged = append(forged, secret)
				}
			}
		}
		for _, secret := range forged {
			tried++
			a := h.try(pattern, secret)
			if a.status != http.StatusNotFound && a.status != http.StatusForbidden && a.status != http.StatusBadRequest {
				t.Errorf("%s with %.40q: %d at %s", pattern, secret, a.status, a.path)
			}
			if a.status == http.StatusNotFound && said(a) != never {
				t.Errorf("%s with %.40q says something else than one that never was", pattern, secret)
			}
		}
	}
	for _, c := range h.claims() {
		if !c.Stopped.IsZero() {
			t.Error("a forged link stopped a case")
		}
	}
	if tried < 300 {
		t.Errorf("only %d links were tried", tried)
	}
}

// What was used is used: a link and a code do once what they do, and a code ends with
// its time and its tries, whoever holds the page.
func TestReplays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	receipt := h.ask(url.Values{"wish": {"access"}, "email": {"anna@example.com"}})
	h.work()
	confirm, stop := h.way("anna@example.com", "/confirm/"), h.way(annasPhone, "/stop/")
	page := h.proven("anna@example.com")
	h.client = browser() // the impostor has the link from the proxy's log
	if a := h.post("/ask", confirm, url.Values{}); a.status != http.StatusNotFound {
		t.Errorf("a confirmation that was used is %d at %s", a.status, a.path)
	}
	if a := h.get(confirm); a.status != http.StatusNotFound || !strings.Contains(a.body, "fungerar en gång") || !strings.Contains(a.body, "Skicka en gång till") {
		t.Errorf("a link that was used says nothing of the way back: %d %s", a.status, a.body)
	}
	claim := h.claims()[0].ID
	h.post(page, page+"/code", url.Values{"way": {"1"}})
	code := sentCode.FindString(h.mail(annasPhone))
	for n := range 5 {
		h.types(page, strings.Repeat(string(rune('1'+n)), 8), "stämmer inte", t)
	}
	h.types(page, code, "stämmer inte", t) // tried too often
	h.post(page, page+"/code", url.Values{"way": {"1"}})
	late := sentCode.FindString(h.mail(annasPhone))
	h.now = h.now.Add(identity.CodeLife)
	h.types(page, late, "stämmer inte", t)
	h.enter(page, "1", annasPhone)
	used := sentCode.FindString(h.mail(annasPhone))
	h.types(page, used, "stämmer inte", t)
	h.now = h.now.Add(time.Minute)
	h.post(receipt.path, receipt.path+"/again", url.Values{})
	back := h.way("anna@example.com", "/return/")
	again := h.post(back, back, url.Values{}).path
	if a := h.post("/ask", back, url.Values{}); a.status != http.StatusNotFound {
		t.Errorf("a way back that was used is %d at %s", a.status, a.path)
	}
	for range 2 {
		if a := h.post(stop, stop, url.Values{}); a.path != "/stopped" {
			t.Errorf("stopping led to %s", a.path)
		}
	}
	c, d, _, err := h.reception.Identity.Read(t.Context(), claim, identity.Reader{Protected: true})
	if h.must(err); c.Stopped.IsZero() || len(d.Proofs) != 2 {
		t.Errorf("the case is %+v with %d proofs", c, len(d.Proofs))
	}
	h.now = h.now.Add(identity.StopLife)
	for _, path := range []string{again, stop, back, confirm} {
		if a := h.get(path); a.status != http.StatusNotFound {
			t.Errorf("after its time %s is %d", path[:6], a.status)
		}
	}
}

var sentCode = regexp.MustCompile(`\b(\d{4} \d{4})\b`)

// types types a code and expects a sentence.
func (h *house) types(page, code, says string, t *testing.T) {
	t.Helper()
	if a := h.post(page, page+"/enter", url.Values{"code": {code}}); !strings.Contains(a.body, says) {
		t.Errorf("typing a code does not say %q", says)
	}
}

// Links into a case that has been closed and forgotten lead nowhere.
func TestLinksAfterClosing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	receipt := h.ask(url.Values{"wish": {"why"}, "email": {"anna@example.com"}})
	h.work()
	stop := h.way(annasPhone, "/stop/")
	page := h.proven("anna@example.com")
	h.must(h.reception.Forget(t.Context(), h.claims()[0].ID))
	for _, path := range []string{receipt.path, page, stop} {
		if a := h.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s is %d", path[:6], a.status)
		}
		for _, pattern := range h.secretRoutes() {
			if method, at, _ := strings.Cut(pattern, " "); method == http.MethodPost && strings.HasPrefix(at, path[:6]) {
				_, secret, _ := strings.Cut(path[1:], "/")
				if a := h.try(pattern, secret); a.status != http.StatusNotFound {
					t.Errorf("%s is %d", pattern, a.status)
				}
			}
		}
	}
}

// An answer is fetched in one sitting, within its time, by the holder of the case:
// not later, not once more, not by somebody else at another browser, not when the
// case has been stopped, and not before it is released.
func TestAnswersAreFetchedOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.ask(url.Values{"wish": {"access"}, "email": {"anna@example.com"}})
	h.work()
	stop := h.way(annasPhone, "/stop/")
	page := h.proven("anna@example.com")
	h.enter(page, "1", annasPhone)
	claim := h.claims()[0].ID
	zipped := func() bool {
		a := h.post(page, page+"/fetch", url.Values{"what": {"copy"}})
		return strings.Contains(a.header.Get("Content-Type"), "zip")
	}
	shows := func() {
		h.Helper()
		h.enter(page, "0", "anna@example.com")
		h.enter(page, "1", annasPhone)
	}
	release := func() {
		_, err := h.reception.Release(t.Context(), claim, reception.Copy)
		h.must(err)
	}
	if zipped() {
		t.Error("it is fetched before it is released")
	}
	release()
	h.now = h.now.Add(reception.Offered)
	shows()
	if zipped() {
		t.Error("it is fetched after its time")
	}
	h.now = h.now.Add(24 * time.Hour)
	release()
	if h.now = h.now.Add(identity.DownloadLife); zipped() {
		t.Error("it is fetched without showing anew who one is")
	}
	shows()
	if !zipped() {
		t.Fatal("its owner cannot fetch it")
	}
	h.now = h.now.Add(24 * time.Hour)
	shows()
	if zipped() {
		t.Error("it is fetched twice")
	}
	h.now = h.now.Add(24 * time.Hour)
	release()
	shows()
	h.post(stop, stop, url.Values{})
	if zipped() {
		t.Error("it is fetched from a case that was stopped")
	}
	if a := h.post("/ask", "/case/"+claim+"/fetch", url.Values{"what": {"copy"}}); a.status != http.StatusNotFound {
		t.Errorf("by the case's number it is %d", a.status)
	}
}

// Somebody who reads a mailbox and asks for little – a block – is not told in the
// answer what there is, where that is worth more.
func TestAnAnswerTellsWhatWasShown(t *testing.T) {
	t.Parallel()
	for sensitivity, may := range map[identity.Sensitivity]bool{identity.Low: true, identity.Ordinary: true, identity.High: false} {
		h := newHouse(t)
		h.ask(url.Values{"wish": {"restriction"}, "email": {"anna@example.com"}})
		h.work()
		page := h.proven("anna@example.com")
		claim, r := h.claims()[0].ID, h.reception.Requests
		h.must(h.reception.Identity.Searched(t.Context(), claim, sensitivity))
		shown, err := r.Show(t.Context(), claim)
		h.must(err)
		h.must(r.Approve(t.Context(), claim, shown.Digest, "s1"))
		_, err = r.Run(t.Context(), claim, nil)
		h.must(err)
		_, err = r.Answer(t.Context(), claim, varsam.Swedish, true)
		h.must(err)
		_, err = h.reception.Release(t.Context(), claim, reception.Answer)
		h.must(err)
		h.enter(page, "0", "anna@example.com")
		a := h.post(page, page+"/fetch", url.Values{"what": {"answer"}})
		if got := strings.Contains(a.header.Get("Content-Type"), "zip"); got != may {
			t.Errorf("where data is %s, the answer is fetched with one channel: %v", sensitivity, got)
		}
	}
}

// A form of the portal that is sent twice, by a double press or once more from the
// same page, is one: one claim, one letter, one message, one code.
func TestPressedTwice(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	twice := func(page, to string, form url.Values) answer {
		h.Helper()
		form.Set("_token", token.FindStringSubmatch(h.get(page).body)[1])
		var all sync.WaitGroup
		answers := make([]answer, 3)
		for i := range answers {
			all.Go(func() {
				got, err := h.client.PostForm(h.at+to, form)
				answers[i] = h.read(got, err)
			})
		}
		all.Wait()
		h.now = h.now.Add(time.Second)
		return answers[0]
	}
	receipt := twice("/ask", "/ask", url.Values{"wish": {"access"}, "email": {"anna@example.com"}})
	if n := len(h.claims()); n != 1 {
		t.Fatalf("%d claims were made", n)
	}
	h.work()
	before := len(h.letters())
	door := h.way("anna@example.com", "/confirm/")
	page := twice(door, door, url.Values{}).path
	if !strings.HasPrefix(page, "/case/") {
		t.Fatalf("confirming twice led to %s", page)
	}
	h.work()
	twice(page, page+"/message", url.Values{"text": {"tack"}})
	twice(page, page+"/code", url.Values{"way": {"1"}})
	twice(page, page+"/enter", url.Values{"code": {sentCode.FindString(h.mail(annasPhone))}})
	h.work()
	claim := h.claims()[0].ID
	all, err := h.reception.Messages(t.Context(), claim)
	h.must(err)
	_, d, _, err := h.reception.Identity.Read(t.Context(), claim, identity.Reader{Protected: true})
	h.must(err)
	if len(all) != 1 || len(d.Proofs) != 2 || len(h.letters()) != before+1 {
		t.Errorf("%d messages, %d proofs, %d letters", len(all), len(d.Proofs), len(h.letters())-before)
	}
	h.now = h.now.Add(time.Minute)
	twice(receipt.path, receipt.path+"/again", url.Values{})
	if n := len(h.letters()); n != before+2 {
		t.Errorf("%d letters after asking again", n-before)
	}
}

// Two servers on one database: a link that is pressed at both, and a code that is
// typed at both, are good once.
func TestTwoServers(t *testing.T) {
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		folder := filepath.Join(t.TempDir(), "data")
		one := newHouseAt(t, dsn("varsam.db"), folder)
		two := newHouseAt(t, dsn("varsam.db"), folder)
		two.now = one.now.Add(time.Second)
		one.ask(url.Values{"wish": {"access"}, "email": {"anna@example.com"}})
		one.work()
		door := one.way("anna@example.com", "/confirm/")
		cases := slices.DeleteFunc(both(one, two, func(h *house) string { return h.post("/ask", door, url.Values{}).path }), func(path string) bool {
			return !strings.HasPrefix(path, "/case/")
		})
		if len(cases) != 1 {
			t.Fatalf("a link was good %d times", len(cases))
		}
		one.work()
		one.post(cases[0], cases[0]+"/code", url.Values{"way": {"1"}})
		code := sentCode.FindString(one.mail(annasPhone))
		good := 0
		for _, body := range both(one, two, func(h *house) string {
			return h.post(cases[0], cases[0]+"/enter", url.Values{"code": {code}}).body
		}) {
			if strings.Contains(body, "Nu vet vi") {
				good++
			}
		}
		if good != 1 {
			t.Errorf("a code was good %d times", good)
		}
	})
}

// both does the same at two servers at once.
func both(one, two *house, do func(h *house) string) []string {
	var all sync.WaitGroup
	done := make([]string, 2)
	for i, h := range []*house{one, two} {
		all.Go(func() { done[i] = do(h) })
	}
	all.Wait()
	return done
}

// What several decide in one case at the same moment, at two servers, is all kept;
// and whoever decides over what has changed since they looked is refused.
func TestDecisionsAtOnce(t *testing.T) {
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		folder := filepath.Join(t.TempDir(), "data")
		one := newHouseAt(t, dsn("varsam.db"), folder)
		two := newHouseAt(t, dsn("varsam.db"), folder)
		rights := []varsam.Right{varsam.Access, varsam.Erasure, varsam.Portability, varsam.Why, varsam.Objection, varsam.Rectification}
		in := request.Intake{Case: request.Case{
			Corrections: []plan.Correction{{Category: "person.name", New: "Anna Ny"}}, Proof: "she said so",
			People: []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: "anna@example.com", Verified: true}}}},
		}}
		for _, right := range rights {
			in.Asks = append(in.Asks, decide.Ask{Person: decide.Everyone, Right: right})
		}
		r, err := one.reception.Requests.New(t.Context(), in)
		one.must(err)
		before, err := one.reception.Requests.Case(t.Context(), r)
		one.must(err)
		var all sync.WaitGroup
		for i, right := range rights {
			s := []*house{one, two}[i%2].reception.Requests
			all.Go(func() {
				if err := s.Refuse(t.Context(), r.ID, right, "reason", "somebody"); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		after, err := two.reception.Requests.Case(t.Context(), r)
		if one.must(err); len(after.Refusals) != len(rights) {
			t.Errorf("of %d decisions %d are kept", len(rights), len(after.Refusals))
		}
		late := request.Seen(t.Context(), before.Decided())
		if err := one.reception.Requests.Refuse(late, r.ID, varsam.Access, "another", "somebody"); varsam.CodeOf(err) != varsam.Changed {
			t.Errorf("deciding over what has changed: %v", err)
		}
		now := request.Seen(t.Context(), after.Decided())
		one.must(one.reception.Requests.Refuse(now, r.ID, varsam.Access, "another", "somebody"))
	})
}
