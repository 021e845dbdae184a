package cli

import (
	"fmt"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
)

type requestPlanCommand struct {
	registerFlag
	requestID
}

func (c *requestPlanCommand) Run(s *session) error {
	return s.with(c.registerFlag, func(app *app) error {
		p, err := app.service.Plan(s.ctx, c.Request)
		if err != nil {
			return err
		}
		if err := s.showPlan(app.register, p); err != nil {
			return err
		}
		return incomplete(p.Gaps)
	})
}

// planJSON is a plan as others script against it.
type planJSON struct {
	Request string    `json:"request"`
	Digest  string    `json:"digest"`
	Objects []object  `json:"objects"`
	Steps   []stepOut `json:"steps"`
	Gaps    []gap     `json:"gaps"`
	Notes   []string  `json:"notes"`
}

type stepOut struct {
	Step       string        `json:"step"`
	System     string        `json:"system"`
	Collection string        `json:"collection"`
	Does       varsam.OpKind `json:"does"`
	Rows       int           `json:"rows"`
	WaitsFor   string        `json:"waits_for,omitempty"`
	Due        varsam.Date   `json:"due,omitzero"`
	After      []string      `json:"after,omitempty"`
}

func (s *session) showPlan(reg *register.Register, p plan.Plan) error {
	say, err := s.printer(reg)
	if err != nil {
		return err
	}
	out := planOut(p, say)
	return s.print(out, func() {
		s.findingsTable(findings{Objects: out.Objects, Gaps: out.Gaps})
		rows := make([][]string, len(out.Steps))
		for i, st := range out.Steps {
			rows[i] = []string{st.Step, st.System, st.Collection, s.word("op.", string(st.Does)), fmt.Sprint(st.Rows), st.WaitsFor}
		}
		s.printf("\n")
		s.table([]string{"STEP", "SYSTEM", "COLLECTION", "DOES", "ROWS", "WAITS FOR"}, rows)
		for _, note := range out.Notes {
			s.printf("note: %s\n", note)
		}
		s.printf("\ndigest %s\nNext: varsam request approve %s --digest %s --by NAME\n", out.Digest, out.Request, out.Digest)
	})
}

func planOut(p plan.Plan, say locale.Printer) planJSON {
	out := planJSON{Request: p.Request, Digest: p.Digest, Objects: []object{}, Steps: []stepOut{}, Gaps: gapsOf(p, say), Notes: []string{}}
	for _, item := range p.Items {
		out.Objects = append(out.Objects, objectOf(item, say))
	}
	for _, st := range p.Steps {
		o := stepOut{Step: st.ID, System: st.System, Collection: st.Op.Collection, Does: st.Op.Kind, Rows: st.Expected, After: st.After}
		if st.Assisted != nil {
			o.WaitsFor, o.Due = st.Assisted.Owner, st.Assisted.Due
		}
		out.Steps = append(out.Steps, o)
	}
	for _, note := range append(p.Problems, p.Warnings...) {
		out.Notes = append(out.Notes, fmt.Sprintf("%s %s: %s", note.System, note.Collection, say.Reason(note.Why)))
	}
	return out
}
