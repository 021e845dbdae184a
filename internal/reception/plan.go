package reception

import (
	"context"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
)

// marketing ends the number of a request that stops marketing without a proof.
const marketing = "-m"

// approver stands behind the plans that need nobody: the law leaves nothing to
// weigh (Art. 21(3)), and a stop can be taken back.
const approver = "varsam: stop of direct marketing, Art. 21(3)"

// machine stands behind what follows from what was found, with nobody deciding.
const machine = "varsam"

// Planning plans a request, for request.KindPlan, and does what follows from what
// was found.
func (s *Service) Planning(ctx context.Context, u job.Unit) (job.Outcome, error) {
	outcome, err := s.Requests.Planning(ctx, u)
	if err != nil {
		return outcome, err
	}
	return outcome, s.planned(ctx, strings.TrimPrefix(u.Run, request.KindPlan+"-"))
}

// planned runs a plan that only stops marketing, and notes how sensitive what
// another found is. A plan for a stop that does anything more, because nothing
// else carries a record, waits for a person: nobody has proven who asks.
func (s *Service) planned(ctx context.Context, id string) error {
	if !strings.HasSuffix(id, marketing) {
		c, err := s.Identity.Of(ctx, id)
		if varsam.CodeOf(err) == varsam.NotFound {
			return nil
		}
		if err != nil {
			return err
		}
		return s.after(ctx, c)
	}
	var p plan.Plan
	err := s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) (err error) {
		p, err = act.Current(tx, s.Keeper, id)
		return err
	})
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil // it could not be planned; its page says why
	}
	if err != nil || len(p.Steps) == 0 || slices.ContainsFunc(p.Steps, doesMore) {
		return err
	}
	return s.approved(ctx, id, p.Digest)
}

// approved has a plan run that needs nobody's yes.
func (s *Service) approved(ctx context.Context, id, digest string) error {
	alone := *s.Requests
	alone.Assurance = act.Machine
	if err := alone.Approve(ctx, id, digest, approver); err != nil {
		return err
	}
	return s.Requests.Ask(ctx, id, request.KindRun)
}

// doesMore reports a step that is no stop. Where a system has no interface, the
// stop is a task to its owner, and that asks for no more.
func doesMore(st plan.Step) bool { return st.Op.Kind != varsam.OpStop }

// Marketing is the request that a claim's stop of marketing has become; code
// NotFound when it asks for none.
func (s *Service) Marketing(ctx context.Context, c identity.Claim) (request.Request, error) {
	return s.Requests.Get(ctx, c.ID+marketing)
}
