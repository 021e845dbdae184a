package promise

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/register"
)

// duty: obligations of a kind are noted, and none is missing or late.
func (j *judge) duty(c register.Control) Shown {
	kind := duty.Kind(c.Duty)
	if duty.Define(kind) == nil {
		return show("duty", c.Duty, NotShown, varsam.Because(ReasonNoKind, c.Duty))
	}
	if j.Duties == nil {
		return show("duty", c.Duty, NotShown, varsam.Because(ReasonNoDuties, c.Duty))
	}
	open, records := 0, 0
	for _, f := range duty.Findings(j.Duties) {
		if f.Kind == kind && f.Severity == register.Error && concerns(c, f.Subject.Name) {
			open++
		}
	}
	var newest duty.Record
	for _, r := range j.Duties.Of(kind) {
		if concerns(c, r.Subject.Name) {
			records++
			if r.Changed.After(newest.Changed) {
				newest = r
			}
		}
	}
	switch {
	case open > 0:
		return show("duty", c.Duty, Broken, varsam.Because(ReasonDutiesOpen, number(open), c.Duty))
	case records == 0:
		return show("duty", c.Duty, NotShown, varsam.Because(ReasonNoDuties, c.Duty))
	}
	shown := show("duty", c.Duty, Kept, varsam.Because(ReasonDuties, number(records), c.Duty))
	if newest.ID == "" || newest.Register { // the register says it
		return shown.by("register", inForce, j.on(j.InForce.At))
	}
	return shown.by("duty "+newest.ID, newest.ID, j.on(newest.Changed))
}
