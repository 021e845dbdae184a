package request

import (
	"cmp"
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/verify"
)

// Report is where a request stands after a run.
type Report struct {
	Request      Request        `json:"request"`
	Steps        []act.Status   `json:"steps"`
	Verification *verify.Report `json:"verification,omitempty"` // nil while nothing has been applied
}

// Open counts the steps that still need something to happen.
func (r Report) Open() int {
	n := 0
	for _, s := range r.Steps {
		if s.Open() {
			n++
		}
	}
	return n
}

// Run does what can be done of the approved plan now, looks whether it took
// effect, and says what is missing. It may be called again at any time: what is
// done is not done twice. Code Denied when nobody has approved the plan, when the
// gate says that it is to wait, or when
// a copy that was asked for has not been delivered: then only the owners of
// systems without an interface are asked, because their answers belong in it.
//
// A run that somebody's stop halts on the way is verified as far as it came, and
// returned with code Denied.
func (s *Service) Run(ctx context.Context, id string, progress func(act.Status)) (Report, error) {
	release, alone, err := s.Store.Alone(ctx)
	if err != nil {
		return Report{}, err
	}
	defer release()
	w, err := s.open(ctx, id)
	if err != nil {
		return Report{}, err
	}
	if err := s.MayRun(ctx, id); err != nil {
		return Report{}, err
	}
	p, err := s.current(ctx, id)
	if err != nil {
		return Report{}, err
	}
	runner := act.Runner{
		Store: s.Store, Keeper: s.Keeper, Tenant: s.Tenant, Open: s.opener(w.reg, w.Request, w.today),
		Lease: act.DefaultLease, Alone: alone, Progress: progress, Halt: s.stops, Plan: p, AsksOnly: w.awaitsCopy(p),
	}
	steps, halted := runner.Run(ctx, id)
	if halted != nil && (steps == nil || varsam.CodeOf(halted) != varsam.Denied) {
		return Report{}, halted
	}
	if halted != nil {
		report, err := s.verify(ctx, w, p)
		return report, cmp.Or(err, halted)
	}
	if runner.AsksOnly {
		return Report{}, varsam.Errorf(varsam.Denied,
			"request %s asks for a copy; it is made and delivered before anything is changed: varsam request copy %s", id, id)
	}
	return s.verify(ctx, w, p)
}

// MayRun asks the gate, and whether enough people said yes: code Denied, with what
// is missing.
func (s *Service) MayRun(ctx context.Context, id string) error {
	return s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if s.Gate != nil {
			if err := s.Gate(tx, id); err != nil {
				return err
			}
		}
		return s.enough(tx, id)
	})
}

// stops refuses each step once somebody said stop, or put something under a hold
// that the plan does not know of.
func (s *Service) stops(tx *store.Tx, id string) error {
	if err := s.halted(tx, id); err != nil || s.HeldSince == nil {
		return err
	}
	frozen, err := act.Frozen(tx, id)
	if err != nil {
		return err
	}
	held, err := s.HeldSince(tx, frozen)
	if err == nil && held {
		err = varsam.Errorf(varsam.Denied, "a hold came into force after request %s was planned: varsam request plan %s", id, id)
	}
	return err
}

// halted refuses to hand out anything of a case that somebody said stop to.
func (s *Service) halted(tx *store.Tx, id string) error {
	if s.Halt == nil {
		return nil
	}
	return s.Halt(tx, id)
}

// enough refuses a plan to which somebody said yes, but not as many people as are
// asked for. Without a yes at all, act refuses it.
func (s *Service) enough(tx *store.Tx, id string) error {
	if s.People == nil {
		return nil
	}
	yes, err := act.Approvals(tx, id)
	if err != nil || len(yes) == 0 {
		return err
	}
	needed, err := s.People(tx)
	if err != nil {
		return err
	}
	people := map[string]bool{}
	for _, a := range yes {
		if a.Assurance == act.Machine {
			return nil
		}
		if needed == 1 || a.Assurance != act.CommandLine {
			people[a.Actor] = true
		}
	}
	if more := needed - len(people); more > 0 {
		return varsam.Errorf(varsam.Denied,
			"request %s waits for a yes of %d more: here a plan takes %d people who have signed in; a name typed on a command line is nobody's proof", id, more, needed)
	}
	return nil
}

