package request

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// The kinds of work on a request that somebody asks for on a page and a worker
// does.
const (
	KindPlan = "request-plan" // search, decide, plan
	KindRun  = "request-run"  // carry out, verify
)

// Ask has a worker plan or run a request. Asking twice is asking once.
func (s *Service) Ask(ctx context.Context, id, kind string) error {
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if _, err := get(tx, id); err != nil {
			return err
		}
		run := workOf(id, kind)
		if err := job.Forget(tx, run); err != nil { // a try that was given up
			return err
		}
		return job.Enqueue(tx, job.Wake{Kind: kind, Run: run, Unique: true})
	})
}

func workOf(id, kind string) string { return kind + "-" + id }

// busy reports whether a worker has something of a kind to do for a request, and
// with which code its last try failed.
func busy(tx *store.Tx, id, kind string) (busy bool, failed varsam.Code, err error) {
	p, err := job.Status(tx, workOf(id, kind))
	if len(p.Stuck) > 0 {
		failed = p.Stuck[0].Code
	}
	return p.Units[job.Waiting]+p.Units[job.Held] > 0, failed, err
}

// Planning does what Ask asked for, for KindPlan.
func (s *Service) Planning(ctx context.Context, u job.Unit) (job.Outcome, error) {
	_, err := s.planTelling(ctx, u.Run[len(KindPlan)+1:], func(reg *register.Register) func(locate.Progress) { return s.searching(ctx, reg, u) })
	return ended(err)
}

// Running does what Ask asked for, for KindRun.
func (s *Service) Running(ctx context.Context, u job.Unit) (job.Outcome, error) {
	_, err := s.Run(ctx, u.Run[len(KindRun)+1:], nil)
	if varsam.CodeOf(err) == varsam.Conflict { // somebody else is at work on this store
		return job.Later(nil, time.Second), nil
	}
	return ended(err)
}

// ended ends the work when another try would not help: what is missing then
// stands on the request's page.
func ended(err error) (job.Outcome, error) {
	switch varsam.CodeOf(err) {
	case varsam.Denied, varsam.NotFound, varsam.Conflict:
		return job.Finished, nil
	}
	return job.Finished, err
}
