package duty

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/register"
)

// The findings of sub-processors.
const (
	SubTooEarly    Code = "sub-too-early"    // it is used before the customers' window has closed
	SubUnlisted    Code = "sub-unlisted"     // it is used for customers and not on our list
	SubUnannounced Code = "sub-unannounced"  // a change that nobody has told the customers
	ObjectionOpen  Code = "objection-open"   // a customer objects, and nobody has answered
	ListChanged    Code = "supplier-changed" // a supplier's list is not as it was
)

// answerDays is how long an objection may wait for its answer.
const answerDays = 14

// usualWindow is how many days customers have to object, when no agreement says
// more.
const usualWindow = 30

// subProcessor is an entry of our list of sub-processors.
func subProcessor() *Definition {
	return &Definition{
		Kind: SubProcessor, Article: "28(2)", About: onParty, One: true, Next: "review", Every: varsam.Period{Years: 1},
		Fields: []Field{
			{Name: "task", Type: Line, Plain: true, Required: true},
			{Name: "place", Type: Country, Required: true},
			{Name: "data", Type: Line, Plain: true},
			{Name: "ground", Type: Line, Plain: true},
			{Name: "listed", Type: Choice, Options: []string{"agreement", "change"}, Required: true},
			{Name: "since", Type: Day, Required: true},
			{Name: "review", Type: Day},
		},
		Check: checkSubProcessor, Judge: judgeSubProcessor, Missing: missingSubProcessor,
	}
}

// checkSubProcessor blocks a new sub-processor until the day of its announced
// change.
func checkSubProcessor(r Record, w *World) Faults {
	faults := Faults{}
	if r.Facts["listed"] != "change" {
		return faults
	}
	day, ok := w.allowedFrom(r.Subject.Name)
	if !ok || day.After(w.Today) || r.Facts.Day("since").Before(day) {
		faults["since"] = FaultOrder
	}
	return faults
}

// allowedFrom is the day from which an announced sub-processor may be used.
func (w *World) allowedFrom(name string) (day varsam.Date, ok bool) {
	for _, c := range w.About(SubChange, party(name)) {
		if c.Facts["change"] != "remove" && c.Facts["announced"] != "" {
			day, ok = c.Facts.Day("effective"), true
		}
	}
	return day, ok
}

func judgeSubProcessor(w *World, r Record, found *findings) {
	if r.Facts["listed"] != "change" {
		return
	}
	if day, ok := w.allowedFrom(r.Subject.Name); ok && day.After(w.Today) {
		found.about(r, SubTooEarly, day)
	}
}

// missingSubProcessor finds suppliers that work with customers' data and are not
// on the list.
func missingSubProcessor(w *World, found *findings) {
	for _, p := range w.parties("processor") {
		if !w.worksForCustomers(p.Name) || w.has(SubProcessor, party(p.Name)) {
			continue
		}
		day, announced := w.allowedFrom(p.Name)
		switch {
		case announced && day.After(w.Today):
			found.note(SubTooEarly, SubProcessor, party(p.Name), "", day)
		default:
			found.note(SubUnlisted, SubProcessor, party(p.Name), "", varsam.Date{})
		}
	}
}

// worksForCustomers reports whether a party operates a system with data that we
// process for others.
func (w *World) worksForCustomers(name string) bool {
	for _, s := range w.Register.Systems {
		if s.Operator == name && len(w.concerned([]string{s.Name})) > 0 {
			return true
		}
	}
	return false
}

// subChange is a change of the list, told ahead.
func subChange() *Definition {
	return &Definition{
		Kind: SubChange, Article: "28(2)", About: onParty,
		Fields: []Field{
			{Name: "change", Type: Choice, Options: []string{"add", "replace", "remove"}, Required: true},
			{Name: "replaces", Type: Party},
			{Name: "task", Type: Line, Plain: true},
			{Name: "place", Type: Country},
			{Name: "ground", Type: Line, Plain: true},
			{Name: "days", Type: Number},
			{Name: "announced", Type: Day},
			{Name: "effective", Type: Day, Required: true},
			{Name: "text", Type: Text, Plain: true},
			{Name: "done", Type: Day},
		},
		Due: func(r Record, _ *time.Location) varsam.Date {
			if r.Facts["done"] != "" {
				return varsam.Date{}
			}
			return r.Facts.Day("effective")
		},
		Check: checkSubChange, Judge: judgeSubChange,
		End: func(r Record, w *World) Faults {
			if w.objections(r) > 0 {
				return Faults{"done": FaultOrder}
			}
			return nil
		},
	}
}

