package request

import (
	"cmp"
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request/letter"
	"github.com/varsam/varsam/internal/store"
)

// change rewrites the case by what somebody decided, and keeps the name behind
// their opaque id sealed in it.
func (s *Service) change(ctx context.Context, id, name string, do func(tx *store.Tx, r *Request, c *Case) error) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := lockCase(tx, id); err != nil {
			return err
		}
		r, err := get(tx, id)
		if err != nil {
			return err
		}
		c, err := read[Case](tx, s.Keeper, r, "case")
		if err != nil {
			return err
		}
		if err := c.unchanged(ctx); err != nil {
			return err
		}
		if err := do(tx, &r, &c); err != nil {
			return err
		}
		c.named(s.Actor(name), name)
		return s.put(tx, r, r.caseKey, "case", c)
	})
}

// named keeps the name behind an opaque id.
func (c *Case) named(actor, name string) {
	if c.Actors == nil {
		c.Actors = map[string]string{}
	}
	c.Actors[actor] = name
}

// decided logs that a person decided something the machine may not.
func (s *Service) decided(tx *store.Tx, r Request, what, about, name string) error {
	l := leaf(evidence.Decision, r)
	l.Action, l.Collection, l.Actor = evidence.NameOf(what), evidence.NameOf(about), evidence.NameOf(s.Actor(name))
	_, err := evidence.Append(tx, l)
	return err
}

// Approve records a yes to a plan's digest, by a name that is as sure as the
// service's assurance.
func (s *Service) Approve(ctx context.Context, id, digest, name string) error {
	return s.change(ctx, id, name, func(tx *store.Tx, r *Request, c *Case) error {
		if err := act.Approve(tx, id, digest, act.Approval{Actor: s.Actor(name), Assurance: cmp.Or(s.Assurance, act.CommandLine)}); err != nil {
			return err
		}
		if r.State == Planned {
			return setState(tx, id, Approved)
		}
		return nil
	})
}

// Rule writes down a person's decision on a contested balance; the next plan
// follows it. Code Conflict when nothing in the request calls for one.
func (s *Service) Rule(ctx context.Context, id, activity string, ruling decide.Ruling, name string) error {
	return s.change(ctx, id, name, func(tx *store.Tx, r *Request, c *Case) error {
		ruling.By = s.Actor(name)
		ruled := false
		for i, ask := range c.Asks {
			if ask.Right != varsam.Objection && ask.Right != varsam.Erasure {
				continue
			}
			if ask.Rulings == nil {
				c.Asks[i].Rulings = map[string]decide.Ruling{}
			}
			c.Asks[i].Rulings[activity], ruled = ruling, true
		}
		if !ruled {
			return varsam.Errorf(varsam.Conflict, "request %s has no objection or erasure to decide on", id)
		}
		return s.decided(tx, *r, "ruling", activity, name)
	})
}

// Confirm writes down that a record which the identifiers could not tell apart
// is the person's; the next plan takes it as theirs. The record must be in the
// current plan.
func (s *Service) Confirm(ctx context.Context, id, system, collection, key string, person int, name string) error {
	p, err := s.current(ctx, id)
	if err != nil {
		return err
	}
	for _, item := range p.Items {
		ref := item.Record.Ref
		if ref.System != system || ref.Collection != collection || ref.KeyLabel() != key {
			continue
		}
		return s.change(ctx, id, name, func(tx *store.Tx, r *Request, c *Case) error {
			if c.Confirmed == nil {
				c.Confirmed = map[string]int{}
			}
			c.Confirmed[ref.String()] = person
			return s.decided(tx, *r, "confirm", collection, name)
		})
	}
	return varsam.Errorf(varsam.NotFound, "the plan of request %s has no such record in %s.%s", id, system, collection)
}

// Refuse writes down that a right is refused, with the reason that the answer
// gives; the next plan leaves it out.
func (s *Service) Refuse(ctx context.Context, id string, right varsam.Right, reason, name string) error {
	return s.change(ctx, id, name, func(tx *store.Tx, r *Request, c *Case) error {
		if !r.Wants(right) {
			return varsam.Errorf(varsam.Conflict, "request %s does not use that right", id)
		}
		if c.Refusals == nil {
			c.Refusals = map[varsam.Right]string{}
		}
		c.Refusals[right] = reason
		return s.decided(tx, *r, "refuse", string(right), name)
	})
}

// Told writes down that a recipient was told of what was corrected, erased or
// restricted (Art. 19), or why that was impossible.
func (s *Service) Told(ctx context.Context, id string, told letter.Told, name string) error {
	return s.change(ctx, id, name, func(tx *store.Tx, r *Request, c *Case) error {
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		if _, ok := reg.Party(told.Party); !ok {
			return varsam.Errorf(varsam.NotFound, "the register has no party %s", told.Party)
		}
		for i := range c.Told {
			if c.Told[i].Party == told.Party {
				c.Told[i] = told
				return s.decided(tx, *r, "told", told.Party, name)
			}
		}
		c.Told = append(c.Told, told)
		return s.decided(tx, *r, "told", told.Party, name)
	})
}

