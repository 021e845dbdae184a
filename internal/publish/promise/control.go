package promise

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// judge is what the controls are judged with.
type judge struct {
	Evidence
	reg      *register.Register
	zone     *time.Location
	today    varsam.Date
	findings []register.Finding
}

// How old evidence may be where the register does not say.
var (
	ownPace   = varsam.Period{Days: 40}   // what runs by itself, or every month
	otherPace = varsam.Period{Months: 13} // what people ask for
)

// control is what one control shows; several things where it names several
// collections.
func (j *judge) control(c register.Control) []Shown {
	switch c.Kind() {
	case "cull":
		return j.culls(j.targets(c.Cull), c.Within)
	case "activity":
		return j.activity(c)
	case "request":
		return []Shown{j.request(c)}
	case "register":
		return []Shown{j.aspect(c)}
	case "routine":
		return []Shown{j.routine(c)}
	case "mails":
		return []Shown{j.mails(c)}
	case "discovery":
		return []Shown{j.discovery(c)}
	case "watch":
		return []Shown{j.watch(c)}
	case "document":
		return []Shown{j.document(c)}
	case "publication":
		return []Shown{j.publication(c)}
	case "duty":
		return []Shown{j.duty(c)}
	}
	return nil
}

func (j *judge) on(at time.Time) varsam.Date {
	if at.IsZero() {
		return varsam.Date{}
	}
	return varsam.DateIn(at, j.zone)
}

// fresh reports whether a day is not older than a control allows.
func (j *judge) fresh(day varsam.Date, within, otherwise varsam.Period) bool {
	if within.IsZero() {
		within = otherwise
	}
	return !within.After(day).Before(j.today)
}

func show(control, target string, state State, why varsam.Reason) Shown {
	return Shown{Control: control, Target: target, State: state, Why: why}
}

// by adds what shows it; about is the run, request or record whose newest leaf
// attests it, empty for none.
func (s Shown) by(what, about string, on varsam.Date) Shown {
	s.Proof = &Proof{What: what, On: on, about: about}
	return s
}

func number(n int) string { return strconv.Itoa(n) }

// request: what people asked for was done, in time, and checked.
func (j *judge) request(c register.Control) Shown {
	target := string(c.Request)
	past, late, answered := 0, 0, 0
	var last int = -1
	for i, r := range j.Requests {
		if !r.Wants(c.Request) {
			continue
		}
		switch on := j.on(r.Answered); {
		case r.Answered.IsZero() && r.Legal.Before(j.today):
			past++
		case r.Answered.IsZero():
		default:
			answered++
			if on.After(r.Legal) && j.fresh(on, c.Within, otherPace) {
				late++
			}
			if last < 0 || r.Answered.After(j.Requests[last].Answered) {
				last = i
			}
		}
	}
	switch {
	case past > 0:
		return show("request", target, Broken, varsam.Because(ReasonPastDay, number(past)))
	case late > 0:
		return show("request", target, Broken, varsam.Because(ReasonAnswerLate, number(late)))
	case last < 0:
		return show("request", target, NotShown, varsam.Because(ReasonNoneAsked))
	}
	r := j.Requests[last]
	on := j.on(r.Answered)
	switch {
	case c.Request.Changes() && r.Verified.IsZero():
		return show("request", target, NotShown, varsam.Because(ReasonNotVerified, on.String()))
	case !j.fresh(on, c.Within, otherPace):
		return show("request", target, NotShown, varsam.Because(ReasonStale, on.String()))
	}
	return show("request", target, Kept, varsam.Because(ReasonAnswered, number(answered), on.String())).by("request "+r.ID, r.ID, on)
}

// discovery: it was looked for what nobody has named, and nothing waits.
func (j *judge) discovery(c register.Control) Shown {
	d := j.Discovery
	switch {
	case d == nil:
		return show("discovery", "", NotShown, varsam.Because(ReasonNeverLooked))
	case d.Open > 0:
		return show("discovery", "", Broken, varsam.Because(ReasonUndeclared, number(d.Open), d.Day.String()))
	case !d.Complete || d.Read == 0:
		return show("discovery", "", NotShown, varsam.Because(ReasonHalfLooked, d.Day.String()))
	case !j.fresh(d.Day, c.Within, otherPace):
		return show("discovery", "", NotShown, varsam.Because(ReasonStale, d.Day.String()))
	}
	return show("discovery", "", Kept, varsam.Because(ReasonLooked, number(d.Read), d.Day.String())).by("discovery", "", d.Day)
}

