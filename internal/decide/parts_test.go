package decide_test

import (
	"slices"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/register"
)

// outcomes lists "field fate".
func outcomes(d varsam.Decision) []string {
	var all []string
	for _, f := range d.Fields {
		all = append(all, f.Field+" "+string(f.Fate))
	}
	return all
}

func TestFields(t *testing.T) {
	t.Parallel()
	blank := func(c *register.Collection, _ *varsam.Located) { c.Restrict = &register.Restrict{Blank: true} }
	for name, tc := range map[string]struct {
		world
		fate varsam.Fate
		want []string
	}{
		"only the ended ground needed it": {
			world{carries: []string{"club", "marketing"}, fields: []varsam.Field{on("made", "2026-01-01")}, asks: ask(varsam.Objection)},
			varsam.Keep,
			[]string{"email blanked"},
		},
		"another ground needs it": {
			world{carries: []string{"care", "marketing"}, fields: []varsam.Field{on("made", "2026-01-01"), null("ended")}, asks: ask(varsam.Objection)},
			varsam.Keep, nil,
		},
		"never in accounting information": {
			world{carries: []string{"bookkeeping", "marketing"}, fields: []varsam.Field{on("made", "2026-01-01")}, asks: ask(varsam.Objection), change: blank},
			varsam.Restrict, nil,
		},
		"a claim blocks by blanking": {
			world{carries: []string{"claims"}, fields: []varsam.Field{on("made", "2026-01-01")}, change: blank},
			varsam.Restrict,
			[]string{"email blanked", "phone blanked", "note blanked"},
		},
		"an end that is not known needs all": {
			world{carries: []string{"club", "marketing", "sketch"}, fields: []varsam.Field{on("made", "2026-01-01")}, asks: ask(varsam.Objection)},
			varsam.Keep, nil,
		},
		"nothing while the person restricts": {world{
			carries: []string{"club", "marketing"}, fields: []varsam.Field{on("made", "2026-01-01")},
			asks: append(ask(varsam.Objection), decide.Ask{Right: varsam.RestrictionOf, Article: "a"}),
		}, varsam.Restrict, nil},
		"nothing while a hold is in force": {world{
			carries: []string{"club", "marketing"}, fields: []varsam.Field{on("made", "2026-01-01")}, asks: ask(varsam.Objection),
			holds: []decide.Hold{{Kind: decide.HoldStop}},
		}, varsam.Keep, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := tc.decide()
			if got.Fate != tc.fate || !slices.Equal(outcomes(got), tc.want) {
				t.Errorf("%s %v, want %s %v; reasons %v", got.Fate, outcomes(got), tc.fate, tc.want, got.Reasons)
			}
		})
	}
}

