package discover

import (
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/pii"
)

// Says is the finding in words.
func (f Finding) Says(say locale.Printer) string {
	seen := say.Category(f.Category)
	if len(f.Counts) > 0 {
		var kinds []string
		for _, c := range f.Counts {
			kinds = append(kinds, say.N("discover.count", int(c.Rows), kind(say, c.Type)))
		}
		seen = say.List(kinds)
	}
	key := "discover.of-sample"
	if f.Whole {
		key = "discover.of-all"
	}
	of := say.T(key, say.Number(int(f.Rows)), say.Number(int(f.Read)))
	return locale.Capital(say.T("discover.says."+string(f.Code), seen, of, say.Category(f.Declared), say.Number(int(f.Read))))
}

// Why is what the finding rests on; empty where the sentence says all.
func (f Finding) Why(say locale.Printer) string {
	var all []string
	for _, r := range f.Reasons {
		args := append([]string(nil), r.Args...)
		for i, arg := range args {
			if say.Has("kind." + arg) {
				args[i] = say.T("kind." + arg)
			}
		}
		all = append(all, say.T("column."+r.Code, args...))
	}
	if f.Partial {
		all = append(all, say.T("discover.partial"))
	}
	return strings.Join(all, " ")
}

// Next is what to do about it.
func (f Finding) Next(say locale.Printer) string {
	if f.Takes != nil {
		return say.T("discover.accept", f.ID, f.Proposal)
	}
	return say.T("discover.next."+string(f.Code), f.Column)
}

// kind is a type in words; one of somebody's own by the name that it was given.
func kind(say locale.Printer, t pii.Type) string {
	if key := "kind." + string(t); say.Has(key) {
		return say.T(key)
	}
	return string(t)
}

// Kind is the type of what was seen in words, or the category where it has none.
func (f Finding) Kind(say locale.Printer) string {
	if f.Type == "" {
		return say.Category(f.Category)
	}
	return kind(say, f.Type)
}

// Reason is a gap's in words.
func (g Gap) Reason(say locale.Printer) string { return say.Reason(g.Why) }

// title is the organisation's, or its name.
func (r Report) title(lang varsam.Lang) string {
	if t := r.Title.In(lang); t != "" {
		return t
	}
	return r.Organisation
}
