package plan

import "github.com/varsam/varsam"

// Decided makes a plan of what people decided record by record, where no search
// and no law is asked: a mailbox's owner who clears the inbox.
type Decided struct {
	Request  string
	Register string // digest of the version
	Today    varsam.Date
	System   string

	items []Item
	ops   []varsam.Operation // of the items, without targets
}

// Add takes up a record, read with its version, and the operation that is to be
// done to it, without targets.
func (d *Decided) Add(r varsam.Record, why varsam.Decision, op varsam.Operation) {
	d.items = append(d.items, Item{Located: varsam.Located{Record: r}, Decision: why})
	d.ops = append(d.ops, op)
}

// Plan is one step for each operation, in the order in which they first came, and
// further steps where there are more than varsam.MaxBatch records.
func (d *Decided) Plan() Plan {
	p := Plan{Request: d.Request, Register: d.Register, Today: d.Today, Items: d.items}
	open := map[string]int{} // the step that takes more of an operation
	for i, op := range d.ops {
		kind := string(op.Kind) + " " + op.Collection + " " + op.Move
		at, ok := open[kind]
		if !ok || p.Steps[at].Expected == varsam.MaxBatch {
			at = len(p.Steps)
			open[kind] = at
			p.Steps = append(p.Steps, Step{ID: stepID(at + 1), System: d.System, Op: op, Reversible: op.Move != ""})
		}
		s, r := &p.Steps[at], d.items[i].Record
		s.Op.Targets = append(s.Op.Targets, varsam.Target{Ref: r.Ref, Versions: []string{r.Version}})
		s.Items = append(s.Items, i)
		s.Expected++
	}
	p.Digest = p.digest()
	return p
}
