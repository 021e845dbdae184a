package decide

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// shared keeps what several people depend on: it is never erased, anonymised or
// blocked for the sake of one of them. Its own link to the person is cut where
// the register allows that and the person is to be erased.
func (d *Decider) shared(out *varsam.Decision, c *collection, l varsam.Located, asks []int) {
	if l.Ownership != varsam.Shared || out.Fate.Harshness() < 0 {
		return
	}
	if out.Fate == varsam.Keep {
		out.Reasons = append(out.Reasons, varsam.Because(ReasonShared))
	} else {
		soften(out, varsam.Keep, varsam.Because(ReasonShared))
	}
	d.detach(out, c, l, asks)
}

// others leaves somebody else's record as it is, but for a link to the person
// that the register lets us cut.
func (d *Decider) others(c *collection, l varsam.Located) varsam.Decision {
	out := varsam.Decision{Fate: varsam.Keep, Reasons: []varsam.Reason{varsam.Because(ReasonOthers)}}
	d.detach(&out, c, l, d.asksOf(l))
	return out
}

// detach cuts the link that led here, when erasure is asked and the register
// says that the link may be cut. Where it cannot be told which of several links
// leads to the person, none is cut.
func (d *Decider) detach(out *varsam.Decision, c *collection, l varsam.Located, asks []int) {
	if !d.has(asks, varsam.Erasure, varsam.Instruction) || d.isHeld(c, l.Record.Ref) {
		return
	}
	for _, link := range c.Person {
		if !link.Detach || link.Self || link.From != "" {
			continue
		}
		known, leads := d.leads(c, link, l)
		column := link.Through[0]
		switch {
		case !known:
			out.Reasons = append(out.Reasons, varsam.Because(ReasonDetachUnclear, column))
		case leads:
			out.Reasons = append(out.Reasons, varsam.Because(ReasonDetached, column))
			for _, name := range link.Through {
				out.Fields = append(out.Fields, varsam.FieldOutcome{Field: name, Fate: varsam.FieldDetached, Reason: varsam.Because(ReasonDetached, name)})
			}
		}
	}
}

// leads reports whether a link leads to one of the records that the search came
// from. A link to another column than the key can be told only when it is the
// one link to that collection.
func (d *Decider) leads(c *collection, link register.Link, l varsam.Located) (known, leads bool) {
	if !link.Leads(l.Record, c.zone) {
		return true, false
	}
	key := make([]varsam.Value, len(link.Through))
	for i, name := range link.Through {
		if key[i] = l.Record.Get(name); key[i].IsNull() {
			return true, false
		}
	}
	to := link.To
	if target := d.find(c.system, link.To); target != nil {
		to = target.In()
	}
	if len(link.Key) == 0 && len(l.Parents) > 0 {
		ref := varsam.Ref{System: c.system, Collection: to, Key: key}
		return true, slices.Contains(l.Parents, ref.String())
	}
	same := 0
	for _, other := range c.Person {
		if other.To == link.To {
			same++
		}
	}
	return same == 1, same == 1
}

// mentioned decides a text that names the person: her identifiers are taken out
// where erasure is asked and every text that names her is declared as one, on
// known grounds none of which needs it; else a person looks, but at no text that
// has nothing to do with the uses that alone were to end.
func (d *Decider) mentioned(c *collection, l varsam.Located, all []carried, asks []int) varsam.Decision {
	if !d.has(asks, varsam.Erasure, varsam.Instruction) || !d.redactable(c, l, all) {
		out := unknown(all)
		out.Grounds, out.Reasons = plain(all), []varsam.Reason{varsam.Because(ReasonMention, c.Name)}
		for i := range all {
			out.Reasons = append(out.Reasons, all[i].state(d.q.Today))
		}
		if d.onlyUses(asks) && !Reaches(d.q.Asks, l, out) {
			out.Fate, out.Reasons[0] = varsam.Keep, varsam.Because(ReasonNotAsked)
		}
		return out
	}
	out := varsam.Decision{Fate: varsam.Keep, Grounds: plain(all)}
	for _, h := range l.Hits {
		done := slices.ContainsFunc(out.Fields, func(f varsam.FieldOutcome) bool { return f.Field == h.Field })
		if done {
			continue
		}
		why := varsam.Because(ReasonRedacted, h.Field)
		out.Reasons = append(out.Reasons, why)
		out.Fields = append(out.Fields, varsam.FieldOutcome{Field: h.Field, Fate: varsam.FieldRedacted, Reason: why})
	}
	return out
}

func (d *Decider) redactable(c *collection, l varsam.Located, all []carried) bool {
	if len(l.Hits) == 0 || len(all) == 0 || d.isHeld(c, l.Record.Ref) || Sealed(plain(all), d.q.Today) {
		return false
	}
	for i := range all {
		if all[i].End == varsam.UnknownEnd {
			return false
		}
	}
	for _, h := range l.Hits {
		if !known(l.Hits, h.Person) {
			return false
		}
		f, declared := c.Field(h.Field)
		if !declared || !f.Text || f.Data == "" || needed(f.Data, all, d.q.Today) {
			return false
		}
	}
	return true
}

// known reports whether more than a name tells that the person is meant.
func known(hits []varsam.Hit, person int) bool {
	return slices.ContainsFunc(hits, func(h varsam.Hit) bool { return h.Person == person && h.Type.Selects() })
}
