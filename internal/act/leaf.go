package act

import (
	"encoding/hex"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/plan"
)

// digest reads a hex digest of ours; one that is not 32 bytes long stands for
// itself by its own digest.
func digest(text string) evidence.Digest {
	var d evidence.Digest
	if raw, err := hex.DecodeString(text); err == nil && len(raw) == len(d) {
		copy(d[:], raw)
		return d
	}
	if text == "" {
		return d
	}
	return evidence.DigestOf([]byte(text))
}

func planLeaf(p plan.Plan) evidence.Leaf {
	expected := 0
	for _, s := range p.Steps {
		expected += s.Expected
	}
	return evidence.Leaf{
		Kind: evidence.Plan, Request: evidence.Name(p.Request), Plan: digest(p.Digest), Register: digest(p.Register),
		Expected: evidence.Rows(expected),
	}
}

func approvalLeaf(request, planDigest string, a Approval) evidence.Leaf {
	return evidence.Leaf{
		Kind: evidence.Approval, Request: evidence.Name(request), Plan: digest(planDigest),
		Actor: evidence.NameOf(a.Actor), Assurance: evidence.NameOf(assuranceName(a.Assurance)),
	}
}

func assuranceName(assurance string) string {
	if assurance == CommandLine {
		return "command-line"
	}
	return assurance
}

// stepLeaf is what all leaves about a step have in common.
func stepLeaf(kind evidence.Kind, p plan.Plan, s plan.Step, status Status) evidence.Leaf {
	return evidence.Leaf{
		Kind: kind, Request: evidence.Name(p.Request), Step: evidence.NameOf(s.ID),
		Attempt: uint64(status.Attempt), Fence: uint64(status.fence),
		System: evidence.NameOf(s.System), Collection: evidence.NameOf(s.Op.Collection), Action: evidence.NameOf(string(s.Op.Kind)),
		Law: evidence.NameOf(s.Law), Plan: digest(p.Digest), Register: digest(p.Register),
		Expected: evidence.Rows(s.Expected), Schema: digest(s.Op.Fingerprint),
	}
}

// outcomeLeaf tells what came of the step's last intent, or, for a step that was
// never tried, that somebody decided it will not be.
func outcomeLeaf(p plan.Plan, s plan.Step, status Status) evidence.Leaf {
	leaf := stepLeaf(evidence.Outcome, p, s, status)
	leaf.Finality = evidence.FinalityName(status.Finality)
	leaf.Result = evidence.DigestOf(status.result)
	leaf.State = outcomeState(status)
	if status.State == varsam.StepApplied || status.Applied > 0 {
		leaf.After = evidence.Rows(min(status.Applied, s.Expected))
	}
	if len(status.intent) == 0 {
		leaf.Kind, leaf.State, leaf.After = evidence.Decision, evidence.NoState, evidence.Count{}
	}
	copy(leaf.Intent[:], status.intent)
	return leaf
}

// outcomeState says of an attempt what the log can say: applied when anything
// was changed, with how much.
func outcomeState(status Status) evidence.State {
	switch {
	case status.State == varsam.StepApplied || status.State == varsam.StepChanged && status.Applied > 0:
		return evidence.Applied
	case status.State == varsam.StepChanged:
		return evidence.Changed
	case status.State == varsam.StepUnknown || status.State == varsam.StepMixed:
		return evidence.Unknown
	}
	return evidence.Refused
}

func verificationLeaf(p plan.Plan, s plan.Step, status Status) evidence.Leaf {
	leaf := stepLeaf(evidence.Verification, p, s, status)
	if status.State == varsam.StepRevived {
		leaf.Kind = evidence.Revival
	}
	return leaf
}
