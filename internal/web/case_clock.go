package web

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountClock adds what moves the last day.
func (o *Office) mountClock() {
	o.onCase("pause", account.Handle, func(v *frame.Visit, id string) error {
		v.Flash(frame.Note, "web.clock.now-paused")
		_, err := o.Requests.Pause(v.Context(), id, who(v).Name)
		return err
	})
	o.onCase("resume", account.Handle, func(v *frame.Visit, id string) error {
		r, err := o.Requests.Resume(v.Context(), id, v.Day("answered"), who(v).Name)
		v.Flash(frame.Good, "web.clock.now-legal", v.Date(r.Legal))
		return err
	})
	o.onCase("extend", account.Handle, func(v *frame.Visit, id string) error {
		reason := v.Field("reason")
		if reason == "" {
			return varsam.Errorf(varsam.Invalid, "an extension needs its reason: the person is told (Art. 12(3))")
		}
		r, err := o.Requests.Extend(v.Context(), id, reason, who(v).Name)
		v.Flash(frame.Good, "web.clock.now-legal", v.Date(r.Legal))
		return err
	})
}
