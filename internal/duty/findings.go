package duty

import (
	"github.com/varsam/varsam"
)

// The findings that every kind may have.
const (
	Missing     Code = "missing"  // a subject that must have one has none
	Late        Code = "late"     // its day has passed
	Soon        Code = "soon"     // its day is near
	Unowned     Code = "unowned"  // nobody is named who sees to it
	Unproven    Code = "unproven" // no file shows it
	LostSubject Code = "lost"     // what it is about is no longer in the register
)

// soonDays is how many days ahead a next day is told.
const soonDays = 30

// Findings holds a world against the law. The same world gives the same list.
func Findings(w *World) []Finding {
	found := &findings{}
	for _, d := range Definitions() {
		for _, r := range w.Of(d.Kind) {
			general(w, d, r, found)
			if d.Judge != nil {
				d.Judge(w, r, found)
			}
		}
		if d.Missing != nil && w.Register != nil {
			d.Missing(w, found)
		}
	}
	return found.sorted()
}

// general is what holds for every kind.
func general(w *World, d *Definition, r Record, found *findings) {
	if !w.knows(r.Subject) && w.Register != nil {
		found.about(r, LostSubject, varsam.Date{})
		return
	}
	switch {
	case r.Next.IsZero(), d.Tells && r.Next.Before(w.Today):
	case r.Next.Before(w.Today):
		found.about(r, Late, r.Next)
	case r.Next.Before(w.Today.AddDays(soonDays)):
		found.about(r, Soon, r.Next)
	}
	if d.Proof && r.Files == 0 && r.Facts["document"] == "" {
		found.about(r, Unproven, varsam.Date{})
	}
	if !r.says("owner") && !r.Register && d.Next != "" {
		found.about(r, Unowned, varsam.Date{})
	}
}
