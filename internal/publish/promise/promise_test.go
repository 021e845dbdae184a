package promise

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/retention"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func day(text string) varsam.Date {
	d, err := varsam.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

const base = `organisation: acme
format: 1
country: SE
zone: Europe/Stockholm
contact: {email: post@acme.example}
`

// one judges a single statement with one control.
func one(t testing.TB, control string, e Evidence) Judged {
	t.Helper()
	reg := load(t, "statements: [{id: A, text: {sv: Vi är noga., en: We take care.}, kept_by: "+control+"}]\n")
	if e.InForce.Digest == "this" {
		e.InForce.Digest = reg.Digest
	}
	return Judge(reg, e, now)[0]
}

func load(t testing.TB, statements string) *register.Register {
	t.Helper()
	return loadWith(t, statements, nil)
}

// loadWith has other files, too, or others of the same name.
func loadWith(t testing.TB, statements string, others map[string]string) *register.Register {
	t.Helper()
	files := fstest.MapFS{
		"organisation.yaml": {Data: []byte(base)},
		"crm.yaml":          {Data: []byte(contacts("{activity: care, from: seen_on}"))},
		"care.yaml":         {Data: []byte("activity: care\ntitle: {en: Care}\npurpose: {en: Care}\nbasis: {article: 6.1.b}\nsubjects: [customer]\nneeds: [behaviour]\nkeep: {period: 2 years}\n")},
		"mailer.yaml":       {Data: []byte("party: mailer\nkind: processor\ncountry: US\ntitle: {sv: Mailbolaget, en: The mailer}\nagreement: {signed: 2025-01-01}\ntransfer: {mechanism: scc, module: \"2\"}\n")},
		"said.yaml":         {Data: []byte(statements)},
	}
	for name, text := range others {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	reg, faults, err := register.Load(files)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	return reg
}

// run is one with a single rule for the contacts.
func run(id, on string, state retention.RuleState, due, done int64) retention.Run {
	return retention.Run{ID: id, Day: day(on), State: retention.Done, Rules: []retention.Planned{{
		Rule: retention.Rule{System: "crm", Collection: "contacts", Action: varsam.OpErase}, State: state, Due: due, Frozen: due, Done: done,
	}}}
}

func TestControls(t *testing.T) {
	t.Parallel()
	erased := func(answered, legal string, verified bool) request.Request {
		r := request.Request{ID: "r1", Rights: []varsam.Right{varsam.Erasure}, Legal: day(legal)}
		if answered != "" {
			r.Answered = day(answered).Start(time.UTC).Add(12 * time.Hour)
		}
		if verified {
			r.Verified = now
		}
		return r
	}
	pushed := Version{Digest: "this", At: now}
	for name, c := range map[string]struct {
		control string
		with    Evidence
		state   State
		code    string
	}{
		"nothing ran":             {"{cull: crm.contacts}", Evidence{}, NotShown, ReasonNeverRan},
		"ran on nothing":          {"{cull: crm.contacts}", Evidence{Runs: []retention.Run{run("a", "2026-11-19", retention.RuleNothing, 0, 0)}}, NotShown, ReasonRanOnNone},
		"ran":                     {"{cull: crm.contacts}", Evidence{Runs: []retention.Run{run("a", "2026-11-19", retention.RuleDone, 7, 7)}}, Kept, ReasonCulled},
		"an older run did it":     {"{cull: crm}", Evidence{Runs: []retention.Run{run("b", "2026-11-19", retention.RuleNothing, 0, 0), run("a", "2026-10-19", retention.RuleDone, 7, 7)}}, Kept, ReasonCulled},
		"overdue":                 {"{activity: care}", Evidence{Runs: []retention.Run{run("a", "2026-11-19", retention.RuleWaiting, 7, 0)}}, Broken, ReasonOverdue},
		"half done":               {"{cull: crm.contacts}", Evidence{Runs: []retention.Run{run("a", "2026-11-19", retention.RuleDone, 7, 5)}}, Broken, ReasonOverdue},
		"stopped long ago":        {"{cull: crm.contacts}", Evidence{Runs: []retention.Run{run("a", "2026-09-01", retention.RuleDone, 7, 7)}}, Broken, ReasonStale},
		"allowed to be older":     {"{cull: crm.contacts, within: 1 year}", Evidence{Runs: []retention.Run{run("a", "2026-09-01", retention.RuleDone, 7, 7)}}, Kept, ReasonCulled},
		"nobody asked":            {"{request: erasure}", Evidence{}, NotShown, ReasonNoneAsked},
		"another right":           {"{request: access}", Evidence{Requests: []request.Request{erased("2026-11-01", "2026-11-05", true)}}, NotShown, ReasonNoneAsked},
		"answered":                {"{request: erasure}", Evidence{Requests: []request.Request{erased("2026-11-01", "2026-11-05", true)}}, Kept, ReasonAnswered},
		"not verified":            {"{request: erasure}", Evidence{Requests: []request.Request{erased("2026-11-01", "2026-11-05", false)}}, NotShown, ReasonNotVerified},
		"answered late":           {"{request: erasure}", Evidence{Requests: []request.Request{erased("2026-11-07", "2026-11-05", true)}}, Broken, ReasonAnswerLate},
		"past its day":            {"{request: erasure}", Evidence{Requests: []request.Request{erased("", "2026-11-05", false), erased("2026-11-01", "2026-11-05", true)}}, Broken, ReasonPastDay},
		"in force":                {"{register: contact}", Evidence{InForce: pushed}, Kept, ReasonInForce},
		"not in force":            {"{register: contact}", Evidence{InForce: Version{Digest: "another"}}, NotShown, ReasonNotInForce},
		"nothing of the kind":     {"{register: restriction}", Evidence{InForce: pushed}, NotShown, ReasonNothingSuch},
		"findings against it":     {"{register: measures}", Evidence{InForce: pushed}, Broken, ReasonFindings},
		"not about what it is of": {"{register: agreements, of: mailer}", Evidence{InForce: pushed}, Kept, ReasonInForce},
		"outside, though allowed": {"{register: eea}", Evidence{InForce: pushed}, Broken, ReasonFindings},
		"transfers are in order":  {"{register: transfers}", Evidence{InForce: pushed}, Kept, ReasonInForce},
		"never looked":            {"{discovery: true}", Evidence{}, NotShown, ReasonNeverLooked},
		"looked":                  {"{discovery: true}", Evidence{Discovery: &Discovery{Day: day("2026-11-01"), Complete: true, Read: 4}}, Kept, ReasonLooked},
		"found something":         {"{discovery: true}", Evidence{Discovery: &Discovery{Day: day("2026-11-01"), Complete: true, Read: 4, Open: 2}}, Broken, ReasonUndeclared},
		"nobody erased":           {"{watch: true}", Evidence{Watch: Watch{Looked: now}}, NotShown, ReasonNoneErased},
		"nobody back":             {"{watch: true}", Evidence{Watch: Watch{Watched: 2, Looked: now}}, Kept, ReasonNobodyBack},
		"somebody back":           {"{watch: true}", Evidence{Watch: Watch{Watched: 2, Back: 1, Looked: now}}, Broken, ReasonBack},
		"mailboxes unread":        {"{routine: crm}", Evidence{}, NotShown, ReasonRoutineUnrun},
		"mailboxes done":          {"{routine: crm}", Evidence{Routines: map[string]FollowUp{"crm": {Month: day("2026-11-01"), Accounts: 2, Done: 2, Complete: true}}}, Kept, ReasonRoutineDone},
		"mails left":              {"{routine: crm}", Evidence{Routines: map[string]FollowUp{"crm": {Accounts: 2, Done: 1, Overdue: 9, Complete: true}}}, Broken, ReasonRoutineOpen},
		"mails unread":            {"{mails: crm}", Evidence{}, NotShown, ReasonRoutineUnrun},
		"nothing was sent":        {"{mails: crm}", Evidence{Routines: map[string]FollowUp{"crm": {Complete: true}}}, NotShown, ReasonMailsNone},
		"not all could be read":   {"{mails: crm}", Evidence{Routines: map[string]FollowUp{"crm": {Sent: 5}}}, NotShown, ReasonMailsNone},
		"nothing unwise was sent": {"{mails: crm}", Evidence{Routines: map[string]FollowUp{"crm": {Complete: true, Sent: 5}}}, Kept, ReasonMailsWise},
		"something was":           {"{mails: crm}", Evidence{Routines: map[string]FollowUp{"crm": {Sent: 5, Unwise: 1}}}, Broken, ReasonMailsUnwise},
		"a document":              {"{document: {name: iso.pdf, dated: 2026-01-01}}", Evidence{}, Kept, ReasonDocument},
		"an old document":         {"{document: {name: iso.pdf, dated: 2024-01-01}}", Evidence{}, Broken, ReasonDocumentOver},
		"no duties":               {"{duty: training}", Evidence{}, NotShown, ReasonNoDuties},
		"no such duty":            {"{duty: dancing}", Evidence{}, NotShown, ReasonNoKind},
	} {
		got := one(t, c.control, c.with)
		if got.State != c.state || len(got.Controls) != 1 || got.Controls[0].Why.Code != c.code {
			t.Errorf("%s: %s %+v, want %s %s", name, got.State, got.Controls, c.state, c.code)
		}
		if (got.State == Kept) != (got.Controls[0].Proof != nil) {
			t.Errorf("%s: the proof is %v", name, got.Controls[0].Proof)
		}
	}
}

func TestAStatementHasTheWorstOfItsControls(t *testing.T) {
	t.Parallel()
	e := Evidence{Runs: []retention.Run{run("a", "2026-11-19", retention.RuleDone, 7, 7)}}
	if got := one(t, "[{cull: crm.contacts}, {request: erasure}]", e); got.State != NotShown {
		t.Errorf("%+v", got)
	}
	if got := one(t, "[]", e); got.State != NotShown || got.Controls[0].Why.Code != ReasonNoControl {
		t.Errorf("%+v", got)
	}
}

func TestStatementsThatCannotBeKept(t *testing.T) {
	t.Parallel()
	for text, instead := range map[string]string{
		"Dina uppgifter lämnar aldrig Sverige.":                         "utom hos Mailbolaget (US)",
		"Vi anlitar inga personuppgiftsbiträden.":                       "Mailbolaget",
		"Vi delar inte uppgifter med någon.":                            "Mailbolaget",
		"Vi sparar aldrig några uppgifter om dig.":                      "(crm)",
		"En kopia av uppgifterna kostar 100 kronor.":                    "gratis",
		"Den som besöker sidan har godkänt att vi behandlar uppgifter.": "frågar vi om särskilt",
		"Vi följer personuppgiftslagen.":                                "dataskyddsförordningen",
		"Vi besvarar din begäran inom 30 dagar.":                        "inom en månad",
		"Dina uppgifter behandlas bara inom EU/EES.":                    "utom hos Mailbolaget (US)",
		"Vi lämnar aldrig ut dina uppgifter till tredje part.":          "Mailbolaget",
		"Vi sparar kontakter i fem år efter senaste kontakt.":           "keep:",
		"Genom att använda tjänsten samtycker du till vår behandling.":  "frågar vi om särskilt",
	} {
		reg := load(t, "statements: [{id: A, text: {sv: "+text+"}, kept_by: {request: erasure}}]\n")
		got := Judge(reg, Evidence{}, now)[0]
		if got.State != Untrue || !strings.Contains(got.Corrected().SV, instead) {
			t.Errorf("%s: %s, %q", text, got.State, got.Corrected().SV)
		}
	}
}

func TestTwoStatementsAgainstEachOther(t *testing.T) {
	t.Parallel()
	reg := load(t, `statements:
  - {id: ALL, text: {en: When you leave we erase all your data.}}
  - {id: BOOKS, text: {en: Invoices are kept for seven years after the end of the calendar year.}}
`)
	got := Judge(reg, Evidence{}, now)
	if got[0].State != Untrue || got[0].Untrue[0].Code != "erase-all-contradicted" {
		t.Errorf("%+v", got[0])
	}
}

// TestTimesThatDisagree: what is said of a time is held against the rule, against
// what else keeps the same records, and against the other statements.
func TestTimesThatDisagree(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files     map[string]string
		statement string
		code      string // none when it is empty
		instead   string
	}{
		"the rule's own":   {nil, "- {id: A, text: {sv: Kontakter gallras två år efter senaste kontakt.}, kept_by: {cull: crm.contacts}}", "", ""},
		"as many months":   {nil, "- {id: A, text: {en: Contacts are erased 24 months after the last contact.}, kept_by: {cull: crm.contacts}}", "", ""},
		"within a range":   {nil, "- {id: A, text: {en: Contacts are erased 1 to 3 years after the last contact.}, kept_by: {cull: crm.contacts}}", "", ""},
		"another":          {map[string]string{"z.yaml": fiveYears}, "- {id: A, text: {sv: Kontakter gallras fem år efter senaste kontakt.}, kept_by: {cull: crm.contacts}}", "period-not-so", "Care: 2 år"},
		"another activity": {map[string]string{"z.yaml": fiveYears}, "- {id: A, text: {en: Data is erased after five years from the last visit.}, kept_by: {activity: care}}", "period-not-so", "Care: 2 years"},
		"a rule that keeps the same for longer": {
			map[string]string{"z.yaml": fiveYears, "crm.yaml": contacts("{activity: care, from: seen_on}, {activity: claims, from: seen_on}")},
			"- {id: A, text: {sv: Kontakter gallras två år efter senaste kontakt.}, kept_by: {cull: crm.contacts}}", "period-longer", "utom dem som behövs längre – Claims: 5 år",
		},
		"one that keeps some of them for longer": {
			map[string]string{"z.yaml": fiveYears, "crm.yaml": contacts("{activity: care, from: seen_on}, {activity: claims, from: seen_on, when: {seen_on: {'<': 2020-01-01}}}")},
			"- {id: A, text: {sv: Kontakter gallras två år efter senaste kontakt.}, kept_by: {cull: crm.contacts}}", "", "",
		},
		"two statements on one topic": {
			map[string]string{"z.yaml": fiveYears},
			"- {id: A, text: {sv: Kundernas bilder raderas två år efter köpet.}}\n  - {id: B, text: {sv: Bilder av kunder raderas fem år efter köpet.}}", "period-contradicted", "i 2 år",
		},
		"two statements on one control": {
			map[string]string{"z.yaml": fiveYears},
			"- {id: A, text: {sv: Allt raderas fem år efter senaste kontakt.}, kept_by: {cull: crm.contacts}}\n  - {id: B, text: {sv: Medlemmar raderas två år efter senaste kontakt.}, kept_by: {cull: crm.contacts}}", "period-contradicted", "Care: 2 år",
		},
		"two statements, of which the rule bears out one": {
			map[string]string{"z.yaml": fiveYears},
			"- {id: A, text: {sv: Kontakter gallras två år efter senaste kontakt.}, kept_by: {cull: crm.contacts}}\n  - {id: B, text: {sv: Kontakter gallras fem år efter senaste kontakt.}, kept_by: {cull: crm.contacts}}", "", "",
		},
		"two topics": {
			map[string]string{"z.yaml": fiveYears},
			"- {id: A, text: {sv: Kundernas bilder raderas två år efter köpet.}}\n  - {id: B, text: {sv: Kundernas bokningar raderas fem år efter besöket.}}", "", "",
		},
		"the same time in other words": {
			nil, "- {id: A, text: {sv: Kundernas bilder raderas två år efter köpet.}}\n  - {id: B, text: {sv: Bilder av kunder raderas 24 månader efter köpet.}}", "", "",
		},
	} {
		got := Judge(loadWith(t, "statements:\n  "+c.statement+"\n", c.files), Evidence{}, now)[0]
		switch {
		case c.code == "" && got.State == Untrue:
			t.Errorf("%s: %+v", name, got.Untrue)
		case c.code != "" && (got.State != Untrue || !holds(got.Untrue, c.code)):
			t.Errorf("%s: %s %+v, want %s", name, got.State, got.Untrue, c.code)
		case c.code != "" && !strings.Contains(got.Corrected().SV+got.Corrected().EN, c.instead):
			t.Errorf("%s: %+v, want %s", name, got.Corrected(), c.instead)
		}
	}
}

