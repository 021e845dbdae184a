package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/retention"
)

type cullCommand struct {
	Plan     cullPlanCommand     `cmd:"" help:"Find what has run out and freeze it. Changes nothing in the systems."`
	Show     cullShowCommand     `cmd:"" help:"Show a run: what is due, what stays and why, and how far it is."`
	Approve  cullApproveCommand  `cmd:"" help:"Say yes to a run's plan; with --standing also to its rules, night after night."`
	Run      cullRunCommand      `cmd:"" help:"Carry out what is approved of a run."`
	Status   cullStatusCommand   `cmd:"" help:"List the runs, and the standing approvals in force."`
	Calendar cullCalendarCommand `cmd:"" help:"How much is due now, and in the months to come."`
	Pause    cullPauseCommand    `cmd:"" help:"Stop a run at the border of its next range."`
	Resume   cullResumeCommand   `cmd:"" help:"Let a paused run go on."`
	Cancel   cullCancelCommand   `cmd:"" help:"End a run; what is done stays done."`

	Certificate cullCertificateCommand `cmd:"" help:"What a run did, and what it left and why, with law, approval and checks: as text, HTML, PDF or JSON."`
	Schedule    cullScheduleCommand    `cmd:"" help:"How long what is kept, on what ground, and what happens then, from the register alone."`
}

type cullPlanCommand struct {
	registerFlag
	System string `help:"Only this system." placeholder:"NAME"`
	Rate   int64  `help:"Rows a second at most; 0 is no bound." placeholder:"N"`
}

// Run exits with 6 when a system did not answer.
func (c *cullPlanCommand) Run(s *session) error {
	return s.with(c.registerFlag, func(app *app) error {
		progress, done := s.rowProgress()
		run, err := app.culling.Plan(s.ctx, retention.Options{System: c.System, Rate: c.Rate, Progress: progress})
		done()
		if err != nil {
			return err
		}
		if err := s.showRun(app, run); err != nil {
			return err
		}
		return silentSystems(run)
	})
}

// silentSystems is an error when a system that could have been culled was not
// reached.
func silentSystems(run retention.Run) error {
	for _, gap := range run.Silent {
		if gap.Why.Code != retention.ReasonAssisted {
			return varsam.Errorf(varsam.Unavailable, "the plan is without %s: it did not answer, or could not be searched for what is protected", gap.System)
		}
	}
	return nil
}

type runID struct {
	Run string `arg:"" name:"run" help:"The run, as cull plan printed it."`
}

type cullShowCommand struct{ runID }

func (c *cullShowCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		run, err := app.culling.Get(s.ctx, c.runID.Run)
		if err != nil {
			return err
		}
		return s.showRun(app, run)
	})
}

// runJSON is a run as others script against it.
type runJSON struct {
	retention.Run
	Rules []ruleJSON `json:"rules"`
	Notes []string   `json:"notes"`
}

type ruleJSON struct {
	retention.Planned
	Left []string `json:"left"` // what stays, and why, in words
}

func (s *session) showRun(app *app, run retention.Run) error {
	say, err := s.printer(app.register)
	if err != nil {
		return err
	}
	out := runJSON{Run: run, Rules: []ruleJSON{}, Notes: notes(run, say)}
	for _, r := range run.Rules {
		out.Rules = append(out.Rules, ruleJSON{r, reasons(r.Left(), say)})
	}
	return s.print(out, func() { s.runTable(out) })
}

func reasons(all []varsam.Reason, say locale.Printer) []string {
	words := []string{}
	for _, why := range all {
		words = append(words, say.Reason(why))
	}
	return words
}

func notes(run retention.Run, say locale.Printer) []string {
	all := []string{}
	if run.Why.Code != "" {
		all = append(all, say.Reason(run.Why))
	}
	for _, gap := range run.Silent {
		all = append(all, gap.System+": "+say.Reason(gap.Why))
	}
	return append(all, reasons(run.Overdue, say)...)
}

func (s *session) runTable(out runJSON) {
	rows := make([][]string, 0, len(out.Rules))
	for _, r := range out.Rules {
		rows = append(rows, []string{
			r.System, r.Collection, s.word("op.", string(r.Action)), fmt.Sprint(r.Due), fmt.Sprint(r.Frozen), fmt.Sprint(r.Planned.Done),
			s.word("web.rule-state.", string(r.State)), s.finality(r.Finality, varsam.Date{}),
		})
	}
	s.printf("run %s of %s: %s\n\n", out.ID, out.Day, out.State)
	s.table([]string{"SYSTEM", "COLLECTION", "DOES", "DUE", "FROZEN", "DONE", "STATE", "FINALITY"}, rows)
	for _, r := range out.Rules {
		for _, why := range r.Left {
			s.printf("%s: %s\n", r.Name(), why)
		}
		if r.Chosen != nil {
			s.printf("%s: chosen: %s\n", r.Name(), s.chosen(*r.Chosen))
		}
		if len(r.Years) > 0 {
			s.printf("%s: due since %s\n", r.Name(), s.years(r.Years))
		}
	}
	for _, note := range out.Notes {
		s.printf("note: %s\n", note)
	}
	switch out.State {
	case retention.Waiting:
		s.printf("\ndigest %s\nNext: varsam cull approve %s --digest %s --by NAME\n", out.Digest, out.ID, out.Digest)
	case retention.Running:
		s.printf("\nNext: varsam cull run %s\n", out.ID)
	}
}

// chosen is "born date year, postcode prefix 3; loss 0.21 over 1200 records, of
// which 14 wait; risk 0.93 before, 0.08 after".
func (s *session) chosen(c retention.Chosen) string {
	columns, all := c.Columns(), []string{}
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		all = append(all, name+" "+columns[name])
	}
	return s.said("%s; %s %.4g over %d records, of which %d wait; risk %.2g before, %.2g after",
		strings.Join(all, ", "), c.Measure, c.Score, c.Rows, c.Waiting, c.Before, c.After)
}

// years is "2026: 250, 2025: 11, before: 3".
func (s *session) years(years map[string]int64) string {
	names := slices.Sorted(maps.Keys(years))
	slices.Reverse(names)
	if i := slices.Index(names, "before"); i >= 0 {
		names = append(slices.Delete(names, i, i+1), "before")
	}
	for i, name := range names {
		year := name
		if name == "before" {
			year = s.said("before")
		}
		names[i] = fmt.Sprintf("%s: %d", year, years[name])
	}
	return strings.Join(names, ", ")
}
