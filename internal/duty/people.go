package duty

import (
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

// The findings about people who work here.
const (
	SecrecyMissing   Code = "secrecy-missing"
	AnonymityMissing Code = "anonymity-missing"
	TrainingLate     Code = "training-late"  // who, which course, since when
	TrainingFirst    Code = "training-first" // somebody new has not taken it, and still has time
	LessonGone       Code = "course-file"    // the course has no lesson any longer
	AccessOver       Code = "access-over"    // it has ended, and nobody has seen that it is gone
	AccessUnlisted   Code = "access-unlisted"
	StaffGone        Code = "staff-gone" // somebody has left and still has access
	StaffUnreached   Code = "staff-unreached"
)

// staff is somebody who works here, or for us: whom agreements, trainings and
// access are about.
func staff() *Definition {
	return &Definition{
		Kind: Staff, Article: "29", About: onOrganisation,
		Fields: []Field{
			{Name: "name", Type: Line, Required: true},
			{Name: "mail", Type: Address},
			{Name: "number", Type: Line},
			{Name: "roles", Type: Line, Plain: true},
			{Name: "of", Type: Party},
			{Name: "start", Type: Day, Required: true},
			{Name: "ends", Type: Day},
			{Name: "anonymity", Type: Yes},
		},
		Check: func(r Record, _ *World) Faults {
			faults := Faults{}
			inOrder(r, faults, "start", "ends")
			return faults
		},
		Mark: func(r Record) string {
			if n := r.Facts["number"]; n != "" {
				return "number " + strings.ToLower(n)
			}
			return strings.ToLower(r.Facts["mail"])
		},
		Due:   func(r Record, _ *time.Location) varsam.Date { return r.Facts.Day("ends") },
		Tells: true, Judge: judgeStaff,
	}
}

// works reports whether somebody works here on a day.
func (f Facts) works(on varsam.Date) bool {
	start, ends := f.Day("start"), f.Day("ends")
	return !start.After(on) && (ends.IsZero() || !ends.Before(on))
}

func judgeStaff(w *World, r Record, found *findings) {
	if !r.Facts.works(w.Today) {
		return
	}
	who := Subject{OfStaff, r.ID}
	if !r.says("mail") {
		found.note(StaffUnreached, Staff, who, r.ID, varsam.Date{})
	}
	if !w.signed(who, "secrecy") {
		found.note(SecrecyMissing, Secrecy, who, "", r.Facts.Day("start"))
	}
	if r.Facts["anonymity"] == "yes" && !w.signed(who, "anonymity") {
		found.note(AnonymityMissing, Secrecy, who, "", r.Facts.Day("start"))
	}
	for _, c := range w.Of(Course) {
		w.trained(c, r, who, found)
	}
}

// signed reports whether somebody has signed an agreement of a form that is in
// force.
func (w *World) signed(who Subject, form string) bool {
	return slices.ContainsFunc(w.About(Secrecy, who), func(r Record) bool {
		signed, ends := r.Facts.Day("signed"), r.Facts.Day("ends")
		return r.State != Ended && r.Facts["form"] == form && !signed.IsZero() && !signed.After(w.Today) && (ends.IsZero() || !ends.Before(w.Today))
	})
}

// secrecy is what somebody has signed about what they come to know.
func secrecy() *Definition {
	return &Definition{
		Kind: Secrecy, Article: "32(4)", About: onStaff, Proof: true,
		Fields: []Field{
			{Name: "form", Type: Choice, Options: []string{"secrecy", "anonymity"}, Required: true},
			{Name: "signed", Type: Day, Required: true},
			{Name: "ends", Type: Day},
			{Name: "version", Type: Line, Plain: true},
			{Name: "document", Type: Line, Plain: true},
		},
		Check: func(r Record, w *World) Faults {
			faults := notAhead(r, w, "signed")
			inOrder(r, faults, "signed", "ends")
			return faults
		},
		Due:   func(r Record, _ *time.Location) varsam.Date { return r.Facts.Day("ends") },
		Tells: true, // by what is missing then
	}
}

// usualWithin is how many days somebody new has for a course that does not say.
const usualWithin = 30

// course is a training: lessons with questions, in a file.
func course() *Definition {
	return &Definition{
		Kind: Course, Article: "39(1)(b)", About: onOrganisation, Next: "review", Every: varsam.Period{Years: 1},
		Fields: []Field{
			{Name: "title", Type: Line, Plain: true, Required: true},
			{Name: "roles", Type: Line, Plain: true}, // whom it is for; everybody when empty
			{Name: "every", Type: Number},            // months until it is taken again; 0: once
			{Name: "within", Type: Number},           // days that somebody new has
			{Name: "pass", Type: Number},             // right answers of a hundred
			{Name: "review", Type: Day},
		},
		Judge: func(_ *World, r Record, found *findings) {
			if r.Files == 0 {
				found.about(r, LessonGone, varsam.Date{}, r.Facts["title"])
			}
		},
	}
}

// meant reports whether a course is for somebody with these roles.
func (f Facts) meant(roles []string) bool {
	wanted := f.All("roles")
	return len(wanted) == 0 || slices.ContainsFunc(wanted, func(r string) bool { return slices.Contains(roles, r) })
}

// trained finds a course that somebody should have taken.
func (w *World) trained(c, person Record, who Subject, found *findings) {
	if !c.Facts.meant(person.Facts.All("roles")) {
		return
	}
	due, first := w.trainingDue(c, person, who)
	switch {
	case due.IsZero():
	case due.Before(w.Today):
		found.note(TrainingLate, Training, who, c.ID, due, c.Facts["title"])
	case first || due.Before(w.Today.AddDays(soonDays)):
		found.note(TrainingFirst, Training, who, c.ID, due, c.Facts["title"])
	}
}

// trainingDue is the last day for somebody to take a course, and whether it would
// be the first time; no day when it is done for good.
func (w *World) trainingDue(c, person Record, who Subject) (due varsam.Date, first bool) {
	var last varsam.Date
	for _, t := range w.About(Training, who) {
		if t.Facts["course"] == c.ID && t.Facts["outcome"] == "passed" {
			last = varsam.Latest(last, t.Facts.Day("done"))
		}
	}
	if last.IsZero() {
		within := c.Facts.Number("within")
		if within == 0 {
			within = usualWithin
		}
		// who was here before the course was has its time from then on
		from := varsam.Latest(person.Facts.Day("start"), varsam.DateIn(c.Added, w.Zone()))
		return from.AddDays(within), true
	}
	if every := c.Facts.Number("every"); every > 0 {
		return last.AddMonths(every), false
	}
	return varsam.Date{}, false
}

// training is that somebody has taken a course, with what came of it.
func training() *Definition {
	return &Definition{
		Kind: Training, Article: "39(1)(b)", About: onStaff,
		Fields: []Field{
			{Name: "course", Type: Entry, Of: Course, Required: true},
			{Name: "done", Type: Day, Required: true},
			{Name: "right", Type: Number},
			{Name: "outcome", Type: Choice, Options: []string{"passed", "failed"}, Required: true},
		},
		Check: func(r Record, w *World) Faults { return notAhead(r, w, "done") },
	}
}

// accessReview is a look at who may come into a system, against who should.
func accessReview() *Definition {
	return &Definition{
		Kind: AccessReview, Article: "32(1)(b)", About: onSystem, Next: "again", Every: varsam.Period{Years: 1},
		Fields: []Field{
			{Name: "done", Type: Day, Required: true},
			{Name: "has", Type: Text}, // accounts that the system has, one a line
			{Name: "should", Type: Text},
			{Name: "removed", Type: Number},
			{Name: "left", Type: Number}, // accounts that should not be there, and still are
			{Name: "again", Type: Day},
		},
		Check: func(r Record, w *World) Faults { return notAhead(r, w, "done") },
		One:   true,
		Judge: func(_ *World, r Record, found *findings) {
			if n := r.Facts.Number("left"); n > 0 {
				found.about(r, AccessUnlisted, r.Facts.Day("done"), number(n))
			}
		},
		Missing: func(w *World, found *findings) {
			for _, s := range w.Register.Systems {
				if !s.Draft && !w.has(AccessReview, inSystem(s.Name)) {
					found.note(Missing, AccessReview, inSystem(s.Name), "", varsam.Date{})
				}
			}
		},
	}
}

// access is a way into a system for a time: for a supplier in a support case, for
// somebody who leads one assignment. It ends by itself.
func access() *Definition {
	return &Definition{
		Kind: Access, Article: "32(4)", About: onSystem,
		Fields: []Field{
			{Name: "who", Type: Line, Required: true},
			{Name: "staff", Type: Entry, Of: Staff},
			{Name: "of", Type: Party},
			{Name: "case", Type: Line, Plain: true},
			{Name: "why", Type: Text},
			{Name: "account", Type: Line},
			{Name: "from", Type: Moment, Required: true},
			{Name: "until", Type: Moment, Required: true},
			{Name: "ended", Type: Moment},
			{Name: "removed", Type: Moment}, // somebody, or the system, has shown that it is gone
		},
		Due: func(r Record, zone *time.Location) varsam.Date {
			return varsam.DateIn(r.Facts.Moment("until"), zone)
		},
		Tells: true,
		Check: func(r Record, w *World) Faults {
			faults := Faults{}
			if !r.Facts.Moment("until").After(r.Facts.Moment("from")) {
				faults["until"] = FaultOrder
			}
			if r.Facts.Moment("removed").After(w.Now) {
				faults["removed"] = FaultFuture
			}
			if name := r.Facts["of"]; name != "" {
				if p, ok := w.Register.Party(name); ok && p.Kind == "processor" && !w.inForce(Agreement, name) {
					faults["of"] = FaultOrder
				}
			}
			return faults
		},
		End: func(r Record, _ *World) Faults {
			if r.Facts["removed"] == "" {
				return Faults{"removed": FaultNeeded}
			}
			return nil
		},
		Judge: judgeAccess,
	}
}

// Alive reports whether access lasts at an instant.
func (f Facts) Alive(at time.Time) bool {
	return f["ended"] == "" && f["removed"] == "" && !f.Moment("from").After(at) && f.Moment("until").After(at)
}

func judgeAccess(w *World, r Record, found *findings) {
	if r.Facts["removed"] != "" {
		return
	}
	until := r.Facts.Moment("until")
	if r.Facts["ended"] != "" || !until.After(w.Now) {
		found.about(r, AccessOver, varsam.DateIn(until, w.Zone()))
		return
	}
	if person, ok := w.Record(r.Facts["staff"]); ok && !person.Facts.works(w.Today) {
		found.about(r, StaffGone, person.Facts.Day("ends"))
	}
}
