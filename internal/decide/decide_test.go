package decide_test

import (
	"slices"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/register"
)

func day(s string) varsam.Date {
	d, err := varsam.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func years(n int) varsam.Period { return varsam.Period{Years: n} }

var today = day("2026-11-20")

// interest is a written test that has not run out.
var interest = &register.InterestTest{Interest: varsam.Words{EN: "to defend claims"}, Review: day("2027-06-30")}

// activities are one of each row of the table.
func activities() []register.Activity {
	return []register.Activity{
		{Name: "bookkeeping", Role: varsam.Controller, Basis: register.Basis{Article: varsam.LegalObligation}, Keep: register.Keep{Law: "SE-BFL"}, Needs: []varsam.Category{"person.name", "payment"}},
		{Name: "care", Role: varsam.Controller, Basis: register.Basis{Article: varsam.Contract}, Keep: register.Keep{While: "relation"}, Needs: []varsam.Category{"person.name", "contact"}},
		{Name: "claims", Role: varsam.Controller, Basis: register.Basis{Article: varsam.LegitimateInterest, Interest: interest}, Keep: register.Keep{Law: "SE-PRESK"}, Needs: []varsam.Category{"person.name"}},
		{Name: "club", Role: varsam.Controller, Basis: register.Basis{Article: varsam.Contract}, Keep: register.Keep{Period: years(2)}, OnRequest: "end", Needs: []varsam.Category{"person.name"}},
		{Name: "loose-claims", Role: varsam.Controller, Basis: register.Basis{Article: varsam.LegitimateInterest}, Keep: register.Keep{Law: "SE-PRESK"}},
		{Name: "marketing", Role: varsam.Controller, Basis: register.Basis{Article: varsam.LegitimateInterest}, Uses: []varsam.Use{varsam.DirectMarketing}, Keep: register.Keep{Period: years(2)}, Needs: []varsam.Category{"contact.email"}},
		{Name: "network", Role: varsam.Controller, Basis: register.Basis{Article: varsam.LegitimateInterest}, Uses: []varsam.Use{"profiling"}, Keep: register.Keep{Period: years(2)}, Needs: []varsam.Category{"contact"}},
		{Name: "newsletter", Role: varsam.Controller, Basis: register.Basis{Article: varsam.Consent}, Uses: []varsam.Use{"newsletter"}, Keep: register.Keep{While: "consent"}, Needs: []varsam.Category{"contact.email"}},
		{Name: "rescue", Role: varsam.Controller, Basis: register.Basis{Article: varsam.VitalInterest}, Keep: register.Keep{Period: years(2)}},
		{Name: "sketch", Role: varsam.Controller, Basis: register.Basis{Article: varsam.Contract}, Keep: register.Keep{Period: years(2)}, Draft: true},
		{Name: "survey", Role: varsam.Processor, Party: "acme", Basis: register.Basis{Article: varsam.Contract}, Keep: register.Keep{Period: years(2)}},
		{Name: "survey-ordered", Role: varsam.Processor, Party: "acme", Basis: register.Basis{Article: varsam.Contract}, Keep: register.Keep{Period: years(2)}, Instruction: &register.RetentionOrder{Document: "d1"}},
		{Name: "tasks", Role: varsam.Controller, Basis: register.Basis{Article: varsam.PublicTask}, Keep: register.Keep{Period: years(2)}},
		{Name: "whistle", Role: varsam.Controller, Basis: register.Basis{Article: varsam.LegalObligation}, Keep: register.Keep{Law: "SE-VISSEL"}},
		{Name: "window", Role: varsam.Controller, Basis: register.Basis{Article: varsam.Contract}, Keep: register.Keep{Earliest: years(1), Latest: years(3)}},
	}
}

// carries are how each activity reads the one test collection.
func carry(name string) register.Carry {
	c := register.Carry{Activity: name, From: "made"}
	switch name {
	case "care":
		c.From = "ended"
	case "newsletter":
		c = register.Carry{Activity: name, Consent: &register.Consent{Given: "given", Withdrawn: "withdrawn"}}
	}
	return c
}

func collection(carries ...register.Carry) register.Collection {
	return register.Collection{
		Name: "people", Person: []register.Link{{Self: true}}, End: varsam.Erase, CarriedBy: carries,
		Fields: []register.Field{
			{Name: "id", Data: "id.person"},
			{Name: "name", Data: "person.name"},
			{Name: "email", Data: "contact.email", Identifies: varsam.Email},
			{Name: "phone", Data: "contact.phone", Identifies: varsam.Phone},
			{Name: "note", Data: "communication.note", Text: true},
			{Name: "no_ads", Stop: &register.Stop{Use: varsam.DirectMarketing, Set: "true"}},
		},
	}
}

func registerOf(c register.Collection) *register.Register {
	return &register.Register{
		Organisation: register.Organisation{Country: "SE", Zone: "Europe/Stockholm", FiscalYear: "01-01"},
		Systems:      []register.System{{Name: "crm", Zone: "Europe/Stockholm", Collections: []register.Collection{c}}},
		Activities:   activities(),
	}
}

// record is one person's own record with the given fields.
func record(fields ...varsam.Field) varsam.Located {
	all := append([]varsam.Field{{Name: "id", Value: varsam.IntOf(7)}}, fields...)
	for _, name := range []string{"name", "email", "phone", "note"} {
		all = append(all, varsam.Field{Name: name, Value: varsam.TextOf("x")})
	}
	return varsam.Located{
		Record:    varsam.Record{Ref: varsam.Ref{System: "crm", Collection: "people", Key: []varsam.Value{varsam.IntOf(7)}}, Fields: all},
		Ownership: varsam.Own, Persons: []int{0},
	}
}

func on(name, date string) varsam.Field {
	return varsam.Field{Name: name, Value: varsam.DayOf(day(date))}
}

func null(name string) varsam.Field { return varsam.Field{Name: name} }

type world struct {
	carries []string
	fields  []varsam.Field
	asks    []decide.Ask
	holds   []decide.Hold
	change  func(*register.Collection, *varsam.Located)
}

func (w world) decide() varsam.Decision {
	var carries []register.Carry
	for _, name := range w.carries {
		carries = append(carries, carry(name))
	}
	c, l := collection(carries...), record(w.fields...)
	if w.change != nil {
		w.change(&c, &l)
	}
	return decide.Decide(decide.Question{Register: registerOf(c), Today: today, Asks: w.asks, Holds: w.holds}, l)
}

func ask(r varsam.Right) []decide.Ask { return []decide.Ask{{Person: 0, Right: r}} }

func ruled(r varsam.Right, activity string, ruling decide.Ruling) []decide.Ask {
	return []decide.Ask{{Person: 0, Right: r, Rulings: map[string]decide.Ruling{activity: ruling}}}
}

func TestByTime(t *testing.T) {
	t.Parallel()
	withdrawn := []varsam.Field{on("given", "2025-01-01"), on("withdrawn", "2026-01-01")}
	for name, tc := range map[string]struct {
		world
		fate  varsam.Fate
		until string
		code  string
	}{
		"a relation lasts":               {world{carries: []string{"care"}, fields: []varsam.Field{null("ended")}}, varsam.Keep, "", decide.ReasonCarried},
		"a relation has ended":           {world{carries: []string{"care"}, fields: []varsam.Field{on("ended", "2026-11-19")}}, varsam.Erase, "", decide.ReasonErase},
		"the last day is inclusive":      {world{carries: []string{"care"}, fields: []varsam.Field{on("ended", "2026-11-20")}}, varsam.Keep, "2026-11-20", decide.ReasonCarriedUntil},
		"a period runs":                  {world{carries: []string{"club"}, fields: []varsam.Field{on("made", "2024-11-20")}}, varsam.Keep, "2026-11-20", decide.ReasonCarriedUntil},
		"a period has run out":           {world{carries: []string{"club"}, fields: []varsam.Field{on("made", "2024-11-19")}}, varsam.Erase, "", decide.ReasonEnded},
		"books are blocked":              {world{carries: []string{"bookkeeping"}, fields: []varsam.Field{on("made", "2026-03-01")}}, varsam.Restrict, "2033-12-31", decide.ReasonBlockedUntil},
		"books are gone":                 {world{carries: []string{"bookkeeping"}, fields: []varsam.Field{on("made", "2018-12-31")}}, varsam.Erase, "", decide.ReasonEndedByLaw},
		"a documented claim":             {world{carries: []string{"claims"}, fields: []varsam.Field{on("made", "2020-01-01")}}, varsam.Restrict, "2030-01-01", decide.ReasonClaim},
		"a claim on nothing":             {world{carries: []string{"loose-claims"}, fields: []varsam.Field{on("made", "2020-01-01")}}, varsam.Review, "2030-01-01", decide.ProblemClaim},
		"a claim on nothing, run out":    {world{carries: []string{"loose-claims"}, fields: []varsam.Field{on("made", "2010-01-01")}}, varsam.Erase, "", decide.ReasonErase},
		"no trigger":                     {world{carries: []string{"club"}, fields: []varsam.Field{null("made")}}, varsam.Review, "", decide.ProblemMissing},
		"a trigger that is no date":      {world{carries: []string{"club"}, fields: []varsam.Field{{Name: "made", Value: varsam.TextOf("soon")}}}, varsam.Review, "", decide.ProblemUnreadable},
		"a trigger before 1900":          {world{carries: []string{"club"}, fields: []varsam.Field{on("made", "1899-12-31")}}, varsam.Review, "", decide.ProblemAbsurd},
		"a trigger far ahead":            {world{carries: []string{"club"}, fields: []varsam.Field{on("made", "9999-12-31")}}, varsam.Review, "", decide.ProblemAbsurd},
		"no trigger, but still carried":  {world{carries: []string{"care", "club"}, fields: []varsam.Field{null("ended"), null("made")}}, varsam.Keep, "", decide.ProblemMissing},
		"no trigger, and a duty":         {world{carries: []string{"bookkeeping", "care", "network"}, fields: []varsam.Field{on("made", "1850-01-01"), on("ended", "2020-01-01")}}, varsam.Review, "", decide.ProblemAbsurd},
		"a consent":                      {world{carries: []string{"newsletter"}, fields: []varsam.Field{on("given", "2025-01-01")}}, varsam.Keep, "", decide.ReasonCarried},
		"a consent nobody gave":          {world{carries: []string{"newsletter"}, fields: []varsam.Field{null("given")}}, varsam.Review, "", decide.ReasonNoGround},
		"a consent withdrawn":            {world{carries: []string{"newsletter"}, fields: withdrawn}, varsam.Erase, "", decide.ReasonWithdrawn},
		"nothing carries it":             {world{}, varsam.Review, "", decide.ReasonNoGround},
		"a draft activity":               {world{carries: []string{"sketch"}, fields: []varsam.Field{on("made", "2010-01-01")}}, varsam.Review, "", decide.ProblemDraft},
		"an unknown activity":            {world{carries: []string{"nonesuch"}, fields: []varsam.Field{on("made", "2010-01-01")}}, varsam.Review, "", decide.ProblemActivity},
		"inside the window's first part": {world{carries: []string{"window"}, fields: []varsam.Field{on("made", "2026-01-01")}}, varsam.Keep, "2027-01-01", decide.ReasonCarriedUntil},
		"between first and last":         {world{carries: []string{"window"}, fields: []varsam.Field{on("made", "2024-11-01")}}, varsam.Erase, "", decide.ReasonErase},
		"a limit caps a purpose":         {world{carries: []string{"care", "window"}, fields: []varsam.Field{null("ended"), on("made", "2023-01-01")}}, varsam.Erase, "", decide.ReasonEndedByLimit},
		"a limit to come":                {world{carries: []string{"care", "window"}, fields: []varsam.Field{null("ended"), on("made", "2024-01-01")}}, varsam.Keep, "2027-01-01", decide.ReasonCarriedUntil},
		"a limit against a duty":         {world{carries: []string{"bookkeeping", "window"}, fields: []varsam.Field{on("made", "2023-01-01")}}, varsam.Review, "", decide.ReasonLimitAgainstDuty},
		"a statute's limit":              {world{carries: []string{"whistle"}, fields: []varsam.Field{on("made", "2024-11-20")}}, varsam.Keep, "2026-11-20", decide.ReasonCarriedUntil},
		"past a statute's limit":         {world{carries: []string{"whistle"}, fields: []varsam.Field{on("made", "2024-11-19")}}, varsam.Erase, "", decide.ReasonErase},
		"a controller has not said":      {world{carries: []string{"survey"}, fields: []varsam.Field{on("made", "2010-01-01")}}, varsam.Forward, "", decide.ReasonForward},
		"a controller's order":           {world{carries: []string{"survey-ordered"}, fields: []varsam.Field{on("made", "2010-01-01")}}, varsam.Erase, "", decide.ReasonErase},
		"a hold": {world{
			carries: []string{"club"}, fields: []varsam.Field{on("made", "2010-01-01")},
			holds: []decide.Hold{{Kind: decide.HoldStop, System: "crm", Review: day("2027-01-01")}},
		}, varsam.Restrict, "", decide.ReasonHeld},
		"a hold elsewhere": {world{
			carries: []string{"club"}, fields: []varsam.Field{on("made", "2010-01-01")},
			holds: []decide.Hold{{Kind: decide.HoldStop, System: "erp"}},
		}, varsam.Erase, "", decide.ReasonErase},
		"no end": {world{
			carries: []string{"club"}, fields: []varsam.Field{on("made", "2010-01-01")},
			change: func(c *register.Collection, _ *varsam.Located) { c.End = "" },
		}, varsam.Review, "", decide.ReasonNoEnd},
		"a draft collection": {
			world{carries: []string{"care"}, change: func(c *register.Collection, _ *varsam.Located) { c.Draft = true }},
			varsam.Review, "", decide.ReasonDraft,
		},
		"through a reference": {world{change: func(c *register.Collection, l *varsam.Located) {
			c.CarriedBy = []register.Carry{{Activity: "club", From: "project_id.ended_on"}}
			l.Related = []varsam.Field{on("project_id.ended_on", "2020-01-01")}
		}}, varsam.Erase, "", decide.ReasonEnded},
		"an until column": {world{fields: []varsam.Field{on("keep_to", "2027-01-01")}, change: func(c *register.Collection, _ *varsam.Located) {
			c.CarriedBy = []register.Carry{{Activity: "care", Until: "keep_to"}}
		}}, varsam.Keep, "2027-01-01", decide.ReasonCarriedUntil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, tc.decide(), tc.fate, tc.until, tc.code)
		})
	}
}

