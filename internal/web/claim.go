package web

import (
	"context"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// claimView is a claim as its page shows it.
type claimView struct {
	reception.Desk
	ID     string
	Who    string
	Sees   bool
	Clock  clock
	Asked  []grantRow
	Proofs []proofRow
	Notes  []noteRow
	Types  []varsam.IdentifierType
	Unread bool
	Link   string // to the case, shown once
}

// grantRow is one wish with what it calls for.
type grantRow struct {
	What   string
	Need   identity.Level
	Enough bool
	Waits  time.Time // an erasure that cools off
}

type proofRow struct {
	Level identity.Level
	What  string
	At    time.Time
	Known bool // on file
}

type noteRow struct {
	identity.Note
	Name string
}

func (o *Office) claimPage(v *frame.Visit) error {
	c, err := o.claimView(v, v.Param("id"))
	if err != nil {
		return err
	}
	return v.Show("claim", c)
}

func (o *Office) claimView(v *frame.Visit, id string) (c claimView, err error) {
	if c.Desk, err = o.Reception.Desk(v.Context(), id, o.reader(v)); err != nil {
		return c, err
	}
	c.ID, c.Sees = id, !c.Withheld && who(v).May(account.SeePeople)
	c.Clock = arrivalClock(v, c.Claim.Arrived, c.Last)
	if !c.Sees {
		c.Document, c.Messages, c.Judgement = identity.Document{}, nil, identity.Judgement{}
		return c, nil
	}
	c.Who, c.Types = claimant(c.Document), who(v).reg.SearchTypes()
	for _, g := range c.Judgement.Grants {
		row := grantRow{What: v.Cap(reception.Wish(v.Printer, g.Wish)), Need: g.Need, Enough: g.Enough}
		if g.Enough && !g.May(c.Now) {
			row.Waits = g.After
		}
		c.Asked = append(c.Asked, row)
	}
	for _, p := range c.Document.Proofs {
		c.Proofs = append(c.Proofs, proofOf(v, p))
	}
	names, err := o.names(v.Context())
	for _, n := range c.Document.Notes {
		c.Notes = append(c.Notes, noteRow{n, names[n.By]})
	}
	unread, wrong := o.Reception.Unread(v.Context())
	for _, claim := range unread {
		c.Unread = c.Unread || claim == id
	}
	if err == nil {
		err = wrong
	}
	return c, err
}

func proofOf(v *frame.Visit, p identity.Proof) proofRow {
	row := proofRow{Level: p.Level, At: p.At, Known: p.File.Known, What: p.Channel.Value}
	var shown []string
	for _, id := range p.Also {
		shown = append(shown, id.Value)
	}
	if p.Subject != "" {
		shown = append(shown, covered(p.Subject))
	}
	if len(shown) > 0 {
		row.What = v.List(shown)
	}
	return row
}

// names are the staff behind the opaque ids of what they decided.
func (o *Office) names(ctx context.Context) (map[string]string, error) {
	all, err := o.Accounts.List(ctx)
	names := map[string]string{}
	for _, a := range all {
		names[o.Requests.Actor(a.Name)] = a.Name
	}
	return names, err
}

// Open reports whether the claim can still be worked on here.
func (c claimView) Open() bool { return c.Claim.Request == "" }

// Stopped reports whether somebody said stop.
func (c claimView) Stopped() bool { return !c.Claim.Stopped.IsZero() }

// Reachable are the channels on file that a link to the case may go to.
func (c claimView) Reachable() []identity.Channel {
	if c.Claim.Protected {
		return nil
	}
	return c.Document.File.Channels
}

// attest notes that somebody showed who they are, and shows the link to their case
// once.
func (o *Office) attest(v *frame.Visit, c identity.Claim) error {
	check := identity.Check{Method: identity.Method(v.Field("method")), Text: v.Field("text"), Destroyed: v.Checked("destroyed")}
	region, day := who(v).reg.Organisation.Country, today(who(v).reg)
	for _, t := range who(v).reg.SearchTypes() {
		value := v.Field("found-" + string(t))
		if value == "" {
			continue
		}
		form, err := t.Canonical(value, region, day)
		if err != nil {
			return varsam.Errorf(varsam.Invalid, "what was found cannot be read as %s", v.IdentifierType(t))
		}
		if t == varsam.NationalID {
			check.Subject = form
			continue
		}
		check.Also = append(check.Also, varsam.Identifier{Type: t, Value: form})
	}
	var send identity.Channel
	if medium, value, ok := strings.Cut(v.Field("send"), " "); ok {
		send = identity.Channel{Medium: identity.Medium(medium), Value: value}
	}
	link, err := o.Reception.Attest(v.Context(), c.ID, check, o.Requests.Actor(who(v).Name), send)
	if err != nil {
		return err
	}
	view, err := o.claimView(v, c.ID)
	if err != nil {
		return err
	}
	view.Link = link
	return v.Show("claim", view)
}

func (o *Office) liftStop(v *frame.Visit, c identity.Claim) error {
	if err := o.Reception.Lift(v.Context(), c.ID, v.Field("reason"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.claim.lifted")
	return o.backTo(v, c)
}

// writeMessage writes to the person, who is told by mail where there is a proven
// address.
func (o *Office) writeMessage(v *frame.Visit, c identity.Claim) error {
	told, err := o.Reception.Reply(v.Context(), c.ID, v.Field("text"))
	if err != nil {
		return err
	}
	return o.saidToPerson(v, c, told, "web.claim.written")
}

func (o *Office) readMessages(v *frame.Visit, c identity.Claim) error {
	if _, err := o.Reception.Messages(v.Context(), c.ID); err != nil {
		return err
	}
	return o.backTo(v, c)
}

// release lets the person fetch the copy or the answer, after showing anew who
// they are.
func (o *Office) release(v *frame.Visit, c identity.Claim) error {
	what := reception.What(v.Field("what"))
	if what != reception.Copy && what != reception.Answer {
		return varsam.Errorf(varsam.Invalid, "what is released is the copy or the answer")
	}
	told, err := o.Reception.Release(v.Context(), c.ID, what)
	if err != nil {
		return err
	}
	return o.saidToPerson(v, c, told, "web.claim.released")
}

func (o *Office) saidToPerson(v *frame.Visit, c identity.Claim, told bool, key string) error {
	v.Flash(frame.Good, key)
	if !told {
		v.Flash(frame.Note, "web.claim.untold")
	}
	return o.backTo(v, c)
}

// protect marks everything that the claim names as somebody's with protected
// data, or no longer.
func (o *Office) protect(v *frame.Visit, c identity.Claim) error {
	if err := o.Reception.Protect(v.Context(), c.ID, v.Field("is") == "yes", who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.saved")
	return o.backTo(v, c)
}

// backTo shows the page that the form stood on: the request's once there is one.
func (o *Office) backTo(v *frame.Visit, c identity.Claim) error {
	if c.Request != "" {
		return v.Redirect("/requests/" + c.Request)
	}
	return v.Redirect("/claims/" + c.ID)
}
