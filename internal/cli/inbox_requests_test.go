package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const letterboxOfPrivacy = `requests: {messages: messages, accounts: [privacy@example.com]}`

// letters is what reading the mailboxes for requests prints.
type letters struct {
	Read, Receipts    int
	Proposed, Stopped []string
	Problems          []struct{ Account, Folder, Code string }
	Waiting           []struct {
		ID, State, Legal, On string
		Rights               []string
		Stopped, Receipt     bool
	}
}

func (p *postal) read(code int) (got letters) {
	p.Helper()
	p.json(code, &got, "inbox", "requests", "--register", p.register)
	return got
}

// shown is a letter as a handler sees it.
type shown struct {
	From, By, Text, Received string
	Rights                   []string
	Undated                  bool
	Unread                   []string
}

func (p *postal) show(id string) (l shown) {
	p.Helper()
	p.json(0, &l, "inbox", "requests", "show", id)
	return l
}

// receipts are the letters that were sent by themselves.
func (p *postal) receipts() (all []struct{ Letter, Template, About string }) {
	p.Helper()
	var list []struct{ ID, Template, About string }
	p.json(0, &list, "mail", "list")
	for _, l := range list {
		if l.Template == "receipt" {
			all = append(all, struct{ Letter, Template, About string }{l.ID, l.Template, l.About})
		}
	}
	return all
}

// TestRequestsByMail: a letter that uses a right is proposed with the time running
// from its arrival, nothing else happens until somebody confirms it, and then the
// case has the letter's number and day.
func TestRequestsByMail(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem(ownMailboxes + "\n" + letterboxOfPrivacy)
	before := p.dump()
	p.deliver(privacy, "INBOX", "Cia Provsson <cia@example.net>", "Mina uppgifter", "Hej, radera mina uppgifter enligt GDPR. Skicka mig först en kopia av mina uppgifter.")
	p.deliver(privacy, "INBOX", "Dan <dan@example.net>", "Öppettider", "När har ni öppet?")
	p.deliver(annas, "INBOX", "Eva <eva@example.net>", "Radera mig", "Radera mina uppgifter.")

	got := p.read(0)
	if got.Read != 2 || len(got.Waiting) != 1 || got.Receipts != 1 || len(got.Problems) != 0 {
		t.Fatalf("%+v", got)
	}
	id := got.Waiting[0].ID
	if w := got.Waiting[0]; strings.Join(w.Rights, " ") != "access erasure" && strings.Join(w.Rights, " ") != "erasure access" || w.Legal == "" || !w.Receipt {
		t.Errorf("%+v", w)
	}
	if again := p.read(0); again.Read != 0 || len(again.Waiting) != 1 || len(p.receipts()) != 1 {
		t.Errorf("a second reading took something: %+v", again)
	}
	var list []struct {
		ID, State, Legal string
		Rights           []string
	}
	p.json(0, &list, "request", "list")
	if len(list) != 1 || list[0].ID != id || list[0].State != "proposed" || list[0].Legal != got.Waiting[0].Legal {
		t.Errorf("the list of requests has %+v", list)
	}
	if out := p.must(0, "request", "list"); strings.Contains(out, "cia@") {
		t.Errorf("the list tells who wrote: %s", out)
	}
	if letter := p.show(id); letter.From != "cia@example.net" || !strings.Contains(letter.Text, "först en kopia") {
		t.Errorf("%+v", letter)
	}
	p.must(2, "inbox", "requests", "confirm", id, "--by", "Handläggare") // who wrote it?
	p.must(3, "request", "show", id)
	p.must(0, "inbox", "requests", "confirm", id, "--by", "Handläggare", "--identity", "svarade från samma adress")
	p.must(4, "inbox", "requests", "confirm", id, "--by", "Handläggare", "--identity", "x")
	p.must(4, "inbox", "requests", "dismiss", id, "--by", "Handläggare", "--reason", "x")
	var view struct {
		Request struct{ ID, State, Legal string }
	}
	p.json(0, &view, "request", "show", id)
	if view.Request.State != "received" || view.Request.Legal != got.Waiting[0].Legal {
		t.Errorf("the case: %+v", view)
	}
	if after := p.dump(); strings.Join(after["customers"], "\n") != strings.Join(before["customers"], "\n") {
		t.Error("something was changed before anybody planned it")
	}
}

