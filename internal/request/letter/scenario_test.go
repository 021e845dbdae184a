package letter

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
)

func day(y int, m time.Month, d int) varsam.Date { return varsam.NewDate(y, m, d) }

func both(sv, en string) varsam.Words { return varsam.Words{SV: sv, EN: en} }

// consultancy is the register behind the example of the design: Anna, a contact
// of a consultancy.
func consultancy() *register.Register {
	field := func(name string, c varsam.Category, source string) register.Field {
		return register.Field{Name: name, Data: c, Source: source}
	}
	email := field("email", "contact.email", "person")
	email.Identifies = varsam.Email
	return &register.Register{
		Organisation: register.Organisation{
			Name: "Exempelbyrån AB", Number: "556000-0000", Country: "SE",
			Contact: register.Contact{Address: "Storgatan 1, 111 22 Stockholm", Email: "dataskydd@example.se"},
			Officer: register.Contact{Name: "Kim Lind", Email: "dso@example.se"},
		},
		Systems: []register.System{
			{
				Name: "billing", Title: both("Ekonomisystem", "Accounting"), Operator: "self", Country: "SE",
				Backups: register.Backups{Kept: varsam.Period{Days: 35}},
				Collections: []register.Collection{
					{Name: "customers", End: varsam.Erase, Fields: []register.Field{
						field("id", "id.customer", ""), field("name", "person.name", "person"), email,
						field("phone", "contact.phone", ""), field("pnr", "person.national-id", "person"),
						field("score", "behaviour.score", "inferred"),
					}},
					{Name: "invoices", End: varsam.Erase, Fields: []register.Field{
						field("number", "id.invoice", ""), field("customer_id", "id.customer", ""), field("total", "payment.amount", "observed"),
					}},
					{Name: "households", Person: []register.Link{
						{Through: []string{"first_id"}, To: "customers", Shared: true},
						{Through: []string{"second_id"}, To: "customers", Shared: true},
					}, Fields: []register.Field{
						field("first_id", "id.customer", ""), field("second_id", "id.customer", ""),
						field("street", "contact.address", "person"), email,
					}},
				},
			},
			{Name: "mail", Title: both("Utskick", "Mailings"), Operator: "mailer", Country: "US", Collections: []register.Collection{
				{Name: "members", End: varsam.Erase, Fields: []register.Field{
					field("id", "id.member", ""), email,
					{Name: "opted_out", Data: "preference", Stop: &register.Stop{Use: "newsletter", Set: "true"}},
				}},
			}},
			{Name: "binders", Title: both("Pärmar", "Binders"), Connector: "assisted", Operator: "self"},
			{Name: "surveys", Title: both("Enkäter", "Surveys"), Operator: "self"},
		},
		Activities: []register.Activity{
			{
				Name: "bookkeeping", Title: both("Bokföring", "Bookkeeping"), Role: varsam.Controller,
				Purpose:    both("Att bokföra våra affärshändelser", "To keep our books"),
				Basis:      register.Basis{Article: varsam.LegalObligation, Law: "SE-BFL"},
				Needs:      []varsam.Category{"person.name", "contact.address", "payment"},
				Recipients: []string{"auditor"}, Keep: register.Keep{Law: "SE-BFL"},
			},
			{
				Name: "customer-care", Title: both("Kundvård", "Customer care"), Role: varsam.Controller,
				Purpose: both("Att sköta avtalet med dig", "To perform our contract with you"),
				Basis:   register.Basis{Article: varsam.Contract},
				Needs:   []varsam.Category{"person", "contact", "payment"}, Keep: register.Keep{While: "relation"},
				Decisions: &register.AutomatedDecisions{
					Logic:        both("Kreditgränsen räknas ur betalda fakturor.", "The credit limit follows from paid invoices."),
					Consequences: both("Den avgör om du kan handla mot faktura.", "It decides whether you can buy on invoice."),
				},
			},
			{
				Name: "newsletter", Title: both("Nyhetsbrev", "Newsletter"), Role: varsam.Controller,
				Purpose: both("Att skicka nyheter", "To send news"), Basis: register.Basis{Article: varsam.Consent},
				Needs: []varsam.Category{"contact.email"}, Uses: []varsam.Use{"newsletter"}, Keep: register.Keep{While: "consent"},
			},
		},
		Parties: []register.Party{
			{Name: "auditor", Title: both("Revisorn AB", "Revisorn AB"), Kind: "recipient", Country: "SE"},
			{
				Name: "mailer", Title: both("Mailer Inc.", "Mailer Inc."), Kind: "processor", Country: "US",
				Transfer: &register.Transfer{Mechanism: "scc"},
			},
			{
				Name: "employer", Title: both("Arbetsgivaren AB", "Arbetsgivaren AB"), Kind: "controller",
				Contact: register.Contact{Email: "dataskydd@arbetsgivaren.example"},
			},
		},
	}
}

