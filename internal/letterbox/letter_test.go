package letterbox

import (
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/mailbox"
	"github.com/varsam/varsam/internal/wish"
)

var came = time.Date(2026, 5, 20, 8, 0, 0, 0, time.UTC)

const erase = "Hej, radera mina uppgifter."

// TestWhoseLetter: who wrote what, and when it first came.
func TestWhoseLetter(t *testing.T) {
	t.Parallel()
	head := func(from, sent string) string {
		return from + "\n" + sent + "\nTill: anna@example.com\nÄmne: Mina uppgifter\n\n"
	}
	for name, c := range map[string]struct {
		mail     mail
		from, by string
		asks     string
		day      string
		undated  bool
	}{
		"a letter":                 {mail{from: "cia@example.net", texts: []text{{"#body", erase}}}, "cia@example.net", "", "erasure", "2026-05-20", false},
		"only a subject":           {mail{from: "cia@example.net", subject: "Unsubscribe"}, "cia@example.net", "", "unsubscribe", "2026-05-20", false},
		"an answer's subject":      {mail{from: "cia@example.net", subject: "SV: Radera mina uppgifter", texts: []text{{"#body", "Tack!"}}}, "cia@example.net", "", "", "2026-05-20", false},
		"two wishes":               {mail{from: "cia@example.net", texts: []text{{"#body", "Skicka en kopia av mina uppgifter. Jag återkallar mitt samtycke."}}}, "cia@example.net", "", "withdrawal access", "2026-05-20", false},
		"HTML alone":               {mail{from: "cia@example.net", texts: []text{{"#body", " \n"}, {"#body=2", erase}}}, "cia@example.net", "", "erasure", "2026-05-20", false},
		"a placeholder and HTML":   {mail{from: "cia@example.net", texts: []text{{"#body", "Your program shows no HTML."}, {"#body=2", erase}}}, "cia@example.net", "", "erasure", "2026-05-20", false},
		"a letter attached":        {mail{from: "cia@example.net", texts: []text{{"#body", "Se bilagan."}, {"brev.pdf#page=1", "Jag begär att ni raderar mina uppgifter enligt artikel 17."}}}, "cia@example.net", "", "erasure", "2026-05-20", false},
		"a policy attached":        {mail{from: "cia@example.net", texts: []text{{"#body", "Se bilagan."}, {"policy.pdf#page=1", "Jag begär att ni raderar mina uppgifter." + strings.Repeat(" Vi behandlar uppgifter.", 200)}}}, "cia@example.net", "", "", "2026-05-20", false},
		"what it quotes":           {mail{from: "cia@example.net", texts: []text{{"#body", "Ok!\n\nDen 3 maj 2026 skrev Dan <dan@example.net>:\n> Radera mina uppgifter."}}}, "cia@example.net", "", "", "2026-05-20", false},
		"passed on by one of us":   {mail{from: "anna@example.com", ours: true, texts: []text{{"#body", "Kan du ta den här?\n\n" + head("Från: Cia Provsson <cia@example.net>", "Skickat: den 3 maj 2026 14:05") + erase}}}, "cia@example.net", "anna@example.com", "erasure", "2026-05-03", false},
		"Outlook in English":       {mail{from: "anna@example.com", ours: true, texts: []text{{"#body", "From: Cia [mailto:cia@example.net]\nSent: Sunday, May 3, 2026 2:05 PM\nTo: anna@example.com\nSubject: x\n\n" + erase}}}, "cia@example.net", "anna@example.com", "erasure", "2026-05-03", false},
		"Gmail":                    {mail{from: "anna@example.com", ours: true, texts: []text{{"#body", "---------- Forwarded message ---------\nFrom: Cia <cia@example.net>\nDate: Sun, 3 May 2026 at 14:05\nSubject: x\nTo: <anna@example.com>\n\n\n" + erase}}}, "cia@example.net", "anna@example.com", "erasure", "2026-05-03", false},
		"Apple":                    {mail{from: "anna@example.com", ours: true, texts: []text{{"#body", "Begin forwarded message:\n\n> *Från: *Cia <cia@example.net>\n> *Ämne: *x\n> *Datum: *3 maj 2026 14:05:00 CEST\n>\n> Hej,\n> radera mina uppgifter.\n"}}}, "cia@example.net", "anna@example.com", "erasure", "2026-05-03", false},
		"in Finnish":               {mail{from: "anna@example.com", ours: true, texts: []text{{"#body", "Lähettäjä: Cia <cia@example.net>\nLähetetty: 3.5.2026 14.05\nVastaanottaja: anna@example.com\nAihe: x\n\nPoistakaa henkilötietoni."}}}, "cia@example.net", "anna@example.com", "erasure", "2026-05-03", false},
		"attached by one of us":    {mail{from: "anna@example.com", ours: true, texts: []text{{"#body", "Se bifogat"}, {"x.eml#header=from", "Cia <cia@example.net>"}, {"x.eml#header=date", "Sun, 3 May 2026 14:05:00 +0200"}, {"x.eml#body", erase}}}, "cia@example.net", "anna@example.com", "erasure", "2026-05-03", false},
		"a day nobody can read":    {mail{from: "anna@example.com", ours: true, texts: []text{{"#body", head("Från: cia@example.net", "Skickat: 3/5/26") + erase}}}, "cia@example.net", "anna@example.com", "erasure", "2026-05-20", true},
		"a day to come":            {mail{from: "anna@example.com", ours: true, texts: []text{{"#body", head("Från: cia@example.net", "Skickat: 2027-05-03") + erase}}}, "cia@example.net", "anna@example.com", "erasure", "2026-05-20", true},
		"one of us, for herself":   {mail{from: "anna@example.com", ours: true, texts: []text{{"#body", erase}}}, "anna@example.com", "", "erasure", "2026-05-20", false},
		"passed on by a stranger":  {mail{from: "eva@example.org", texts: []text{{"#body", "FYI\n\n" + head("Från: Cia <cia@example.net>", "Skickat: 2026-05-03") + erase}}}, "eva@example.org", "", "", "2026-05-20", false},
		"her own, passed on again": {mail{from: "cia@example.net", texts: []text{{"#body", "Se nedan.\n\n" + head("Från: Cia <cia@example.net>", "Skickat: 2026-05-03") + erase}}}, "cia@example.net", "", "erasure", "2026-05-03", false},
	} {
		c.mail.received = came
		letter, at := c.mail.letter()
		var asks []string
		for _, w := range letter.Wishes {
			if w.Marketing {
				asks = append(asks, "unsubscribe")
			} else {
				asks = append(asks, string(w.Right))
			}
		}
		if letter.From != c.from || letter.By != c.by || strings.Join(asks, " ") != c.asks || at.Format(time.DateOnly) != c.day || letter.Undated != c.undated {
			t.Errorf("%s: from %q by %q asks %q on %s (undated %v)\n%q", name, letter.From, letter.By, asks, at.Format(time.DateOnly), letter.Undated, letter.Text)
		}
	}
}

