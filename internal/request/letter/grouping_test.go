package letter

import (
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
)

// answer is the answer's text in Swedish, each line of prose unwrapped.
func answer(t *testing.T, in Input) string {
	t.Helper()
	d, err := Answer(in)
	return unwrapped(keep(t, d, err).Text)
}

func unwrapped(text []byte) string { return strings.Join(strings.Fields(string(text)), " ") }

// years is a plan with an invoice and two of its rows for each of eight years,
// kept by the same law, and two years that are erased in two steps.
func years() Input {
	in := erasure()
	in.Plan = plan.Plan{Today: in.Plan.Today}
	in.Outcomes = nil
	billing := &in.Register.Systems[0]
	billing.Collections = append(billing.Collections, register.Collection{Name: "rows", End: varsam.Erase, Fields: billing.Collections[1].Fields})
	step := func(id string, kind varsam.OpKind, collection string) *plan.Step {
		in.Plan.Steps = append(in.Plan.Steps, plan.Step{ID: id, System: "billing", Op: varsam.Operation{ID: id, Kind: kind, Collection: collection}})
		return &in.Plan.Steps[len(in.Plan.Steps)-1]
	}
	add := func(s *plan.Step, collection string, key int64, d varsam.Decision) {
		s.Items = append(s.Items, len(in.Plan.Items))
		in.Plan.Items = append(in.Plan.Items, located("billing", collection, varsam.IntOf(key), varsam.Own, d))
	}
	in.Plan.Steps = make([]plan.Step, 0, 4)
	invoices, rows := step("r1", varsam.OpRestrict, "invoices"), step("r2", varsam.OpRestrict, "rows")
	for n := range 8 {
		until := day(2033-n, 12, 31)
		d := varsam.Decision{Fate: varsam.Restrict, Until: until, Law: "SE-BFL", Reasons: []varsam.Reason{
			varsam.Because(decide.ReasonBlockedUntil, until.String(), "SE-BFL"),
			varsam.Because(decide.ReasonDuty, "bookkeeping", until.String(), "SE-BFL"),
			varsam.Because(decide.ReasonEnded, "customer-care", day(2026-n, 3, 1).String()),
			varsam.Because(decide.ReasonDutyStays, "bookkeeping", "SE-BFL"),
		}}
		add(invoices, "invoices", int64(1000+n), d)
		add(rows, "rows", int64(2000+n), d)
		add(rows, "rows", int64(3000+n), d)
	}
	e1, e2 := step("e1", varsam.OpErase, "invoices"), step("e2", varsam.OpErase, "rows")
	add(e1, "invoices", 900, varsam.Decision{Fate: varsam.Erase})
	add(e2, "rows", 901, varsam.Decision{Fate: varsam.Erase})
	add(e2, "rows", 902, varsam.Decision{Fate: varsam.Erase})
	for _, s := range in.Plan.Steps {
		o := Outcome{Step: s.ID, State: varsam.StepVerified, Finality: varsam.Moved}
		if s.Op.Kind == varsam.OpErase {
			o.Finality, o.Until = varsam.InBackups, day(2027, 1, 19+len(s.Items))
		}
		in.Outcomes = append(in.Outcomes, o)
	}
	return in
}

// Records that stay for the same reason are told once, with their last days in a
// table, the first day first.
func TestWhatStaysIsToldOnce(t *testing.T) {
	t.Parallel()
	in := years()
	d, err := Answer(in)
	html, text := string(keep(t, d, err).HTML), unwrapped(d.Text)
	for _, once := range []string{
		"Invoices (8 poster) och rows (16 poster) bevaras enligt bokföringslagen 7 kap. 2 § och är spärrade för all annan användning.",
		"Bokföring är en rättslig skyldighet, som rätten till radering inte bryter",
		"- 2026-12-31: Invoices (post 1007) och rows (2 poster) - 2027-12-31:",
		"Invoices (post 900) och rows (2 poster) Åtgärd: Radering Läge: Raderade; säkerhetskopior skrivs över senast 2027-01-21",
	} {
		if n := strings.Count(text, once); n != 1 {
			t.Errorf("%q is said %d times:\n%s", once, n, d.Text)
		}
	}
	if strings.Contains(text, "Måste bevaras för Bokföring") {
		t.Errorf("one duty is told twice:\n%s", d.Text)
	}
	if n := strings.Count(html, "<tr>"); n != 2+8 { // two heads, eight days
		t.Errorf("the days are not a table of eight rows: %d", n)
	}
	if lines := strings.Count(string(d.Text), "\n"); lines > 100 {
		t.Errorf("the letter has %d lines, more than two pages:\n%s", lines, d.Text)
	}
}

