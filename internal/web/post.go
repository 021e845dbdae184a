package web

import (
	"context"
	"net"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountPost adds the letters: those to print or say, those that were refused, and
// what was sent.
func (o *Office) mountPost() {
	o.handle("GET /letters", account.SeeWork, needsRegister(o.letters))
	o.area.Handle("GET /letters/{id}", needsRegister(allowed(account.HandOver, o.outgoing)))
	o.area.Handle("POST /letters/{id}/done", needsRegister(allowed(account.HandOver, o.letterDone)))
	o.area.Handle("POST /letters/{id}/retry", needsRegister(allowed(account.HandOver, o.letterAgain)))
	o.handle("POST /letters/domain", account.SetUp, needsRegister(o.checkDomain))
}

// mostLetters is how many of a state are listed.
const mostLetters = 200

// postView is the outbox, by what has to be done about it.
type postView struct {
	Dead, Outbox, Queued, Done []letterRow
	On                         bool // mail is sent by itself
	From                       string
	Domain                     string
	Checked                    []post.Respect
}

func (o *Office) postView(v *frame.Visit) (p postView, err error) {
	desk := o.Reception.Post
	p.On, p.From, p.Domain = desk.Settings.On(), desk.Settings.From, desk.Settings.Domain()
	for _, list := range []struct {
		state post.State
		to    *[]letterRow
	}{{post.Dead, &p.Dead}, {post.Outbox, &p.Outbox}, {post.Queued, &p.Queued}, {post.Sent, &p.Done}, {post.Handed, &p.Done}} {
		some, err := desk.List(v.Context(), list.state, mostLetters)
		if err != nil {
			return p, err
		}
		for _, st := range some {
			*list.to = append(*list.to, letterRow{st})
		}
	}
	o.counts.set("/letters", len(p.Dead)+len(p.Outbox))
	return p, nil
}

func (o *Office) letters(v *frame.Visit) error {
	p, err := o.postView(v)
	if err != nil {
		return err
	}
	return v.Show("letters", p)
}

// letterRow is a letter in a list.
type letterRow struct{ post.Status }

// Where is the page of what the letter is about.
func (l letterRow) Where() string {
	switch l.Template {
	case post.Task, post.Opening:
		return "/requests/" + l.About
	case post.Receipt:
		return "/proposals/" + l.About
	case post.Duty:
		if l.ofOneDuty() {
			return "/duties/at/" + l.About
		}
		return "/duties"
	}
	return "/claims/" + l.About
}

// Number is what the page of it is called; empty where it is all duties.
func (l letterRow) Number() string {
	if l.Template == post.Duty && !l.ofOneDuty() {
		return ""
	}
	return l.About
}

// ofOneDuty reports whether it is one duty that is written about, not all that
// wait.
func (l letterRow) ofOneDuty() bool { return l.About != "" && l.About != "duties" }

// outgoingView is one letter, to be printed or said.
type outgoingView struct {
	letterRow
	post.Item
	On bool
}

// outgoing opens a letter. One to somebody with protected data is shown only to
// those who may see them.
func (o *Office) outgoing(v *frame.Visit) error {
	st, item, err := o.Reception.Post.Open(v.Context(), v.Param("id"))
	if err != nil {
		return err
	}
	if err := o.maySend(v, st); err != nil {
		return err
	}
	return v.Show("outgoing", outgoingView{letterRow{st}, item, o.Reception.Post.Settings.On()})
}

func (o *Office) maySend(v *frame.Visit, st post.Status) error {
	_, _, withheld, err := o.Reception.Identity.Read(v.Context(), st.About, o.reader(v))
	switch {
	case varsam.CodeOf(err) == varsam.NotFound:
		return nil // of a claim that has gone, or of none
	case err != nil:
		return err
	case withheld || !who(v).May(account.SeePeople):
		return errProtected
	}
	return nil
}

func (o *Office) letterDone(v *frame.Visit) error {
	return o.moveLetter(v, o.Reception.Post.HandedOver, "web.post.noted")
}

func (o *Office) letterAgain(v *frame.Visit) error {
	return o.moveLetter(v, o.Reception.Post.Retry, "web.post.again")
}

func (o *Office) moveLetter(v *frame.Visit, move func(context.Context, string) error, said string) error {
	st, _, err := o.Reception.Post.Open(v.Context(), v.Param("id"))
	if err != nil {
		return err
	}
	if err := o.maySend(v, st); err != nil {
		return err
	}
	if err := move(v.Context(), st.ID); err != nil {
		return err
	}
	v.Flash(frame.Good, said)
	return v.Redirect("/letters")
}

// domainPatience is how long the name service may take.
const domainPatience = 15 * time.Second

// checkDomain asks the name service what receivers ask about the domain that
// letters come from. Only this button asks it.
func (o *Office) checkDomain(v *frame.Visit) error {
	p, err := o.postView(v)
	if err != nil {
		return err
	}
	if domain := v.Field("domain"); domain != "" {
		p.Domain = domain
	}
	ctx, cancel := context.WithTimeout(v.Context(), domainPatience)
	defer cancel()
	if p.Checked, err = post.CheckDomain(ctx, o.resolver(), p.Domain, v.Field("selector")); err != nil {
		return err
	}
	return v.Show("letters", p)
}

func (o *Office) resolver() post.Resolver {
	if o.Names != nil {
		return o.Names
	}
	return net.DefaultResolver
}

// ByPhone reports whether somebody is to call and say it.
func (p outgoingView) ByPhone() bool { return string(p.Status.Medium) == string(identity.Phone) }
