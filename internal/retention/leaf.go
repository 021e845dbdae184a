package retention

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/store"
)

func text(n int64) string { return strconv.FormatInt(n, 10) }

// planDigest names one rule of a run's plan: what is approved and carried out is
// the rule, not the whole night.
func planDigest(run Run, place int64) evidence.Digest {
	return sha256.Sum256([]byte(run.Digest + " " + text(place)))
}

// ruleLeaf is what all leaves about a rule of a run have in common.
func ruleLeaf(kind evidence.Kind, run Run, r Planned) evidence.Leaf {
	leaf := evidence.Leaf{
		Kind: kind, Request: evidence.Name(run.ID), Plan: planDigest(run, r.Place),
		System: evidence.NameOf(r.System), Collection: evidence.NameOf(r.Collection), Action: evidence.NameOf(string(r.Action)),
	}
	raw, _ := hex.DecodeString(run.Register)
	copy(leaf.Register[:], raw)
	raw, _ = hex.DecodeString(r.fingerprint)
	copy(leaf.Schema[:], raw)
	return leaf
}

// appendPlan logs a rule that was frozen, and the standing approval it runs
// under.
func appendPlan(tx *store.Tx, run Run, r Planned) error {
	if r.Frozen == 0 {
		return nil
	}
	leaf := ruleLeaf(evidence.Plan, run, r)
	leaf.Expected = evidence.Rows(int(r.Frozen))
	if _, err := evidence.Append(tx, leaf); err != nil {
		return err
	}
	if r.State != RuleRunning {
		return nil
	}
	return appendApproval(tx, run, r, Approval{Actor: r.Standing, Assurance: "standing"})
}

func appendApproval(tx *store.Tx, run Run, r Planned, a Approval) error {
	leaf := ruleLeaf(evidence.Approval, run, r)
	leaf.Actor, leaf.Assurance = evidence.NameOf(a.Actor), evidence.NameOf(a.Assurance)
	_, err := evidence.Append(tx, leaf)
	return err
}

// rangeLeaf is what all leaves about a range have in common. The range's sum is
// sealed with its bounds; the leaf has the number of rows.
func rangeLeaf(kind evidence.Kind, run Run, r Planned, g rowRange) evidence.Leaf {
	leaf := ruleLeaf(kind, run, r)
	leaf.Step = evidence.Name("r" + text(g.Place) + "." + text(g.N))
	leaf.Attempt, leaf.Fence = uint64(g.Attempt), uint64(g.Fence)
	leaf.Expected = evidence.Rows(int(g.Rows))
	return leaf
}

func appendIntent(tx *store.Tx, run Run, r Planned, g rowRange) (evidence.LeafID, error) {
	return evidence.Append(tx, rangeLeaf(evidence.Intent, run, r, g))
}

// appendOutcome logs what came of a range's last intent.
func appendOutcome(tx *store.Tx, run Run, r Planned, g rowRange, f varsam.Finality) error {
	leaf := rangeLeaf(evidence.Outcome, run, r, g)
	copy(leaf.Intent[:], g.intent)
	switch g.State {
	case RangeVerified, RangeBack:
		leaf.State, leaf.After, leaf.Finality = evidence.Applied, evidence.Rows(int(g.Rows)), evidence.FinalityName(f)
	case RangeChanged, RangeSplit:
		leaf.State = evidence.Changed
	case RangeUnknown:
		leaf.State = evidence.Unknown
	default:
		leaf.State = evidence.Refused
	}
	if _, err := evidence.Append(tx, leaf); err != nil {
		return err
	}
	switch g.State {
	case RangeVerified:
		return appendSeen(tx, rangeLeaf(evidence.Verification, run, r, g), int(g.Rows))
	case RangeBack:
		return appendSeen(tx, rangeLeaf(evidence.Revival, run, r, g), 0)
	}
	return nil
}

func appendSeen(tx *store.Tx, leaf evidence.Leaf, rows int) error {
	leaf.After = evidence.Rows(rows)
	_, err := evidence.Append(tx, leaf)
	return err
}
