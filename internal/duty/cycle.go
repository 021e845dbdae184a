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
		if !r.Next.IsZero() {
			all = append(all, Item{r, r.Next})
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
				all = append(all, Item{person, day})
			}
		}
	}
	return all
}
