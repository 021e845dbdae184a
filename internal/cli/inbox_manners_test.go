package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"
)

// TestReceiptsHaveManners: a person gets one receipt a week, and no machine, list,
// bounce or colleague gets any; mails that machines sent propose nothing.
func TestReceiptsHaveManners(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem(letterboxOfPrivacy)
	const erase = "Radera mina uppgifter enligt GDPR."
	for i, head := range []string{
		"From: x1@example.net\nReturn-Path: <>",
		"From: MAILER-DAEMON@example.net",
		"From: x2@example.net\nAuto-Submitted: auto-replied",
		"From: x3@example.net\nPrecedence: bulk",
		"From: x4@example.net\nList-Id: <news.example.org>",
		"From: privacy@example.com",
	} {
		p.raw(privacy, "INBOX", fmt.Sprintf("%s\nTo: %s\nSubject: x\nMessage-ID: <none-%d@example.net>\n\n%s\n", head, privacy, i, erase), time.Now())
	}
	for i, head := range []string{
		"From: form@example.net\nTo: privacy@example.com\nAuto-Submitted: auto-generated",
		"From: no-reply@example.net\nTo: privacy@example.com",
		"From: anna@example.com\nTo: privacy@example.com",
		"From: hidden@example.net\nTo: friends@example.org",
	} {
		p.raw(privacy, "INBOX", fmt.Sprintf("%s\nSubject: x\nMessage-ID: <silent-%d@example.net>\n\n%s\n", head, i, erase), time.Now())
	}
	if got := p.read(0); got.Read != 10 || len(got.Waiting) != 4 || got.Receipts != 0 {
		t.Errorf("%+v", got)
	}
	p.deliver(privacy, "INBOX", "Cia <cia@example.net>", "Mina uppgifter", erase)
	p.deliver(privacy, "INBOX", "Cia <cia@example.net>", "Igen", erase)
	p.deliver(privacy, "INBOX", "Dan <dan@example.net>", "Unsubscribe", "")
	if got := p.read(0); got.Read != 3 || got.Receipts != 2 || len(got.Waiting) != 6 {
		t.Errorf("%+v", got)
	}
	for _, r := range p.receipts() {
		out := p.must(0, "mail", "show", r.Letter)
		if strings.Contains(out, "{") || strings.Contains(out, "⟦") || !strings.Contains(out, "utomatiskt svar") && !strings.Contains(out, "automatic answer") {
			t.Errorf("a receipt reads\n%s", out)
		}
	}
	p.mailSystem("requests: {messages: messages, accounts: [privacy@example.com], receipts: false}")
	p.deliver(privacy, "INBOX", "Eva <eva@example.net>", "Mina uppgifter", erase)
	if got := p.read(0); got.Read != 1 || got.Receipts != 0 {
		t.Errorf("%+v", got)
	}
}

