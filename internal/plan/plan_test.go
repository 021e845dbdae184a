package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
)

func day(s string) varsam.Date {
	d, err := varsam.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

var today = day("2026-11-20")

// cols makes columns from "name type!"; "!" is NOT NULL.
func cols(specs ...string) []varsam.Column {
	kinds := map[string]varsam.Kind{"int": varsam.Int, "text": varsam.Text, "date": varsam.Day, "bool": varsam.Bool, "time": varsam.Instant, "num": varsam.Decimal}
	var all []varsam.Column
	for _, spec := range specs {
		name, kind, _ := strings.Cut(spec, " ")
		word, notNull := strings.CutSuffix(kind, "!")
		all = append(all, varsam.Column{Name: name, Type: word, Kind: kinds[word], NotNull: notNull})
	}
	return all
}

func fk(column, to string, action varsam.Action) varsam.Reference {
	return varsam.Reference{Columns: []string{column}, To: to, ToColumns: []string{"id"}, OnDelete: action, OnUpdate: varsam.NoAction}
}

// rec is a record with a key and fields in pairs.
func rec(system, collection string, key int, pairs ...any) varsam.Record {
	r := varsam.Record{Ref: varsam.Ref{System: system, Collection: collection, Key: []varsam.Value{varsam.IntOf(int64(key))}}}
	r.Fields = append(r.Fields, varsam.Field{Name: "id", Value: varsam.IntOf(int64(key))})
	for i := 0; i < len(pairs); i += 2 {
		r.Fields = append(r.Fields, varsam.Field{Name: pairs[i].(string), Value: value(pairs[i+1])})
	}
	r.Version = varsam.RowVersion(r.Fields)
	return r
}

func value(x any) varsam.Value {
	switch x := x.(type) {
	case int:
		return varsam.IntOf(int64(x))
	case string:
		return varsam.TextOf(x)
	case bool:
		return varsam.BoolOf(x)
	case varsam.Date:
		return varsam.DayOf(x)
	}
	return varsam.Value{}
}

func own(r varsam.Record) varsam.Located {
	return varsam.Located{Record: r, Ownership: varsam.Own, Persons: []int{0}}
}

func others(r varsam.Record, parents ...varsam.Record) varsam.Located {
	l := varsam.Located{Record: r, Ownership: varsam.Other, Persons: []int{0}}
	for _, p := range parents {
		l.Parents = append(l.Parents, p.Ref.String())
	}
	return l
}

// decided is the plan of the located records under the asks.
func decided(t testing.TB, reg *register.Register, cats map[string]varsam.Catalogue, asks []decide.Ask, located ...varsam.Located) plan.Plan {
	t.Helper()
	in := plan.Input{
		Request: "r1", Register: reg, Today: today, Catalogues: cats, Asks: asks, Nonce: []byte("nonce"), Due: day("2026-12-10"),
		People: []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: "Anna@example.se", Verified: true}, {Type: varsam.Name, Value: "Anna Berg", Verified: true}}}},
	}
	d := decide.New(decide.Question{Register: reg, Today: today, Asks: asks})
	for _, l := range located {
		in.Items = append(in.Items, plan.Item{Located: l, Decision: d.Decide(l)})
	}
	return made(t, in)
}

func made(t testing.TB, in plan.Input) plan.Plan {
	t.Helper()
	p, err := plan.Make(in)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Verify(); err != nil {
		t.Fatal(err)
	}
	return p
}

// fates lists "collection key fate until law".
func fates(p plan.Plan) []string {
	var all []string
	for _, item := range p.Items {
		line := fmt.Sprintf("%s %s %s", item.Record.Ref.System, item.Record.Ref.Label(), item.Decision.Fate)
		if !item.Decision.Until.IsZero() {
			line += " " + item.Decision.Until.String() + " " + item.Decision.Law
		}
		if item.Softened != "" {
			line += " was " + string(item.Softened)
		}
		all = append(all, line)
	}
	return all
}

