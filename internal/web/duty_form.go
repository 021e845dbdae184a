package web

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// dutyForm is what somebody has filled in, or what stands there.
type dutyForm struct {
	Version int64
	Facts   duty.Facts
	Owner   string
	Subject duty.Subject
	Faults  duty.Faults
	Was     duty.Facts // what stands there now, where two people change it at a time
	Ending  bool       // the faults are of ending it
}

// dutyField is one field of the form.
type dutyField struct {
	ID, Name, Label, Type, Value string
	Required                     bool
	Options                      []dutyOption
	Fault, Was, Heading          string
}

type dutyOption struct {
	Value, Title string
	On           bool
}

type dutyView struct {
	Record   duty.Record
	Kind     duty.Kind
	Title    string
	About    string
	Form     dutyForm
	Fields   []dutyField
	Subjects []dutyOption // to choose among, for a new one
	Nobody   string       // what there must be one of before there is anything to choose
	Shown    [][2]string  // label and value, for whoever may not change it
	Files    []duty.File
	History  []dutyChange
	Found    []dutyFound
	Conflict bool
	MayEdit  bool

	Incident  *incidentView    // nil for another kind
	Proposals []clauseProposal // of an agreement that was read
}

// clauseProposal is a point of Art. 28(3) with what the file seems to say of it.
type clauseProposal struct {
	Letter, Title, Place, Quote string
	On                          bool
	Less                        [][2]string // how the text says less, and the quote
}

type dutyChange struct {
	At   time.Time
	What string
	By   string
}

// dutyFaults are the faults of a form, when that is what an error is.
func dutyFaults(err error) duty.Faults {
	var faults *duty.FaultsError
	if errors.As(err, &faults) {
		return faults.Faults
	}
	return nil
}

// readDuty is what a form sent.
func readDuty(v *frame.Visit, d *duty.Definition) dutyForm {
	f := dutyForm{Facts: duty.Facts{}, Owner: v.Field("owner"), Version: int64(v.Whole("version"))}
	for _, field := range d.Fields {
		values := v.Fields("f-" + field.Name)
		f.Facts[field.Name] = strings.Join(values, " ")
	}
	f.Subject, _ = duty.ParseSubject(v.Field("about"))
	return f
}

func (o *Office) newDuty(v *frame.Visit) error {
	d, err := duty.FindKind(v.Param("kind"))
	if err != nil {
		return err
	}
	subject, _ := duty.ParseSubject(v.Query("about"))
	return o.showNewDuty(v, http.StatusOK, d, dutyForm{Subject: subject, Facts: duty.Facts{}})
}

func (o *Office) showNewDuty(v *frame.Visit, status int, d *duty.Definition, form dutyForm) error {
	w, err := o.Duties.World(v.Context())
	if err != nil {
		return err
	}
	view := dutyView{Kind: d.Kind, Title: v.T("duty.kinds." + string(d.Kind)), Form: form, MayEdit: true}
	if view.Fields, err = o.dutyFields(v, w, d, form); err != nil {
		return err
	}
	if view.Subjects, err = o.dutySubjects(v, w, d, form.Subject); err != nil {
		return err
	}
	if len(view.Subjects) == 0 {
		view.Nobody = nothingOf(d)
	}
	return v.ShowStatus(status, "duty_new", view)
}

// nothingOf is what a duty is about that the organisation has none of yet: staff,
// a party, a system, an activity. Empty where nothing is chosen.
func nothingOf(d *duty.Definition) string {
	for _, t := range d.About {
		switch t {
		case duty.OfStaff, duty.OfParty, duty.OfSystem, duty.OfActivity:
			return string(t)
		}
	}
	return ""
}

func (o *Office) addDuty(v *frame.Visit) error {
	d, err := duty.FindKind(v.Param("kind"))
	if err != nil {
		return err
	}
	if d.Kind == duty.Disclosure {
		return varsam.Errorf(varsam.Denied, "a disclosure is logged by disclosing, so that it is held against the permissions")
	}
	form := readDuty(v, d)
	r, err := o.Duties.Add(v.Context(), duty.New{Kind: d.Kind, Subject: form.Subject, Facts: form.Facts, Owner: form.Owner}, who(v).Name)
	if form.Faults = dutyFaults(err); form.Faults != nil {
		return o.showNewDuty(v, http.StatusUnprocessableEntity, d, form)
	}
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.duty.added")
	return v.Redirect("/duties/at/" + r.ID)
}

func (o *Office) duty(v *frame.Visit) error {
	return o.showDuty(v, http.StatusOK, v.Param("id"), dutyForm{})
}

