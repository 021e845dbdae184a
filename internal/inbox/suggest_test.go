package inbox

import (
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/mailcheck"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/wish"
)

func desk() *advisor {
	r := register.Routine{
		Cases:     &register.Filing{Subject: `#(\S+)`, Known: "desk.cases.id", Folder: "Cases/{number}"},
		Customers: &register.Filing{Known: "crm.contacts.email", Folder: "Customers/{domain}/{year}"},
	}
	known := Known{Cases: map[string]bool{"17": true, "../x": true, "a/b": true}, Senders: map[string]bool{"cia@example.net": true, "x@..": true}}
	rules := []Rule{
		{ID: "r1", From: "@example.org", Subject: "faktura", Action: File, Folder: "Invoices"},
		{ID: "r2", Lists: true, Subject: "Nyheter", Action: File, Folder: "News"},
		{ID: "r3", Action: Delete},
	}
	return newAdvisor(r, known, rules)
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	asks := []wish.Wish{{Right: varsam.Erasure, Score: 1}}
	for name, c := range map[string]struct {
		mail Mail
		want Suggestion
	}{
		"private first":             {Mail{Private: true, From: "a@example.org", Subject: "Faktura"}, Suggestion{Action: Skip, Why: varsam.Because(ReasonPrivate)}},
		"the owner's rule":          {Mail{From: "a@example.org", Subject: "Din FAKTURA #17"}, Suggestion{File, "Invoices", "r1", varsam.Because(ReasonRule, "r1")}},
		"a rule with lists":         {Mail{List: true, Subject: "nyheter"}, Suggestion{File, "News", "r2", varsam.Because(ReasonRule, "r2")}},
		"a wish":                    {Mail{From: "cia@example.net", Wishes: asks}, Suggestion{Action: Request, Why: varsam.Because(ReasonWish, "erasure")}},
		"a list wishes nothing":     {Mail{List: true, Wishes: asks}, Suggestion{Action: Delete, Why: varsam.Because(ReasonList)}},
		"a case":                    {Mail{From: "x@example.net", Subject: "SV: #99 #17"}, Suggestion{Action: File, Into: "Cases/17", Why: varsam.Because(ReasonCase, "17")}},
		"an unknown case":           {Mail{Subject: "#99"}, Suggestion{Action: Ask, Why: varsam.Because(ReasonAsk)}},
		"a number that is a path":   {Mail{Subject: "#../x"}, Suggestion{Action: Ask, Why: varsam.Because(ReasonAsk)}},
		"a number with a separator": {Mail{Subject: "#a/b"}, Suggestion{Action: Ask, Why: varsam.Because(ReasonAsk)}},
		"a machine's":               {Mail{Auto: true, From: "cia@example.net"}, Suggestion{Action: Delete, Why: varsam.Because(ReasonAuto)}},
		"a known sender":            {Mail{From: "cia@example.net"}, Suggestion{Action: File, Into: "Customers/example.net/2026", Why: varsam.Because(ReasonKnown)}},
		"a domain that is a path":   {Mail{From: "x@.."}, Suggestion{Action: Ask, Why: varsam.Because(ReasonAsk)}},
		"an identity number":        {Mail{From: "new@example.net", Holds: []mailcheck.Kind{mailcheck.Special, mailcheck.NationalID}}, Suggestion{Action: Ask, Why: varsam.Because(ReasonHoldsNumber)}},
		"a special category":        {Mail{From: "new@example.net", Holds: []mailcheck.Kind{mailcheck.Special}}, Suggestion{Action: Ask, Why: varsam.Because(ReasonHoldsSpecial)}},
		"nothing known":             {Mail{From: "new@example.net"}, Suggestion{Action: Ask, Why: varsam.Because(ReasonAsk)}},
	} {
		c.mail.Received = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
		got := desk().suggest(c.mail)
		if got.Action != c.want.Action || got.Into != c.want.Into || got.Rule != c.want.Rule || got.Why.Code != c.want.Why.Code {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestRulesThatSayTooLittle(t *testing.T) {
	t.Parallel()
	for _, r := range []Rule{{Action: Delete}, {From: "a@example.org", Action: File}, {Lists: true, Action: Ask}} {
		if varsam.CodeOf(r.check()) != varsam.Invalid {
			t.Errorf("%+v is taken", r)
		}
	}
}

// What came before the month whose day has come is due.
func TestDue(t *testing.T) {
	t.Parallel()
	for today, want := range map[string]string{
		"2026-03-09": "2026-02-01", "2026-03-10": "2026-03-01", "2026-03-31": "2026-03-01", "2026-01-09": "2025-12-01",
	} {
		day, _ := varsam.ParseDate(today)
		if got := (work{today: day, routine: register.Routine{Day: 10}}).due().String(); got != want {
			t.Errorf("%s: due is %s, want %s", today, got, want)
		}
	}
}

func TestAddress(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Cia <Cia@Example.net>": "cia@example.net", "cia@example.net": "cia@example.net", `"a <b>" <c@example.net>`: "c@example.net",
		"": "", "<": "", "a@example.net, b@example.net": "a@example.net",
	} {
		if got := Address(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
