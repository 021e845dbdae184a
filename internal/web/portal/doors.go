package portal

import (
	"net/http"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/web/frame"
)

// receipt says the number and the last day, and what to do next.
func (p *Portal) receipt(v *frame.Visit) error {
	r, err := p.Reception.Receipt(v.Context(), v.Param("token"))
	if err != nil {
		return err
	}
	return v.Show("receipt", r)
}

// again sends the way in once more. What is said is the same whether anything
// could be sent.
func (p *Portal) again(v *frame.Visit) error {
	err := p.Reception.Identity.Again(v.Context(), v.Param("token"))
	switch varsam.CodeOf(err) {
	case "":
		v.Flash(frame.Good, "portal.said.again")
	case varsam.Denied:
		v.Flash(frame.Note, "portal.said.tomorrow")
	default:
		return err
	}
	return v.Redirect("/receipt/" + v.Param("token"))
}

// enterAtReceipt is for a code that came by telephone or letter.
func (p *Portal) enterAtReceipt(v *frame.Visit) error {
	pass, err := p.Reception.Identity.Enter(v.Context(), v.Param("token"), v.Field("code"))
	if varsam.CodeOf(err) == varsam.Denied {
		v.Flash(frame.Bad, "portal.said.wrong-code")
		return v.Redirect("/receipt/" + v.Param("token"))
	}
	if err != nil {
		return err
	}
	return v.Redirect(reception.CasePage + pass.Token)
}

// spent says of a link that leads nowhere what may have become of it. It says the
// same of one that never was.
func spent(follow frame.Handler) frame.Handler {
	return func(v *frame.Visit) error {
		err := follow(v)
		if varsam.CodeOf(err) == varsam.NotFound {
			return v.ShowStatus(http.StatusNotFound, "spent", nil)
		}
		return err
	}
}

// door is a page with one button: nothing happens by looking at it.
type door struct {
	Wishes []identity.Wish
	What   string
}

func (p *Portal) confirming(v *frame.Visit) error {
	return p.door(v, identity.LinkConfirm, "confirm")
}

func (p *Portal) returning(v *frame.Visit) error { return p.door(v, identity.LinkReturn, "return") }

func (p *Portal) stopping(v *frame.Visit) error { return p.door(v, identity.LinkStop, "stop") }

func (p *Portal) door(v *frame.Visit, kind identity.LinkKind, what string) error {
	if _, err := p.Reception.Identity.Look(v.Context(), v.Param("token"), kind); err != nil {
		return err
	}
	return v.Show("door", door{What: what})
}

func (p *Portal) confirm(v *frame.Visit) error {
	return into(v, func(token string) (identity.Receipt, error) { return p.Reception.Identity.Confirm(v.Context(), token) })
}

func (p *Portal) goBack(v *frame.Visit) error {
	return into(v, func(token string) (identity.Receipt, error) { return p.Reception.Identity.Return(v.Context(), token) })
}

// into opens the case with what a door gives.
func into(v *frame.Visit, open func(string) (identity.Receipt, error)) error {
	pass, err := open(v.Param("token"))
	if varsam.CodeOf(err) == varsam.Denied {
		v.Flash(frame.Note, "portal.said.held")
		return v.Redirect("/ask")
	}
	if err != nil {
		return err
	}
	return v.Redirect(reception.CasePage + pass.Token)
}

func (p *Portal) stop(v *frame.Visit) error {
	if _, err := p.Reception.Identity.Stop(v.Context(), v.Param("token")); err != nil {
		return err
	}
	return v.Redirect("/stopped")
}
