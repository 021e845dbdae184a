package api

import (
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
)

// NewIncident is what somebody who saw a breach can say of it.
type NewIncident struct {
	Title   string   `json:"title" least:"1" most:"500"`
	What    string   `json:"what,omitempty" most:"20000"`
	Aware   string   `json:"aware,omitempty" most:"40" doc:"When it was known: an instant, or a time of the organisation's clock; now when left out. The 72 hours run from there."`
	Systems []string `json:"systems,omitempty" most:"200" doc:"Of the register."`
}

func (c *call) reportIncident(in NewIncident) (out Duty, err error) {
	if in.Aware == "" {
		in.Aware = "now"
	}
	r, err := c.Duties.Report(c.ctx, duty.Reported{Title: in.Title, What: in.What, Aware: in.Aware, Systems: in.Systems}, c.token.By)
	if err != nil {
		return out, dutyFault(err)
	}
	c.place = Root + "/duties/" + r.ID
	return dutyOf(r), nil
}

// AffectedPlace is where an incident struck.
type AffectedPlace struct {
	System     string `json:"system" least:"1" most:"100"`
	Collection string `json:"collection" least:"1" most:"100"`
	Where      string `json:"where,omitempty" most:"2000" doc:"Which records, as the register writes it: {project_id: 17}; all when left out."`
}

// FindAffected says whom to look for. Something of it must be named.
type FindAffected struct {
	Places []AffectedPlace `json:"places,omitempty" most:"200"`
	People []Person        `json:"people,omitempty" most:"10000" doc:"Who is known to be concerned."`
}

// Affected are the people whom an incident concerns, in numbers.
type Affected struct {
	People     int               `json:"people"`
	ByMail     int               `json:"by_mail"`
	ByLetter   int               `json:"by_letter" doc:"That is printed."`
	Unreached  int               `json:"unreached" doc:"No address was found."`
	Customers  int               `json:"customers" doc:"Whom their customer writes to."`
	Records    int               `json:"records"`
	Categories []varsam.Category `json:"categories" list:""`
	Systems    map[string]int    `json:"systems" list:"" doc:"Records by system."`
	Gaps       []AffectedGap     `json:"gaps" list:"" doc:"What was not searched, and why."`
	Told       int               `json:"told" doc:"People with a letter."`
	Left       int               `json:"left" doc:"Who can be written to and have not been."`
	Done       bool              `json:"done" doc:"The counts are whole."`
	Working    bool              `json:"working"`
	Percent    int               `json:"percent" doc:"How much of the work is done."`
	Failed     varsam.Code       `json:"failed,omitempty" doc:"Why it does not get on."`
}

// AffectedGap is a place that was not searched.
type AffectedGap struct {
	System     string `json:"system"`
	Collection string `json:"collection,omitempty"`
	Why        string `json:"why" doc:"In the language asked for."`
}

// incident is the duty that the path names. Code NotFound when it is none, or
// another kind.
func (c *call) incident() (duty.Record, error) {
	r, err := c.Duties.Get(c.ctx, c.param("id"))
	if err == nil && r.Kind != duty.Incident {
		return r, varsam.Errorf(varsam.NotFound, "there is no incident %s", r.ID)
	}
	return r, err
}

// traced is what is known of those whom the incident in the address concerns.
func (c *call) traced() (r duty.Record, t duty.Traced, err error) {
	if r, err = c.incident(); err == nil {
		t, err = c.Duties.Traced(c.ctx, r.ID)
	}
	return r, t, err
}

func (c *call) affected() (out Affected, err error) {
	_, t, err := c.traced()
	if err != nil {
		return out, err
	}
	out = Affected{
		People: t.People, ByMail: t.ByMail, ByLetter: t.ByLetter, Unreached: t.Unreached, Customers: t.Customers, Records: t.Records,
		Categories: append([]varsam.Category{}, t.Categories...), Systems: map[string]int{}, Gaps: []AffectedGap{},
		Told: t.Told, Left: t.Left, Done: t.Done, Working: t.Working, Percent: t.Percent(), Failed: t.Failed,
	}
	for system, n := range t.Systems {
		out.Systems[system] = n
	}
	for _, g := range t.Gaps {
		out.Gaps = append(out.Gaps, AffectedGap{g.System, g.Collection, c.say.Reason(g.Why)})
	}
	return out, nil
}

