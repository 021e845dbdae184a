package retention

import (
	"context"

	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/store"
)

// The kinds of work that run by themselves.
const (
	KindNight = "cull-night" // plans what is due, once a night
	KindRun   = "cull"       // carries out a run
)

// lanes is how many workers may share one run.
const lanes = 2

// wake lets workers take up a run, in the transaction that lets it run.
func wake(tx *store.Tx, run string) error {
	for range lanes {
		if err := job.Enqueue(tx, job.Wake{Kind: KindRun, Run: run}); err != nil {
			return err
		}
	}
	return nil
}

// Slice carries out a slice of a run, for [KindRun].
func (s *Service) Slice(ctx context.Context, u job.Unit) (job.Outcome, error) {
	more, wait, err := s.Work(ctx, u.Run, func() bool { return job.Over(ctx) }, nil)
	switch {
	case err != nil:
		return job.Outcome{}, err
	case more:
		return job.Later(nil, wait), nil
	}
	return job.Finished, s.Log.Checkpoint(ctx, s.Tenant)
}
