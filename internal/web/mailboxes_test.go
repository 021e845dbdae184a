package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system/mailbox/postoffice"
	"github.com/varsam/varsam/internal/web/account"
)

// postal is a house with mailboxes: employees' own, and one that people write
// to.
type postal struct {
	*house
	office *postoffice.Office
	sent   int
}

const (
	evas    = "eva@example.com"
	ottos   = "otto@example.com"
	astrids = "astrid@example.com"
	privacy = "privacy@example.com"
)

func withMail(t *testing.T) *postal { return build(t, false).mailed() }

// mailed gives a house its mailboxes.
func (h *house) mailed() *postal {
	h.Helper()
	office, err := postoffice.Open()
	h.must(err)
	h.Cleanup(func() { office.Close() })
	for _, name := range []string{evas, ottos, astrids, privacy} {
		h.must(office.AddMailbox(name, "secret"))
	}
	text := fmt.Sprintf(`system: mail
connector: imap
settings: {host: %q, security: none, accounts: "%s, %s, %s, %s", password: "file:secret", own: "@example.com"}
operator: self
country: SE
owner: mail-lead
personal: {%s: Eva Berg, %s: otto, %s: Astrid Lind}
requests: {messages: messages, accounts: [%s]}
routine:
  messages: messages
  inbox: INBOX
  day: 1
  begun: {informed: 2026-01-10, screened: 2026-01-11, negotiated: 2026-01-12}
collections:
  messages:
    person: self
    fields:
      counterpart: {data: contact.email, identifies: email}
      text: {data: behaviour.message, text: true}
    carried_by: [correspondence]
    restrict: {move: restricted}
    end: erase
`, office.Address(), evas, ottos, astrids, privacy, evas, ottos, astrids, privacy)
	for name, content := range map[string]string{"systems/mail.yaml": text, "secret": "secret"} {
		h.must(os.WriteFile(filepath.Join(h.made.Register, name), []byte(content), 0o600))
	}
	archive, err := register.Archive(os.DirFS(h.made.Register))
	h.must(err)
	h.must(h.Store.Write(h.Context(), "main", func(tx *store.Tx) error {
		now, err := register.Current(tx)
		if err == nil {
			_, err = register.Push(tx, archive, "test", now.Number)
		}
		return err
	}))
	return &postal{house: h, office: office}
}

// deliver puts a mail in an inbox, so many days ago.
func (p *postal) deliver(to, from, subject, body string, ago int, head ...string) {
	p.Helper()
	p.sent++
	at := p.clock().AddDate(0, 0, -ago)
	lines := append([]string{
		"From: " + from, "To: " + to, "Subject: " + subject, fmt.Sprintf("Message-ID: <%d@example.org>", p.sent), "Date: " + at.Format(time.RFC1123Z),
	}, head...)
	p.must(p.office.Deliver(to, postoffice.Mail{Folder: "INBOX", Received: at, Raw: []byte(strings.Join(lines, "\r\n") + "\r\n\r\n" + body + "\r\n")}))
}

// ticked are the values of the ticks of mails on the last page that stand with a
// subject.
func (s *somebody) ticked(subject string) (all []string) {
	for _, found := range regexp.MustCompile(`(?s)name="mail" value="([^"]+)"[^>]*><div>(.*?)</div>`).FindAllStringSubmatch(s.page, -1) {
		if strings.Contains(found[2], subject) {
			all = append(all, found[1])
		}
	}
	return all
}

