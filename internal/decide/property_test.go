package decide_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/register"
	"pgregory.net/rapid"
)

// The columns of a generated row. "project_id" leads to a row of projects.
var (
	dayColumns  = []string{"d1", "d2", "d3"}
	textColumns = []string{"t1"}
	triggers    = append(append([]string{"project_id.ended_on"}, dayColumns...), textColumns...)
)

var zone, _ = time.LoadLocation("Europe/Stockholm")

func genDay() *rapid.Generator[varsam.Date] {
	return rapid.Custom(func(t *rapid.T) varsam.Date {
		year := rapid.SampledFrom([]int{1850, 1900, 2010, 2015, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027, 2030, 2200}).Draw(t, "year")
		return varsam.NewDate(year, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.SampledFrom([]int{1, 15, 28, 31}).Draw(t, "day"))
	})
}

func genDayValue(t *rapid.T, label string) varsam.Value {
	switch rapid.IntRange(0, 4).Draw(t, label+" kind") {
	case 0:
		return varsam.Value{}
	case 1:
		return varsam.InstantOf(genDay().Draw(t, label).Start(zone).Add(time.Duration(rapid.IntRange(0, 23).Draw(t, "hour")) * time.Hour))
	}
	return varsam.DayOf(genDay().Draw(t, label))
}

func genTextValue(t *rapid.T, label string) varsam.Value {
	switch rapid.IntRange(0, 3).Draw(t, label+" kind") {
	case 0:
		return varsam.Value{}
	case 1:
		return varsam.TextOf(rapid.SampledFrom([]string{"", "soon", "2020-13-01", "0000-00-00"}).Draw(t, label))
	}
	return varsam.TextOf(genDay().Draw(t, label).String())
}

func genRow(t *rapid.T) (varsam.Located, varsam.Children) {
	fields := []varsam.Field{{Name: "id", Value: varsam.IntOf(1)}}
	for _, name := range dayColumns {
		fields = append(fields, varsam.Field{Name: name, Value: genDayValue(t, name)})
	}
	for _, name := range textColumns {
		fields = append(fields, varsam.Field{Name: name, Value: genTextValue(t, name)})
	}
	flag := rapid.SampledFrom([]varsam.Value{{}, varsam.BoolOf(true), varsam.BoolOf(false)}).Draw(t, "b1")
	project := rapid.SampledFrom([]varsam.Value{{}, varsam.IntOf(1), varsam.IntOf(9)}).Draw(t, "project_id")
	fields = append(fields, varsam.Field{Name: "b1", Value: flag}, varsam.Field{Name: "project_id", Value: project})
	ended := varsam.Field{Name: "ended_on", Value: genDayValue(t, "ended_on")}
	orders := rapid.IntRange(0, 1).Draw(t, "orders")
	l := varsam.Located{Ownership: varsam.Own, Persons: []int{0}, Record: varsam.Record{
		Ref: varsam.Ref{System: "crm", Collection: "people", Key: []varsam.Value{varsam.IntOf(1)}}, Fields: fields,
	}}
	if project == varsam.IntOf(1) {
		l.Related = []varsam.Field{{Name: "project_id.ended_on", Value: ended.Value}}
	}
	return l, func(collection string, _ []string, values []varsam.Value) []varsam.Record {
		switch {
		case collection == "projects" && values[0] == varsam.IntOf(1):
			return []varsam.Record{{Fields: []varsam.Field{ended}}}
		case collection == "orders" && orders == 1:
			return []varsam.Record{{}}
		}
		return nil
	}
}

func genKeep(t *rapid.T) register.Keep {
	keep := register.Keep{
		Law:   rapid.SampledFrom([]string{"", "", "", "SE-BFL", "SE-PRESK", "SE-VISSEL", "SE-SFL", "SE-AM", "NONE"}).Draw(t, "law"),
		While: rapid.SampledFrom([]string{"", "", "relation", "case", "consent"}).Draw(t, "while"),
		From:  rapid.SampledFrom(append([]string{"", ""}, triggers...)).Draw(t, "keep from"),
	}
	length := func(label string) varsam.Period {
		return varsam.Period{Years: rapid.SampledFrom([]int{0, 0, 1, 3, 5}).Draw(t, label), Months: rapid.SampledFrom([]int{0, 0, 6}).Draw(t, label+" months")}
	}
	keep.Period, keep.Earliest, keep.Latest = length("period"), length("earliest"), length("latest")
	return keep
}

