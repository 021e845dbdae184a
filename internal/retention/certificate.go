package retention

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/retention/report"
	"github.com/varsam/varsam/internal/store"
)

// Certificate is the certificate of a run ("gallringsprotokoll"): what was done,
// and what was left and why, by the register that the run was planned by. That of
// a run that is not over says how far it is.
func (s *Service) Certificate(ctx context.Context, id string, lang varsam.Lang) (report.Document, error) {
	var in report.Run
	err := s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		run, err := s.get(tx, id)
		if err != nil {
			return err
		}
		in = report.Run{
			Lang: lang, Made: tx.Now(), ID: run.ID, Digest: run.Digest, Day: run.Day, State: string(run.State), Over: run.State.over(),
			Why: run.Why, Planned: run.Created, Ended: run.Ended, Silent: run.Silent, Holds: run.Overdue,
		}
		if in.Register, in.Version, err = planned(tx, run); err != nil {
			return err
		}
		in.Rules, err = reported(tx, run)
		return err
	})
	if err != nil {
		return report.Document{}, err
	}
	return report.Certificate(in)
}

// planned is the register that a run was planned by, and its version.
func planned(tx *store.Tx, run Run) (*register.Register, int, error) {
	versions, err := register.History(tx)
	if err != nil {
		return nil, 0, err
	}
	i := slices.IndexFunc(versions, func(v register.Version) bool { return v.Digest == run.Register })
	if i < 0 {
		return nil, 0, varsam.Errorf(varsam.Corrupt, "the store has no register %s, by which run %s was planned", run.Register, run.ID)
	}
	archive, err := register.GetArchive(tx, run.Register)
	if err != nil {
		return nil, 0, err
	}
	files, err := register.Open(archive)
	if err != nil {
		return nil, 0, err
	}
	reg, _, err := register.Load(files)
	return reg, versions[i].Number, err
}

// reported are a run's rules as its certificate has them.
func reported(tx *store.Tx, run Run) (all []report.Rule, err error) {
	yes, err := releasing(tx, run.ID)
	if err != nil {
		return nil, err
	}
	for _, r := range run.Rules {
		out := report.Rule{
			System: r.System, Collection: r.Collection, Action: r.Action, Due: r.Due, Needed: r.Needed, Protected: r.Protected,
			Unclear: r.Unclear, Waiting: r.Small, Linked: r.Linked, Why: r.Why, Finality: r.Finality, Until: r.Until,
		}
		out.Parts, out.Refusals = partsOf(r)
		if out.Parts.Split, err = splits(tx, run.ID, r.Place); err != nil {
			return nil, err
		}
		if out.Approval, err = approvalOf(tx, r, yes); err != nil {
			return nil, err
		}
		out.Left = r.unhidden()
		if r.State == RuleDone && r.Why.Code != ReasonLeads && r.Why.Code != ReasonShort {
			out.Why = varsam.Reason{} // the ranges tell it with numbers
		}
		all = append(all, out)
	}
	return all, nil
}

// partsOf is what a rule's ranges came to, and why systems refused.
func partsOf(r Planned) (p report.Parts, refusals []report.Refusal) {
	for _, c := range r.Ranges {
		into := &p.Open
		switch c.State {
		case RangeVerified:
			into = &p.Verified
		case RangeChanged:
			into = &p.Changed
		case RangeBack:
			into = &p.Back
		case RangeRefused:
			into = &p.Refused
			refusals = append(refusals, report.Refusal{Code: c.Problem, Rows: c.Rows})
		}
		into.Ranges += c.Ranges
		into.Rows += c.Rows
	}
	return p, refusals
}

// approvalOf is the yes that a rule runs under: one that stood before the run, or
// that of the people who said yes to it; nil without.
func approvalOf(tx *store.Tx, r Planned, yes []Approval) (*report.Approval, error) {
	var out report.Approval
	switch {
	case r.Standing != "":
		st, digest, err := standingOf(tx, r.Standing)
		if err != nil {
			return nil, err
		}
		out = report.Approval{Standing: st.ID, Most: st.Most, Jump: st.Jump, Until: st.Until}
		if yes, err = listApprovals(tx, st.Run, said(digest, &st.Terms)); err != nil {
			return nil, err
		}
	case r.State != RuleRunning && r.State != RuleDone:
		return nil, nil
	}
	for _, y := range yes {
		out.Yes = append(out.Yes, report.Yes{Actor: y.Actor, Assurance: y.Assurance, At: y.At})
	}
	return &out, nil
}