// TestManners holds what is proposed, stopped and answered against who wrote.
func TestManners(t *testing.T) {
	t.Parallel()
	b := box{accounts: []string{"privacy@example.com", "noreply@example.com"}, domains: []string{"@example.com"}, receipts: true}
	asks := []wish.Wish{{Right: varsam.Erasure, Score: 0.9}}
	person := func(change func(*mail)) mail {
		m := mail{from: "cia@example.net", path: "cia@example.net", named: true, id: "<1@example.net>"}
		change(&m)
		return m
	}
	for name, c := range map[string]struct {
		mail    mail
		letter  Letter
		verdict verdict
	}{
		"a person":                {person(func(*mail) {}), Letter{Text: "x", Wishes: asks}, verdict{propose: true, receipt: true}},
		"asks for nothing":        {person(func(*mail) {}), Letter{Text: "x"}, verdict{}},
		"advertising":             {person(func(*mail) {}), Letter{Text: "x", Wishes: []wish.Wish{{Right: varsam.Objection, Marketing: true, Score: 0.6}}}, verdict{propose: true, stop: true, receipt: true}},
		"perhaps advertising":     {person(func(*mail) {}), Letter{Text: "x", Wishes: []wish.Wish{{Right: varsam.Objection, Marketing: true, Score: 0.55}}}, verdict{propose: true, receipt: true}},
		"passed on":               {person(func(m *mail) { m.ours, m.from = true, "anna@example.com" }), Letter{By: "anna@example.com", Wishes: []wish.Wish{{Right: varsam.Objection, Marketing: true, Score: 1}}}, verdict{propose: true}},
		"one of us":               {person(func(m *mail) { m.ours, m.from = true, "anna@example.com" }), Letter{Text: "x", Wishes: asks}, verdict{propose: true}},
		"nobody sees us in it":    {person(func(m *mail) { m.named = false }), Letter{Text: "x", Wishes: asks}, verdict{propose: true}},
		"ourselves":               {person(func(m *mail) { m.from = "Privacy@example.com" }), Letter{Text: "x", Wishes: asks}, verdict{}},
		"our own receipts":        {person(func(m *mail) { m.from = "noreply@example.com" }), Letter{Text: "x", Wishes: asks}, verdict{}},
		"returns to us":           {person(func(m *mail) { m.path = "privacy@example.com" }), Letter{Text: "x", Wishes: asks}, verdict{propose: true}},
		"a bounce":                {person(func(m *mail) { m.machine = mailbox.Bounce }), Letter{Text: "x", Wishes: asks}, verdict{}},
		"an absence":              {person(func(m *mail) { m.machine = mailbox.AutoReplied }), Letter{Text: "x", Wishes: asks}, verdict{}},
		"bulk":                    {person(func(m *mail) { m.machine = mailbox.Bulk }), Letter{Text: "x", Wishes: asks}, verdict{}},
		"a list":                  {person(func(m *mail) { m.machine, m.listID = mailbox.List, "<news.example.org>" }), Letter{Text: "x", Wishes: asks}, verdict{}},
		"a list with our domain":  {person(func(m *mail) { m.machine, m.listID = mailbox.List, "privacy <privacy.example.com>" }), Letter{Text: "x", Wishes: asks}, verdict{propose: true}},
		"a list like ours":        {person(func(m *mail) { m.machine, m.listID = mailbox.List, "<a.notexample.com>" }), Letter{Text: "x", Wishes: asks}, verdict{}},
		"a form":                  {person(func(m *mail) { m.machine = mailbox.AutoGenerated }), Letter{Text: "x", Wishes: asks}, verdict{propose: true}},
		"wants no answer":         {person(func(m *mail) { m.machine = mailbox.NoReply }), Letter{Text: "x", Wishes: asks}, verdict{propose: true}},
		"no sender":               {person(func(m *mail) { m.from = "" }), Letter{Text: "x", Wishes: asks}, verdict{}},
		"could not be read":       {person(func(*mail) {}), Letter{Unread: []varsam.Reason{varsam.Because("unread-encrypted", "#body")}}, verdict{propose: true}},
		"an attachment could not": {person(func(*mail) {}), Letter{Text: "Hej", Unread: []varsam.Reason{varsam.Because("unread-encrypted", "a.pdf")}}, verdict{}},
	} {
		if got := b.judge(&c.mail, c.letter); got != c.verdict {
			t.Errorf("%s: %+v, want %+v", name, got, c.verdict)
		}
	}
}

func FuzzCopied(f *testing.F) {
	f.Add("Från: Cia <cia@example.net>\nSkickat: den 3 maj 2026 14:05\n\nHej")
	f.Add("> From: a@b\n> Date: 2026-13-99\n\n")
	f.Fuzz(func(t *testing.T, body string) {
		p, ok := copied(body)
		if ok && !strings.Contains(p.From, "@") {
			t.Errorf("%q is nobody", p.From)
		}
		if at, known := p.day(came); at.After(came) || known && at.Before(came.Add(-longest)) {
			t.Errorf("%q became %s", p.sent, at)
		}
	})
}
