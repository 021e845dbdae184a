package decide

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// stopsOf are the uses that an ask stops wherever a record has a mark for them,
// whether or not the record is carried by the activity that uses it.
func (d *Decider) stopsOf(i int, ask Ask) []varsam.Use {
	var same []int
	for j, other := range d.q.Asks {
		if other.Person == ask.Person || other.Person == Everyone {
			same = append(same, j)
		}
	}
	var uses []varsam.Use
	for _, a := range d.q.Register.Activities {
		k := d.bare[a.Name]
		if !ask.names(a.Name) || k.unconfirmed {
			continue
		}
		g := carried{by: k, Ground: varsam.Ground{Activity: a.Name, Kind: k.kind, Role: a.Role, Uses: a.Uses, End: varsam.OpenEnd}}
		if a.Role == varsam.Processor {
			g.Party = a.Party
		}
		d.apply(&g, ask, same)
		uses = append(uses, g.stops...)
	}
	if ask.againstMarketing() {
		uses = append(uses, varsam.DirectMarketing)
	}
	return distinct(uses)
}

// againstMarketing reports whether the person has said no to direct marketing as
// such, on whatever ground it is sent (Art. 21(2)–(3)).
func (a Ask) againstMarketing() bool {
	named := slices.Contains(a.Uses, varsam.DirectMarketing)
	return a.Right == varsam.Withdrawal && named ||
		a.Right == varsam.Objection && (named || len(a.Uses) == 0 && len(a.Activities) == 0)
}

// insists reports whether an ask stops a use even where another ground has it.
func (a Ask) insists(u varsam.Use) bool {
	return slices.Contains(a.Uses, u) || u == varsam.DirectMarketing && a.againstMarketing()
}

// stops are the uses to stop in one of the person's own records: those of the
// grounds that ended, and those that the asks stop where this collection has a
// mark; without the uses that a living ground still has, unless the person said
// no to the use itself.
func (d *Decider) stops(c *collection, l varsam.Located, all []carried, asks []int) []varsam.Use {
	var ended, kept []varsam.Use
	for i := range all {
		g := &all[i]
		ended = append(ended, g.stops...)
		switch {
		case g.left(d.q.Today) && !g.pending:
			kept = append(kept, g.Uses...)
		case g.End != varsam.EndedNow || g.EndedBy == varsam.Withdrawal:
			ended = append(ended, g.Uses...)
		}
	}
	ended = append(ended, d.marked(c, l, asks)...)
	return distinct(slices.DeleteFunc(ended, func(u varsam.Use) bool {
		return slices.Contains(kept, u) && !slices.ContainsFunc(asks, func(i int) bool {
			return slices.Contains(d.stopped[i], u) && d.q.Asks[i].insists(u)
		})
	}))
}

// marked are the uses that the asks stop and that the collection has a mark for.
func (d *Decider) marked(c *collection, l varsam.Located, asks []int) []varsam.Use {
	var uses []varsam.Use
	for _, f := range c.Fields {
		if f.Stop == nil || d.ofAnotherConsent(c, f, l) {
			continue
		}
		for _, i := range asks {
			if slices.Contains(d.stopped[i], f.Stop.Use) {
				uses = append(uses, f.Stop.Use)
			}
		}
	}
	return uses
}

// ofAnotherConsent reports whether the mark is where a consent's withdrawal is written
// down, and the record is about another one: in a table of all that people have said
// yes to, no is said to one.
func (d *Decider) ofAnotherConsent(c *collection, mark register.Field, l varsam.Located) bool {
	writes := false
	for _, k := range c.carriers {
		if k.withdrawal() != mark.Name {
			continue
		}
		if writes = true; d.carries(c, k, l) {
			return false
		}
	}
	return writes
}

func distinct(uses []varsam.Use) []varsam.Use {
	slices.Sort(uses)
	return slices.Compact(uses)
}