// An owner sees their own inbox and nobody else's, decides for many that are alike,
// for one, and by a rule; whoever follows up sees numbers.
func TestTheRoutineOnThePages(t *testing.T) {
	t.Parallel()
	p := withMail(t)
	astrid := p.first()
	eva, otto := p.with("Eva Berg", account.Guest), p.with("Otto Alm", account.Guest)
	for _, n := range []string{"ett", "två"} {
		p.deliver(evas, "nytt@lista.example", "Nyhetsbrev "+n, "Hej.", 90, "List-Id: <lista.example>")
	}
	p.deliver(evas, "kund@example.net", "Fråga om leverans", "När kommer den?", 80)
	p.deliver(evas, "kollega@example.com", "Lunch", "I dag?", 70)
	p.deliver(ottos, "kund@example.net", "Hemligheter", "Bara för Otto.", 70)

	eva.see("/mailboxes", evas)
	if strings.Contains(eva.page, ottos) {
		t.Error("Eva is shown Otto's mailbox")
	}
	at := "/mailboxes/at/" + evas
	eva.see(at, "Nyhetsbrev ett", "Det är ett utskick till en lista", "Fråga om leverans", "skulle ha lämnat inkorgen")
	for _, s := range []*somebody{astrid, otto} {
		if r := s.get(at); r.StatusCode != http.StatusForbidden || strings.Contains(s.page, "leverans") {
			t.Errorf("another sees her inbox: %s", r.Status)
		}
	}
	// Many alike at once, the one that came meanwhile stays.
	lists := eva.ticked("Nyhetsbrev")
	p.deliver(evas, "nytt@lista.example", "Nyhetsbrev tre", "Hej.", 60, "List-Id: <lista.example>")
	if len(lists) != 2 {
		t.Fatalf("the lists are %v", lists)
	}
	eva.submit(at, url.Values{"mail": lists, "do": {"delete"}})
	eva.says("2 raderade, 0 sparade. 3 ligger kvar", "Nyhetsbrev tre")
	// One, to a folder.
	eva.submit(at, url.Values{"mail": eva.ticked("leverans"), "do": {"file"}, "into": {"Kunder"}})
	eva.says("0 raderade, 1 sparade")
	if eva.submit(at, url.Values{"mail": eva.ticked("Lunch"), "do": {"file"}}); !strings.Contains(text(eva.page), "Säg i vilken mapp") {
		t.Error("a mail is filed nowhere")
	}
	// By a rule.
	eva.submit(at+"/rules", url.Values{"do": {"delete"}})
	eva.says("Regeln säger för lite")
	eva.submit(at+"/rules", url.Values{"from": {"@lista.example"}, "do": {"delete"}})
	eva.says("från @lista.example", "avgör det")
	eva.submit(at, url.Values{"mail": eva.ticked("Nyhetsbrev"), "do": {"delete"}})
	eva.says("1 raderade")
	rule := regexp.MustCompile(at + `/rules/(i[0-9a-f]+)/end`).FindStringSubmatch(eva.page)
	if rule == nil {
		t.Fatal("the rule cannot be ended")
	}
	eva.submit(rule[0], nil)
	eva.says("Regeln är borttagen")

	astrid.see("/mailboxes/followup", evas, ottos, "Uppföljning")
	for _, word := range []string{"Lunch", "Hemligheter", "kund@"} {
		if strings.Contains(astrid.page, word) {
			t.Errorf("the follow-up says %s", word)
		}
	}
	if r := eva.get("/mailboxes/followup"); r.StatusCode != http.StatusForbidden {
		t.Errorf("a guest follows up: %s", r.Status)
	}
}