func (c *call) findAffected(in FindAffected) (out Affected, err error) {
	reg, err := c.register()
	if err != nil {
		return out, err
	}
	var order duty.Order
	for _, p := range in.Places {
		order.Spots = append(order.Spots, duty.Struck{System: p.System, Collection: p.Collection, Where: p.Where})
	}
	for i, p := range in.People {
		person, err := p.person(i, reg, today(reg))
		if err != nil {
			return out, err
		}
		order.People = append(order.People, person)
	}
	if err := c.Duties.AskAffected(c.ctx, c.param("id"), order, c.token.By); err != nil {
		return out, dutyFault(err)
	}
	return c.affected()
}

// AffectedPerson is one person whom an incident concerns.
type AffectedPerson struct {
	Identifiers []Identifier `json:"identifiers" list:""`
	To          string       `json:"to,omitempty" doc:"An e-mail address, or a name with a postal address over several lines; left out where neither was found."`
	Of          string       `json:"of,omitempty" doc:"The customer for whom we have them: it writes to them, not we."`
}

// affectedPeople are a part of them; a page is as large as the parts that they were
// found in, a thousand at most.
func (c *call) affectedPeople() (list List[AffectedPerson], err error) {
	list.Items = []AffectedPerson{}
	r, t, err := c.traced()
	if err != nil {
		return list, err
	}
	part := 1
	if text := c.value("after"); text != "" {
		before, err := strconv.Atoi(text)
		if err != nil || before < 1 || before >= t.Parts {
			return list, varsam.Errorf(varsam.Invalid, "after is not `next` of a page of this list")
		}
		part = before + 1
	}
	people, err := c.Duties.AffectedPeople(c.ctx, r.ID, part)
	for _, p := range people {
		one := AffectedPerson{Identifiers: []Identifier{}, To: p.To, Of: p.Of}
		for _, id := range p.Identifiers {
			one.Identifiers = append(one.Identifiers, Identifier{id.Type, id.Value, id.Verified})
		}
		list.Items = append(list.Items, one)
	}
	if part < t.Parts {
		list.Next = strconv.Itoa(part)
	}
	return list, err
}

// IncidentLetter is what is written about an incident, as it would be now, in the
// organisation's language.
type IncidentLetter struct {
	Subject string   `json:"subject"`
	Text    string   `json:"text"`
	Lacks   []string `json:"lacks" list:"" doc:"Facts of the incident that it must say and does not; it is not sent before."`
}

// Who reads a letter about an incident.
var letterReaders = []string{"people", "customers"}

func (c *call) incidentLetter() (out IncidentLetter, err error) {
	to, err := oneOf(c, "to", letterReaders)
	if err != nil {
		return out, err
	}
	r, err := c.incident()
	if err != nil {
		return out, err
	}
	w, err := c.Duties.World(c.ctx)
	if err != nil {
		return out, err
	}
	reg, err := c.register()
	if err != nil {
		return out, err
	}
	out.Lacks = []string{}
	say := w.Printer(reg.Organisation.Language)
	if to == "customers" {
		out.Subject, out.Text = duty.CustomerNotice(say, w, r)
		return out, nil
	}
	out.Subject, out.Text = duty.PeopleLetter(say, w, r)
	faults := duty.LetterFaults(r)
	for _, f := range r.Definition().Fields {
		if faults[f.Name] != "" {
			out.Lacks = append(out.Lacks, f.Name)
		}
	}
	return out, nil
}

func (c *call) sendLetters(nothing) (out Affected, err error) {
	if err := c.Duties.AskLetters(c.ctx, c.param("id"), c.token.By); err != nil {
		return out, dutyFault(err)
	}
	return c.affected()
}

func (c *call) incidentNotice() (out file, err error) {
	r, err := c.incident()
	if err != nil {
		return out, err
	}
	w, err := c.Duties.World(c.ctx)
	if err != nil {
		return out, err
	}
	return file{"notification.txt", plainText, []byte(duty.AuthorityNotice(w.Printer(c.say.Lang()), w, r))}, nil
}
