package api

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
)

// NewDisclosure is a wish to hand somebody personal data.
type NewDisclosure struct {
	Recipient  string            `json:"recipient" least:"1" most:"64" doc:"A party of the register."`
	Scope      string            `json:"scope" most:"500" doc:"The assignment, as the permissions have it."`
	Categories []varsam.Category `json:"categories" list:"" doc:"Categories of data: contact.email."`
	People     []Disclosed       `json:"people" list:"" doc:"Whose data it is."`
	Law        string            `json:"law,omitempty" most:"200" doc:"The rule that obliges us, where the recipient is an authority."`
	What       string            `json:"what,omitempty" most:"2000" doc:"What is handed over, in words."`
}

// Disclosed is one person whose data is handed over.
type Disclosed struct {
	Mail    string `json:"mail" most:"500"`
	Company string `json:"company,omitempty" most:"500" doc:"Where they are at; it has to permit too."`
}

// Disclosure is what was logged.
type Disclosure struct {
	ID        string      `json:"id"`
	Recipient string      `json:"recipient"`
	On        varsam.Date `json:"on"`
	People    int         `json:"people"`
}

// disclose holds a wish against the permissions; the faults of a refusal are by
// person.
func (c *call) disclose(in NewDisclosure) (out Disclosure, err error) {
	h := duty.Handing{Recipient: in.Recipient, Scope: in.Scope, Categories: in.Categories, Law: in.Law, What: in.What}
	for _, p := range in.People {
		h.People = append(h.People, duty.Whose{Mail: p.Mail, Company: p.Company})
	}
	r, err := c.Duties.Disclose(c.ctx, h, c.token.By)
	if err != nil {
		return out, c.refused(err)
	}
	c.place = Root + "/duties/" + r.ID
	return Disclosure{r.ID, r.Subject.Name, r.Facts.Day("on"), len(h.People)}, nil
}

func (c *call) refused(err error) error {
	var why *duty.RefusedError
	if !errors.As(err, &why) {
		return dutyFault(err)
	}
	f := &fault{status: http.StatusForbidden, error: err}
	for _, one := range why.Refused {
		at := map[duty.Refusal]string{duty.RefuseNobody: "/people", duty.RefuseScope: "/scope", duty.RefuseLaw: "/law"}[one.Why]
		switch {
		case one.Index >= 0:
			at = "/people/" + strconv.Itoa(one.Index)
		case at == "":
			at = "/recipient"
		}
		f.faults = append(f.faults, Fault{at, string(one.Why) + ": " + c.say.T("duty.refuse."+string(one.Why))})
	}
	return f
}

// WhoseData is a person, by address: in a body, so that no log of addresses has it.
type WhoseData struct {
	Mail string `json:"mail" least:"1" most:"500"`
}

// Recipient is one who has received a person's data.
type Recipient struct {
	Recipient  string            `json:"recipient"`
	Title      string            `json:"title" doc:"In the language asked for."`
	On         varsam.Date       `json:"on"`
	Scope      string            `json:"scope"`
	Categories []varsam.Category `json:"categories" list:""`
	Disclosure string            `json:"disclosure"`
}

func (c *call) recipientsOf(in WhoseData) (list List[Recipient], err error) {
	list.Items = []Recipient{}
	all, err := c.Duties.Recipients(c.ctx, in.Mail)
	if err != nil {
		return list, err
	}
	w, err := c.Duties.World(c.ctx)
	if err != nil {
		return list, err
	}
	say := w.Printer(c.say.Lang())
	for _, r := range all {
		list.Items = append(list.Items, Recipient{r.Party, say.Name("party", r.Party), r.On, r.Scope, r.Categories, r.Disclosure})
	}
	return list, nil
}

// RecipientNotice says which data of whom was changed how.
type RecipientNotice struct {
	Mail   string `json:"mail" least:"1" most:"500"`
	Change string `json:"change" doc:"rectification, erasure or restriction."`
}

func (c *call) tellRecipients(in RecipientNotice) (list List[Duty], err error) {
	list.Items = []Duty{}
	all, err := c.Duties.TellRecipients(c.ctx, in.Mail, in.Change, c.token.By)
	for _, r := range all {
		list.Items = append(list.Items, dutyOf(r))
	}
	return list, dutyFault(err)
}
