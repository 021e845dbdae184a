package web

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountTasks adds the steps that owners of systems without an interface do.
func (o *Office) mountTasks() {
	o.area.Handle("GET /tasks", needsRegister(allowed(account.SeeWork, o.tasks)))
	o.area.Handle("POST /tasks/{id}/{step}", needsRegister(allowed(account.Handle, o.answerTask)))
	o.area.Handle("POST /tasks/{id}/{step}/link", needsRegister(allowed(account.Handle, o.sendTask)))
}

// sendTask mails the owner a link, by which they answer without an account.
func (o *Office) sendTask(v *frame.Visit) error {
	id := v.Param("id")
	if err := o.mustSee(v, id); err != nil {
		return err
	}
	if _, err := o.Reception.SendTask(v.Context(), id, v.Param("step"), v.Field("to"), v.Lang(), who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.task.sent")
	return v.Redirect("/tasks")
}

// taskView is one task with its case, as far as the visitor may see it.
type taskView struct {
	taskRow
	Where, Does string
	Clock       clock
	Sees        bool
	People      []varsam.Person
}

// became are what an owner may say has become of what was found.
var became = []varsam.Finality{varsam.Gone, varsam.Blanked, varsam.Moved, varsam.Flagged, varsam.Corrected, varsam.Lifted, varsam.Held}

func (o *Office) tasks(v *frame.Visit) error {
	tasks, err := o.Requests.Tasks(v.Context())
	if err != nil {
		return err
	}
	w := who(v)
	var views []taskView
	for _, task := range tasks {
		t := taskView{taskRow: taskOf(task, today(w.reg)), Where: v.Name("system", task.System), Does: v.T("web.search")}
		if task.Kind != "" {
			t.Does = locale.Capital(v.Op(task.Kind))
		}
		if err := o.whom(v, &t); err != nil {
			return err
		}
		views = append(views, t)
	}
	o.counts.set("/tasks", len(views))
	return v.Show("tasks", map[string]any{"Tasks": views, "Became": became})
}

// whom opens the task's case, so that whoever searches by hand knows for whom.
func (o *Office) whom(v *frame.Visit, t *taskView) error {
	w := who(v)
	if !w.May(account.SeePeople) {
		return nil
	}
	r, err := o.Requests.Get(v.Context(), t.Request)
	if err != nil {
		return err
	}
	c, err := o.Requests.Case(v.Context(), r)
	if err != nil {
		return err
	}
	if t.Sees = w.sees(c); t.Sees {
		t.People = c.People
	}
	return nil
}

// answerTask writes the owner's answer down, and goes on with the case.
func (o *Office) answerTask(v *frame.Visit) error {
	id := v.Param("id")
	if err := o.mustSee(v, id); err != nil {
		return err
	}
	a := act.Answer{
		Found: act.Finding(v.Field("found")), Finality: varsam.Finality(v.Field("became")), Until: v.Day("until"), Records: v.Whole("records"),
		Copy: v.Field("copy"), Proof: v.Field("proof"),
	}
	if a.Found != act.Found {
		a.Finality, a.Until, a.Records, a.Copy = "", varsam.Date{}, 0, ""
	}
	if err := a.Check(); err != nil {
		return frame.Beside("became", "web.task.became.wrong", err)
	}
	if err := o.Requests.AnswerTask(v.Context(), id, v.Param("step"), a, who(v).Name); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.task.noted")
	if err := o.Requests.Ask(v.Context(), id, request.KindRun); err != nil {
		return err
	}
	return v.Redirect("/requests/" + id)
}
