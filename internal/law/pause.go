package law

import (
	"slices"
	"time"

	"github.com/varsam/varsam"
)

// Pause suspends the time while the person has a question to answer: who they
// are (Art. 12(6) GDPR) or, where much is held, what they mean. Days are local.
type Pause struct {
	Asked    varsam.Date `json:"asked"`
	Answered varsam.Date `json:"answered,omitzero"` // zero: not yet
}

// promptDays is how soon a question must be asked to count as asked without
// delay.
const promptDays = 3

// Prompt reports whether the question was asked within three days of receipt. A
// later one still suspends time, but an authority may see it otherwise: warn.
func (p Pause) Prompt(received varsam.Date) bool {
	return !p.Asked.After(received.AddDays(promptDays))
}

// suspended counts the days to add to the calendar end. A pause suspends the
// days after the one it was asked on, up to and including the one it was
// answered on: answered the same day, it suspends nothing. A day in two pauses
// counts once. A question asked after the legal last day, as the earlier pauses
// have moved it, comes too late and suspends nothing. Without an answer there is
// no end: open is true.
func suspended(received, end varsam.Date, o Options) (n int, open bool, err error) {
	pauses := slices.Clone(o.Pauses)
	slices.SortFunc(pauses, func(a, b Pause) int { return a.Asked.Compare(b.Asked) })
	counted := received // the last day that has been counted
	for _, p := range pauses {
		if err := p.check(received); err != nil {
			return 0, false, err
		}
		if p.Asked.After(nextWorking(o.Country, end.AddDays(n))) {
			continue
		}
		if p.Answered.IsZero() {
			open = true
			continue
		}
		if from := varsam.Latest(p.Asked, counted); p.Answered.After(from) {
			n += daysBetween(from, p.Answered)
			counted = p.Answered
		}
	}
	return n, open, nil
}

func (p Pause) check(received varsam.Date) error {
	switch {
	case p.Asked.IsZero() || p.Asked.Before(received):
		return varsam.Errorf(varsam.Invalid, "a question cannot be asked before the request was received on %s", received)
	case !p.Answered.IsZero() && p.Answered.Before(p.Asked):
		return varsam.Errorf(varsam.Invalid, "the question asked on %s cannot have been answered before, on %s", p.Asked, p.Answered)
	}
	return nil
}

func daysBetween(a, b varsam.Date) int {
	return int(b.Start(time.UTC).Sub(a.Start(time.UTC)) / (24 * time.Hour))
}