// watch: nobody who was erased has come back.
func (j *judge) watch(c register.Control) Shown {
	w := j.Watch
	day := j.on(w.Looked)
	switch {
	case w.Back > 0:
		return show("watch", "", Broken, varsam.Because(ReasonBack, number(w.Back)))
	case w.Watched == 0:
		return show("watch", "", NotShown, varsam.Because(ReasonNoneErased))
	case w.Looked.IsZero():
		return show("watch", "", NotShown, varsam.Because(ReasonNeverWatched, number(w.Watched)))
	case !j.fresh(day, c.Within, ownPace):
		return show("watch", "", Broken, varsam.Because(ReasonStale, day.String()))
	}
	return show("watch", "", Kept, varsam.Because(ReasonNobodyBack, number(w.Watched), day.String())).by("suppression", "", day)
}

// routine: last month's mails have left the inboxes.
func (j *judge) routine(c register.Control) Shown {
	f, ok := j.Routines[c.Routine]
	switch {
	case !ok || !f.Complete || f.Accounts == 0:
		return show("routine", c.Routine, NotShown, varsam.Because(ReasonRoutineUnrun))
	case f.Overdue > 0:
		return show("routine", c.Routine, Broken, varsam.Because(ReasonRoutineOpen, number(f.Overdue), number(f.Accounts-f.Done)))
	}
	return show("routine", c.Routine, Kept, varsam.Because(ReasonRoutineDone, number(f.Accounts), f.Month.String())).by("inbox "+c.Routine, "", f.Month)
}

// mails: nothing was sent that is better not mailed.
func (j *judge) mails(c register.Control) Shown {
	f, ok := j.Routines[c.Mails]
	switch {
	case !ok:
		return show("mails", c.Mails, NotShown, varsam.Because(ReasonRoutineUnrun))
	case f.Unwise > 0:
		return show("mails", c.Mails, Broken, varsam.Because(ReasonMailsUnwise, number(f.Unwise), number(f.Sent)))
	case !f.Complete || f.Sent == 0:
		return show("mails", c.Mails, NotShown, varsam.Because(ReasonMailsNone))
	}
	return show("mails", c.Mails, Kept, varsam.Because(ReasonMailsWise, number(f.Sent), j.today.String())).by("inbox "+c.Mails, "", j.today)
}

// relied is how long a document without a last day is relied on.
var relied = varsam.Period{Years: 2}

func (j *judge) document(c register.Control) Shown {
	d := c.Document
	ends := d.Ends
	if ends.IsZero() {
		ends = relied.After(d.Dated)
	}
	if ends.Before(j.today) || d.Dated.After(j.today) {
		return show("document", d.Name, Broken, varsam.Because(ReasonDocumentOver, d.Name, ends.String()))
	}
	return show("document", d.Name, Kept, varsam.Because(ReasonDocument, d.Name, ends.String())).by(d.Name, "", d.Dated)
}

// publication: a document is in force, and says what the register says.
func (j *judge) publication(c register.Control) Shown {
	p, ok := j.Published[c.Publication]
	switch {
	case !ok:
		return show("publication", c.Publication, NotShown, varsam.Because(ReasonNotPublished, c.Publication))
	case p.Changes > 0:
		return show("publication", c.Publication, Broken, varsam.Because(ReasonPublishedOld, c.Publication, p.Day.String(), number(p.Changes)))
	}
	shown := show("publication", c.Publication, Kept, varsam.Because(ReasonPublished, c.Publication, number(p.Number), p.Day.String()))
	return shown.by(c.Publication+" "+number(p.Number), "", p.Day)
}

// concerns reports whether a control is about a name.
func concerns(c register.Control, names ...string) bool {
	if len(c.Of) == 0 {
		return true
	}
	return slices.ContainsFunc(names, func(n string) bool { return n != "" && slices.Contains(c.Of, n) })
}

func words(parts ...string) string { return strings.Join(parts, ".") }
