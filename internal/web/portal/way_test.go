package portal_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/store/storetest"
)

// The whole way of somebody who asks what there is: form, mail, proof, a second
// channel, messages, the copy – once. On both engines.
func TestTheWholeWay(t *testing.T) {
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		wholeWay(newHouseAt(t, dsn("varsam.db"), filepath.Join(t.TempDir(), "data")))
	})
}

func wholeWay(h *house) {
	t := h.T
	receipt := h.ask(url.Values{"wish": {"access"}, "email": {"Anna@Example.com"}, "text": {"Vad har ni? <b>"}})
	if strings.Contains(receipt.body, "anna") || !strings.Contains(receipt.body, "2 december 2026") {
		t.Errorf("the receipt says %s", receipt.body)
	}
	h.work()
	if told := h.mail(annasPhone); !strings.Contains(told, "/stop/") {
		t.Errorf("the telephone on file was not told: %q", told)
	}
	page := h.proven("anna@example.com")
	shown := h.get(page).body
	if !strings.Contains(shown, "ytterligare ett ställe") || !strings.Contains(shown, "…05") || strings.Contains(shown, "anna@example.com") {
		t.Errorf("the case does not ask for a second channel: %s", shown)
	}
	if n := strings.Count(shown, "Brev till"); n != 1 || !strings.Contains(shown, "E…, Ö…") {
		t.Errorf("an address in three columns is offered as %d: %s", n, shown)
	}
	h.post(page, page+"/message", url.Values{"text": {"Jag flyttade i maj. <script>alert(1)</script>"}})
	claim := regexp.MustCompile(`r[0-9a-f]{10}`).FindString(shown)
	told, err := h.reception.Reply(t.Context(), claim, "Tack, vi ser det.")
	h.must(err)
	if all, err := h.reception.Messages(t.Context(), claim); err != nil || len(all) != 2 || !told {
		t.Errorf("messages are %+v (%v), told %v", all, err, told)
	}
	if shown := h.get(page).body; !strings.Contains(shown, "Tack, vi ser det.") || strings.Contains(shown, "<script>alert") {
		t.Errorf("the messages are shown as %s", shown)
	}
	_, err = h.reception.Release(t.Context(), claim, reception.Copy)
	h.must(err)
	if a := h.post(page, page+"/fetch", url.Values{"what": {"copy"}}); !strings.Contains(a.body, "Visa en gång till") {
		t.Errorf("a copy was handed over without the second channel: %s", a.body)
	}
	if a := h.enter(page, "1", annasPhone); !strings.Contains(a.body, "Nu vet vi") {
		t.Errorf("the code was not taken: %s", a.body)
	}
	a := h.post(page, page+"/fetch", url.Values{"what": {"copy"}, "as": {"files"}})
	packed, err := zip.NewReader(bytes.NewReader([]byte(a.body)), int64(len(a.body)))
	if err != nil || len(packed.File) < 3 || a.header.Get("Content-Type") != "application/zip" {
		t.Fatalf("the copy is %d %s: %v", a.status, a.header, err)
	}
	if read := h.post(page, page+"/fetch", url.Values{"what": {"copy"}, "as": {"page"}}); !strings.Contains(read.body, "Anna Exempel") {
		t.Error("the copy cannot be read on the screen in the same sitting")
	}
	h.now = h.now.Add(16 * time.Minute)
	h.enter(page, "0", "anna@example.com")
	h.enter(page, "1", annasPhone)
	if again := h.post(page, page+"/fetch", url.Values{"what": {"copy"}}); strings.Contains(again.header.Get("Content-Type"), "zip") {
		t.Error("the copy was handed over twice")
	}
	for _, secret := range []string{strings.TrimPrefix(page, "/case/"), "anna", strings.TrimPrefix(receipt.path, "/receipt/")} {
		if strings.Contains(strings.ToLower(h.log.String()), strings.ToLower(secret)) {
			t.Error("the log holds a secret or an address")
		}
	}
}