// Several steps that did the same in the same system are one row, and a day that
// differs does not make them two.
func TestStepsThatDidTheSameAreOneRow(t *testing.T) {
	t.Parallel()
	in := years()
	c, err := printer(in)
	if err != nil {
		t.Fatal(err)
	}
	if rows := together(c.changes()); len(rows) != 2 {
		t.Errorf("two kinds of measures make %d rows: %+v", len(rows), rows)
	}
	in.Outcomes[2].State = varsam.StepUnknown
	if c, err = printer(in); err != nil {
		t.Fatal(err)
	}
	if rows := together(c.changes()); len(rows) != 3 {
		t.Errorf("an erasure that is not known to have happened hides in the row of one that is: %+v", rows)
	}
}

// The table goes system by system, whatever the order of execution.
func TestMeasuresGoSystemBySystem(t *testing.T) {
	t.Parallel()
	c, err := printer(erasure())
	if err != nil {
		t.Fatal(err)
	}
	var systems []string
	for _, x := range c.changes() {
		systems = append(systems, x.system)
	}
	if want := []string{"billing", "billing", "binders", "mail", "mail"}; !slices.Equal(systems, want) {
		t.Errorf("the order is %v, want %v", systems, want)
	}
}

// An owner who has searched closes the gap of their system; one who has not
// answered, or has not searched, leaves it, once.
func TestOwnersAnswersCloseGaps(t *testing.T) {
	t.Parallel()
	const heading = "Vad vi inte har sökt igenom"
	for name, c := range map[string]struct {
		outcome Outcome
		want    string // empty: searched
	}{
		"found":        {Outcome{State: varsam.StepVerified, Finality: varsam.Gone, Assisted: &Reply{Found: FoundIt}}, ""},
		"not found":    {Outcome{State: varsam.StepVerified, Assisted: &Reply{Found: NotFound}}, ""},
		"not searched": {Outcome{State: varsam.StepAsked, Assisted: &Reply{Found: NotSearched}}, "Inte genomsökt ännu"},
		"no answer":    {Outcome{State: varsam.StepAsked}, "har inte svarat"},
		"not asked":    {Outcome{}, "tillfrågas"},
		"excepted":     {Outcome{State: varsam.StepExcepted, Why: "Arkivet har brunnit."}, "kommer inte att bli det. Arkivet har brunnit."},
	} {
		in := erasure()
		in.Plan.Gaps = []varsam.Gap{{System: "binders", Why: varsam.Because(locate.GapAssisted, "archivist")}}
		c.outcome.Step = "5t"
		in.Outcomes[4] = c.outcome
		_, gaps, listed := strings.Cut(answer(t, in), heading)
		if listed != (c.want != "") {
			t.Errorf("%s: listed as not searched: %v", name, listed)
		}
		gaps, _, _ = strings.Cut(gaps, "Säkerhetskopior")
		if strings.Count(gaps, "* Pärmar") > 1 || !strings.Contains(gaps, c.want) {
			t.Errorf("%s: want one row with %q: %s", name, c.want, gaps)
		}
		_, file, err := Copy(in)
		if err != nil {
			t.Fatal(err)
		}
		if complete := !strings.Contains(string(file.Data), `"system": "binders",
      "title": "Pärmar",
      "reason"`); complete != (c.want == "") {
			t.Errorf("%s: the copy and the answer do not agree on the gap:\n%s", name, file.Data)
		}
	}
}

// A system that we only work in for others is named once; where some of it was
// searched, what was not is named.
func TestProcessorsAreListedOnce(t *testing.T) {
	t.Parallel()
	in := erasure()
	in.Plan.Gaps = []varsam.Gap{
		{System: "surveys", Collection: "answers", Why: varsam.Because(locate.GapProcessor, "employer")},
		{System: "surveys", Collection: "respondents", Why: varsam.Because(locate.GapProcessor, "employer")},
		{System: "billing", Collection: "households", Why: varsam.Because(locate.GapProcessor, "employer")},
	}
	// Of billing, customers were searched, too; of surveys, nothing.
	for i := range in.Register.Systems {
		if s := &in.Register.Systems[i]; s.Name == "billing" {
			s.Collections[0].Person = s.Collections[2].Person
		}
	}
	text := answer(t, in)
	if strings.Contains(text, "Enkäter – ") && !strings.Contains(text, "Enkäter – answers och respondents") || strings.Count(text, "* Enkäter") != 1 {
		t.Errorf("the survey system is not listed once:\n%s", text)
	}
	if !strings.Contains(text, "Ekonomisystem – households") {
		t.Errorf("billing as a whole is called not searched:\n%s", text)
	}
}

