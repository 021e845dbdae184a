package post_test

import (
	"bytes"
	"context"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

type office struct {
	*testing.T
	*post.Service
	folder string
	now    time.Time
}

func newOffice(t *testing.T, settings post.Settings) *office {
	t.Helper()
	o := &office{T: t, folder: filepath.Join(t.TempDir(), "data"), now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)}
	st := storetest.Open(t, store.Config{
		DSN: filepath.Join(o.folder, "varsam.db"), Migrations: slices.Concat(post.Migrations, job.Migrations), Now: func() time.Time { return o.now },
	})
	keeper, err := seal.Open(t.Context(), seal.Beside(o.folder))
	o.must(err)
	t.Cleanup(func() { keeper.Close() })
	o.Service = &post.Service{Store: st, Keeper: keeper, Tenant: storetest.Tenant, Settings: settings}
	return o
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

const body = "Hej Åsa,\n\nradera mig.\n.\n.två punkter\nhttps://varsam.example/begäran/" + "0123456789012345678901234567890123456789012345678901234567890123456789\n"

func (o *office) put(medium post.Medium, to string) string {
	o.Helper()
	var id string
	o.must(o.Store.Write(o.Context(), o.Tenant, func(tx *store.Tx) (err error) {
		id, err = o.Put(tx, post.Item{Medium: medium, To: to, Subject: "Bekräfta din begäran till Åkeriet i Öregrund AB, med ett långt namn", Text: body, Language: varsam.Swedish, Template: post.Confirm, About: "c1"})
		return err
	}))
	return id
}

// work does what is due, and reports whether there was anything.
func (o *office) work() bool {
	o.Helper()
	u, ok, err := job.Take(o.Context(), o.Store, job.Claim{Tenant: o.Tenant, Kinds: []string{post.KindSend}, Holder: job.Here()})
	o.must(err)
	if ok {
		_, err := o.Handle(o.Context(), u)
		o.must(err)
	}
	return ok
}

func (o *office) state(id string) post.Status {
	o.Helper()
	st, _, err := o.Open(o.Context(), id)
	o.must(err)
	return st
}

func settings(c *catcher) post.Settings {
	return post.Settings{Server: c.address(), From: "Dataskydd på Åkeriet <privacy@example.com>", Patience: 200 * time.Millisecond}
}

func TestALetterArrives(t *testing.T) {
	t.Parallel()
	c := newCatcher(t)
	o := newOffice(t, settings(c))
	id := o.put(post.Mail, "asa@example.org")
	if !o.work() || o.state(id).State != post.Sent {
		t.Fatalf("the letter is %+v", o.state(id))
	}
	m, err := mail.ReadMessage(strings.NewReader(c.mails()[0]))
	o.must(err)
	for name, want := range map[string]string{
		"Auto-Submitted": "auto-generated", "Message-Id": "<" + id + "@example.com>", "To": "<asa@example.org>", "Content-Language": "sv",
	} {
		if got := m.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || !strings.HasPrefix(subject, "Bekräfta din begäran till Åkeriet") {
		t.Errorf("the subject reads %q (%v)", subject, err)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	o.must(err)
	if got := strings.ReplaceAll(string(text), "\r\n", "\n"); got != body {
		t.Errorf("the text reads %q", got)
	}
}

// A server that puts strangers off, one that hangs up and one that is silent are
// tried again until the letter is taken.
func TestBusyServersAreTriedAgain(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{"rcpt 451 try later", "hang up", "silent"} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			c := newCatcher(t, fault, fault)
			o := newOffice(t, settings(c))
			id := o.put(post.Mail, "asa@example.org")
			o.work()
			if st := o.state(id); st.State != post.Queued || st.Problem == "" || o.work() {
				t.Fatalf("after a first try the letter is %+v, and waits", st)
			}
			for range 2 {
				o.now = o.now.Add(10 * time.Minute)
				o.work()
			}
			if st := o.state(id); st.State != post.Sent || len(c.mails()) != 1 {
				t.Errorf("the letter is %+v", st)
			}
		})
	}
}

// A connection that is cut after the last byte leaves it open whether the letter
// was taken: it is sent again, with the same Message-ID.
func TestALostAnswerIsSentAgain(t *testing.T) {
	t.Parallel()
	c := newCatcher(t, "cut")
	o := newOffice(t, settings(c))
	id := o.put(post.Mail, "asa@example.org")
	o.work()
	o.now = o.now.Add(2 * time.Minute)
	o.work()
	caught := c.mails()
	if len(caught) != 2 || caught[0] != caught[1] || o.state(id).State != post.Sent {
		t.Errorf("%d letters, the same: %v", len(caught), len(caught) == 2 && caught[0] == caught[1])
	}
}

