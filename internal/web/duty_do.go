package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountDutyDeeds adds what a kind does beside being written down.
func (o *Office) mountDutyDeeds() {
	o.area.Upload("POST /duties/at/{id}/read", needsRegister(allowed(account.Handle, o.readAgreement)))
	o.area.Handle("POST /duties/at/{id}/clauses", needsRegister(allowed(account.Handle, o.confirmClauses)))
	o.area.Handle("POST /duties/at/{id}/announce", needsRegister(allowed(account.Handle, o.announceChange)))
	o.area.Handle("POST /duties/at/{id}/customers", needsRegister(allowed(account.Handle, o.tellCustomers)))
	o.area.Handle("POST /duties/at/{id}/invite", needsRegister(allowed(account.Handle, o.inviteStaff)))
	o.area.Handle("POST /duties/at/{id}/ask", needsRegister(allowed(account.Handle, o.mailQuestion)))
	o.area.Handle("POST /duties/ask", needsRegister(allowed(account.Handle, o.askOwners)))
	o.area.Handle("GET /duties/at/{id}/notice", needsRegister(allowed(account.SeePeople, o.incidentNotice)))
	o.area.Handle("GET /disclose", needsRegister(allowed(account.Handle, o.disclosing)))
	o.area.Handle("POST /disclose", needsRegister(allowed(account.Handle, o.disclose)))
}

// readAgreement keeps an agreement's file and shows where it seems to have the
// points of Art. 28(3), for somebody to confirm.
func (o *Office) readAgreement(v *frame.Visit) error {
	id := v.Param("id")
	name, content, err := sentFile(v)
	if err != nil {
		v.Flash(frame.Bad, "web.duty.no-file")
		return v.Redirect("/duties/at/" + id)
	}
	_, err = o.Duties.ReadAgreement(v.Context(), id, name, content, who(v).Name)
	switch {
	case varsam.CodeOf(err) == varsam.Unsupported:
		v.Flash(frame.Bad, "web.duty.no-text")
	case err != nil:
		return err
	default:
		v.Flash(frame.Good, "web.duty.read")
	}
	return v.Redirect("/duties/at/" + id)
}

func (o *Office) confirmClauses(v *frame.Visit) error {
	id := v.Param("id")
	if _, err := o.Duties.ConfirmClauses(v.Context(), id, v.Fields("letter"), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.duty.changed")
	return v.Redirect("/duties/at/" + id)
}

func (o *Office) announceChange(v *frame.Visit) error {
	r, told, err := o.Duties.Announce(v.Context(), v.Param("id"), who(v).Name)
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.duty.announced", v.Number(len(told)), r.Facts["effective"])
	return v.Redirect("/duties/at/" + r.ID)
}

func (o *Office) tellCustomers(v *frame.Visit) error {
	told, err := o.Duties.TellCustomers(v.Context(), v.Param("id"), who(v).Name)
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.duty.told", v.Number(len(told)))
	return v.Redirect("/duties/at/" + v.Param("id"))
}

func (o *Office) inviteStaff(v *frame.Visit) error {
	n, err := o.Duties.Invite(v.Context(), v.Param("id"), who(v).Name)
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.duty.invited", v.Number(n))
	return v.Redirect("/duties/at/" + v.Param("id"))
}

func (o *Office) mailQuestion(v *frame.Visit) error {
	r, err := o.Duties.SendQuestion(v.Context(), v.Param("id"), who(v).Name)
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.ask.mailed")
	return v.Redirect("/duties/at/" + r.ID)
}

func (o *Office) askOwners(v *frame.Visit) error {
	done, err := o.Duties.AskOwners(v.Context(), nil, today(who(v).reg).AddDays(duty.AskedWithin), who(v).Name)
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.ask.asked", v.Number(len(done.Asked)), v.Number(len(done.Nowhere)))
	return v.Redirect("/duties/kinds/" + string(duty.Question))
}

// incidentNotice is the notification as a text, to be copied into the authority's
// form.
func (o *Office) incidentNotice(v *frame.Visit) error {
	r, err := o.Duties.Get(v.Context(), v.Param("id"))
	if err != nil {
		return err
	}
	if r.Kind != duty.Incident {
		return varsam.Errorf(varsam.NotFound, "there is no incident %s", r.ID)
	}
	w, err := o.Duties.World(v.Context())
	if err != nil {
		return err
	}
	return v.Download("notification.txt", "text/plain; charset=utf-8", []byte(duty.AuthorityNotice(v.Printer, w, r)))
}

type discloseForm struct {
	To, Scope, Data, People, Law, What string
	Parties                            []dutyOption
	Refused                            []string
	Faults                             frame.Faults
}

func (o *Office) disclosing(v *frame.Visit) error {
	return o.showDisclose(v, http.StatusOK, discloseForm{})
}

func (o *Office) showDisclose(v *frame.Visit, status int, f discloseForm) error {
	for _, p := range who(v).reg.Parties {
		f.Parties = append(f.Parties, dutyOption{p.Name, v.Name("party", p.Name), p.Name == f.To})
	}
	return v.ShowStatus(status, "disclose", f)
}

// disclose asks whether data may be handed over, and logs that it is.
func (o *Office) disclose(v *frame.Visit) error {
	f := discloseForm{v.Field("to"), v.Field("scope"), v.Field("data"), v.Field("people"), v.Field("law"), v.Field("what"), nil, nil, frame.Faults{}}
	h := duty.Handing{Recipient: f.To, Scope: f.Scope, Law: f.Law, What: f.What}
	for _, c := range strings.Fields(f.Data) {
		h.Categories = append(h.Categories, varsam.Category(c))
	}
	for line := range strings.Lines(f.People) {
		if mail, company, _ := strings.Cut(strings.TrimSpace(line), " "); mail != "" {
			h.People = append(h.People, duty.Whose{Mail: mail, Company: strings.TrimSpace(company)})
		}
	}
	r, err := o.Duties.Disclose(v.Context(), h, who(v).Name)
	var refused *duty.RefusedError
	if errors.As(err, &refused) {
		for _, one := range refused.Refused {
			why := v.Cap(v.T("duty.refuse." + string(one.Why)))
			if one.Index >= 0 {
				why += ": " + h.People[one.Index].Mail
			}
			f.Refused = append(f.Refused, why)
		}
		return o.showDisclose(v, http.StatusForbidden, f)
	}
	if err != nil {
		return err
	}
	v.Flash(frame.Good, "web.disclose.done")
	return v.Redirect("/duties/at/" + r.ID)
}
