package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/letterbox"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountProposals adds mails that seem to use a right, until somebody says whether
// they do.
func (o *Office) mountProposals() {
	o.area.Handle("GET /proposals", needsRegister(allowed(account.SeeWork, o.proposals)))
	o.area.Handle("GET /proposals/{id}", needsRegister(allowed(account.TakeIn, o.proposalPage)))
	o.area.Handle("POST /proposals/{id}/confirm", needsRegister(allowed(account.TakeIn, o.confirmProposal)))
	o.area.Handle("POST /proposals/{id}/dismiss", needsRegister(allowed(account.TakeIn, o.dismissProposal)))
}

// proposalStates are how the list is filtered.
var proposalStates = []letterbox.State{letterbox.Proposed, letterbox.Stopped, letterbox.Confirmed, letterbox.Dismissed}

type proposalList struct {
	State  letterbox.State
	States []letterbox.State
	Rows   []proposalRow
	Boxes  bool // the register names mailboxes that requests come to
}

// proposalRow is a letter in a list, without who wrote it.
type proposalRow struct {
	letterbox.Proposal
	Asks  string
	Clock clock
}

func (o *Office) proposalRow(v *frame.Visit, p letterbox.Proposal) proposalRow {
	r := request.Request{On: p.On, Legal: p.Legal, Safe: p.Safe}
	return proposalRow{p, rightsOf(v.Printer, p.Rights), clockOf(v.Printer, r, today(who(v).reg))}
}

func (o *Office) proposals(v *frame.Visit) error {
	list := proposalList{State: letterbox.State(v.Query("state")), States: proposalStates}
	if !slices.Contains(proposalStates, list.State) {
		list.State = letterbox.Proposed
	}
	all, err := o.Letterbox.Proposals(v.Context(), list.State)
	if err != nil {
		return err
	}
	for _, p := range all {
		list.Rows = append(list.Rows, o.proposalRow(v, p))
	}
	for _, sys := range who(v).reg.Systems {
		list.Boxes = list.Boxes || sys.Requests != nil
	}
	if list.State == letterbox.Proposed {
		o.counts.set("/proposals", len(all))
	}
	return v.Show("proposals", list)
}

// proposalView is one letter with the form that decides about it.
type proposalView struct {
	proposalRow
	Letter letterbox.Sealed
	Unread []string
	Form   newForm
	Reason string
	Open   bool // a person has still to decide
}

func (o *Office) proposalView(v *frame.Visit) (p proposalView, err error) {
	found, letter, err := o.Letterbox.Show(v.Context(), v.Param("id"))
	if err != nil {
		return p, err
	}
	p = proposalView{proposalRow: o.proposalRow(v, found), Letter: letter, Form: o.emptyForm(v), Open: found.State == letterbox.Proposed}
	for _, why := range letter.Unread {
		p.Unread = append(p.Unread, v.Reason(why))
	}
	p.Form.Rights = slices.DeleteFunc(p.Form.Rights, func(r rightChoice) bool { return r.Right == varsam.Instruction })
	for i, r := range p.Form.Rights {
		p.Form.Rights[i].On = slices.Contains(found.Rights, r.Right)
	}
	return p, nil
}

func (o *Office) proposalPage(v *frame.Visit) error {
	p, err := o.proposalView(v)
	if err != nil {
		return err
	}
	return v.Show("proposal", p)
}

// confirmProposal makes a case of a letter, and has it searched for where it was
// seen who wrote it.
func (o *Office) confirmProposal(v *frame.Visit) error {
	p, err := o.proposalView(v)
	if err != nil {
		return err
	}
	sent := o.readForm(v)
	for i, r := range p.Form.Rights {
		p.Form.Rights[i].On = slices.Contains(sent.Rights, rightChoice{r.Right, true})
	}
	p.Form.Identity, p.Form.Fixes, p.Form.Article, p.Form.IDs = sent.Identity, sent.Fixes, sent.Article, sent.IDs
	yes := p.confirmation(v)
	if len(p.Form.Faults) > 0 {
		return v.ShowStatus(http.StatusUnprocessableEntity, "proposal", p)
	}
	if err := o.Letterbox.Confirm(v.Context(), p.ID, yes); err != nil {
		return err
	}
	if yes.Identity == "" {
		v.Flash(frame.Good, "web.proposal.asked")
		return v.Redirect("/claims/" + p.ID)
	}
	if err := o.Requests.Ask(v.Context(), p.ID, request.KindPlan); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.request.taken", v.Date(p.Legal))
	return v.Redirect("/requests/" + p.ID)
}

// confirmation reads the form, and notes what is missing where it is missing.
func (p *proposalView) confirmation(v *frame.Visit) letterbox.Confirmation {
	yes := letterbox.Confirmation{By: who(v).Name, Identity: p.Form.Identity, Instead: v.Checked("instead"), Article: p.Form.Article}
	for _, r := range p.Form.Rights {
		if r.On {
			yes.Rights = append(yes.Rights, r.Right)
		}
	}
	if len(yes.Rights) == 0 {
		p.Form.Faults.Add("right", "web.form.choose")
	}
	for _, id := range p.Form.IDs {
		if id.Value == "" {
			continue
		}
		if _, err := id.Type.Canonical(id.Value, who(v).reg.Organisation.Country, p.Form.Today); err != nil {
			p.Form.Faults.Add("id-"+string(id.Type), "web.new.unread")
		}
		yes.People = append(yes.People, varsam.Identifier{Type: id.Type, Value: id.Value, Verified: id.Verified})
	}
	if yes.Instead && !slices.ContainsFunc(yes.People, func(id varsam.Identifier) bool { return id.Verified }) {
		p.Form.Faults.Add("ids", "web.new.nobody")
	}
	for _, x := range p.Form.Fixes {
		if x.Category != "" && x.New != "" {
			yes.Corrections = append(yes.Corrections, plan.Correction{Category: varsam.Category(x.Category), Old: x.Old, New: x.New})
		}
	}
	if slices.Contains(yes.Rights, varsam.Rectification) && len(yes.Corrections) == 0 {
		p.Form.Faults.Add("fix", "web.new.fix")
	}
	return yes
}

func (o *Office) dismissProposal(v *frame.Visit) error {
	p, err := o.proposalView(v)
	if err != nil {
		return err
	}
	p.Reason = v.Field("reason")
	if p.Form.Faults.Require("reason", strings.TrimSpace(p.Reason)); len(p.Form.Faults) > 0 {
		return v.ShowStatus(http.StatusUnprocessableEntity, "proposal", p)
	}
	if err := o.Letterbox.Dismiss(v.Context(), p.ID, p.Reason, who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.proposal.dismissed")
	return v.Redirect("/proposals")
}