// What hinders the search for another person of the request is not told to this
// one, who is no number in their own letter.
func TestGapsOfOtherPeople(t *testing.T) {
	t.Parallel()
	in := erasure()
	in.Plan.Gaps = []varsam.Gap{
		{System: "mail", Why: varsam.Because(locate.GapNoIdentifier, "0")},
		{System: "billing", Why: varsam.Because(locate.GapNoIdentifier, "1")},
	}
	text := answer(t, in)
	if strings.Count(text, "Ingen styrkt uppgift") != 1 || strings.Contains(text, "Person 0") {
		t.Errorf("want the person's own gap, without a number:\n%s", text)
	}
}

// A use ends by its mark, by the erasure of what it used, or by its block; until
// one of them is known for every record, it has not ended.
func TestUsesEnd(t *testing.T) {
	t.Parallel()
	item := func(collection string, fate varsam.Fate) plan.Item {
		return located("mail", collection, varsam.TextOf(collection), varsam.Own, varsam.Decision{Fate: fate, Stops: []varsam.Use{"newsletter"}})
	}
	step := func(kind varsam.OpKind, s varsam.StepState, f varsam.Finality) (plan.Step, Outcome) {
		return plan.Step{ID: string(kind), System: "mail", Op: varsam.Operation{Kind: kind, Collection: "members"}, Items: []int{0}},
			Outcome{Step: string(kind), State: s, Finality: f}
	}
	marked := item("members", varsam.Keep)
	marked.Record.Fields = []varsam.Field{{Name: "opted_out", Value: varsam.BoolOf(true)}}
	for name, c := range map[string]struct {
		items []plan.Item
		kind  varsam.OpKind
		state varsam.StepState
		final varsam.Finality
		want  string
	}{
		"erased":       {[]plan.Item{item("members", varsam.Erase)}, varsam.OpErase, varsam.StepVerified, varsam.Gone, "stops.gone"},
		"unchecked":    {[]plan.Item{item("members", varsam.Erase)}, varsam.OpErase, varsam.StepApplied, varsam.InBackups, "stops.gone"},
		"to be erased": {[]plan.Item{item("members", varsam.Erase)}, varsam.OpErase, varsam.StepUnknown, varsam.Gone, "stops.pending"},
		"binned":       {[]plan.Item{item("members", varsam.Erase)}, varsam.OpErase, varsam.StepVerified, varsam.Binned, "stops.pending"},
		"refused":      {[]plan.Item{item("members", varsam.Erase)}, varsam.OpErase, varsam.StepRefused, varsam.Gone, "stops.without"},
		"archived":     {[]plan.Item{item("members", varsam.Erase)}, varsam.OpErase, varsam.StepVerified, varsam.Archived, "stops.without"},
		"one stays":    {[]plan.Item{item("members", varsam.Erase), item("senders", varsam.Keep)}, varsam.OpErase, varsam.StepVerified, varsam.Gone, "stops.without"},
		"marked":       {[]plan.Item{item("members", varsam.Keep)}, varsam.OpStop, varsam.StepVerified, varsam.Stopped, "stops.done"},
		"mark pending": {[]plan.Item{item("members", varsam.Keep)}, varsam.OpStop, varsam.StepUnknown, "", "stops.pending"},
		"mark beside":  {[]plan.Item{item("members", varsam.Keep), item("senders", varsam.Keep)}, varsam.OpStop, varsam.StepVerified, varsam.Stopped, "stops.done"},
		"marked then":  {[]plan.Item{marked}, varsam.OpDetach, varsam.StepVerified, varsam.Blanked, "stops.done"},
		"unmarked":     {[]plan.Item{item("members", varsam.Keep)}, varsam.OpDetach, varsam.StepVerified, varsam.Blanked, "stops.without"},
		"blocked":      {[]plan.Item{item("members", varsam.Restrict)}, varsam.OpRestrict, varsam.StepVerified, varsam.Moved, "stops.blocked"},
		"flagged":      {[]plan.Item{item("members", varsam.Restrict)}, varsam.OpRestrict, varsam.StepVerified, varsam.Flagged, "stops.without"},
		"probed":       {[]plan.Item{item("members", varsam.Restrict)}, varsam.OpRestrict, varsam.StepVerified, varsam.Flagged, "stops.blocked"},
	} {
		in := erasure()
		s, o := step(c.kind, c.state, c.final)
		o.Prevented = name == "probed"
		in.Plan = plan.Plan{Today: in.Plan.Today, Items: c.items, Steps: []plan.Step{s}}
		in.Outcomes = []Outcome{o}
		composer, err := printer(in)
		if err != nil {
			t.Fatal(err)
		}
		uses := composer.endedUses()
		if len(uses) != 1 || uses[0].sentence() != c.want {
			t.Errorf("%s: %+v, want %s", name, uses, c.want)
		}
		open := composer.result(varsam.Erasure, composer.changes()) == resultOpen
		if should := c.want == "stops.without" || c.want == "stops.pending"; open != should {
			t.Errorf("%s: the right is open: %v, want %v", name, open, should)
		}
	}
}

