package web

import (
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/web/frame"
)

// agents are in what capacity somebody asks for somebody else.
var agents = []string{"guardian", "trustee", "agent"}

// Agents lists them for the form.
func (newForm) Agents() []string { return agents }

// unproven reports whether who asks is still to be shown: the request then begins
// as one that came by the portal does, and every channel on file is told.
func (f *newForm) unproven() bool { return f.Ask || f.ForOther }

// claimed reads the form as a claim, and notes what is missing where it is
// missing.
func (f *newForm) claimed(reg *register.Register) (in identity.Intake) {
	in = identity.Intake{Name: f.Who, Text: f.Letter, Language: f.Language, Article: f.Article, Postal: f.Postal}
	f.arrivalAt(&in.Received, reg)
	for _, id := range f.IDs {
		if id.Value != "" {
			in.Others = append(in.Others, varsam.Identifier{Type: id.Type, Value: id.Value})
		}
	}
	if f.Other != "" {
		in.Others = append(in.Others, varsam.Identifier{Type: varsam.IdentifierType(f.OtherIs), Value: f.Other})
	}
	if f.ForOther {
		f.agent(&in)
	} else {
		in.Reach = reachOf(&in.Others)
	}
	if in.Reach.Value == "" && in.Postal == "" {
		f.Faults.Add("ids", "web.new.reach")
	}
	f.wishes(&in)
	return in
}

// agent is whoever asks, and where they are reached.
func (f *newForm) agent(in *identity.Intake) {
	in.Agent = &identity.Agent{As: f.As, Name: f.Agent}
	f.Faults.Require("agent", f.Agent)
	if len(in.Others) == 0 {
		f.Faults.Add("ids", "web.new.nobody")
	}
	kind := varsam.Phone
	if strings.Contains(f.AgentReach, "@") {
		kind = varsam.Email
	}
	if f.AgentReach != "" {
		in.Reach = varsam.Identifier{Type: kind, Value: f.AgentReach}
	}
}

// reachOf takes out where the person is reached: mail before telephone.
func reachOf(ids *[]varsam.Identifier) (reach varsam.Identifier) {
	for _, t := range []varsam.IdentifierType{varsam.Email, varsam.Phone} {
		for i, id := range *ids {
			if id.Type == t {
				*ids = append((*ids)[:i], (*ids)[i+1:]...)
				return id
			}
		}
	}
	return reach
}

func (f *newForm) wishes(in *identity.Intake) {
	for _, r := range f.Rights {
		switch {
		case !r.On:
		case r.Right == varsam.Instruction:
			f.Faults.Add("right", "web.new.instruction-checked")
		default:
			in.Wishes = append(in.Wishes, identity.Wish{Right: r.Right, Channel: r.Right == varsam.Rectification && f.fixesChannel()})
		}
	}
	if len(in.Wishes) == 0 {
		f.Faults.Add("right", "web.form.choose")
	}
	for _, x := range f.Fixes {
		if x.Category != "" && x.New != "" {
			in.Right = append(in.Right, identity.Correction{Category: varsam.Category(x.Category), Old: x.Old, New: x.New})
		}
	}
	if f.wants(varsam.Rectification) && len(in.Right) == 0 {
		f.Faults.Add("fix", "web.new.fix")
	}
}

// fixesChannel reports whether it is about how the person is reached: the first
// step of a takeover.
func (f *newForm) fixesChannel() bool {
	for _, x := range f.Fixes {
		if varsam.Category("contact").Covers(varsam.Category(x.Category)) {
			return true
		}
	}
	return false
}

// takeClaim enters a request of somebody who has not shown who they are.
func (o *Office) takeClaim(v *frame.Visit, in identity.Intake) error {
	r, err := o.Reception.Identity.Take(v.Context(), in)
	if err != nil {
		return err
	}
	reg := who(v).reg
	last, err := reception.LastDay(reg, r.Arrived)
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.request.taken", v.Date(last))
	return v.Redirect("/claims/" + r.Claim)
}
