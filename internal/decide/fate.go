package decide

import (
	"slices"

	"github.com/varsam/varsam"
)

// Decide is the fate of one record.
func (d *Decider) Decide(l varsam.Located) varsam.Decision {
	name := l.Record.Ref.Collection
	c := d.find(l.Record.Ref.System, name)
	switch {
	case c == nil:
		return reviewed(varsam.Because(ReasonUndeclared, name))
	case c.draft:
		return reviewed(varsam.Because(ReasonDraft, c.Name))
	case l.Ownership == varsam.Other:
		return d.others(c, l)
	}
	asks := d.asksOf(l)
	all := d.grounds(c, l)
	for i := range all {
		d.choose(&all[i], asks)
	}
	if party, ok := d.forwarded(all, asks); ok {
		return varsam.Decision{Fate: varsam.Forward, Grounds: plain(all), Reasons: []varsam.Reason{varsam.Because(ReasonForward, party)}}
	}
	if l.Ownership == varsam.Mention {
		return d.mentioned(c, l, all, asks)
	}
	return d.own(c, l, all, asks)
}

func reviewed(why varsam.Reason) varsam.Decision {
	return varsam.Decision{Fate: varsam.Review, Reasons: []varsam.Reason{why}}
}

// own decides the person's own record, and one that several people share.
func (d *Decider) own(c *collection, l varsam.Located, all []carried, asks []int) varsam.Decision {
	out := d.fate(c, all)
	d.restricted(&out, l, all, asks)
	d.hold(&out, c, l)
	out.Grounds = plain(all)
	if l.Ownership == varsam.Own {
		out.Stops = d.stops(c, l, all, asks)
	}
	reached := Reaches(d.q.Asks, l, out)
	d.unasked(&out, reached, asks)
	d.shared(&out, c, l, asks)
	switch {
	case !reached:
		out.Stops = nil
	case l.Ownership == varsam.Own:
		out.Fields = append(out.Fields, d.fields(c, l, all, out)...)
	}
	for i := range all {
		out.Reasons = append(out.Reasons, all[i].state(d.q.Today))
		out.Reasons = append(out.Reasons, all[i].notes...)
	}
	for _, u := range out.Stops {
		out.Reasons = append(out.Reasons, varsam.Because(ReasonStopped, string(u)))
	}
	out.Reasons = once(out.Reasons)
	return out
}

// fate reads the fate off the grounds that are left.
func (d *Decider) fate(c *collection, all []carried) varsam.Decision {
	if len(all) == 0 {
		return reviewed(varsam.Because(ReasonNoGround, c.Name))
	}
	today := d.q.Today
	some := func(is func(g *carried) bool) bool {
		return slices.ContainsFunc(all, func(g carried) bool { return is(&g) })
	}
	conflict, conflicting := d.conflict(all)
	switch {
	case some(func(g *carried) bool { return g.ordinary(today) }):
		last, law := latest(all, func(g *carried) bool { return g.ordinary(today) || g.Alive(today) && g.Kind != varsam.Purpose })
		return varsam.Decision{Fate: varsam.Keep, Until: last, Law: law}
	case conflicting:
		return reviewed(conflict)
	case some(func(g *carried) bool { return g.pending }):
		return varsam.Decision{Fate: varsam.Restrict}
	case some(func(g *carried) bool { return g.End == varsam.UnknownEnd }):
		return unknown(all)
	case some(func(g *carried) bool { return g.Alive(today) }):
		return blocked(latest(all, func(g *carried) bool { return g.Alive(today) }))
	}
	return ended(c)
}

// latest is the last day of the grounds chosen, with its law; no day when one of
// them is open.
func latest(all []carried, chosen func(*carried) bool) (last varsam.Date, law string) {
	for i := range all {
		g := &all[i]
		switch {
		case !chosen(g):
		case g.End == varsam.OpenEnd:
			return varsam.Date{}, ""
		case last.IsZero() || g.Last.After(last):
			last, law = g.Last, g.Law
		}
	}
	return last, law
}

func blocked(last varsam.Date, law string) varsam.Decision {
	out := varsam.Decision{Fate: varsam.Restrict, Until: last, Law: law}
	switch {
	case last.IsZero():
		out.Reasons = []varsam.Reason{varsam.Because(ReasonBlockedOpen)}
	case law != "":
		out.Reasons = []varsam.Reason{varsam.Because(ReasonBlockedUntil, last.String(), law)}
	}
	return out
}