// awaitsCopy reports whether something would be changed before the copy that
// was asked for has been delivered.
func (w work) awaitsCopy(p plan.Plan) bool {
	changes := func(s plan.Step) bool { return s.Assisted == nil }
	return w.NeedsCopy() && w.Copied.IsZero() && slices.ContainsFunc(p.Steps, changes)
}

// current opens the request's current plan.
func (s *Service) current(ctx context.Context, id string) (p plan.Plan, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		p, err = act.Current(tx, s.Keeper, id)
		return err
	})
	return p, err
}

// verify reads everything again over fresh connections and records what it saw.
func (s *Service) verify(ctx context.Context, w work, p plan.Plan) (Report, error) {
	in, err := s.toVerify(ctx, w, p)
	if err != nil {
		return Report{}, err
	}
	seen, err := verify.Check(ctx, in)
	if err != nil {
		return Report{}, err
	}
	var prevented map[string]bool
	if seen.Clean() {
		prevented = s.probes(ctx, w, p)
	}
	report := Report{Verification: &seen}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if report.Request, report.Steps, err = s.record(tx, w, p, seen); err == nil {
			err = s.corrected(tx, w, p, in.States, report.Steps)
		}
		if err == nil && report.Request.State == Done {
			err = s.remember(tx, w, in.Search.People, report)
		}
		if err == nil && (report.Request.State == Done || w.lifts() && report.Request.State == Answered) {
			err = s.restrictions(tx, w, p, report, in, prevented)
		}
		return err
	})
	if err != nil {
		return report, err
	}
	return report, s.Log.SequenceTenant(ctx, s.Tenant)
}

func (s *Service) toVerify(ctx context.Context, w work, p plan.Plan) (in verify.Input, err error) {
	in = verify.Input{
		Register: w.reg, Plan: p, Options: w.options(), Open: s.opener(w.reg, w.Request, w.today),
		States: map[string]varsam.StepState{},
	}
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		if in.Search, err = read[locate.Search](tx, s.Keeper, w.Request, "search"); err != nil {
			return err
		}
		steps, err := act.Steps(tx, w.ID)
		for _, step := range steps {
			in.States[step.Step] = step.State
		}
		if err != nil {
			return err
		}
		in.Versions, err = act.Versions(tx, s.Keeper, w.ID)
		return err
	})
	return in, err
}

// record writes what the verification saw of each step, and how far the request
// has come.
func (s *Service) record(tx *store.Tx, w work, p plan.Plan, seen verify.Report) (Request, []act.Status, error) {
	for _, check := range seen.Steps {
		if !check.Verified && !check.Back {
			continue // could not be read: unknown, so its state stands
		}
		if err := act.Verified(tx, p, check.Step, check.Back); err != nil {
			return w.Request, nil, err
		}
	}
	steps, err := act.Steps(tx, w.ID)
	if err != nil {
		return w.Request, nil, err
	}
	state := Running
	if finished(steps) && seen.Clean() {
		if state = Done; w.lifts() {
			state = Answered
		}
		if err := stamp(tx, w.ID, "verified", tx.Now()); err != nil {
			return w.Request, nil, err
		}
	}
	if w.State != Answered && w.State != Closed {
		if err := setState(tx, w.ID, state); err != nil {
			return w.Request, nil, err
		}
	}
	r, err := get(tx, w.ID)
	return r, steps, err
}

// lifts reports whether the plan ends a restriction after the answer was sent: there
// is nothing more to answer then.
func (w work) lifts() bool { return w.kase.Lifted && !w.Answered.IsZero() }

// finished reports whether every step is verified or excepted.
func finished(steps []act.Status) bool {
	for _, s := range steps {
		if s.State != varsam.StepVerified && s.State != varsam.StepExcepted {
			return false
		}
	}
	return true
}

// Tasks are the assisted steps that wait for their owners, by due day.
func (s *Service) Tasks(ctx context.Context) (tasks []act.Status, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		tasks, err = act.Tasks(tx)
		return err
	})
	return tasks, err
}
