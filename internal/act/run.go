package act

import (
	"cmp"
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
)

// Runner runs approved plans of one tenant.
type Runner struct {
	Store  *store.Store
	Keeper *seal.Keeper
	Tenant string
	Open   locate.Opener

	// Lease is how long a worker may be silent before another takes its step up.
	// Alone says that no other worker can be alive, so that what a crash left is
	// taken up at once.
	Lease time.Duration
	Alone bool

	// Plan is the request's current plan where the caller has opened it already.
	Plan plan.Plan

	// AsksOnly puts assisted steps before their owners and does nothing else.
	AsksOnly bool

	// Halt is asked in the transaction that commits a step's intent, whichever
	// server runs: what it refuses is not begun, and ends the run with its error and
	// the steps where they stand. It may be nil.
	Halt func(tx *store.Tx, request string) error

	// Progress hears of each step that reached a new state; it may be nil.
	Progress func(Status)
}

// DefaultLease is longer than any batch of [varsam.MaxBatch] rows takes.
const DefaultLease = 2 * time.Minute

// Run does what can be done of a request's current plan now and returns where
// its steps stand. Code Denied when nobody has approved its digest, or with the
// steps when the run was halted on the way. Any other error means that our own
// store failed; what happened to a step stands in its state.
func (r *Runner) Run(ctx context.Context, request string) ([]Status, error) {
	run, err := r.begin(ctx, request)
	if err != nil {
		return nil, err
	}
	defer run.close()
	for i := 0; i < len(run.plan.Steps); {
		n, err := run.together(ctx, i)
		if err == nil && n == 0 {
			n, err = 1, run.step(ctx, i)
		}
		if run.halted != nil {
			return run.order(), run.halted
		}
		if err != nil {
			return nil, err
		}
		i += n
	}
	return run.order(), nil
}

// run is one pass over a plan.
type run struct {
	*Runner
	plan     plan.Plan
	barred   map[string]plan.Problem // steps that the plan itself says must not be done
	key      seal.KeyID
	states   map[string]Status   // by step
	versions map[string][]string // versions that our own steps left, by Ref.String()
	systems  map[string]opened
	halted   error // why nothing more is begun
}

type opened struct {
	system.System
	err error
}

func (r *Runner) begin(ctx context.Context, request string) (*run, error) {
	run := &run{Runner: r, states: map[string]Status{}, systems: map[string]opened{}}
	err := r.Store.Read(ctx, r.Tenant, func(tx *store.Tx) error {
		kept, err := selectPlan(tx, request, r.have(request))
		if err != nil {
			return err
		}
		if kept.approvals == 0 {
			return varsam.Errorf(varsam.Denied, "nobody has approved the plan of request %s; approve digest %s first", request, kept.digest)
		}
		return run.load(tx, kept)
	})
	run.barred = run.plan.Refused()
	return run, err
}

// have is the digest of the request's plan that the caller has opened.
func (r *Runner) have(request string) string {
	if r.Plan.Request != request {
		return ""
	}
	return r.Plan.Digest
}

// load opens the plan and reads, meanwhile, the states of its steps, and the
// versions that the done ones left.
func (r *run) load(tx *store.Tx, kept keptPlan) error {
	r.key = kept.key
	opening := make(chan error, 1)
	go func() {
		var err error
		if r.plan = r.Plan; kept.digest != r.have(kept.request) {
			r.plan, err = kept.open(tx.Context(), r.Keeper, plan.DecodeSteps)
		}
		opening <- err
	}()
	steps, err := Steps(tx, kept.request)
	if err := cmp.Or(<-opening, err); err != nil {
		return err
	}
	for _, s := range steps {
		r.states[s.Step] = s
	}
	r.versions, err = versions(tx, r.Keeper, r.key, steps)
	return err
}

// Versions are the versions that the steps of a request's current plan left on
// their targets, by Ref.String(): what a later reading may find there.
func Versions(tx *store.Tx, keeper *seal.Keeper, request string) (map[string][]string, error) {
	key, _, err := currentID(tx, request)
	if err != nil {
		return nil, err
	}
	steps, err := Steps(tx, request)
	if err != nil {
		return nil, err
	}
	return versions(tx, keeper, key, steps)
}

func versions(tx *store.Tx, keeper *seal.Keeper, key seal.KeyID, steps []Status) (map[string][]string, error) {
	left := map[string][]string{}
	for _, s := range steps {
		if len(s.result) == 0 {
			continue
		}
		result, err := openJSON[Result](tx.Context(), keeper, key, resultContext(s), s.result)
		if err != nil {
			return nil, err
		}
		learn(left, result)
	}
	return left, nil
}

func learn(left map[string][]string, result Result) {
	for ref, version := range result.Versions {
		left[ref] = append(left[ref], version)
	}
}

func (r *run) order() []Status {
	all := make([]Status, len(r.plan.Steps))
	for i, s := range r.plan.Steps {
		all[i] = r.states[s.ID]
	}
	return all
}

// step takes one step as far as it comes. It returns an error only when our own
// store fails.
func (r *run) step(ctx context.Context, i int) error {
	planned := r.plan.Steps[i]
	status := r.states[planned.ID]
	if !r.ready(planned) || r.AsksOnly && planned.Assisted == nil {
		return nil
	}
	if _, no := r.barred[planned.ID]; no {
		return r.forbid(ctx, planned, status)
	}
	switch status.State {
	case varsam.StepPlanned, varsam.StepRefused:
		return r.attempt(ctx, planned, status)
	case varsam.StepIntended, varsam.StepUnknown:
		return r.recover(ctx, planned, status)
	}
	return nil // done, asked, changed, mixed: nothing for a machine to do
}

// forbid settles a step that the plan's own problems refuse; nothing is sent.
func (r *run) forbid(ctx context.Context, s plan.Step, status Status) error {
	if status.State != varsam.StepPlanned {
		return nil
	}
	err := r.Store.Write(ctx, r.Tenant, func(tx *store.Tx) error { return r.claim(tx, &status) })
	if err != nil {
		return err
	}
	status.Problem, status.State = varsam.Conflict, varsam.StepRefused
	return r.settle(ctx, tries{{step: s, status: status}})
}

// ready reports whether everything that must come first is done.
func (r *run) ready(s plan.Step) bool {
	for _, before := range s.After {
		if !r.states[before].State.Done() {
			return false
		}
	}
	return true
}

// connect opens a system once a run.
func (r *run) connect(ctx context.Context, name string) (system.System, error) {
	if o, ok := r.systems[name]; ok {
		return o.System, o.err
	}
	sys, err := r.Open.Open(ctx, name)
	r.systems[name] = opened{sys, err}
	return sys, err
}

func (r *run) close() {
	for _, o := range r.systems {
		if o.err == nil {
			o.Close()
		}
	}
}