// That a mark outlives the request is said only where one stays: nobody promises
// that erased data cannot come back.
func TestMarksStayOnlyOnWhatStays(t *testing.T) {
	t.Parallel()
	const promise = "ligger märkningen kvar"
	if text := answer(t, erasure()); strings.Contains(text, promise) {
		t.Errorf("the mark went with its record:\n%s", text)
	}
	if text := answer(t, objection()); !strings.Contains(text, promise) {
		t.Errorf("the mark stays and nobody says so:\n%s", text)
	}
}

// Small records of one kind are a table in the copy, with the law they are kept
// by.
func TestCopyShowsSmallRecordsAsATable(t *testing.T) {
	t.Parallel()
	in := years()
	for i := range in.Plan.Items {
		in.Plan.Items[i].Record.Fields = []varsam.Field{num("number", int64(i)), num("customer_id", 311), num("total", int64(17500+i))}
	}
	d, _, err := Copy(in)
	html, plainText := string(keep(t, d, err).HTML), unwrapped(d.Text)
	if n := strings.Count(html, "<td data-label=\"Belopp\">"); n != 9+18 {
		t.Errorf("27 small records make %d rows:\n%s", n, d.Text)
	}
	for _, want := range []string{
		"Invoices (9 poster)", "I alla posterna står: Customer id: 311", "Den sista dagen följer av bokföringslagen 7 kap. 2 §.",
		"- Number: 0; Belopp: 17500; Bevaras till och med: 2033-12-31",
	} {
		if !strings.Contains(plainText, want) {
			t.Errorf("%q is missing:\n%s", want, d.Text)
		}
	}
}

// A person reads the titles of the register, not the names of its tables.
func TestCollectionsHaveTitles(t *testing.T) {
	t.Parallel()
	in := erasure()
	for i := range in.Register.Systems[0].Collections {
		c := &in.Register.Systems[0].Collections[i]
		c.Title = both(map[string]string{"customers": "kundkort", "invoices": "fakturor", "households": "hushåll"}[c.Name], "cards")
	}
	in.Plan.Items[0].Decision.Reasons = []varsam.Reason{varsam.Because(plan.ReasonNeeded, "invoices")}
	for kind, d := range documents(t, in) {
		for _, name := range []string{"customers", "invoices", "households"} {
			if strings.Contains(string(d.Text), name) {
				t.Errorf("%s says %s:\n%s", kind, name, d.Text)
			}
		}
	}
	if text := answer(t, in); !strings.Contains(text, "Kundkort (post 311)") || !strings.Contains(text, "en post i fakturor") {
		t.Errorf("the titles are missing:\n%s", text)
	}
}

// A record that an earlier request moved away is blocked, and has no step to say
// so; any other without a step is not.
func TestBlockedBefore(t *testing.T) {
	t.Parallel()
	in := erasure()
	billing := &in.Register.Systems[0]
	billing.Collections[1].Restrict = &register.Restrict{Move: "restricted_invoices"}
	billing.Collections = append(billing.Collections, register.Collection{Name: "restricted_invoices", End: varsam.Erase})
	in.Plan.Steps, in.Outcomes = nil, nil
	in.Plan.Items = in.Plan.Items[2:3]
	if text := answer(t, in); strings.Contains(text, "är spärrad") {
		t.Errorf("nothing blocks the invoice:\n%s", text)
	}
	in.Plan.Items[0].Record.Ref.Collection = "restricted_invoices"
	if text := answer(t, in); !strings.Contains(text, "och är spärrad för all annan användning") {
		t.Errorf("the invoice was blocked before:\n%s", text)
	}
	in.Plan.Items[0].Record.Ref.Collection = "invoices"
	in.Plan.Items[0].Record.Fields = append(in.Plan.Items[0].Record.Fields, varsam.Field{Name: "locked", Value: varsam.IntOf(1)})
	billing.Collections[1].Restrict = &register.Restrict{Flag: map[string]string{"locked": "true"}}
	if text := answer(t, in); !strings.Contains(text, "och är märkt, men") {
		t.Errorf("the invoice was marked before:\n%s", text)
	}
	billing.Collections[1].Restrict.Flag["locked"] = "2"
	if text := answer(t, in); !strings.Contains(text, "men det är inte bekräftat") {
		t.Errorf("another mark is none:\n%s", text)
	}
	billing.Collections[1].Restrict = nil
	in.Plan.Items[0].Softened = varsam.Erase
	if text := answer(t, in); strings.Contains(text, "men det är inte bekräftat") {
		t.Errorf("what is kept for another record's sake has no block to come:\n%s", text)
	}
}
