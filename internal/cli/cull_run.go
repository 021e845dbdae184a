package cli

import (
	"fmt"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/retention"
)

type cullApproveCommand struct {
	runID
	decider
	Digest   string      `required:"" help:"The plan's digest, as cull show prints it."`
	Standing bool        `help:"Also let its rules run by themselves, within --most, --jump and --until."`
	Most     int64       `help:"Records that one run may take."`
	Jump     int64       `help:"How much more than the last run, in percent: 300 is three times; 0 is no bound." default:"300"`
	Until    varsam.Date `help:"Last day of the standing approval."`
}

// Run exits with 1 while somebody else must still say yes.
func (c *cullApproveCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		var terms *retention.Terms
		if c.Standing {
			terms = &retention.Terms{Most: c.Most, Jump: c.Jump, Until: c.Until}
		}
		out, err := app.culling.Approve(s.ctx, c.runID.Run, c.Digest, c.By, act.CommandLine, terms)
		if err != nil {
			return err
		}
		if err := s.print(out, func() { s.approved(out) }); err != nil {
			return err
		}
		if out.Missing > 0 {
			return errNo
		}
		return nil
	})
}

func (s *session) approved(out retention.Approved) {
	if out.Missing > 0 {
		s.printf("Noted. %d more must say yes to the same: a rule's first run, and that of a changed rule, takes two people.\n", out.Missing)
		return
	}
	s.printf("Approved by %d, by names typed on a command line: nobody checked who they are.\nNext: varsam cull run %s\n", len(out.Yes), out.Run.ID)
}

type cullRunCommand struct{ runID }

// Run exits with 1 when something of the run was left undone.
func (c *cullRunCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		progress, done := s.rowProgress()
		for more := true; more; {
			var wait time.Duration
			var err error
			if more, wait, err = app.culling.Work(s.ctx, c.runID.Run, func() bool { return s.ctx.Err() != nil }, progress); err != nil {
				return err
			}
			if more && wait > 0 {
				select {
				case <-s.ctx.Done():
					return varsam.Errorf(varsam.Unavailable, "stopped; run %s goes on with the same command", c.runID.Run)
				case <-time.After(wait):
				}
			}
		}
		done()
		if err := app.log.Checkpoint(s.ctx, s.Tenant); err != nil {
			return err
		}
		run, err := app.culling.Get(s.ctx, c.runID.Run)
		if err != nil {
			return err
		}
		if err := s.showRun(app, run); err != nil {
			return err
		}
		return undone(run)
	})
}

// undone is an error when the run is not over, or a range was not done.
func undone(run retention.Run) error {
	if run.State != retention.Done {
		return errNo
	}
	for _, r := range run.Rules {
		if r.State == retention.RuleDone && r.Done < r.Frozen {
			return errNo
		}
	}
	return nil
}

type cullStatusCommand struct{}

func (c *cullStatusCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		runs, err := app.culling.List(s.ctx)
		if err != nil {
			return err
		}
		standing, err := app.culling.Standings(s.ctx)
		if err != nil {
			return err
		}
		out := map[string]any{"runs": listed(runs), "standing": listed(standing)}
		return s.print(out, func() {
			rows := make([][]string, len(runs))
			for i, r := range runs {
				rows[i] = []string{r.ID, r.Day.String(), s.word("cull.state.", string(r.State)), r.Created.Format(time.RFC3339)}
			}
			s.table([]string{"RUN", "DAY", "STATE", "PLANNED"}, rows)
			rows = make([][]string, len(standing))
			for i, st := range standing {
				rows[i] = []string{st.ID, st.System + "." + st.Collection, s.word("op.", string(st.Action)), fmt.Sprint(st.Most), fmt.Sprint(st.Jump), st.Until.String()}
			}
			s.printf("\n")
			s.table([]string{"STANDING", "RULE", "DOES", "MOST", "JUMP %", "UNTIL"}, rows)
		})
	})
}

// listed is never null in JSON.
func listed[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

type cullCalendarCommand struct {
	registerFlag
	Months int `help:"How many months, this one included." default:"12"`
}

func (c *cullCalendarCommand) Run(s *session) error {
	return s.with(c.registerFlag, func(app *app) error {
		all, silent, err := app.culling.Calendar(s.ctx, c.Months)
		if err != nil {
			return err
		}
		out := map[string]any{"rules": listed(all), "silent": listed(silent)}
		if err := s.print(out, func() { s.calendar(all) }); err != nil {
			return err
		}
		return silentSystems(retention.Run{Silent: silent})
	})
}

func (s *session) calendar(all []retention.Forecast) {
	heading := []string{"SYSTEM", "COLLECTION", "DOES", "DUE", "UNCLEAR"}
	rows := make([][]string, len(all))
	for i, f := range all {
		rows[i] = []string{f.System, f.Collection, s.word("op.", string(f.Action)), fmt.Sprint(f.Due), fmt.Sprint(f.Unclear)}
		for _, m := range f.Months {
			if i == 0 {
				heading = append(heading, m.Month)
			}
			rows[i] = append(rows[i], fmt.Sprint(m.Rows))
		}
	}
	s.table(heading, rows)
}

type cullPauseCommand struct {
	runID
	decider
}

func (c *cullPauseCommand) Run(s *session) error {
	return s.steer(c.runID.Run, func(app *app) error { return app.culling.Pause(s.ctx, c.runID.Run, c.By) })
}

type cullResumeCommand struct {
	runID
	decider
}

func (c *cullResumeCommand) Run(s *session) error {
	return s.steer(c.runID.Run, func(app *app) error { return app.culling.Resume(s.ctx, c.runID.Run, c.By) })
}

type cullCancelCommand struct {
	runID
	decider
}

func (c *cullCancelCommand) Run(s *session) error {
	return s.steer(c.runID.Run, func(app *app) error { return app.culling.Cancel(s.ctx, c.runID.Run, c.By) })
}

// steer does something to a run and shows it.
func (s *session) steer(id string, do func(*app) error) error {
	return s.with(registerFlag{}, func(app *app) error {
		if err := do(app); err != nil {
			return err
		}
		run, err := app.culling.Get(s.ctx, id)
		if err != nil {
			return err
		}
		return s.showRun(app, run)
	})
}
