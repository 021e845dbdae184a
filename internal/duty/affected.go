package duty

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// Spot is where an incident struck: a collection, or what of it a condition takes.
type Spot struct {
	System, Collection string
	Where              *varsam.Cond
}

// Struck is a [Spot] in words.
type Struck struct {
	System     string `json:"system"`
	Collection string `json:"collection"`
	Where      string `json:"where,omitempty"` // as the register writes it: "{project_id: 17}"
}

// Reached is one person whom an incident concerns, and where to write to them.
type Reached struct {
	Identifiers []varsam.Identifier `json:"identifiers"`

	// To is an e-mail address, or a name with a postal address over several lines;
	// empty where neither was found.
	To string `json:"to,omitempty"`

	// Of is the customer for whom we have them: it writes to them, not we.
	Of string `json:"of,omitempty"`
}

// ours reports whether it is for us to write to somebody, and possible.
func (r Reached) ours() bool { return r.Of == "" && r.To != "" }

// keys are a person's identifiers as they are compared.
func (r Reached) keys() (all []string) {
	for _, id := range r.Identifiers {
		all = append(all, string(id.Type)+"\x00"+strings.ToLower(strings.TrimSpace(id.Value)))
	}
	return all
}

// once leaves each person once, as ours where they are that too: a record all of whose
// identifiers were seen before is about nobody new.
func once(all []Reached, seen map[string]bool) []Reached {
	slices.SortStableFunc(all, func(a, b Reached) int { return strings.Compare(a.Of, b.Of) })
	return slices.DeleteFunc(all, func(who Reached) bool {
		known := true
		for _, key := range who.keys() {
			known = known && seen[key]
			seen[key] = true
		}
		return known
	})
}

// affectedPart is a thousand people at most, with what there is of them.
type affectedPart struct {
	People     []Reached         `json:"people"`
	Records    int               `json:"records"`
	Categories []varsam.Category `json:"categories"`
	Gaps       []varsam.Gap      `json:"gaps"`
	Systems    map[string]int    `json:"systems"` // records by system
}

// tracing finds those whom an incident concerns.
type tracing struct {
	reg     *register.Register
	open    locate.Opener
	systems []string // that the incident is about; all when empty
	today   varsam.Date
}

// read takes everybody of a place as a person, known by the identifying columns of
// their record.
func (t tracing) read(ctx context.Context, spot Spot) (all []Reached, err error) {
	sys, _ := t.reg.System(spot.System)
	coll, _ := sys.Collection(spot.Collection)
	fields, of := selecting(coll), t.customer(coll)
	conn, err := t.open.Open(ctx, sys.Name)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
	}
	found, err := conn.Find(ctx, system.Selection{Collection: coll.In(), Cond: spot.Where, Fields: names}, func(r varsam.Record) error {
		who := Reached{Of: of}
		for _, f := range fields {
			if value := r.Get(f.Name); !value.IsNull() && value.String() != "" {
				who.Identifiers = append(who.Identifiers, varsam.Identifier{Type: f.Identifies, Value: value.String(), Verified: true})
			}
		}
		if len(who.Identifiers) > 0 {
			all = append(all, who)
		}
		return nil
	})
	if err == nil && !found.Complete {
		err = varsam.Errorf(varsam.Unknown, "%s.%s was not read to its end", spot.System, spot.Collection)
	}
	return all, err
}

// customer is for whom we have a collection that we hold for nobody else and not for
// ourselves.
func (t tracing) customer(coll register.Collection) string {
	of := ""
	for _, carry := range coll.CarriedBy {
		a, _ := t.reg.Activity(carry.Activity)
		if a.Role != varsam.Processor || a.Party == "" || of != "" && of != a.Party {
			return ""
		}
		of = a.Party
	}
	return of
}

