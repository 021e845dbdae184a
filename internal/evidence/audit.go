package evidence

import "time"

// patience is how far a later leaf may lie before an earlier one in time:
// machines' clocks differ a little.
const patience = 5 * time.Minute

// audit reads leaves in their order and notes what is genuine but not in order.
// It keeps only what is still open, so a log of any length fits.
type audit struct {
	report   Report
	open     map[LeafID]tried
	approved map[Digest]bool
	latest   time.Time
}

// tried is an intent without a final outcome.
type tried struct {
	index int64
	leaf  Leaf
}

func newAudit(r Report) *audit {
	r.Kinds = map[Kind]int{}
	return &audit{report: r, open: map[LeafID]tried{}, approved: map[Digest]bool{}}
}

func (a *audit) find(fault Fault, index int64) {
	a.report.Findings = append(a.report.Findings, Finding{fault, index})
}

func (a *audit) add(index int64, id LeafID, leaf Leaf) {
	a.report.Leaves++
	a.report.Kinds[leaf.Kind]++
	if leaf.Time.Add(patience).Before(a.latest) {
		a.find(TimeBackwards, index)
	}
	if leaf.Time.After(a.latest) {
		a.latest = leaf.Time
	}
	if leaf.After.exceeds(leaf.Expected) || leaf.Before.exceeds(leaf.Expected) {
		a.find(TooManyRows, index)
	}
	switch leaf.Kind {
	case Approval:
		a.approved[leaf.Plan] = true
	case Intent:
		a.intent(index, id, leaf)
	case Outcome:
		a.outcome(index, leaf)
	}
}

// intent must belong to a plan that was approved before.
func (a *audit) intent(index int64, id LeafID, leaf Leaf) {
	if leaf.Plan == (Digest{}) || !a.approved[leaf.Plan] {
		a.find(NotApproved, index)
	}
	a.open[id] = tried{index, leaf}
}

// outcome must answer an intent still open, about the same thing.
func (a *audit) outcome(index int64, leaf Leaf) {
	t, ok := a.open[leaf.Intent]
	if !ok {
		a.find(NoIntent, index)
		return
	}
	if !answers(t.leaf, leaf) {
		a.find(WrongIntent, index)
	}
	if leaf.After.exceeds(t.leaf.Expected) {
		a.find(TooManyRows, index)
	}
	if leaf.State != Unknown {
		delete(a.open, leaf.Intent)
	}
}

// answers reports whether an outcome is about the same try of the same step.
func answers(intent, outcome Leaf) bool {
	return intent.Request == outcome.Request && intent.Step == outcome.Step && intent.Attempt == outcome.Attempt &&
		intent.System == outcome.System && intent.Collection == outcome.Collection &&
		intent.Action == outcome.Action && intent.Plan == outcome.Plan
}

// finish lists what stayed open and returns the report.
func (a *audit) finish() Report {
	for _, t := range a.open {
		a.find(OpenIntent, t.index)
	}
	a.report.sort()
	return a.report
}
