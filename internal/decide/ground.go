package decide

import (
	"cmp"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// carried is one ground of one record, with what was said about it on the way.
type carried struct {
	varsam.Ground
	by      *carrier
	why     varsam.Reason   // why it ended or cannot be computed
	notes   []varsam.Reason // what a right did not do to it
	stops   []varsam.Use    // uses ended by the person, though the ground may stay
	pending bool            // an objection is under test
	limit   varsam.Date     // the last day it allows the record to be there, when that is known
}

// grounds are the record's grounds by time alone, in an order of their own, so
// that the order in the register does not matter.
func (d *Decider) grounds(c *collection, l varsam.Located) []carried {
	var all []carried
	for _, k := range c.carriers {
		if g, ok := d.ground(c, k, l); ok {
			all = append(all, g)
		}
	}
	d.capAll(all)
	for i := range all {
		d.document(&all[i])
	}
	slices.SortStableFunc(all, compareCarried)
	return all
}

func compareCarried(a, b carried) int {
	return cmp.Or(
		cmp.Compare(a.Activity, b.Activity),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Law, b.Law),
		cmp.Compare(a.End, b.End),
		a.Last.Compare(b.Last),
		cmp.Compare(a.why.Code, b.why.Code),
		slices.Compare(a.why.Args, b.why.Args),
	)
}

// ground is what one carrier gives one record; false when it does not carry it.
func (d *Decider) ground(c *collection, k *carrier, l varsam.Located) (carried, bool) {
	if !d.carries(c, k, l) {
		return carried{}, false
	}
	if k.consent && !k.unconfirmed && (k.carry.Consent == nil || !says(l.Value(k.carry.Consent.Given))) {
		return carried{}, false
	}
	a := k.activity
	g := carried{by: k, Ground: varsam.Ground{
		Activity: a.Name, Kind: k.kind, Basis: a.Basis.Article, Role: a.Role,
		Uses: slices.Clone(a.Uses), Needs: slices.Clone(a.Needs), Law: k.ruleID(),
	}}
	if a.Role == varsam.Processor {
		g.Party = a.Party
	}
	d.time(&g, c, l)
	return g, true
}

// carries reports whether the record is one of those that the carrier is about.
func (d *Decider) carries(c *collection, k *carrier, l varsam.Located) bool {
	w := k.carry.When
	return w == nil || w.Cond.Eval(l.Read(), c.zone, d.children(c.system)) == varsam.True
}

// time gives a ground its end.
func (d *Decider) time(g *carried, c *collection, l varsam.Located) {
	k, today := g.by, d.q.Today
	if k.computable() {
		g.limit = k.lastAllowed(c, l, today)
	}
	switch {
	case k.fault != nil:
		g.unknown(*k.fault)
	case !k.computable():
		g.End = varsam.OpenEnd // the controller has not said how long
	default:
		g.end(c, l, today)
	}
	if k.lasting() && g.End == varsam.OpenEnd {
		g.Kind = varsam.Purpose
	}
}

// end combines the spans: any open one leaves the ground open, any unknown one
// makes it unknown, and otherwise the last of them ends it. A withdrawn consent
// ends it before that.
func (g *carried) end(c *collection, l varsam.Located, today varsam.Date) {
	if g.by.consent && g.withdrawn(c, l, today) {
		return
	}
	end := varsam.OpenEnd
	if len(g.by.spans) > 0 {
		end = varsam.DatedEnd
	}
	for _, s := range g.by.spans {
		switch e := s.on(l, c.zone, today); e.end {
		case varsam.OpenEnd:
			g.End, g.Last, g.Problem, g.why = varsam.OpenEnd, varsam.Date{}, "", varsam.Reason{}
			return
		case varsam.UnknownEnd:
			end = varsam.UnknownEnd
			g.unknown(varsam.Because(e.problem, g.Activity, s.path))
		case varsam.DatedEnd:
			g.Last = varsam.Latest(g.Last, e.last)
		}
	}
	if g.End = end; end == varsam.UnknownEnd {
		g.Last = varsam.Date{}
		return
	}
	g.Problem, g.why = "", varsam.Reason{}
}

