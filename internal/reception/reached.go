package reception

import (
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
)

// searched has every channel told that the search for a request found on file,
// however the request came in. An instruction is a controller's, and tells nobody;
// a stop of marketing that the portal took in was told of by its claim.
func (s *Service) searched(tx *store.Tx, f request.Found) error {
	if f.Case.Party != "" || f.Case.Whole {
		return nil
	}
	stop := strings.HasSuffix(f.Request.ID, marketing)
	if stop {
		is, err := s.Identity.Has(tx, strings.TrimSuffix(f.Request.ID, marketing))
		if is || err != nil {
			return err
		}
	}
	v := identity.Vouched{
		Wishes: wishesOf(f.Case), Language: f.Case.Language, Arrived: f.Request.Received, Sure: !stop, Protected: f.Case.Shielded,
	}
	files := make([]identity.File, len(f.Case.People))
	for i, person := range f.Case.People {
		v.People = append(v.People, s.proven(person, f.Today))
		files[i] = fileOf(f, i)
	}
	return s.Identity.Reached(tx, f.Request.ID, files, v)
}

// wishesOf are what a case asks for, as identity has it.
func wishesOf(c request.Case) (all []identity.Wish) {
	for _, a := range c.Asks {
		w := identity.Wish{Right: a.Right}
		w.Marketing = (a.Right == varsam.Objection || a.Right == varsam.Withdrawal) && len(a.Uses) == 1 && a.Uses[0] == varsam.DirectMarketing
		if !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}

// proven are the verified identifiers of somebody, in canonical form where they
// have one.
func (s *Service) proven(p varsam.Person, today varsam.Date) (all []varsam.Identifier) {
	for _, id := range p.Identifiers {
		if !id.Verified {
			continue
		}
		if form, err := id.Type.Canonical(id.Value, s.Identity.Region, today); err == nil {
			id.Value = form
		}
		all = append(all, id)
	}
	return all
}

// fileOf is what the search found of one of the request's people, as far as
// identity is concerned.
func fileOf(f request.Found, person int) (file identity.File) {
	number := f.Case.People[person].Number
	for _, item := range f.Items {
		if !theirs(item) || len(f.Case.People) > 1 && !slices.Contains(item.Persons, number) {
			continue
		}
		file.Known = true
		channels(&file, f.Register, item.Located, f.Today)
	}
	return file
}

func theirs(item plan.Item) bool {
	return item.Ownership == varsam.Own || item.Ownership == varsam.Shared
}

// Lift lets a stopped case go on, and a run of it that was halted, too.
func (s *Service) Lift(ctx context.Context, claim, reason, name string) error {
	if err := s.Identity.Lift(ctx, claim, reason, s.Requests.Actor(name)); err != nil {
		return err
	}
	c, _, _, err := s.Identity.Read(ctx, claim, identity.Reader{})
	if err != nil || c.Request == "" {
		return err
	}
	r, err := s.Requests.Get(ctx, c.Request)
	if err != nil || r.State != request.Running {
		return err
	}
	return s.Requests.Ask(ctx, r.ID, request.KindRun)
}
