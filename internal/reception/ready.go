package reception

import (
	"cmp"
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
)

// Ready makes a request of what has been proven, once; identity calls it after
// everything that happens to a claim. A stop of marketing needs no proof: it is a
// request of its own, at once, because all it can do to somebody is that they get
// less advertising.
func (s *Service) Ready(ctx context.Context, claim string) error {
	c, d, _, err := s.Identity.Read(ctx, claim, identity.Reader{Protected: true})
	if err != nil {
		return err
	}
	if d.Vouched { // the request is there, and asks for nothing that it has not
		return s.hide(ctx, c)
	}
	if err := s.stopMarketing(ctx, c, d); err != nil {
		return err
	}
	if c.Request != "" {
		return s.after(ctx, c)
	}
	j, err := s.Identity.Judgement(ctx, claim)
	if err != nil || len(j.Verified) == 0 {
		return err
	}
	asks := asksOf(d, func(w identity.Wish) bool { return !w.Marketing })
	if len(asks) == 0 {
		return nil
	}
	if err := s.request(ctx, c.ID, d, c, asks, j.Verified); err != nil {
		return err
	}
	if err := s.Identity.Handed(ctx, claim, c.ID, j.Verified); err != nil {
		return err
	}
	return s.Requests.Ask(ctx, c.ID, request.KindPlan)
}

// after brings what was learned of a claim into its request.
func (s *Service) after(ctx context.Context, c identity.Claim) error {
	if err := s.hide(ctx, c); err != nil {
		return err
	}
	if err := s.note(ctx, c); err != nil {
		return err
	}
	return s.meanwhile(ctx, c)
}

// meanwhile keeps what an erasure would erase from use while it cools off, from the
// first proof on, and takes that back when somebody says stop.
func (s *Service) meanwhile(ctx context.Context, c identity.Claim) error {
	j, err := s.Identity.Judgement(ctx, c.ID)
	if err != nil {
		return err
	}
	changed, err := s.Requests.Block(ctx, c.Request, j.Block && c.Stopped.IsZero())
	if err != nil || !changed {
		return err
	}
	return s.Requests.Ask(ctx, c.Request, request.KindPlan)
}

func (s *Service) hide(ctx context.Context, c identity.Claim) error {
	if !c.Protected {
		return nil
	}
	return s.shield(ctx, c.Request)
}

// shield hides a request whose person turned out to have protected data.
func (s *Service) shield(ctx context.Context, id string) error {
	err := s.Requests.Shield(ctx, id, true, machine)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil // its case has been forgotten: there is nothing left to hide
	}
	return err
}

// stopMarketing makes the request that needs no proof.
func (s *Service) stopMarketing(ctx context.Context, c identity.Claim, d identity.Document) error {
	asks := asksOf(d, func(w identity.Wish) bool { return w.Marketing })
	id := c.ID + marketing
	if len(asks) == 0 {
		return nil
	}
	if _, err := s.Requests.Get(ctx, id); varsam.CodeOf(err) != varsam.NotFound {
		return err // it is there, or it cannot be known now
	}
	about := d.Others
	if d.Reach.Value != "" && d.Agent == nil {
		about = append([]varsam.Identifier{d.Reach}, about...)
	}
	for i := range about {
		about[i].Verified = true // enough for a stop, and for nothing else
	}
	if len(about) == 0 {
		return nil // a postal address selects nobody: staff look at it
	}
	if err := s.request(ctx, id, d, c, asks, about); err != nil {
		return err
	}
	return s.Requests.Ask(ctx, id, request.KindPlan)
}

func asksOf(d identity.Document, which func(identity.Wish) bool) (asks []decide.Ask) {
	for _, w := range d.Wishes {
		if !which(w) {
			continue
		}
		ask := decide.Ask{Person: decide.Everyone, Right: w.Right}
		if w.Marketing {
			ask.Uses = []varsam.Use{varsam.DirectMarketing}
		}
		if w.Right == varsam.RestrictionOf {
			ask.Article = cmp.Or(d.Article, "a")
		}
		asks = append(asks, ask)
	}
	return asks
}

// request takes the request in under the claim's own number, from the day it
// arrived. One that is there already was made before a crash.
func (s *Service) request(ctx context.Context, id string, d identity.Document, c identity.Claim, asks []decide.Ask, verified []varsam.Identifier) error {
	if _, err := s.Requests.Get(ctx, id); varsam.CodeOf(err) != varsam.NotFound {
		return err
	}
	base, err := s.Base(ctx)
	if err != nil {
		return err
	}
	in := request.Intake{ID: id, Received: c.Arrived, Base: base, Case: request.Case{
		Asks: asks, Channel: "portal", Letter: d.Text, Language: d.Language, Identity: string(c.Level), Shielded: c.Protected,
		People: []varsam.Person{{Identifiers: verified}},
	}}
	for _, id := range d.Others {
		if !holds(verified, id) {
			in.People[0].Identifiers = append(in.People[0].Identifiers, id) // claimed: compared, never selecting
		}
	}
	for _, right := range d.Right {
		in.Corrections = append(in.Corrections, plan.Correction{Category: right.Category, Old: right.Old, New: right.New})
	}
	_, err = s.Requests.New(ctx, in)
	return err
}

func holds(ids []varsam.Identifier, id varsam.Identifier) bool {
	for _, have := range ids {
		if have.Type == id.Type && have.Value == id.Value {
			return true
		}
	}
	return false
}

// note writes down how sensitive what was found is, once there is a plan.
func (s *Service) note(ctx context.Context, c identity.Claim) error {
	if c.Sensitivity != identity.Unsearched {
		return nil
	}
	var found identity.Sensitivity
	err := s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) (err error) {
		found, err = s.found(tx, c.Request)
		return err
	})
	if err != nil || found == identity.Unsearched {
		return err
	}
	return s.Identity.Searched(ctx, c.ID, found)
}
