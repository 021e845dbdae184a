package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/account"
)

// asks sends the portal's form and returns the claim.
func (h *house) asks(form url.Values) (person *somebody, claim string) {
	h.Helper()
	person = h.nobody()
	person.get("/ask")
	if r := person.submit("/ask", form); r.StatusCode != http.StatusOK || !strings.HasPrefix(person.path, "/receipt/") {
		h.Fatalf("asking: %s\n%s", r.Status, text(person.page))
	}
	claim = regexp.MustCompile(`r[0-9a-f]{10}`).FindString(text(person.page))
	h.work()
	return person, claim
}

// sent is the newest letter to an address.
func (h *house) sent(to string) (post.Status, post.Item) {
	h.Helper()
	all, err := h.Reception.Post.List(h.Context(), post.Outbox, 1000)
	h.must(err)
	for i := len(all) - 1; i >= 0; i-- {
		st, item, err := h.Reception.Post.Open(h.Context(), all[i].ID)
		h.must(err)
		if item.To == to {
			return st, item
		}
	}
	h.Fatalf("nothing waits for %s among %d letters", to, len(all))
	return post.Status{}, post.Item{}
}

var doors = regexp.MustCompile(`https://privacy\.example\.com(/(?:confirm|return|stop|case)/\S+)`)

// door is the path of the newest link of a kind among the letters to an address.
func (h *house) door(to, kind string) string {
	h.Helper()
	all, err := h.Reception.Post.List(h.Context(), post.Outbox, 1000)
	h.must(err)
	for _, st := range slices.Backward(all) {
		_, item, err := h.Reception.Post.Open(h.Context(), st.ID)
		h.must(err)
		for _, found := range doors.FindAllStringSubmatch(item.Text, -1) {
			if item.To == to && strings.HasPrefix(found[1], "/"+kind+"/") {
				return found[1]
			}
		}
	}
	h.Fatalf("no letter to %s has a %s link", to, kind)
	return ""
}

// confirms presses the button behind the link in the mail to an address.
func (p *somebody) confirms(to string) {
	p.Helper()
	p.get(p.door(to, "confirm"))
	p.submit("", nil)
	if !strings.HasPrefix(p.path, "/case/") {
		p.Fatalf("confirming led to %s", p.path)
	}
	p.work()
}

// From a stopped case to the answer in the person's hands: all of it by pages.
func TestACaseFromThePortal(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, anna := h.first(), h.made.Cast["anna"]
	person, claim := h.asks(url.Values{"wish": {"access"}, "email": {anna.Email}, "name": {anna.Name}})
	astrid.see("/claims", anna.Name, "väntar på bekräftelse")
	astrid.see("/letters", "Frågan om det var du")

	stop := h.nobody()
	stop.get(h.door(anna.Email, "stop"))
	person.confirms(anna.Email)
	at := "/requests/" + claim
	stop.submit("", nil)
	astrid.see(at, "stoppade den")
	astrid.submit("/claims/"+claim+"/lift", url.Values{"reason": {"Ringde hennes nummer på fil"}})
	if astrid.path != at {
		t.Errorf("lifting led to %s", astrid.path)
	}
	astrid.says("Stoppet är hävt", "Ringde hennes nummer på fil", "Astrid Lind")

	page := person.path
	person.see(page)
	person.submit(page+"/message", url.Values{"text": {"Hej <b>där</b>"}})
	astrid.see(at, "oläst", "Hej <b>där</b>")
	astrid.submit("/claims/"+claim+"/message", url.Values{"text": {"Hej själv"}})
	astrid.says("Meddelandet ligger i ärendet.")
	if strings.Contains(text(astrid.page), "oläst") {
		t.Error("an answered message is still unread")
	}
	astrid.submit("/claims/"+claim+"/release", url.Values{"what": {"copy"}})
	astrid.says("Det är släppt")
	// Her link was renewed by the mail that told her; the old page still shows.
	person.see(page, "Hej själv", "Kopia")
	astrid.see(at)
	astrid.submit("/claims/"+claim+"/attest", url.Values{"method": {"original"}, "text": {"körkort i receptionen"}, "found-email": {anna.Email}})
	astrid.says("Den visas bara nu", "körkort i receptionen")
	link := regexp.MustCompile(`id="link">https://privacy\.example\.com([^<]+)<`).FindStringSubmatch(astrid.page)
	if link == nil {
		t.Fatalf("no link to the case: %s", text(astrid.page))
	}
	h.work()
	person.see(link[1])
	person.submit(link[1]+"/fetch", url.Values{"what": {"copy"}, "as": {"page"}})
	person.says(anna.Name)
	astrid.see(at, "Hämtat")
}

