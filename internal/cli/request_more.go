package cli

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request/letter"
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
			rows[i] = []string{st.Step, st.System, st.Collection, string(st.Does), fmt.Sprint(st.Rows), st.WaitsFor}
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

type requestCopyCommand struct {
	requestID
	Out       string `required:"" help:"Folder to write the copy to." placeholder:"DIR"`
	Person    int    `default:"1" help:"Whose copy, counted from 1."`
	Delivered bool   `help:"The copy has been handed over to the person; the request may then run."`
}

func (c *requestCopyCommand) Run(s *session) error {
	lang, err := s.language()
	if err != nil {
		return err
	}
	return s.with(registerFlag{}, func(app *app) error {
		files, err := app.service.Copy(s.ctx, c.Request, c.Person-1, lang, c.Delivered)
		if err != nil {
			return err
		}
		return s.write(c.Out, files)
	})
}

// write puts files for a person in a folder that only its owner may read.
func (s *session) write(folder string, files []letter.File) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return varsam.Errorf(varsam.Invalid, "the folder %s cannot be made", folder)
	}
	var names []string
	for _, f := range files {
		path := filepath.Join(folder, filepath.Base(f.Name))
		if err := os.WriteFile(path, f.Data, 0o600); err != nil {
			return varsam.Errorf(varsam.Unavailable, "the file %s cannot be written", path)
		}
		names = append(names, path)
	}
	return s.print(map[string]any{"files": names}, func() {
		for _, name := range names {
			s.printf("%s\n", name)
		}
	})
}

type requestAnswerCommand struct {
	requestID
	Out   string `help:"Folder to write the letter to, as HTML and text; printed as text when left out." placeholder:"DIR"`
	Final bool   `help:"This is the answer that is sent: everything is done, and the log is signed."`
}

func (c *requestAnswerCommand) Run(s *session) error {
	lang, err := s.language()
	if err != nil {
		return err
	}
	return s.with(registerFlag{}, func(app *app) error {
		doc, err := app.service.Answer(s.ctx, c.Request, lang, c.Final)
		if err != nil {
			return err
		}
		return s.hand(doc, c.Out)
	})
}
