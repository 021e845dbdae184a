package api_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api"
	"github.com/varsam/varsam/internal/inbox"
	"github.com/varsam/varsam/internal/letterbox"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system/mailbox/postoffice"
	"github.com/varsam/varsam/internal/web/account"
)

// postal is a house with employees' own mailboxes, and one that people write to.
type postal struct {
	*house
	office *postoffice.Office
	sent   int
}

const (
	evas    = "eva@example.com"
	ottos   = "otto@example.com"
	privacy = "privacy@example.com"
)

func withMail(t *testing.T) *postal {
	h := build(t)
	office, err := postoffice.Open()
	h.must(err)
	t.Cleanup(func() { office.Close() })
	for _, name := range []string{evas, ottos, privacy} {
		h.must(office.AddMailbox(name, "secret"))
	}
	text := fmt.Sprintf(`system: mail
connector: imap
settings: {host: %q, security: none, accounts: "%s, %s, %s", password: "file:secret", own: "@example.com"}
operator: self
country: SE
owner: mail-lead
personal: {%s: Eva Berg, %s: otto}
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
`, office.Address(), evas, ottos, privacy, evas, ottos, privacy)
	for name, content := range map[string]string{"systems/mail.yaml": text, "secret": "secret"} {
		h.must(os.WriteFile(filepath.Join(h.made.Register, name), []byte(content), 0o600))
	}
	archive, err := register.Archive(os.DirFS(h.made.Register))
	h.must(err)
	h.must(h.Store.Write(t.Context(), "main", func(tx *store.Tx) error {
		_, err := register.Push(tx, archive, "test", 1)
		return err
	}))
	return &postal{house: h, office: office}
}

// deliver puts a mail in an inbox, so many days ago.
func (p *postal) deliver(to, from, subject, body string, ago int) {
	p.Helper()
	p.sent++
	at := time.Now().AddDate(0, 0, -ago)
	raw := fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%d@example.org>\r\nDate: %s\r\n\r\n%s\r\n", from, to, subject, p.sent, at.Format(time.RFC1123Z), body)
	p.must(p.office.Deliver(to, postoffice.Mail{Folder: "INBOX", Received: at, Raw: []byte(raw)}))
}

// employee is somebody with an account and a token of their own.
func (p *postal) employee(name, login string, role account.Role) *program {
	p.Helper()
	_, err := p.Accounts.New(p.Context(), name, login, []account.Role{role}, "test")
	p.must(err)
	return p.program(name, every()...)
}

// The owner of a mailbox decides about its mails by program as on the page; nobody
// else sees a word of them.
func TestOwnMailboxesByProgram(t *testing.T) {
	t.Parallel()
	p := withMail(t)
	eva, otto, astrid := p.employee("Eva Berg", "eva", account.Guest), p.employee("Otto Alm", "otto", account.Guest), p.employee("Astrid Lind", "astrid", account.Officer)
	p.deliver(evas, "kund@example.net", "Fråga om leverans", "När kommer den?", 80)
	p.deliver(evas, "nytt@lista.example", "Nyhetsbrev", "Hej.", 90)
	at := "/mailboxes/" + evas
	var mails api.List[api.OwnMail]
	if eva.does(&mails, "GET", at+"/mails", nil); len(mails.Items) != 2 {
		t.Fatalf("her mails are %+v", mails)
	}
	for _, other := range []*program{otto, astrid} {
		other.fails(403, varsam.Denied, "GET", at+"/mails", nil)
	}
	var rule inbox.Rule
	eva.fails(422, varsam.Invalid, "POST", at+"/rules", map[string]string{"action": "delete"})
	eva.does(&rule, "POST", at+"/rules", map[string]string{"from": "@lista.example", "action": "delete"})
	var rules api.List[inbox.Rule]
	if eva.does(&rules, "GET", at+"/rules", nil); len(rules.Items) != 1 {
		t.Errorf("her rules are %+v", rules)
	}
	otto.fails(403, varsam.Denied, "DELETE", at+"/rules/"+rule.ID, nil)
	eva.does(nil, "DELETE", at+"/rules/"+rule.ID, nil)
	var done api.MailsDone
	eva.fails(422, varsam.Invalid, "POST", at+"/decisions", map[string]any{"mails": []string{mails.Items[0].Mail}, "do": "file"})
	if eva.does(&done, "POST", at+"/decisions", map[string]any{"mails": []string{mails.Items[0].Mail}, "do": "delete"}); done.Deleted != 1 || !done.Verified {
		t.Errorf("done: %+v", done)
	}
	if a := astrid.does(nil, "GET", "/mailboxes", nil); strings.Contains(string(a.body), "leverans") || !strings.Contains(string(a.body), evas) {
		t.Errorf("the follow-up is %s", a.body)
	}
}

