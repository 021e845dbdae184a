package duty

import (
	"slices"
	"strconv"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

// The findings of an incident.
const (
	NoticeRuns       Code = "incident-notice-runs"  // the 72 hours run; how many are left
	NoticeLate       Code = "incident-notice-late"  // they have passed
	NoticeUnfinished Code = "incident-unfinished"   // notified in part: Art. 33(4)
	PeopleUntold     Code = "incident-people"       // a high risk, and the people know nothing: Art. 34
	CustomerUntold   Code = "incident-customer"     // as processor: Art. 33(2)
	RiskUnjudged     Code = "incident-risk-unknown" // nobody has judged the risk yet
)

// incident is a personal data breach. Its fields follow the order of Art. 33(3)
// and of the authorities' forms; all breaches are kept, also those that nobody is
// told of (Art. 33(5)).
func incident() *Definition {
	return &Definition{
		Kind: Incident, Article: "33", About: []SubjectType{OfOrganisation, OfSystem, OfParty},
		Fields: []Field{
			{Name: "title", Type: Line, Required: true},
			{Name: "happened", Type: Moment},
			{Name: "aware", Type: Moment, Required: true},
			{Name: "role", Type: Choice, Options: []string{"controller", "processor", "joint"}, Required: true},
			{Name: "what", Type: Text},
			{Name: "systems", Type: Systems},
			{Name: "nature", Type: Many, Options: []string{"confidentiality", "integrity", "availability"}},
			{Name: "subjects", Type: Line, Plain: true},
			{Name: "people", Type: Number},
			{Name: "data", Type: Line, Plain: true},
			{Name: "records", Type: Number},
			{Name: "contact", Type: Line},
			{Name: "consequences", Type: Text},
			{Name: "risk", Type: Choice, Options: []string{"none", "risk", "high"}},
			{Name: "measures", Type: Text},
			{Name: "letter", Type: Choice, Options: []string{"yes", "no", "public"}},
			{Name: "letter_reason", Type: Text},
			{Name: "told", Type: Moment},
			{Name: "notify", Type: Choice, Options: []string{"yes", "no"}},
			{Name: "reason", Type: Text},
			{Name: "notified", Type: Moment},
			{Name: "late_reason", Type: Text},
			{Name: "reference", Type: Line, Plain: true},
			{Name: "supplement", Type: Day},
			{Name: "complete", Type: Moment},
			{Name: "customers", Type: Parties},
			{Name: "customers_told", Type: Parties},
		},
		Due: incidentDay, Tells: true, Check: checkIncident, End: endIncident, Judge: judgeIncident,
	}
}

// NoticeDue is the instant by which the authority is told: 72 hours after
// somebody here knew, counted in hours, which no weekend and no holiday moves.
func NoticeDue(r Record) time.Time { return law.BreachDeadline(r.Facts.Moment("aware")) }

// incidentDay is the day of the next act: the authority's notice, then what is to
// be added to it.
func incidentDay(r Record, zone *time.Location) varsam.Date {
	f := r.Facts
	switch {
	case f["role"] == "processor", f["notify"] == "no", f["complete"] != "":
		return varsam.Date{}
	case f["notified"] != "":
		return f.Day("supplement")
	}
	return varsam.DateIn(NoticeDue(r), zone)
}

func checkIncident(r Record, w *World) Faults {
	f, faults := r.Facts, Faults{}
	aware := f.Moment("aware")
	for _, name := range []string{"aware", "happened", "notified", "told", "complete"} {
		if f.Moment(name).After(w.Now) {
			faults[name] = FaultFuture
		}
	}
	for _, name := range []string{"notified", "told", "complete"} {
		if t := f.Moment(name); !t.IsZero() && t.Before(aware) {
			faults[name] = FaultOrder
		}
	}
	if f.Moment("happened").After(aware) {
		faults["happened"] = FaultOrder
	}
	if f["notify"] == "no" {
		if f["reason"] == "" {
			faults["reason"] = FaultReason
		}
		if f["risk"] != "none" && f["role"] != "processor" {
			faults["notify"] = FaultOrder // only where a risk is unlikely
		}
	}
	if notified := f.Moment("notified"); notified.After(NoticeDue(r)) && f["late_reason"] == "" {
		faults["late_reason"] = FaultReason
	}
	if f["complete"] != "" && f["notified"] == "" {
		faults["complete"] = FaultOrder
	}
	if f["risk"] == "high" && (f["letter"] == "no" || f["letter"] == "public") && f["letter_reason"] == "" {
		faults["letter_reason"] = FaultReason
	}
	return faults
}

// endIncident keeps an incident open until everything that the law asks for has
// been decided and done.
func endIncident(r Record, _ *World) Faults {
	f, faults := r.Facts, Faults{}
	if f["risk"] == "" {
		faults["risk"] = FaultNeeded
	}
	if len(untold(r)) > 0 {
		faults["customers_told"] = FaultNeeded
	}
	if f["role"] == "processor" {
		return faults
	}
	switch {
	case f["notify"] == "":
		faults["notify"] = FaultNeeded
	case f["notify"] == "yes" && f["notified"] == "":
		faults["notified"] = FaultNeeded
	case f["notify"] == "yes" && f["complete"] == "":
		faults["complete"] = FaultNeeded
	}
	if f["risk"] == "high" && f["letter"] != "no" && f["told"] == "" {
		faults["told"] = FaultNeeded
	}
	return faults
}

// untold are the customers whose data it concerns and who have not been told.
func untold(r Record) (all []string) {
	for _, name := range r.Facts.All("customers") {
		if !r.Facts.Has("customers_told", name) {
			all = append(all, name)
		}
	}
	return all
}

// Untold is how many customers an incident concerns that have not been told.
func Untold(r Record) int {
	if r.Kind != Incident {
		return 0
	}
	return len(untold(r))
}

func judgeIncident(w *World, r Record, found *findings) {
	f, day := r.Facts, varsam.DateIn(r.Facts.Moment("aware"), w.Zone())
	for _, name := range untold(r) {
		found.about(r, CustomerUntold, day, name)
	}
	if f["risk"] == "" {
		found.about(r, RiskUnjudged, day)
	}
	if f["role"] == "processor" {
		return
	}
	due := NoticeDue(r)
	at := due.In(w.Zone()).Format("15:04")
	switch {
	case f["notify"] == "no":
	case f["notified"] == "" && w.Now.After(due):
		found.about(r, NoticeLate, varsam.DateIn(due, w.Zone()), at)
	case f["notified"] == "":
		found.about(r, NoticeRuns, varsam.DateIn(due, w.Zone()), at, strconv.Itoa(int(due.Sub(w.Now).Hours())))
	case f["complete"] == "" && !r.Next.IsZero() && r.Next.Before(w.Today):
		found.about(r, Late, r.Next)
	case f["complete"] == "":
		found.about(r, NoticeUnfinished, varsam.DateIn(f.Moment("notified"), w.Zone()))
	}
	if f["risk"] == "high" && f["letter"] != "no" && f["told"] == "" {
		found.about(r, PeopleUntold, day)
	}
}

// concerned are the customers of the activities that use a system: whom an
// incident in it is told to as their processor.
func (w *World) concerned(systems []string) (all []string) {
	if w.Register == nil {
		return nil
	}
	for _, s := range w.Register.Systems {
		if !slices.Contains(systems, s.Name) {
			continue
		}
		for _, c := range s.Collections {
			for _, carry := range c.CarriedBy {
				a, _ := w.Register.Activity(carry.Activity)
				if a.Role == varsam.Processor && a.Party != "" && !slices.Contains(all, a.Party) {
					all = append(all, a.Party)
				}
			}
		}
	}
	slices.Sort(all)
	return all
}
