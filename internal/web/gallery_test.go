package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/web/account"
)

// gallery is every page of a house with something on it: cases in all their
// states, the doors of the portal, what is published, what is empty.
type gallery struct {
	staff   []string // seen by astrid, who may do everything
	kinds   []string // seen by astrid: two for each kind of duty, made alike of one table
	outside []string // seen by anybody who has the link
}

// gallery fills a house and lists its pages. Astrid is its first account.
func (h *house) gallery() (g gallery) {
	h.Helper()
	closed := h.closes() // first, as it takes days
	astrid := h.first()
	g.staff = append(g.staff, everyPage...)
	g.staff = append(g.staff, closed)
	g.cases(h, astrid)
	g.claims(h, astrid)
	g.culling(h, astrid)
	g.duties(h, astrid)
	g.published(h, astrid)
	g.programs(astrid)
	g.mail(h, astrid)
	eva, err := h.Accounts.New(h.Context(), "Eva Ny", "eva", []account.Role{account.Handler}, "Astrid Lind")
	h.must(err)
	link, err := h.Accounts.Link(h.Context(), eva.ID, "Astrid Lind")
	h.must(err)
	g.outside = append(g.outside, "/sign-in", "/welcome/"+link, "/welcome/gone", "/api/reference")
	g.staff = append(g.staff, "/lists", "/mailboxes/followup", "/requests?right=objection&state=received", "/requests/rnothing", "/culling/schedule/sheet")
	return g
}

// takes takes a request in as the command line does.
func (h *house) takes(right varsam.Right, email string) request.Request {
	h.Helper()
	r, err := h.Requests.New(h.Context(), request.Intake{Case: request.Case{
		People: []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: email, Verified: true}}}},
		Asks:   []decide.Ask{{Person: decide.Everyone, Right: right}},
	}})
	h.must(err)
	return r
}

// closes carries a case to its very end.
func (h *house) closes() string {
	h.Helper()
	r := h.takes(varsam.Why, "nobody@example.com")
	p, err := h.Requests.Plan(h.Context(), r.ID)
	h.must(err)
	h.must(h.Requests.Approve(h.Context(), r.ID, p.Digest, "Astrid Lind"))
	_, err = h.Requests.Run(h.Context(), r.ID, nil)
	h.must(err)
	tasks, err := h.Requests.Tasks(h.Context())
	h.must(err)
	for _, task := range tasks {
		h.must(h.Requests.Except(h.Context(), r.ID, task.Step, "Astrid Lind"))
	}
	_, err = h.Requests.Run(h.Context(), r.ID, nil)
	h.must(err)
	_, err = h.Requests.Answer(h.Context(), r.ID, varsam.Swedish, true)
	h.must(err)
	for range 2 {
		h.later(40 * time.Hour)
		_, err = h.Requests.Sweep(h.Context(), request.Periods{Recheck: time.Hour, Case: varsam.Period{Years: 1}})
		h.must(err)
	}
	return "/requests/" + r.ID
}

// cases are requests in all their states.
func (g *gallery) cases(h *house, astrid *somebody) {
	anna := h.made.Cast["anna"].Email
	waits := h.takes(varsam.Access, anna)
	planned := astrid.enters(url.Values{"right": {"access", "erasure"}, "letter": {"Jag vill ha en kopia.\nSedan ska allt bort."}})
	contested := astrid.enters(url.Values{"right": {"objection"}})
	paused := astrid.enters(nil)
	astrid.see(paused)
	astrid.submit(paused+"/extend", url.Values{"reason": {"Ärendet är komplicerat."}})
	astrid.see(paused)
	astrid.submit(paused+"/pause", nil)
	refused := astrid.enters(url.Values{"right": {"access"}})
	astrid.see(refused)
	astrid.submit(refused+"/refuse", url.Values{"right": {"access"}, "why": {"Åttonde gången i år."}, "ground": {"excessive"}})
	h.work()
	asked := astrid.enters(nil)
	astrid.approvesAndRuns(asked)
	answered := astrid.enters(url.Values{"id-email": {h.made.Cast["colleague"].Email}, "who": {}})
	astrid.approvesAndRuns(answered)
	for astrid.see(answered); strings.Contains(astrid.page, answered+"/except"); astrid.see(answered) {
		astrid.submit(answered+"/except", url.Values{"step": {astrid.value("step")}})
		h.work()
	}
	astrid.see(answered + "/letters/answer")
	astrid.submit(answered+"/answer", nil)
	shielded := astrid.enters(url.Values{"shielded": {"yes"}})
	g.staff = append(
		g.staff, "/requests/"+waits.ID, planned, planned+"/records/0", planned+"/copy", planned+"/copy/sheet", planned+"/letters/receipt",
		planned+"/letters/answer", planned+"/letters/answer/sheet", contested, paused, paused+"/letters/extension", refused, asked, answered, shielded,
	)
}

