package api

import (
	"context"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/account"
)

// SecondFactor is whether a password alone is not enough to sign in.
type SecondFactor struct {
	Demanded bool `json:"demanded"`
}

func (c *call) getSecondFactor() (out SecondFactor, err error) {
	out.Demanded, err = c.Accounts.SecondFactor(c.ctx)
	return out, err
}

func (c *call) setSecondFactor(in SecondFactor) (SecondFactor, error) {
	return in, c.Accounts.SetSecondFactor(c.ctx, in.Demanded, c.token.By)
}

// endSessions signs an account out everywhere, at once.
func (c *call) endSessions() error {
	if _, err := c.getAccount(); err != nil {
		return err
	}
	return c.Accounts.EndOf(c.ctx, c.param("id"), c.token.By)
}

// CaseAccess is somebody's access to one case, that ends by itself.
type CaseAccess struct {
	Account string       `json:"account" least:"1" most:"100"`
	Role    account.Role `json:"role"`
	Ends    time.Time    `json:"ends,omitzero"`
}

// NewCaseAccess gives it until the end of a day.
type NewCaseAccess struct {
	Account string       `json:"account" least:"1" most:"100"`
	Role    account.Role `json:"role"`
	Until   varsam.Date  `json:"until" doc:"Thirty days ahead at most."`
}

func (c *call) listCaseAccess() (list List[CaseAccess], err error) {
	all, err := c.Accounts.Given(c.ctx, c.param("id"))
	list.Items = []CaseAccess{}
	for _, g := range all {
		list.Items = append(list.Items, CaseAccess{g.Account, g.Role, g.Ends})
	}
	return list, err
}

func (c *call) giveCaseAccess(in NewCaseAccess) (out CaseAccess, err error) {
	reg, err := c.register()
	if err != nil {
		return out, err
	}
	ends := in.Until.AddDays(1).Start(reg.Organisation.Location()).Add(-time.Second)
	out = CaseAccess{in.Account, in.Role, ends}
	return out, c.Accounts.Give(c.ctx, account.Grant{Account: in.Account, Request: c.param("id"), Role: in.Role, Ends: ends}, c.token.By)
}

func (c *call) takeCaseAccess() error {
	return c.Accounts.TakeBack(c.ctx, c.param("account"), c.param("id"), c.token.By)
}

// Protection is whether somebody in a case has protected data.
type Protection struct {
	Protected bool `json:"protected"`
}

func (c *call) shieldCase(in Protection) (Protection, error) {
	return in, c.Requests.Shield(c.ctx, c.param("id"), in.Protected, c.token.By)
}

func (c *call) protectClaim(in Protection) (Protection, error) {
	if _, err := c.claim(); err != nil {
		return in, err
	}
	return in, c.Reception.Protect(c.ctx, c.param("id"), in.Protected, c.token.By)
}

// TaskLink is where the owner of a system gets the link to a task.
type TaskLink struct {
	To string `json:"to" least:"3" most:"400"`
}

// linkTask sends the owner of a system a link, by which they answer without an
// account.
func (c *call) linkTask(in TaskLink) (nothing, error) {
	_, err := c.Reception.SendTask(c.ctx, c.param("id"), c.param("step"), in.To, c.say.Lang(), c.token.By)
	return nothing{}, err
}

// Forecast is what will run out of one collection, month by month.
type Forecast struct {
	System     string          `json:"system"`
	Collection string          `json:"collection"`
	Action     varsam.OpKind   `json:"action"`
	Due        int64           `json:"due" doc:"What has run out already."`
	Unclear    int64           `json:"unclear" doc:"Records whose last day cannot be computed."`
	Months     []ForecastMonth `json:"months" list:""`
}

// ForecastMonth is one month of it.
type ForecastMonth struct {
	Month string `json:"month" doc:"2027-03"`
	Rows  int64  `json:"rows"`
}

// The year of culling to come.
const (
	forecastYear = 12
	forecastWait = 2 * time.Minute
)

func (c *call) cullingYear() (list List[Forecast], err error) {
	ctx, cancel := context.WithTimeout(c.ctx, forecastWait)
	defer cancel()
	rules, _, err := c.Culling.Calendar(ctx, forecastYear)
	list.Items = []Forecast{}
	for _, f := range rules {
		row := Forecast{f.System, f.Collection, f.Action, f.Due, f.Unclear, []ForecastMonth{}}
		for _, m := range f.Months {
			row.Months = append(row.Months, ForecastMonth{m.Month, m.Rows})
		}
		list.Items = append(list.Items, row)
	}
	return list, err
}
