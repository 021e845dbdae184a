package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/system/mailbox/postoffice"
)

// postal is a workplace with mailboxes on a server inside this process, so that
// it needs none: Anna's and Bo's own, and one that people write to.
type postal struct {
	*workplace
	office *postoffice.Office
	sent   int
}

const (
	annas   = "anna@example.com"
	bos     = "bo@example.com"
	privacy = "privacy@example.com"
)

func newPostal(t *testing.T) *postal {
	t.Helper()
	office, err := postoffice.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { office.Close() })
	for _, account := range []string{annas, bos, privacy} {
		if err := office.AddMailbox(account, "secret", "Privat"); err != nil {
			t.Fatal(err)
		}
	}
	return &postal{workplace: shop(t), office: office}
}

// register writes the mail system's part of the register.
func (p *postal) mailSystem(more string) {
	p.Helper()
	text := fmt.Sprintf(`system: mail
connector: imap
settings: {host: %q, security: none, accounts: "%s, %s, %s", password: "file:secret", own: "@example.com"}
operator: self
country: SE
owner: mail-lead
%s
collections:
  messages:
    person: self
    fields:
      counterpart: {data: contact.email, identifies: email}
      text: {data: behaviour.message, text: true}
    carried_by: [customer-care]
    restrict: {move: restricted}
    end: erase
`, p.office.Address(), annas, bos, privacy, more)
	for name, content := range map[string]string{"mail.yaml": text, "secret": "secret"} {
		if err := os.WriteFile(filepath.Join(p.register, name), []byte(content), 0o600); err != nil {
			p.Fatal(err)
		}
	}
}

// deliver puts a mail in a mailbox; head are further header lines.
func (p *postal) deliver(account, folder, from, subject, body string, head ...string) {
	p.Helper()
	p.sent++
	lines := append([]string{
		"From: " + from, "To: " + account, "Subject: " + subject, fmt.Sprintf("Message-ID: <%d@example.org>", p.sent),
		"Date: " + time.Now().Format(time.RFC1123Z),
	}, head...)
	p.raw(account, folder, strings.Join(lines, "\n")+"\n\n"+body+"\n", time.Now())
}

func (p *postal) raw(account, folder, mail string, at time.Time) {
	p.Helper()
	if err := p.office.Deliver(account, postoffice.Mail{Folder: folder, Received: at, Raw: []byte(mail)}); err != nil {
		p.Fatal(err)
	}
}

const ownMailboxes = `personal: {anna@example.com: anna, bo@example.com: bo}`

// TestOwnMailboxes: who searches for somebody sees of employees' own mailboxes how
// many mails there are and nothing else, and what is marked private is not looked
// at, while a mailbox that is nobody's own is searched as any system.
func TestOwnMailboxes(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem(ownMailboxes)
	cia := "Cia Provsson <cia@example.net>"
	p.deliver(annas, "INBOX", cia, "Min beställning", "Hej Anna")
	p.deliver(annas, "INBOX", cia, "Igen", "Hej igen")
	p.deliver(annas, "INBOX", cia, "Privat: middag", "På söndag?")
	p.deliver(annas, "Privat", cia, "Bilder", "Här är de.")
	p.deliver(bos, "INBOX", "Dan <dan@example.org>", "Om Cia", "cia@example.net vill veta mer.")
	p.deliver(privacy, "INBOX", cia, "Fråga", "Hej")

	var found struct {
		Objects []struct{ System, Key, Ownership string }
		Gaps    []struct {
			System, Collection string
			Reason             string `json:"not_searched_because"`
		}
		Complete bool
	}
	p.json(0, &found, "find", "--register", p.register, "--system", "mail", "--email", "cia@example.net")
	if len(found.Objects) != 1 || !strings.Contains(found.Objects[0].Key, privacy) || !found.Complete {
		t.Errorf("found %+v", found.Objects)
	}
	said := ""
	for _, g := range found.Gaps {
		said += g.Reason + "\n"
	}
	for _, want := range []string{"In anna’s own mailbox there are 2 messages", "In bo’s own mailbox there are 1 messages", "2 messages in employees’ own mailboxes are marked private"} {
		if !strings.Contains(said, want) {
			t.Errorf("nothing says %q:\n%s", want, said)
		}
	}
	for _, secret := range []string{"beställning", "middag", "Bilder", "Om Cia"} {
		if out := p.must(0, "find", "--register", p.register, "--system", "mail", "--email", "cia@example.net"); strings.Contains(out, secret) {
			t.Errorf("a search tells what a mail says: %s", out)
		}
	}
}