// A no is a dead letter at once; so is a server that never answers, after three
// days. Both are shown, and can be tried again or handed over.
func TestDeadLetters(t *testing.T) {
	t.Parallel()
	c := newCatcher(t, "rcpt 550 no such user asa@example.org")
	o := newOffice(t, settings(c))
	refused := o.put(post.Mail, "asa@example.org")
	o.work()
	if st := o.state(refused); st.State != post.Dead || st.Problem != "550" {
		t.Fatalf("the letter is %+v", st)
	}
	c.Close()
	o.now = o.now.Add(time.Minute)
	lost := o.put(post.Mail, "bo@example.org")
	for days := 0; o.state(lost).State == post.Queued; days++ {
		if o.work(); days > 20 {
			t.Fatal("a letter is tried for ever")
		}
		o.now = o.now.Add(24 * time.Hour)
	}
	dead, err := o.List(t.Context(), post.Dead, 10)
	o.must(err)
	if len(dead) != 2 || dead[1].Problem != "no-answer" {
		t.Fatalf("dead letters are %+v", dead)
	}
	o.must(o.HandedOver(t.Context(), refused))
	again := newCatcher(t)
	o.Settings = settings(again)
	o.must(o.Retry(t.Context(), lost))
	o.work()
	if o.state(lost).State != post.Sent || o.state(refused).State != post.Handed {
		t.Errorf("they are %+v and %+v", o.state(lost), o.state(refused))
	}
}

// What keeps letters from leaving is told apart, so that somebody can mend it.
func TestWhyLettersDoNotLeave(t *testing.T) {
	t.Parallel()
	c := newCatcher(t)
	encrypted := httptest.NewTLSServer(nil) // with a certificate that nobody vouches for
	t.Cleanup(encrypted.Close)
	plain, from := c.address(), "privacy@example.com"
	for want, settings := range map[string]post.Settings{
		"no-tls":      {Server: strings.Replace(plain, "smtp+plain", "smtp", 1), From: from},
		"no-password": {Server: strings.Replace(plain, "//", "//user@", 1), From: from, Password: "file:" + filepath.Join(t.TempDir(), "nothing")},
		"certificate": {Server: "smtps://" + encrypted.Listener.Addr().String(), From: from},
	} {
		o := newOffice(t, settings)
		id := o.put(post.Mail, "asa@example.org")
		o.work()
		if st := o.state(id); st.State != post.Queued || st.Problem != want {
			t.Errorf("%s: the letter is %+v", want, st)
		}
	}
	if len(c.mails()) > 0 {
		t.Error("a letter left")
	}
}

// Without a server mail waits with what is printed, and is sent once there is one.
func TestWithoutAServerLettersArePrinted(t *testing.T) {
	t.Parallel()
	o := newOffice(t, post.Settings{})
	first, second := o.put(post.Mail, "asa@example.org"), o.put(post.Letter, "Åsa Exempel\nStorgatan 1\n123 45 Staden")
	if o.work() {
		t.Error("somebody tried to send without a server")
	}
	waiting, err := o.List(t.Context(), post.Outbox, 10)
	o.must(err)
	if len(waiting) != 2 {
		t.Fatalf("the outbox holds %+v", waiting)
	}
	if code := varsam.CodeOf(o.Retry(t.Context(), first)); code != varsam.Conflict {
		t.Errorf("sending without a server is %s", code)
	}
	o.must(o.HandedOver(t.Context(), second))
	if code := varsam.CodeOf(o.HandedOver(t.Context(), second)); code != varsam.Conflict {
		t.Errorf("handing over twice is %s", code)
	}
	c := newCatcher(t)
	o.Settings = settings(c)
	if o.Retry(t.Context(), second) == nil {
		t.Error("a letter on paper was sent by mail")
	}
	o.must(o.Retry(t.Context(), first))
	if o.work(); len(c.mails()) != 1 {
		t.Error("the mail was not sent")
	}
}

// What rolls back sends nothing.
func TestALetterBelongsToItsTransaction(t *testing.T) {
	t.Parallel()
	c := newCatcher(t)
	o := newOffice(t, settings(c))
	err := o.Store.Write(t.Context(), o.Tenant, func(tx *store.Tx) error {
		if _, err := o.Put(tx, post.Item{Medium: post.Mail, To: "asa@example.org", Subject: "s", Text: "t"}); err != nil {
			return err
		}
		return context.Canceled
	})
	if err == nil || o.work() {
		t.Error("a letter left without its cause")
	}
}

