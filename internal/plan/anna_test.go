package plan_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
)

// consultancy is the organisation of the design's example.
func consultancy() (*register.Register, map[string]varsam.Catalogue) {
	carry := func(activity, from string) []register.Carry {
		return []register.Carry{{Activity: activity, From: from}}
	}
	self, text := []register.Link{{Self: true}}, []register.Field{{Name: "email", Data: "contact.email", Identifies: varsam.Email}, {Name: "text", Data: "communication.note", Text: true}}
	system := func(name, connector string, collections ...register.Collection) register.System {
		return register.System{Name: name, Connector: connector, Zone: "Europe/Stockholm", Owner: name + "-owner", Collections: collections}
	}
	reg := &register.Register{
		Digest:       "d1",
		Organisation: register.Organisation{Country: "SE", Zone: "Europe/Stockholm", FiscalYear: "01-01"},
		Activities: []register.Activity{
			{Name: "bookkeeping", Basis: register.Basis{Article: varsam.LegalObligation}, Keep: register.Keep{Law: "SE-BFL"}, Needs: []varsam.Category{"person.name", "contact.address", "payment"}},
			{Name: "case", Basis: register.Basis{Article: varsam.Contract}, Keep: register.Keep{While: "case"}},
			{Name: "claims", Basis: register.Basis{Article: varsam.LegitimateInterest}, Keep: register.Keep{Law: "SE-PRESK"}},
			{Name: "customers", Basis: register.Basis{Article: varsam.LegitimateInterest}, Keep: register.Keep{Period: varsam.Period{Years: 3}}, Needs: []varsam.Category{"person.name", "contact"}},
			{Name: "inbox", Basis: register.Basis{Article: varsam.LegitimateInterest}, Keep: register.Keep{Period: varsam.Period{Months: 6}}, OnRequest: "end"},
			{Name: "network", Basis: register.Basis{Article: varsam.LegitimateInterest}, Keep: register.Keep{Period: varsam.Period{Years: 3}}},
			{Name: "newsletter", Basis: register.Basis{Article: varsam.Consent}, Uses: []varsam.Use{"newsletter"}, Keep: register.Keep{While: "consent"}},
			{Name: "survey", Role: varsam.Processor, Party: "employer", Basis: register.Basis{Article: varsam.Contract}, Keep: register.Keep{Period: varsam.Period{Years: 1}}},
		},
		Systems: []register.System{
			system("accounting", "sqlite",
				register.Collection{Name: "cards", End: varsam.Erase, Person: self, CarriedBy: carry("customers", "made"), Fields: []register.Field{
					{Name: "name", Data: "person.name"}, {Name: "address", Data: "contact.address"}, {Name: "phone", Data: "contact.phone"}, {Name: "email", Data: "contact.email", Identifies: varsam.Email},
				}},
				register.Collection{
					Name: "invoices", End: varsam.Erase, Person: []register.Link{{Through: []string{"card_id"}, To: "cards"}}, CarriedBy: carry("bookkeeping", "made"),
					Restrict: &register.Restrict{Move: "restricted_invoices"},
				}),
			system("crm", "sqlite",
				register.Collection{Name: "companies", End: varsam.Erase, CarriedBy: carry("network", "made"), Person: []register.Link{{Through: []string{"contact_id"}, To: "contacts", Whose: varsam.Other, Detach: true}}},
				register.Collection{Name: "contacts", End: varsam.Erase, Person: self, CarriedBy: carry("network", "made"), Fields: []register.Field{{Name: "email", Data: "contact.email", Identifies: varsam.Email}}}),
			system("files", "sqlite", register.Collection{Name: "folders", End: varsam.Erase, CarriedBy: carry("claims", "closed"), Fields: text}),
			system("finqr", "assisted"),
			system("mailbox", "sqlite",
				register.Collection{Name: "cases", Source: "case", End: varsam.Erase, Person: self, CarriedBy: carry("case", "closed"), Fields: text},
				register.Collection{Name: "inbox", End: varsam.Erase, Person: self, CarriedBy: carry("inbox", "made"), Fields: text}),
			system("mailing", "sqlite",
				register.Collection{
					Name: "members", End: varsam.Erase, Person: self, Fields: []register.Field{{Name: "email", Data: "contact.email", Identifies: varsam.Email}},
					CarriedBy: []register.Carry{{Activity: "newsletter", Consent: &register.Consent{Given: "given"}}},
				},
				register.Collection{Name: "suppressed", End: varsam.Erase, Person: self, CarriedBy: carry("customers", "made"), Fields: []register.Field{{Name: "stop", Stop: &register.Stop{Use: "newsletter", Set: "true"}}}}),
			system("surveys", "sqlite", register.Collection{Name: "answers", End: varsam.Erase, Person: self, CarriedBy: carry("survey", "made")}),
		},
	}
	table := func(name string, columns ...string) varsam.Collection {
		return varsam.Collection{Name: name, Key: []string{"id"}, Columns: cols(append([]string{"id int!"}, columns...)...)}
	}
	invoices := table("invoices", "card_id int!", "made date")
	invoices.References = []varsam.Reference{fk("card_id", "cards", varsam.NoAction)}
	companies := table("companies", "contact_id int", "made date")
	companies.References = []varsam.Reference{fk("contact_id", "contacts", varsam.NoAction)}
	cat := func(collections ...varsam.Collection) varsam.Catalogue {
		return varsam.Catalogue{Engine: "sqlite 3", Collections: collections}
	}
	return reg, map[string]varsam.Catalogue{
		"accounting": cat(table("cards", "name text", "address text", "phone text", "email text!", "made date"), invoices, table("restricted_invoices", "card_id int", "made date")),
		"crm":        cat(companies, table("contacts", "email text", "made date")),
		"files":      cat(table("folders", "email text", "text text", "closed date")),
		"mailbox":    cat(table("case", "email text", "text text", "closed date"), table("inbox", "email text", "text text", "made date")),
		"mailing":    cat(table("members", "email text", "given date"), table("suppressed", "stop bool", "made date")),
		"surveys":    cat(table("answers", "made date")),
	}
}

