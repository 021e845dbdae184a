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
