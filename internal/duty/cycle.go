package duty

import (
	"time"

	"github.com/varsam/varsam"
)

// CycleLine is one kind over a year: what falls due in each month.
type CycleLine struct {
	Kind   Kind       `json:"kind"`
	Months [12]int    `json:"months"`
	Days   [12][]Item `json:"-"`
	Every  string     `json:"every,omitempty"` // how often, where the kind has a usual period
}

// Item is one duty on its day.
type Item struct {
	Record Record
	Course string // that a person of the staff is to take
	Day    varsam.Date
}

// Cycle is a year's wheel: a line for every kind, with the duties whose next day
// falls in it. A duty that recurs is there once, on its next day; what is behind
// today stands in the month it was due.
func Cycle(w *World, year int) (lines []CycleLine) {
	for _, d := range Definitions() {
		line := CycleLine{Kind: d.Kind}
		if !d.Every.IsZero() {
			line.Every = d.Every.String()
		}
		for _, item := range w.due(d) {
			if item.Day.Year() == year {
				m := item.Day.Month() - time.January
				line.Months[m]++
				line.Days[m] = append(line.Days[m], item)
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// due are the days of a kind: those of its records, and of trainings those that
// each of the staff is to take.
func (w *World) due(d *Definition) (all []Item) {
	for _, r := range w.Of(d.Kind) {
		day := r.Next
		if d.Kind == Disclosure { // nothing follows; the wheel shows when it was
			day = r.Facts.Day("on")
		}
		if !day.IsZero() {
			all = append(all, Item{Record: r, Day: day})
		}
	}
	if d.Kind != Training {
		return all
	}
	for _, person := range w.Of(Staff) {
		if !person.Facts.works(w.Today) {
			continue
		}
		for _, c := range w.Of(Course) {
			if !c.Facts.meant(person.Facts.All("roles")) {
				continue
			}
			if day, _ := w.trainingDue(c, person, Subject{OfStaff, person.ID}); !day.IsZero() {
				all = append(all, Item{person, c.ID, day})
			}
		}
	}
	return all
}

// Due is the next day of a duty, told so that nobody sees of whom.
type Due struct {
	ID      string // the same as long as it is the same duty
	Kind    Kind
	Subject Subject // none where it would tell who somebody is
	Day     varsam.Date
	Path    string // of its page
}

// Days are the next days of all open duties, in the order of kinds.
func Days(w *World) (all []Due) {
	for _, d := range Definitions() {
		if d.Kind == Disclosure {
			continue
		}
		for _, item := range w.due(d) {
			due := Due{ID: string(d.Kind) + "-" + item.Record.ID + item.Course, Kind: d.Kind, Subject: item.Record.Subject, Day: item.Day, Path: "/duties/kinds/" + string(d.Kind)}
			switch due.Subject.Type {
			case OfParty, OfSystem, OfActivity, OfOrganisation:
			default:
				due.Subject = Subject{}
			}
			if item.Record.Kind == d.Kind && !item.Record.Register {
				due.Path = "/duties/at/" + item.Record.ID
			}
			all = append(all, due)
		}
	}
	return all
}
