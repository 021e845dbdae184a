package web

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/letterbox"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/store"
)

// work is what there is to do on a day, before it is said to anybody: what a
// visitor may see of it, and in which words, is decided for each. It holds no
// person, so it may be kept.
type work struct {
	day           varsam.Date
	open, planned request.Page
	runs          []waitingRun
	tasks         []act.Status
	stuck         []job.Problem
	duties        *duty.World
	broken        []duty.Finding // that somebody must mend, the worst first

	// How many arrivals somebody stopped, mails that may be requests, letters that
	// were refused or are to be printed, and people who came back.
	stopped, proposals, dead, outbox, back int
}

// work is read once and kept until anything is committed.
func (o *Office) work(ctx context.Context, day varsam.Date) (*work, error) {
	return o.kept.Get(ctx, o.Store, day, func() (*work, time.Time, error) {
		w := &work{day: day}
		for _, read := range []func(context.Context, *work) error{o.workOfRequests, o.workOfRuns, o.workOfDuties, o.workOfArrivals, o.workOfLetters} {
			if err := read(ctx, w); err != nil {
				return nil, time.Time{}, err
			}
		}
		return w, time.Time{}, nil
	})
}

func (o *Office) workOfRequests(ctx context.Context, w *work) (err error) {
	if w.open, err = o.browse(ctx, request.Filter{}); err != nil {
		return err
	}
	if w.planned, err = o.browse(ctx, request.Filter{State: request.Planned, Limit: mostWaiting}); err != nil {
		return err
	}
	if w.tasks, err = o.Requests.Tasks(ctx); err != nil {
		return err
	}
	return o.Store.Read(ctx, o.Tenant, func(tx *store.Tx) error {
		w.stuck, err = job.Problems(tx)
		return err
	})
}

// workOfRuns finds the newest culling run, if its rules wait for somebody: an older
// plan is not to be approved while there is a newer one.
func (o *Office) workOfRuns(ctx context.Context, w *work) error {
	runs, err := o.Culling.List(ctx)
	if err != nil {
		return err
	}
	for _, r := range runs {
		if r.State != retention.Waiting {
			continue
		}
		if r, err = o.Culling.Get(ctx, r.ID); err != nil {
			return err
		}
		run := waitingRun{Run: r}
		for _, rule := range r.Rules {
			if rule.State == retention.RuleWaiting {
				run.Due += rule.Frozen
			}
		}
		if run.Due > 0 {
			w.runs = append(w.runs, run)
		}
		return nil
	}
	return nil
}

func (o *Office) workOfDuties(ctx context.Context, w *work) (err error) {
	found, world, err := o.Duties.Findings(ctx)
	if err != nil {
		return err
	}
	broken := 0
	for broken < len(found) && found[broken].Severity == register.Error { // they come first
		broken++
	}
	w.duties, w.broken = world, found[:broken]
	return nil
}

func (o *Office) workOfArrivals(ctx context.Context, w *work) error {
	claims, err := o.Reception.Identity.Attention(ctx, mostClaims)
	if err != nil {
		return err
	}
	for _, c := range claims {
		if !c.Stopped.IsZero() {
			w.stopped++
		}
	}
	mails, err := o.Letterbox.Proposals(ctx, letterbox.Proposed)
	if err != nil {
		return err
	}
	w.proposals = len(mails)
	marks, err := o.Requests.Suppressions(ctx)
	for _, m := range marks {
		if m.Back > 0 {
			w.back++
		}
	}
	return err
}

func (o *Office) workOfLetters(ctx context.Context, w *work) (err error) {
	if w.dead, err = o.Reception.Post.Count(ctx, post.Dead); err != nil {
		return err
	}
	w.outbox, err = o.Reception.Post.Count(ctx, post.Outbox)
	return err
}