// checkSubChange gives customers their whole window: the change takes effect after
// its last day.
func checkSubChange(r Record, w *World) Faults {
	faults := notAhead(r, w, "announced", "done")
	announced, effective := r.Facts.Day("announced"), r.Facts.Day("effective")
	if r.Facts["change"] == "remove" || announced.IsZero() {
		if announced.IsZero() && r.Facts["done"] != "" {
			faults["done"] = FaultOrder
		}
		return faults
	}
	if last := w.ObjectionsUntil(r); !effective.After(last) {
		faults["effective"] = FaultOrder
	}
	if done := r.Facts.Day("done"); !done.IsZero() && done.Before(effective) {
		faults["done"] = FaultOrder
	}
	return faults
}

// ObjectionsUntil is the last day on which customers may object to a change; no
// day while it is not announced.
func (w *World) ObjectionsUntil(r Record) varsam.Date {
	announced := r.Facts.Day("announced")
	if announced.IsZero() {
		return announced
	}
	return window(w.Register, announced, w.Window(r))
}

// Window is how many days customers have: the longest that an agreement with one
// of them gives, and never less than the change says.
func (w *World) Window(r Record) int {
	days := r.Facts.Number("days")
	if days == 0 {
		days = usualWindow
	}
	if w.Register == nil {
		return days
	}
	for _, p := range w.Register.Parties {
		if a, ok := w.open(Agreement, party(p.Name)); ok && w.served(p.Name) {
			days = max(days, a.Facts.Number("notice_days"))
		}
	}
	return days
}

// nextWorking is the day itself, or the next on which people work in the
// organisation's country.
func nextWorking(reg *register.Register, day varsam.Date) varsam.Date {
	if reg == nil {
		return day
	}
	country, err := law.ParseCountry(reg.Organisation.Country)
	if err != nil {
		return day
	}
	for range 14 {
		if works, err := law.IsWorkingDay(country, day); err != nil || works {
			break
		}
		day = day.AddDays(1)
	}
	return day
}

func judgeSubChange(w *World, r Record, found *findings) {
	if r.Facts["announced"] == "" {
		found.about(r, SubUnannounced, r.Facts.Day("effective"))
	}
}

// objections counts the open ones against a change.
func (w *World) objections(r Record) (n int) {
	for _, o := range w.Of(Objected) {
		if o.Facts["against"] == r.ID && o.Facts["outcome"] == "" {
			n++
		}
	}
	return n
}

// objection is a customer's no to a change, or its leaving because of one.
func objection() *Definition {
	return &Definition{
		Kind: Objected, Article: "28(2)", About: onParty,
		Fields: []Field{
			{Name: "against", Type: Entry, Of: SubChange, Required: true},
			{Name: "came", Type: Day, Required: true},
			{Name: "says", Type: Text},
			{Name: "outcome", Type: Choice, Options: []string{"withdrawn", "resolved", "terminates", "stopped"}},
			{Name: "leaves", Type: Day},
			{Name: "answered", Type: Day},
		},
		Check: func(r Record, w *World) Faults {
			faults := notAhead(r, w, "came", "answered")
			if r.Facts["outcome"] == "terminates" && r.Facts["leaves"] == "" {
				faults["leaves"] = FaultNeeded
			}
			return faults
		},
		Judge: func(_ *World, r Record, found *findings) {
			if r.Facts["outcome"] == "" {
				found.about(r, ObjectionOpen, r.Facts.Day("came"))
			}
		},
		Due: func(r Record, _ *time.Location) varsam.Date {
			if r.Facts["outcome"] != "" {
				return r.Facts.Day("leaves")
			}
			return r.Facts.Day("came").AddDays(answerDays)
		},
		Tells: true,
	}
}

// supplierList is a supplier's own list of sub-processors, with copies of it.
func supplierList() *Definition {
	return &Definition{
		Kind: SupplierList, Article: "28(2)", About: onParty, One: true, Next: "again", Every: varsam.Period{Months: 3},
		Fields: []Field{
			{Name: "url", Type: Line, Plain: true},
			{Name: "taken", Type: Day},
			{Name: "changed", Type: Text, Plain: true}, // lines that came (+) or went (-) since the copy before
			{Name: "seen", Type: Yes},                  // somebody has looked at the difference
			{Name: "again", Type: Day},
		},
		Judge: func(_ *World, r Record, found *findings) {
			if r.Facts["changed"] != "" && r.Facts["seen"] == "" {
				found.about(r, ListChanged, r.Facts.Day("taken"))
			}
		},
	}
}
