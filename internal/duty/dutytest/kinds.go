// Package dutytest has one neglected duty of every kind, for tests that walk all
// kinds by a face of the program: commands, pages, the interface for programs. It
// knows the register of the demo, and nothing of those faces.
package dutytest

import "strings"

// Neglected is a duty that something is wrong with, and what mends it. Days are
// counted from today, as people may write them: "today-30".
type Neglected struct {
	Kind   string
	About  string // "party:mailer"; "staff:{cia}" names a duty of Before
	Facts  map[string]string
	Before []Neglected
	Name   string // what others call it within braces

	Found string // the code of the finding
	Worse Change // makes it wrong, where it was not from the start
	Mends Change
}

// Change are facts to set in a duty of Before by its name, or in the duty itself.
type Change struct {
	Of    string
	Facts map[string]string
}

type facts = map[string]string

// scc is a ground that stands.
var scc = facts{"mechanism": "scc", "module": "2", "annexes": "I II III", "country": "US", "impact": "today-10", "review": "today+300"}

// reviewed is a duty whose day of review has passed.
func reviewed(kind, about string, more facts, day string) Neglected {
	more[day] = "today-1"
	return Neglected{Kind: kind, About: about, Facts: more, Found: "late", Mends: Change{Facts: facts{day: "today+300"}}}
}

func cia() Neglected {
	return Neglected{Name: "cia", Kind: "staff", Facts: facts{"name": "Cia Provsson", "start": "today-500"}}
}

// Permitted are the permissions that let Anna's address be handed to the mailer.
func Permitted() []Neglected {
	yes := func(kind, field, value string) Neglected {
		return Neglected{Kind: kind, Facts: facts{field: value, "recipients": "mailer", "scope": "Bron", "categories": "contact", "from": "today-1", "until": "today+9"}}
	}
	return []Neglected{yes("permission", "who", "anna@example.com"), yes("company-permission", "company", "Kunden AB")}
}