// Whoever is asked about, the first answer is the same to the byte, and so is
// what was done before it.
func TestTheFirstAnswerTellsNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.must(h.reception.Identity.Protect(t.Context(), []string{"bo@example.com"}, true))
	var first answer
	for i, who := range []string{"anna@example.com", "zola@example.com", "bo@example.com", "cara@example.org"} {
		h.client = browser()
		before := h.rows()
		got := h.ask(url.Values{"wish": {"access", "erasure"}, "email": {who}})
		got.body = masked(got.body, got.path)
		if added := h.rows() - before; added != 3 { // the claim, its link, the work that follows
			t.Errorf("%d rows were written before the answer to somebody", added)
		}
		for _, name := range []string{"Date", "X-Request-Id"} {
			got.header.Del(name)
		}
		got.header.Del("Set-Cookie")
		if i == 0 {
			first = got
			continue
		}
		if got.body != first.body {
			t.Errorf("the answer to person %d differs", i)
		}
		for name, values := range first.header {
			if strings.Join(got.header[name], "|") != strings.Join(values, "|") {
				t.Errorf("the header %s differs for person %d", name, i)
			}
		}
	}
	// And after the work is done, the receipt still says the same.
	h.work()
	if later := h.get(first.path); masked(later.body, first.path) != first.body {
		t.Error("the receipt changes with what was found")
	}
}

var number = regexp.MustCompile(`r[0-9a-f]{10}`)

// masked takes out what is random, each by as many characters.
func masked(body, path string) string {
	same := func(s string) string { return strings.Repeat("·", len(s)) }
	body = strings.ReplaceAll(body, strings.TrimPrefix(path, "/receipt/"), same(strings.TrimPrefix(path, "/receipt/")))
	return token.ReplaceAllStringFunc(number.ReplaceAllStringFunc(body, same), same)
}

// An address that nobody has on file gets an answer about itself: nothing.
func TestNothingIsAnAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.ask(url.Values{"wish": {"access"}, "email": {"zola@example.com"}})
	h.work()
	page := h.proven("zola@example.com")
	claim := number.FindString(h.get(page).body)
	_, err := h.reception.Release(t.Context(), claim, reception.Copy)
	h.must(err)
	h.enter(page, "0", "zola@example.com")
	if a := h.post(page, page+"/fetch", url.Values{"what": {"copy"}, "as": {"page"}}); a.status != http.StatusOK || strings.Contains(a.body, "Exempel") || !strings.Contains(a.body, "<html") {
		t.Errorf("the answer is %d %s", a.status, a.body)
	}
}

// Looking at a link proves nothing; only the newest holder has the case.
func TestLooking(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	receipt := h.ask(url.Values{"wish": {"access"}, "email": {"anna@example.com"}})
	h.work()
	door := h.way("anna@example.com", "/confirm/")
	for range 2 {
		if a := h.get(door); a.status != http.StatusOK {
			t.Fatalf("the door is %d", a.status)
		}
	}
	h.work()
	if c := h.claims()[0]; c.Level != identity.None || c.State != identity.Waiting {
		t.Errorf("looking has made it %+v", c)
	}
	page := h.proven("anna@example.com")
	if a := h.get(door); a.status != http.StatusNotFound {
		t.Errorf("a link that was used is %d", a.status)
	}
	h.now = h.now.Add(time.Minute)
	h.post(receipt.path, receipt.path+"/again", url.Values{})
	back := h.way("anna@example.com", "/return/")
	if a := h.post(back, back, url.Values{}); !strings.HasPrefix(a.path, "/case/") || h.get(page).status != http.StatusNotFound {
		t.Errorf("the way back leads to %s, and the older link still works", a.path)
	}
	for _, path := range []string{"/case/x", "/confirm/" + strings.TrimPrefix(receipt.path, "/receipt/"), "/receipt/x", "/stop/x", "/case/" + strings.Repeat("a", 4000)} {
		if a := h.get(path); a.status != http.StatusNotFound {
			t.Errorf("%.30s is %d", path, a.status)
		}
	}
}