// A paper is destroyed, and a mandate is for requests for others only.
func TestAPaperIsNotedAndDestroyed(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, anna := h.first(), h.made.Cast["anna"]
	_, claim := h.asks(url.Values{"wish": {"access"}, "email": {"ombud@example.org"}, "for": {"other"}, "as": {"agent"}, "agent": {"Olle Ombud"}, "also-email": {anna.Email}})
	at := "/claims/" + claim
	form := url.Values{"method": {"mandate"}, "text": {"fullmakt i original"}, "found-email": {anna.Email}}
	astrid.see(at, "Ombud", "Olle Ombud")
	if r := astrid.submit(at+"/attest", form); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a paper that is kept: %s", r.Status)
	}
	astrid.see(at)
	form.Set("destroyed", "yes")
	astrid.submit(at+"/attest", form)
	astrid.says("Den visas bara nu", "Fullmakt")
	h.later(identity.Cooling)
	h.work()
	h.must(h.Reception.Identity.Settle(t.Context(), claim))
	h.work()
	astrid.again()
	astrid.see("/requests/"+claim, anna.Email)
}

// again signs in anew, as time has passed.
func (s *somebody) again() {
	s.Helper()
	s.get("/sign-in")
	s.submit("/sign-in", url.Values{"login": {"astrid"}, "password": {password}, "to": {"/"}})
}

// What is printed, said or refused is dealt with on its page.
func TestLettersAreHandedOver(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	h.asks(url.Values{"wish": {"access"}, "email": {"zola@example.com"}})
	st, _ := h.sent("zola@example.com")
	astrid.see("/letters/"+st.ID, "zola@example.com", "Bekräfta")
	astrid.submit("/letters/"+st.ID+"/done", nil)
	astrid.says("Uppskrivet som lämnat.", "Inget brev väntar på dig.")
	rut := h.with("Rut Dal", account.Reader)
	if r := rut.get("/letters/" + st.ID); r.StatusCode != http.StatusForbidden || strings.Contains(rut.page, "zola@") {
		t.Errorf("an auditor reads a letter: %s", r.Status)
	}
}

// Somebody with protected data is hidden from all but those with the role: the
// claim, its letters and the request.
func TestProtectedPeopleAreHidden(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, anna := h.first(), h.made.Cast["anna"]
	sven := h.with("Sven Sköld", account.Officer, account.Shielded)
	person, claim := h.asks(url.Values{"wish": {"access"}, "email": {anna.Email}, "text": {"hemligt brev"}})
	sven.see("/claims/"+claim, anna.Email)
	sven.submit("/claims/"+claim+"/protect", url.Values{"is": {"yes"}})
	letter, _ := h.sent(anna.Email)
	person.confirms(anna.Email)
	for _, path := range []string{"/", "/claims", "/claims/" + claim, "/requests", "/requests/" + claim, "/letters", "/letters/" + letter.ID, "/tasks"} {
		astrid.get(path)
		if strings.Contains(astrid.page, anna.Email) || strings.Contains(astrid.page, "hemligt brev") || strings.Contains(astrid.page, anna.Name) {
			t.Errorf("%s shows somebody with protected data:\n%s", path, text(astrid.page))
		}
	}
	astrid.get("/account")
	for _, path := range []string{"message", "attest", "lift", "release", "protect"} {
		if r := astrid.send("/claims/"+claim+"/"+path, nil); r.StatusCode != http.StatusForbidden {
			t.Errorf("POST %s: %s", path, r.Status)
		}
		astrid.get("/account")
	}
	sven.see("/requests/"+claim, anna.Email, "hemligt brev")
}

// Two people means two people whichever way the plan is run.
func TestTwoPeopleHoldsForCommands(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	h.must(h.Accounts.SetTwoPeople(t.Context(), true, "test"))
	at := astrid.enters(nil)
	id := strings.TrimPrefix(at, "/requests/")
	shown, err := h.Requests.Show(t.Context(), id)
	h.must(err)
	typed := *h.Requests
	typed.Assurance = ""
	for _, name := range []string{"A", "B"} {
		h.must(typed.Approve(t.Context(), id, shown.Digest, name))
	}
	if _, err := typed.Run(t.Context(), id, nil); err == nil {
		t.Error("two typed names ran a plan that takes two people")
	}
	bo := h.with("Bo Ek", account.Approver)
	for _, s := range []*somebody{astrid, bo} {
		s.see(at)
		s.submit(at+"/approve", url.Values{"digest": {s.value("digest")}})
	}
	if _, err := typed.Run(t.Context(), id, nil); err != nil {
		t.Errorf("after two people: %v", err)
	}
}