// What a case met in a mailbox its owner releases; without the owner it takes a ground
// and two people.
func TestMailboxesOfACaseByProgram(t *testing.T) {
	t.Parallel()
	p := withMail(t)
	eva, astrid, bo := p.employee("Eva Berg", "eva", account.Guest), p.employee("Astrid Lind", "astrid", account.Officer), p.employee("Bo Ek", "bo", account.Approver)
	anna := p.made.Cast["anna"].Email
	p.deliver(evas, anna, "Tack för mötet", "Hej Eva.", 9)
	p.deliver(ottos, anna, "Offert", "Hej Otto.", 7)
	r := astrid.enters(nil)
	at := "/requests/" + r.ID + "/mailboxes"
	var boxes api.List[request.Mailbox]
	if a := astrid.does(&boxes, "GET", at, nil); len(boxes.Items) != 2 || strings.Contains(string(a.body), "mötet") {
		t.Fatalf("the case met %s", a.body)
	}
	var met api.List[request.Met]
	if eva.does(&met, "GET", "/mailboxes/met", nil); len(met.Items) != 1 {
		t.Errorf("her mailbox met %+v", met)
	}
	astrid.fails(403, varsam.Denied, "GET", at+"/"+evas+"/mails", nil)
	var mails api.List[api.MetMail]
	if eva.does(&mails, "GET", at+"/"+evas+"/mails", nil); len(mails.Items) != 1 {
		t.Fatalf("her mails are %+v", mails)
	}
	eva.does(nil, "POST", at+"/"+evas+"/release", map[string]any{"mails": []string{mails.Items[0].Mail}})
	astrid.does(nil, "POST", at+"/"+ottos+"/opening", map[string]string{"ground": "left", "why": "Slutade 1 mars."})
	astrid.fails(403, varsam.Denied, "POST", at+"/"+ottos+"/opening/second", nil)
	bo.does(nil, "POST", at+"/"+ottos+"/opening/second", nil)
}

// A mail that asks is read, and is a request or none by a person's word.
func TestMailsThatAskByProgram(t *testing.T) {
	t.Parallel()
	p := withMail(t)
	astrid := p.employee("Astrid Lind", "astrid", account.Officer)
	for i, name := range []string{"Cia", "Dan"} {
		from := fmt.Sprintf("%s Provsson <%s@example.net>", name, strings.ToLower(name))
		p.deliver(privacy, from, "Mina uppgifter", "Hej, radera mina uppgifter enligt GDPR. /"+name, 3-i)
	}
	_, err := p.Letterbox.Read(t.Context())
	p.must(err)
	var all api.List[letterbox.Proposal]
	if a := astrid.does(&all, "GET", "/proposals", nil); len(all.Items) != 2 || strings.Contains(string(a.body), "Provsson") {
		t.Fatalf("the proposals are %s", a.body)
	}
	var one api.ProposalDetail
	if astrid.does(&one, "GET", "/proposals/"+all.Items[0].ID, nil); one.From == "" || !strings.Contains(one.Text, "radera") {
		t.Errorf("the mail is %+v", one)
	}
	astrid.does(&one, "POST", "/proposals/"+all.Items[0].ID+"/confirm", map[string]any{"rights": []string{"erasure"}, "identity": "svarade från samma adress"})
	if one.State != letterbox.Confirmed {
		t.Errorf("confirmed: %+v", one)
	}
	if astrid.does(&one, "POST", "/proposals/"+all.Items[1].ID+"/dismiss", map[string]string{"reason": "gäller ett annat bolag"}); one.Dismissal == "" {
		t.Errorf("dismissed: %+v", one)
	}
	astrid.fails(409, varsam.Conflict, "POST", "/proposals/"+all.Items[1].ID+"/confirm", map[string]any{"identity": "x"})
}