// TestEachMailIsTakenOnce: by its Message-ID, when it lies in two mailboxes or its
// folder is made anew; and what stops half way goes on there.
func TestEachMailIsTakenOnce(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem("requests: {messages: messages, accounts: [privacy@example.com, bo@example.com], folders: [INBOX, Privat]}")
	const same = "From: cia@example.net\nTo: privacy@example.com\nSubject: x\nMessage-ID: <same@example.net>\n\nRadera mina uppgifter.\n"
	const nameless = "From: dan@example.net\nTo: privacy@example.com\nSubject: y\n\nRadera mina uppgifter.\n"
	at := time.Now()
	for _, raw := range []string{same, nameless} {
		p.raw(privacy, "Privat", raw, at)
	}
	p.raw(bos, "INBOX", same, at)
	if got := p.read(0); got.Read != 2 || len(got.Waiting) != 2 {
		t.Fatalf("%+v", got)
	}
	c, err := imapclient.DialInsecure(p.office.Address(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, err := range []error{c.Login(privacy, "secret").Wait(), c.Delete("Privat").Wait(), c.Create("Privat", nil).Wait()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, raw := range []string{nameless, same, strings.ReplaceAll(same, "same", "other")} {
		p.raw(privacy, "Privat", raw, at)
	}
	if got := p.read(0); got.Read != 1 || len(got.Waiting) != 3 {
		t.Errorf("a folder made anew: %+v", got)
	}
	if err := c.Delete("Privat").Wait(); err != nil {
		t.Fatal(err)
	}
	p.raw(bos, "INBOX", strings.ReplaceAll(same, "same", "third"), at)
	got := p.read(5)
	if got.Read != 1 || len(got.Problems) != 1 || got.Problems[0].Account != privacy || got.Problems[0].Folder != "Privat" || got.Problems[0].Code != "not-found" {
		t.Errorf("a folder that is gone: %+v", got)
	}
}

// TestOtherMailboxesAreLeftAlone: a mailbox that refuses us is no hindrance to
// reading another.
func TestOtherMailboxesAreLeftAlone(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem(letterboxOfPrivacy)
	path := filepath.Join(p.register, "mail.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	with := strings.Replace(string(text), `accounts: "`, `accounts: "aaa@example.com, `, 1)
	if err := os.WriteFile(path, []byte(with), 0o600); err != nil {
		t.Fatal(err)
	}
	p.deliver(privacy, "INBOX", "cia@example.net", "x", "Radera mina uppgifter.")
	if got := p.read(0); got.Read != 1 || len(got.Problems) != 0 {
		t.Errorf("%+v", got.Problems)
	}
}

// TestSinceADay: what came before the register's day is not read.
func TestSinceADay(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem("requests: {messages: messages, accounts: [privacy@example.com], since: 2026-03-02}")
	for i, at := range []time.Time{time.Date(2026, 3, 1, 22, 59, 0, 0, time.UTC), time.Date(2026, 3, 1, 23, 1, 0, 0, time.UTC)} {
		p.raw(privacy, "INBOX", fmt.Sprintf("From: cia@example.net\nTo: privacy@example.com\nMessage-ID: <%d@example.net>\n\nRadera mina uppgifter.\n", i), at)
	}
	if got := p.read(0); got.Read != 1 || len(got.Waiting) != 1 || got.Waiting[0].On != "2026-03-02" {
		t.Errorf("%+v", got)
	}
}

// TestHostileLetters: mails that were made to break whoever reads them are taken,
// what cannot be read is put before a person, and the rest goes on.
func TestHostileLetters(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem(letterboxOfPrivacy)
	head := func(n int, more string) string {
		return fmt.Sprintf("From: x%d@example.net\nTo: privacy@example.com\nSubject: =?x-okänd?B?////?=\nMessage-ID: <hostile-%d@example.net>\nMIME-Version: 1.0\n%s\n", n, n, more)
	}
	const erase = "Radera mina uppgifter.\n"
	deep := strings.Repeat("--x\nContent-Type: multipart/mixed; boundary=x\n\n", 300)
	for n, raw := range []string{
		head(0, "Content-Type: multipart/mixed; boundary=\"x\"\n") + deep + erase,
		head(1, "Content-Type: multipart/mixed; boundary=\"gone\"\n") + erase,
		strings.Repeat("X-Rad: y\n", 10_000) + head(2, "") + erase,
		head(3, "Content-Type: text/plain; charset=x-ebcdic\n") + erase,
		head(4, "Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n") + "AAAA\n",
		head(5, "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n") + "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\nx\n--b--\n",
		"From: " + strings.Repeat("<", 2000) + "x6@example.net\nTo: privacy@example.com\nMessage-ID: <hostile-6@example.net>\n\n" + erase,
		head(7, "") + strings.Repeat("radera ", 200_000),
		head(8, "") + "\x00 \xff\xfe\n" + erase,
	} {
		_ = n
		p.raw(privacy, "INBOX", raw, time.Now())
	}
	p.deliver(privacy, "INBOX", "cia@example.net", "x", erase)
	got := p.read(0)
	if got.Read != 10 {
		t.Errorf("%d of 10 were taken: %+v", got.Read, got.Problems)
	}
	seen := map[string]shown{}
	for _, w := range got.Waiting {
		l := p.show(w.ID)
		seen[l.From] = l
	}
	for _, from := range []string{"x0@example.net", "x1@example.net", "x2@example.net", "x3@example.net", "x4@example.net", "x5@example.net", "x8@example.net", "cia@example.net"} {
		if _, there := seen[from]; !there {
			t.Errorf("the letter of %s is nowhere", from)
		}
	}
	for _, from := range []string{"x0@example.net", "x4@example.net", "x5@example.net"} {
		if len(seen[from].Unread) == 0 {
			t.Errorf("nothing says that the letter of %s could not be read", from)
		}
	}
	if len(seen["x4@example.net"].Rights) != 0 {
		t.Errorf("%+v", seen["x4@example.net"])
	}
}
