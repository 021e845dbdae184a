package portal

import (
	"context"
	"embed"
	"net/http"
	"sync"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/oidc"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request/letter"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/web/frame"
)

//go:embed *.html
var files embed.FS

// pages are parsed once for all that answer in one process.
var pages = sync.OnceValue(func() *frame.Book { return frame.NewBook(files) })

// Portal is the public's part of a site.
type Portal struct {
	Site      *frame.Site
	Reception *reception.Service

	// EID vouches for people's personal numbers, by way of a broker of electronic
	// IDs; nil without one.
	EID *oidc.Provider
}

// Mount adds the pages to the site.
func (p *Portal) Mount() {
	a := &frame.Area{Site: p.Site, Book: pages(), Class: "door portal", Chrome: p.chrome, Guard: p.guard}
	a.Handle("GET /ask", p.ask)
	a.Handle("POST /ask", p.take)
	a.Handle("GET /receipt/{token}", p.receipt)
	a.Handle("POST /receipt/{token}/again", p.again)
	a.Handle("POST /receipt/{token}/code", p.enterAtReceipt)
	a.Handle("GET "+reception.ConfirmPage+"{token}", spent(p.confirming))
	a.Handle("POST "+reception.ConfirmPage+"{token}", spent(p.confirm))
	a.Handle("GET "+reception.ReturnPage+"{token}", spent(p.returning))
	a.Handle("POST "+reception.ReturnPage+"{token}", spent(p.goBack))
	a.Handle("GET "+reception.StopPage+"{token}", spent(p.stopping))
	a.Handle("POST "+reception.StopPage+"{token}", spent(p.stop))
	a.Handle("GET /stopped", func(v *frame.Visit) error { return v.Show("stopped", nil) })
	a.Handle("GET "+reception.CasePage+"{token}", spent(p.view))
	a.Handle("POST "+reception.CasePage+"{token}/code", spent(p.code))
	a.Handle("POST "+reception.CasePage+"{token}/enter", spent(p.enter))
	a.Handle("POST "+reception.CasePage+"{token}/message", spent(p.message))
	a.Handle("POST "+reception.CasePage+"{token}/fetch", spent(p.fetch))
	a.Handle("GET "+reception.CasePage+"{token}/eid", spent(p.toEID))
	a.Handle("GET /receipt/{token}/eid", p.toEID)
	a.Handle("GET "+reception.TaskPage+"{token}", p.task)
	a.Handle("POST "+reception.TaskPage+"{token}", p.answerTask)
	a.Handle("GET /answered", func(v *frame.Visit) error { return v.Show("answered", nil) })
	a.Handle("GET "+eidBack, p.fromEID)
	(&frame.Area{Site: p.Site, Book: a.Book, Class: a.Class, Chrome: p.chrome, Guard: p.named}).Lost(nil)
}

// house is what every page says of the organisation.
type house struct {
	Title     string
	Contact   []string
	Authority []string // where to complain
	EID       string   // name of the electronic ID that can be shown; empty for none
	reg       *register.Register
}

// guard opens the portal once there is a register: before, nothing could be
// answered.
func (p *Portal) guard(next frame.Handler) frame.Handler {
	return func(v *frame.Visit) error {
		reg, err := p.register(v.Context())
		if varsam.CodeOf(err) == varsam.NotFound {
			return v.ShowStatus(http.StatusServiceUnavailable, "unready", nil)
		}
		if err != nil {
			return err
		}
		v.Zone, v.Who = reg.Organisation.Location(), reg
		return next(v)
	}
}

// named lets everybody in, and knows whose pages they are where that is known.
func (p *Portal) named(next frame.Handler) frame.Handler {
	return func(v *frame.Visit) error {
		if reg, err := p.register(v.Context()); err == nil {
			v.Zone, v.Who = reg.Organisation.Location(), reg
		}
		return next(v)
	}
}

func (p *Portal) register(ctx context.Context) (reg *register.Register, err error) {
	err = p.Reception.Store.Read(ctx, p.Reception.Tenant, func(tx *store.Tx) error {
		reg, err = register.InForce(tx)
		return err
	})
	return reg, err
}

func (p *Portal) chrome(v *frame.Visit) any {
	reg, ok := v.Who.(*register.Register)
	if !ok {
		return house{Title: "Varsam"}
	}
	org := reg.Organisation
	h := house{Title: org.Title.In(v.Lang()), Authority: letter.Authority(org.Country), reg: reg}
	if p.EID != nil {
		h.EID = p.EID.Name
	}
	contact := org.Officer
	if contact == (register.Contact{}) {
		contact = org.Contact
	}
	for _, line := range []string{contact.Name, contact.Email, contact.Phone, contact.Address} {
		if line != "" {
			h.Contact = append(h.Contact, line)
		}
	}
	return h
}