func TestStops(t *testing.T) {
	t.Parallel()
	recent := []varsam.Field{on("made", "2026-01-01"), null("ended"), on("given", "2026-01-01")}
	profiling := func(c *register.Collection, _ *varsam.Located) { c.CarriedBy[0].From = "made" }
	for name, tc := range map[string]struct {
		world
		want []varsam.Use
	}{
		"the ended ground's use":                {world{carries: []string{"newsletter"}, fields: recent, asks: ask(varsam.Withdrawal)}, []varsam.Use{"newsletter"}},
		"a mark, though nothing here ended":     {world{carries: []string{"care"}, fields: recent, asks: ask(varsam.Objection)}, []varsam.Use{varsam.DirectMarketing}},
		"a mark at erasure too":                 {world{carries: []string{"care"}, fields: recent, asks: ask(varsam.Erasure)}, []varsam.Use{varsam.DirectMarketing}},
		"a withdrawal that names marketing":     {world{carries: []string{"marketing"}, fields: recent, asks: []decide.Ask{{Right: varsam.Withdrawal, Uses: []varsam.Use{varsam.DirectMarketing}}}}, []varsam.Use{varsam.DirectMarketing}},
		"an objection to another use":           {world{carries: []string{"care"}, fields: recent, asks: []decide.Ask{{Right: varsam.Objection, Uses: []varsam.Use{"profiling"}}}}, nil},
		"under test the use stops too":          {world{carries: []string{"network"}, fields: recent, asks: ask(varsam.Objection), change: profiling}, []varsam.Use{varsam.DirectMarketing, "profiling"}},
		"a hold never keeps a use":              {world{carries: []string{"newsletter"}, fields: recent, asks: ask(varsam.Withdrawal), holds: []decide.Hold{{Kind: decide.HoldStop}}}, []varsam.Use{"newsletter"}},
		"time ends a use as well":               {world{carries: []string{"marketing"}, fields: []varsam.Field{on("made", "2010-01-01")}}, []varsam.Use{varsam.DirectMarketing}},
		"not when only a copy is asked":         {world{carries: []string{"newsletter"}, fields: recent, asks: ask(varsam.Access)}, nil},
		"a use that another ground still has":   {world{carries: []string{"newsletter", "marketing"}, fields: append([]varsam.Field{on("made", "2010-01-01")}, recent[1:]...)}, []varsam.Use{varsam.DirectMarketing}},
		"nothing for somebody else's objection": {world{carries: []string{"marketing"}, fields: recent, asks: []decide.Ask{{Person: 1, Right: varsam.Objection}}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := tc.decide(); !slices.Equal(got.Stops, tc.want) {
				t.Errorf("stops %v, want %v; reasons %v", got.Stops, tc.want, got.Reasons)
			}
		})
	}
}

func TestWhoseItIs(t *testing.T) {
	t.Parallel()
	whose := func(o varsam.Ownership) func(*register.Collection, *varsam.Located) {
		return func(_ *register.Collection, l *varsam.Located) { l.Ownership = o }
	}
	given := []varsam.Field{on("given", "2026-01-01"), on("made", "2026-01-01")}
	mention := func(c *register.Collection, l *varsam.Located) {
		l.Ownership, l.Hits = varsam.Mention, []varsam.Hit{{Field: "note", Type: varsam.Email}}
	}
	for name, tc := range map[string]struct {
		world
		fate   varsam.Fate
		fields []string
	}{
		"shared is never erased":         {world{carries: []string{"newsletter"}, fields: given, asks: ask(varsam.Erasure), change: whose(varsam.Shared)}, varsam.Keep, nil},
		"shared is never restricted":     {world{carries: []string{"care"}, fields: []varsam.Field{null("ended")}, asks: ask(varsam.RestrictionOf), change: whose(varsam.Shared)}, varsam.Keep, nil},
		"shared without a ground":        {world{asks: ask(varsam.Erasure), change: whose(varsam.Shared)}, varsam.Review, nil},
		"another's stays as it is":       {world{carries: []string{"newsletter"}, fields: given, asks: ask(varsam.Erasure), change: whose(varsam.Other)}, varsam.Keep, nil},
		"a mention, no erasure asked":    {world{carries: []string{"newsletter"}, fields: given, asks: ask(varsam.Access), change: mention}, varsam.Review, nil},
		"a mention, marketing is to end": {world{carries: []string{"care"}, fields: given, asks: []decide.Ask{{Right: varsam.Objection, Uses: []varsam.Use{varsam.DirectMarketing}}}, change: mention}, varsam.Keep, nil},
		"a mention, and consents end":    {world{carries: []string{"care"}, fields: given, asks: ask(varsam.Withdrawal), change: mention}, varsam.Keep, nil},
		"a mention that consent carries": {world{carries: []string{"newsletter"}, fields: given, asks: ask(varsam.Withdrawal), change: mention}, varsam.Review, nil},
		"a mention no ground needs":      {world{carries: []string{"newsletter"}, fields: given, asks: ask(varsam.Erasure), change: mention}, varsam.Keep, []string{"note redacted"}},
		"a mention by name alone": {world{carries: []string{"newsletter"}, fields: given, asks: ask(varsam.Erasure), change: func(c *register.Collection, l *varsam.Located) {
			l.Ownership, l.Hits = varsam.Mention, []varsam.Hit{{Field: "note", Type: varsam.Name}}
		}}, varsam.Review, nil},
		"a mention by name and address": {world{carries: []string{"newsletter"}, fields: given, asks: ask(varsam.Erasure), change: func(c *register.Collection, l *varsam.Located) {
			l.Ownership, l.Hits = varsam.Mention, []varsam.Hit{{Field: "note", Type: varsam.Name}, {Field: "note", Type: varsam.Email}}
		}}, varsam.Keep, []string{"note redacted"}},
		"two named, one by name alone": {world{carries: []string{"newsletter"}, fields: given, asks: ask(varsam.Erasure), change: func(c *register.Collection, l *varsam.Located) {
			l.Ownership, l.Hits = varsam.Mention, []varsam.Hit{{Field: "note", Type: varsam.Name, Person: 1}, {Field: "note", Type: varsam.Email}}
		}}, varsam.Review, nil},
		"a mention its ground needs":       {world{carries: []string{"tasks"}, fields: given, asks: ask(varsam.Erasure), change: mention}, varsam.Review, nil},
		"a mention in a processor's table": {world{carries: []string{"survey"}, fields: given, asks: ask(varsam.Erasure), change: mention}, varsam.Forward, nil},
		"a mention in the books": {
			world{carries: []string{"bookkeeping"}, fields: given, asks: ask(varsam.Erasure), change: mention},
			varsam.Review, nil,
		},
		"a mention outside declared texts": {world{carries: []string{"newsletter"}, fields: given, asks: ask(varsam.Erasure), change: func(c *register.Collection, l *varsam.Located) {
			mention(c, l)
			l.Hits = append(l.Hits, varsam.Hit{Field: "name"})
		}}, varsam.Review, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := tc.decide()
			if got.Fate != tc.fate || !slices.Equal(outcomes(got), tc.fields) {
				t.Errorf("%s %v, want %s %v; reasons %v", got.Fate, outcomes(got), tc.fate, tc.fields, got.Reasons)
			}
		})
	}
}