// unknown is for a person; a claim that lacks its document shows its last day.
func unknown(all []carried) varsam.Decision {
	out := varsam.Decision{Fate: varsam.Review}
	out.Until, out.Law = latest(all, func(g *carried) bool { return g.Problem == ProblemClaim || g.Problem == ProblemReview })
	return out
}

func ended(c *collection) varsam.Decision {
	switch c.End {
	case varsam.Erase:
		return varsam.Decision{Fate: varsam.Erase, Reasons: []varsam.Reason{varsam.Because(ReasonErase)}}
	case varsam.Anonymise:
		return varsam.Decision{Fate: varsam.Anonymise, Reasons: []varsam.Reason{varsam.Because(ReasonAnonymise)}}
	}
	return reviewed(varsam.Because(ReasonNoEnd, c.Name))
}

// forwarded reports whether another controller decides: every ground of the
// record is one that we only process for, and none of them has been instructed
// away. By time alone a controller's retention order lets us decide.
func (d *Decider) forwarded(all []carried, asks []int) (string, bool) {
	party := ""
	for i := range all {
		g := &all[i]
		ordered := len(d.q.Asks) == 0 && g.by.activity.Instruction != nil
		if g.Role != varsam.Processor || g.EndedBy == varsam.Instruction || ordered {
			return "", false
		}
		if party == "" {
			party = g.Party
		}
	}
	return party, len(all) > 0 && !d.instructedBy(all, asks)
}

// instructedBy reports whether one of the record's controllers instructs us;
// then what is left decides, and nothing is offered to be forwarded.
func (d *Decider) instructedBy(all []carried, asks []int) bool {
	return slices.ContainsFunc(asks, func(i int) bool {
		ask := d.q.Asks[i]
		return ask.Right == varsam.Instruction && slices.ContainsFunc(all, func(g carried) bool { return g.Party == ask.Party })
	})
}

// unasked takes back an end that the request is not about: a copy, a correction
// or an instruction for other records never culls on the way. Nor does anybody have
// to decide for it when the record ends; a copy says so, all the same.
func (d *Decider) unasked(out *varsam.Decision, reached bool, asks []int) {
	switch {
	case !reached && out.Fate == varsam.Review && !d.has(asks, varsam.Access, varsam.Portability):
		*out = varsam.Decision{Fate: varsam.Restrict, Grounds: out.Grounds, Stops: out.Stops, Reasons: []varsam.Reason{varsam.Because(ReasonNotAsked)}}
	case reached || out.Fate.Harshness() <= varsam.Restrict.Harshness():
	case d.has(asks, varsam.Instruction):
		soften(out, varsam.Restrict, varsam.Because(ReasonNotInstructed, d.instructor(asks)))
	case d.has(asks, varsam.Access, varsam.Portability):
		soften(out, varsam.Restrict, varsam.Because(ReasonAccessOpen))
	default:
		soften(out, varsam.Restrict, varsam.Because(ReasonNotAsked))
	}
}

func (d *Decider) instructor(asks []int) string {
	for _, i := range asks {
		if d.q.Asks[i].Right == varsam.Instruction {
			return d.q.Asks[i].Party
		}
	}
	return ""
}

// soften replaces a harsher fate and its reason; a softer one stays.
func soften(out *varsam.Decision, to varsam.Fate, why varsam.Reason) {
	if out.Fate.Harshness() > to.Harshness() {
		out.Fate, out.Until, out.Law = to, varsam.Date{}, ""
		out.Reasons = nil
	}
	out.Reasons = append(out.Reasons, why)
}

// plain are the grounds as the plan and the evidence keep them.
func plain(all []carried) []varsam.Ground {
	grounds := make([]varsam.Ground, len(all))
	for i := range all {
		grounds[i] = all[i].Ground
	}
	return grounds
}

// once drops reasons said twice and keeps the order.
func once(all []varsam.Reason) []varsam.Reason {
	var kept []varsam.Reason
	for _, r := range all {
		if !slices.ContainsFunc(kept, func(k varsam.Reason) bool { return k.Code == r.Code && slices.Equal(k.Args, r.Args) }) {
			kept = append(kept, r)
		}
	}
	return kept
}
