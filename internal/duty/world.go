package duty

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// World is everything that findings are made of: the register, the records that
// are open, and what day and hour it is. What is sealed is not in it, but where a
// caller has opened it.
type World struct {
	Register *register.Register // nil while there is none
	Today    varsam.Date
	Now      time.Time

	records []Record
	byID    map[string]int
	byKind  map[Kind][]int
	about   map[place][]int
	marks   map[string][]int // made when first asked for
}

type place struct {
	kind    Kind
	subject Subject
}

// NewWorld is a world of some records. What the register says is added to them
// where no record says it.
func NewWorld(reg *register.Register, now time.Time, records []Record) *World {
	w := &World{Register: reg, Now: now, byID: map[string]int{}, byKind: map[Kind][]int{}, about: map[place][]int{}}
	w.Today = varsam.DateIn(now, w.Zone())
	for _, r := range records {
		w.add(r)
	}
	if reg != nil {
		for _, r := range declared(reg) {
			if len(w.about[place{r.Kind, r.Subject}]) == 0 || r.Kind == Measure {
				w.add(r)
			}
		}
	}
	return w
}

func (w *World) add(r Record) {
	at := len(w.records)
	w.records = append(w.records, r)
	w.byID[r.ID] = at
	if r.State != Ended {
		w.byKind[r.Kind] = append(w.byKind[r.Kind], at)
	}
	k := place{r.Kind, r.Subject}
	w.about[k] = append(w.about[k], at)
	if w.marks != nil && r.Kind == Staff && r.mark != "" {
		w.marks[r.mark] = append(w.marks[r.mark], at)
	}
}

// Zone is where the organisation's clocks are.
func (w *World) Zone() *time.Location {
	if w.Register == nil {
		return time.UTC
	}
	return w.Register.Organisation.Location()
}

// Record is a record by its id.
func (w *World) Record(id string) (Record, bool) {
	at, ok := w.byID[id]
	if !ok {
		return Record{}, false
	}
	return w.records[at], true
}

// Of are the open records of a kind, in the order in which they were taken down.
func (w *World) Of(k Kind) []Record { return w.pick(w.byKind[k]) }

// About are the records of a kind about a subject, also those that are over.
func (w *World) About(k Kind, s Subject) []Record { return w.pick(w.about[place{k, s}]) }

func (w *World) pick(at []int) []Record {
	all := make([]Record, len(at))
	for i, n := range at {
		all[i] = w.records[n]
	}
	return all
}

// open is the newest open record of a kind about a subject.
func (w *World) open(k Kind, s Subject) (Record, bool) {
	at := w.about[place{k, s}]
	for i := len(at) - 1; i >= 0; i-- {
		if w.records[at[i]].State != Ended {
			return w.records[at[i]], true
		}
	}
	return Record{}, false
}

// byMark finds the records of staff by their mark.
func (w *World) byMark() map[string][]int {
	if w.marks == nil {
		w.marks = map[string][]int{}
		for at, r := range w.records {
			if r.Kind == Staff && r.mark != "" {
				w.marks[r.mark] = append(w.marks[r.mark], at)
			}
		}
	}
	return w.marks
}

// has reports whether a subject has an open record of a kind.
func (w *World) has(k Kind, s Subject) bool {
	_, ok := w.open(k, s)
	return ok
}

// knows reports whether there is such a subject.
func (w *World) knows(s Subject) bool {
	switch s.Type {
	case OfOrganisation:
		return s.Name == ""
	case OfStaff:
		r, ok := w.Record(s.Name)
		return ok && r.Kind == Staff
	case OfRecord:
		_, ok := w.Record(s.Name)
		return ok
	case OfPerson, OfCompany:
		return s.Name != ""
	}
	if w.Register == nil {
		return false
	}
	switch s.Type {
	case OfParty:
		_, ok := w.Register.Party(s.Name)
		return ok
	case OfSystem:
		_, ok := w.Register.System(s.Name)
		return ok
	case OfActivity:
		_, ok := w.Register.Activity(s.Name)
		return ok
	}
	return false
}

// parties are those of some kinds, by name.
func (w *World) parties(kinds ...string) (all []register.Party) {
	if w.Register == nil {
		return nil
	}
	for _, p := range w.Register.Parties {
		if slices.Contains(kinds, p.Kind) {
			all = append(all, p)
		}
	}
	return all
}

func party(name string) Subject    { return Subject{OfParty, name} }
func inSystem(name string) Subject { return Subject{OfSystem, name} }
func activity(name string) Subject { return Subject{OfActivity, name} }

// compareRecords orders by next day, those without one last, then by id.
func compareRecords(a, b Record) int {
	if a.Next.IsZero() != b.Next.IsZero() {
		if a.Next.IsZero() {
			return 1
		}
		return -1
	}
	return cmp.Or(a.Next.Compare(b.Next), strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.ID, b.ID))
}
