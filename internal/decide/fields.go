package decide

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// fields are the outcomes of single fields in a record that stays: what only
// ended grounds needed goes now. Where the register blocks by blanking, so does
// everything that no duty needs. Nothing goes while a hold or a restriction at
// the person's request is in force, from a shared record, or from accounting
// information, which stays as it was drawn up.
func (d *Decider) fields(c *collection, l varsam.Located, all []carried, out varsam.Decision) []varsam.FieldOutcome {
	stays := out.Fate == varsam.Keep || out.Fate == varsam.Restrict
	if !stays || d.isHeld(c, l.Record.Ref) || d.onRequest(out) || Sealed(plain(all), d.q.Today) {
		return nil
	}
	left := slices.ContainsFunc(all, func(g carried) bool { return g.left(d.q.Today) })
	if !left {
		return nil
	}
	blank := out.Fate == varsam.Restrict && c.Restrict != nil && c.Restrict.Blank
	var outcomes []varsam.FieldOutcome
	for _, f := range c.Fields {
		switch {
		case !personal(f), c.ruled[f.Name], needed(f.Data, all, d.q.Today):
		case !blank && !endedNeeds(f.Data, all, d.q.Today):
		case l.Record.Has(f.Name) && l.Record.Get(f.Name).IsNull():
		default:
			outcomes = append(outcomes, varsam.FieldOutcome{Field: f.Name, Fate: varsam.FieldBlanked, Reason: varsam.Because(ReasonFieldUnneeded)})
		}
	}
	return outcomes
}

// onRequest reports whether the person has asked for the data to be kept.
func (d *Decider) onRequest(out varsam.Decision) bool {
	return slices.ContainsFunc(out.Reasons, func(r varsam.Reason) bool { return r.Code == ReasonRestricted })
}

// personal reports whether a field holds data about a person that can be emptied:
// keys and marks stay, and so does what nobody has confirmed.
func personal(f register.Field) bool {
	return !f.Draft && f.Data != "" && !f.Data.IsKey() && f.About == "" && f.Stop == nil
}

// needed reports whether a ground that is left needs the category. A ground that
// does not say what it needs is taken to need everything, and so is a category
// that is only part of the field.
func needed(data varsam.Category, all []carried, today varsam.Date) bool {
	return slices.ContainsFunc(all, func(g carried) bool {
		return g.left(today) && (len(g.Needs) == 0 || Needs(g.Needs, data))
	})
}

func endedNeeds(data varsam.Category, all []carried, today varsam.Date) bool {
	return slices.ContainsFunc(all, func(g carried) bool {
		return !g.left(today) && Needs(g.Needs, data)
	})
}

// Needs reports whether any of the needs reaches the category, as a whole or in
// part.
func Needs(needs []varsam.Category, data varsam.Category) bool {
	return slices.ContainsFunc(needs, func(n varsam.Category) bool { return n.Covers(data) || data.Covers(n) })
}
