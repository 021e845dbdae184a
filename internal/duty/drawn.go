package duty

import (
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/locale"
)

// Drawn are what an answer can be made of, so that it is never older than the
// register.
var Drawn = []string{"sub-processors", "measures", "agreements", "transfers", "trainings", "incidents"}

// AnswerText is an answer as it stands today: what somebody wrote, then what is
// drawn.
func AnswerText(p locale.Printer, w *World, r Record) string {
	lines := filledLines(r.Facts["answer"])
	switch r.Facts["drawn"] {
	case "sub-processors":
		for _, l := range SubProcessors(w, p.Lang()) {
			lines = append(lines, strings.Join(filledLines(l.Title, l.Task, p.Country(l.Place), l.Ground), ", "))
		}
	case "measures":
		lines = append(lines, w.Public()...)
	case "agreements":
		for _, a := range w.Of(Agreement) {
			if w.inForce(Agreement, a.Subject.Name) {
				lines = append(lines, a.Subject.Title(p, nil)+": "+p.Date(a.Facts.Day("signed")))
			}
		}
	case "transfers":
		for _, t := range w.Of(Transfer) {
			lines = append(lines, t.Subject.Title(p, nil)+": "+strings.Join(filledLines(p.Country(w.country(t)), p.T("duty.option.mechanism."+t.Facts["mechanism"])), ", "))
		}
	case "trainings":
		for _, c := range w.Of(Course) {
			lines = append(lines, p.T("duty.drawn.course", c.Facts["title"], strconv.Itoa(w.passed(c)), strconv.Itoa(w.meant(c))))
		}
	case "incidents":
		n := 0
		for _, r := range w.records {
			if r.Kind == Incident && r.Facts.Moment("aware").After(w.Now.AddDate(-1, 0, 0)) {
				n++
			}
		}
		lines = append(lines, p.N("duty.drawn.incidents", n))
	}
	return strings.Join(lines, "\n")
}

// meant is how many of the staff a course is for.
func (w *World) meant(c Record) (n int) {
	for _, person := range w.Of(Staff) {
		if person.Facts.works(w.Today) && c.Facts.meant(person.Facts.All("roles")) {
			n++
		}
	}
	return n
}

// passed is how many of them have taken it and need not yet again.
func (w *World) passed(c Record) (n int) {
	for _, person := range w.Of(Staff) {
		if !person.Facts.works(w.Today) || !c.Facts.meant(person.Facts.All("roles")) {
			continue
		}
		if due, first := w.trainingDue(c, person, Subject{OfStaff, person.ID}); !first && !due.Before(w.Today) || due.IsZero() {
			n++
		}
	}
	return n
}
