package letter

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
)

var update = flag.Bool("update", false, "write the golden files")

var languages = []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.English}

// golden holds rendered bytes against testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at it and run go test -update. Got:\n%s", path, got)
	}
}

// documents are all pages that an input makes.
func documents(t *testing.T, in Input) map[string]Document {
	t.Helper()
	page, _, err := Copy(in)
	all := map[string]Document{"copy": keep(t, page, err)}
	why := varsam.Words{SV: "Begäran är omfattande.", EN: "The request is large."}
	for name, make := range map[string]func(Input) (Document, error){
		"answer": Answer, "receipt": Receipt, "why": Why,
		"extension": func(in Input) (Document, error) { return Extension(in, why) },
		"pause":     func(in Input) (Document, error) { return Pause(in, why) },
		"lifting":   func(in Input) (Document, error) { return Lifting(in, in.Written.AddDays(7), why) },
	} {
		if name == "extension" && in.Legal.IsZero() {
			continue // an extension needs its day
		}
		d, err := make(in)
		all[name] = keep(t, d, err)
	}
	return all
}

func keep(t *testing.T, d Document, err error) Document {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func scenarios() map[string]func() Input {
	return map[string]func() Input{
		"erasure": erasure, "objection": objection, "rectification": rectification, "instruction": instruction,
		"refusal": refusal, "hostile": hostile,
		"pending": func() Input { return pending(varsam.StepAsked) },
		"empty":   func() Input { return Input{Register: consultancy()} },
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for name, make := range scenarios() {
		for _, lang := range languages {
			in := make()
			in.Lang = lang
			answer, err := Answer(in)
			golden(t, name+"."+string(lang)+".txt", keep(t, answer, err).Text)
		}
	}
	for name, d := range documents(t, erasure()) {
		golden(t, name+".html", d.HTML)
		golden(t, name+".txt", d.Text)
	}
	_, file, err := Copy(erasure())
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "copy.json", file.Data)
}

var slot = regexp.MustCompile(`\{[0-9](:[a-z]+)?\}|%!|⟦|<no value>|\[ `)

// Every document in every term set is whole: no slot left, no code for a word,
// every tag closed, no script, nothing fetched.
func TestDocumentsAreWhole(t *testing.T) {
	t.Parallel()
	for name, make := range scenarios() {
		for _, lang := range languages {
			in := make()
			in.Lang = lang
			for kind, d := range documents(t, in) {
				where := name + " " + kind + " " + string(lang)
				text, html := string(d.Text), string(d.HTML)
				if name == "hostile" { // its own braces and percent signs are values
					text, html = strings.ReplaceAll(text, "{0} %!s", ""), strings.ReplaceAll(html, "{0} %!s", "")
				}
				if found := slot.FindString(text + html); found != "" {
					t.Errorf("%s has %q:\n%s", where, found, text)
				}
				checkHTML(t, where, html, lang)
				checkText(t, where, text)
			}
		}
	}
}

func checkText(t *testing.T, where, text string) {
	t.Helper()
	if strings.Contains(text, "\n\n\n") || strings.ContainsAny(text, "\r\x00"+directionsButIsolates) {
		t.Errorf("%s: empty lines, control or direction characters in text:\n%q", where, text)
	}
	for line := range strings.SplitSeq(text, "\n") {
		if len([]rune(line)) > width && strings.Contains(strings.TrimLeft(line, " "), " ") || strings.TrimRight(line, " ") != line {
			t.Errorf("%s: line too long or ends in spaces: %q", where, line)
		}
	}
}

const directionsButIsolates = "\u202a\u202b\u202c\u202d\u202e\u200e\u200f"

var (
	tagPattern = regexp.MustCompile(`<(/?)([a-z0-9]+)([^>]*)>`)
	void       = map[string]bool{"meta": true}
)

// checkHTML is a small validity check: balanced tags, a language, one h1, no
// script, style or address from outside.
func checkHTML(t *testing.T, where, html string, lang varsam.Lang) {
	t.Helper()
	body := regexp.MustCompile(`(?s)<style>.*?</style>`).ReplaceAllString(html, "")
	var stack []string
	for _, m := range tagPattern.FindAllStringSubmatch(strings.TrimPrefix(body, "<!doctype html>"), -1) {
		switch {
		case void[m[2]]:
		case m[1] == "":
			stack = append(stack, m[2])
		case len(stack) == 0 || stack[len(stack)-1] != m[2]:
			t.Fatalf("%s: </%s> closes %v", where, m[2], stack)
		default:
			stack = stack[:len(stack)-1]
		}
	}
	if len(stack) > 0 {
		t.Errorf("%s: never closed: %v", where, stack)
	}
	if !strings.Contains(html, `<html lang="`+string(lang)+`">`) || strings.Count(html, "<h1") != 1 || !strings.HasPrefix(html, "<!doctype html>") {
		t.Errorf("%s: language, heading or doctype is missing", where)
	}
	for _, bad := range []string{"<script", "<img", "<link", " src=", " href=", " onclick", "@import", "url("} {
		if strings.Contains(html, bad) {
			t.Errorf("%s: the page has %q", where, bad)
		}
	}
}

// A state in which nothing is known to have happened never says that it has.
func TestNothingIsErasedBeforeItIsKnown(t *testing.T) {
	t.Parallel()
	for _, state := range []varsam.StepState{
		varsam.StepPlanned, varsam.StepIntended, varsam.StepAsked, varsam.StepUnknown,
		varsam.StepRefused, varsam.StepChanged, varsam.StepMixed, varsam.StepRevived, varsam.StepExcepted,
	} {
		for _, lang := range languages {
			in := pending(state)
			in.Lang = lang
			d, err := Answer(in)
			keep(t, d, err)
			if w := saysErased(string(d.Text) + string(d.HTML)); w != "" {
				t.Errorf("%s in %s says %q:\n%s", state, lang, w, d.Text)
			}
			if strings.Contains(string(d.Text), "är spärrad för") || strings.Contains(string(d.Text), "and blocked for") {
				t.Errorf("%s in %s calls a record blocked that is not:\n%s", state, lang, d.Text)
			}
		}
	}
}

// A step that nobody reported on is planned, whatever its plan says.
func TestStepsWithoutOutcomeArePlanned(t *testing.T) {
	t.Parallel()
	in := erasure()
	in.Outcomes = nil
	d, err := Answer(in)
	if text := string(keep(t, d, err).Text); saysErased(text) != "" || !strings.Contains(text, "Planerat, inte gjort än") {
		t.Errorf("a plan without outcomes was told as done:\n%s", text)
	}
}

func TestResults(t *testing.T) {
	t.Parallel()
	erase := func(f varsam.Finality, s varsam.StepState) Input {
		in := erasure()
		in.Plan.Gaps = nil
		in.Plan.Items = in.Plan.Items[4:5]
		in.Plan.Items[0].Decision.Stops = nil
		in.Plan.Steps = []plan.Step{in.Plan.Steps[3]}
		in.Plan.Steps[0].Items = []int{0}
		in.Outcomes = []Outcome{{Step: "4e", State: s, Finality: f}}
		return in
	}
	gap := erase(varsam.Gone, varsam.StepVerified)
	gap.Plan.Gaps = []varsam.Gap{{System: "mail", Why: varsam.Because(locate.GapUnavailable)}}
	nothing := erasure()
	nothing.Plan = plan.Plan{}
	stepless, markless := erase(varsam.Gone, varsam.StepVerified), erase(varsam.Gone, varsam.StepVerified)
	stepless.Plan.Steps = nil
	markless.Plan.Items[0].Decision.Stops = []varsam.Use{"profiling"}
	kept := markless
	kept.Plan.Items = append([]plan.Item{}, kept.Plan.Items...)
	kept.Plan.Items = append(kept.Plan.Items, located("billing", "customers", varsam.IntOf(311), varsam.Own, varsam.Decision{
		Fate: varsam.Keep, Grounds: []varsam.Ground{contract}, Stops: []varsam.Use{"profiling"},
	}))
	blocked := erasure()
	blocked.Plan.Items, blocked.Plan.Steps = blocked.Plan.Items[2:3], blocked.Plan.Steps[1:2]
	blocked.Plan.Steps[0].Items, blocked.Plan.Gaps = []int{0}, nil
	processor := erase(varsam.Gone, varsam.StepVerified)
	processor.Plan.Gaps = erasure().Plan.Gaps
	elsewhere := nothing
	elsewhere.Plan = plan.Plan{Gaps: processor.Plan.Gaps}
	binder := func(o Outcome) Input {
		in := erase(varsam.Gone, varsam.StepVerified)
		in.Plan.Gaps = []varsam.Gap{{System: "binders", Why: varsam.Because(locate.GapAssisted, "archivist")}}
		in.Plan.Steps = append(in.Plan.Steps, steps()[4])
		o.Step = "5t"
		in.Outcomes = append(in.Outcomes, o)
		return in
	}
	for name, c := range map[string]struct {
		in   Input
		want result
	}{
		"no step":    {stepless, resultOpen},
		"use gone":   {markless, resultDone},
		"no mark":    {kept, resultOpen},
		"blocked":    {blocked, resultExcept},
		"processor":  {processor, resultExcept},
		"elsewhere":  {elsewhere, resultElsewhere},
		"not found":  {binder(Outcome{State: varsam.StepVerified, Assisted: &Reply{Found: NotFound}}), resultDone},
		"found":      {binder(Outcome{State: varsam.StepVerified, Finality: varsam.Gone, Assisted: &Reply{Found: FoundIt}}), resultDone},
		"unsearched": {binder(Outcome{State: varsam.StepAsked, Assisted: &Reply{Found: NotSearched}}), resultOpen},
		"unanswered": {binder(Outcome{State: varsam.StepAsked}), resultOpen},
		"not asked":  {binder(Outcome{State: varsam.StepExcepted}), resultPartly},
		"gone":       {erase(varsam.Gone, varsam.StepVerified), resultDone},
		"in backups": {erase(varsam.InBackups, varsam.StepVerified), resultDone},
		"unchecked":  {erase(varsam.Gone, varsam.StepApplied), resultUnchecked},
		"binned":     {erase(varsam.Binned, varsam.StepVerified), resultOpen},
		"queued":     {erase(varsam.Queued, varsam.StepApplied), resultOpen},
		"archived":   {erase(varsam.Archived, varsam.StepVerified), resultPartly},
		"pseudonym":  {erase(varsam.Pseudonymised, varsam.StepVerified), resultPartly},
		"flagged":    {erase(varsam.Flagged, varsam.StepVerified), resultPartly},
		"refused":    {erase("", varsam.StepRefused), resultPartly},
		"unknown":    {erase(varsam.Gone, varsam.StepUnknown), resultOpen},
		"revived":    {erase(varsam.Gone, varsam.StepRevived), resultOpen},
		"gap":        {gap, resultPartly},
		"stays":      {erasure(), resultOpen}, // a binder is not answered for
		"nothing":    {nothing, resultNothing},
		"refusal":    {refusal(), resultRefused},
	} {
		composer, err := printer(c.in)
		if err != nil {
			t.Fatal(err)
		}
		if got := composer.result(varsam.Erasure, composer.changes()); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// What is found is no part of a use that was to end: that is said, unless a ground
// that nobody has confirmed may have it.
func TestNothingIsUsed(t *testing.T) {
	t.Parallel()
	marketing := contract
	marketing.Uses = []varsam.Use{varsam.DirectMarketing}
	for name, c := range map[string]struct {
		ground varsam.Ground
		ask    decide.Ask
		want   result
	}{
		"another use":     {contract, decide.Ask{Right: varsam.Objection, Uses: []varsam.Use{varsam.DirectMarketing}}, resultUnused},
		"no consent":      {contract, decide.Ask{Right: varsam.Withdrawal}, resultUnused},
		"the use itself":  {marketing, decide.Ask{Right: varsam.Objection, Uses: []varsam.Use{varsam.DirectMarketing}}, resultPartly},
		"every objection": {contract, decide.Ask{Right: varsam.Objection}, resultPartly},
	} {
		in := erasure()
		in.Asks = []decide.Ask{c.ask}
		in.Plan = plan.Plan{Items: []plan.Item{located("billing", "customers", varsam.IntOf(311), varsam.Own, varsam.Decision{
			Fate: varsam.Keep, Grounds: []varsam.Ground{c.ground},
		})}}
		composer, err := printer(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := composer.result(c.ask.Right, composer.changes()); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// An instruction's confirmation names nobody.
func TestInstructionsCount(t *testing.T) {
	t.Parallel()
	d, err := Answer(instruction())
	keep(t, d, err)
	for _, key := range []string{"311", "1042", "m-9", "anna@"} {
		if strings.Contains(string(d.Text), key) {
			t.Errorf("the confirmation of an instruction names %s:\n%s", key, d.Text)
		}
	}
}

// In each country whose law we know, an answer says which authority and which
// court there are.
func TestRemediesOfEveryCountry(t *testing.T) {
	t.Parallel()
	courts := map[law.Country]string{law.SE: "tingsrätten", law.FI: "tingsrätten", law.NO: "tingretten", law.DK: "byretten"}
	for _, country := range law.Countries {
		in := refusal()
		in.Lang, in.Register.Organisation.Country = varsam.Swedish, string(country)
		d, err := Answer(in)
		text := string(keep(t, d, err).Text)
		lines := Authority(string(country))
		if len(lines) < 3 {
			t.Errorf("%s has no authority: %q", country, lines)
		}
		for _, line := range append(lines, courts[country]) {
			if line == "" || !strings.Contains(text, line) {
				t.Errorf("%s: the answer lacks %q:\n%s", country, line, text)
			}
		}
	}
}

// A person's papers never show what belongs to the request's other people.
func TestOtherPeopleStayOut(t *testing.T) {
	t.Parallel()
	in := erasure()
	in.Plan.Items[2].Persons = []int{1} // the invoice is another person's
	for kind, d := range documents(t, in) {
		for _, foreign := range []string{"1042", "bo@example.se", "312", "Bo ringde"} {
			if strings.Contains(string(d.Text)+string(d.HTML), foreign) {
				t.Errorf("%s shows %s", kind, foreign)
			}
		}
	}
}

func TestReleasedMentionsAreShown(t *testing.T) {
	t.Parallel()
	in := erasure()
	in.Released = []string{in.Plan.Items[3].Record.Ref.String()}
	d, _, err := Copy(in)
	if !strings.Contains(string(keep(t, d, err).Text), "Anna och Bo ringde.") {
		t.Error("a released text is not in the copy")
	}
}

func TestNoticesNeedTheirReason(t *testing.T) {
	t.Parallel()
	why := varsam.Words{SV: "Skäl"}
	for name, err := range map[string]error{
		"extension":     second(Extension(erasure(), varsam.Words{})),
		"no day":        second(Extension(Input{Register: consultancy()}, why)),
		"pause":         second(Pause(erasure(), varsam.Words{})),
		"lifting":       second(Lifting(erasure(), day(2026, 12, 1), varsam.Words{})),
		"lifting late":  second(Lifting(erasure(), erasure().Written, why)),
		"no register":   second(Answer(Input{})),
		"copy register": second(Why(Input{})),
	} {
		if varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second(_ Document, err error) error { return err }