func TestAddressesAreOnePlainAddress(t *testing.T) {
	t.Parallel()
	o := newOffice(t, post.Settings{})
	for _, to := range []string{"", "a@example.org, b@example.org", "a@example.org\r\nBcc: b@example.org", "Asa <asa@example.org>", "asa", "a@example.org\nX"} {
		err := o.Store.Write(t.Context(), o.Tenant, func(tx *store.Tx) error {
			_, err := o.Put(tx, post.Item{Medium: post.Mail, To: to, Subject: "s", Text: "t"})
			return err
		})
		if varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%q is %v", to, err)
		}
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		in   post.Settings
		ok   bool
	}{
		{"none", post.Settings{}, true},
		{"starttls", post.Settings{Server: "smtp://user@mail.example.com", From: "privacy@example.com", Password: "env:X"}, true},
		{"tls", post.Settings{Server: "smtps://mail.example.com:465", From: "privacy@example.com"}, true},
		{"in clear to this machine", post.Settings{Server: "smtp+plain://localhost", From: "privacy@example.com"}, true},
		{"in clear elsewhere", post.Settings{Server: "smtp+plain://mail.example.com", From: "privacy@example.com"}, false},
		{"no from", post.Settings{Server: "smtp://mail.example.com"}, false},
		{"a password in the address", post.Settings{Server: "smtp://a:b@mail.example.com", From: "privacy@example.com"}, false},
		{"another scheme", post.Settings{Server: "http://mail.example.com", From: "privacy@example.com"}, false},
		{"no host", post.Settings{Server: "smtp://", From: "privacy@example.com"}, false},
	} {
		if err := c.in.Check(); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// Of what was sent, no byte is left in our files after its time: neither text nor
// address, which never stood there in clear.
func TestSentLettersLeaveNothing(t *testing.T) {
	t.Parallel()
	c := newCatcher(t)
	o := newOffice(t, settings(c))
	id := o.put(post.Mail, "marker-address@example.org")
	o.work()
	o.contains("marker-address", false)
	o.contains("radera mig", false)
	o.now = o.now.Add(post.Kept + 48*time.Hour)
	days, err := o.Sweep(t.Context())
	if err != nil || days != 1 {
		t.Fatalf("%d days went: %v", days, err)
	}
	if _, _, err := o.Open(t.Context(), id); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("the letter is still there: %v", err)
	}
	o.contains(id, false)
}

func (o *office) contains(text string, want bool) {
	o.Helper()
	found := false
	o.must(filepath.WalkDir(filepath.Dir(o.folder), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		found = found || bytes.Contains(content, []byte(text))
		return err
	}))
	if found != want {
		o.Errorf("our files hold %q: %v", text, found)
	}
}

// Every template says everything in every language, and offers the stop.
func TestTemplates(t *testing.T) {
	t.Parallel()
	for _, lang := range []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.English} {
		for _, tmpl := range []post.Template{post.Confirm, post.Notice, post.Code, post.News, post.Invite} {
			subject, text := post.Write(tmpl, lang, post.Facts{
				Organisation: "Acme", Contact: "privacy@example.com", Wishes: []string{"x"}, Link: "LINK", Stop: "STOP", Code: "12345678", Number: "c1",
			})
			if all := subject + text; strings.ContainsAny(all, "⟦⟧{}") || !strings.Contains(text, "Acme") {
				t.Errorf("%s in %s reads %q", tmpl, lang, all)
			}
			stop := tmpl == post.Confirm || tmpl == post.Notice || tmpl == post.Code
			if strings.Contains(text, "STOP") != stop {
				t.Errorf("%s in %s: stop is %v, want %v", tmpl, lang, !stop, stop)
			}
			if tmpl == post.Code && !strings.Contains(text, "1234 5678") {
				t.Errorf("a code in %s is not in two halves", lang)
			}
		}
	}
}

func TestStatementsNameTheTenant(t *testing.T) { storetest.CheckStatements(t) }

// TestAnAnswerSaysWhatItIs: a machine's answer repeats what it answers, and comes
// from nobody, so that no other machine answers it.
func TestAnAnswerSaysWhatItIs(t *testing.T) {
	t.Parallel()
	c := newCatcher(t)
	o := newOffice(t, settings(c))
	o.must(o.Store.Write(o.Context(), o.Tenant, func(tx *store.Tx) error {
		_, err := o.Put(tx, post.Item{
			Medium: post.Mail, Template: post.Receipt, To: "asa@example.org", Subject: "Tack", Text: "Vi har fått det.", Language: varsam.Swedish,
			Answers: &post.Answered{MessageID: "<9@example.org>", References: strings.Repeat("<"+strings.Repeat("x", 100)+"@example.org> ", 20), Subject: "Mina\r\n uppgifter " + strings.Repeat("å", 300)},
		})
		return err
	}))
	if !o.work() {
		t.Fatal("nothing was sent")
	}
	m, err := mail.ReadMessage(strings.NewReader(c.mails()[0]))
	o.must(err)
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || !strings.HasPrefix(subject, "Auto: Mina uppgifter å") || len([]rune(subject)) > 130 {
		t.Errorf("the subject reads %q (%v)", subject, err)
	}
	if m.Header.Get("Auto-Submitted") != "auto-replied" || m.Header.Get("In-Reply-To") != "<9@example.org>" {
		t.Errorf("%v", m.Header)
	}
	if refs := m.Header.Get("References"); !strings.HasSuffix(refs, "<9@example.org>") || len(refs) > 1000 {
		t.Errorf("references %q", refs)
	}
	if from := c.paths(); len(from) != 1 || !strings.HasPrefix(from[0], "MAIL FROM:<>") {
		t.Errorf("it comes from %q", from)
	}
}
