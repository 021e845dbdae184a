package decide

import "github.com/varsam/varsam"

// restricted follows a request under Art. 18(1): the person's own records are
// kept from all uses but those of 18(2), and nothing is culled meanwhile. What
// nobody has confirmed or declared a ground for stays with a person.
func (d *Decider) restricted(out *varsam.Decision, l varsam.Located, all []carried, asks []int) {
	if l.Ownership != varsam.Own {
		return
	}
	for _, i := range asks {
		ask := d.q.Asks[i]
		if ask.Right == varsam.RestrictionOf && reachesAny(ask, all) {
			restrict(out, varsam.Because(ReasonRestricted, ask.Article))
			return
		}
	}
}

// reachesAny reports whether an ask names one of the grounds; an ask without
// names reaches every record, one without grounds included.
func reachesAny(ask Ask, all []carried) bool {
	if len(ask.Activities) == 0 {
		return true
	}
	for i := range all {
		if ask.names(all[i].Activity) {
			return true
		}
	}
	return false
}

// restrict lays a restriction over whatever the fate was. It ends by a decision,
// so it has no day.
func restrict(out *varsam.Decision, why varsam.Reason) {
	out.Fate, out.Until, out.Law = varsam.Restrict, varsam.Date{}, ""
	out.Reasons = []varsam.Reason{why}
}

// hold applies what is in force for the record. A hold stops an end, never a
// use: what would have gone is blocked instead.
func (d *Decider) hold(out *varsam.Decision, c *collection, l varsam.Located) {
	for i := range d.q.Holds {
		h := &d.q.Holds[i]
		if !d.covers(h, c, l.Record.Ref) {
			continue
		}
		why := varsam.Because(ReasonHeld, h.Review.String())
		switch {
		case h.Kind == HoldRestriction && l.Ownership == varsam.Own:
			restrict(out, varsam.Because(ReasonRestricted, h.Article))
			continue
		case h.Kind == HoldAccess:
			why = varsam.Because(ReasonAccessOpen)
		}
		soften(out, varsam.Restrict, why)
	}
}

func (d *Decider) covers(h *Hold, c *collection, ref varsam.Ref) bool {
	switch {
	case h.System != "" && h.System != c.system:
		return false
	case h.Collection != "" && h.Collection != c.Name && h.Collection != c.In():
		return false
	}
	return len(h.Refs) == 0 || d.held[h][ref.String()]
}

// isHeld reports whether anything stops an end of the record, in whole or part.
func (d *Decider) isHeld(c *collection, ref varsam.Ref) bool {
	for i := range d.q.Holds {
		if d.covers(&d.q.Holds[i], c, ref) {
			return true
		}
	}
	return false
}