// The stop pauses, for staff; it never cancels, and nothing is erased meanwhile.
func TestStop(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.ask(url.Values{"wish": {"erasure"}, "email": {"anna@example.com"}})
	h.work()
	door := h.way(annasPhone, "/stop/")
	page := h.proven("anna@example.com")
	h.enter(page, "1", annasPhone)
	h.get(door)
	claim := h.claims()[0]
	if !claim.Stopped.IsZero() {
		t.Error("looking at the stop has stopped it")
	}
	r := h.reception.Requests
	shown, err := r.Show(t.Context(), claim.ID)
	h.must(err)
	h.must(r.Approve(t.Context(), claim.ID, shown.Digest, "s1"))
	denied := func(when string) {
		t.Helper()
		if _, err := r.Run(t.Context(), claim.ID, nil); varsam.CodeOf(err) != varsam.Denied {
			t.Errorf("%s the erasure is %v", when, err)
		}
	}
	denied("before it has cooled")
	if a := h.post(door, door, url.Values{}); a.path != "/stopped" {
		t.Errorf("stopping led to %s", a.path)
	}
	h.now = h.now.Add(identity.Cooling + time.Hour)
	denied("after the stop")
	if len(h.people.Records()) != 2 {
		t.Fatal("somebody was erased")
	}
	h.must(h.reception.Identity.Lift(t.Context(), claim.ID, "she called from her own number", "s1"))
	if _, err := r.Run(t.Context(), claim.ID, nil); err != nil || len(h.people.Records()) != 1 {
		t.Errorf("after the stop was lifted: %v, %d people left", err, len(h.people.Records()))
	}
}

// A stop of advertising is done at once, without any proof, and touches nothing
// else.
func TestAdvertisingStopsWithoutProof(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.ask(url.Values{"wish": {"marketing", "access"}, "email": {"anna@example.com"}})
	h.work()
	all, err := h.reception.Requests.List(t.Context())
	h.must(err)
	if len(all) != 1 || !strings.HasSuffix(all[0].ID, "-m") || len(all[0].Rights) != 1 || all[0].Rights[0] != varsam.Objection {
		t.Errorf("the requests are %+v", all)
	}
	for _, r := range h.people.Records() {
		anna := r.Get("email").String() == "anna@example.com"
		if stopped := !r.Get("no_ads").IsNull(); stopped != anna {
			t.Errorf("advertising to record %s is stopped: %v", r.Ref, stopped)
		}
	}
}

// What somebody asks for another is told to that person, and goes no further by
// itself.
func TestSomebodyElse(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.ask(url.Values{"wish": {"access"}, "email": {"mallory@example.org"}, "for": {"other"}, "as": {"agent"}, "agent": {"M"}, "also-email": {"anna@example.com"}})
	h.work()
	for _, to := range []string{"anna@example.com", annasPhone} {
		if !strings.Contains(h.mail(to), "/stop/") {
			t.Errorf("%s was not told", to)
		}
	}
	page := h.proven("mallory@example.org")
	if shown := h.get(page).body; strings.Contains(shown, "…05") || h.claims()[0].Request != "" {
		t.Errorf("the agent's own address led to %s", shown)
	}
}

// The form says what is missing and keeps what was written, whatever that is.
func TestForm(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	nasty := "\"><script>alert(1)</script>\u202e=cmd|' /C calc'!A0"
	for _, form := range []url.Values{
		{},
		{"wish": {"access"}},
		{"email": {"anna@example.com"}},
		{"wish": {"access"}, "email": {nasty}},
		{"wish": {"rectification"}, "email": {"anna@example.com"}, "old": {nasty}},
		{"wish": {"access"}, "email": {"anna@example.com"}, "for": {"other"}, "text": {nasty}},
		{"wish": {"access"}, "phone": {"12"}, "name": {strings.Repeat("å", 100_000)}},
	} {
		a := h.post("/ask", "/ask", form)
		if a.status != http.StatusUnprocessableEntity || strings.Contains(a.body, "<script>alert") {
			t.Errorf("the form %.80v is %d", form, a.status)
		}
	}
	for _, lang := range []string{"sv", "sv-FI", "en"} {
		h.post("/ask", "/language", url.Values{"language": {lang}, "back": {"/ask"}})
		if body := h.get("/ask").body; strings.ContainsAny(body, "⟦⟧") || !strings.Contains(body, `<html lang="`+lang+`"`) {
			t.Errorf("the form in %s lacks a sentence", lang)
		}
	}
	if got := h.get("/ask").header.Get("Referrer-Policy"); got != "no-referrer" {
		t.Errorf("the referrer policy is %q", got)
	}
}

// claims are all there are.
func (h *house) claims() []identity.Claim {
	h.Helper()
	all, err := h.reception.Identity.List(h.Context(), identity.Waiting, identity.Proven, identity.Handed)
	h.must(err)
	return all
}