// A mail that asks is read, confirmed or dismissed on its page; nothing is searched
// for before that.
func TestMailsThatAskOnThePages(t *testing.T) {
	t.Parallel()
	p := withMail(t)
	astrid, rut := p.first(), p.with("Rut Dal", account.Reader)
	astrid.see("/proposals", "Inga mejl väntar")
	for i, name := range []string{"Cia", "Dan", "Pia"} {
		from := fmt.Sprintf("%s Provsson <%s@example.net>", name, strings.ToLower(name))
		p.deliver(privacy, from, "Mina uppgifter", "Hej, radera mina uppgifter enligt GDPR. /"+name, 3-i)
	}
	_, err := p.Letterbox.Read(t.Context())
	p.must(err)
	rut.see("/proposals", "Radering")
	astrid.see("/proposals")
	at := regexp.MustCompile(`/proposals/r[0-9a-f]+`).FindAllString(astrid.page, -1)
	if len(at) != 3 {
		t.Fatalf("the proposals are %v", at)
	}
	astrid.see("/", "Mejl som ber om något")
	if r := rut.get(at[0]); r.StatusCode != http.StatusForbidden || strings.Contains(rut.page, "Provsson") {
		t.Errorf("an auditor reads a letter: %s", r.Status)
	}
	astrid.see(at[0], "Cia Provsson", "radera mina uppgifter")
	if r := astrid.submit(at[0]+"/confirm", url.Values{"identity": {"svarade"}}); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("confirmed without a right: %s", r.Status)
	}
	astrid.see(at[0])
	astrid.submit(at[0]+"/confirm", url.Values{"right": {"erasure"}, "identity": {"svarade från samma adress"}})
	if want := strings.Replace(at[0], "proposals", "requests", 1); astrid.path != want {
		t.Fatalf("confirmed and at %s:\n%s", astrid.path, text(astrid.page))
	}
	astrid.says("cia@example.net")
	astrid.see(at[1])
	astrid.submit(at[1]+"/confirm", url.Values{"right": {"access", "erasure"}})
	if want := strings.Replace(at[1], "proposals", "claims", 1); astrid.path != want {
		t.Errorf("the writer is not asked: at %s", astrid.path)
	}
	astrid.see(at[2])
	if r := astrid.submit(at[2]+"/dismiss", nil); r.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("dismissed without a reason: %s", r.Status)
	}
	astrid.see(at[2])
	astrid.submit(at[2]+"/dismiss", url.Values{"reason": {"gäller ett annat bolag"}})
	astrid.says("avfärdat", "Inga mejl väntar")
	astrid.see(at[2], "gäller ett annat bolag")
	if r := astrid.send(at[2]+"/confirm", url.Values{"right": {"erasure"}, "identity": {"x"}}); r.StatusCode != http.StatusConflict {
		t.Errorf("what was dismissed is confirmed: %s", r.Status)
	}
}

// What a case met in an employee's own mailbox its owner sees and releases; without
// the owner it takes a ground and two people.
func TestOwnMailboxesOfACase(t *testing.T) {
	t.Parallel()
	p := withMail(t)
	astrid, bo := p.first(), p.with("Bo Ek", account.Approver)
	eva := p.with("Eva Berg", account.Guest)
	anna := p.made.Cast["anna"].Email
	p.deliver(evas, anna, "Tack för mötet", "Hej Eva.", 9)
	p.deliver(evas, anna, "Semesterbilder", "Hej.", 8)
	p.deliver(ottos, anna, "Offert", "Hej Otto.", 7)
	at := astrid.enters(nil)
	astrid.see(at, "Anställdas egna brevlådor", evas, "2 mejl hålls inne")
	if strings.Contains(astrid.page, "mötet") {
		t.Error("the case tells what an own mailbox holds")
	}
	id := strings.TrimPrefix(at, "/requests/")
	met := "/mailboxes/met/" + id + "/" + evas
	if r := astrid.get(met); r.StatusCode != http.StatusForbidden {
		t.Errorf("another sees the mails: %s", r.Status)
	}
	eva.see("/mailboxes", id, "väntar på dig")
	eva.see(met, "Tack för mötet", "Semesterbilder")
	eva.submit(met, url.Values{"mail": eva.ticked("mötet")})
	eva.says("1 hör till ärendet, 1 hålls inne")
	astrid.see(at, "ägaren har svarat")

	open := url.Values{"account": {ottos}, "ground": {"left"}, "why": {"Slutade 1 mars."}}
	astrid.submit(at+"/mailbox", open)
	astrid.says("en annan person beslutar också", "väntar på en andra person")
	if r := astrid.send(at+"/mailbox/second", url.Values{"account": {ottos}}); r.StatusCode != http.StatusForbidden {
		t.Errorf("one person opened it alone: %s", r.Status)
	}
	bo.see(at)
	bo.submit(at+"/mailbox/second", url.Values{"account": {ottos}})
	bo.says("ägaren får veta det", "öppnad")
	astrid.see(at)
	astrid.submit(at+"/search", nil)
	p.work()
	astrid.see(at, evas+"/INBOX/1/1", ottos+"/INBOX/1/1")
	if strings.Contains(astrid.page, evas+"/INBOX/1/2") {
		t.Error("what the owner kept is part of the plan")
	}
}
