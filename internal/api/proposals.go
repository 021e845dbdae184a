package api

import (
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/letterbox"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/request"
)

var proposalStates = []letterbox.State{letterbox.Proposed, letterbox.Stopped, letterbox.Confirmed, letterbox.Dismissed}

// ProposalDetail is a mail that seems to use a right, with what it says.
type ProposalDetail struct {
	letterbox.Proposal
	From      string   `json:"from,omitempty"`
	Name      string   `json:"name,omitempty"`
	Subject   string   `json:"subject,omitempty"`
	Text      string   `json:"text,omitempty"`
	By        string   `json:"by,omitempty" doc:"Who passed it on."`
	Undated   bool     `json:"undated,omitempty" doc:"The day on which it first came is not known; the time runs from when it was passed on."`
	Unread    []string `json:"unread,omitempty" doc:"What could not be read."`
	Dismissal string   `json:"dismissal,omitempty" doc:"Why it is no request."`
}

// ProposalConfirmed is a person's yes: the mail is a request.
type ProposalConfirmed struct {
	Rights      []varsam.Right `json:"rights,omitempty" most:"20" doc:"What it asks for; as it was proposed when left out."`
	Identity    string         `json:"identity,omitempty" most:"2000" doc:"How it was seen who wrote it. Without it the portal asks them, and the case is made when they have shown it."`
	Identifiers []Identifier   `json:"identifiers,omitempty" most:"50" doc:"What else was found to be the writer's."`
	Instead     bool           `json:"instead,omitempty" doc:"The identifiers, and not the address that the mail came from."`
	Corrections []Correction   `json:"corrections,omitempty" most:"50"`
	Article     string         `json:"article,omitempty" pattern:"^[a-d]?$" doc:"Letter of Art. 18(1), for a restriction."`
}

// Dismissal is why a mail is no request.
type Dismissal struct {
	Reason string `json:"reason" least:"1" most:"2000"`
}

func (c *call) listProposals() (list List[letterbox.Proposal], err error) {
	state, err := oneOf(c, "state", proposalStates)
	if err != nil {
		return list, err
	}
	if state == "" {
		state = letterbox.Proposed
	}
	all, err := c.Letterbox.Proposals(c.ctx, state)
	for i := range all {
		all[i].Rights = append([]varsam.Right{}, all[i].Rights...)
	}
	if err != nil {
		return list, err
	}
	return page(c, all, func(p letterbox.Proposal) string { return p.ID })
}

func (c *call) getProposal() (out ProposalDetail, err error) {
	p, letter, err := c.Letterbox.Show(c.ctx, c.param("id"))
	if err != nil {
		return out, err
	}
	p.Rights = append([]varsam.Right{}, p.Rights...)
	out = ProposalDetail{
		Proposal: p, From: letter.From, Name: letter.Name, Subject: letter.Subject, Text: letter.Text, By: letter.By, Undated: letter.Undated,
		Dismissal: letter.Dismissal,
	}
	for _, why := range letter.Unread {
		out.Unread = append(out.Unread, c.say.Reason(why))
	}
	return out, nil
}

// confirmProposal makes a case of a mail, and has it searched for where it was seen
// who wrote it.
func (c *call) confirmProposal(in ProposalConfirmed) (out ProposalDetail, err error) {
	reg, err := c.register()
	if err != nil {
		return out, err
	}
	yes := letterbox.Confirmation{By: c.token.By, Rights: in.Rights, Identity: in.Identity, Instead: in.Instead, Article: in.Article}
	for i, id := range in.Identifiers {
		if id.Type.Selects() {
			if _, err := id.Type.Canonical(id.Value, reg.Organisation.Country, today(reg)); err != nil {
				return out, &fault{status: statuses[varsam.Invalid], error: varsam.Errorf(varsam.Invalid, "an identifier cannot be read"), faults: []Fault{{
					At: "/identifiers/" + strconv.Itoa(i) + "/value", Says: "is not written as this kind of identifier is",
				}}}
			}
		}
		yes.People = append(yes.People, varsam.Identifier{Type: id.Type, Value: id.Value, Verified: id.Verified})
	}
	for _, x := range in.Corrections {
		yes.Corrections = append(yes.Corrections, plan.Correction{Category: x.Category, Old: x.Old, New: x.New})
	}
	if err := c.Letterbox.Confirm(c.ctx, c.param("id"), yes); err != nil {
		return out, err
	}
	if yes.Identity != "" {
		if err := c.Requests.Ask(c.ctx, c.param("id"), request.KindPlan); err != nil {
			return out, err
		}
	}
	return c.getProposal()
}

func (c *call) dismissProposal(in Dismissal) (out ProposalDetail, err error) {
	if err := c.Letterbox.Dismiss(c.ctx, c.param("id"), in.Reason, c.token.By); err != nil {
		return out, err
	}
	return c.getProposal()
}
