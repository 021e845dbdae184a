package plan

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/register"
)

// anonymised are the fields that anonymising a record overwrites: declared data
// about a person, and what identifies one. Keys and references stay.
func (p *planner) anonymised(i int) []varsam.FieldOutcome {
	var lost []varsam.FieldOutcome
	for _, f := range p.at(i).reg.Fields {
		personal := f.Data != "" && !f.Data.IsKey() || f.Identifies != ""
		if personal && f.About == "" && f.Stop == nil && !p.items[i].Record.Get(f.Name).IsNull() {
			lost = append(lost, varsam.FieldOutcome{Field: f.Name, Fate: varsam.FieldBlanked, Reason: varsam.Because(decide.ReasonFieldUnneeded)})
		}
	}
	return lost
}

// blanks are the assignments that empty the fields which an item's decision
// lists. A field that cannot change is struck from the decision, with a warning.
func (p *planner) blanks(i int) []varsam.Assignment {
	item, fixed := &p.items[i], p.fixed(i)
	if item.Decision.Fate == varsam.Anonymise {
		item.Decision.Fields = append(slices.Clone(item.Decision.Fields), p.anonymised(i)...)
	}
	var set []varsam.Assignment
	var kept []varsam.FieldOutcome
	for _, f := range item.Decision.Fields {
		if f.Fate == varsam.FieldBlanked {
			if fixed[f.Field] {
				p.warn(i, varsam.Because(WarnFixed, f.Field))
				continue
			}
			set = append(set, varsam.Assignment{Field: f.Field, Value: p.emptied(i, f.Field)})
		}
		kept = append(kept, f)
	}
	item.Decision.Fields = kept
	return set
}

// emptied is null, or a placeholder where the column cannot be null.
func (p *planner) emptied(i int, column string) varsam.Value {
	at := p.at(i)
	col, known := at.cat.Column(column)
	if !known || !mustHold(at.cat, col) {
		return varsam.Value{}
	}
	p.warn(i, varsam.Because(WarnPlaceholder, column))
	field, _ := at.reg.Field(column)
	return p.placeholder(i, col, field)
}

// mustHold reports whether a column cannot be emptied: it is declared so, or a
// CHECK of it speaks of null.
func mustHold(c varsam.Collection, col varsam.Column) bool {
	return col.NotNull || slices.ContainsFunc(c.Checks, func(text string) bool {
		return mentions(text, col.Name) && mentions(text, "null")
	})
}

// checked reports whether any CHECK speaks of the column; its placeholder then
// keeps the old value's shape.
func checked(c varsam.Collection, column string) bool {
	return slices.ContainsFunc(c.Checks, func(text string) bool { return mentions(text, column) })
}

// unique reports whether the column takes part in a unique constraint.
func unique(c varsam.Collection, column string) bool {
	return slices.ContainsFunc(c.Unique, func(u []string) bool { return slices.Contains(u, column) }) ||
		slices.ContainsFunc(c.Indexes, func(x varsam.Index) bool { return x.Unique && slices.Contains(x.Columns, column) })
}

// isEmail reports whether a column holds addresses.
func isEmail(f register.Field) bool {
	return f.Identifies == varsam.Email || varsam.Category("contact.email").Covers(f.Data)
}