// TestAnna: "radera mig", as in the design.
func TestAnna(t *testing.T) {
	t.Parallel()
	reg, cats := consultancy()
	asks := []decide.Ask{{Right: varsam.Erasure, Rulings: map[string]decide.Ruling{
		"network": {Upheld: true, By: "h1"}, "customers": {Upheld: true, By: "h1"},
	}}}
	contact := rec("crm", "contacts", 311, "email", "anna@example.se", "made", day("2026-01-01"))
	folder := own(rec("files", "folders", 1, "email", nil, "text", "Anna was here", "closed", day("2019-06-30")))
	folder.Ownership, folder.Hits = varsam.Mention, []varsam.Hit{{Field: "text", Type: varsam.Email}}
	p := decided(t, reg, cats, asks,
		own(rec("accounting", "invoices", 1042, "card_id", 7, "made", day("2026-03-01"))),
		own(rec("accounting", "cards", 7, "name", "Anna", "address", "Storgatan", "phone", "070", "email", "anna@example.se", "made", day("2026-01-01"))),
		own(contact),
		others(rec("crm", "companies", 5, "contact_id", 311, "made", day("2026-01-01")), contact),
		folder,
		own(rec("mailbox", "inbox", 1, "email", "anna@example.se", "text", "hi", "made", day("2026-10-01"))),
		own(rec("mailbox", "inbox", 2, "email", "anna@example.se", "text", "hi", "made", day("2026-10-02"))),
		own(rec("mailbox", "case", 3, "email", "anna@example.se", "text", "hi", "closed", nil)),
		own(rec("mailing", "members", 9, "email", "anna@example.se", "given", day("2025-01-01"))),
		own(rec("mailing", "suppressed", 9, "stop", nil, "made", day("2030-01-01"))),
		own(rec("surveys", "answers", 4, "made", day("2026-01-01"))),
	)
	same(t, "fates", fates(p), []string{
		"accounting cards 7 restrict 2033-12-31 SE-BFL was erase",
		"accounting invoices 1042 restrict 2033-12-31 SE-BFL",
		"crm companies 5 keep",
		"crm contacts 311 erase",
		"files folders 1 review 2029-06-30 SE-PRESK",
		"mailbox case 3 keep",
		"mailbox inbox 1 erase",
		"mailbox inbox 2 erase",
		"mailing members 9 erase",
		"mailing suppressed 9 erase",
		"surveys answers 4 forward",
	})
	email := ""
	for _, s := range p.Steps {
		if s.Op.Collection == "cards" {
			for _, a := range s.Op.Targets[0].Set {
				if a.Field == "email" {
					email = a.Value.String()
				}
			}
		}
	}
	same(t, "steps", steps(p), []string{
		"s001 finqr erase  by finqr-owner: assisted-system",
		"s002 accounting restrict invoices 1042 to restricted_invoices",
		"s003 crm detach companies 5 contact_id=",
		"s004 accounting restrict cards 7 phone= email=" + email + " after s002",
		"s005 crm erase contacts 311 after s003",
		"s006 mailbox erase inbox 1 2",
		"s007 mailing erase members 9",
		"s008 mailing erase suppressed 9",
	})
	s := p.Summary()
	if len(s.Waits) != 2 || s.Waits[0].System != "files" || s.Waits[1].Owner != "finqr-owner" || len(s.Forward) != 1 || s.Forward[0].Party != "employer" {
		t.Errorf("waits %+v, forward %+v", s.Waits, s.Forward)
	}
	if !slices.Contains(s.Stops, "newsletter") || len(s.Blocked) != 2 {
		t.Errorf("stops %v, blocked %v", s.Stops, s.Blocked)
	}
}

