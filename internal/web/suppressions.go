package web

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/suppression"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountSuppressions adds whose return is watched for: by case, never by name.
func (o *Office) mountSuppressions() {
	o.area.Handle("GET /suppressions", needsRegister(allowed(account.SeeWork, o.suppressions)))
	o.area.Handle("POST /suppressions/{suppression}/forget", needsRegister(allowed(account.Handle, o.forget)))
}

type suppressionsView struct {
	Marks  []suppression.Suppression
	Looked varsam.Date // when the last whole look was done; no day for never
}

func (o *Office) suppressions(v *frame.Visit) (err error) {
	view := suppressionsView{}
	if view.Marks, err = o.Requests.Suppressions(v.Context()); err != nil {
		return err
	}
	err = o.Store.Read(v.Context(), o.Tenant, func(tx *store.Tx) error {
		at, err := suppression.Looked(tx)
		if err == nil && !at.IsZero() {
			view.Looked = varsam.DateIn(at, who(v).reg.Organisation.Location())
		}
		return err
	})
	if err != nil {
		return err
	}
	return v.Show("suppressions", view)
}

// forget ends a mark because the person chose anew; why is kept in the case.
func (o *Office) forget(v *frame.Visit) error {
	reason := v.Field("reason")
	if reason == "" {
		v.Flash(frame.Bad, "web.suppression.why")
		return v.Redirect("/suppressions")
	}
	if err := o.Requests.Forget(v.Context(), v.Param("suppression"), reason, who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.suppression.forgotten")
	return v.Redirect("/suppressions")
}
