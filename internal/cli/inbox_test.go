package cli_test

import (
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// office is a workplace with two mailboxes on a real server, a service desk with
// cases and customers, and the routine that ties them.
type office struct {
	*workplace
	mailboxes map[string]*imapclient.Client
	anna, bo  string
	host      string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	dsn := os.Getenv("VARSAM_TEST_DOVECOT")
	if dsn == "" {
		t.Skip("Dovecot is left out: VARSAM_TEST_DOVECOT is not set")
	}
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	password, _ := u.User.Password()
	o := &office{workplace: shop(t), mailboxes: map[string]*imapclient.Client{}, host: u.Host}
	t.Setenv("OFFICE_PASSWORD", password)
	for name, address := range map[string]*string{"anna": &o.anna, "bo": &o.bo} {
		*address = fmt.Sprintf("%s-%d@example.com", name, time.Now().UnixNano())
		c, err := imapclient.DialInsecure(u.Host, nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		if err := c.Login(*address, password).Wait(); err != nil {
			t.Fatal(err)
		}
		o.mailboxes[*address] = c
	}
	return o
}

// begun is what a routine needs before it may start.
const begun = "informed: 2026-01-10, screened: 2026-01-11, negotiated: 2026-01-12"

// mail writes the mail system's part of the register.
func (o *office) mail(more, collection string) {
	o.Helper()
	o.write("register/mail.yaml", fmt.Sprintf(`system: mail
connector: imap
settings: {host: %q, security: none, accounts: "%s, %s", password: "env:OFFICE_PASSWORD", own: "@example.com", private_subjects: privat}
operator: self
country: SE
owner: mail-lead
%s
collections:
  messages:
    fields:
      counterpart: {data: contact.email, identifies: email}
      text: {data: behaviour.message, text: true}
%s
`, o.host, o.anna, o.bo, more, collection))
}

// routine writes the mail system with its routine.
func (o *office) routine(begun string) {
	o.mail(fmt.Sprintf(`routine:
  messages: messages
  inbox: INBOX
  day: 28
  cases: {subject: '#(\d+)', known: shop.orders.id, folder: "Cases/{number}"}
  customers: {known: shop.customers.email, folder: "Customers/{year}"}
  begun: {%s}`, begun), "")
}

func (o *office) put(account, from, subject, head, body string) {
	o.Helper()
	mail := fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%d@example.org>\r\n%s\r\n%s\r\n", from, account, subject, time.Now().UnixNano(), head, body)
	cmd := o.mailboxes[account].Append("INBOX", int64(len(mail)), &imap.AppendOptions{Time: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)})
	_, err := cmd.Write([]byte(mail))
	if err == nil {
		err = cmd.Close()
	}
	if err == nil {
		_, err = cmd.Wait()
	}
	if err != nil {
		o.Fatal(err)
	}
}

// subjects are those of the mails in a folder.
func (o *office) subjects(account, folder string) (all []string) {
	o.Helper()
	c := o.mailboxes[account]
	box, err := c.Select(folder, nil).Wait()
	if err != nil {
		o.Fatal(err)
	}
	if box.NumMessages == 0 {
		return nil
	}
	mails, err := c.Fetch(imap.SeqSet{{Start: 1, Stop: 0}}, &imap.FetchOptions{Envelope: true}).Collect()
	if err != nil {
		o.Fatal(err)
	}
	for _, m := range mails {
		all = append(all, m.Envelope.Subject)
	}
	slices.Sort(all)
	return all
}

// TestInbox: the monthly routine from the first count to the follow-up.
func TestInbox(t *testing.T) {
	o := newOffice(t)
	o.routine(begun)
	o.put(o.anna, "Cia <cia@example.net>", "Re: [#1] faktura", "", "Tack.")
	o.put(o.anna, "Dan <dan@example.net>", "Re: [#999999] nej", "", "Vi ses.")
	o.put(o.anna, "news@example.org", "Nyheter", "List-Id: <news.example.org>\r\n", "Avregistrera dig här.")
	o.put(o.anna, "robot@example.org", "Din bokning", "Auto-Submitted: auto-generated\r\n", "Bokad.")
	o.put(o.anna, "Eva <eva@example.net>", "Mina uppgifter", "", "Hej, radera mina uppgifter enligt GDPR.")
	o.put(o.anna, "mamma@example.net", "Privat: middag", "", "På söndag?")
	o.put(o.bo, "Fia <fia@example.net>", "Hej", "", "Vad kostar det?")

	var standing struct {
		Accounts []struct {
			Account          string
			Overdue, Private int
		}
	}
	o.json(0, &standing, "inbox", "status", "--register", o.register)
	if len(standing.Accounts) != 2 || standing.Accounts[0].Overdue != 6 || standing.Accounts[0].Private != 1 || standing.Accounts[1].Overdue != 1 {
		t.Errorf("status %+v", standing)
	}

	var mails []struct {
		Mail, From, Subject, Do, Into string
		Asks                          []string
	}
	o.json(0, &mails, "inbox", "suggest", o.anna)
	got := map[string]string{}
	keys := map[string]string{}
	for _, m := range mails {
		got[m.Subject] = strings.TrimSpace(m.Do + " " + m.Into + " " + strings.Join(m.Asks, ","))
		keys[m.Subject] = m.Mail
	}
	want := map[string]string{
		"Re: [#1] faktura": "file Cases/1", "Re: [#999999] nej": "ask", "Nyheter": "delete", "Din bokning": "delete",
		"Mina uppgifter": "request  erasure", "": "skip",
	}
	for subject, do := range want {
		if got[subject] != do {
			t.Errorf("%q: %q, want %q", subject, got[subject], do)
		}
	}

	o.must(0, "inbox", "apply", o.anna, "--as", "Anna", "--accept", "file", "--delete", keys["Din bokning"])
	if left := o.subjects(o.anna, "INBOX"); len(left) != 4 || slices.Contains(left, "Din bokning") {
		t.Errorf("left %q", left)
	}
	if filed := o.subjects(o.anna, "Cases/1"); !slices.Equal(filed, []string{"Re: [#1] faktura"}) {
		t.Errorf("filed %q", filed)
	}
	o.must(0, "inbox", "rule", "add", o.anna, "--from", "@example.org", "--do", "delete")
	o.must(0, "inbox", "apply", o.anna, "--as", "Anna", "--rules")
	if left := o.subjects(o.anna, "INBOX"); len(left) != 3 || slices.Contains(left, "Nyheter") {
		t.Errorf("left %q", left)
	}
	if bo := o.subjects(o.bo, "INBOX"); len(bo) != 1 {
		t.Errorf("somebody else's inbox has %q", bo)
	}
	report := o.must(0, "inbox", "report")
	for _, word := range []string{"Mina uppgifter", "Fia", "faktura", "mamma"} {
		if strings.Contains(report, word) {
			t.Errorf("the follow-up tells what a mail says: %s", report)
		}
	}
	var followed struct {
		Accounts []struct {
			Account                 string
			Overdue, Deleted, Filed int
		}
	}
	o.json(0, &followed, "inbox", "report")
	for _, a := range followed.Accounts {
		if a.Account == o.anna && (a.Deleted != 2 || a.Filed != 1 || a.Overdue != 3) {
			t.Errorf("follow-up %+v", a)
		}
	}
}

// TestInboxBeginsWithTheStaff: before they were told nothing is looked into.
func TestInboxBeginsWithTheStaff(t *testing.T) {
	o := newOffice(t)
	o.routine("informed: 2026-01-10")
	o.put(o.anna, "news@example.org", "Nyheter", "List-Id: <news.example.org>\r\n", "x")
	refused := o.here("inbox", "suggest", o.anna, "--register", o.register)
	if errs := refused.errout; refused.code != 5 || !strings.Contains(errs, "routine.begun.screened") || !strings.Contains(errs, "medbestämmandelagen") {
		t.Errorf("exit %d, %s", refused.code, errs)
	}
	o.must(5, "inbox", "apply", o.anna, "--as", "Anna", "--accept", "delete")
	if left := o.subjects(o.anna, "INBOX"); len(left) != 1 {
		t.Errorf("left %q", left)
	}
}