// TestDetach: only the link that leads to the person is cut.
func TestDetach(t *testing.T) {
	t.Parallel()
	parent := varsam.Ref{System: "crm", Collection: "people", Key: []varsam.Value{varsam.IntOf(7)}}
	link := func(column string) register.Link {
		return register.Link{Through: []string{column}, To: "people", Whose: varsam.Other, Detach: true}
	}
	reg := registerOf(collection())
	reg.Systems[0].Collections = append(reg.Systems[0].Collections, register.Collection{Name: "deals", Person: []register.Link{link("seller"), link("buyer")}})
	deal := varsam.Located{Ownership: varsam.Other, Persons: []int{0}, Parents: []string{parent.String()}, Record: varsam.Record{
		Ref:    varsam.Ref{System: "crm", Collection: "deals", Key: []varsam.Value{varsam.IntOf(1)}},
		Fields: []varsam.Field{{Name: "seller", Value: varsam.IntOf(8)}, {Name: "buyer", Value: varsam.IntOf(7)}},
	}}
	q := decide.Question{Register: reg, Today: today, Asks: ask(varsam.Erasure)}
	if got := outcomes(decide.Decide(q, deal)); !slices.Equal(got, []string{"buyer detached"}) {
		t.Errorf("outcomes %v", got)
	}
	q.Asks = ask(varsam.Access)
	if got := outcomes(decide.Decide(q, deal)); got != nil {
		t.Errorf("for a copy: outcomes %v", got)
	}
}

func BenchmarkDecide(b *testing.B) {
	reg := registerOf(collection(carry("bookkeeping"), carry("care"), carry("newsletter"), carry("network")))
	d := decide.New(decide.Question{Register: reg, Today: today, Asks: ask(varsam.Erasure)})
	l := record(on("made", "2026-01-01"), on("ended", "2025-01-01"), on("given", "2026-01-01"))
	for b.Loop() {
		d.Decide(l)
	}
}
