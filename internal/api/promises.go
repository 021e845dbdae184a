package api

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/publish/promise"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/sheet"
)

// Promise is a statement of the organisation with how it stands.
type Promise struct {
	ID        string           `json:"id"`
	Text      string           `json:"text"`
	Published string           `json:"published,omitempty" doc:"Where it is said."`
	State     promise.State    `json:"state" enum:"kept,not-shown,broken,untrue"`
	Controls  []PromiseControl `json:"controls" list:""`
	Untrue    []PromiseFault   `json:"untrue" list:"" doc:"What makes it impossible to keep as worded."`
	Instead   string           `json:"instead,omitempty" doc:"What to say instead."`
}

// PromiseControl is what one control of a statement shows.
type PromiseControl struct {
	Control   string        `json:"control"`
	Target    string        `json:"target,omitempty"`
	State     promise.State `json:"state" enum:"kept,not-shown,broken"`
	Paragraph string        `json:"paragraph"`
	Says      string        `json:"says"`
	Path      string        `json:"path,omitempty" doc:"The page on which something is done about it."`
	Proof     string        `json:"proof,omitempty"`
	On        varsam.Date   `json:"on,omitzero" doc:"The proof's day."`
	Leaf      string        `json:"leaf,omitempty" doc:"The proof's leaf in the log."`
}

// PromiseFault is what speaks against a statement's words.
type PromiseFault struct {
	Code      string `json:"code"`
	Paragraph string `json:"paragraph"`
	Says      string `json:"says"`
}

func promiseRoutes() []route {
	return []route{
		get("/promises", "What the organisation says of itself, and whether it is so", token.ReadWork, (*call).listPromises),
	}
}

func (c *call) listPromises() (list List[Promise], err error) {
	reg, err := c.register()
	if err != nil {
		return list, err
	}
	judged, err := c.judge(c.ctx, reg)
	list.Items = []Promise{}
	for _, j := range judged {
		list.Items = append(list.Items, c.promise(j))
	}
	return list, err
}

// judge says how each statement stands.
func (a *API) judge(ctx context.Context, reg *register.Register) ([]promise.Judged, error) {
	if a.Promises == nil {
		return nil, varsam.Errorf(varsam.Unsupported, "statements are not judged here")
	}
	return a.Promises.Judge(ctx, reg)
}

func (c *call) promise(j promise.Judged) Promise {
	out := Promise{ID: j.ID, Text: c.say.In(j.Text), Published: j.Published, State: j.State, Controls: []PromiseControl{}, Untrue: []PromiseFault{}}
	for _, s := range j.Controls {
		shown := PromiseControl{Control: s.Control, Target: s.Target, State: s.State, Paragraph: s.Paragraph(), Says: c.say.Reason(s.Why), Path: s.Path()}
		if s.Proof != nil {
			shown.Proof, shown.On, shown.Leaf = s.Proof.What, s.Proof.On, s.Proof.Leaf
		}
		out.Controls = append(out.Controls, shown)
	}
	for _, f := range j.Untrue {
		out.Untrue = append(out.Untrue, PromiseFault{f.Code, f.Paragraph, c.say.In(f.Says())})
	}
	if len(j.Untrue) > 0 {
		out.Instead = c.say.In(j.Corrected())
	}
	return out
}

// promises are the statements with a line for each control, and for each thing
// that speaks against their words.
func (l *Lists) promises(ctx context.Context) (t sheet.Table, err error) {
	t.Columns = l.columns("list.name", "list.statement", "list.state", "list.control", "list.says", "list.paragraph", "list.next", "list.proof", "list.on")
	if l.Promises == nil {
		return t, nil
	}
	judged, err := l.judge(ctx, l.reg)
	for _, j := range judged {
		row := func(control, says, paragraph, next, proof string, on varsam.Date) {
			t.Rows = append(t.Rows, []sheet.Cell{
				sheet.Text(j.ID), sheet.Text(l.Say.In(j.Text)), sheet.Text(l.Say.T("promise.state." + string(j.State))), sheet.Text(control),
				sheet.Text(says), sheet.Text(paragraph), sheet.Text(next), sheet.Text(proof), sheet.Day(on),
			})
		}
		for _, f := range j.Untrue {
			row("", l.Say.In(f.Says()), f.Paragraph, l.Say.In(j.Corrected()), "", varsam.Date{})
		}
		for _, s := range j.Controls {
			proof, on := "", varsam.Date{}
			if s.Proof != nil {
				proof, on = s.Proof.What, s.Proof.On
			}
			row(s.Control+" "+s.Target, l.Say.Reason(s.Why), s.Paragraph(), s.Path(), proof, on)
		}
	}
	return t, err
}
