package decide

import "github.com/varsam/varsam"

// Overdue is true of those records of [Decider.Due] that must be gone: a limit,
// the last day of a window or of a statute, has passed. It is never where no
// limit is declared. Errors are as in Due.
func (d *Decider) Overdue(system, name string, cat varsam.Catalogue) (varsam.Cond, error) {
	due, err := d.Due(system, name, cat)
	if err != nil || is(due, never) {
		return never, err
	}
	t, err := d.turner(system, name, cat)
	if err != nil {
		return never, err
	}
	return and(due, t.limitPassed()), t.err
}