// approvesAndRuns says yes to a case's plan and carries it out.
func (s *somebody) approvesAndRuns(at string) {
	s.Helper()
	s.see(at)
	s.submit(at+"/approve", url.Values{"digest": {s.value("digest")}})
	s.submit(at+"/run", nil)
	s.work()
}

// claims are cases as people see them, and as staff see what came.
func (g *gallery) claims(h *house, astrid *somebody) {
	anna := h.made.Cast["anna"]
	person, claim := h.asks(url.Values{"wish": {"erasure", "access"}, "email": {anna.Email}, "name": {anna.Name}, "text": {"Jag har flyttat."}})
	g.outside = append(g.outside, "/ask", "/ask?for=erasure", person.path, h.door(anna.Email, "confirm"), h.door(anna.Email, "stop"), "/stopped", "/answered")
	person.confirms(anna.Email)
	person.see(person.path)
	person.submit(person.path+"/message", url.Values{"text": {"När blir det klart?\nTack på förhand."}})
	astrid.see("/requests/" + claim)
	astrid.submit("/claims/"+claim+"/message", url.Values{"text": {"Inom en månad."}})
	astrid.submit("/claims/"+claim+"/release", url.Values{"what": {"copy"}})
	g.outside = append(g.outside, person.path, h.door(anna.Email, "return"), "/case/"+strings.Repeat("x", 27))
	g.staff = append(g.staff, "/requests/"+claim)

	phone, waiting := h.asks(url.Values{"wish": {"access"}, "phone": {"070-174 06 05"}, "name": {"Zola Exempel"}})
	_, stopped := h.asks(url.Values{"wish": {"rectification"}, "wrong": {"name"}, "new": {"Anna Ny"}, "email": {anna.Email}})
	stop := h.nobody()
	stop.get(h.door(anna.Email, "stop"))
	stop.submit("", nil)
	_, agent := h.asks(url.Values{"wish": {"access"}, "email": {"ombud@example.org"}, "for": {"other"}, "as": {"agent"}, "agent": {"Olle Ombud"}, "also-email": {"bo@example.com"}})
	h.asks(url.Values{"wish": {"why"}, "postal": {"Zola Exempel\nStorgatan 1\n111 22 Stockholm"}})
	letters := regexp.MustCompile(`href="(/letters/[a-z0-9]+)"`)
	astrid.see("/letters")
	letter := letters.FindStringSubmatch(astrid.page)
	if letter == nil {
		h.Fatalf("no letter waits: %s", text(astrid.page))
	}
	astrid.see("/tasks")
	action := regexp.MustCompile(`action="(/tasks/[^"]+/link)"`).FindStringSubmatch(astrid.page)[1]
	astrid.submit(action, url.Values{"to": {"owner@example.org"}})
	_, item := h.sent("owner@example.org")
	task := regexp.MustCompile(`https://privacy\.example\.com(/task/\S+)`).FindStringSubmatch(item.Text)
	g.outside = append(g.outside, phone.path, task[1])
	g.staff = append(g.staff, "/claims/"+waiting, "/claims/"+stopped, "/claims/"+agent, letter[1])
}

// culling is a plan that waits, one that was carried out, a hold.
func (g *gallery) culling(h *house, astrid *somebody) {
	run, err := h.Culling.Plan(h.Context(), retention.Options{})
	h.must(err)
	at := "/culling/" + run.ID
	g.staff = append(g.staff, at, at+"/certificate", at+"/certificate/sheet")
	astrid.see("/culling/holds")
	astrid.submit("/culling/holds", url.Values{"email": {"bo@example.com"}, "reason": {"tvist"}, "review": {"2099-01-01"}})
}

