package api

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/duty/clause"
)

// Agreement is what an agreement was read as: a proposal, for a person to confirm.
type Agreement struct {
	Form        string              `json:"form,omitempty" doc:"A known form: eu-2021-915, danish, se-public."`
	Clauses     []clause.Proposal   `json:"clauses" list:"" doc:"By letter of Art. 28(3), at most one each."`
	Differences []clause.Difference `json:"differences" list:"" doc:"Where it says less than the article."`
	NoticeDays  int                 `json:"notice_days,omitempty"`
	BreachHours int                 `json:"breach_hours,omitempty"`
	Letters     int                 `json:"letters" doc:"Of text that there were; 0 for a picture."`
}

func agreementOf(r clause.Read) Agreement {
	return Agreement{r.Form, append([]clause.Proposal{}, r.Clauses...), append([]clause.Difference{}, r.Differences...), r.NoticeDays, r.BreachHours, r.Letters}
}

func (c *call) getClauses() (Agreement, error) {
	r, err := c.Duties.Get(c.ctx, c.param("id"))
	if err != nil {
		return Agreement{}, err
	}
	read, ok := r.Proposed()
	if !ok {
		return Agreement{}, varsam.Errorf(varsam.NotFound, "no agreement was read for duty %s", r.ID)
	}
	return agreementOf(read), nil
}

func (c *call) readAgreement(nothing) (Agreement, error) {
	name, err := c.sentName()
	if err != nil {
		return Agreement{}, err
	}
	read, err := c.Duties.ReadAgreement(c.ctx, c.param("id"), name, c.body, c.token.By)
	return agreementOf(read), dutyFault(err)
}

// ConfirmedClauses are the points of Art. 28(3) that somebody found in an agreement.
type ConfirmedClauses struct {
	Clauses []string `json:"clauses" list:"" most:"8" doc:"a to h; none takes what was confirmed away."`
}

func (c *call) confirmClauses(in ConfirmedClauses) (Duty, error) {
	r, err := c.Duties.ConfirmClauses(c.ctx, c.param("id"), in.Clauses, c.token.By)
	if err != nil {
		return Duty{}, dutyFault(err)
	}
	return dutyOf(r), nil
}

// CustomersTold are parties of the register that a letter was written to.
type CustomersTold struct {
	Told []string `json:"told" list:""`
}

func (c *call) announce(nothing) (CustomersTold, error) {
	_, told, err := c.Duties.Announce(c.ctx, c.param("id"), c.token.By)
	return CustomersTold{append([]string{}, told...)}, dutyFault(err)
}

func (c *call) tellCustomers(nothing) (CustomersTold, error) {
	told, err := c.Duties.TellCustomers(c.ctx, c.param("id"), c.token.By)
	return CustomersTold{append([]string{}, told...)}, dutyFault(err)
}

// Invited is how many people were invited to a course.
type Invited struct {
	People int `json:"people"`
}

func (c *call) invite(nothing) (out Invited, err error) {
	out.People, err = c.Duties.Invite(c.ctx, c.param("id"), c.token.By)
	return out, dutyFault(err)
}

func (c *call) mailQuestion(nothing) (Duty, error) {
	r, err := c.Duties.SendQuestion(c.ctx, c.param("id"), c.token.By)
	if err != nil {
		return Duty{}, dutyFault(err)
	}
	return dutyOf(r), nil
}

// AskedOwners is what came of asking the owners of the register's activities.
type AskedOwners struct {
	Asked   []string `json:"asked" list:"" doc:"The questions, as duties."`
	Nowhere []string `json:"nowhere" list:"" doc:"activity:NAME, whose owner has no address."`
}

func (c *call) askOwners(nothing) (out AskedOwners, err error) {
	out = AskedOwners{[]string{}, []string{}}
	w, err := c.Duties.World(c.ctx)
	if err != nil {
		return out, err
	}
	done, err := c.Duties.AskOwners(c.ctx, nil, w.Today.AddDays(duty.AskedWithin), c.token.By)
	for _, r := range done.Asked {
		out.Asked = append(out.Asked, r.ID)
	}
	for _, s := range done.Nowhere {
		out.Nowhere = append(out.Nowhere, s.String())
	}
	return out, err
}
