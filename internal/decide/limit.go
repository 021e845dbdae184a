package decide

import "github.com/varsam/varsam"

// capAll lets the earliest limit end the purposes and claims of the record that
// would outlast it. A ground whose end is not known stays so: a person looks. A
// duty is never capped; see [Decider.conflict].
func (d *Decider) capAll(all []carried) {
	limit := earliestLimit(all)
	if limit == nil {
		return
	}
	for i := range all {
		g := &all[i]
		outlasts := g.End == varsam.OpenEnd || g.End == varsam.DatedEnd && g.Last.After(limit.limit)
		if g.Kind == varsam.MustKeep || !outlasts || !g.by.computable() {
			continue
		}
		g.End, g.Last = varsam.DatedEnd, limit.limit
		if g.Law = limit.by.ruleID(); limit.limit.Before(d.q.Today) {
			g.why = varsam.Because(ReasonEndedByLimit, g.Activity, g.Last.String(), limit.lawOrActivityOfLimit())
		}
	}
}

// lastAllowed is the first of the carrier's limits for one record.
func (k *carrier) lastAllowed(c *collection, l varsam.Located, today varsam.Date) varsam.Date {
	var first varsam.Date
	for _, s := range k.limits {
		if e := s.on(l, c.zone, today); e.end == varsam.DatedEnd && (first.IsZero() || e.last.Before(first)) {
			first = e.last
		}
	}
	return first
}

// earliestLimit is the ground whose limit ends first; ties by rule and name.
func earliestLimit(all []carried) *carried {
	var first *carried
	for i := range all {
		g := &all[i]
		switch {
		case g.limit.IsZero():
		case first == nil, g.limit.Before(first.limit),
			g.limit == first.limit && g.lawOrActivityOfLimit() < first.lawOrActivityOfLimit():
			first = g
		}
	}
	return first
}

func (g *carried) lawOrActivityOfLimit() string {
	if id := g.by.ruleID(); id != "" {
		return id
	}
	return g.Activity
}

// conflict is the duty that still runs though a limit has passed.
func (d *Decider) conflict(all []carried) (varsam.Reason, bool) {
	limit := earliestLimit(all)
	if limit == nil || !limit.limit.Before(d.q.Today) {
		return varsam.Reason{}, false
	}
	for i := range all {
		if g := &all[i]; g.Kind == varsam.MustKeep && g.Alive(d.q.Today) {
			return varsam.Because(ReasonLimitAgainstDuty, g.lawOrActivity(), limit.lawOrActivityOfLimit(), limit.limit.String()), true
		}
	}
	return varsam.Reason{}, false
}