func genWhen(t *rapid.T) *register.When {
	leaf := rapid.SampledFrom([]varsam.Cond{
		varsam.Compare("b1", varsam.Eq, varsam.BoolOf(true)),
		varsam.Compare("d2", varsam.Lt, varsam.DayOf(today)),
		varsam.Compare("t1", varsam.Ne, varsam.TextOf("")),
		{Op: varsam.IsNull, Field: "d3"},
		{Op: varsam.In, Field: "t1", Values: []varsam.Value{varsam.TextOf("soon"), {}}},
		{Op: varsam.Exists, Collection: "orders", Fields: []string{"person_id"}, Own: []string{"id"}},
	})
	switch rapid.IntRange(0, 6).Draw(t, "when") {
	case 0:
		return &register.When{Cond: leaf.Draw(t, "leaf")}
	case 1:
		return &register.When{Cond: varsam.Negate(leaf.Draw(t, "leaf"))}
	case 2:
		return &register.When{Cond: varsam.Negate(varsam.All(leaf.Draw(t, "a"), varsam.AnyOf(leaf.Draw(t, "b"), varsam.Negate(leaf.Draw(t, "c")))))}
	}
	return nil
}

func genCarry(t *rapid.T, activity string) register.Carry {
	c := register.Carry{Activity: activity, When: genWhen(t)}
	c.From = rapid.SampledFrom(append([]string{""}, triggers...)).Draw(t, "from")
	c.Until = rapid.SampledFrom([]string{"", "", "", "d2", "t1"}).Draw(t, "until")
	if rapid.Bool().Draw(t, "consent") {
		c.Consent = &register.Consent{
			Given:     rapid.SampledFrom([]string{"d1", "b1", "t1"}).Draw(t, "given"),
			Withdrawn: rapid.SampledFrom([]string{"", "d2", "b1", "t1"}).Draw(t, "withdrawn"),
		}
	}
	return c
}

func genActivity(t *rapid.T, name string) register.Activity {
	a := register.Activity{
		Name: name, Role: rapid.SampledFrom([]varsam.Role{varsam.Controller, varsam.Controller, varsam.Joint, varsam.Processor}).Draw(t, "role"),
		Basis: register.Basis{Article: rapid.SampledFrom([]varsam.Basis{varsam.Consent, varsam.Contract, varsam.LegalObligation, varsam.LegitimateInterest}).Draw(t, "basis")},
		Keep:  genKeep(t), Draft: rapid.IntRange(0, 9).Draw(t, "draft") == 0,
	}
	if rapid.Bool().Draw(t, "order") {
		a.Instruction = &register.RetentionOrder{Document: "d"}
	}
	if rapid.Bool().Draw(t, "interest") {
		a.Basis.Interest = interest
	}
	if a.Role == varsam.Processor {
		a.Party = "acme"
	}
	return a
}

func genRegister(t *rapid.T) *register.Register {
	r := &register.Register{Organisation: register.Organisation{Country: "SE", Zone: "Europe/Stockholm", FiscalYear: "05-01"}}
	c := register.Collection{
		Name: "people", End: rapid.SampledFrom([]varsam.Fate{varsam.Erase, varsam.Erase, varsam.Anonymise, ""}).Draw(t, "end"),
		Person: []register.Link{{Through: []string{"project_id"}, To: "projects", Whose: varsam.Other}},
	}
	for _, name := range []string{"one", "two", "three"}[:rapid.IntRange(0, 3).Draw(t, "carriers")] {
		r.Activities = append(r.Activities, genActivity(t, name))
		c.CarriedBy = append(c.CarriedBy, genCarry(t, name))
	}
	r.Systems = []register.System{{Name: "crm", Zone: "Europe/Stockholm", Collections: []register.Collection{c, {Name: "projects"}, {Name: "orders"}}}}
	return r
}

