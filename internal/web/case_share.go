package web

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountShare adds access to one case that ends by itself.
func (o *Office) mountShare() {
	o.onCase("share", account.Share, o.share)
	o.onCase("unshare", account.Share, func(v *frame.Visit, id string) error {
		v.Flash(frame.Good, "web.saved")
		return o.Accounts.TakeBack(v.Context(), v.Field("account"), id, who(v).Name)
	})
}

// shareView is who has access to a case beside their roles, and who could get it.
type shareView struct {
	Given []shareRow
	Free  []account.Account
	Roles []account.Role
	Until varsam.Date // proposed
}

type shareRow struct {
	account.Grant
	Name string
}

// sharing is shown to whoever gives such access.
func (o *Office) sharing(v *frame.Visit, id string) (*shareView, error) {
	w := who(v)
	if !w.May(account.Share) {
		return nil, nil
	}
	given, err := o.Accounts.Given(v.Context(), id)
	if err != nil {
		return nil, err
	}
	all, err := o.Accounts.List(v.Context())
	s := &shareView{Roles: account.Grantable(), Until: today(w.reg).AddDays(7)}
	for _, a := range all {
		has := false
		for _, g := range given {
			if g.Account == a.ID {
				s.Given, has = append(s.Given, shareRow{g, a.Name}), true
			}
		}
		if !has && !a.Off && a.ID != w.ID {
			s.Free = append(s.Free, a)
		}
	}
	return s, err
}

// share gives somebody access to the case until the end of a day.
func (o *Office) share(v *frame.Visit, id string) error {
	day := v.Day("until")
	if day.IsZero() {
		return varsam.Errorf(varsam.Invalid, "say until which day")
	}
	ends := day.AddDays(1).Start(who(v).reg.Organisation.Location()).Add(-time.Second)
	g := account.Grant{Account: v.Field("account"), Request: id, Role: account.Role(v.Field("role")), Ends: ends}
	if err := o.Accounts.Give(v.Context(), g, who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.saved")
	return nil
}
