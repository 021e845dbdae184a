package identity

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
)

// Stop pauses a claim and what came of it, for staff to look at. It cancels
// nothing, so that an impostor cannot make a genuine request go away; a second
// stop changes nothing.
func (s *Service) Stop(ctx context.Context, token string) (claim string, err error) {
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		l, err := s.follow(tx, token, LinkStop)
		if err != nil {
			return err
		}
		claim = l.Claim
		return s.changeIn(tx, l.Claim, func(tx *store.Tx, c *Claim, d *Document) error {
			d.Notes = append(d.Notes, Note{At: tx.Now(), By: string(l.Medium), What: NoteStop})
			if c.Stopped.IsZero() {
				c.Stopped = tx.Now()
			}
			return s.wake(tx, c.ID)
		})
	})
	return claim, err
}

// Lift lets a stopped claim go on, by somebody of the staff who has spoken to the
// person, with the reason.
func (s *Service) Lift(ctx context.Context, claim, reason, actor string) error {
	if reason == "" {
		return varsam.Errorf(varsam.Invalid, "say why the stop is lifted")
	}
	return s.change(ctx, claim, func(tx *store.Tx, c *Claim, d *Document) error {
		if c.Stopped.IsZero() {
			return varsam.Errorf(varsam.Conflict, "claim %s is not stopped", claim)
		}
		d.Notes = append(d.Notes, Note{At: tx.Now(), By: actor, What: NoteLift, Text: reason})
		c.Stopped = time.Time{}
		if err := s.noted(tx, c.ID, "stop-lifted", actor); err != nil {
			return err
		}
		return s.wake(tx, c.ID)
	})
}

// Gate refuses to let a request run while the claim that it was made of is
// stopped, not proven enough, or cooling off: code Denied, with the reason. A
// request that came another way passes.
func (s *Service) Gate(tx *store.Tx, request string) error {
	c, err := claimOf(tx, request)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	d, err := s.open(tx, c)
	if err != nil || d.Vouched && c.Stopped.IsZero() {
		return err
	}
	if err := s.found(tx, &c); err != nil {
		return err
	}
	now := tx.Now()
	for _, g := range Judge(c.Case(d, now)).Grants {
		switch {
		case !c.Stopped.IsZero() && g.Need != None:
			return varsam.Errorf(varsam.Denied, "request %s was stopped by somebody whom we told of it; a member of staff looks into it and lifts the stop", request)
		case !g.Enough:
			return varsam.Errorf(varsam.Denied, "request %s needs a stronger proof of identity: %s", request, g.Need)
		case !g.May(now):
			return varsam.Errorf(varsam.Denied, "request %s waits until %s, so that the person can stop an erasure that they did not ask for", request, g.After.Format("2006-01-02 15:04 MST"))
		}
	}
	return nil
}

// Halt is what a run of a request asks before each step: it refuses as [Gate]
// does, once somebody has said stop.
func (s *Service) Halt(tx *store.Tx, request string) error {
	c, err := claimOf(tx, request)
	if varsam.CodeOf(err) == varsam.NotFound || err == nil && c.Stopped.IsZero() {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Gate(tx, request)
}

// found looks how sensitive what was found is, where that is not noted yet.
func (s *Service) found(tx *store.Tx, c *Claim) (err error) {
	if s.Found != nil && c.Request != "" && c.Sensitivity == Unsearched {
		c.Sensitivity, err = s.Found(tx, c.Request)
	}
	return err
}