// Shield hides a case from all who may not see people with protected data, or no
// longer.
func (s *Service) Shield(ctx context.Context, id string, is bool, name string) error {
	return s.change(ctx, id, name, func(tx *store.Tx, r *Request, c *Case) error {
		if c.Shielded == is {
			return nil
		}
		c.Shielded = is
		return s.decided(tx, *r, "shield", map[bool]string{true: "on", false: "off"}[is], name)
	})
}

// Reveal writes down that somebody looked at the values of a record, and why.
func (s *Service) Reveal(ctx context.Context, id string, ref varsam.Ref, why, name string) error {
	return s.change(ctx, id, name, func(tx *store.Tx, r *Request, c *Case) error {
		c.Revealed = append(c.Revealed, Reveal{Record: ref.String(), By: s.Actor(name), At: tx.Now(), Why: why})
		return s.decided(tx, *r, "reveal", ref.System+"."+ref.Collection, name)
	})
}

// Forward writes down that the request – nothing that was found – was passed on to
// a controller for whom we process. Code NotFound when the register has no such
// party, Invalid when it is no controller or the day has not come.
func (s *Service) Forward(ctx context.Context, id, party string, on varsam.Date, name string) error {
	return s.change(ctx, id, name, func(tx *store.Tx, r *Request, c *Case) error {
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		to, ok := reg.Party(party)
		switch {
		case !ok:
			return varsam.Errorf(varsam.NotFound, "the register has no party %s", party)
		case to.Kind != "controller":
			return varsam.Errorf(varsam.Invalid, "%s is no controller for whom we process; a request is passed on to who decides", party)
		case on.IsZero() || on.After(today(tx, reg)):
			return varsam.Errorf(varsam.Invalid, "say on which day the request was passed on; it is not in the future")
		}
		c.Forwarded = append(slices.DeleteFunc(c.Forwarded, func(f letter.Forwarded) bool { return f.Party == party }), letter.Forwarded{Party: party, On: on})
		return s.decided(tx, *r, "forward", party, name)
	})
}

// Extend moves the last day by the two further months of Art. 12(3). Code
// Conflict when it was extended before, or the first month is over: an extension
// must be told inside it, with reasons.
func (s *Service) Extend(ctx context.Context, id, reason, name string) (Request, error) {
	return s.reclock(ctx, id, name, func(r *Request, c *Case, today varsam.Date) error {
		switch {
		case r.Extended:
			return varsam.Errorf(varsam.Conflict, "request %s has been extended once; there is no second time (Art. 12(3))", id)
		case !r.Legal.IsZero() && today.After(r.Legal):
			return varsam.Errorf(varsam.Conflict, "the first month of request %s is over; an extension must be told inside it (Art. 12(3))", id)
		}
		r.Extended, c.Extension = true, reason
		return nil
	})
}

// Pause stops the clock from today: the person was asked something that the
// request cannot go on without. Code Conflict when it stands still already.
func (s *Service) Pause(ctx context.Context, id, name string) (Request, error) {
	return s.reclock(ctx, id, name, func(r *Request, c *Case, today varsam.Date) error {
		if n := len(c.Pauses); n > 0 && c.Pauses[n-1].Answered.IsZero() {
			return varsam.Errorf(varsam.Conflict, "the clock of request %s stands still already", id)
		}
		c.Pauses = append(c.Pauses, law.Pause{Asked: today})
		return nil
	})
}

// Resume starts the clock again: the person answered, today or on an earlier
// day.
func (s *Service) Resume(ctx context.Context, id string, answered varsam.Date, name string) (Request, error) {
	return s.reclock(ctx, id, name, func(r *Request, c *Case, today varsam.Date) error {
		n := len(c.Pauses)
		if n == 0 || !c.Pauses[n-1].Answered.IsZero() {
			return varsam.Errorf(varsam.Conflict, "the clock of request %s is running", id)
		}
		if answered.IsZero() {
			answered = today
		}
		c.Pauses[n-1].Answered = answered
		return nil
	})
}

// reclock changes what the last days depend on, and counts them anew.
func (s *Service) reclock(ctx context.Context, id, name string, do func(*Request, *Case, varsam.Date) error) (after Request, err error) {
	err = s.change(ctx, id, name, func(tx *store.Tx, r *Request, c *Case) error {
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		if err := do(r, c, today(tx, reg)); err != nil {
			return err
		}
		if err := s.clock(r, reg, c.Pauses); err != nil {
			return err
		}
		after = *r
		if err := setDeadline(tx, *r); err != nil {
			return err
		}
		return s.decided(tx, *r, "clock", "", name)
	})
	return after, err
}

// AnswerTask records the owner's answer to an assisted step.
func (s *Service) AnswerTask(ctx context.Context, id, step string, a act.Answer, name string) error {
	return s.change(ctx, id, name, func(tx *store.Tx, r *Request, c *Case) error {
		a.Actor = s.Actor(name)
		return act.AnswerTask(tx, s.Keeper, id, step, a)
	})
}

// Except closes a step without its being done; the answer says so.
func (s *Service) Except(ctx context.Context, id, step, name string) error {
	return s.change(ctx, id, name, func(tx *store.Tx, r *Request, c *Case) error {
		return act.Except(tx, s.Keeper, id, step)
	})
}
