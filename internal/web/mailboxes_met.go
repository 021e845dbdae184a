package web

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/inbox"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// metView is what a request met in an owner's mailbox, for that owner.
type metView struct {
	Request, Account string
	Mails            []metMail
	Gone             int // mails that were met and are there no more
}

type metMail struct {
	inbox.Mail
	Whose varsam.Ownership
}

// At is the page.
func (m metView) At() string { return metAt(m.Request, m.Account) }

func metAt(id, box string) string { return "/mailboxes/met/" + id + "/" + url.PathEscape(box) }

// metHits are the hits of the path's mailbox, when it is the visitor's own.
func (o *Office) metHits(v *frame.Visit) (owner string, hits []locate.Withheld, err error) {
	hits, err = o.Requests.Hits(v.Context(), v.Param("request"), v.Param("account"), "")
	if err != nil {
		return "", nil, err
	}
	if !who(v).Owns(hits[0].Owner, hits[0].Account) {
		return "", nil, errNotYours
	}
	return hits[0].Owner, hits, nil
}

func (o *Office) metPage(v *frame.Visit) error {
	_, hits, err := o.metHits(v)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(v.Context(), boxPatience)
	defer cancel()
	refs, whose := make([]varsam.Ref, len(hits)), map[string]varsam.Ownership{}
	for i, h := range hits {
		refs[i], whose[h.Ref.KeyLabel()] = h.Ref, h.Ownership
	}
	mails, err := o.Inbox.Look(ctx, refs)
	if err != nil {
		return err
	}
	view := metView{Request: v.Param("request"), Account: hits[0].Account, Gone: len(hits) - len(mails)}
	for _, m := range mails {
		view.Mails = append(view.Mails, metMail{m, whose[m.Key()]})
	}
	return v.Show("met", view)
}

// releaseMet lets the mails that the owner chose become part of the case; with none
// the owner says that none belongs to it.
func (o *Office) releaseMet(v *frame.Visit) error {
	owner, _, err := o.metHits(v)
	if err != nil {
		return err
	}
	m, err := o.Requests.Release(v.Context(), v.Param("request"), v.Param("account"), owner, v.Fields("mail"), false)
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.met.said", v.Number(m.Released), v.Number(m.Hits))
	return v.Redirect("/mailboxes")
}

// mountOpening adds that a mailbox is opened without its owner: by two people, with
// a ground, and never unseen.
func (o *Office) mountOpening() {
	o.onCase("mailbox", account.Handle, o.proposeOpening)
	o.onCase("mailbox/second", account.Approve, o.secondOpening)
}

func (o *Office) proposeOpening(v *frame.Visit, id string) error {
	stated := map[string]string{}
	for _, c := range law.MailConditions {
		stated[c.Name] = v.Field("condition-" + c.Name)
	}
	_, err := o.Requests.ProposeOpening(v.Context(), id, request.Opening{
		Account: v.Field("account"), Ground: v.Field("ground"), Why: v.Field("why"), Stated: stated, Address: v.Field("notice-to"),
	}, who(v).Name)
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.opening.noted")
	return v.Redirect("/requests/" + id + "#mailboxes")
}

func (o *Office) secondOpening(v *frame.Visit, id string) error {
	if !who(v).in.Fresh {
		return o.toStepUp(v)
	}
	if _, err := o.Requests.SecondOpening(v.Context(), id, v.Field("account"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.opening.opened")
	return v.Redirect("/requests/" + id + "#mailboxes")
}

// caseBoxes are the employees' own mailboxes that a case met: counts.
type caseBoxes struct {
	Boxes      []caseBox
	Conditions []law.MailCondition // that Finnish law asks for; none elsewhere
	Grounds    []string
}

type caseBox struct {
	request.Mailbox
	Mine bool // the visitor said the first yes to opening it
	Own  string
}

// boxes gathers them for the case's page.
func (o *Office) boxes(v *frame.Visit, r request.Request) (*caseBoxes, error) {
	all, err := o.Requests.Mailboxes(v.Context(), r.ID)
	if code := varsam.CodeOf(err); code == varsam.Conflict || code == varsam.NotFound || err == nil && len(all) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	view := &caseBoxes{Grounds: []string{request.OwnerAbsent, request.OwnerLeft, request.OwnerDead}}
	if strings.EqualFold(who(v).reg.Organisation.Country, string(law.FI)) {
		view.Conditions = slices.Clone(law.MailConditions)
	}
	for _, m := range all {
		box := caseBox{Mailbox: m, Mine: m.Opening != nil && m.Opening.First == o.Requests.Actor(who(v).Name)}
		if who(v).Owns(m.Owner, m.Account) {
			box.Own = metAt(r.ID, m.Account)
		}
		view.Boxes = append(view.Boxes, box)
	}
	return view, nil
}