// TestTheClockRunsFromArrival: whoever reads a letter late has less time.
func TestTheClockRunsFromArrival(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem(letterboxOfPrivacy)
	p.raw(privacy, "INBOX", "From: cia@example.net\nTo: "+privacy+"\nSubject: x\nMessage-ID: <old@example.net>\n\nRadera mina uppgifter.\n", time.Date(2026, 3, 31, 22, 30, 0, 0, time.UTC))
	got := p.read(0)
	if len(got.Waiting) != 1 || got.Waiting[0].On != "2026-04-01" || got.Waiting[0].Legal != "2026-05-04" || got.Receipts != 0 {
		t.Errorf("%+v", got)
	}
}

// TestUnsubscribeWorksAtOnce: it needs nobody's confirmation, and a letter that
// asks for more has the rest proposed.
func TestUnsubscribeWorksAtOnce(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem(letterboxOfPrivacy)
	p.marketing()
	p.exec(`INSERT INTO customers (id, name, email) VALUES (900, 'Cia Provsson', 'cia@example.net'), (901, 'Dan Provsson', 'dan@example.net')`)
	p.deliver(privacy, "INBOX", "cia@example.net", "unsubscribe", "")
	p.deliver(privacy, "INBOX", "dan@example.net", "Hej", "Avregistrera mig från nyhetsbrevet och skicka en kopia av mina uppgifter.")
	got := p.read(0)
	if len(got.Stopped) != 2 || len(got.Waiting) != 1 || strings.Join(got.Waiting[0].Rights, " ") != "access" || !got.Waiting[0].Stopped {
		t.Fatalf("%+v", got)
	}
	for _, row := range p.dump()["customers"] {
		if stopped := strings.Contains(row, "<nil> 1 <nil>"); stopped != strings.Contains(row, "Provsson") {
			t.Errorf("advertising stopped: %v, %s", stopped, row)
		}
	}
	var requests []struct{ ID, State string }
	p.json(0, &requests, "request", "list")
	made := 0
	for _, r := range requests {
		if strings.HasSuffix(r.ID, "-m") {
			made++
			if r.State == "received" || r.State == "planned" {
				t.Errorf("%s has stopped nothing: %s", r.ID, r.State)
			}
		}
	}
	if made != 2 {
		t.Errorf("%d stops of advertising: %+v", made, requests)
	}
	if again := p.read(0); len(again.Stopped) != 0 {
		t.Errorf("stopped again: %+v", again)
	}
}

// marketing has the shop's customers get advertising, until they say no.
func (p *postal) marketing() {
	p.Helper()
	p.write("register/marketing.yaml", `activity: marketing
owner: marketing-lead
purpose: {sv: Erbjudanden, en: Offers}
basis:
  article: 6.1.f
  interest:
    interest: {sv: Berätta om erbjudanden, en: Telling of offers}
    necessity: There is no other way
    balance: They can say no
    review: 2030-11-01
subjects: [customer]
needs: [contact.email]
uses: [newsletter, direct-marketing]
keep: {while: relation}
`)
	path := filepath.Join(p.register, "systems", "shop.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		p.Fatal(err)
	}
	with := strings.Replace(string(text), "    carried_by: [customer-care]", "    carried_by: [customer-care, marketing]", 1)
	if err := os.WriteFile(path, []byte(with), 0o644); err != nil {
		p.Fatal(err)
	}
}

// TestDismissed: a person may find that a letter is no request, with a reason that
// stays with it.
func TestDismissed(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem(letterboxOfPrivacy)
	p.deliver(privacy, "INBOX", "cia@example.net", "x", "Radera mina uppgifter.")
	id := p.read(0).Waiting[0].ID
	p.must(2, "inbox", "requests", "dismiss", id, "--by", "Handläggare", "--reason", " ")
	p.must(0, "inbox", "requests", "dismiss", id, "--by", "Handläggare", "--reason", "gäller ett annat bolag")
	p.must(4, "inbox", "requests", "confirm", id, "--by", "Handläggare", "--identity", "x")
	p.must(3, "inbox", "requests", "show", "r0000000000")
	var dismissed []struct{ ID, State string }
	p.json(0, &dismissed, "inbox", "requests", "list", "--state", "dismissed")
	if len(dismissed) != 1 || dismissed[0].ID != id {
		t.Errorf("%+v", dismissed)
	}
	if out := p.must(0, "inbox", "requests", "show", id); !strings.Contains(out, "gäller ett annat bolag") {
		t.Errorf("the reason is not kept: %s", out)
	}
	if got := p.read(0); len(got.Waiting) != 0 {
		t.Errorf("%+v", got)
	}
}
