package duty

import (
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// Affected are the people whom an incident concerns.
type Affected struct {
	People     []varsam.Person   `json:"people"`
	Addresses  []string          `json:"addresses"` // e-mail addresses to write to
	Unreached  int               `json:"unreached"` // people without one
	Records    int               `json:"records"`
	Categories []varsam.Category `json:"categories"`
	Gaps       []varsam.Gap      `json:"gaps"`
	Systems    map[string]int    `json:"systems"` // records by system
}

// Spot is where an incident struck: a collection, or what of it a condition takes.
type Spot struct {
	System, Collection string
	Where              *varsam.Cond
}

// FindAffected finds whom an incident concerns: everybody in the places it struck,
// beside those who are named, and what there is of them in the systems named.
func FindAffected(ctx context.Context, reg *register.Register, open locate.Opener, spots []Spot, named []varsam.Person, systems []string, today varsam.Date) (Affected, error) {
	a := Affected{People: slices.Clone(named), Systems: map[string]int{}, Addresses: []string{}}
	for _, spot := range spots {
		if err := a.read(ctx, reg, open, spot); err != nil {
			return a, err
		}
	}
	a.number()
	if len(a.People) == 0 {
		return a, nil
	}
	for some := range slices.Chunk(a.People, varsam.MaxBatch) {
		if err := a.locate(ctx, reg, open, some, systems, today); err != nil {
			return a, err
		}
	}
	slices.Sort(a.Categories)
	a.Categories = slices.Compact(a.Categories)
	return a, nil
}

// read takes everybody of a place as a person, known by the identifying columns of
// their record.
func (a *Affected) read(ctx context.Context, reg *register.Register, open locate.Opener, spot Spot) error {
	sys, _ := reg.System(spot.System)
	coll, ok := sys.Collection(spot.Collection)
	if !ok {
		return varsam.Errorf(varsam.NotFound, "the register has no collection %s in %s", spot.Collection, spot.System)
	}
	conn, err := open.Open(ctx, sys.Name)
	if err != nil {
		return err
	}
	defer conn.Close()
	var fields []string
	for _, f := range coll.Fields {
		if f.Identifies != "" && f.Identifies.Selects() {
			fields = append(fields, f.Name)
		}
	}
	if len(fields) == 0 {
		return varsam.Errorf(varsam.Unsupported, "no column of %s.%s identifies anybody; name the people in a file", spot.System, spot.Collection)
	}
	_, err = conn.Find(ctx, system.Selection{Collection: coll.In(), Cond: spot.Where, Fields: fields}, func(r varsam.Record) error {
		person := varsam.Person{}
		for _, f := range coll.Fields {
			if value := r.Get(f.Name); f.Identifies != "" && f.Identifies.Selects() && !value.IsNull() && value.String() != "" {
				person.Identifiers = append(person.Identifiers, varsam.Identifier{Type: f.Identifies, Value: value.String(), Verified: true})
			}
		}
		if len(person.Identifiers) > 0 {
			a.People = append(a.People, person)
		}
		return nil
	})
	return err
}

// number leaves each person once and numbers them.
func (a *Affected) number() {
	seen := map[string]bool{}
	a.People = slices.DeleteFunc(a.People, func(p varsam.Person) bool {
		first := p.Identifiers[0]
		key := string(first.Type) + "\x00" + strings.ToLower(first.Value)
		twice := seen[key]
		seen[key] = true
		return twice
	})
}

// locate counts what there is of some people, and learns where to write to them.
func (a *Affected) locate(ctx context.Context, reg *register.Register, open locate.Opener, some []varsam.Person, systems []string, today varsam.Date) error {
	for i := range some {
		some[i].Number = i
	}
	reached := make([]string, len(some))
	for i, p := range some {
		for _, id := range p.Identifiers {
			if id.Type == varsam.Email && reached[i] == "" {
				reached[i] = strings.ToLower(id.Value)
			}
		}
	}
	// what is ours, then what each customer has with us: an incident concerns both
	for _, party := range append([]string{""}, (&World{Register: reg}).concerned(systems)...) {
		found, err := locate.Locate(ctx, reg, open, some, locate.Options{Today: today, Systems: systems, Instruction: party})
		if err != nil {
			return err
		}
		for _, l := range found.Located {
			if l.Ownership != varsam.Own && l.Ownership != varsam.Shared {
				continue
			}
			a.Records++
			a.Systems[l.Record.Ref.System]++
			a.note(reg, l, reached)
		}
		if party == "" {
			a.Gaps = append(a.Gaps, found.Gaps...)
		}
	}
	for _, to := range reached {
		if to == "" {
			a.Unreached++
		} else if !slices.Contains(a.Addresses, to) {
			a.Addresses = append(a.Addresses, to)
		}
	}
	return nil
}

// note takes the kinds of data of a record, and its address where a person has
// none yet.
func (a *Affected) note(reg *register.Register, l varsam.Located, reached []string) {
	sys, _ := reg.System(l.Record.Ref.System)
	for _, coll := range sys.Collections {
		if coll.In() != l.Record.Ref.Collection {
			continue
		}
		for _, f := range coll.Fields {
			value := l.Record.Get(f.Name)
			if f.Data == "" || value.IsNull() {
				continue
			}
			if !f.Data.IsKey() && !slices.Contains(a.Categories, f.Data) {
				a.Categories = append(a.Categories, f.Data)
			}
			if f.Identifies == varsam.Email && l.Ownership == varsam.Own && len(l.Persons) == 1 && reached[l.Persons[0]] == "" {
				reached[l.Persons[0]] = strings.ToLower(value.String())
			}
		}
	}
}