const fiveYears = "activity: claims\ntitle: {en: Claims}\npurpose: {en: Claims}\nbasis: {article: 6.1.b}\nsubjects: [customer]\nneeds: [behaviour]\nkeep: {period: 5 years}\n"

func contacts(carried string) string {
	return "system: crm\nconnector: sqlite\ncountry: SE\naccess: [sales]\ncollections:\n  contacts:\n    person: self\n    carried_by: [" + carried + "]\n    fields: {seen_on: behaviour}\n    end: erase\n"
}

// More evidence of records left never makes a statement better.
func TestMoreOverdueIsNeverBetter(t *testing.T) {
	t.Parallel()
	reg := load(t, "statements: [{id: A, text: {en: We take care.}, kept_by: {cull: crm.contacts}}]\n")
	rapid.Check(t, func(t *rapid.T) {
		due, done := rapid.Int64Range(0, 5).Draw(t, "due"), rapid.Int64Range(0, 5).Draw(t, "done")
		states := rapid.SampledFrom([]retention.RuleState{retention.RuleDone, retention.RuleNothing, retention.RuleRunning})
		state := states.Draw(t, "state")
		of := func(due int64) State {
			return Judge(reg, Evidence{Runs: []retention.Run{run("a", "2026-11-19", state, due, done)}}, now)[0].State
		}
		if order[of(due+1)] < order[of(due)] {
			t.Fatalf("%s with %d due, %s with one more", of(due), due, of(due+1))
		}
	})
}
