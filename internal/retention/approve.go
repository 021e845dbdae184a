package retention

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/store"
)

// Approval is somebody's yes.
type Approval struct {
	Actor     string    `json:"actor"`     // opaque id
	Assurance string    `json:"assurance"` // how sure we are that it was them
	At        time.Time `json:"at"`
}

// Terms are what a standing approval allows.
type Terms struct {
	Most  int64       `json:"most"`  // records in one run
	Jump  int64       `json:"jump"`  // percent of the last run, 0 for no bound
	Until varsam.Date `json:"until"` // last day
}

// Standing is a "gallringsbeslut": a yes to one rule, night after night.
type Standing struct {
	ID         string        `json:"standing"`
	System     string        `json:"system"`
	Collection string        `json:"collection"`
	Action     varsam.OpKind `json:"action"`
	Rule       string        `json:"rule"` // digest; a changed rule is another one
	Run        string        `json:"run"`  // whose plan was looked at
	Created    time.Time     `json:"created"`
	Terms
}

func (t Terms) check(today varsam.Date) error {
	switch {
	case t.Most < 1:
		return varsam.Errorf(varsam.Invalid, "a standing approval says how many records one run may take at most")
	case t.Jump != 0 && t.Jump < 100:
		return varsam.Errorf(varsam.Invalid, "the jump is a percentage of the last run, from 100; 0 is no bound")
	case t.Until.IsZero() || t.Until.Before(today) || t.Until.After(today.AddYears(longestStanding)):
		return varsam.Errorf(varsam.Invalid, "a standing approval ends on a day, at most %d years from now", longestStanding)
	}
	return nil
}

// longestStanding is how many years a yes may stand without being said again.
const longestStanding = 2

// allow says whether a rule may run by itself tonight, and if not, why.
func (p *planner) allow(ctx context.Context, r *Planned) error {
	r.State, r.Why = RuleWaiting, varsam.Because(ReasonNoApproval)
	st, ok := standingFor(p.standings, r.Rule)
	if !ok {
		return nil
	}
	last := int64(-1)
	err := p.Store.Read(ctx, p.Tenant, func(tx *store.Tx) (err error) {
		last, err = lastDone(tx, r.Rule)
		return err
	})
	switch {
	case err != nil:
		return err
	case st.Rule != r.Digest:
		r.Why = varsam.Because(ReasonApprovalOther)
	case st.Until.Before(p.run.Day):
		r.Why = varsam.Because(ReasonApprovalOver, st.Until.String())
	case r.Frozen > st.Most:
		r.Why = varsam.Because(ReasonOverCap, text(r.Frozen), text(st.Most))
	case st.Jump > 0 && last > 0 && r.Frozen*100 > last*st.Jump:
		r.Why = varsam.Because(ReasonJump, text(r.Frozen), text(last))
	default:
		r.State, r.Why, r.Standing = RuleRunning, varsam.Reason{}, st.ID
	}
	return nil
}

func standingFor(all []Standing, r Rule) (Standing, bool) {
	for _, st := range all {
		if st.System == r.System && st.Collection == r.Collection && st.Action == r.Action {
			return st, true
		}
	}
	return Standing{}, false
}

// fourEyes reports whether a waiting rule needs two people: it has never run as
// it is now.
func fourEyes(r Planned) bool {
	return r.Why.Code == ReasonNoApproval || r.Why.Code == ReasonApprovalOther
}

// Approved is what a yes came to.
type Approved struct {
	Run     Run        `json:"run"`
	Yes     []Approval `json:"yes"`
	Missing int        `json:"missing"` // people who must still say yes
}

// Approve records a yes to a waiting run's plan, whose digest the caller has seen.
// With terms, it is also a standing approval of its rules. A first run, and one
// of a changed rule, needs two people who say yes to the same; then its waiting
// rules may run. Code Conflict when the plan is another one or no longer waits.
func (s *Service) Approve(ctx context.Context, id, digest, name, assurance string, terms *Terms) (out Approved, err error) {
	if name == "" {
		return out, varsam.Errorf(varsam.Invalid, "say who approves")
	}
	err = s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		if err := tx.Lock("cull " + id); err != nil {
			return err
		}
		run, err := s.get(tx, id)
		if err != nil {
			return err
		}
		if err := approvable(run, digest, terms); err != nil {
			return err
		}
		yes := Approval{Actor: s.actor(name), Assurance: assurance}
		if _, err := insertApproval(tx, id, said(digest, terms), yes); err != nil {
			return err
		}
		if out.Yes, err = listApprovals(tx, id, said(digest, terms)); err != nil {
			return err
		}
		out.Missing = max(0, peopleFor(run)-len(out.Yes))
		if out.Missing == 0 {
			if err := s.release(tx, run, out.Yes, terms); err != nil {
				return err
			}
		}
		out.Run, err = s.get(tx, id)
		return err
	})
	return out, err
}

