package decide

import (
	"github.com/varsam/varsam"
)

// Emptied is what blocking by blanking does by time alone: the fields that no duty
// or claim of the collection needs, and a condition that is true of exactly those
// records in which they are to be empty: only duties or documented claims are
// left, and none of them keeps the record as it was drawn up. Other are fields
// that one of the duties needs; they stay as long as any does. No fields where the
// register does not block by blanking. Errors are as in [Decider.Due].
func (d *Decider) Emptied(system, name string, cat varsam.Catalogue) (fields, other []string, cond varsam.Cond, err error) {
	t, err := d.turner(system, name, cat)
	if err != nil || t.c.draft || t.c.Restrict == nil || !t.c.Restrict.Blank {
		return nil, nil, never, err
	}
	for _, f := range t.c.Fields {
		switch {
		case !personal(f) || t.c.ruled[f.Name]:
		case t.neededByDuty(f.Data):
			other = append(other, f.Name)
		default:
			fields = append(fields, f.Name)
		}
	}
	if cond, err = d.Blocked(system, name, cat); err != nil {
		return nil, nil, never, err
	}
	limit := t.limitPassed()
	for _, k := range t.c.carriers {
		if k.kind == varsam.MustKeep && k.rule != nil && Unaltered(k.rule.ID) {
			cond = and(cond, or(t.absent(k), t.over(k, limit)))
		}
	}
	return fields, other, cond, t.err
}

// neededByDuty reports whether a ground that may be left when ordinary uses have
// ended needs the category; see [needed].
func (t *turner) neededByDuty(data varsam.Category) bool {
	for _, k := range t.c.carriers {
		needs := k.activity.Needs
		if k.kind != varsam.Purpose && (len(needs) == 0 || Needs(needs, data)) {
			return true
		}
	}
	return false
}