// A refusal rests on a paragraph, which the answer names.
func TestARefusalNamesItsParagraph(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(url.Values{"right": {"access"}})
	astrid.see(at, "orimlig, art. 12.5 b", "EU-domstolen")
	if r := astrid.send(at+"/refuse", url.Values{"right": {"access"}, "why": {"för ofta"}}); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a refusal without ground: %s", r.Status)
	}
	astrid.see(at)
	astrid.submit(at+"/refuse", url.Values{"right": {"access"}, "why": {"Åttonde gången i år."}, "ground": {"excessive"}})
	h.work()
	astrid.see(at+"/letters/answer/sheet", "Åttonde gången i år. (orimlig, art. 12.5 b)")
}

// Of what staff take in as somebody's whom they are sure of, every channel on file is
// told; a stop pauses the case for them, and lifting it lets it go on.
func TestAStopOfWhatStaffTookIn(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid := h.first()
	at := astrid.enters(nil)
	astrid.see(at)
	astrid.submit(at+"/approve", url.Values{"digest": {astrid.value("digest")}})
	stop := h.door(h.made.Cast["anna"].Email, "stop")
	nobody := h.nobody()
	nobody.see(stop)
	nobody.submit("", nil)
	h.work()
	astrid.see("/", "sagt stopp")
	astrid.see(at, "stoppade den")
	if strings.Contains(astrid.page, `action="`+at+`/run"`) {
		t.Error("a stopped case has a button to carry it out")
	}
	if r := astrid.send(at+"/run", nil); r.StatusCode != http.StatusForbidden {
		t.Errorf("carrying it out: %s", r.Status)
	}
	astrid.see(at)
	astrid.submit(strings.Replace(at, "/requests/", "/claims/", 1)+"/lift", url.Values{"reason": {"Ringde upp på numret i registret."}})
	astrid.see(at)
	astrid.submit(at+"/run", nil)
	h.work()
	astrid.see(at, "9 av 10 steg klara")
}

// How far a search is stands on the case's page, for everybody who opens it.
func TestACaseSaysHowFarTheSearchIs(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, bo := h.first(), h.with("Bo Ek", account.Handler)
	r := h.takes(varsam.Access, h.made.Cast["anna"].Email)
	h.must(h.Requests.Ask(t.Context(), r.ID, request.KindPlan))
	u, ok, err := job.Take(t.Context(), h.Store, job.Claim{Tenant: h.Tenant, Kinds: []string{request.KindPlan}})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	h.must(h.Store.Write(t.Context(), h.Tenant, func(tx *store.Tx) error {
		return job.Tell(tx, u, []byte(`{"systems":5,"done":2,"found":31}`))
	}))
	astrid.see("/requests/"+r.ID, "2 av 5 system genomsökta, 31 poster hittills")
	bo.see("/requests/"+r.ID, "2 av 5 system genomsökta, 31 poster hittills")
}

// What came on paper from somebody whom nobody has checked begins as what came by
// the portal does; so does what somebody asks for another.
func TestRequestsThatAreStillToBeShown(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	astrid, anna := h.first(), h.made.Cast["anna"]
	astrid.see("/requests/new", "Låt personen visa det")
	form := url.Values{"channel": {"letter"}, "received": {astrid.value("received")}, "language": {"sv"}, "right": {"access"}, "sure": {"ask"}}
	if r := astrid.submit("/requests", form); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("nowhere to reach anybody: %s", r.Status)
	}
	astrid.see("/requests/new")
	form.Set("id-email", anna.Email)
	astrid.submit("/requests", form)
	if !strings.HasPrefix(astrid.path, "/claims/r") {
		t.Fatalf("taken in at %s: %s", astrid.path, text(astrid.page))
	}
	h.work()
	h.nobody().confirms(anna.Email)
	astrid.see(strings.Replace(astrid.path, "/claims/", "/requests/", 1), anna.Email)

	astrid.see("/requests/new")
	form.Set("for-other", "yes")
	form.Set("as", "guardian")
	if r := astrid.submit("/requests", form); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a guardian without a name: %s", r.Status)
	}
	form.Set("agent", "Greta God")
	form.Set("agent-reach", "greta@example.org")
	astrid.see("/requests/new")
	astrid.submit("/requests", form)
	astrid.says("Greta God", "Vårdnadshavare")
}