func approvable(run Run, digest string, terms *Terms) error {
	switch {
	case run.State.over():
		return varsam.Errorf(varsam.Conflict, "run %s is %s; plan again with varsam cull plan", run.ID, run.State)
	case run.Digest != digest:
		return varsam.Errorf(varsam.Conflict, "the plan of run %s has another digest; look at it with varsam cull show %s", run.ID, run.ID)
	case peopleFor(run) == 0:
		return varsam.Errorf(varsam.Conflict, "no rule of run %s waits for a yes", run.ID)
	case terms != nil:
		return terms.check(run.Day)
	}
	return nil
}

// peopleFor is how many must say yes to the rules that wait.
func peopleFor(run Run) int {
	people := 0
	for _, r := range run.Rules {
		switch {
		case r.State != RuleWaiting:
		case fourEyes(r):
			return 2
		default:
			people = 1
		}
	}
	return people
}

// said is what was said yes to: the plan, or the plan and standing terms.
func said(digest string, terms *Terms) string {
	if terms == nil {
		return digest
	}
	text, _ := json.Marshal(terms)
	sum := sha256.Sum256(append([]byte(digest+" "), text...))
	return hex.EncodeToString(sum[:])
}

// release lets the waiting rules run.
func (s *Service) release(tx *store.Tx, run Run, yes []Approval, terms *Terms) error {
	for _, r := range run.Rules {
		if r.State != RuleWaiting {
			continue
		}
		for _, a := range yes {
			if err := appendApproval(tx, run, r, a); err != nil {
				return err
			}
		}
		if err := bind(tx, run.ID, r); err != nil {
			return err
		}
		if terms != nil {
			if err := s.stand(tx, run, r, *terms); err != nil {
				return err
			}
		}
		if err := setRuleState(tx, run.ID, r.Place, RuleRunning, varsam.Reason{}); err != nil {
			return err
		}
	}
	if run.State == Paused {
		return nil
	}
	if err := setRunState(tx, run.ID, Running, varsam.Reason{}); err != nil {
		return err
	}
	return wake(tx, run.ID)
}

func (s *Service) stand(tx *store.Tx, run Run, r Planned, terms Terms) error {
	st := Standing{
		ID: newID("b"), System: r.System, Collection: r.Collection, Action: r.Action, Rule: r.Rule.Digest, Run: run.ID, Terms: terms,
	}
	if err := endStandings(tx, r.Rule); err != nil {
		return err
	}
	if err := insertStanding(tx, st); err != nil {
		return err
	}
	leaf := ruleLeaf(evidence.Decision, run, r)
	leaf.Step, leaf.Expected = evidence.Name(st.ID), evidence.Rows(int(terms.Most))
	_, err := evidence.Append(tx, leaf)
	return err
}

// Standings are the standing approvals in force.
func (s *Service) Standings(ctx context.Context) (all []Standing, err error) {
	err = s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err = listStandings(tx)
		return err
	})
	return all, err
}

// Void ends a standing approval: its rule is planned and shown, and waits again.
// What runs under it already goes on. Code NotFound when it is not in force.
func (s *Service) Void(ctx context.Context, id, name string) error {
	if name == "" {
		return varsam.Errorf(varsam.Invalid, "say who decides")
	}
	return s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error {
		ended, err := endStanding(tx, id)
		if err != nil {
			return err
		}
		if !ended {
			return varsam.Errorf(varsam.NotFound, "no standing approval %s is in force", id)
		}
		_, err = evidence.Append(tx, evidence.Leaf{
			Kind: evidence.Decision, Request: evidence.Name(id), Action: "void", Actor: evidence.NameOf(s.actor(name)),
		})
		return err
	})
}