// withdrawn reads the consent's withdrawal and reports whether it settles the
// ground: withdrawn by today, or not readable. A day to come withdraws nothing
// yet.
func (g *carried) withdrawn(c *collection, l varsam.Located, today varsam.Date) bool {
	column := g.by.carry.Consent.Withdrawn
	if column == "" {
		return false
	}
	v := l.Value(column)
	if !says(v) {
		return false
	}
	if v.Kind() != varsam.Bool && v.Kind() != varsam.Int {
		r := read(l, column, c.zone, today)
		if r.problem != "" {
			g.unknown(varsam.Because(r.problem, g.Activity, column))
			return true
		}
		if r.day.After(today) {
			return false
		}
	}
	g.End, g.EndedBy = varsam.EndedNow, varsam.Withdrawal
	g.why = varsam.Because(ReasonWithdrawn, g.Activity)
	return true
}

func (g *carried) unknown(why varsam.Reason) {
	g.End, g.Problem, g.why = varsam.UnknownEnd, why.Code, why
}

// document lets a claim carry only with a written interest and a day of review
// that has not passed; without them it is for a person to say.
func (d *Decider) document(g *carried) {
	if g.Kind != varsam.MayKeep || !g.Alive(d.q.Today) {
		return
	}
	test := g.by.activity.Basis.Interest
	switch {
	case g.by.documented(d.q.Today):
	case test == nil || test.Interest.In(varsam.English) == "" || test.Review.IsZero():
		g.unknown(varsam.Because(ProblemClaim, g.Activity, g.Last.String()))
	default:
		g.unknown(varsam.Because(ProblemReview, g.Activity, test.Review.String()))
	}
}

// state says what is left of the ground, as a sentence.
func (g *carried) state(today varsam.Date) varsam.Reason {
	switch {
	case g.pending:
		return varsam.Because(ReasonUnderTest, g.Activity)
	case !g.Alive(today) && g.why.Code != "":
		return g.why
	case !g.Alive(today) && g.Law != "":
		return varsam.Because(ReasonEndedByLaw, g.Activity, g.Last.String(), g.Law)
	case !g.Alive(today):
		return varsam.Because(ReasonEnded, g.Activity, g.Last.String())
	case g.Kind == varsam.Purpose && g.End == varsam.OpenEnd:
		return varsam.Because(ReasonCarried, g.Activity)
	case g.Kind == varsam.Purpose:
		return varsam.Because(ReasonCarriedUntil, g.Activity, g.Last.String())
	case g.Kind == varsam.MayKeep:
		return varsam.Because(ReasonClaim, g.Activity, g.Last.String(), g.Law, g.reviewed())
	case g.End == varsam.OpenEnd:
		return varsam.Because(ReasonDutyOpen, g.Activity)
	}
	return varsam.Because(ReasonDuty, g.Activity, g.Last.String(), g.lawOrActivity())
}

func (g *carried) reviewed() string {
	if test := g.by.activity.Basis.Interest; test != nil {
		return test.Review.String()
	}
	return ""
}

func (g *carried) lawOrActivity() string {
	if g.Law != "" {
		return g.Law
	}
	return g.Activity
}

// ordinary reports whether the ground permits ordinary uses today.
func (g *carried) ordinary(today varsam.Date) bool {
	return g.Kind == varsam.Purpose && !g.pending && g.Alive(today)
}

// left reports whether the ground still speaks for the record: alive, or not
// known to have ended.
func (g *carried) left(today varsam.Date) bool {
	return g.Alive(today) || g.End == varsam.UnknownEnd
}

// unaltered are statutes under which records stay as they were received or drawn
// up (bokföringslagen 5 kap. 5 §, 7 kap. 1 § and their like): never blanked,
// redacted or overwritten while the duty runs.
var unaltered = []string{"SE-BFL", "FI-KPL", "NO-BOKF", "DK-BOGF"}

// Unaltered reports whether a statute keeps its records as they are.
func Unaltered(rule string) bool {
	return slices.ContainsFunc(unaltered, func(id string) bool {
		return rule == id || strings.HasPrefix(rule, id+"-")
	})
}

// Sealed reports whether one of a decision's grounds that are alive keeps the
// record unaltered: not even a correction may change it.
func Sealed(grounds []varsam.Ground, today varsam.Date) bool {
	return slices.ContainsFunc(grounds, func(g varsam.Ground) bool {
		return g.Kind == varsam.MustKeep && g.End != varsam.EndedNow &&
			(g.Alive(today) || g.End == varsam.UnknownEnd) && Unaltered(g.Law)
	})
}
