package act

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/seal"
	"github.com/varsam/varsam/internal/store"
)

// Answer is what the owner of an assisted step says.
type Answer struct {
	// Found is "found", "not-found" or "not-searched". Not searched is an answer
	// too: the step stays open.
	Found    Finding         `json:"found"`
	Finality varsam.Finality `json:"finality,omitempty"` // what became of what was found
	Until    varsam.Date     `json:"until,omitzero"`
	Records  int             `json:"records,omitempty"` // how many
	Copy     string          `json:"copy,omitempty"`    // the person's data, for the copy
	Proof    string          `json:"proof,omitempty"`   // where the proof lies: a case number, a document
	Actor    string          `json:"actor"`             // opaque id of who answered
}

// Finding is the first word of an owner's answer.
type Finding string

// The findings.
const (
	Found       Finding = "found"
	NotFound    Finding = "not-found"
	NotSearched Finding = "not-searched"
)

// Check refuses an answer that says too little: what was found must have become
// something.
func (a Answer) Check() error {
	switch a.Found {
	case NotFound, NotSearched:
		return nil
	case Found:
		switch a.Finality {
		case varsam.Gone, varsam.InBackups, varsam.Binned, varsam.Archived, varsam.Blanked, varsam.Moved, varsam.Flagged,
			varsam.Stopped, varsam.Corrected, varsam.Lifted, varsam.Queued, varsam.Held:
			return nil
		}
		return varsam.Errorf(varsam.Invalid, "what was found must have become something: gone, blanked, moved, flagged, held because …")
	}
	return varsam.Errorf(varsam.Invalid, "the answer is found, not-found or not-searched")
}

// AnswerTask records the owner's answer to an assisted step. Code Conflict when
// the step does not wait for one.
func AnswerTask(tx *store.Tx, keeper *seal.Keeper, request, step string, a Answer) error {
	if err := a.Check(); err != nil {
		return err
	}
	status, err := oneStep(tx, request, step)
	if err != nil {
		return err
	}
	if status.State != varsam.StepAsked {
		return varsam.Errorf(varsam.Conflict, "step %s of request %s does not wait for an answer: it is %s", step, request, status.State)
	}
	status.State, status.Applied = varsam.StepApplied, a.Records
	status.Finality, status.Until = a.Finality, a.Until
	if a.Found == NotSearched {
		status.State, status.Problem = varsam.StepAsked, varsam.Unsupported
	}
	return settleByHand(tx, keeper, status, Result{Answer: &a})
}

// Except writes down that a step will not be done, and why (a reason code); the
// request may then be closed without it, and its answer says so.
func Except(tx *store.Tx, keeper *seal.Keeper, request, step string) error {
	status, err := oneStep(tx, request, step)
	if err != nil {
		return err
	}
	switch status.State {
	case varsam.StepIntended, varsam.StepUnknown:
		return varsam.Errorf(varsam.Conflict, "the outcome of step %s is not known; run the request first, so that we look", step)
	case varsam.StepApplied, varsam.StepVerified:
		return varsam.Errorf(varsam.Conflict, "step %s has been done already", step)
	}
	status.State = varsam.StepExcepted
	return settleByHand(tx, keeper, status, Result{})
}

// settleByHand settles a step that a person decided.
func settleByHand(tx *store.Tx, keeper *seal.Keeper, status Status, result Result) error {
	p, key, err := currentSteps(tx, keeper, status.Request)
	if err != nil {
		return err
	}
	for _, s := range p.Steps {
		if s.ID == status.Step {
			return tries{{s, status, result}}.settleTx(tx, keeper, key, p)
		}
	}
	return varsam.Errorf(varsam.Corrupt, "step %s is not in the plan that it belongs to", status.Step)
}

// Verified records that every target of a step was read again in its planned
// state, or, with revived, that something came back.
func Verified(tx *store.Tx, p plan.Plan, step string, revived bool) error {
	status, err := oneStep(tx, p.Request, step)
	if err != nil {
		return err
	}
	state := varsam.StepVerified
	if revived {
		state = varsam.StepRevived
	}
	_, err = tx.Exec(`UPDATE steps SET state = $5, changed = $6 WHERE tenant = $1 AND request = $2 AND digest = $3 AND step = $4`,
		tx.Tenant(), p.Request, p.Digest, step, state, tx.Now().UnixMicro())
	if err != nil {
		return err
	}
	status.State = state
	for _, s := range p.Steps {
		if s.ID == step {
			_, err = evidence.Append(tx, verificationLeaf(p, s, status))
		}
	}
	return err
}

// Answers are the owners' answers to the assisted steps of a request's current
// plan, by step.
func Answers(tx *store.Tx, keeper *seal.Keeper, request string) (map[string]Answer, error) {
	key, _, err := currentID(tx, request)
	if err != nil {
		return nil, err
	}
	steps, err := Steps(tx, request)
	if err != nil {
		return nil, err
	}
	answers := map[string]Answer{}
	for _, s := range steps {
		if s.Owner == "" || len(s.result) == 0 {
			continue
		}
		result, err := openJSON[Result](tx.Context(), keeper, key, resultContext(s), s.result)
		if err != nil {
			return nil, err
		}
		if result.Answer != nil {
			answers[s.Step] = *result.Answer
		}
	}
	return answers, nil
}
