package act

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/fail"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Result is what a step's change left, kept sealed: refs and versions may tell
// who somebody is.
type Result struct {
	Versions map[string]string `json:"versions,omitempty"` // by Ref.String()
	Changed  []string          `json:"changed,omitempty"`  // refs left untouched because they had changed
	Missing  []string          `json:"missing,omitempty"`
	Answer   *Answer           `json:"answer,omitempty"` // of an assisted step
}

func resultContext(s Status) string { return "result " + s.Request + " " + s.digest + " " + s.Step }

// attempt commits the intent, makes the change and commits the outcome.
func (r *run) attempt(ctx context.Context, s plan.Step, status Status) error {
	if s.Assisted != nil {
		return r.ask(ctx, s, status)
	}
	status, err := r.intend(ctx, s, status, varsam.StepIntended)
	if err != nil {
		return err
	}
	sys, err := r.connect(ctx, s.System)
	if err != nil { // nothing was sent, so nothing can have happened
		return r.refused(ctx, s, status, err)
	}
	op := r.operation(s)
	fail.Point("act.apply.before")
	applied, err := sys.Apply(ctx, op)
	fail.Point("act.apply.after")
	if err != nil {
		return r.refused(context.WithoutCancel(ctx), s, status, err)
	}
	status.Applied, status.Finality, status.Until = applied.Rows, applied.Finality, applied.Until
	return r.settle(context.WithoutCancel(ctx), s, status, stateOf(s, applied), resultOf(applied))
}

// ask puts an assisted step before its owner. Asking is its intent, and its
// outcome is the owner's answer.
func (r *run) ask(ctx context.Context, s plan.Step, status Status) error {
	status, err := r.intend(ctx, s, status, varsam.StepAsked)
	if err == nil {
		r.reached(status)
	}
	return err
}

// intend commits the intent: whatever happens next, it is known that it may
// have begun.
func (r *run) intend(ctx context.Context, s plan.Step, status Status, state varsam.StepState) (Status, error) {
	fail.Point("act.intent.before")
	err := r.Store.Write(ctx, r.Tenant, func(tx *store.Tx) error {
		status.State = state
		status.Attempt++
		if err := r.claim(tx, &status); err != nil {
			return err
		}
		id, err := appendIntent(tx, r.plan, s, status)
		if err != nil {
			return err
		}
		status.intent = id[:]
		return setIntent(tx, status)
	})
	fail.Point("act.intent.after")
	return status, err
}

// claim takes the step under a new fence.
func (r *run) claim(tx *store.Tx, status *Status) error {
	status.fence++
	mine, err := claim(tx, *status, tx.Now().Add(r.Lease))
	if err == nil && !mine {
		err = varsam.Errorf(varsam.Conflict, "step %s of request %s was taken by another worker", status.Step, status.Request)
	}
	return err
}

// operation is the step's operation with the versions that our own earlier
// steps left on its targets.
func (r *run) operation(s plan.Step) varsam.Operation {
	op := s.Op
	op.ID = r.plan.Request + "/" + s.ID
	op.Targets = make([]varsam.Target, len(s.Op.Targets))
	for i, t := range s.Op.Targets {
		t.Versions = append(append([]string(nil), t.Versions...), r.versions[t.Ref.String()]...)
		op.Targets[i] = t
	}
	return op
}

// stateOf says what an answer means for the step: applied only when every
// target is in the planned state.
func stateOf(s plan.Step, applied varsam.Applied) varsam.StepState {
	if len(applied.Changed) > 0 || len(applied.Missing) > 0 || applied.Rows < s.Expected {
		return varsam.StepChanged
	}
	return varsam.StepApplied
}

func resultOf(applied varsam.Applied) Result {
	return Result{Versions: applied.Versions, Changed: refTexts(applied.Changed), Missing: refTexts(applied.Missing)}
}

func refTexts(refs []varsam.Ref) []string {
	texts := make([]string, len(refs))
	for i, ref := range refs {
		texts[i] = ref.String()
	}
	return texts
}

// refused settles a step whose change was not answered with success.
func (r *run) refused(ctx context.Context, s plan.Step, status Status, err error) error {
	status.Problem = varsam.CodeOf(err)
	state := varsam.StepRefused
	switch status.Problem {
	case varsam.Unknown:
		state = varsam.StepUnknown
	case varsam.Changed:
		state = varsam.StepChanged
	}
	return r.settle(ctx, s, status, state, Result{})
}

// settle commits the outcome together with its leaf.
func (r *run) settle(ctx context.Context, s plan.Step, status Status, state varsam.StepState, result Result) error {
	status.State = state
	if state == varsam.StepApplied {
		status.Problem = ""
	}
	fail.Point("act.outcome.before")
	err := r.Store.Write(ctx, r.Tenant, func(tx *store.Tx) error {
		return settleTx(tx, r.Keeper, r.key, r.plan, s, &status, result)
	})
	fail.Point("act.outcome.after")
	if err != nil {
		return err
	}
	learn(r.versions, result)
	r.reached(status)
	return nil
}

// reached notes where a step stands now.
func (r *run) reached(status Status) {
	r.states[status.Step] = status
	if r.Progress != nil {
		r.Progress(status)
	}
}

func settleTx(tx *store.Tx, keeper *seal.Keeper, key seal.KeyID, p plan.Plan, s plan.Step, status *Status, result Result) error {
	sealed, err := sealJSON(tx.Context(), keeper, key, resultContext(*status), result)
	if err != nil {
		return err
	}
	status.result, status.Changed = sealed, tx.Now()
	if err := settle(tx, *status); err != nil {
		return err
	}
	if status.State == varsam.StepAsked {
		return nil // the outcome of an asked step is its owner's answer
	}
	return appendOutcome(tx, p, s, *status, sealed)
}
