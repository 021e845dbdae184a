package locale

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam"
)

var languages = []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.English}

func TestCataloguesHaveTheSameKeysAndSlots(t *testing.T) {
	t.Parallel()
	sv, en, fi := read("sv.json"), read("en.json"), read("sv-FI.json")
	for _, key := range slices.Sorted(maps.Keys(sv)) {
		if _, ok := en[key]; !ok {
			t.Errorf("en.json lacks %s", key)
			continue
		}
		for name, s := range map[string]sentence{"en": en[key], "sv-FI": catalogues[varsam.FinlandSwedish]()[key]} {
			if got, want := slots(s), slots(sv[key]); !slices.Equal(got, want) {
				t.Errorf("%s: %s has the slots %v, sv has %v", key, name, got, want)
			}
		}
	}
	for key := range en {
		if _, ok := sv[key]; !ok {
			t.Errorf("sv.json lacks %s", key)
		}
	}
	for key := range fi {
		if _, ok := sv[key]; !ok {
			t.Errorf("sv-FI.json overrides %s, which sv.json lacks", key)
		}
	}
}

var slotPattern = regexp.MustCompile(`\{([0-9])(?::([a-z]+))?\}`)

// slots are the numbers used by either form, each once.
func slots(s sentence) []string {
	var all []string
	for _, m := range slotPattern.FindAllStringSubmatch(s.one+s.other, -1) {
		if m[1] != "0" || !strings.Contains(s.other, "{1}") || s.one == s.other {
			all = append(all, m[1])
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestSentencesAreWellFormed(t *testing.T) {
	t.Parallel()
	kinds := []string{"", "date", "law", "activity", "system", "party", "parties", "collection", "place", "duties", "document", "use", "category", "right", "type", "ground"}
	for lang, words := range catalogues {
		for key, s := range words() {
			for _, text := range []string{s.one, s.other} {
				if text == "" || strings.Contains(text, "  ") || strings.TrimSpace(text) == "" {
					t.Errorf("%s %s is empty or has double spaces: %q", lang, key, text)
				}
				rest := slotPattern.ReplaceAllString(text, "")
				if strings.ContainsAny(rest, "{}%<>") || strings.Count(rest, "[") != strings.Count(rest, "]") {
					t.Errorf("%s %s has a stray brace or mark: %q", lang, key, text)
				}
				for _, m := range slotPattern.FindAllStringSubmatch(text, -1) {
					if !slices.Contains(kinds, m[2]) {
						t.Errorf("%s %s: no slot is of kind %q", lang, key, m[2])
					}
				}
			}
		}
	}
}

// Words that mean something else in Finland, or are not said there.
func TestFinlandSwedishHasItsOwnTerms(t *testing.T) {
	t.Parallel()
	foreign := regexp.MustCompile(`(?i)spärr|personnummer|personuppgiftsansvarig|känsliga personuppgifter|instruktion`)
	for key, s := range catalogues[varsam.FinlandSwedish]() {
		if found := foreign.FindString(s.one + " " + s.other); found != "" {
			t.Errorf("sv-FI.json should override %s: it says %q", key, found)
		}
	}
}

func TestPrinter(t *testing.T) {
	t.Parallel()
	until := varsam.NewDate(2033, time.December, 31)
	sv, fi, en := For(varsam.Swedish), For(varsam.FinlandSwedish), For(varsam.English)
	names := func(kind, name string) string {
		return map[string]string{"activity/books": "Bokföring", "collection/rows": "Invoice rows"}[kind+"/"+name]
	}
	blocked := varsam.Because("blocked-until", "2033-12-31", "SE-BFL")
	for name, c := range map[string]struct{ got, want string }{
		"date sv":        {sv.Date(until), "31 december 2033"},
		"date en":        {en.Date(until), "31 December 2033"},
		"no date":        {en.Date(varsam.Date{}), ""},
		"number sv":      {sv.Number(1234567), "1\u00a0234\u00a0567"},
		"number en":      {en.Number(-1234), "−1,234"},
		"size":           {sv.Size(3_400_000), "3,4\u00a0MB"},
		"size small":     {en.Size(12), "12\u00a0bytes"},
		"list":           {sv.List([]string{"a", "b", "c"}), "a, b och c"},
		"capital":        {Capital("åtgärd"), "Åtgärd"},
		"law":            {sv.Law("SE-BFL"), "bokföringslagen 7 kap. 2 §"},
		"law unknown":    {sv.Law("XX-1"), "XX-1"},
		"reason sv":      {sv.Reason(blocked), "Bevaras till och med 2033-12-31 (bokföringslagen 7 kap. 2 §) och är spärrad för all annan användning."},
		"reason sv-FI":   {fi.Reason(blocked), "Bevaras till och med 2033-12-31 (bokföringslagen 7 kap. 2 §) och är begränsad för all annan användning."},
		"reason en":      {en.Reason(blocked), "Kept up to and including 2033-12-31 (Bookkeeping Act 7:2) and blocked from every other use."},
		"title":          {sv.With(names).Reason(varsam.Because("carried", "books")), "Behövs för Bokföring så länge den pågår."},
		"name untitled":  {sv.Reason(varsam.Because("carried", "books")), "Behövs för books så länge den pågår."},
		"optional gone":  {en.Reason(varsam.Because("held", "")), "A legal hold is in force."},
		"optional there": {en.Reason(varsam.Because("held", "2027-01-01")), "A legal hold is in force; it is reviewed on 2027-01-01."},
		"parties":        {sv.T("reason.gap-processor", "A", "B"), "Vi behandlar uppgifterna på uppdrag av A och B, som bestämmer; de är inte genomsökta, och vi kan skicka begäran vidare."},
		"collection":     {en.With(names).Reason(varsam.Because("no-ground", "rows")), "The register gives no ground for the record in Invoice rows; a person decides."},
		"missing reason": {sv.Reason(varsam.Because("no-such", "x")), "⟦no-such x⟧"},
		"missing key":    {sv.T("no.such"), "⟦no.such⟧"},
		"no reason":      {sv.Reason(varsam.Reason{}), ""},
		"too few args":   {sv.Reason(varsam.Because("carried")), "Behövs för {0:activity} så länge den pågår."},
		"hostile arg":    {sv.Reason(varsam.Because("carried", "{1} [x] %s")), "Behövs för {1} [x] %s så länge den pågår."},
		"plural one":     {sv.Finality(varsam.Gone, until, 1), "Raderad"},
		"plural other":   {sv.Finality(varsam.Gone, until, 2), "Raderade"},
		"backups":        {sv.Finality(varsam.InBackups, until, 1), "Raderad; säkerhetskopior skrivs över senast 2033-12-31"},
		"backups open":   {en.Finality(varsam.InBackups, varsam.Date{}, 1), "Erased; remains in backups until they are overwritten"},
		"no finality":    {en.Finality("", until, 1), "The change has been made, but the system does not say how"},
		"category":       {sv.Category("contact.email"), "e-postadress"},
		"category below": {sv.Category("contact.email.private"), "e-postadress"},
		"category other": {sv.Category("zoo.animal"), "zoo.animal"},
		"own use":        {sv.Use("member-letters"), "member letters"},
		"unknown lang":   {For("xx").T("list.and"), "and"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", name, c.got, c.want)
		}
	}
}

func TestCompareFollowsTheAlphabet(t *testing.T) {
	t.Parallel()
	sorted := func(lang varsam.Lang) []string {
		return slices.SortedFunc(slices.Values([]string{"Ögon", "ärende", "Ånge", "zon", "Aktier"}), For(lang).Compare)
	}
	if got, want := sorted(varsam.Swedish), []string{"Aktier", "zon", "Ånge", "ärende", "Ögon"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := sorted(varsam.English), []string{"Aktier", "Ånge", "ärende", "Ögon", "zon"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Until a step is applied, no word may say or suggest that it has happened.
func TestStatesBeforeApplyingNeverSayDone(t *testing.T) {
	t.Parallel()
	done := regexp.MustCompile(`(?i)rader(ad|at|ade)|utförd|erased|deleted|carried out`)
	for _, lang := range languages {
		p := For(lang)
		for _, s := range []varsam.StepState{
			varsam.StepPlanned, varsam.StepIntended, varsam.StepAsked, varsam.StepUnknown,
			varsam.StepRefused, varsam.StepChanged, varsam.StepMixed, varsam.StepRevived, varsam.StepExcepted,
		} {
			if found := done.FindString(p.State(s)); found != "" {
				t.Errorf("%s %s says %q", lang, s, found)
			}
		}
	}
}

// A reason that counts one thing says so.
func TestReasonOfOne(t *testing.T) {
	t.Parallel()
	for n, want := range map[string]string{
		"1": "En post är gallringsbar men behövs av andra poster; den ligger kvar.",
		"4": "4 poster är gallringsbara men behövs av andra poster; de ligger kvar.",
	} {
		if got := For(varsam.Swedish).Reason(varsam.Reason{Code: "cull-needed", Args: []string{n}}); got != want {
			t.Errorf("%s is %q, want %q", n, got, want)
		}
	}
}
