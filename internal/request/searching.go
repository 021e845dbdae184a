package request

import (
	"context"
	"encoding/json"
	"time"

	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// Searching is how far the search for a request is.
type Searching struct {
	Systems int `json:"systems"` // that are searched by themselves
	Done    int `json:"done"`    // of these
	Found   int `json:"found"`   // records so far
}

// tellEvery is how often the store is told how far a search is.
const tellEvery = 200 * time.Millisecond

// searching keeps how far a search is with its work, where every page of every
// server finds it. It is for looking at only: what cannot be kept is left out.
func (s *Service) searching(ctx context.Context, reg *register.Register, u job.Unit) func(locate.Progress) {
	found := map[string]int{}
	var now Searching
	for _, sys := range reg.Systems {
		if !sys.Assisted() {
			now.Systems++
		}
	}
	var told time.Time
	return func(p locate.Progress) {
		if sys, _ := reg.System(p.System); sys.Assisted() {
			return
		}
		now.Found += p.Found - found[p.System]
		found[p.System] = p.Found
		if now.Done = len(found); time.Since(told) < tellEvery && now.Done < now.Systems {
			return
		}
		told = time.Now()
		note, err := json.Marshal(now)
		if err == nil {
			_ = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return job.Tell(tx, u, note) })
		}
	}
}

// searched is what searching kept; zero while nothing is known.
func searched(tx *store.Tx, id string) (now Searching, err error) {
	note, err := job.Told(tx, workOf(id, KindPlan))
	if err != nil || len(note) == 0 {
		return now, err
	}
	_ = json.Unmarshal(note, &now) // what does not read back is not known
	return now, nil
}