func check(t *testing.T, got varsam.Decision, fate varsam.Fate, until, code string) {
	t.Helper()
	if got.Fate != fate || got.Until.String() != until {
		t.Errorf("fate %s until %q, want %s until %q; reasons %v", got.Fate, got.Until, fate, until, got.Reasons)
	}
	if code != "" && !slices.ContainsFunc(got.Reasons, func(r varsam.Reason) bool { return r.Code == code }) {
		t.Errorf("no reason %s among %v", code, got.Reasons)
	}
}

// TestRights is the table of DESIGN section 2, cell by cell.
func TestRights(t *testing.T) {
	t.Parallel()
	alive := []varsam.Field{on("made", "2026-01-01"), null("ended"), on("given", "2026-01-01")}
	upheld, compelling := decide.Ruling{Upheld: true}, decide.Ruling{Grounds: "safety"}
	for name, tc := range map[string]struct {
		activity string
		asks     []decide.Ask
		fate     varsam.Fate
		code     string
	}{
		"consent, erasure":               {"newsletter", ask(varsam.Erasure), varsam.Erase, decide.ReasonErasureWithdraws},
		"consent, objection":             {"newsletter", ask(varsam.Objection), varsam.Erase, decide.ReasonObjectionWithdraws},
		"consent, withdrawal":            {"newsletter", ask(varsam.Withdrawal), varsam.Erase, decide.ReasonWithdrawn},
		"contract, erasure":              {"care", ask(varsam.Erasure), varsam.Keep, decide.ReasonContractStays},
		"contract, objection":            {"care", ask(varsam.Objection), varsam.Keep, decide.ReasonNoObjection},
		"contract, withdrawal":           {"care", ask(varsam.Withdrawal), varsam.Keep, decide.ReasonCarried},
		"law, erasure":                   {"bookkeeping", ask(varsam.Erasure), varsam.Restrict, decide.ReasonDutyStays},
		"law, objection":                 {"bookkeeping", ask(varsam.Objection), varsam.Restrict, decide.ReasonNoObjection},
		"marketing, erasure":             {"marketing", ask(varsam.Erasure), varsam.Erase, decide.ReasonMarketingEnded},
		"marketing, objection":           {"marketing", ask(varsam.Objection), varsam.Erase, decide.ReasonMarketingEnded},
		"marketing, withdrawal":          {"marketing", ask(varsam.Withdrawal), varsam.Keep, decide.ReasonCarriedUntil},
		"interest, erasure":              {"network", ask(varsam.Erasure), varsam.Restrict, decide.ReasonUnderTest},
		"interest, objection":            {"network", ask(varsam.Objection), varsam.Restrict, decide.ReasonUnderTest},
		"interest, upheld":               {"network", ruled(varsam.Erasure, "network", upheld), varsam.Erase, decide.ReasonObjectionUpheld},
		"interest, compelling grounds":   {"network", ruled(varsam.Objection, "network", compelling), varsam.Keep, decide.ReasonObjectionRefused},
		"interest, a ruling of nothing":  {"network", ruled(varsam.Objection, "network", decide.Ruling{}), varsam.Restrict, decide.ReasonUnderTest},
		"task, erasure":                  {"tasks", ask(varsam.Erasure), varsam.Keep, decide.ReasonTaskStays},
		"task, objection":                {"tasks", ask(varsam.Objection), varsam.Restrict, decide.ReasonUnderTest},
		"task, erasure and objection":    {"tasks", append(ask(varsam.Erasure), ruled(varsam.Objection, "tasks", upheld)...), varsam.Erase, decide.ReasonObjectionUpheld},
		"claim, erasure":                 {"claims", ask(varsam.Erasure), varsam.Restrict, decide.ReasonClaimStays},
		"claim, objection":               {"claims", ask(varsam.Objection), varsam.Restrict, decide.ReasonClaimStays},
		"claim without a document":       {"loose-claims", ask(varsam.Erasure), varsam.Review, decide.ProblemClaim},
		"claim documented by a ruling":   {"loose-claims", ruled(varsam.Erasure, "loose-claims", decide.Ruling{Grounds: "suit", Review: day("2027-01-01")}), varsam.Restrict, decide.ReasonClaimStays},
		"vital interest, erasure":        {"rescue", ask(varsam.Erasure), varsam.Review, decide.ProblemVital},
		"vital interest, objection":      {"rescue", ask(varsam.Objection), varsam.Review, decide.ProblemVital},
		"more than the law":              {"club", ask(varsam.Erasure), varsam.Erase, decide.ReasonPromised},
		"narrowed away":                  {"newsletter", []decide.Ask{{Right: varsam.Withdrawal, Activities: []string{"network"}}}, varsam.Keep, ""},
		"another use":                    {"newsletter", []decide.Ask{{Right: varsam.Withdrawal, Uses: []varsam.Use{"profiling"}}}, varsam.Keep, ""},
		"somebody else asks":             {"newsletter", []decide.Ask{{Person: 1, Right: varsam.Erasure}}, varsam.Keep, ""},
		"everyone asks":                  {"newsletter", []decide.Ask{{Person: decide.Everyone, Right: varsam.Erasure}}, varsam.Erase, ""},
		"restriction":                    {"care", []decide.Ask{{Right: varsam.RestrictionOf, Article: "a"}}, varsam.Restrict, decide.ReasonRestricted},
		"restriction against erasure":    {"newsletter", []decide.Ask{{Right: varsam.RestrictionOf, Article: "b"}, {Right: varsam.Erasure}}, varsam.Restrict, decide.ReasonRestricted},
		"processor, own request":         {"survey", ask(varsam.Erasure), varsam.Forward, decide.ReasonForward},
		"processor, access":              {"survey-ordered", ask(varsam.Access), varsam.Forward, decide.ReasonForward},
		"processor, instruction":         {"survey", []decide.Ask{{Right: varsam.Instruction, Party: "acme"}}, varsam.Erase, decide.ReasonInstructed},
		"processor, another's word":      {"survey", []decide.Ask{{Right: varsam.Instruction, Party: "bolt"}}, varsam.Forward, ""},
		"controller, an instruction":     {"care", []decide.Ask{{Right: varsam.Instruction, Party: "acme"}}, varsam.Keep, ""},
		"drafts end by nobody's choice":  {"sketch", ask(varsam.Erasure), varsam.Review, decide.ProblemDraft},
		"access never culls on the side": {"care", ask(varsam.Access), varsam.Keep, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := world{carries: []string{tc.activity}, fields: alive, asks: tc.asks}
			got := w.decide()
			check(t, got, tc.fate, got.Until.String(), tc.code)
		})
	}
}