// showDuty shows a duty with the form as it stands there, or as somebody has
// filled it in.
func (o *Office) showDuty(v *frame.Visit, status int, id string, form dutyForm) error {
	r, err := o.Duties.Get(v.Context(), id)
	if err != nil {
		return err
	}
	w, err := o.Duties.World(v.Context())
	if err != nil {
		return err
	}
	if !who(v).May(account.SeePeople) {
		r, _ = w.Record(id)
	}
	names, err := o.dutyNames(v, w, []duty.Subject{r.Subject})
	if err != nil {
		return err
	}
	if form.Facts == nil {
		form.Facts, form.Owner, form.Version = r.Facts, r.Owner, r.Version
	}
	d := r.Definition()
	view := dutyView{
		Record: r, Kind: r.Kind, Title: v.T("duty.kinds." + string(r.Kind)), About: dutyHeading(v, r, names), Form: form, Conflict: form.Was != nil,
		MayEdit: !r.Register && r.State == duty.Open && who(v).May(account.Handle) && r.Kind != duty.Disclosure,
	}
	if view.Fields, err = o.dutyFields(v, w, d, form); err != nil {
		return err
	}
	for _, f := range d.Fields {
		if value := r.Facts[f.Name]; value != "" && !f.Hidden {
			view.Shown = append(view.Shown, [2]string{f.Label(v.Printer, d.Kind), f.Shows(v.Printer, value, w.Zone())})
		}
	}
	view.Proposals = proposals(v, r)
	if r.Kind == duty.Incident {
		if view.Incident, err = o.incidentView(v, r, view.Fields); err != nil {
			return err
		}
	}
	var found []duty.Finding
	for _, f := range duty.Findings(w) {
		if f.Record == id {
			found = append(found, f)
		}
	}
	if view.Found, err = o.dutyFindings(v, w, found); err != nil {
		return err
	}
	if !r.Register && who(v).May(account.SeePeople) {
		err = o.dutyPapers(v, r, &view)
	}
	if err != nil {
		return err
	}
	return v.ShowStatus(status, "duty", view)
}

// proposals are the eight points with what was found of each; none while nothing
// was read.
func proposals(v *frame.Visit, r duty.Record) (all []clauseProposal) {
	read, ok := r.Proposed()
	if !ok {
		return nil
	}
	field, _ := r.Definition().Field("clauses")
	for _, letter := range duty.Clauses {
		one := clauseProposal{Letter: letter, Title: field.Option(v.Printer, letter)}
		for _, p := range read.Clauses {
			if p.Letter == letter {
				one.Place, one.Quote, one.On = p.Place, p.Quote, true
			}
		}
		for _, d := range read.Differences {
			if d.Letter == letter {
				one.Less = append(one.Less, [2]string{v.T("duty.difference." + string(d.Kind)), d.Place + ": ”" + d.Quote + "”"})
			}
		}
		all = append(all, one)
	}
	return all
}

// dutyHeading is what a duty is about, or what it is where it is about the whole
// organisation.
func dutyHeading(v *frame.Visit, r duty.Record, names map[string]string) string {
	if r.Subject.Type == duty.OfOrganisation {
		if title := r.Title(v.Printer); title != "" {
			return title
		}
	}
	return r.Subject.Title(v.Printer, names)
}

// dutyPapers adds files and history.
func (o *Office) dutyPapers(v *frame.Visit, r duty.Record, view *dutyView) (err error) {
	if view.Files, err = o.Duties.Files(v.Context(), r); err != nil {
		return err
	}
	history, err := o.Duties.History(v.Context(), r.ID)
	if err != nil {
		return err
	}
	actors := map[string]string{}
	accounts, err := o.Accounts.List(v.Context())
	if err != nil {
		return err
	}
	for _, a := range accounts {
		actors[o.Duties.Actor(a.Name)] = a.Name
	}
	for _, c := range history {
		view.History = append(view.History, dutyChange{c.At, v.T("duty.change." + c.What), actors[c.Actor]})
	}
	return nil
}

// changeDuty writes a new version, or shows both when somebody else was first:
// nothing that was typed is lost.
func (o *Office) changeDuty(v *frame.Visit) error {
	id := v.Param("id")
	r, err := o.Duties.Get(v.Context(), id)
	if err != nil {
		return err
	}
	form := readDuty(v, r.Definition())
	form.Subject = r.Subject
	return o.keepDuty(v, r, form)
}