// steps lists "id system kind collection keys set after", one a step.
func steps(p plan.Plan) []string {
	var all []string
	for _, s := range p.Steps {
		line := fmt.Sprintf("%s %s %s %s", s.ID, s.System, s.Op.Kind, s.Op.Collection)
		for _, t := range s.Op.Targets {
			line += fmt.Sprintf(" %s", t.Ref.Key[0])
			for _, a := range s.Op.Assignments(t) {
				line += " " + a.Field + "=" + a.Value.String()
			}
		}
		if s.Op.Move != "" {
			line += " to " + s.Op.Move
		}
		if s.Assisted != nil {
			line += " by " + s.Assisted.Owner + ": " + s.Assisted.Why.Code
		}
		if len(s.After) > 0 {
			line += " after " + strings.Join(s.After, " ")
		}
		all = append(all, line)
	}
	return all
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func codes(problems []plan.Problem) []string {
	var all []string
	for _, p := range problems {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s %s", p.Collection, p.Why.Code, strings.Join(p.Why.Args, " "))))
	}
	return all
}

var erasure = []decide.Ask{{Person: decide.Everyone, Right: varsam.Erasure}}

// shop is the Chinook shape: customers with a support rep, invoices with lines,
// employees who report to each other.
func shop() (*register.Register, map[string]varsam.Catalogue) {
	reg := &register.Register{
		Digest:       "d1",
		Organisation: register.Organisation{Country: "SE", Zone: "Europe/Stockholm", FiscalYear: "01-01"},
		Activities: []register.Activity{
			{Name: "bookkeeping", Role: varsam.Controller, Basis: register.Basis{Article: varsam.LegalObligation}, Keep: register.Keep{Law: "SE-BFL"}, Needs: []varsam.Category{"person.name", "payment"}},
			{Name: "care", Role: varsam.Controller, Basis: register.Basis{Article: varsam.LegitimateInterest}, Uses: []varsam.Use{varsam.DirectMarketing}, Keep: register.Keep{While: "relation"}, Needs: []varsam.Category{"person.name", "contact"}},
			{Name: "staff", Role: varsam.Controller, Basis: register.Basis{Article: varsam.Consent}, Keep: register.Keep{While: "consent"}, Needs: []varsam.Category{"person.name"}},
		},
	}
	reg.Systems = []register.System{{Name: "shop", Zone: "Europe/Stockholm", Owner: "sales", Collections: []register.Collection{
		{
			Name: "customers", Source: "customer", End: varsam.Erase, CarriedBy: []register.Carry{{Activity: "care"}},
			Person: []register.Link{{Self: true}, {Through: []string{"rep_id"}, To: "employees", Whose: varsam.Other}},
			Fields: []register.Field{{Name: "id", Data: "id.customer"}, {Name: "name", Data: "person.name"}, {Name: "email", Data: "contact.email", Identifies: varsam.Email}, {Name: "phone", Data: "contact.phone"}},
		},
		{
			Name: "employees", Source: "employee", End: varsam.Erase, CarriedBy: []register.Carry{{Activity: "staff", Consent: &register.Consent{Given: "hired"}}},
			Person: []register.Link{{Self: true}, {Through: []string{"boss_id"}, To: "employees", Whose: varsam.Other}},
			Fields: []register.Field{{Name: "name", Data: "person.name"}, {Name: "email", Data: "contact.email", Identifies: varsam.Email}},
		},
		{
			Name: "invoices", Source: "invoice", End: varsam.Erase, CarriedBy: []register.Carry{{Activity: "bookkeeping", From: "booked"}},
			Person:   []register.Link{{Through: []string{"customer_id"}, To: "customers"}},
			Fields:   []register.Field{{Name: "address", Data: "contact.address"}},
			Restrict: &register.Restrict{Flag: map[string]string{"blocked": "true"}},
		},
		{
			Name: "lines", Source: "line", End: varsam.Erase, CarriedBy: []register.Carry{{Activity: "bookkeeping", From: "invoice_id.booked"}},
			Person: []register.Link{{Through: []string{"invoice_id"}, To: "invoices"}},
		},
	}}}
	cat := varsam.Catalogue{Engine: "postgres 15", Collections: []varsam.Collection{
		{Name: "customer", Key: []string{"id"}, Columns: cols("id int!", "name text!", "email text!", "phone text", "company text", "rep_id int"), References: []varsam.Reference{fk("rep_id", "employee", varsam.NoAction)}},
		{Name: "employee", Key: []string{"id"}, Columns: cols("id int!", "name text!", "email text", "boss_id int", "hired date"), References: []varsam.Reference{fk("boss_id", "employee", varsam.NoAction)}},
		{Name: "invoice", Key: []string{"id"}, Columns: cols("id int!", "customer_id int!", "booked date!", "address text", "blocked bool!"), References: []varsam.Reference{fk("customer_id", "customer", varsam.NoAction)}},
		{Name: "line", Key: []string{"id"}, Columns: cols("id int!", "invoice_id int!", "price num!"), References: []varsam.Reference{fk("invoice_id", "invoice", varsam.NoAction)}},
	}}
	return reg, map[string]varsam.Catalogue{"shop": cat}
}

func TestCustomerIsReducedToItsInvoices(t *testing.T) {
	t.Parallel()
	reg, cats := shop()
	line := own(rec("shop", "line", 31, "invoice_id", 21, "price", 99))
	line.Related = []varsam.Field{{Name: "invoice_id.booked", Value: varsam.DayOf(day("2026-02-01"))}}
	p := decided(t, reg, cats, erasure,
		own(rec("shop", "invoice", 21, "customer_id", 11, "booked", day("2026-02-01"), "address", "Storgatan", "blocked", false)),
		line,
		own(rec("shop", "customer", 11, "name", "Anna", "email", "anna@example.se", "phone", "070", "company", "AB", "rep_id", 3)),
		others(rec("shop", "employee", 3, "name", "Bo", "email", "bo@example.se", "boss_id", nil, "hired", day("2020-01-01"))),
	)
	same(t, "fates", fates(p), []string{
		"shop customer 11 restrict 2033-12-31 SE-BFL was erase",
		"shop employee 3 keep",
		"shop invoice 21 restrict 2033-12-31 SE-BFL",
		"shop line 31 restrict 2033-12-31 SE-BFL",
	})
	email := p.Steps[2].Op.Targets[0].Set[0].Value.String()
	if !strings.HasPrefix(email, "x") || !strings.HasSuffix(email, "@example.invalid") {
		t.Errorf("placeholder %q", email)
	}
	same(t, "steps", steps(p), []string{
		"s001 shop restrict invoice 21 blocked=true",
		"s002 shop restrict line 31 by sales: assisted-no-means",
		"s003 shop restrict customer 11 email=" + email + " phone= company= after s001",
	})
	same(t, "warnings", codes(p.Warnings), []string{"customer placeholder email", "customer use-without-mark direct-marketing"})
	if len(p.Problems) > 0 {
		t.Errorf("problems %v", p.Problems)
	}
}

func TestEmployeeOthersReferTo(t *testing.T) {
	t.Parallel()
	reg, cats := shop()
	boss := rec("shop", "employee", 1, "name", "Anna", "email", "anna@example.se", "boss_id", nil, "hired", day("2020-01-01"))
	customer := rec("shop", "customer", 11, "name", "Cia", "email", "c@example.se", "phone", nil, "company", nil, "rep_id", 1)
	report := rec("shop", "employee", 2, "name", "Bo", "email", "bo@example.se", "boss_id", 1, "hired", day("2020-01-01"))
	t.Run("reduced to the key", func(t *testing.T) {
		t.Parallel()
		p := decided(t, reg, cats, erasure, own(boss), others(customer, boss), others(report, boss))
		same(t, "fates", fates(p), []string{"shop customer 11 keep", "shop employee 1 restrict was erase", "shop employee 2 keep"})
		if len(p.Steps) != 1 || p.Steps[0].Op.Targets[0].Ref.Key[0] != varsam.IntOf(1) {
			t.Errorf("steps %v", steps(p))
		}
	})
	t.Run("detached", func(t *testing.T) {
		t.Parallel()
		reg, cats := shop()
		reg.Systems[0].Collections[0].Person[1].Detach = true
		reg.Systems[0].Collections[1].Person[1].Detach = true
		p := decided(t, reg, cats, erasure, own(boss), others(customer, boss), others(report, boss))
		same(t, "steps", steps(p), []string{
			"s001 shop detach customer 11 rep_id=",
			"s002 shop detach employee 2 boss_id=",
			"s003 shop erase employee 1 after s001 s002",
		})
	})
	t.Run("a link that may not be empty", func(t *testing.T) {
		t.Parallel()
		reg, cats := shop()
		reg.Systems[0].Collections[0].Person[1].Detach = true
		cats["shop"].Collections[0].Columns[5].NotNull = true
		p := decided(t, reg, cats, erasure, own(boss), others(customer, boss))
		same(t, "fates", fates(p), []string{"shop customer 11 keep", "shop employee 1 restrict was erase"})
		if !slices.Contains(codes(p.Warnings), "customer link-fixed rep_id") {
			t.Errorf("warnings %v", codes(p.Warnings))
		}
	})
}

func TestErasedChildrenFirst(t *testing.T) {
	t.Parallel()
	reg, cats := shop()
	line := own(rec("shop", "line", 31, "invoice_id", 21, "price", 99))
	line.Related = []varsam.Field{{Name: "invoice_id.booked", Value: varsam.DayOf(day("2010-02-01"))}}
	p := decided(t, reg, cats, erasure,
		own(rec("shop", "customer", 11, "name", "Anna", "email", "anna@example.se", "phone", "070", "company", "AB", "rep_id", nil)),
		own(rec("shop", "invoice", 21, "customer_id", 11, "booked", day("2010-02-01"), "address", "Storgatan", "blocked", false)),
		line,
	)
	same(t, "steps", steps(p), []string{
		"s001 shop erase line 31",
		"s002 shop erase invoice 21 after s001",
		"s003 shop erase customer 11 after s001 s002",
	})
}

func TestSelfReferenceByLevels(t *testing.T) {
	t.Parallel()
	reg, cats := shop()
	var all []varsam.Located
	for i := 1; i <= 4; i++ {
		boss := any(i - 1)
		if i == 1 {
			boss = nil
		}
		all = append(all, own(rec("shop", "employee", i, "name", "A", "email", "a@example.se", "boss_id", boss, "hired", day("2020-01-01"))))
	}
	p := decided(t, reg, cats, erasure, all...)
	same(t, "steps", steps(p), []string{
		"s001 shop erase employee 4",
		"s002 shop erase employee 3 after s001",
		"s003 shop erase employee 2 after s002",
		"s004 shop erase employee 1 after s003",
	})
	all[0] = own(rec("shop", "employee", 1, "name", "A", "email", "a@example.se", "boss_id", 4, "hired", day("2020-01-01")))
	p = decided(t, reg, cats, erasure, all...)
	same(t, "a circle", steps(p), []string{
		"s001 shop detach employee 1 boss_id= 2 boss_id= 3 boss_id= 4 boss_id=",
		"s002 shop erase employee 1 2 3 4 after s001",
	})
}

func TestUndeclaredReferences(t *testing.T) {
	t.Parallel()
	customer := own(rec("shop", "customer", 11, "name", "Anna", "email", "anna@example.se", "phone", "070", "company", "AB", "rep_id", nil))
	for action, want := range map[varsam.Action][2][]string{
		varsam.Cascade:  {{"customer cascade-unplanned audit cascade"}, nil},
		varsam.SetNull:  {{"customer cascade-unplanned audit set null"}, nil},
		varsam.NoAction: {nil, {"customer references-unseen audit"}},
	} {
		reg, cats := shop()
		cat := cats["shop"]
		cat.Collections = append(cat.Collections, varsam.Collection{
			Name: "audit", Key: []string{"id"}, Columns: cols("id int!", "customer_id int"),
			References: []varsam.Reference{fk("customer_id", "customer", action)},
		})
		p := decided(t, reg, map[string]varsam.Catalogue{"shop": cat}, erasure, customer)
		same(t, "problems", codes(p.Problems), want[0])
		for _, w := range want[1] {
			if !slices.Contains(codes(p.Warnings), w) {
				t.Errorf("%s: warnings %v", action, codes(p.Warnings))
			}
		}
		if _, refused := p.Refused()["s001"]; refused != (want[0] != nil) {
			t.Errorf("%s: refused is %t", action, refused)
		}
	}
}

func TestReadOnlyAndTriggers(t *testing.T) {
	t.Parallel()
	customer := own(rec("shop", "customer", 11, "name", "Anna", "email", "anna@example.se", "phone", "070", "company", "AB", "rep_id", nil))
	reg, cats := shop()
	cats["shop"].Collections[0].Triggers = []varsam.Trigger{{Name: "log_delete", Timing: "after", Events: []string{"delete"}}, {Name: "log_update", Events: []string{"update"}}}
	p := decided(t, reg, cats, erasure, customer)
	if w := codes(p.Warnings); !slices.Contains(w, "customer trigger-runs log_delete") || slices.Contains(w, "customer trigger-runs log_update") {
		t.Errorf("warnings %v", w)
	}
	cats["shop"].Collections[0].ReadOnly = "MyISAM"
	p = decided(t, reg, cats, erasure, customer)
	same(t, "steps", steps(p), []string{"s001 shop erase customer 11 by sales: assisted-read-only"})
}

func TestBatches(t *testing.T) {
	t.Parallel()
	reg, cats := shop()
	d := decide.New(decide.Question{Register: reg, Today: today, Asks: erasure})
	in := plan.Input{Request: "r1", Register: reg, Today: today, Catalogues: cats, Nonce: []byte("n"), Batch: 3}
	for i := range 8 {
		l := own(rec("shop", "customer", 8-i, "name", "A", "email", "a@example.se", "phone", nil, "company", nil, "rep_id", nil))
		in.Items = append(in.Items, plan.Item{Located: l, Decision: d.Decide(l)})
	}
	p := made(t, in)
	same(t, "steps", steps(p), []string{"s001 shop erase customer 1 2 3", "s002 shop erase customer 4 5 6", "s003 shop erase customer 7 8"})
	for _, s := range p.Steps {
		if s.Expected != len(s.Op.Targets) || s.Expected != len(s.Items) || s.Expected > 3 {
			t.Errorf("%s expects %d", s.ID, s.Expected)
		}
	}
}

func TestMoves(t *testing.T) {
	t.Parallel()
	invoice := own(rec("shop", "invoice", 21, "customer_id", 11, "booked", day("2026-02-01"), "address", "Storgatan", "blocked", false))
	line := own(rec("shop", "line", 31, "invoice_id", 21, "price", 99))
	line.Related = []varsam.Field{{Name: "invoice_id.booked", Value: varsam.DayOf(day("2026-02-01"))}}
	reg, cats := shop()
	reg.Systems[0].Collections[2].Restrict = &register.Restrict{Move: "restricted.invoice"}
	p := decided(t, reg, cats, erasure, invoice, line)
	same(t, "a line that stays hinders", steps(p), []string{
		"s001 shop restrict invoice 21 by sales: assisted-move-blocked",
		"s002 shop restrict line 31 by sales: assisted-no-means",
	})
	reg.Systems[0].Collections[3].Restrict = &register.Restrict{Move: "restricted.line"}
	p = decided(t, reg, cats, erasure, invoice, line)
	same(t, "both move", steps(p), []string{
		"s001 shop restrict line 31 to restricted.line",
		"s002 shop restrict invoice 21 to restricted.invoice after s001",
	})
	cat := cats["shop"]
	cat.Collections = append(slices.Clone(cat.Collections), varsam.Collection{Name: "restricted.invoice"},
		varsam.Collection{Name: "restricted.line", References: []varsam.Reference{{To: "restricted.invoice"}}})
	p = decided(t, reg, map[string]varsam.Catalogue{"shop": cat}, erasure, invoice, line)
	same(t, "neither can go first", steps(p), []string{
		"s001 shop restrict invoice 21 by sales: assisted-move-blocked",
		"s002 shop restrict line 31 by sales: assisted-move-tied",
	})
	line.Related = []varsam.Field{{Name: "invoice_id.booked", Value: varsam.DayOf(day("2010-02-01"))}}
	p = decided(t, reg, cats, erasure, invoice, line)
	same(t, "an erased line goes first", steps(p), []string{
		"s001 shop erase line 31",
		"s002 shop restrict invoice 21 to restricted.invoice after s001",
	})
}

func TestCorrections(t *testing.T) {
	t.Parallel()
	reg, cats := shop()
	reg.Activities[0].Keep = register.Keep{Law: "SE-BFL"}
	reg.Systems[0].Collections[2].Fields[0].Data = "contact.email"
	d := decide.New(decide.Question{Register: reg, Today: today, Asks: []decide.Ask{{Right: varsam.Rectification}}})
	in := plan.Input{Request: "r1", Register: reg, Today: today, Catalogues: cats, Nonce: []byte("n"), Corrections: []plan.Correction{
		{Category: "contact.email", Old: "ANNA@example.se", New: "anna@new.se"},
		{Category: "person.birth", New: "x"},
	}}
	for _, l := range []varsam.Located{
		own(rec("shop", "customer", 11, "name", "Anna", "email", "anna@example.se", "phone", nil, "company", nil, "rep_id", nil)),
		own(rec("shop", "customer", 12, "name", "Anna", "email", "another@example.se", "phone", nil, "company", nil, "rep_id", nil)),
		own(rec("shop", "invoice", 21, "customer_id", 12, "booked", day("2026-02-01"), "address", "ANNA@example.se", "blocked", true)),
	} {
		in.Items = append(in.Items, plan.Item{Located: l, Decision: d.Decide(l)})
	}
	p := made(t, in)
	same(t, "steps", steps(p), []string{
		"s001 shop correct customer 11 email=anna@new.se",
		"s002 shop correct invoice 21 address=anna@new.se by sales: assisted-sealed",
	})
	same(t, "warnings", codes(p.Warnings), []string{"nothing-to-correct person.birth"})

	reg.Systems[0].Country = "FI"
	reg.Systems[0].Collections[0].Fields[3].Identifies = varsam.Phone
	moved := own(rec("shop", "customer", 11, "name", "Anna", "email", "anna@example.se", "phone", "+358 40 1234567", "company", nil, "rep_id", nil))
	in.Items = []plan.Item{{Located: moved, Decision: d.Decide(moved)}}
	in.Corrections = []plan.Correction{{Category: "contact.phone", Old: "040 123 4567", New: "040 765 4321"}}
	same(t, "an old number as it is written where the system is", steps(made(t, in)), []string{"s001 shop correct customer 11 phone=040 765 4321"})
}

// TestNothingAsked: a copy changes nothing, whatever time says; an instruction
// changes only what we process for that controller.
func TestNothingAsked(t *testing.T) {
	t.Parallel()
	reg, cats := shop()
	invoice := own(rec("shop", "invoice", 21, "customer_id", 11, "booked", day("2026-02-01"), "address", "Storgatan", "blocked", false))
	old := own(rec("shop", "invoice", 22, "customer_id", 11, "booked", day("2010-02-01"), "address", "Storgatan", "blocked", false))
	for _, ask := range []decide.Ask{{Right: varsam.Access}, {Right: varsam.Rectification}, {Right: varsam.Instruction, Party: "acme"}} {
		p := decided(t, reg, cats, []decide.Ask{ask}, invoice, old)
		if len(p.Steps) > 0 {
			t.Errorf("%s: steps %v", ask.Right, steps(p))
		}
	}
	p := decided(t, reg, cats, nil, invoice, old)
	same(t, "by time", steps(p), []string{"s001 shop restrict invoice 21 blocked=true", "s002 shop erase invoice 22"})
}

// TestAnonymise: declared data go, keys and references stay, and what must be
// unique stays unique.
func TestAnonymise(t *testing.T) {
	t.Parallel()
	reg, cats := shop()
	reg.Systems[0].Collections[0].End = varsam.Anonymise
	cats["shop"].Collections[0].Unique = [][]string{{"name"}}
	p := decided(t, reg, cats, erasure,
		own(rec("shop", "customer", 11, "name", "Anna", "email", "anna@example.se", "phone", "070", "company", "AB", "rep_id", 3)),
		own(rec("shop", "customer", 12, "name", "Anna A", "email", "anna@example.se", "phone", nil, "company", "AB", "rep_id", 3)))
	if len(p.Steps) != 1 || p.Steps[0].Op.Kind != varsam.OpAnonymise || p.Steps[0].Reversible {
		t.Fatalf("steps %v", steps(p))
	}
	a, b := p.Steps[0].Op.Targets[0].Set, p.Steps[0].Op.Targets[1].Set
	if len(a) != 3 || len(b) != 2 || a[0].Field != "name" || a[0].Value == b[0].Value {
		t.Errorf("sets %v %v", a, b)
	}
}

// TestInputs that no plan can be made of.
func TestInputs(t *testing.T) {
	t.Parallel()
	reg, cats := shop()
	row := plan.Item{Located: own(rec("shop", "customer", 11))}
	good := plan.Input{Register: reg, Today: today, Catalogues: cats, Nonce: []byte("n"), Items: []plan.Item{row}}
	for name, spoil := range map[string]func(*plan.Input){
		"no register":  func(in *plan.Input) { in.Register = nil },
		"no day":       func(in *plan.Input) { in.Today = varsam.Date{} },
		"no nonce":     func(in *plan.Input) { in.Nonce = nil },
		"a wide batch": func(in *plan.Input) { in.Batch = varsam.MaxBatch + 1 },
		"a row twice":  func(in *plan.Input) { in.Items = append(in.Items, row) },
	} {
		in := good
		in.Items = slices.Clone(good.Items)
		spoil(&in)
		if _, err := plan.Make(in); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
