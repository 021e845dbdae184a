package web

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/frame"
)

// partner is a recipient that is to be told what was changed (Art. 19).
type partner struct {
	Name, Title string
	Told        bool
	On          varsam.Date
	Impossible  string
	Received    varsam.Date // the log has that they got data on that day
	Notice      string      // the duty that is open until they have confirmed
	Confirmed   varsam.Date
}

// partners are the recipients of the activities that the plan touches, and those
// who got the person's data by the log of disclosures.
func (o *Office) partners(v *frame.Visit, c *caseView, d request.Dossier) error {
	if !c.Sees || !slices.ContainsFunc(d.Request.Rights, varsam.Right.Changes) {
		return nil
	}
	reg := who(v).reg
	add := func(name string) *partner {
		for i := range c.Partners {
			if c.Partners[i].Name == name {
				return &c.Partners[i]
			}
		}
		c.Partners = append(c.Partners, partner{Name: name, Title: v.Name("party", name)})
		return &c.Partners[len(c.Partners)-1]
	}
	for _, item := range d.Plan.Items {
		for _, g := range item.Decision.Grounds {
			a, _ := reg.Activity(g.Activity)
			for _, name := range a.Recipients {
				if _, ok := reg.Party(name); ok {
					add(name)
				}
			}
		}
	}
	for _, mail := range d.Case.Mails() {
		received, err := o.Duties.Recipients(v.Context(), mail)
		if err != nil {
			return err
		}
		for _, one := range received {
			add(one.Party).Received = one.On
			c.Logged = true
		}
	}
	for i := range c.Partners {
		c.Partners[i].asTold(d.Case)
	}
	return o.notices(v, c, d.Request.ID)
}

// asTold takes what the case says of a recipient.
func (p *partner) asTold(kase request.Case) {
	for _, told := range kase.Told {
		if told.Party == p.Name {
			p.Told, p.On, p.Impossible, p.Confirmed = true, told.On, told.Impossible, told.Confirmed
		}
	}
}

// notices takes what recipients were told and have confirmed.
func (o *Office) notices(v *frame.Visit, c *caseView, id string) error {
	w, err := o.Duties.World(v.Context())
	if err != nil {
		return err
	}
	for _, notice := range duty.Notices(w, id) {
		for i := range c.Partners {
			if p := &c.Partners[i]; p.Name == notice.Subject.Name && notice.Facts["told"] != "" {
				p.Told, p.On, p.Notice, p.Confirmed = true, notice.Facts.Day("told"), notice.ID, notice.Facts.Day("confirmed")
			}
		}
	}
	return nil
}

// tellLogged tells everyone who received the data, once what was asked for is done.
func (o *Office) tellLogged(v *frame.Visit, id string) error {
	told, err := o.Duties.TellAfter(v.Context(), o.Requests, id, who(v).Name)
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.told.sent", v.Number(len(told)))
	return nil
}

// confirmTold notes that a recipient has confirmed: its duty is done, and the case
// says so.
func (o *Office) confirmTold(v *frame.Visit, id string) error {
	if err := o.Duties.Confirmed(v.Context(), id, v.Field("notice"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.saved")
	_, err := o.Duties.TellAfter(v.Context(), o.Requests, id, who(v).Name)
	return err
}
