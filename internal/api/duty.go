package api

import (
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

func dutyKinds() (all []string) {
	for _, d := range duty.Definitions() {
		all = append(all, string(d.Kind))
	}
	return all
}

// Duty is one of the organisation's duties. A list has only what tells nobody who
// somebody is.
type Duty struct {
	ID       string            `json:"id"`
	Kind     duty.Kind         `json:"kind"`
	About    string            `json:"about" doc:"party:NAME, system:NAME, activity:NAME, staff:ID, record:ID, organisation."`
	Facts    map[string]string `json:"facts" list:"" doc:"By field, as /duties/kinds has them."`
	Owner    string            `json:"owner,omitempty"`
	Next     varsam.Date       `json:"next"`
	State    duty.State        `json:"state"`
	Version  int64             `json:"version" doc:"Of the duty: a change names the one that it was made from. 0 for what the register says."`
	Files    int               `json:"files"`
	Register bool              `json:"register" doc:"The register says it, and it is changed there."`
}

// NewDuty is a duty to be taken down.
type NewDuty struct {
	Kind  duty.Kind         `json:"kind"`
	About string            `json:"about,omitempty" most:"300" doc:"The organisation when left out."`
	Facts map[string]string `json:"facts" list:""`
	Owner string            `json:"owner,omitempty" most:"500" doc:"An e-mail address is reminded by mail."`
}

// DutyChange is what somebody makes of a duty.
type DutyChange struct {
	Version int64             `json:"version" min:"1"`
	Facts   map[string]string `json:"facts" list:"" doc:"Those that change; an empty value takes a fact away."`
	Owner   *string           `json:"owner,omitempty"`
}

// DutyFinding is a duty that is missing, late, or not as the law wants it.
type DutyFinding struct {
	Code      string            `json:"code"`
	Severity  register.Severity `json:"severity"`
	Paragraph string            `json:"paragraph"`
	Kind      duty.Kind         `json:"kind"`
	About     string            `json:"about"`
	Duty      string            `json:"duty,omitempty" doc:"Where there is one."`
	Day       varsam.Date       `json:"day"`
	Says      string            `json:"says" doc:"In the language asked for; staff by id."`
	Next      string            `json:"next" doc:"What to do about it."`
}

// DutyKind is a kind of duty.
type DutyKind struct {
	Kind    duty.Kind   `json:"kind"`
	Title   string      `json:"title"`
	Article string      `json:"article" doc:"Of the GDPR."`
	About   []string    `json:"about" list:""`
	Fields  []DutyField `json:"fields" list:""`
}

// DutyField is one fact of a kind.
type DutyField struct {
	Name     string    `json:"name"`
	Title    string    `json:"title"`
	Type     duty.Type `json:"type"`
	Options  []string  `json:"options,omitempty"`
	Required bool      `json:"required"`
	Sealed   bool      `json:"sealed" doc:"It may tell who somebody is."`
}

func dutyOf(r duty.Record) Duty {
	facts := map[string]string{}
	for _, f := range r.Definition().Fields {
		if value := r.Facts[f.Name]; value != "" && !f.Hidden {
			facts[f.Name] = value
		}
	}
	return Duty{r.ID, r.Kind, r.Subject.String(), facts, r.Owner, r.Next, r.State, r.Version, r.Files, r.Register}
}

func (c *call) dutyKind() (duty.Kind, error) {
	name := c.value("kind")
	if name == "" {
		return "", nil
	}
	if _, err := duty.FindKind(name); err != nil {
		return "", varsam.Errorf(varsam.Invalid, "kind is not one of the values that the reference names")
	}
	return duty.Kind(name), nil
}

var dutyStates = []duty.State{duty.Open, duty.Ended}

func (c *call) listDuties() (list List[Duty], err error) {
	list.Items = []Duty{}
	limit, err := c.limit()
	if err != nil {
		return list, err
	}
	kind, err := c.dutyKind()
	if err != nil {
		return list, err
	}
	state, err := oneOf(c, "state", dutyStates)
	if err != nil {
		return list, err
	}
	all, _, err := c.Duties.List(c.ctx, kind, state == duty.Ended)
	if err != nil {
		return list, err
	}
	if after := c.value("after"); after != "" {
		at := slices.IndexFunc(all, func(r duty.Record) bool { return r.ID == after })
		if at < 0 {
			return list, varsam.Errorf(varsam.Invalid, "after names no duty of this list")
		}
		all = all[at+1:]
	}
	if len(all) > limit {
		all = all[:limit]
		list.Next = all[limit-1].ID
	}
	for _, r := range all {
		list.Items = append(list.Items, dutyOf(r))
	}
	return list, nil
}

func (c *call) getDuty() (Duty, error) {
	r, err := c.Duties.Get(c.ctx, c.param("id"))
	if err != nil {
		return Duty{}, err
	}
	return dutyOf(r), nil
}

func (c *call) newDuty(in NewDuty) (out Duty, err error) {
	n := duty.New{Kind: in.Kind, Facts: in.Facts, Owner: in.Owner}
	if in.About != "" {
		if n.Subject, err = duty.ParseSubject(in.About); err != nil {
			return out, err
		}
	}
	r, err := c.Duties.Add(c.ctx, n, c.token.By)
	if err != nil {
		return out, dutyFault(err)
	}
	c.place = Root + "/duties/" + r.ID
	return dutyOf(r), nil
}

func (c *call) changeDuty(in DutyChange) (Duty, error) {
	r, err := c.Duties.Get(c.ctx, c.param("id"))
	if err != nil {
		return Duty{}, err
	}
	maps.Copy(r.Facts, in.Facts)
	if in.Owner != nil {
		r.Owner = *in.Owner
	}
	r, err = c.Duties.Change(c.ctx, r.ID, duty.Changed{Version: in.Version, Facts: r.Facts, Owner: r.Owner}, c.token.By)
	if err != nil {
		return Duty{}, dutyFault(err)
	}
	return dutyOf(r), nil
}

func (c *call) endDuty(nothing) (Duty, error) {
	r, err := c.Duties.End(c.ctx, c.param("id"), c.token.By)
	if err != nil {
		return Duty{}, dutyFault(err)
	}
	return dutyOf(r), nil
}

// dutyFault tells each field that cannot be as it is.
func dutyFault(err error) error {
	var faults *duty.FaultsError
	if !errors.As(err, &faults) {
		return err
	}
	f := &fault{status: http.StatusUnprocessableEntity, error: err}
	for _, name := range slices.Sorted(maps.Keys(faults.Faults)) {
		f.faults = append(f.faults, Fault{"/facts/" + name, string(faults.Faults[name])})
	}
	return f
}

func (c *call) listDutyFindings() (list List[DutyFinding], err error) {
	list.Items = []DutyFinding{}
	kind, err := c.dutyKind()
	if err != nil {
		return list, err
	}
	found, w, err := c.Duties.Findings(c.ctx)
	if err != nil {
		return list, err
	}
	say := w.Printer(c.say.Lang())
	for _, f := range found {
		if kind == "" || f.Kind == kind {
			list.Items = append(list.Items, dutyFindingOf(say, f))
		}
	}
	return list, nil
}

func dutyFindingOf(say locale.Printer, f duty.Finding) DutyFinding {
	about := f.Subject.Title(say, nil)
	return DutyFinding{string(f.Code), f.Severity, f.Paragraph, f.Kind, f.Subject.String(), f.Record, f.Day, f.Says(say, about), f.Do(say, about)}
}

func (c *call) listDutyKinds() (list List[DutyKind], err error) {
	for _, d := range duty.Definitions() {
		k := DutyKind{Kind: d.Kind, Title: c.say.T("duty.kinds." + string(d.Kind)), Article: d.Article, About: texts(d.About), Fields: []DutyField{}}
		for _, f := range d.Fields {
			if !f.Hidden {
				k.Fields = append(k.Fields, DutyField{f.Name, f.Label(c.say, d.Kind), f.Type, f.Options, f.Required, f.Sealed()})
			}
		}
		list.Items = append(list.Items, k)
	}
	return list, nil
}

func (c *call) exportDuties() (f file, err error) {
	kind, err := c.dutyKind()
	if err != nil {
		return f, err
	}
	state, err := oneOf(c, "state", dutyStates)
	if err != nil {
		return f, err
	}
	form, err := oneOf(c, "as", duty.ExportForms)
	if err != nil {
		return f, err
	}
	if form == "" {
		form = "json"
	}
	out, err := c.Duties.ExportFile(c.ctx, c.say, kind, state, form)
	return file{out.Name, out.MediaType, out.Data}, err
}