var structure = varsam.Catalogue{Collections: []varsam.Collection{
	{Name: "people", Key: []string{"id"}, Columns: []varsam.Column{
		{Name: "id", Kind: varsam.Int},
		{Name: "d1", Kind: varsam.Day},
		{Name: "d2", Kind: varsam.Day},
		{Name: "d3", Kind: varsam.Instant},
		{Name: "t1", Kind: varsam.Text},
		{Name: "b1", Kind: varsam.Bool},
		{Name: "project_id", Kind: varsam.Int},
	}},
	{Name: "projects", Key: []string{"id"}, Columns: []varsam.Column{{Name: "id", Kind: varsam.Int}, {Name: "ended_on", Kind: varsam.Day}}},
}}

// TestDue: the inverted rule selects exactly the records that would go.
func TestDue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := genRegister(t)
		l, children := genRow(t)
		d := decide.New(decide.Question{Register: r, Today: today, Children: func(string) varsam.Children { return children }})
		cond, err := d.Due("crm", "people", structure)
		if err != nil {
			t.Fatal(err)
		}
		out := d.Decide(l)
		goes := out.Fate == varsam.Erase || out.Fate == varsam.Anonymise
		if due := cond.Eval(l.Record, zone, children) == varsam.True; due != goes {
			t.Fatalf("due is %t, but the fate is %s\nreasons %v\ncond %+v", due, out.Fate, out.Reasons, cond)
		}
	})
}

// TestBlocked: the other half selects exactly the records that are restricted,
// and what is unclear is for a person.
func TestBlocked(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := genRegister(t)
		l, children := genRow(t)
		d := decide.New(decide.Question{Register: r, Today: today, Children: func(string) varsam.Children { return children }})
		out := d.Decide(l)
		cond, err := d.Blocked("crm", "people", structure)
		if err != nil {
			t.Fatal(err)
		}
		if blocked := cond.Eval(l.Record, zone, children) == varsam.True; blocked != (out.Fate == varsam.Restrict) {
			t.Fatalf("blocked is %t, but the fate is %s\nreasons %v\ngrounds %+v\ncond %+v", blocked, out.Fate, out.Reasons, out.Grounds, cond)
		}
		if cond, err = d.Unclear("crm", "people", structure); err != nil {
			t.Fatal(err)
		}
		if cond.Eval(l.Record, zone, children) == varsam.True && out.Fate != varsam.Review {
			t.Fatalf("unclear, but the fate is %s\nreasons %v\ncond %+v", out.Fate, out.Reasons, cond)
		}
	})
}

func genAsks(t *rapid.T, r *register.Register) []decide.Ask {
	var asks []decide.Ask
	for range rapid.IntRange(0, 2).Draw(t, "asks") {
		a := decide.Ask{Right: rapid.SampledFrom(varsam.Rights).Draw(t, "right"), Article: "a", Party: "acme", Rulings: map[string]decide.Ruling{}}
		for _, act := range r.Activities {
			switch rapid.IntRange(0, 3).Draw(t, "ruling") {
			case 0:
				a.Rulings[act.Name] = decide.Ruling{Upheld: true}
			case 1:
				a.Rulings[act.Name] = decide.Ruling{Grounds: "g", Review: day("2028-01-01")}
			}
		}
		asks = append(asks, a)
	}
	return asks
}

// fateOf decides one generated record; hooks change the register before.
func fateOf(r *register.Register, asks []decide.Ask, on varsam.Date, l varsam.Located, children varsam.Children) varsam.Decision {
	q := decide.Question{Register: r, Today: on, Asks: asks, Children: func(string) varsam.Children { return children }}
	return decide.Decide(q, l)
}

// with is the register with one more carrier, which carries every record.
func with(r *register.Register, a register.Activity, c register.Carry) *register.Register {
	more := *r
	more.Activities = append(append([]register.Activity{}, r.Activities...), a)
	s := r.Systems[0]
	s.Collections = append([]register.Collection{}, s.Collections...)
	s.Collections[0].CarriedBy = append(append([]register.Carry{}, s.Collections[0].CarriedBy...), c)
	more.Systems = []register.System{s}
	return &more
}

