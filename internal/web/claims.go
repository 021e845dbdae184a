package web

import (
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountClaims adds what has come and has not become a request: who asks is not
// shown yet, or somebody said stop.
func (o *Office) mountClaims() {
	o.area.Handle("GET /claims", needsRegister(allowed(account.SeeWork, o.claims)))
	o.area.Handle("GET /claims/{id}", needsRegister(allowed(account.SeeWork, o.claimPage)))
	o.onClaim("attest", account.TakeIn, o.attest)
	o.onClaim("lift", account.Handle, o.liftStop)
	o.onClaim("message", account.TakeIn, o.writeMessage)
	o.onClaim("read", account.TakeIn, o.readMessages)
	o.onClaim("release", account.HandOver, o.release)
	o.onClaim("protect", account.SeeShield, o.protect)
}

// onClaim adds something that is done to a claim by whoever may do it and may see
// whom it is about.
func (o *Office) onClaim(what string, may account.May, do func(v *frame.Visit, c identity.Claim) error) {
	o.area.Handle("POST /claims/{id}/"+what, needsRegister(allowed(may, func(v *frame.Visit) error {
		c, _, withheld, err := o.Reception.Identity.Read(v.Context(), v.Param("id"), o.reader(v))
		if err != nil {
			return err
		}
		if withheld || !who(v).May(account.SeePeople) {
			return errProtected
		}
		return do(v, c)
	})))
}

var errProtected = varsam.Errorf(varsam.Denied, "the case is of somebody with protected data; only those whom it is given to see it")

func (o *Office) reader(v *frame.Visit) identity.Reader {
	return identity.Reader{Protected: who(v).May(account.SeeShield)}
}

// claimRow is a claim in a list.
type claimRow struct {
	Claim  identity.Claim
	Who    string
	Wishes string
	Clock  clock
	Unread bool
}

// mostClaims is how many are listed; those that came first come first.
const mostClaims = 100

type claimList struct {
	Rows []claimRow
	More bool
}

func (o *Office) claims(v *frame.Visit) error {
	list, err := o.claimList(v, mostClaims)
	if err != nil {
		return err
	}
	return v.Show("claims", list)
}

func (o *Office) claimList(v *frame.Visit, most int) (list claimList, err error) {
	all, err := o.Reception.Identity.Attention(v.Context(), most+1)
	if err != nil {
		return list, err
	}
	unread, err := o.Reception.Unread(v.Context())
	if err != nil {
		return list, err
	}
	if list.More = len(all) > most; list.More {
		all = all[:most]
	}
	for _, c := range all {
		row, err := o.claimRow(v, c)
		if err != nil {
			return list, err
		}
		row.Unread = slices.Contains(unread, c.ID)
		list.Rows = append(list.Rows, row)
	}
	return list, nil
}

func (o *Office) claimRow(v *frame.Visit, c identity.Claim) (row claimRow, err error) {
	w := who(v)
	last, err := reception.LastDay(w.reg, c.Arrived)
	if err != nil {
		return row, err
	}
	row = claimRow{Claim: c, Clock: arrivalClock(v, c.Arrived, last)}
	if !w.May(account.SeePeople) {
		return row, nil
	}
	_, d, withheld, err := o.Reception.Identity.Read(v.Context(), c.ID, o.reader(v))
	switch {
	case err != nil:
		return row, err
	case withheld:
		row.Who = v.T("web.request.shielded")
	default:
		row.Who, row.Wishes = claimant(d), wishes(v, d)
	}
	return row, nil
}

// arrivalClock is the clock of what is no request yet: it runs from the day it
// came all the same.
func arrivalClock(v *frame.Visit, arrived time.Time, last varsam.Date) clock {
	reg := who(v).reg
	r := request.Request{On: varsam.DateIn(arrived, reg.Organisation.Location()), Legal: last, Safe: last}
	return clockOf(v.Printer, r, today(reg))
}

// claimant is who asks, as they named themselves.
func claimant(d identity.Document) string {
	reach, _, _ := strings.Cut(strings.TrimSpace(d.Postal), "\n")
	if d.Reach.Value != "" {
		reach = d.Reach.Value
	}
	name := d.Name
	if d.Agent != nil {
		name = d.Agent.Name
	}
	if name == "" || reach == "" {
		return name + reach
	}
	return name + " · " + reach
}

func wishes(v *frame.Visit, d identity.Document) string {
	var all []string
	for _, w := range d.Wishes {
		all = append(all, reception.Wish(v.Printer, w))
	}
	return v.Cap(v.List(all))
}
