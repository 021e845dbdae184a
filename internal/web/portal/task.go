package portal

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/web/frame"
)

// became are what the owner of a system may say has become of what was found.
var became = []varsam.Finality{varsam.Gone, varsam.Blanked, varsam.Moved, varsam.Flagged, varsam.Corrected, varsam.Held}

// taskView is a task as its owner sees it.
type taskView struct {
	reception.Task
	Does   string
	Became []varsam.Finality
}

// task shows the owner of a system what there is to do.
func (p *Portal) task(v *frame.Visit) error {
	t, err := p.Reception.Task(v.Context(), v.Param("token"))
	if err != nil {
		return err
	}
	if t.State != varsam.StepAsked {
		return v.Redirect("/answered")
	}
	view := taskView{Task: t, Does: v.T("portal.task.search"), Became: became}
	if t.Kind != "" {
		view.Does = locale.Capital(v.Op(t.Kind))
	}
	return v.Show("task", view)
}

// answerTask takes what the owner says; the link has then done its work.
func (p *Portal) answerTask(v *frame.Visit) error {
	a := act.Answer{
		Found: act.Finding(v.Field("found")), Finality: varsam.Finality(v.Field("became")), Until: v.Day("until"), Records: v.Whole("records"),
		Copy: v.Field("copy"), Proof: v.Field("proof"),
	}
	if a.Found != act.Found {
		a.Finality, a.Until, a.Records, a.Copy = "", varsam.Date{}, 0, ""
	}
	err := p.Reception.AnswerTask(v.Context(), v.Param("token"), a)
	if varsam.CodeOf(err) == varsam.Invalid {
		return frame.Beside("became", "web.task.became.wrong", err)
	}
	if err != nil {
		return err
	}
	return v.Redirect("/answered")
}
