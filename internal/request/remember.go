package request

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/suppression"
)

// remember keeps marks of the people whose records or uses were ended, now that
// this is verified, so that they are found should they come back.
func (s *Service) remember(tx *store.Tx, w work, searched []varsam.Person, r Report) error {
	if !slices.ContainsFunc(r.Steps, ends) {
		return nil
	}
	e := suppression.Erasure{Request: w.ID, Party: w.kase.Party, Until: suppression.End(w.reg, w.today)}
	for _, p := range searched {
		if slices.ContainsFunc(w.kase.granted(), func(a decide.Ask) bool { return endsFor(a, p) }) {
			e.People = append(e.People, p)
		}
	}
	for _, left := range r.Verification.Remaining {
		if left.Field == "" { // nobody's identifier found it
			continue
		}
		e.Kept = append(e.Kept, suppression.Place{Ref: left.Ref, Field: left.Field})
	}
	return suppression.Remember(tx, s.Keeper, e, w.reg.Organisation.Country, w.today)
}

// ends reports whether a step removed somebody, or a use of what is theirs.
func ends(st act.Status) bool {
	return st.State == varsam.StepVerified && (st.Kind == varsam.OpErase || st.Kind == varsam.OpAnonymise || st.Kind == varsam.OpStop)
}

func endsFor(a decide.Ask, p varsam.Person) bool {
	switch a.Right {
	case varsam.Erasure, varsam.Objection, varsam.Withdrawal, varsam.Instruction:
		return a.Person == decide.Everyone || a.Person == p.Number
	}
	return false
}

// Reopen puts a request before a person again because something of what it ended
// has come back. One that is still worked on is left as it is, and of one whose
// case is forgotten nothing is left to work on.
func (s *Service) Reopen(ctx context.Context, id string) error {
	r, err := s.Get(ctx, id)
	if err != nil {
		return err
	}
	switch r.State {
	case Done, Answered:
		return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return setState(tx, id, Reopened) })
	case Closing:
		if err := s.finish(ctx, r); err != nil {
			return err
		}
	case Closed:
	default:
		return nil
	}
	if r.caseKey == "" {
		return nil
	}
	key, err := s.Keeper.NewKey(ctx, s.Tenant, "found") // the old one is destroyed
	if err != nil {
		return err
	}
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return reopen(tx, id, key) })
}

// reopen takes up a closed request; code Conflict when it is not closed yet.
func reopen(tx *store.Tx, id string, key seal.KeyID) error {
	r, err := get(tx, id)
	if err != nil {
		return err
	}
	if r.State != Closed {
		return varsam.Errorf(varsam.Conflict, "request %s is %s and cannot be reopened yet", id, r.State)
	}
	if err := act.Discard(tx, id); err != nil {
		return err
	}
	if err := renewKey(tx, id, string(key)); err != nil {
		return err
	}
	return setState(tx, id, Reopened)
}

// Suppressions are the marks in force, those that end first first.
func (s *Service) Suppressions(ctx context.Context) (all []suppression.Suppression, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err = suppression.List(tx)
		return err
	})
	return all, err
}

// Forget ends a suppression because the person chose anew, or asked for it. The
// reason is kept in the case, as long as there is one. Code NotFound names a
// suppression that is not there.
func (s *Service) Forget(ctx context.Context, id, reason, name string) error {
	err := s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		ended, err := suppression.Forget(tx, id, s.Actor(name))
		if err != nil {
			return err
		}
		r, err := get(tx, ended.Request)
		if err != nil || r.caseKey == "" {
			return err
		}
		if err := lockCase(tx, r.ID); err != nil {
			return err
		}
		kase, err := read[Case](tx, s.Keeper, r, "case")
		if err != nil {
			return err
		}
		kase.Forgotten = append(kase.Forgotten, reason)
		kase.named(s.Actor(name), name)
		if err := s.put(tx, r, r.caseKey, "case", kase); err != nil {
			return err
		}
		return settled(tx, r)
	})
	if err != nil {
		return err
	}
	return suppression.Scrub(ctx, s.Store)
}

// settled takes a reopened request back to where it was, when nothing that came
// back is left to look at.
func settled(tx *store.Tx, r Request) error {
	left, err := suppression.List(tx)
	if err != nil || r.State != Reopened {
		return err
	}
	if slices.ContainsFunc(left, func(l suppression.Suppression) bool { return l.Request == r.ID && l.Back > 0 }) {
		return nil
	}
	_, _, err = document(tx, r.ID, "search")
	switch closed := varsam.CodeOf(err) == varsam.NotFound; {
	case err != nil && !closed:
		return err
	case closed:
		return setState(tx, r.ID, Closed)
	case r.Answered.IsZero():
		return setState(tx, r.ID, Done)
	}
	return setState(tx, r.ID, Answered)
}
