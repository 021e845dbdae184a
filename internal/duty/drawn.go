package duty

import (
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/locale"
)

// Drawn are what an answer can be made of, so that it is never older than the
// register.
var Drawn = []string{"officer", "places", "sub-processors", "measures", "agreements", "transfers", "trainings", "incidents"}

// answerText is an answer as it stands today: what somebody wrote, then what is
// drawn.
func answerText(p locale.Printer, w *World, r Record) string {
	lines := filledLines(r.Facts["answer"])
	if draw, ok := draws[r.Facts["drawn"]]; ok {
		lines = append(lines, draw(p, w)...)
	}
	return strings.Join(lines, "\n")
}

// Answered is a question of the bank with its answer of today. ID is the record's
// that somebody wrote; empty where the register alone answers.
type Answered struct {
	ID       string `json:"id"`
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// Bank is every question that there is an answer to: those that somebody wrote, then
// what customers ask of every processor and the register answers, unless somebody
// has written of the same.
func Bank(p locale.Printer, w *World) []Answered {
	var all []Answered
	written := map[string]bool{}
	for _, r := range w.Of(Answer) {
		written[r.Facts["drawn"]] = true
		all = append(all, Answered{r.ID, r.Facts["question"], answerText(p, w, r)})
	}
	for _, what := range Drawn {
		if lines := draws[what](p, w); !written[what] && len(lines) > 0 {
			all = append(all, Answered{Question: p.T("duty.bank." + what), Answer: strings.Join(lines, "\n")})
		}
	}
	return all
}

// draws are how each answer is made.
var draws = map[string]func(locale.Printer, *World) []string{
	"officer":        drawnOfficer,
	"places":         drawnPlaces,
	"sub-processors": drawnSubProcessors,
	"measures":       func(_ locale.Printer, w *World) []string { return w.Public() },
	"agreements":     drawnAgreements,
	"transfers":      drawnTransfers,
	"trainings":      drawnTrainings,
	"incidents":      drawnIncidents,
}

func drawnOfficer(_ locale.Printer, w *World) []string {
	if w.Register == nil {
		return nil
	}
	return contactLines(w.Register.Organisation)
}

// drawnPlaces is where the data lies and who runs the systems.
func drawnPlaces(p locale.Printer, w *World) (lines []string) {
	if w.Register == nil {
		return nil
	}
	for _, s := range w.Register.Systems {
		operator := p.In(w.Register.Organisation.Title)
		if by, ok := w.Register.Party(s.Operator); ok {
			operator = p.In(by.Title)
		}
		lines = append(lines, s.Title.In(p.Lang())+": "+strings.Join(filledLines(operator, p.Country(s.Country)), ", "))
	}
	return lines
}

func drawnSubProcessors(p locale.Printer, w *World) (lines []string) {
	for _, l := range SubProcessors(w, p.Lang()) {
		lines = append(lines, strings.Join(filledLines(l.Title, l.Task, p.Country(l.Place), l.Ground), ", "))
	}
	return lines
}

func drawnAgreements(p locale.Printer, w *World) (lines []string) {
	for _, a := range w.Of(Agreement) {
		if w.inForce(Agreement, a.Subject.Name) {
			lines = append(lines, a.Subject.Title(p, nil)+": "+p.Date(a.Facts.Day("signed")))
		}
	}
	return lines
}

func drawnTransfers(p locale.Printer, w *World) (lines []string) {
	for _, t := range w.Of(Transfer) {
		lines = append(lines, t.Subject.Title(p, nil)+": "+strings.Join(filledLines(p.Country(w.country(t)), p.T("duty.option.mechanism."+t.Facts["mechanism"])), ", "))
	}
	return lines
}

func drawnTrainings(p locale.Printer, w *World) (lines []string) {
	for _, c := range w.Of(Course) {
		lines = append(lines, p.T("duty.drawn.course", c.Facts["title"], strconv.Itoa(w.passed(c)), strconv.Itoa(w.meant(c))))
	}
	return lines
}

func drawnIncidents(p locale.Printer, w *World) []string {
	n := 0
	for _, r := range w.records {
		if r.Kind == Incident && r.Facts.Moment("aware").After(w.Now.AddDate(-1, 0, 0)) {
			n++
		}
	}
	return []string{p.N("duty.drawn.incidents", n)}
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
