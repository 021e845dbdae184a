package cli_test

import (
	"strings"
	"testing"
	"time"
)

// TestFindingsOnMails: what is better not sent by mail is counted by place, in the
// manager's report and in a discovery, and nothing of a mail is told.
func TestFindingsOnMails(t *testing.T) {
	t.Parallel()
	p := newPostal(t)
	p.mailSystem(ownMailboxes + "\nroutine: {messages: messages, inbox: INBOX, day: 28, begun: {informed: 2026-01-10, screened: 2026-01-11, negotiated: 2026-01-12}}")
	crowd := "a1@example.org"
	for _, n := range []string{"2", "3", "4", "5", "6", "7", "8", "9", "10", "11"} {
		crowd += ", a" + n + "@example.org"
	}
	put := func(account, folder, head, body string) {
		p.sent++
		p.raw(account, folder, head+"\nMessage-ID: <"+strings.Repeat("f", p.sent)+"@example.com>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"+body+"\n", time.Now())
	}
	put(annas, "INBOX", "From: Cia <cia@example.net>\nTo: anna@example.com\nSubject: Fråga", "Mitt personnummer är 19900118-9811.")
	put(annas, "INBOX", "From: Cia <cia@example.net>\nTo: anna@example.com\nSubject: Privat", "Mitt personnummer är 19900118-9811.")
	put(annas, "INBOX", "From: Dan <dan@example.net>\nTo: anna@example.com\nSubject: Hej", "Ses vi i morgon?")
	put(annas, "Sent", "From: anna@example.com\nTo: "+crowd+"\nSubject: Inbjudan", "Välkomna!")
	put(annas, "Sent", "From: anna@example.com\nTo: revisor@example.org\nSubject: Underlag", "Personnummer 19900118-9811 enligt avtal.")
	put(annas, "Sent", "From: anna@example.com\nTo: bo@example.com\nSubject: Underlag", "Personnummer 19900118-9811 enligt avtal.")
	put(bos, "INBOX", "From: Eva <eva@example.net>\nTo: bo@example.com\nSubject: Sjuk", "Cia Provsson är sjukskriven för depression sedan mars.")
	put(bos, "Archive", "From: x@example.net\nTo: bo@example.com\nContent-Type: application/pkcs7-mime", "x")

	var report struct {
		Findings []struct {
			Account, Folder        string
			Mails, Private, Unread int
			Found                  map[string]int
		}
	}
	p.json(0, &report, "inbox", "report", "--register", p.register)
	got := map[string]int{}
	for _, f := range report.Findings {
		at := f.Account + " " + f.Folder + " "
		got[at+"private"], got[at+"unread"] = f.Private, f.Unread
		for kind, n := range f.Found {
			got[at+kind] = n
		}
	}
	for at, want := range map[string]int{
		"anna@example.com inbox national-id": 1, "anna@example.com inbox private": 1, "anna@example.com sent many-recipients": 1,
		"anna@example.com sent sent-outside": 1, "anna@example.com sent national-id": 2, "bo@example.com inbox special": 1,
		"bo@example.com inbox national-id": 0, "bo@example.com archive unread": 1,
	} {
		if got[at] != want {
			t.Errorf("%s: %d, want %d", at, got[at], want)
		}
	}
	text := p.must(0, "inbox", "report")
	for _, secret := range []string{"19900118", "cia@", "Cia", "revisor", "Underlag", "depression"} {
		if strings.Contains(text, secret) {
			t.Errorf("the report tells %q", secret)
		}
	}
	var mails []struct {
		Subject, Why string
		Holds        []string
	}
	p.json(0, &mails, "inbox", "suggest", annas, "--as", "anna")
	if len(mails) != 3 || len(mails[0].Holds) != 1 || mails[0].Holds[0] != "national-id" || !strings.Contains(mails[0].Why, "identity number") || len(mails[2].Holds) != 0 {
		t.Errorf("suggestions: %+v", mails)
	}
	if quick := p.must(0, "inbox", "report", "--quick"); strings.Contains(quick, "identity numbers") {
		t.Errorf("a quick report looks into mails: %s", quick)
	}

	var found struct {
		Findings []struct {
			Code, Path, Says, Next string
			Rows                   int
		}
		Gaps []struct {
			Reason string `json:"not_searched_because"`
		}
	}
	p.json(4, &found, "discover", p.register, "mail") // one mail is encrypted: not all was read
	seen := map[string]int{}
	for _, f := range found.Findings {
		if f.Path != "" {
			seen[f.Code+" "+f.Path] = f.Rows
			if strings.Contains(f.Says+f.Next, "⟦") {
				t.Errorf("%+v", f)
			}
		}
	}
	for at, want := range map[string]int{
		"national-id-in-text anna@example.com/inbox": 1, "many-recipients anna@example.com/sent": 1, "sent-outside anna@example.com/sent": 1,
		"special-in-text bo@example.com/inbox": 1,
	} {
		if seen[at] != want {
			t.Errorf("a discovery: %s: %d, want %d; %v", at, seen[at], want, seen)
		}
	}
	if len(found.Gaps) == 0 {
		t.Error("a discovery does not say what it could not read")
	}
}