// duties are one of each kind that has a page of its own.
func (g *gallery) duties(h *house, astrid *somebody) {
	const lesson = "# Mejlrutinen\nMejl lämnar inkorgen varje månad.\n\n? När?\n- aldrig\n* den tionde\n"
	course, err := h.Duties.AddCourse(h.Context(), duty.Facts{"every": "12", "within": "30"}, "rutin.md", []byte(lesson), "ombud@example.org", "Astrid Lind")
	h.must(err)
	of := func(t duty.SubjectType, name string) duty.Subject { return duty.Subject{Type: t, Name: name} }
	some, err := h.Duties.AddAll(h.Context(), []duty.New{
		{Kind: duty.Transfer, Subject: of(duty.OfParty, "mailer"), Facts: duty.Facts{"mechanism": "privacy-shield", "country": "US"}, Owner: "marknadsansvarig"},
		{Kind: duty.Staff, Facts: duty.Facts{"name": "Disa Konsult", "mail": "disa@example.org", "roles": "konsult", "start": "2026-01-07"}},
		{Kind: duty.Screening, Subject: of(duty.OfActivity, "employer-surveys"), Facts: duty.Facts{"criteria": "sensitive vulnerable", "decided": "today"}},
		{Kind: duty.Agreement, Subject: of(duty.OfParty, "mailer"), Facts: duty.Facts{"form": "ours"}},
	}, "Astrid Lind")
	h.must(err)
	incident, err := h.Duties.Report(h.Context(), duty.Reported{Title: "Mejl till fel mottagare", Aware: h.clock().Add(-3 * time.Hour).Format(time.RFC3339), Systems: []string{"crm"}}, "Astrid Lind")
	h.must(err)
	_, err = h.Duties.FindAffected(h.Context(), incident.ID, duty.Order{Spots: []duty.Struck{{System: "crm", Collection: "contacts"}}}, "Astrid Lind")
	h.must(err)
	g.staff = append(g.staff, "/duties/at/"+incident.ID+"/affected", "/duties/at/"+incident.ID+"/letter", "/duties/at/"+incident.ID+"/letter?to=customers")
	for _, r := range append(some, course, incident) {
		g.staff = append(g.staff, "/duties/at/"+r.ID)
	}
	for _, d := range duty.Definitions() {
		g.kinds = append(g.kinds, "/duties/kinds/"+string(d.Kind), "/duties/kinds/"+string(d.Kind)+"/new")
	}
	_, err = h.Duties.Invite(h.Context(), course.ID, "Astrid Lind")
	h.must(err)
	_, item := h.sent("disa@example.org")
	g.outside = append(g.outside, "/sub-processors", regexp.MustCompile(`https?://\S+?(` + duty.OpenPage + `\S+)`).FindStringSubmatch(item.Text)[1])
}

// published is what the public reads, in two versions of which the second is in
// force.
func (g *gallery) published(h *house, astrid *somebody) {
	astrid.see("/publishing/notice")
	if r := astrid.submit("/publishing/notice", url.Values{"expect": {"0"}}); r.StatusCode != http.StatusOK {
		h.Fatalf("publishing: %s", r.Status)
	}
	g.staff = append(g.staff, "/publishing/notice/preview", "/publishing/notice/versions/1")
	g.outside = append(g.outside, "/privacy", "/privacy/notice", "/privacy/notice/1")
}

// programs is what programs may do, and one that is told.
func (g *gallery) programs(astrid *somebody) {
	astrid.see("/programs")
	astrid.submit("/programs/hooks", url.Values{"url": {"http://127.0.0.1:9/varsam"}, "event": {"plan"}})
	at := regexp.MustCompile(`/programs/hooks/w[0-9a-f]+`).FindString(astrid.page)
	if at == "" {
		astrid.Fatalf("no webhook was made: %s", text(astrid.page))
	}
	g.staff = append(g.staff, "/programs", at)
}

// mail is a mail that asks, the routine with astrid's own mailbox, and a case that
// met a mail there.
func (g *gallery) mail(h *house, astrid *somebody) {
	p := h.mailed()
	p.deliver(privacy, "Cia Provsson <cia@example.net>", "Mina uppgifter", "Hej, radera mina uppgifter enligt GDPR.", 3)
	p.deliver(astrids, "nytt@lista.example", "Nyhetsbrev", "Hej.", 90, "List-Id: <lista.example>")
	p.deliver(astrids, h.made.Cast["anna"].Email, "Tack för mötet", "Hej.", 60)
	_, err := h.Letterbox.Read(h.Context())
	h.must(err)
	astrid.see("/proposals")
	asks := regexp.MustCompile(`/proposals/r[0-9a-f]+`).FindString(astrid.page)
	met := astrid.enters(nil)
	g.staff = append(
		g.staff, asks, met, "/mailboxes", "/mailboxes/followup", "/mailboxes/at/"+astrids,
		"/mailboxes/met/"+strings.TrimPrefix(met, "/requests/")+"/"+astrids,
	)
}
