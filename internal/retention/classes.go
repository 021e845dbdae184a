package retention

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
)

// maxClasses is how many classes a collection may have. A recode that leaves
// more hides nobody, and every range is held against them.
const maxClasses = 20_000

// classes are the classes of one collection's due records as they would become,
// together with those that are anonymised already.
type classes struct {
	keys    []string // of those that pass
	passing int64    // due records in them
	digest  string   // empty when they are too many
}

// classify counts the classes of a rule once for the run, and lets only records
// of those that pass into its ranges; or, on the last day, only the others. A
// rule that cannot be counted has a reason afterwards and gets no ranges.
func (p *planner) classify(ctx context.Context, conn system.Culler, r *Planned) error {
	if r.choice != nil {
		if err := p.choose(ctx, conn, r); err != nil || r.Chosen == nil {
			return err
		}
	}
	at := place{r.System, r.in}
	if _, done := p.classes[at]; !done {
		found, err := p.group(ctx, conn, r)
		if err != nil {
			return err
		}
		p.classes[at] = found
	}
	found := p.classes[at]
	if found.digest == "" {
		r.Why = varsam.Because(ReasonTooFine, text(maxClasses))
		return nil
	}
	r.Classes = found.digest
	r.class = &system.Class{Over: r.check.Over, Keys: found.keys, Outside: r.Action == Suppress}
	return nil
}

func (p *planner) group(ctx context.Context, conn system.Culler, r *Planned) (c classes, err error) {
	grouper, ok := conn.(system.Grouper)
	if !ok {
		return c, varsam.Errorf(varsam.Unsupported, "%s counts no classes", r.System)
	}
	groups, err := grouper.Group(ctx, r.over(r.closed, r.fingerprint, r.except), r.check.grouping())
	if err != nil || len(groups) > maxClasses {
		return c, err
	}
	h := sha256.New()
	for _, g := range groups {
		fmt.Fprintln(h, g.Key, g.Rows, g.Due, g.Distinct)
		if r.check.passes(g) {
			c.keys, c.passing = append(c.keys, g.Key), c.passing+g.Due
		}
	}
	c.digest = hex.EncodeToString(h.Sum(nil))
	return c, nil
}

func (c check) grouping() system.Grouping {
	return system.Grouping{Over: c.Over, Sensitive: c.Sensitive, With: c.Marked, Most: maxClasses}
}

// linked counts the records that are anonymised but for what still leads to a
// person: they are personal data, and due.
func (p *planner) linked(ctx context.Context, conn system.Culler, r *Planned) error {
	if len(r.check.Leads) == 0 || r.Action == Suppress {
		return nil
	}
	n, err := conn.Count(ctx, r.counted(varsam.All(r.timed, varsam.NotTrue(varsam.All(r.unmarked...))), r.fingerprint))
	if n > 0 {
		r.Due += n
		r.Linked = n
	}
	return err
}

// verdict is what a rule's records have become, as the whole table tells.
type verdict struct {
	finality varsam.Finality
	why      varsam.Reason
}

// judge reads the anonymised records again, when a rule's ranges are all done.
// Nothing is called anonymous before.
func (w *worker) judge(ctx context.Context, rule Planned) verdict {
	short, leads, err := w.recount(ctx, rule)
	switch {
	case err != nil:
		return verdict{varsam.Pseudonymised, varsam.Because(ReasonRefused, string(varsam.CodeOf(err)))}
	case short > 0:
		return verdict{varsam.Pseudonymised, varsam.Because(ReasonShort, text(short))}
	case len(leads) > 0:
		return verdict{varsam.Pseudonymised, varsam.Because(ReasonLeads, strings.Join(leads, ", "))}
	}
	return verdict{finality: varsam.Anonymised}
}

// recount counts the anonymised records that stand in classes which do not pass.
func (w *worker) recount(ctx context.Context, rule Planned) (short int64, leads []string, err error) {
	f, err := w.unsealed(ctx, rule)
	if err != nil {
		return 0, nil, err
	}
	conn, err := w.connect(ctx, rule.System)
	if err != nil {
		return 0, nil, err
	}
	grouper, ok := conn.(system.Grouper)
	if !ok || f.Check == nil {
		return 0, nil, varsam.Errorf(varsam.Unsupported, "%s counts no classes", rule.System)
	}
	c := f.Cull
	c.Class, c.Rows = nil, system.Rows{Collection: c.Rows.Collection, Cond: never}
	groups, err := grouper.Group(ctx, c, f.Check.grouping())
	for _, g := range groups {
		if !f.Check.passes(g) {
			short += g.Rows
		}
	}
	return short, f.Check.Leads, err
}

// unjudged are rules whose ranges are done and whose records nobody has read
// again yet.
func (w *worker) unjudged() (all []Planned) {
	for _, r := range w.run.Rules {
		_, judged := w.judged[r.Place]
		anonymises := r.Action == varsam.OpAnonymise || r.Action == Suppress
		if anonymises && r.State == RuleRunning && r.Done > 0 && !judged {
			all = append(all, r)
		}
	}
	return all
}

// sentence writes down what a rule's records have become.
func (w *worker) sentence(tx *store.Tx, r Planned) (varsam.Reason, error) {
	v, judged := w.judged[r.Place]
	why := left(r)
	if !judged {
		return why, nil
	}
	if why.Code == "" {
		why = v.why
	}
	if err := setFinality(tx, w.id, r.Place, v.finality, varsam.Date{}); err != nil {
		return why, err
	}
	leaf := ruleLeaf(evidence.Verification, w.run, r)
	leaf.Step, leaf.Finality = evidence.Name("c"+text(r.Place)), evidence.FinalityName(v.finality)
	leaf.Expected, leaf.After = evidence.Rows(int(r.Done)), evidence.Rows(int(r.Done))
	_, err := evidence.Append(tx, leaf)
	return why, err
}
