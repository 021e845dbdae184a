package law_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

// TestPack checks what every rule must say, so that a letter, a notice and a
// database can use it.
func TestPack(t *testing.T) {
	t.Parallel()
	for _, r := range law.All() {
		t.Run(r.Version(), func(t *testing.T) {
			t.Parallel()
			for name, text := range map[string]varsam.Words{"law": r.Law, "paragraph": r.Paragraph, "covers": r.Covers, "trigger": r.Trigger.Words(), "keeps": r.Keeps()} {
				if text.SV == "" || text.EN == "" {
					t.Errorf("%s lacks Swedish or English: %+v", name, text)
				}
			}
			if !strings.HasPrefix(r.ID, string(r.Jurisdiction)+"-") || r.ID != strings.ToUpper(r.ID) {
				t.Errorf("id and jurisdiction %s disagree", r.Jurisdiction)
			}
			if r.Source == "" || (r.Status == law.Confirmed) == strings.HasPrefix(r.Source, "general knowledge") {
				t.Errorf("status %q does not fit source %q", r.Status, r.Source)
			}
			if !r.HasEnd() && r.Kind != law.Condition && !r.Explicit {
				t.Error("a duty without an end must be chosen explicitly")
			}
			if !r.Max.IsZero() && !r.HasEnd() {
				t.Error("a maximum needs an end")
			}
		})
	}
}

// TestVersionsFollow shows that the versions of a rule leave no day without one
// and no day with two.
func TestVersionsFollow(t *testing.T) {
	t.Parallel()
	var before law.Rule
	for _, r := range law.All() {
		if r.ID == before.ID && r.ValidFrom != before.ValidTo.AddDays(1) {
			t.Errorf("%s starts on %s, the version before ends on %s", r.ID, r.ValidFrom, before.ValidTo)
		}
		if r.ID != before.ID && !before.ValidTo.IsZero() {
			t.Errorf("%s has no version after %s", before.ID, before.ValidTo)
		}
		before = r
	}
}

func TestFindVersion(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ id, day, version, law string }{
		{"SE-BFL-ORIG", "2024-06-30", "SE-BFL-ORIG", "Bookkeeping Act (1999:1078)"},
		{"SE-BFL-ORIG", "2024-07-01", "SE-BFL-ORIG@2024-07-01", "Bookkeeping Act (1999:1078)"},
		{"SE-PTL", "2027-07-09", "SE-PTL", "Anti-Money Laundering Act (2017:630)"},
		{"SE-PTL", "2027-07-10", "SE-PTL@2027-07-10", "Regulation (EU) 2024/1624 on money laundering"},
		{"FI-ARB-LON", "2026-11-15", "FI-ARB-LÖN", "Employment Contracts Act (55/2001)"},
		{"FI-ARB-LO\u0308N", "2026-11-15", "FI-ARB-LÖN", "Employment Contracts Act (55/2001)"},
		{"FI-HALSA-FODD", "2026-11-15", "FI-HÄLSA-FÖDD@2024-01-01", "Act on Client Data in Social Welfare and Health Care (703/2023)"},
	} {
		r, err := law.Find(c.id, date(t, c.day))
		if err != nil {
			t.Error(err)
			continue
		}
		want(t, c.id+" version", r.Version(), c.version)
		want(t, c.id+" law", r.Law.EN, c.law)
	}
}

func TestFindFails(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		id, day string
		code    varsam.Code
		says    string
	}{
		{"SE-BLF", "2026-11-15", varsam.NotFound, "did you mean SE-BFL"},
		{"BFL", "2026-11-15", varsam.NotFound, "did you mean SE-BFL"},
		{"SE-MFL", "2026-11-15", varsam.NotFound, "SE-MFL19"},
		{"FI-KPL", "2026-11-15", varsam.NotFound, "FI-KPL-6, FI-KPL-10"},
		{"", "2026-11-15", varsam.NotFound, "the list of rules shows them all"},
		{"a made-up statute", "2026-11-15", varsam.NotFound, "the list of rules shows them all"},
		{"FI-VISSEL", "2022-12-31", varsam.NotFound, "from 2023-01-01"},
		{"SE-BFL", "", varsam.Invalid, "without a day"},
	} {
		_, err := law.Find(c.id, date(t, c.day))
		if varsam.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: got %s %v, want %s with %q", c.id, varsam.CodeOf(err), err, c.code, c.says)
		}
	}
}

func TestKeepsInWords(t *testing.T) {
	t.Parallel()
	for id, w := range map[string][2]string{
		"SE-BFL":       {"7 år efter räkenskapsårets slut, till och med kalenderårets sista dag", "7 years after the end of the fiscal year, to and including the last day of that calendar year"},
		"SE-BFL-ORIG":  {"till dagen före överföringen till annan form", "until the day before the transfer to another form"},
		"NO-BOKF-SEK":  {"3 år och 6 månader efter räkenskapsårets slut", "3 years and 6 months after the end of the fiscal year"},
		"SE-KUL-BEGAR": {"1 år efter begäran", "1 year after the request"},
		"SE-ARKIV":     {"ingen tid som kan räknas ut; en person beslutar", "no time that can be computed; a person decides"},
		"SE-PNR":       {"villkor utan tid", "a condition without a time"},
	} {
		got := find(t, id).Keeps()
		want(t, id+" sv", got.SV, w[0])
		want(t, id+" en", got.EN, w[1])
	}
	want(t, "no length", law.PeriodWords(varsam.Period{}).EN, "0 days")
}

// TestRuleJSON shows that a rule survives the evidence it is stored in.
func TestRuleJSON(t *testing.T) {
	t.Parallel()
	for _, r := range law.All() {
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var back law.Rule
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("%s: %v", r.ID, err)
		}
		want(t, r.ID, back, r)
	}
}
