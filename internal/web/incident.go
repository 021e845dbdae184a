package web

import (
	"net/http"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountIncident adds the form that anyone on the staff may fill: on a telephone,
// with as little as is known.
func (o *Office) mountIncident() {
	o.area.Handle("GET /incident", needsRegister(o.incident))
	o.area.Handle("POST /incident", needsRegister(o.reportIncident))
}

type incidentForm struct {
	Title, What, Aware string
	Systems            []dutyOption
	Faults             frame.Faults
	Done               time.Time // until when it is notified, once it was reported
}

func (o *Office) incident(v *frame.Visit) error {
	w, err := o.Duties.World(v.Context()) // its clock judges what has not come yet
	if err != nil {
		return err
	}
	return o.showIncident(v, http.StatusOK, incidentForm{Aware: w.Now.In(w.Zone()).Format("2006-01-02T15:04")})
}

func (o *Office) showIncident(v *frame.Visit, status int, f incidentForm) error {
	chosen := map[string]bool{}
	for _, name := range v.Fields("systems") {
		chosen[name] = true
	}
	for _, s := range who(v).reg.Systems {
		f.Systems = append(f.Systems, dutyOption{s.Name, v.Name("system", s.Name), chosen[s.Name]})
	}
	return v.ShowStatus(status, "incident", f)
}

func (o *Office) reportIncident(v *frame.Visit) error {
	f := incidentForm{Title: v.Field("title"), What: v.Field("what"), Aware: v.Field("aware"), Faults: frame.Faults{}}
	r, err := o.Duties.Report(v.Context(), duty.Reported{Title: f.Title, What: f.What, Aware: f.Aware, Systems: v.Fields("systems")}, who(v).Name)
	if faults := dutyFaults(err); faults != nil {
		for name, fault := range faults {
			f.Faults.Add(name, "duty.fault."+string(fault))
		}
		return o.showIncident(v, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	due := duty.NoticeDue(r).In(who(v).reg.Organisation.Location())
	v.Flash(frame.Good, "web.incident.reported", v.Date(varsam.DateIn(due, due.Location())), due.Format("15:04"))
	if !who(v).May(account.SeeWork) { // anybody may report; not everybody may see what was reported
		return v.Redirect("/incident")
	}
	return v.Redirect("/duties/at/" + r.ID)
}