// TestMoreGroundsNeverHarsher: whatever lives beside it, a record is only safer.
func TestMoreGroundsNeverHarsher(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := genRegister(t)
		asks := genAsks(t, r)
		l, children := genRow(t)
		before := fateOf(r, asks, today, l, children)
		extra := register.Activity{Name: "extra", Role: varsam.Controller, Basis: register.Basis{Article: varsam.Contract}, Keep: register.Keep{While: "relation"}}
		c := register.Carry{Activity: "extra"}
		if rapid.Bool().Draw(t, "duty") {
			extra.Basis.Article, extra.Keep, c.Until = varsam.LegalObligation, register.Keep{}, "nowhere"
		}
		after := fateOf(with(r, extra, c), asks, today, l, children)
		if before.Fate.Harshness() >= 0 && after.Fate.Harshness() > before.Fate.Harshness() {
			t.Fatalf("%s became %s\n%v\n%v", before.Fate, after.Fate, before.Reasons, after.Reasons)
		}
	})
}

// TestMoreLimitsNeverGentler: a limit takes away, it never gives.
func TestMoreLimitsNeverGentler(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := genRegister(t)
		asks := genAsks(t, r)
		l, children := genRow(t)
		before := fateOf(r, asks, today, l, children)
		unclear := fateOf(r, nil, today, l, children).Fate == varsam.Review // and left as it is where nobody asked about it
		for i := range r.Activities {
			if k := &r.Activities[i].Keep; k.Latest.IsZero() {
				k.Latest = varsam.Period{Months: rapid.IntRange(1, 60).Draw(t, "latest")}
				break
			}
		}
		after := fateOf(r, asks, today, l, children)
		if before.Fate.Harshness() >= 0 && after.Fate.Harshness() >= 0 && !unclear && after.Fate.Harshness() < before.Fate.Harshness() {
			t.Fatalf("%s became %s\n%v\n%v", before.Fate, after.Fate, before.Reasons, after.Reasons)
		}
	})
}

// TestLaterNeverGentler: time only takes away.
func TestLaterNeverGentler(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := genRegister(t)
		l, children := genRow(t)
		before := fateOf(r, nil, today, l, children)
		after := fateOf(r, nil, today.AddDays(rapid.IntRange(1, 4000).Draw(t, "days")), l, children)
		if before.Fate.Harshness() >= 0 && after.Fate.Harshness() >= 0 && after.Fate.Harshness() < before.Fate.Harshness() {
			t.Fatalf("%s became %s\n%v\n%v", before.Fate, after.Fate, before.Reasons, after.Reasons)
		}
	})
}

// TestOrderOfGrounds: the register's order says nothing.
func TestOrderOfGrounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := genRegister(t)
		asks := genAsks(t, r)
		l, children := genRow(t)
		before := fateOf(r, asks, today, l, children)
		c := &r.Systems[0].Collections[0]
		c.CarriedBy = rapid.Permutation(c.CarriedBy).Draw(t, "carriers")
		r.Activities = rapid.Permutation(r.Activities).Draw(t, "activities")
		if after := fateOf(r, asks, today, l, children); !reflect.DeepEqual(before, after) {
			t.Fatalf("%+v\nbecame\n%+v", before, after)
		}
	})
}

// TestUnknownIsNeverErased: where the end cannot be computed, nothing goes.
func TestUnknownIsNeverErased(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := genRegister(t)
		l, children := genRow(t)
		out := fateOf(r, genAsks(t, r), today, l, children)
		for _, g := range out.Grounds {
			if (g.End == varsam.UnknownEnd || g.Alive(today)) && out.Fate.Harshness() > varsam.Restrict.Harshness() {
				t.Fatalf("%s with ground %+v", out.Fate, g)
			}
		}
		if len(out.Reasons) == 0 {
			t.Fatalf("%s without a reason", out.Fate)
		}
	})
}