var (
	contract = varsam.Ground{
		Activity: "customer-care", Kind: varsam.Purpose, Basis: varsam.Contract, Role: varsam.Controller,
		Needs: []varsam.Category{"person", "contact", "payment"}, End: varsam.OpenEnd,
	}
	duty = varsam.Ground{
		Activity: "bookkeeping", Kind: varsam.MustKeep, Basis: varsam.LegalObligation, Role: varsam.Controller,
		Needs: []varsam.Category{"person.name", "contact.address", "payment"}, End: varsam.DatedEnd, Last: day(2033, 12, 31), Law: "SE-BFL",
	}
	ended = varsam.Ground{
		Activity: "newsletter", Kind: varsam.Purpose, Basis: varsam.Consent, Role: varsam.Controller,
		Needs: []varsam.Category{"contact.email"}, End: varsam.EndedNow, EndedBy: varsam.Erasure,
	}
)

// located makes an item of the plan.
func located(system, collection string, key varsam.Value, whose varsam.Ownership, d varsam.Decision, fields ...varsam.Field) plan.Item {
	ref := varsam.Ref{System: system, Collection: collection, Key: []varsam.Value{key}}
	return plan.Item{
		Located: varsam.Located{
			Record: varsam.Record{Ref: ref, Fields: fields}, Ownership: whose, Persons: []int{0},
			Why: varsam.Because("located-linked", "customers"),
		},
		Decision: d,
	}
}

func text(name, v string) varsam.Field { return varsam.Field{Name: name, Value: varsam.TextOf(v)} }
func num(name string, n int64) varsam.Field {
	return varsam.Field{Name: name, Value: varsam.IntOf(n)}
}

// anna's records, with fates as decide would give them.
func anna() []plan.Item {
	blockedUntil := varsam.Decision{
		Fate: varsam.Restrict, Until: day(2033, 12, 31), Law: "SE-BFL", Grounds: []varsam.Ground{duty},
		Reasons: []varsam.Reason{
			varsam.Because(decide.ReasonBlockedUntil, "2033-12-31", "SE-BFL"),
			varsam.Because(decide.ReasonDutyStays, "bookkeeping", "SE-BFL"),
		},
	}
	reduced := blockedUntil
	reduced.Fields = []varsam.FieldOutcome{
		{Field: "phone", Fate: varsam.FieldBlanked, Reason: varsam.Because(decide.ReasonFieldUnneeded)},
		{Field: "email", Fate: varsam.FieldBlanked, Reason: varsam.Because(decide.ReasonFieldUnneeded)},
	}
	return []plan.Item{
		located("billing", "customers", varsam.IntOf(311), varsam.Own, reduced,
			num("id", 311), text("name", "Anna Exempel"), text("email", "anna@example.se"), text("phone", "+46701740605"),
			text("pnr", "19900101-2384"), num("score", 7), varsam.Field{Name: "photo", Value: varsam.BytesOf(make([]byte, 2048))}),
		located("billing", "households", varsam.IntOf(5), varsam.Shared, varsam.Decision{
			Fate: varsam.Keep, Grounds: []varsam.Ground{contract}, Reasons: []varsam.Reason{varsam.Because(decide.ReasonShared)},
		},
			num("first_id", 311), num("second_id", 312), text("street", "Björkvägen 2"), text("email", "bo@example.se")),
		located("billing", "invoices", varsam.IntOf(1042), varsam.Own, blockedUntil,
			num("number", 1042), num("customer_id", 311), varsam.Field{Name: "total", Value: varsam.DecimalOf("-1250.50")}),
		located("binders", "folder", varsam.TextOf("P-7"), varsam.Mention, varsam.Decision{
			Fate: varsam.Review, Reasons: []varsam.Reason{varsam.Because(decide.ReasonMention, "folder")},
		},
			text("content", "Anna och Bo ringde.")),
		located("mail", "members", varsam.TextOf("m-9"), varsam.Own, varsam.Decision{
			Fate: varsam.Erase, Grounds: []varsam.Ground{ended}, Stops: []varsam.Use{"newsletter"},
			Reasons: []varsam.Reason{varsam.Because(decide.ReasonErasureWithdraws, "newsletter"), varsam.Because(decide.ReasonErase)},
		},
			text("id", "m-9"), text("email", "anna@example.se")),
		located("mail", "senders", varsam.TextOf("bo@example.se"), varsam.Other, varsam.Decision{
			Fate: varsam.Keep, Reasons: []varsam.Reason{varsam.Because(decide.ReasonOthers)},
		}, text("handled_by", "Anna")),
	}
}

