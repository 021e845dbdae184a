package decide

import (
	"maps"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/register"
)

// Decider answers one Question for any number of records. It is immutable and
// safe for concurrent use when the Question's Children is.
type Decider struct {
	q       Question
	years   law.FiscalYears
	systems map[string]map[string]*collection // by system, then by the collection's name there
	bare    map[string]*carrier               // by activity, without a collection
	stopped [][]varsam.Use                    // per ask, the uses it stops wherever there is a mark
	held    map[*Hold]map[string]bool         // refs of a hold
}

// collection is one declared collection, ready to decide its records.
type collection struct {
	register.Collection
	system   string
	draft    bool
	zone     *time.Location
	carriers []*carrier
	ruled    map[string]bool // columns that the rules read
}

// New prepares a Question. A register with faults is not an error here: what
// cannot be computed becomes review.
func New(q Question) *Decider {
	d := &Decider{q: q, systems: map[string]map[string]*collection{}, held: map[*Hold]map[string]bool{}}
	if years, err := q.Register.Organisation.Years(); err == nil {
		d.years = years // a table that contradicts itself answers for no year: nothing counted from it is ever due
	}
	activities := map[string]*register.Activity{}
	for i := range q.Register.Activities {
		activities[q.Register.Activities[i].Name] = &q.Register.Activities[i]
	}
	d.bare = map[string]*carrier{}
	for name, a := range activities {
		d.bare[name] = d.carrier(register.Carry{Activity: name}, a)
	}
	for _, s := range q.Register.Systems {
		d.systems[s.Name] = map[string]*collection{}
		for _, c := range s.Collections {
			d.systems[s.Name][c.In()] = d.prepare(s, c, activities)
		}
	}
	for i, ask := range q.Asks {
		d.stopped = append(d.stopped, d.stopsOf(i, ask))
	}
	for i := range q.Holds {
		refs := map[string]bool{}
		for _, ref := range q.Holds[i].Refs {
			refs[ref] = true
		}
		d.held[&q.Holds[i]] = refs
	}
	return d
}

// Decide is the fate of one record under a Question; use [New] for many.
func Decide(q Question, l varsam.Located) varsam.Decision { return New(q).Decide(l) }

func (d *Decider) prepare(s register.System, c register.Collection, activities map[string]*register.Activity) *collection {
	coll := &collection{Collection: c, system: s.Name, draft: s.Draft || c.Draft, ruled: map[string]bool{}}
	coll.zone = s.Location()
	if s.Zone == "" {
		coll.zone = d.q.Register.Organisation.Location()
	}
	for _, carry := range c.CarriedBy {
		k := d.carrier(carry, activities[carry.Activity])
		coll.carriers = append(coll.carriers, k)
		for _, column := range k.reads() {
			coll.ruled[column] = true
		}
	}
	return coll
}

// find is the declared collection of a record: by its name in the system, and
// else by the register's own name for it.
func (d *Decider) find(system, name string) *collection {
	if c := d.systems[system][name]; c != nil {
		return c
	}
	for _, c := range d.systems[system] {
		if c.Name == name {
			return c
		}
	}
	return nil
}

func (d *Decider) children(system string) varsam.Children {
	if d.q.Children == nil {
		return func(string, []string, []varsam.Value) []varsam.Record { return nil }
	}
	return d.q.Children(system)
}

// Reads are the columns of a collection that its rules count from or test: while
// a record stays they stay, or its end could no longer be computed.
func (d *Decider) Reads(system, name string) []string {
	c := d.find(system, name)
	if c == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(c.ruled))
}
