package retention

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/anonymity"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/system"
)

// mostSampled is how many due records a choice looks at. It is coarser for seeing
// some only, never finer, and whether records are anonymous is counted over all.
const mostSampled = 100_000

// Chosen is what became of the columns that the register leaves to a choice. The
// first plan of a rule searches; once a plan with the choice has been approved,
// it is the rule's for good: classes of two recodes together hide less than each.
type Chosen struct {
	Rule    string                      `json:"rule"` // digest of the register's rule that it was made for
	Recodes map[string]anonymity.Recode `json:"recodes"`
	Measure anonymity.Measure           `json:"measure"`
	Score   float64                     `json:"score"`   // what is lost by the measure
	Rows    int64                       `json:"rows"`    // records looked at
	Waiting int64                       `json:"waiting"` // of these, in classes that are too small
	Before  float64                     `json:"before"`  // mean chance to take the right record of a class, as they were
	After   float64                     `json:"after"`   // and of those that do not wait, as they become
}

// Columns are the recodes in words, by column.
func (c Chosen) Columns() map[string]string {
	all := map[string]string{}
	for name, how := range c.Recodes {
		all[name] = how.String()
	}
	return all
}

// choice is what a rule leaves to be chosen.
type choice struct {
	steps map[string][]anonymity.Recode // by column, from the finest
	rule  string                        // digest of the register's rule
	aim   anonymity.Aim
}

// choices reads what the register leaves to be chosen; nil for nothing, and bad is
// a column that cannot become one of its steps.
func (m maker) choices(c register.Collection, coll varsam.Collection) (ch *choice, bad string) {
	a := *c.Anonymise
	if !a.Chooses() {
		return nil, ""
	}
	ch = &choice{
		steps: map[string][]anonymity.Recode{},
		aim:   anonymity.Aim{K: a.Least(), L: a.L, Measure: a.By(), Limit: a.MayWait()},
	}
	for _, r := range a.Columns {
		for _, step := range r.Choose {
			how, ok := m.recodeOf(coll, r.Name, step)
			if !ok || !how.Pure() {
				return nil, r.Name
			}
			ch.steps[r.Name] = append(ch.steps[r.Name], how)
		}
	}
	return ch, ""
}

// choose finds what becomes of the columns that are left to a choice: what was
// approved once, or what a search over the due records finds. No choice leaves
// the rule with its reason.
func (p *planner) choose(ctx context.Context, conn system.Culler, r *Planned) error {
	at := place{r.System, r.in}
	chosen, known := p.chosen[at]
	if !known {
		var err error
		if chosen, err = p.boundOrFound(ctx, conn, r); err != nil {
			return err
		}
		p.chosen[at] = chosen
	}
	if chosen.Recodes == nil {
		r.Why = varsam.Because(ReasonNoChoice)
		return nil
	}
	r.take(chosen)
	return nil
}

func (p *planner) boundOrFound(ctx context.Context, conn system.Culler, r *Planned) (chosen Chosen, err error) {
	if r.choice.rule, err = register.RuleDigest(p.reg, r.System, r.Collection); err != nil {
		return chosen, err
	}
	bound := false
	err = p.Store.Read(ctx, p.Tenant, func(tx *store.Tx) error {
		chosen, bound, err = boundChoice(tx, r.Rule, r.choice.rule)
		return err
	})
	if err != nil || bound {
		return chosen, err
	}
	return r.search(ctx, conn)
}

// search reads the due records' columns and looks for the combination of steps
// that loses least.
func (r *Planned) search(ctx context.Context, conn system.Culler) (Chosen, error) {
	reader, ok := conn.(system.System)
	if !ok {
		return Chosen{}, varsam.Errorf(varsam.Unsupported, "%s cannot be read, so that nothing can be chosen", r.System)
	}
	var ladders []anonymity.Ladder
	var fields, sensitive []string
	for _, c := range r.check.Over {
		steps := r.choice.steps[c.Field]
		if steps == nil {
			steps = []anonymity.Recode{c.How}
		}
		ladders, fields = append(ladders, anonymity.Ladder{Column: c.Field, Steps: steps}), append(fields, c.Field)
	}
	for _, c := range r.check.Sensitive {
		sensitive = append(sensitive, c.Field)
	}
	sample, err := anonymity.NewSample(ladders, sensitive)
	if err != nil {
		return Chosen{}, err
	}
	rows := int64(0)
	sel := system.Selection{Collection: r.in, Cond: &r.closed, Fields: slices.Concat(fields, sensitive), Limit: mostSampled}
	_, err = reader.Find(ctx, sel, func(rec varsam.Record) error {
		rows++
		values, hidden := make([]varsam.Value, len(fields)), make([]varsam.Value, len(sensitive))
		for i, name := range fields {
			values[i] = rec.Get(name)
		}
		for i, c := range r.check.Sensitive {
			hidden[i] = c.How.Apply(rec.Get(c.Field))
		}
		return sample.Add(values, hidden)
	})
	if err != nil || rows == 0 {
		return Chosen{}, err
	}
	best, err := sample.Choose(ctx, r.choice.aim)
	if err != nil || !best.Found {
		return Chosen{}, err
	}
	chosen := Chosen{
		Rule: r.choice.rule, Recodes: map[string]anonymity.Recode{}, Measure: r.choice.aim.Measure, Score: best.Score.Value(),
		Rows: rows, Waiting: best.Suppressed, Before: best.Before.Average(), After: best.After.Average(),
	}
	for i, l := range ladders {
		if r.choice.steps[l.Column] != nil {
			chosen.Recodes[l.Column] = best.Recodes[i]
		}
	}
	return chosen, nil
}

// take makes the choice the rule's: what is approved, and digested, is the rule
// with it.
func (r *Planned) take(c Chosen) {
	r.Chosen = &c
	names := slices.Sorted(maps.Keys(c.Recodes))
	words, _ := json.Marshal(c.Columns())
	sum := sha256.Sum256(append([]byte(r.Rule.Digest+" "), words...))
	r.Rule.Digest = hex.EncodeToString(sum[:])
	if r.Action != Suppress { // that one empties the columns, whatever is chosen
		r.recode = slices.DeleteFunc(slices.Clone(r.recode), func(o system.Recoding) bool { return slices.Contains(names, o.Field) })
		for _, name := range names {
			if how := c.Recodes[name]; how.Way != anonymity.WayKeep {
				r.recode = append(r.recode, system.Recoding{Field: name, How: how})
			}
		}
		r.became()
	}
	held := *r.check
	held.Over = nil
	for _, o := range r.check.Over {
		if how, ok := c.Recodes[o.Field]; ok {
			o.How = how
		}
		if tells(o.How) {
			held.Over = append(held.Over, o)
		}
	}
	r.check = &held
}

// bind makes the choices of a run's rules those of the nights to come, when
// somebody lets the rules run. Code Conflict when another one is theirs already.
func bind(tx *store.Tx, run string, r Planned) error {
	if r.Chosen == nil {
		return nil
	}
	other, bound, err := boundChoice(tx, r.Rule, r.Chosen.Rule)
	switch {
	case err != nil:
		return err
	case !bound:
		return insertChoice(tx, run, r.Rule, *r.Chosen)
	case !maps.Equal(other.Columns(), r.Chosen.Columns()):
		return varsam.Errorf(varsam.Conflict, "what becomes of the columns of %s was chosen otherwise in a plan that was approved before; plan again", r.Name())
	}
	return nil
}
