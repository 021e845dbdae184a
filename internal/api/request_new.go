package api

import (
	"strconv"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
)

// Person is somebody whom a request concerns.
type Person struct {
	Identifiers []Identifier `json:"identifiers" list:"" least:"1" most:"50"`
}

// Identifier is one way to say who somebody is.
type Identifier struct {
	Type     varsam.IdentifierType `json:"type" least:"1" most:"100" doc:"email, phone, national-id, name, or a kind that the register declares. A name selects nothing."`
	Value    string                `json:"value" least:"1" most:"400"`
	Verified bool                  `json:"verified,omitempty" doc:"It was proven to be the person's. Only verified identifiers select records."`
}

// Ask is one right that somebody uses.
type Ask struct {
	Right      varsam.Right `json:"right"`
	Activities []string     `json:"activities,omitempty" doc:"Only these activities of the register: for an objection, a withdrawal, an erasure."`
	Article    string       `json:"article,omitempty" pattern:"^[a-d]?$" doc:"Letter of Art. 18(1), for a restriction."`
}

// Correction is one value to be put right.
type Correction struct {
	Category varsam.Category `json:"category" least:"1" most:"100" doc:"The kind of data: contact.email."`
	Old      string          `json:"old,omitempty" most:"2000"`
	New      string          `json:"new" least:"1" most:"2000"`
}

// NewRequest is a request as it is taken in.
type NewRequest struct {
	People      []Person     `json:"people" list:"" least:"1" most:"1000"`
	Asks        []Ask        `json:"asks" list:"" least:"1" most:"20"`
	Received    varsam.Date  `json:"received,omitzero" doc:"The day it came; today when left out."`
	Channel     string       `json:"channel,omitempty" most:"40" doc:"phone, letter, visit, mail, or a word of your own."`
	Letter      string       `json:"letter,omitempty" most:"100000" doc:"What the person wrote or said."`
	Identity    string       `json:"identity,omitempty" most:"2000" doc:"How identity was checked: a note, never a copy of a document."`
	Language    varsam.Lang  `json:"language,omitempty" doc:"The person's; the organisation's when left out."`
	Shielded    bool         `json:"shielded,omitempty" doc:"Somebody has protected data: only those whom it is given to see the case."`
	Corrections []Correction `json:"corrections,omitempty" most:"50"`
	Proof       string       `json:"proof,omitempty" most:"2000" doc:"What the right values rest on."`
	Disputed    bool         `json:"disputed,omitempty" doc:"It is not settled which values are right; their use is restricted meanwhile."`
	Party       string       `json:"party,omitempty" most:"100" doc:"The controller, for an instruction."`
	Search      *bool        `json:"search,omitempty" doc:"Whether to have the person searched for at once; true when left out."`
}

// newRequest takes a request in.
func (c *call) newRequest(in NewRequest) (out Request, err error) {
	reg, err := c.register()
	if err != nil {
		return out, err
	}
	intake, err := in.intake(reg)
	if err != nil {
		return out, err
	}
	if intake.Base, err = c.Base(c.ctx); err != nil {
		return out, err
	}
	r, err := c.requests().New(c.ctx, intake)
	if err != nil {
		return out, err
	}
	if in.Search == nil || *in.Search {
		if err := c.Requests.Ask(c.ctx, r.ID, request.KindPlan); err != nil { // it has come, whatever becomes of the search
			c.Logger.Error("a request is not searched for yet", "request", r.ID, "code", string(varsam.CodeOf(err)))
		}
	}
	c.place = Root + "/requests/" + r.ID
	return requestOf(r), nil
}

// requests is the service as this token uses it.
func (c *call) requests() *request.Service {
	s := *c.Requests
	s.Assurance = c.token.Assurance()
	return &s
}

func (in NewRequest) intake(reg *register.Register) (out request.Intake, err error) {
	today := varsam.DateIn(time.Now(), reg.Organisation.Location())
	out.Case = request.Case{
		Channel: in.Channel, Letter: in.Letter, Identity: in.Identity, Language: in.Language, Shielded: in.Shielded, Proof: in.Proof,
		Disputed: in.Disputed, Party: in.Party,
	}
	if out.Language == "" {
		out.Language = reg.Organisation.Language
	}
	if out.Received, err = arrival(in.Received, today, reg); err != nil {
		return out, err
	}
	for i, p := range in.People {
		person, err := p.person(i, reg, today)
		if err != nil {
			return out, err
		}
		out.People = append(out.People, person)
	}
	for _, a := range in.Asks {
		out.Asks = append(out.Asks, decide.Ask{Person: decide.Everyone, Right: a.Right, Activities: a.Activities, Article: a.Article, Party: in.partyOf(a)})
	}
	if in.Disputed {
		out.Asks = append(out.Asks, decide.Ask{Person: decide.Everyone, Right: varsam.RestrictionOf, Article: "a"})
	}
	for _, x := range in.Corrections {
		out.Corrections = append(out.Corrections, plan.Correction{Category: x.Category, Old: x.Old, New: x.New})
	}
	return out, out.Check()
}

func (in NewRequest) partyOf(a Ask) string {
	if a.Right == varsam.Instruction {
		return in.Party
	}
	return ""
}

// arrival is noon of the day a request came: it never lies in the future.
func arrival(day, today varsam.Date, reg *register.Register) (at time.Time, err error) {
	switch {
	case day.IsZero() || day == today:
		return time.Time{}, nil
	case day.After(today):
		return at, varsam.Errorf(varsam.Invalid, "received lies in the future")
	case day.Before(today.AddYears(-3)):
		return at, varsam.Errorf(varsam.Invalid, "received lies more than three years back")
	}
	return day.Start(reg.Organisation.Location()).Add(12 * time.Hour), nil
}

func (p Person) person(number int, reg *register.Register, today varsam.Date) (out varsam.Person, err error) {
	out.Number = number
	for i, id := range p.Identifiers {
		wrong := func(part, says string) error {
			return &fault{status: statuses[varsam.Invalid], error: varsam.Errorf(varsam.Invalid, "an identifier cannot be read"), faults: []Fault{{
				At: "/people/" + strconv.Itoa(number) + "/identifiers/" + strconv.Itoa(i) + part, Says: says,
			}}}
		}
		if id.Type.Selects() {
			if _, err := id.Type.Canonical(id.Value, reg.Organisation.Country, today); err != nil {
				return out, wrong("/value", "is not written as this kind of identifier is")
			}
			if id.Verified && !reg.Searches(id.Type) {
				return out, wrong("/type", "is nothing that the register searches people by")
			}
		}
		out.Identifiers = append(out.Identifiers, varsam.Identifier{Type: id.Type, Value: id.Value, Verified: id.Verified})
	}
	return out, nil
}
