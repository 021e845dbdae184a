package request

import (
	"context"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/verify"
)

// restricted is one restricting step as it is observed again every night: what
// is found dies when the request closes, so this much of it lies in the case.
type restricted struct {
	Step string `json:"step"`
	plan.Block
	// Prevented: a probe as the everyday reader saw none of the records when the
	// step was verified.
	Prevented bool `json:"prevented,omitempty"`
}

// probes looks as the everyday reader that the register names whether marked
// records are out of reach, by step. Where that cannot be found out, nothing is
// said.
func (s *Service) probes(ctx context.Context, w work, p plan.Plan) map[string]bool {
	prevented := map[string]bool{}
	for _, step := range p.Steps {
		if reader := readerOf(w, step); reader != "" {
			prevented[step.ID] = s.probe(ctx, w, step, reader)
		}
	}
	return prevented
}

// readerOf is whom a step that marks records keeps them from; empty for any
// other step.
func readerOf(w work, step plan.Step) string {
	if step.Assisted != nil || step.Op.Kind != varsam.OpRestrict || step.Op.Move != "" {
		return ""
	}
	sys, _ := w.reg.System(step.System)
	for _, c := range sys.Collections {
		if c.In() == step.Op.Collection && c.Restrict != nil {
			return c.Restrict.Reader
		}
	}
	return ""
}

func (s *Service) probe(ctx context.Context, w work, step plan.Step, reader string) bool {
	sys, err := s.opener(w.reg, w.Request, w.today).Open(ctx, step.System)
	if err != nil {
		return false
	}
	defer sys.Close()
	prober, ok := sys.(system.Prober)
	if !ok {
		return false
	}
	prevented, err := prober.Probe(ctx, step.Op, reader)
	return err == nil && prevented
}

// restrictions keeps the restricting steps that are verified, sealed in the case,
// beside those of earlier plans whose records this one found as they were left. A
// plan without any – one that lifts, say – leaves none.
func (s *Service) restrictions(tx *store.Tx, w work, p plan.Plan, r Report, in verify.Input, prevented map[string]bool) error {
	before, err := read[[]restricted](tx, s.Keeper, w.Request, "restricted")
	known := err == nil
	if err != nil && varsam.CodeOf(err) != varsam.NotFound {
		return err
	}
	var all []restricted
	found := leaning(p)
	for _, b := range earlier(before, func(ref string) bool { return slices.Contains(found, ref) }) {
		if b.Assisted == nil { // who did it by hand was asked again
			all = append(all, restricted{Block: b})
		}
	}
	for i, step := range p.Steps {
		if i < len(r.Steps) && keepsFromUse(step, r.Steps[i]) && r.Steps[i].State == varsam.StepVerified {
			all = append(all, restricted{Step: step.ID, Block: p.Block(step, in.Versions), Prevented: prevented[step.ID]})
		}
	}
	if w.kase.Lifted {
		if err := s.put(tx, w.Request, w.caseKey, "leaning", []string{}); err != nil {
			return err
		}
	}
	if len(all) == 0 && !known {
		return nil
	}
	return s.put(tx, w.Request, w.caseKey, "restricted", all)
}

// watch observes again what a request restricted. Flags that were cleared, fields
// that were filled again and rows that changed reopen the request. What cannot be
// read is unknown and no alarm; a row that is gone – the duty's time was over –
// is used by nobody.
func (s *Service) watch(ctx context.Context, r Request, done *Swept) (Request, error) {
	if r.caseKey == "" || r.State != Done && r.State != Answered && r.State != Closed {
		return r, nil
	}
	var all []restricted
	err := s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) (err error) {
		all, err = read[[]restricted](tx, s.Keeper, r, "restricted")
		return err
	})
	if varsam.CodeOf(err) == varsam.NotFound || err == nil && len(all) == 0 {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	loose, err := s.looseIn(ctx, r, all, done)
	if err != nil || len(loose) == 0 {
		return r, err
	}
	if err := s.Reopen(ctx, r.ID); err != nil {
		return r, err
	}
	if err := s.Store.Write(ctx, s.Tenant, func(tx *store.Tx) error { return revived(tx, r, loose) }); err != nil {
		return r, err
	}
	return s.Get(ctx, r.ID)
}

// looseIn counts by system and collection the rows that are no longer as they
// were left.
func (s *Service) looseIn(ctx context.Context, r Request, all []restricted, done *Swept) (map[[2]string]int, error) {
	w, err := s.open(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	loose := map[[2]string]int{}
	for _, x := range all {
		if x.Assisted != nil {
			continue // only its owner can look
		}
		n, err := s.loose(ctx, w, x)
		switch {
		case err != nil && !slices.Contains(done.Unseen, r.ID):
			done.Unseen = append(done.Unseen, r.ID)
		case n > 0:
			loose[[2]string{x.System, x.Op.Collection}] += n
		}
	}
	return loose, ctx.Err()
}

func revived(tx *store.Tx, r Request, loose map[[2]string]int) error {
	for at, n := range loose {
		l := leaf(evidence.Revival, r)
		l.Action, l.System, l.Collection, l.Before = "restriction", evidence.NameOf(at[0]), evidence.NameOf(at[1]), evidence.Rows(n)
		if _, err := evidence.Append(tx, l); err != nil {
			return err
		}
	}
	return nil
}

// loose counts the rows of a step that are no longer as it left them.
func (s *Service) loose(ctx context.Context, w work, x restricted) (n int, err error) {
	sys, err := s.opener(w.reg, w.Request, w.today).Open(ctx, x.System)
	if err != nil {
		return 0, err
	}
	defer sys.Close()
	seen, err := sys.Observe(ctx, x.Op)
	if err != nil {
		return 0, err
	}
	var odd []varsam.Target
	for i, t := range x.Op.Targets {
		ref := t.Ref
		if x.Op.Move != "" {
			ref.Collection = x.Op.Move
		}
		left, now := x.Versions[ref.String()], seen.Versions[ref.String()]
		same := len(left) == 0 || now == "" || slices.Contains(left, now)
		if seen.States[i] != varsam.RowUnreadable && (seen.States[i] != varsam.RowPlanned || !same) {
			odd = append(odd, t)
		}
	}
	gone, err := goneFrom(ctx, sys, x.Op, odd)
	return len(odd) - gone, err
}

// goneFrom counts the targets that are neither where they were nor where they
// were moved to.
func goneFrom(ctx context.Context, sys system.System, op varsam.Operation, odd []varsam.Target) (n int, err error) {
	if len(odd) == 0 {
		return 0, nil
	}
	absent := make([]int, len(odd))
	places := []string{op.Collection}
	if op.Move != "" {
		places = append(places, op.Move)
	}
	for _, place := range places {
		ask := varsam.Operation{Kind: varsam.OpErase, Collection: place}
		for _, t := range odd {
			ref := t.Ref
			ref.Collection = place
			ask.Targets = append(ask.Targets, varsam.Target{Ref: ref, Versions: t.Versions})
		}
		seen, err := sys.Observe(ctx, ask)
		if err != nil {
			return 0, err
		}
		for i, state := range seen.States {
			if state == varsam.RowPlanned {
				absent[i]++
			}
		}
	}
	for _, times := range absent {
		if times == len(places) {
			n++
		}
	}
	return n, nil
}