// Kinds are all kinds, neglected. Of the disclosure it has what is around it: it is
// logged by disclosing Anna's address to the mailer for "Bron".
func Kinds() []Neglected {
	return []Neglected{
		{
			Kind: "incident", About: "organisation", Facts: facts{"title": "Fel mottagare", "aware": "now-2h", "role": "controller"}, Found: "incident-notice-runs",
			Mends: Change{Facts: facts{"risk": "none", "notify": "no", "reason": "Krypterat"}},
		},
		reviewed("agreement", "party:mailer", facts{"form": "ours", "signed": "today-400", "clauses": "a b c d e f g h", "document": "binder"}, "review"),
		reviewed("instruction", "party:survey-customers", facts{"given": "today-400", "retention": "yes", "document": "binder"}, "review"),
		reviewed("joint", "party:subcontractor", facts{"signed": "today-400", "essence": "x", "document": "binder"}, "review"),
		reviewed("sub-processor", "party:hosting", facts{"task": "drift", "place": "SE", "listed": "agreement", "since": "today-400"}, "review"),
		{
			Kind: "sub-processor-change", About: "party:hosting", Facts: facts{"change": "add", "effective": "today+90"}, Found: "sub-unannounced",
			Mends: Change{Facts: facts{"announced": "today"}},
		},
		{
			Kind: "objection", About: "party:survey-customers", Facts: facts{"against": "{change}", "came": "today-1"}, Found: "objection-open",
			Before: []Neglected{{Name: "change", Kind: "sub-processor-change", About: "party:hosting", Facts: facts{"change": "add", "effective": "today+90"}}},
			Mends:  Change{Facts: facts{"outcome": "withdrawn", "answered": "today"}},
		},
		reviewed("supplier-list", "party:mailer", facts{"taken": "today-100"}, "again"),
		{
			Kind: "transfer", About: "party:mailer", Facts: facts{"mechanism": "privacy-shield", "country": "US", "review": "today+300"}, Found: "transfer-fallen",
			Mends: Change{Facts: scc},
		},
		{
			Kind: "mechanism", About: "organisation", Facts: facts{"mechanism": "dpf", "fell": "today-3", "decision": "C-703/25 P"}, Found: "mechanism-rests",
			Before: []Neglected{{Name: "transfer", Kind: "transfer", About: "party:mailer", Facts: facts{"mechanism": "dpf", "checked": "today-1", "country": "US"}}},
			Mends:  Change{Of: "transfer", Facts: scc},
		},
		reviewed("permission", "", facts{"who": "anna@example.com", "recipients": "mailer", "scope": "Bron", "categories": "contact", "from": "today-90"}, "until"),
		reviewed("company-permission", "", facts{"company": "Kunden AB", "recipients": "mailer", "scope": "Bron", "categories": "contact", "from": "today-90"}, "until"),
		{
			Kind: "disclosure", About: "party:mailer", Found: "disclosure-abroad",
			Before: append([]Neglected{
				{Name: "agreement", Kind: "agreement", About: "party:mailer", Facts: facts{"form": "ours", "signed": "today-40", "document": "binder"}},
				{Name: "transfer", Kind: "transfer", About: "party:mailer", Facts: scc},
			}, Permitted()...),
			Worse: Change{Of: "transfer", Facts: facts{"mechanism": "privacy-shield"}},
			Mends: Change{Of: "transfer", Facts: facts{"mechanism": "scc"}},
		},
		{
			Kind: "recipient-notice", About: "party:mailer", Facts: facts{"change": "erasure", "asked": "today-1"}, Found: "recipient-untold",
			Mends: Change{Facts: facts{"told": "today", "confirmed": "today"}},
		},
		{
			Kind: "staff", Facts: facts{"name": "Cia Provsson", "start": "today-500", "ends": "today+5"}, Found: "soon",
			Mends: Change{Facts: facts{"ends": "today+300"}},
		},
		{
			Kind: "secrecy", About: "staff:{cia}", Before: []Neglected{cia()}, Facts: facts{"form": "secrecy", "signed": "today-400", "ends": "today+5", "document": "binder"}, Found: "soon",
			Mends: Change{Facts: facts{"ends": "today+300"}},
		},
		reviewed("course", "organisation", facts{"title": "Mejlrutinen"}, "review"),
		{
			Kind: "training", About: "staff:{cia}", Before: []Neglected{cia(), {Name: "course", Kind: "course", Facts: facts{"title": "Mejlrutinen", "every": "12"}}},
			Facts: facts{"course": "{course}", "done": "today-450", "outcome": "passed"}, Found: "training-late",
			Mends: Change{Facts: facts{"done": "today"}},
		},
		reviewed("access-review", "system:crm", facts{"done": "today-400"}, "again"),
		{
			Kind: "access", About: "system:crm", Facts: facts{"who": "Teknikern", "from": "now-48h", "until": "now-24h"}, Found: "access-over",
			Mends: Change{Facts: facts{"removed": "now"}},
		},
		reviewed("measure", "system:crm", facts{"measure": "Tvåfaktor"}, "review"),
		reviewed("screening", "activity:contacts", facts{"criteria": "sensitive", "decided": "today-400"}, "review"),
		reviewed("assessment", "activity:contacts", facts{"description": "x", "necessity": "x", "risks": "x", "measures": "x"}, "review"),
		reviewed("interest-test", "activity:contacts", facts{"interest": "Vårda"}, "review"),
		reviewed("compatibility", "activity:contacts", facts{"old": "vård", "new": "reklam", "outcome": "compatible"}, "review"),
		{
			Kind: "question", About: "activity:contacts", Facts: facts{"asked": "today-40", "by": "today-10"}, Found: "question-unanswered",
			Mends: Change{Facts: facts{"answered": "now", "right": "purpose recipients period"}},
		},
		reviewed("answer", "organisation", facts{"question": "Var ligger data?"}, "review"),
	}
}

// Fill puts ids in the place of names.
func Fill(text string, ids map[string]string) string {
	for name, id := range ids {
		text = strings.ReplaceAll(text, "{"+name+"}", id)
	}
	return text
}