// TestReleasedByTheOwner: the owner sees what a request met in her own mailbox and
// releases what belongs to the case; that, and nothing else, is part of the next
// plan and is erased by it, and the answer says that something was kept.
func TestReleasedByTheOwner(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem(ownMailboxes)
	p.alone()
	cia := "Cia Provsson <cia@example.net>"
	p.deliver(annas, "INBOX", cia, "Min beställning", "Hej Anna")
	p.deliver(annas, "INBOX", cia, "Tack för i lördags", "Kram")
	p.deliver(bos, "INBOX", cia, "Hej Bo", "Hej")
	var r struct{ ID string }
	p.json(0, &r, "request", "new", "--register", p.register, "--right", "erasure", "--email", "cia@example.net")
	p.must(4, "inbox", "withheld", "--request", r.ID) // not searched yet
	if out := p.must(0, "request", "plan", r.ID); strings.Contains(out, annas) || !strings.Contains(out, "anna’s own mailbox there are 2") {
		t.Errorf("the plan: %s", out)
	}
	var boxes []struct {
		Account, Owner string
		Hits, Released int
	}
	p.json(0, &boxes, "inbox", "withheld", "--request", r.ID)
	if len(boxes) != 2 || boxes[0].Hits != 2 || boxes[0].Owner != "anna" || boxes[1].Hits != 1 {
		t.Fatalf("%+v", boxes)
	}
	p.must(5, "inbox", "hits", annas, "--request", r.ID, "--as", "bo")
	p.must(5, "inbox", "release", annas, "--request", r.ID, "--as", "bo", "--all")
	p.must(3, "inbox", "hits", privacy, "--request", r.ID, "--as", "anna")
	var hits []struct{ Mail, Subject string }
	p.json(0, &hits, "inbox", "hits", annas, "--request", r.ID, "--as", "Anna")
	if len(hits) != 2 {
		t.Fatalf("%+v", hits)
	}
	order := hits[0]
	if order.Subject != "Min beställning" {
		order = hits[1]
	}
	p.must(3, "inbox", "release", annas, "--request", r.ID, "--as", "anna", "anna@example.com/INBOX/1/999")
	p.must(0, "inbox", "release", annas, "--request", r.ID, "--as", "anna", order.Mail)
	p.approve(r.ID)
	p.must(0, "request", "run", r.ID)
	if left := p.find("cia@example.net"); !strings.Contains(left, "anna’s own mailbox there are 1 ") || !strings.Contains(left, "bo’s own mailbox there are 1 ") {
		t.Errorf("left: %s", left)
	}
	if answer := p.must(0, "request", "answer", r.ID, "--lang", "en"); !strings.Contains(answer, "employee’s own mailbox") || strings.Contains(answer, "anna’s") || strings.Contains(answer, "lördags") {
		t.Errorf("the answer: %s", answer)
	}
}

// alone leaves only the mail system in the register.
func (p *postal) alone() {
	p.Helper()
	for _, name := range []string{"systems/shop.yaml", "systems/binder.yaml", "activities/newsletter.yaml", "activities/bookkeeping.yaml"} {
		if err := os.Remove(filepath.Join(p.register, name)); err != nil {
			p.Fatal(err)
		}
	}
}

// find is what a handler's search prints of one person, whether or not anything is
// shown.
func (p *postal) find(email string) string {
	p.Helper()
	return p.here("find", "--system", "mail", "--email", email).out
}

// TestOpenedWithoutTheOwner: it takes a ground, two people and a notice.
func TestOpenedWithoutTheOwner(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem(ownMailboxes)
	p.alone()
	p.deliver(annas, "INBOX", "Cia <cia@example.net>", "Min beställning", "Hej Anna")
	p.deliver(annas, "INBOX", "Cia <cia@example.net>", "Privat: hej", "Hej Anna")
	id := p.planned()
	open := func(code int, more ...string) string {
		return p.must(code, append([]string{"inbox", "open", annas, "--request", id}, more...)...)
	}
	open(2, "--by", "Chef")
	open(2, "--by", "Chef", "--ground", "curious", "--why", "x")
	open(2, "--by", "Chef", "--ground", "left")
	open(3, "--by", "Chef", "--second")
	open(5, "--by", "anna", "--ground", "left", "--why", "Hon slutade i mars")
	open(0, "--by", "Chef", "--ground", "left", "--why", "Hon slutade i mars och svarar inte", "--notice-to", "anna@example.org")
	if out := p.must(0, "request", "plan", id); strings.Contains(out, "INBOX") {
		t.Errorf("one person has opened it: %s", out)
	}
	open(5, "--by", "Chef", "--second")
	open(5, "--by", "Anna", "--second")
	open(0, "--by", "Ombud", "--second")
	if out := p.must(0, "request", "plan", id); !strings.Contains(out, "INBOX") || !strings.Contains(out, "1 messages in employees’ own mailboxes are marked private") {
		t.Errorf("it is not open: %s", out)
	}
	var letters []struct{ ID, Template, About string }
	p.json(0, &letters, "mail", "list")
	if len(letters) != 1 || letters[0].Template != "opening" || letters[0].About != id {
		t.Fatalf("the owner was not told: %+v", letters)
	}
	if notice := p.must(0, "mail", "show", letters[0].ID); !strings.Contains(notice, "anna@example.org") || !strings.Contains(notice, "Hon slutade i mars") || strings.Contains(notice, "{") {
		t.Errorf("the notice: %s", notice)
	}
}