// TestMark: what must stay out of the newsletter keeps a mark that no import
// undoes.
func TestMark(t *testing.T) {
	t.Parallel()
	reg, cats := consultancy()
	asks := []decide.Ask{{Right: varsam.Withdrawal, Uses: []varsam.Use{"newsletter"}}}
	row := func(stop any) varsam.Located {
		return own(rec("mailing", "suppressed", 9, "stop", stop, "made", day("2026-01-01")))
	}
	p := decided(t, reg, cats, asks, row(nil), own(rec("mailing", "members", 9, "email", "anna@example.se", "given", day("2025-01-01"))))
	same(t, "steps", steps(p), []string{
		"s001 finqr stop  by finqr-owner: assisted-system",
		"s002 mailing stop suppressed 9 stop=true",
		"s003 mailing erase members 9 after s002",
	})
	p = decided(t, reg, cats, asks, row(true))
	same(t, "set already", steps(p), []string{"s001 finqr stop  by finqr-owner: assisted-system"})
}

// TestRedaction: identifiers go out of a declared text that no ground needs.
func TestRedaction(t *testing.T) {
	t.Parallel()
	reg, cats := consultancy()
	reg.Activities[2].Needs = []varsam.Category{"person.name"}
	reg.Activities[2].Basis.Interest = &register.InterestTest{Interest: varsam.Words{EN: "suits"}, Review: day("2027-01-01")}
	folder := func(text string) varsam.Located {
		l := own(rec("files", "folders", 1, "email", nil, "text", text, "closed", day("2019-06-30")))
		l.Ownership, l.Hits = varsam.Mention, []varsam.Hit{{Field: "text", Type: varsam.Email}}
		return l
	}
	p := decided(t, reg, cats, erasure, folder("Mail ANNA@Example.se, or anna@example.se; not joanna@example.se"))
	same(t, "steps", steps(p)[1:], []string{
		"s002 files redact folders 1 text=Mail " + plan.Redacted + ", or " + plan.Redacted + "; not joanna@example.se",
	})
	far := strings.Repeat(" och så vidare", 40)
	p = decided(t, reg, cats, erasure, folder("Berg, Anna <anna@example.se>, A. Berg; Anna Ek, Bo Berg."+far+" Anna Bergs sak, A. Berg."))
	same(t, "names go with the address, and nobody else's", steps(p)[1:], []string{
		"s002 files redact folders 1 text=" + plan.Redacted + " <" + plan.Redacted + ">, " + plan.Redacted + "; Anna Ek, Bo Berg." + far + " " + plan.Redacted + " sak, A. Berg.",
	})
	files := slices.IndexFunc(reg.Systems, func(s register.System) bool { return s.Name == "files" })
	reg.Systems[files].Country = "FI"
	p = decided(t, reg, cats, erasure, folder("anna@example.se: Anna Bergille soitettiin"))
	same(t, "names as Finnish declines them, where the system is", steps(p)[1:], []string{
		"s002 files redact folders 1 text=" + plan.Redacted + ": " + plan.Redacted + " soitettiin",
	})
	p = decided(t, reg, cats, erasure, folder("anna (at) example"))
	same(t, "steps", steps(p)[1:], []string{"s002 files redact folders 1 by files-owner: assisted-text"})

	document := folder("")
	document.Record.Fields[2].Value = varsam.LargeOf(70_000, "rev1")
	document.Hits = []varsam.Hit{
		{Field: "text", Type: varsam.Name, Text: "A. Berg"},
		{Field: "text", Type: varsam.Email, Text: "anna@example.se", Place: "#page=2"},
		{Field: "text", Type: varsam.Email, Text: "anna@example.se", Place: "#page=3"},
	}
	p = decided(t, reg, cats, erasure, document)
	same(t, "a large text", steps(p)[1:], []string{"s002 files redact folders 1 by files-owner: assisted-text"})
	cats["files"].Collections[0].Columns[2].Takes = true
	p = decided(t, reg, cats, erasure, document)
	set := p.Steps[1].Op.Assignments(p.Steps[1].Op.Targets[0])
	if len(set) != 1 || set[0].Value.String() != plan.Redacted || !slices.Equal(set[0].Take, []string{"anna@example.se", "A. Berg"}) {
		t.Errorf("taken out: %+v", set)
	}
}
