package act

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
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

// attempt takes a step: it commits the intent, makes the change and commits the
// outcome.
func (r *run) attempt(ctx context.Context, s plan.Step, status Status) error {
	if s.Assisted != nil {
		return r.ask(ctx, s, status)
	}
	tries := tries{{step: s, status: status}}
	if err := r.intend(ctx, tries, varsam.StepIntended, nil); err != nil {
		return err
	}
	sys, err := r.connect(ctx, s.System)
	if err != nil { // nothing was sent, so nothing can have happened
		return r.settle(ctx, tries.refused(err))
	}
	applied, err := r.apply(ctx, tries, func(ctx context.Context, ops []varsam.Operation) ([]varsam.Applied, error) {
		one, err := sys.Apply(ctx, ops[0])
		return []varsam.Applied{one}, err
	})
	ctx = context.WithoutCancel(ctx)
	if err != nil {
		return r.settle(ctx, tries.refused(err))
	}
	return r.settle(ctx, tries.applied(applied))
}

// ask puts an assisted step before its owner. Asking is its intent, and its
// outcome is the owner's answer.
func (r *run) ask(ctx context.Context, s plan.Step, status Status) error {
	tries := tries{{step: s, status: status}}
	err := r.intend(ctx, tries, varsam.StepAsked, nil)
	if err == nil {
		r.reached(tries[0].status)
	}
	return err
}

// try is one attempt at one step. Several that are made in one transaction of a
// system have their intents in one commit, and so their outcomes.
type try struct {
	step   plan.Step
	status Status
	result Result
}

type tries []try

// intend commits the intents: whatever happens next, it is known that it may
// have begun. Begun, which may be nil, is called when our store waits for nobody
// any more.
func (r *run) intend(ctx context.Context, all tries, state varsam.StepState, begun func()) error {
	fail.Point("act.intent.before")
	err := r.Store.Write(ctx, r.Tenant, func(tx *store.Tx) error {
		if err := r.halt(tx); err != nil {
			return err
		}
		if begun != nil {
			begun()
		}
		return r.intendTx(tx, all, state)
	})
	fail.Point("act.intent.after")
	return err
}

// halt asks whether another step may begin. Our store may try a transaction again,
// and then it is asked anew.
func (r *run) halt(tx *store.Tx) error {
	if r.Halt == nil {
		return nil
	}
	r.halted = r.Halt(tx, r.plan.Request)
	return r.halted
}

func (r *run) intendTx(tx *store.Tx, all tries, state varsam.StepState) error {
	leaves := make([]evidence.Leaf, len(all))
	for i := range all {
		status := &all[i].status
		status.State = state
		status.Attempt++
		status.fence++
		leaves[i] = stepLeaf(evidence.Intent, r.plan, all[i].step, *status)
	}
	ids, err := evidence.AppendAll(tx, leaves...)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].status.intent = ids[i][:]
	}
	return r.claimed(tx, all)
}

// apply makes the change, or several at once.
func (r *run) apply(ctx context.Context, all tries, do func(context.Context, []varsam.Operation) ([]varsam.Applied, error)) ([]varsam.Applied, error) {
	ops := make([]varsam.Operation, len(all))
	for i := range all { // their statuses are being written
		ops[i] = r.operation(all[i].step)
	}
	fail.Point("act.apply.before")
	applied, err := do(ctx, ops)
	fail.Point("act.apply.after")
	return applied, err
}

// claim takes the step under a new fence.
func (r *run) claim(tx *store.Tx, status *Status) error {
	status.fence++
	return r.claimed(tx, tries{{status: *status}})
}

// claimed writes claims that have their fences.
func (r *run) claimed(tx *store.Tx, all tries) error {
	mine, err := claim(tx, all, tx.Now().Add(r.Lease))
	if err == nil && !mine {
		err = takenOver(all, "taken")
	}
	return err
}

// operation is the step's operation with the versions that our own earlier
// steps left on its targets.
func (r *run) operation(s plan.Step) varsam.Operation {
	op := s.Op
	op.ID = r.plan.Request + "/" + s.ID
	op.Targets = make([]varsam.Target, len(s.Op.Targets))
	copy(op.Targets, s.Op.Targets)
	if len(r.versions) == 0 {
		return op
	}
	for i, t := range op.Targets {
		op.Targets[i].Versions = append(append([]string(nil), t.Versions...), r.versions[t.Ref.String()]...)
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

// applied are the tries as the system answered them.
func (all tries) applied(answers []varsam.Applied) tries {
	for i, a := range answers {
		t := &all[i]
		t.status.Applied, t.status.Finality, t.status.Until, t.status.Problem = a.Rows, a.Finality, a.Until, a.Problem
		t.status.State, t.result = stateOf(t.step, a), resultOf(a)
	}
	return all
}

// refused are the tries as an error leaves them.
func (all tries) refused(err error) tries {
	problem := varsam.CodeOf(err)
	state := varsam.StepRefused
	switch problem {
	case varsam.Unknown:
		state = varsam.StepUnknown
	case varsam.Changed:
		state = varsam.StepChanged
	}
	for i := range all {
		all[i].status.Problem, all[i].status.State = problem, state
	}
	return all
}

// settle commits the outcomes together with their leaves.
func (r *run) settle(ctx context.Context, all tries) error {
	fail.Point("act.outcome.before")
	err := r.Store.Write(ctx, r.Tenant, func(tx *store.Tx) error {
		for i := range all {
			if all[i].status.State == varsam.StepApplied {
				all[i].status.Problem = ""
			}
		}
		return all.settleTx(tx, r.Keeper, r.key, r.plan)
	})
	fail.Point("act.outcome.after")
	if err != nil {
		return err
	}
	for _, t := range all {
		learn(r.versions, t.result)
		r.reached(t.status)
	}
	return nil
}

// reached notes where a step stands now.
func (r *run) reached(status Status) {
	r.states[status.Step] = status
	if r.Progress != nil {
		r.Progress(status)
	}
}

func (all tries) settleTx(tx *store.Tx, keeper *seal.Keeper, key seal.KeyID, p plan.Plan) error {
	var leaves []evidence.Leaf
	for i := range all {
		status := &all[i].status
		sealed, err := sealJSON(tx.Context(), keeper, key, resultContext(*status), all[i].result)
		if err != nil {
			return err
		}
		status.result, status.Changed = sealed, tx.Now()
		if status.State != varsam.StepAsked { // the outcome of an asked step is its owner's answer
			leaves = append(leaves, outcomeLeaf(p, all[i].step, *status))
		}
	}
	if err := settle(tx, all); err != nil {
		return err
	}
	_, err := evidence.AppendAll(tx, leaves...)
	return err
}