// planned is a request about Cia that has been planned.
func (p *postal) planned() string {
	p.Helper()
	var r struct{ ID string }
	p.json(0, &r, "request", "new", "--register", p.register, "--right", "erasure", "--email", "cia@example.net")
	p.must(0, "request", "plan", r.ID)
	return r.ID
}

// TestOpenedInFinland: only as far as the law on privacy in working life goes.
func TestOpenedInFinland(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem(ownMailboxes)
	p.alone()
	path := filepath.Join(p.register, "organisation.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(strings.Replace(string(text), "country: SE", "country: FI", 1), "Europe/Stockholm", "Europe/Helsinki", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	p.deliver(annas, "INBOX", "Cia <cia@example.net>", "Min beställning", "Hej Anna")
	id := p.planned()
	args := []string{"inbox", "open", annas, "--request", id, "--by", "Chef", "--ground", "absent", "--why", "Sjuk"}
	for _, c := range []struct{ condition, paragraph string }{
		{"arranged", "(759/2004) 18 §"},
		{"own-tasks", "(759/2004) 19 §"},
		{"business", "(759/2004) 19 §"},
		{"prevented", "(759/2004) 19 §"},
		{"urgent", "(759/2004) 19 §"},
		{"belongs", "(759/2004) 20 §"},
		{"unreachable", "(759/2004) 20 §"},
	} {
		if r := p.here(args...); r.code != 5 || !strings.Contains(r.errout, c.paragraph) || !strings.Contains(r.errout, "--condition "+c.condition+"=") {
			t.Errorf("without %s: exit %d, %s", c.condition, r.code, r.errout)
		}
		args = append(args, "--condition", c.condition+"=so it is")
	}
	p.must(0, args...)
	p.must(0, "inbox", "open", annas, "--request", id, "--second", "--by", "Ombud")
}

// TestTheRoutineIsTheOwners: what a mailbox of somebody's own holds is shown to its
// owner only.
func TestTheRoutineIsTheOwners(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	routine := "routine: {messages: messages, inbox: INBOX, day: 28, begun: {%s}}\n"
	p.mailSystem(ownMailboxes + "\n" + fmt.Sprintf(routine, "informed: 2026-01-10, screened: 2026-01-11, negotiated: 2026-01-12"))
	p.deliver(annas, "INBOX", "Cia <cia@example.net>", "Hej", "Radera mina uppgifter.")
	p.raw(annas, "INBOX", "From: dan@example.net\nTo: anna@example.com\nSubject: Kodad\nMessage-ID: <k@example.net>\nContent-Type: application/pkcs7-mime\n\nx\n", time.Now())
	for _, args := range [][]string{
		{"inbox", "suggest", annas},
		{"inbox", "suggest", annas, "--as", "bo"},
		{"inbox", "apply", annas, "--as", "Bo", "--accept", "delete"},
		{"inbox", "rule", "list", annas, "--as", "bo"},
		{"inbox", "rule", "add", annas, "--as", "bo", "--lists", "--do", "delete"},
	} {
		if r := p.here(append(args, "--register", p.register)...); r.code != 5 || strings.Contains(r.out, "cia@") {
			t.Errorf("%q: exit %d, %s", args, r.code, r.out)
		}
	}
	var mails []struct {
		Subject string
		Asks    []string
		NotRead string `json:"not_read"`
	}
	p.json(0, &mails, "inbox", "suggest", annas, "--as", "Anna")
	if len(mails) != 2 || len(mails[0].Asks) != 1 || mails[1].NotRead == "" {
		t.Errorf("%+v", mails)
	}
	p.mailSystem(ownMailboxes + "\n" + fmt.Sprintf(routine, "informed: 2026-01-10"))
	for _, command := range []string{"status", "report"} {
		if r := p.here("inbox", command, "--register", p.register); r.code != 5 || !strings.Contains(r.errout, "1333/2021") {
			t.Errorf("%s before the staff know: exit %d, %s", command, r.code, r.errout)
		}
	}
}