// steps are what anna's plan does, with the items they reach.
func steps() []plan.Step {
	step := func(id, system string, kind varsam.OpKind, collection string, items ...int) plan.Step {
		return plan.Step{ID: id, System: system, Op: varsam.Operation{ID: id, Kind: kind, Collection: collection}, Items: items}
	}
	return []plan.Step{
		step("1s", "mail", varsam.OpStop, "members", 4),
		step("2r", "billing", varsam.OpRestrict, "invoices", 2),
		step("3r", "billing", varsam.OpRestrict, "customers", 0),
		step("4e", "mail", varsam.OpErase, "members", 4),
		step("5t", "binders", "", ""),
	}
}

func erasure() Input {
	return Input{
		Lang: varsam.Swedish, Register: consultancy(), Request: "2026-17", Name: "Anna Exempel",
		People:   []varsam.Person{{Number: 0, Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: "anna@example.se", Verified: true}}}},
		Asks:     []decide.Ask{{Person: 0, Right: varsam.Access}, {Person: 0, Right: varsam.Erasure}},
		Received: day(2026, 11, 2), Legal: day(2026, 12, 2), Written: day(2026, 11, 20),
		Delivered: []Delivered{{varsam.Access, day(2026, 11, 10)}},
		Plan: plan.Plan{
			Today: day(2026, 11, 20), Items: anna(), Steps: steps(),
			Gaps: []varsam.Gap{{System: "surveys", Why: varsam.Because(locate.GapProcessor, "employer")}},
		},
		Outcomes: []Outcome{
			{Step: "1s", State: varsam.StepVerified, Finality: varsam.Stopped},
			{Step: "2r", State: varsam.StepVerified, Finality: varsam.Moved},
			{Step: "3r", State: varsam.StepApplied, Finality: varsam.Flagged},
			{Step: "4e", State: varsam.StepVerified, Finality: varsam.InBackups, Until: day(2026, 12, 25)},
			{Step: "5t", State: varsam.StepAsked},
		},
		Told: []Told{{Party: "auditor", On: day(2026, 11, 19), Confirmed: day(2026, 11, 20)}, {Party: "mailer", On: day(2026, 11, 19)}},
	}
}

// pending is the same with every step in a state that says nothing has happened.
func pending(state varsam.StepState) Input {
	in := erasure()
	in.Asks = in.Asks[1:]
	for i := range in.Outcomes {
		// A finality that an earlier attempt left must not shine through.
		in.Outcomes[i].State, in.Outcomes[i].Finality = state, varsam.Gone
	}
	return in
}