// spot reads where an incident struck, and says what is wrong with that.
func (s Struck) spot(reg *register.Register) (Spot, error) {
	spot := Spot{System: s.System, Collection: s.Collection}
	sys, _ := reg.System(s.System)
	coll, ok := sys.Collection(s.Collection)
	if !ok {
		return spot, varsam.Errorf(varsam.NotFound, "the register has no collection %s in %s", s.Collection, s.System)
	}
	if len(selecting(coll)) == 0 {
		return spot, varsam.Errorf(varsam.Unsupported, "no column of %s.%s identifies anybody; name the people instead", s.System, s.Collection)
	}
	if s.Where == "" {
		return spot, nil
	}
	where, err := register.ParseCondition(s.Where)
	spot.Where = &where
	return spot, err
}

// selecting are the columns by which a collection's people are found.
func selecting(coll register.Collection) (some []register.Field) {
	for _, f := range coll.Fields {
		if f.Identifies != "" && f.Identifies.Selects() {
			some = append(some, f)
		}
	}
	return some
}

// Spots are the places where an incident in some systems may have struck: the
// collections of those that can be read, in which columns identify people. All
// systems' when none is named.
func Spots(reg *register.Register, systems []string) (all []Struck) {
	for _, sys := range reg.Systems {
		if sys.Assisted() || len(systems) > 0 && !slices.Contains(systems, sys.Name) {
			continue
		}
		for _, coll := range sys.Collections {
			if len(selecting(coll)) > 0 {
				all = append(all, Struck{System: sys.Name, Collection: coll.Name})
			}
		}
	}
	return all
}

// part counts what there is of some people, at most [varsam.MaxBatch], and learns
// where to write to them: what is ours, then what each customer has with us.
func (t tracing) part(ctx context.Context, some []Reached) (p affectedPart, err error) {
	p = affectedPart{People: some, Systems: map[string]int{}}
	people, reached := make([]varsam.Person, len(some)), make([]contact, len(some))
	for i, who := range some {
		people[i] = varsam.Person{Number: i, Identifiers: who.Identifiers}
		for _, id := range who.Identifiers {
			if id.Type == varsam.Email {
				reached[i].mail = cmp.Or(reached[i].mail, strings.ToLower(id.Value))
			}
		}
	}
	for _, party := range append([]string{""}, (&World{Register: t.reg}).concerned(t.systems)...) {
		found, err := locate.Locate(ctx, t.reg, t.open, people, locate.Options{Today: t.today, Systems: t.systems, Instruction: party})
		if err != nil {
			return p, err
		}
		for _, l := range found.Located {
			if l.Ownership == varsam.Own || l.Ownership == varsam.Shared {
				p.note(t.reg, l, reached)
			}
		}
		for _, gap := range found.Gaps {
			if party == "" && gap.Why.Code != locate.GapProcessor { // what is customers' is looked for as theirs
				p.Gaps = append(p.Gaps, gap)
			}
		}
	}
	for i := range some {
		p.People[i].To = reached[i].to()
	}
	slices.Sort(p.Categories)
	p.Categories = slices.Compact(p.Categories)
	return p, nil
}

// note takes the kinds of data of a record, and from a person's own how to reach
// them.
func (p *affectedPart) note(reg *register.Register, l varsam.Located, reached []contact) {
	p.Records++
	p.Systems[l.Record.Ref.System]++
	sys, _ := reg.System(l.Record.Ref.System)
	for _, coll := range sys.Collections {
		if coll.In() != l.Record.Ref.Collection {
			continue
		}
		for _, f := range coll.Fields {
			value := l.Record.Get(f.Name)
			if f.Data == "" || value.IsNull() || value.String() == "" {
				continue
			}
			if !f.Data.IsKey() && !slices.Contains(p.Categories, f.Data) {
				p.Categories = append(p.Categories, f.Data)
			}
			if l.Ownership == varsam.Own && len(l.Persons) == 1 {
				reached[l.Persons[0]].take(f, l.Record.Ref.String(), value.String())
			}
		}
	}
}
