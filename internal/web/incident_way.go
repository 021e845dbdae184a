package web

import (
	"maps"
	"net/http"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountIncidentWay adds what is done about a breach, thing by thing, so that none of
// it needs the whole form: on a telephone, with as little as is known.
func (o *Office) mountIncidentWay() {
	o.area.Handle("POST /duties/at/{id}/parts/{part}", needsRegister(allowed(account.Handle, o.changeIncidentPart)))
	o.area.Handle("GET /duties/at/{id}/affected", needsRegister(allowed(account.SeePeople, o.affected)))
	o.area.Handle("POST /duties/at/{id}/affected", needsRegister(allowed(account.Handle, o.findAffected)))
	o.area.Handle("GET /duties/at/{id}/letter", needsRegister(allowed(account.SeePeople, o.incidentLetter)))
	o.area.Handle("POST /duties/at/{id}/letter", needsRegister(allowed(account.Handle, o.sendLetters)))
}

// incidentView is how far an incident has come.
type incidentView struct {
	Traced    *duty.Traced // nil while nobody has looked
	Customers []dutyOption // On when they have been told
	Untold    int
	Parts     []incidentPart
	Letter    bool // it is for us to write to people
}

// incidentPart is a short form of what belongs together.
type incidentPart struct {
	Name, Title, Button, Note string
	Fields                    []dutyField
}

// The parts, with their fields.
var incidentParts = []struct {
	name, title, button string
	fields              []string
}{
	{"decision", "web.incident.decision", "web.incident.decide", []string{"risk", "notify", "reason", "letter", "letter_reason"}},
	{"notification", "web.incident.notification", "web.incident.note-notified", []string{"notified", "late_reason", "reference", "supplement", "complete"}},
}

func (o *Office) incidentView(v *frame.Visit, r duty.Record, fields []dutyField) (*incidentView, error) {
	view := &incidentView{Untold: duty.Untold(r), Letter: r.Facts["role"] != "processor"}
	traced, err := o.traced(v, r.ID)
	if err != nil {
		return nil, err
	}
	view.Traced = traced
	for _, name := range r.Facts.All("customers") {
		view.Customers = append(view.Customers, dutyOption{name, v.Name("party", name), r.Facts.Has("customers_told", name)})
	}
	for _, p := range incidentParts {
		if r.Facts["role"] == "processor" && p.name == "notification" { // the customers notify
			continue
		}
		part := incidentPart{Name: p.name, Title: p.title, Button: p.button}
		if p.name == "notification" {
			due := duty.NoticeDue(r).In(v.Zone)
			part.Note = v.T("web.incident.due", v.Date(varsam.DateIn(due, v.Zone)), due.Format("15:04"))
		}
		for _, name := range p.fields {
			for _, f := range fields {
				if f.Name == name {
					f.ID, f.Heading = p.name+"-"+name, ""
					part.Fields = append(part.Fields, f)
				}
			}
		}
		view.Parts = append(view.Parts, part)
	}
	return view, nil
}

// traced is how far finding the people has come; nil while nobody has asked.
func (o *Office) traced(v *frame.Visit, id string) (*duty.Traced, error) {
	traced, err := o.Duties.Traced(v.Context(), id)
	if varsam.CodeOf(err) == varsam.NotFound {
		return nil, nil
	}
	return &traced, err
}

// changeIncidentPart takes one part's fields and leaves the rest as it is.
func (o *Office) changeIncidentPart(v *frame.Visit) error {
	id := v.Param("id")
	r, err := o.Duties.Get(v.Context(), id)
	if err != nil {
		return err
	}
	form := readDuty(v, r.Definition())
	sent := form.Facts
	form.Facts, form.Owner, form.Subject = maps.Clone(r.Facts), r.Owner, r.Subject
	known := false
	for _, p := range incidentParts {
		if known = known || p.name == v.Param("part"); p.name != v.Param("part") {
			continue
		}
		for _, name := range p.fields {
			form.Facts[name] = sent[name]
		}
	}
	if !known || r.Kind != duty.Incident {
		return varsam.Errorf(varsam.NotFound, "an incident has no such part")
	}
	if form.Facts["notified"] != "" && form.Facts["notify"] == "" {
		form.Facts["notify"] = "yes"
	}
	return o.keepDuty(v, r, form)
}

type incidentLetterView struct {
	Record        duty.Record
	Subject, Text string
	Customers     bool // it goes to them
	Lacks         []string
	Traced        *duty.Traced
	MaySend       bool
}

func (o *Office) incidentLetter(v *frame.Visit) error { return o.showLetter(v, http.StatusOK) }

// showLetter shows what is written to the people, or to customers, as it would be
// now.
func (o *Office) showLetter(v *frame.Visit, status int) error {
	r, w, err := o.oneIncident(v)
	if err != nil {
		return err
	}
	view := incidentLetterView{Record: r, Customers: v.Query("to") == "customers"}
	p := w.Printer(who(v).reg.Organisation.Language)
	if view.Customers {
		view.Subject, view.Text = duty.CustomerNotice(p, w, r)
		return v.ShowStatus(status, "incident_letter", view)
	}
	view.Subject, view.Text = duty.PeopleLetter(p, w, r)
	if view.Traced, err = o.traced(v, r.ID); err != nil {
		return err
	}
	faults := duty.LetterFaults(r)
	for _, f := range r.Definition().Fields {
		if faults[f.Name] != "" {
			view.Lacks = append(view.Lacks, f.Label(v.Printer, r.Kind))
		}
	}
	t := view.Traced
	view.MaySend = t != nil && t.Done && !t.Working && t.Left > 0 && len(faults) == 0 && r.State == duty.Open && who(v).May(account.Handle)
	return v.ShowStatus(status, "incident_letter", view)
}

func (o *Office) oneIncident(v *frame.Visit) (r duty.Record, w *duty.World, err error) {
	if r, err = o.Duties.Get(v.Context(), v.Param("id")); err != nil {
		return r, nil, err
	}
	if r.Kind != duty.Incident {
		return r, nil, varsam.Errorf(varsam.NotFound, "there is no incident %s", r.ID)
	}
	w, err = o.Duties.World(v.Context())
	return r, w, err
}

func (o *Office) sendLetters(v *frame.Visit) error {
	id := v.Param("id")
	err := o.Duties.AskLetters(v.Context(), id, who(v).Name)
	if dutyFaults(err) != nil {
		return o.showLetter(v, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.incident.letters-go")
	return v.Redirect("/duties/at/" + id + "/affected")
}
