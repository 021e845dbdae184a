package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/system/mailbox/mailboxtest"
)

// behind puts a network that fails at will before the post office.
func (p *postal) behind() *mailboxtest.Proxy {
	p.Helper()
	proxy := mailboxtest.New(p.TB, p.office.Address())
	path := filepath.Join(p.register, "mail.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		p.Fatal(err)
	}
	text = []byte(strings.ReplaceAll(string(text), p.office.Address(), proxy.Address))
	if err := os.WriteFile(path, text, 0o600); err != nil {
		p.Fatal(err)
	}
	return proxy
}

// TestLettersOverABadLine: what cannot be read is said, what was taken stays
// taken, and the rest is taken when the line is mended.
func TestLettersOverABadLine(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem("requests: {messages: messages, accounts: [privacy@example.com, bo@example.com]}")
	line := p.behind()
	for n := range 70 { // more than one piece
		p.deliver(privacy, "INBOX", fmt.Sprintf("cia%d@example.net", n), "x", "Radera mina uppgifter.")
	}
	p.deliver(bos, "INBOX", "dan@example.net", "x", "Radera mina uppgifter.")
	line.Fail("UID FETCH 1:", 100, "TAG NO [CANNOT] hemligt") // one by one, then
	line.Fail("UID FETCH 3 ", 100, "TAG NO [CANNOT] hemligt")
	for n, want := range []int{70, 0} { // it is said every time, and nothing is taken twice
		got := p.read(5)
		if got.Read != want || len(got.Waiting) != 70 || len(got.Problems) == 0 || got.Problems[0].Account != privacy {
			t.Errorf("reading %d: %d taken, %d wait, %+v", n, got.Read, len(got.Waiting), got.Problems)
		}
	}
	line.Mend()
	if got := p.read(0); got.Read != 1 || len(got.Waiting) != 71 || len(got.Problems) != 0 {
		t.Errorf("afterwards %d taken, %d wait, %+v", got.Read, len(got.Waiting), got.Problems)
	}
	line.Fail("LOGIN", 100, "TAG NO [AUTHENTICATIONFAILED] hemligt")
	line.Fail("AUTHENTICATE", 100, "TAG NO [AUTHENTICATIONFAILED] hemligt")
	if got := p.read(5); got.Read != 0 || len(got.Problems) != 2 {
		t.Errorf("refused: %+v", got.Problems)
	}
}

// TestDecisionsOverABadLine: what an owner decided is done or said not to be, and
// no mail is lost.
func TestDecisionsOverABadLine(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	routine := "routine: {messages: messages, inbox: INBOX, day: 28, begun: {informed: 2026-01-10, screened: 2026-01-11, negotiated: 2026-01-12}}"
	p.mailSystem(ownMailboxes + "\n" + routine)
	line := p.behind()
	p.deliver(annas, "INBOX", "news@example.org", "Nyheter", "x", "List-Id: <news.example.org>")
	p.deliver(annas, "INBOX", "cia@example.net", "Hej", "x")
	var mails []struct{ Mail, Subject string }
	p.json(0, &mails, "inbox", "suggest", annas, "--as", "anna", "--register", p.register)
	hej := mails[1].Mail
	if mails[0].Subject == "Hej" {
		hej = mails[0].Mail
	}
	apply := []string{"inbox", "apply", annas, "--as", "anna", "--accept", "delete", "--file", hej + "=Kunder"}
	line.Fail("MOVE", 100, "TAG NO [OVERQUOTA] hemligt")
	line.Fail("UID STORE", 100, "TAG NO [NOPERM] hemligt")
	full := p.here(apply...)
	if full.code == 0 || strings.Contains(full.out+full.errout, "hemligt") {
		t.Errorf("exit %d: %s%s", full.code, full.out, full.errout)
	}
	var left []struct{ Mail string }
	p.json(0, &left, "inbox", "suggest", annas, "--as", "anna")
	if len(left) != 2 {
		t.Errorf("%d mails are left: %s%s", len(left), full.out, full.errout)
	}
	line.Mend()
	line.Fail("MOVE", 1, mailboxtest.Lose)
	lost := p.here(apply...)
	if lost.code == 0 {
		t.Logf("the lost answer was found out: %s", lost.out)
	}
	line.Mend()
	p.json(0, &left, "inbox", "suggest", annas, "--as", "anna")
	if len(left) != 0 {
		t.Errorf("%d mails are left: %s%s", len(left), lost.out, lost.errout)
	}
}
