package letter

import (
	"maps"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
)

// refusals are what we do not do, with the reasons (Art. 12(4)).
func (c *composer) refusals() {
	var entries []entry
	for _, r := range c.Refusals {
		entries = append(entries, entry{
			Title: c.p.T("refusal.of", c.p.Right(r.Right)), Mark: trouble, Lines: []string{c.refusalReason(r)},
		})
	}
	for _, a := range c.Asks {
		if a.Person < 0 || a.Person == c.Subject {
			entries = append(entries, c.rulings(a)...)
		}
	}
	c.page.add(c.p.T("refusal.heading"), block{Entries: entries})
}

func (c *composer) refusalReason(r Refusal) string {
	if text := inline(r.Reason.In(c.Lang)); text != "" {
		return text
	}
	return c.p.Reason(r.Why)
}

// rulings are the objections that a person at the organisation did not uphold.
func (c *composer) rulings(a decide.Ask) []entry {
	var entries []entry
	for _, name := range slices.Sorted(maps.Keys(a.Rulings)) {
		ruling := a.Rulings[name]
		if ruling.Upheld {
			continue
		}
		e := entry{
			Title: c.p.T("refusal.activity", c.activity(name)), Mark: trouble,
			Lines: []string{c.p.T("refusal.compelling")},
		}
		if ruling.Grounds != "" {
			e.Lines = append(e.Lines, inline(ruling.Grounds))
		}
		if !ruling.Review.IsZero() {
			e.Lines = append(e.Lines, c.p.T("refusal.review", c.p.Date(ruling.Review)))
		}
		entries = append(entries, e)
	}
	return entries
}

// refused reports whether the right was refused as a whole by a person.
func (c *composer) refused(right varsam.Right) bool {
	return slices.ContainsFunc(c.Refusals, func(r Refusal) bool { return r.Right == right })
}

// ruledAgainst reports whether an objection was not upheld somewhere.
func (c *composer) ruledAgainst(right varsam.Right) bool {
	for _, a := range c.Asks {
		if a.Right != right || a.Person >= 0 && a.Person != c.Subject {
			continue
		}
		for _, ruling := range a.Rulings {
			if !ruling.Upheld {
				return true
			}
		}
	}
	return false
}
