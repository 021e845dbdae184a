package letterbox

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// State is where a proposal stands.
type State string

// The states.
const (
	Proposed  State = "proposed"  // a person is to look at it; the time runs
	Stopped   State = "stopped"   // it asked only for no more advertising, and that is done or under way
	Confirmed State = "confirmed" // a case has been made of it, under the same number
	Dismissed State = "dismissed" // a person said that it is none, and why
)

// Proposal is what stands in clear about a letter that seems to use a right.
type Proposal struct {
	ID       string         `json:"id"`
	State    State          `json:"state"`
	Rights   []varsam.Right `json:"rights"`  // that wait for a person; none when the letter could not be read
	Stopped  bool           `json:"stopped"` // its sender gets no more advertising
	Received time.Time      `json:"received"`
	On       varsam.Date    `json:"on"`    // the local day of arrival; the clock starts there
	Legal    varsam.Date    `json:"legal"` // last day to answer
	Safe     varsam.Date    `json:"safe"`  // last day nobody can dispute
	Receipt  bool           `json:"receipt"`
	Taken    time.Time      `json:"taken"`
	Decided  time.Time      `json:"decided,omitzero"`

	stop, key string
}

// What stands in the column stop: nothing, that it waits, or that it is made.
const (
	stopWaits = "waits"
	stopMade  = "made"
)

// Sealed is what lies sealed of a proposal.
type Sealed struct {
	Letter
	Dismissal string `json:"dismissal,omitempty"` // why it is no request
}

// clock fills in the last days.
func (p *Proposal) clock(reg *register.Register) error {
	country, err := law.ParseCountry(reg.Organisation.Country)
	if err != nil {
		return err
	}
	p.On = varsam.DateIn(p.Received, reg.Organisation.Location())
	due, err := law.Deadline(p.On, law.Options{Country: country})
	p.Legal, p.Safe = due.Legal, due.Safe
	return err
}

// Proposals are those in a state, the oldest letter first.
func (s *Service) Proposals(ctx context.Context, state State) (all []Proposal, err error) {
	err = s.store().Read(ctx, s.tenant(), func(tx *store.Tx) error {
		if all, err = listProposals(tx, state); err != nil || len(all) == 0 {
			return err
		}
		reg, err := register.InForce(tx)
		if err != nil {
			return err
		}
		for i := range all {
			if err := all[i].clock(reg); err != nil {
				return err
			}
		}
		return nil
	})
	return all, err
}

// Show is one proposal with its letter; code NotFound names it. Of one that was
// confirmed the letter lies in the case.
func (s *Service) Show(ctx context.Context, id string) (p Proposal, letter Sealed, err error) {
	err = s.store().Read(ctx, s.tenant(), func(tx *store.Tx) error {
		p, letter, err = s.open(tx, id)
		return err
	})
	return p, letter, err
}

func (s *Service) open(tx *store.Tx, id string) (p Proposal, letter Sealed, err error) {
	if p, err = getProposal(tx, id); err != nil {
		return p, letter, err
	}
	reg, err := register.InForce(tx)
	if err != nil {
		return p, letter, err
	}
	if err := p.clock(reg); err != nil {
		return p, letter, err
	}
	sealed, err := sealedOf(tx, id)
	if err != nil || sealed == nil {
		return p, letter, err
	}
	plain, err := s.keeper().Open(tx.Context(), seal.KeyID(p.key), place(id), sealed)
	if err != nil {
		return p, letter, err
	}
	if json.Unmarshal(plain, &letter) != nil {
		return p, letter, varsam.Errorf(varsam.Corrupt, "letter %s does not read back", id)
	}
	return p, letter, nil
}

func place(id string) string { return "letterbox " + id }

func (s *Service) seal(ctx context.Context, p Proposal, letter Sealed) ([]byte, error) {
	plain, err := json.Marshal(letter)
	if err != nil {
		return nil, varsam.Errorf(varsam.Internal, "a letter cannot be written as JSON")
	}
	return s.keeper().Seal(ctx, seal.KeyID(p.key), place(p.ID), plain)
}

// Sweep lets go of what was decided longer ago than a case is kept, and of the
// marks of mails and receipts that nobody needs any more.
func (s *Service) Sweep(ctx context.Context, kept varsam.Period) (gone int, err error) {
	var all []Proposal
	err = s.store().Write(ctx, s.tenant(), func(tx *store.Tx) error {
		today := varsam.DateIn(tx.Now(), time.UTC)
		before := today.AddMonths(-12*kept.Years - kept.Months).AddDays(-kept.Days).Start(time.UTC)
		if all, err = over(tx, before); err != nil {
			return err
		}
		for _, p := range all {
			if err := drop(tx, p.ID); err != nil {
				return err
			}
		}
		return dropOld(tx, tx.Now().Add(-Period), before)
	})
	if err != nil {
		return 0, err
	}
	for _, p := range all {
		if p.key == "" {
			continue
		}
		if err := s.keeper().Destroy(ctx, seal.KeyID(p.key)); err != nil {
			return 0, err
		}
	}
	return len(all), nil
}

// check refuses rights that are none.
func check(all []varsam.Right) error {
	for _, r := range all {
		if !slices.Contains(varsam.Rights, r) || r == varsam.Instruction {
			return varsam.Errorf(varsam.Invalid, "right %q is not one that a person uses", r)
		}
	}
	return nil
}
