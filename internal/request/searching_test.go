package request_test

import (
	"context"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
)

// slow answers when it is let to.
type slow struct {
	kept
	let <-chan struct{}
}

func (s slow) Find(ctx context.Context, sel system.Selection, yield func(varsam.Record) error) (system.Found, error) {
	<-s.let
	return s.kept.Find(ctx, sel, yield)
}

// How far a search is lies in the store: whoever looks, whenever and wherever, sees
// the same, and nothing of it when it is over.
func TestHowFarASearchIs(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	let := make(chan struct{})
	o.Connectors[0].Open = func(ctx context.Context, cfg system.Config) (system.System, error) {
		if cfg.System == "two" {
			return slow{kept{o.systems["two"]}, let}, nil
		}
		return o.open(ctx, cfg)
	}
	r, err := o.New(t.Context(), request.Intake{Case: request.Case{
		Asks:   []decide.Ask{{Person: decide.Everyone, Right: varsam.Access}},
		People: []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: "anna@example.com", Verified: true}}}},
	}})
	o.must(err)
	o.must(o.Ask(t.Context(), r.ID, request.KindPlan))
	u, ok, err := job.Take(t.Context(), o.Store, job.Claim{Tenant: o.Tenant, Kinds: []string{request.KindPlan}, Holder: job.Here()})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	ended := make(chan error, 1)
	go func() {
		_, err := o.Planning(t.Context(), u)
		ended <- err
	}()
	seen := func() request.Searching {
		d, err := o.Dossier(t.Context(), r.ID)
		o.must(err)
		return d.Searching
	}
	for late := time.Now().Add(time.Minute); seen().Done == 0; {
		if time.Now().After(late) {
			t.Fatal("nothing is told of a search")
		}
	}
	if now := seen(); now != (request.Searching{Systems: 2, Done: 1, Found: 1}) || seen() != now {
		t.Errorf("the search is told to be %+v", now)
	}
	close(let)
	o.must(<-ended)
	o.must(o.Store.Write(t.Context(), o.Tenant, func(tx *store.Tx) error { return job.Done(tx, u) }))
	if now := seen(); now != (request.Searching{}) {
		t.Errorf("a search that is over is told to be %+v", now)
	}
}