// keepDuty writes what somebody has filled in over what they saw.
func (o *Office) keepDuty(v *frame.Visit, r duty.Record, form dutyForm) error {
	id := r.ID
	_, err := o.Duties.Change(v.Context(), id, duty.Changed{Version: form.Version, Facts: form.Facts, Owner: form.Owner}, who(v).Name)
	if form.Faults = dutyFaults(err); form.Faults != nil {
		return o.showDuty(v, http.StatusUnprocessableEntity, id, form)
	}
	if varsam.CodeOf(err) == varsam.Conflict && r.State == duty.Open && !r.Register {
		if r, err = o.Duties.Get(v.Context(), id); err != nil {
			return err
		}
		form.Was, form.Version = r.Facts, r.Version
		return o.showDuty(v, http.StatusConflict, id, form)
	}
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.duty.changed")
	return v.Redirect("/duties/at/" + id)
}

// dutyFields are the fields of a form with what may be chosen.
func (o *Office) dutyFields(v *frame.Visit, w *duty.World, d *duty.Definition, form dutyForm) (all []dutyField, err error) {
	for _, f := range d.Fields {
		if f.Hidden {
			continue
		}
		value := form.Facts[f.Name]
		field := dutyField{ID: "f-" + f.Name, Name: f.Name, Label: f.Label(v.Printer, d.Kind), Type: string(f.Type), Value: value, Required: f.Required}
		if fault := form.Faults[f.Name]; fault != "" {
			field.Fault = v.T("duty.fault." + string(fault))
		}
		if was := form.Was[f.Name]; form.Was != nil && was != value {
			field.Was = v.T("web.duty.was", f.Shows(v.Printer, was, w.Zone()))
		}
		if f.Type == duty.Moment {
			if t, err := time.Parse(time.RFC3339, value); err == nil {
				field.Value = t.In(w.Zone()).Format("2006-01-02T15:04")
			}
		}
		if heading := duty.NoticeHeading(f.Name); d.Kind == duty.Incident && heading != "" {
			field.Heading = v.T(heading)
		}
		if field.Options, err = o.dutyOptions(v, w, f, form.Facts); err != nil {
			return nil, err
		}
		all = append(all, field)
	}
	return all, nil
}

// dutyOptions are what a field chooses among.
func (o *Office) dutyOptions(v *frame.Visit, w *duty.World, f duty.Field, facts duty.Facts) (all []dutyOption, err error) {
	add := func(value, title string) {
		all = append(all, dutyOption{value, title, facts[f.Name] == value || facts.Has(f.Name, value)})
	}
	switch f.Type {
	case duty.Choice, duty.Many:
		for _, option := range f.Options {
			add(option, f.Option(v.Printer, option))
		}
	case duty.Party, duty.Parties:
		for _, p := range w.Register.Parties {
			add(p.Name, v.Name("party", p.Name))
		}
	case duty.System, duty.Systems:
		for _, s := range w.Register.Systems {
			add(s.Name, v.Name("system", s.Name))
		}
	case duty.Entry:
		some, err := o.Duties.Open(v.Context(), w.Of(f.Of))
		if err != nil {
			return nil, err
		}
		for _, r := range some {
			add(r.ID, r.Title(v.Printer))
		}
	}
	return all, nil
}

// dutySubjects are what a new duty may be about.
func (o *Office) dutySubjects(v *frame.Visit, w *duty.World, d *duty.Definition, chosen duty.Subject) (all []dutyOption, err error) {
	add := func(s duty.Subject, title string) {
		all = append(all, dutyOption{s.String(), title, s == chosen})
	}
	for _, t := range d.About {
		switch t {
		case duty.OfOrganisation:
			add(duty.Subject{Type: t}, v.T("duty.organisation"))
		case duty.OfParty:
			for _, p := range w.Register.Parties {
				add(duty.Subject{Type: t, Name: p.Name}, v.Name("party", p.Name))
			}
		case duty.OfSystem:
			for _, s := range w.Register.Systems {
				add(duty.Subject{Type: t, Name: s.Name}, v.Name("system", s.Name))
			}
		case duty.OfActivity:
			for _, a := range w.Register.Activities {
				add(duty.Subject{Type: t, Name: a.Name}, v.Name("activity", a.Name))
			}
		case duty.OfStaff:
			staff := w.Of(duty.Staff)
			if r, ok := w.Record(chosen.Name); ok && chosen.Type == t { // a finding led here: no need to open everybody's name
				staff = []duty.Record{r}
			}
			some, err := o.Duties.Open(v.Context(), staff)
			if err != nil {
				return nil, err
			}
			for _, r := range some {
				add(duty.Subject{Type: t, Name: r.ID}, r.Title(v.Printer))
			}
		}
	}
	return all, nil
}
