package document

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// carried is a place where an activity's records lie.
type carried struct {
	system     register.System
	collection register.Collection
	carry      register.Carry
}

func (p carried) path() string {
	return "systems/" + p.system.Name + "/collections/" + p.collection.Name
}

// ours are the activities that a notice is about: as controller, alone or joint.
// Drafts carry nothing yet.
func (c *composer) ours() (all []register.Activity) {
	for _, a := range c.reg.Activities {
		if !a.Draft && a.Role != varsam.Processor {
			all = append(all, a)
		}
	}
	return all
}

// forOthers are the activities that we do as processor.
func (c *composer) forOthers() (all []register.Activity) {
	for _, a := range c.reg.Activities {
		if !a.Draft && a.Role == varsam.Processor {
			all = append(all, a)
		}
	}
	return all
}

// places are where an activity's records lie, confirmed ones only.
func (c *composer) places(activity string) (all []carried) {
	for _, s := range c.reg.Systems {
		for _, coll := range s.Collections {
			for _, carry := range coll.CarriedBy {
				if carry.Activity == activity && !s.Draft && !coll.Draft {
					all = append(all, carried{s, coll, carry})
				}
			}
		}
	}
	return all
}

// systems are those that an activity's records lie in, each once.
func (c *composer) systems(activity string) (all []register.System) {
	for _, p := range c.places(activity) {
		c.look("systems/"+p.system.Name+"/system", p.path()+"/carried_by")
		if !slices.ContainsFunc(all, func(s register.System) bool { return s.Name == p.system.Name }) {
			all = append(all, p.system)
		}
	}
	return all
}

// datum is a kind of data of an activity, with what is known of where it comes
// from and whether it must be given.
type datum struct {
	category varsam.Category
	sources  []string
	needed   []string
}

// data are the kinds of data that an activity needs, as the fields of what it
// carries show them; a need that no field answers stands as it is.
func (c *composer) data(a register.Activity) (all []datum) {
	c.look("activities/" + a.Name + "/needs")
	fields := c.fields(a.Name)
	for _, need := range a.Needs {
		found := false
		for _, f := range fields {
			if need.Covers(f.Data) {
				all, found = merge(all, f), true
			}
		}
		if !found {
			all = merge(all, register.Field{Data: need})
		}
	}
	return all
}

// fields are the personal fields of what an activity carries; keys tie records
// together and say nothing of anybody.
func (c *composer) fields(activity string) (all []register.Field) {
	for _, p := range c.places(activity) {
		c.look(p.path()+"/fields", p.path()+"/carried_by")
		for _, f := range p.collection.Fields {
			if f.Data != "" && !f.Data.IsKey() && f.About != "organisation" && !f.Draft {
				all = append(all, f)
			}
		}
	}
	return all
}

func merge(all []datum, f register.Field) []datum {
	at := slices.IndexFunc(all, func(d datum) bool { return d.category == f.Data })
	if at < 0 {
		all, at = append(all, datum{category: f.Data}), len(all)
	}
	all[at].sources = unique(append(all[at].sources, f.Source))
	all[at].needed = unique(append(all[at].needed, f.Needed))
	return all
}

// of are the categories of the data that a property holds for.
func of(data []datum, holds func(datum) bool) (all []varsam.Category) {
	for _, d := range data {
		if holds(d) {
			all = append(all, d.category)
		}
	}
	return all
}

func every(datum) bool { return true }

// subjects are the groups of people of some activities, in the register's order.
func subjects(activities []register.Activity) (all []string) {
	for _, a := range activities {
		all = unique(append(all, a.Subjects...))
	}
	slices.Sort(all)
	return all
}

// recipient is somebody who gets data: named by the activity, or running a
// system of ours.
type recipient struct {
	name      string
	party     register.Party // empty when the register has no such party
	processor bool
	country   string // where it is, or where the system lies that it runs
}

// outside reports whether data that it gets leaves the EEA. A mechanism says so
// even where both countries are inside: the parent company may reach in.
func (r recipient) outside() bool {
	return r.country != "" && !register.InEEA(r.country) || r.party.Transfer != nil
}

// recipients are those of an activity (Art. 13(1)(e)).
func (c *composer) recipients(a register.Activity) (all []recipient) {
	c.look("activities/" + a.Name + "/recipients")
	for _, name := range a.Recipients {
		p, _ := c.reg.Party(name)
		all = append(all, recipient{name, p, p.Kind == "processor", p.Country})
	}
	for _, s := range c.systems(a.Name) {
		c.look("systems/"+s.Name+"/operator", "systems/"+s.Name+"/country")
		if s.Operator == "" || s.Operator == register.Self {
			continue
		}
		p, _ := c.reg.Party(s.Operator)
		r := recipient{s.Operator, p, true, p.Country}
		if register.InEEA(r.country) && s.Country != "" {
			r.country = s.Country
		}
		at := slices.IndexFunc(all, func(o recipient) bool { return o.name == r.name })
		switch {
		case at < 0:
			all = append(all, r)
		case register.InEEA(all[at].country):
			all[at] = r
		}
	}
	return all
}

// processors are the parties that process for us: those that run a system, and
// those that the register calls so.
func processors(reg *register.Register) (all []register.Party) {
	for _, p := range reg.Parties {
		runs := slices.ContainsFunc(reg.Systems, func(s register.System) bool { return s.Operator == p.Name && !s.Draft })
		if p.Kind == "processor" || runs && p.Kind != "joint" {
			all = append(all, p)
		}
	}
	return all
}
