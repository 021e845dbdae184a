package clause

// Difference is where an agreement says less than Art. 28(3) and the ready forms
// do.
type Difference struct {
	Kind   DifferenceKind `json:"kind"`
	Letter string         `json:"letter"`
	Place  string         `json:"place"`
	Quote  string         `json:"quote"`
}

// DifferenceKind is how. Its words lie under duty.difference.
type DifferenceKind string

// The kinds of difference.
const (
	Denied      DifferenceKind = "denied"       // the text says the opposite of the point
	Charged     DifferenceKind = "charged"      // help, return or audit costs extra
	OwnPurposes DifferenceKind = "own-purposes" // the processor uses the data for itself
	ReportOnly  DifferenceKind = "report-only"  // a report stands in for the audit
)

// DifferenceKinds are all of them.
var DifferenceKinds = []DifferenceKind{Denied, Charged, OwnPurposes, ReportOnly}

// mostDifferences bounds what one agreement is told of.
const mostDifferences = 40

// differs notes in what a sentence says less; before is the one that it stands
// behind, which it may be about.
func (r *Read) differs(place string, before, s sentence) {
	note := func(kind DifferenceKind, letter string) {
		if len(r.Differences) < mostDifferences {
			r.Differences = append(r.Differences, Difference{kind, letter, place, shorten(s.text)})
		}
	}
	for i, p := range clauses {
		alone := p.speaks(s.speaks, 0) > 0
		switch {
		case s.denied[i] && alone:
			note(Denied, p.letter)
		case p.weak && s.speaks.any(charging) && (alone || p.speaks(before.speaks, 0) > 0):
			note(Charged, p.letter)
		}
	}
	if s.speaks.any(ownPurposes) && !deniedBy(s.plain, weakWords, strongReach, ownPurposes) {
		note(OwnPurposes, "a")
	}
	if s.speaks.any(reportOnly) && s.speaks.any(auditing) {
		note(ReportOnly, "h")
	}
}