func objection() Input {
	in := erasure()
	in.Asks = []decide.Ask{{
		Person: 0, Right: varsam.Objection, Uses: []varsam.Use{"newsletter"},
		Rulings: map[string]decide.Ruling{"customer-care": {Grounds: "En tvist om faktura 1042 pågår.", Review: day(2027, 5, 1)}},
	}}
	in.Plan.Items = []plan.Item{
		located("billing", "invoices", varsam.IntOf(1042), varsam.Own, varsam.Decision{
			Fate: varsam.Keep, Grounds: []varsam.Ground{contract},
			Reasons: []varsam.Reason{varsam.Because(decide.ReasonNoObjection, "customer-care")},
		}),
		located("mail", "members", varsam.TextOf("m-9"), varsam.Own, varsam.Decision{
			Fate: varsam.Keep, Stops: []varsam.Use{"newsletter"}, Reasons: []varsam.Reason{varsam.Because(decide.ReasonMarketingEnded, "newsletter")},
		}),
	}
	in.Plan.Steps, in.Plan.Gaps = []plan.Step{steps()[0]}, nil
	in.Plan.Steps[0].Items = []int{1}
	in.Told = nil
	return in
}

func rectification() Input {
	in := erasure()
	in.Asks = []decide.Ask{{Person: 0, Right: varsam.Rectification}}
	in.Plan.Steps, in.Plan.Gaps = nil, nil
	in.Corrections = []Correction{
		{System: "billing", Collection: "customers", Field: "phone", Old: "+46701740605", New: "+46701740606", Proof: "Samtal med Anna", State: varsam.StepVerified},
		{System: "billing", Collection: "customers", Field: "score", Old: "7", New: "9", Disputed: true},
	}
	return in
}

func instruction() Input {
	in := erasure()
	in.Name, in.Delivered, in.Told = "Arbetsgivaren AB", nil, nil
	in.Asks = []decide.Ask{{Person: decide.Everyone, Right: varsam.Instruction, Party: "employer"}}
	in.Plan.Gaps = nil
	for i := range in.Plan.Items {
		in.Plan.Items[i].Persons = []int{i}
	}
	return in
}

func refusal() Input {
	in := erasure()
	in.Lang = varsam.FinlandSwedish
	in.Register.Organisation.Country = "FI"
	in.Asks = in.Asks[1:]
	in.Plan = plan.Plan{Today: in.Plan.Today}
	in.Refusals = []Refusal{{Right: varsam.Erasure, Reason: both("Vi kunde inte fastställa att det är du.", "We could not establish that it is you.")}}
	in.Told = nil
	return in
}

const nasty = "Anna <script>alert(1)</script>\u202e\r\n\x00{0} %!s =1+1 \"' &amp; ܐ"

// hostile puts hostile text wherever a text can come from outside.
func hostile() Input {
	in := erasure()
	in.Name, in.Request = nasty, nasty
	in.Register.Organisation.Name, in.Register.Organisation.Contact.Address = nasty, nasty
	for i := range in.Register.Systems {
		in.Register.Systems[i].Title = both(nasty, nasty)
	}
	for i := range in.Register.Activities {
		in.Register.Activities[i].Title, in.Register.Activities[i].Purpose = both(nasty, nasty), both(nasty, nasty)
	}
	for i := range in.Plan.Items {
		r := &in.Plan.Items[i].Record
		r.Ref.Key = []varsam.Value{varsam.TextOf(nasty)}
		r.Fields = append(r.Fields, text(nasty, nasty), text("name", "=HYPERLINK(\"http://example.com\")\nrad 2"))
	}
	in.Corrections = []Correction{{System: "billing", Collection: "customers", Field: nasty, Old: nasty, New: nasty, Proof: nasty}}
	in.Refusals = []Refusal{{Right: varsam.Erasure, Reason: both(nasty, nasty)}}
	in.Told = []Told{{Party: nasty, On: day(2026, 11, 19), Impossible: nasty}}
	in.Forwarded = []Forwarded{{nasty, day(2026, 11, 19)}}
	in.Outcomes[4] = Outcome{Step: "5t", State: varsam.StepExcepted, Why: nasty}
	return in
}

// forbidden in anything that says a change is not known to have happened.
func saysErased(s string) string {
	for _, w := range []string{"raderad", "raderat", "erased", "deleted", "utplån"} {
		if strings.Contains(strings.ToLower(s), w) {
			return w
		}
	}
	return ""
}
