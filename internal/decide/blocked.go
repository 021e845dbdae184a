package decide

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

// Blocked is the other half of the time rule turned round: a condition that is
// true of exactly those records whose fate by time alone is to be restricted,
// because only duties or documented claims are left. Errors are as in
// [Decider.Due].
func (d *Decider) Blocked(system, name string, cat varsam.Catalogue) (varsam.Cond, error) {
	t, err := d.turner(system, name, cat)
	if err != nil || t.c.draft {
		return never, err
	}
	limit := t.limitPassed()
	var all, one, ours, duties []varsam.Cond
	for _, k := range t.c.carriers {
		stands := and(t.present(k), t.stands(k, limit))
		all = append(all, or(t.absent(k), t.over(k, limit), stands))
		one = append(one, stands)
		if !k.foreign() {
			ours = append(ours, t.present(k))
		}
		if k.kind == varsam.MustKeep {
			duties = append(duties, stands)
		}
	}
	agreed := or(notTrue(limit), notTrue(or(duties...))) // a limit against a duty is for a person
	return and(append(all, or(one...), or(ours...), agreed)...), t.err
}

// Unclear is true only of records that a person must look at, because a column
// that their time counts from is empty, no date, or an absurd one. Errors are as
// in [Decider.Due].
func (d *Decider) Unclear(system, name string, cat varsam.Catalogue) (varsam.Cond, error) {
	t, err := d.turner(system, name, cat)
	if err != nil || t.c.draft {
		return never, err
	}
	limit := t.limitPassed()
	var all, one []varsam.Cond
	for _, k := range t.c.carriers {
		unknown := t.unknown(k)
		all = append(all, or(t.absent(k), t.over(k, limit), t.stands(k, limit), unknown))
		one = append(one, and(t.present(k), unknown))
	}
	return and(append(all, or(one...))...), t.err
}

func (d *Decider) turner(system, name string, cat varsam.Catalogue) (*turner, error) {
	c := d.find(system, name)
	if c == nil {
		return nil, varsam.Errorf(varsam.NotFound, "the register has no collection %q in %q", name, system)
	}
	return &turner{d: d, c: c, cat: cat}, nil
}

// over is true when the ground has ended, by itself or by a limit.
func (t *turner) over(k *carrier, limit varsam.Cond) varsam.Cond {
	return or(t.ended(k), and(limit, t.capped(k)))
}

// stands is true when the ground is a duty or a documented claim that is alive. A
// limit ends claims of ours and no duty.
func (t *turner) stands(k *carrier, limit varsam.Cond) varsam.Cond {
	switch {
	case k.kind == varsam.Purpose, k.fault != nil, k.kind == varsam.MayKeep && !k.documented(t.d.q.Today):
		return never
	case k.foreign():
		return constant(!k.lasting())
	}
	alive := or(and(constant(!k.lasting()), t.open(k)), and(t.known(k), notTrue(t.allPassed(k))))
	if column := k.withdrawal(); column != "" {
		alive = and(alive, t.notWithdrawn(column))
	}
	if k.kind == varsam.MayKeep {
		alive = and(alive, notTrue(limit))
	}
	return alive
}

// allPassed is true when the last of the spans' last days lies before today.
func (t *turner) allPassed(k *carrier) varsam.Cond {
	passed := always
	for _, s := range k.spans {
		passed = and(passed, t.passed(s))
	}
	return passed
}

// known is true when the record has days that all spans can count from; false
// without spans.
func (t *turner) known(k *carrier) varsam.Cond {
	known := constant(len(k.spans) > 0)
	for _, s := range k.spans {
		first, last := earliestDay, latestDay(t.d.q.Today)
		if s.count.rule != nil && s.count.rule.Trigger == law.FiscalYearEnd {
			var ok bool
			if first, last, ok = s.count.years.Known(first, last); !ok {
				return never
			}
		}
		known = and(known, t.between(s.path, first, last))
	}
	return known
}

// unknown is true when the record leaves the ground's end unknown.
func (t *turner) unknown(k *carrier) varsam.Cond {
	if !k.computable() || len(k.spans) == 0 {
		return never
	}
	unknown := and(notTrue(t.open(k)), notTrue(t.known(k)))
	column := k.withdrawal()
	if column == "" {
		return unknown
	}
	unreadable := and(notTrue(t.withdrawn(column)), notTrue(t.notWithdrawn(column)))
	return or(unreadable, and(t.notWithdrawn(column), unknown))
}

// foreign reports whether we only process for a controller that has not said how
// long.
func (k *carrier) foreign() bool {
	return k.activity.Role == varsam.Processor && k.activity.Instruction == nil
}

// documented reports whether a claim may be relied on today.
func (k *carrier) documented(today varsam.Date) bool {
	test := k.activity.Basis.Interest
	return test != nil && test.Interest.In(varsam.English) != "" && !test.Review.IsZero() && !test.Review.Before(today)
}

func constant(b bool) varsam.Cond {
	if b {
		return always
	}
	return never
}
