package cli

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/store"
)

type workCommand struct {
	Start workStartCommand `cmd:"" default:"withargs" help:"Work beside varsam serve, on this host; the store must be on PostgreSQL."`
	List  workListCommand  `cmd:"" help:"What is done by itself, and when next; work that does not get on."`
	Retry workRetryCommand `cmd:"" help:"Give the work of a run that was given up new tries."`
}

type workStartCommand struct {
	Workers int `help:"How many units of work are done at a time." default:"2"`
}

// Run shares the work of a store on a server.
func (c *workStartCommand) Run(s *session) error {
	if !store.IsPostgres(s.Store) {
		return varsam.Errorf(varsam.Unsupported,
			"a further worker needs a store that several hosts share: --store postgres://…; on one file, varsam serve does all the work")
	}
	return s.with(registerFlag{}, func(app *app) error {
		told := *s
		var stop func()
		told.ctx, stop = untilTold(s.ctx, s.log())
		defer stop()
		err := told.work(app, c.Workers)
		s.log().Info("stopped")
		return err
	})
}

type workListCommand struct{}

// Run exits with 1 when something does not get on.
func (c *workListCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		list := struct {
			Next  map[string]time.Time `json:"next"`
			Stuck []job.Problem        `json:"stuck"`
		}{Stuck: []job.Problem{}}
		err := app.store.Read(s.ctx, s.Tenant, func(tx *store.Tx) (err error) {
			if list.Next, err = job.Next(tx); err != nil {
				return err
			}
			stuck, err := job.Problems(tx)
			list.Stuck = append(list.Stuck, stuck...)
			return err
		})
		if err != nil {
			return err
		}
		if err := s.print(list, func() { s.listWork(app, list.Next, list.Stuck) }); err != nil {
			return err
		}
		if len(list.Stuck) > 0 {
			return errNo
		}
		return nil
	})
}

// schedule is when work is done, in words: nightly 02:30, every 5 min.
func (s *session) schedule(when job.Schedule) string {
	text := when.String()
	if at, ok := strings.CutPrefix(text, "nightly "); ok {
		return s.said("nightly %s", at)
	}
	if step, ok := strings.CutPrefix(text, "every "); ok {
		if minutes, whole := strings.CutSuffix(step, "m0s"); whole {
			step = minutes + " min"
		}
		return s.said("every %s", step)
	}
	return text
}

func (s *session) listWork(app *app, next map[string]time.Time, stuck []job.Problem) {
	var rows [][]string
	for _, d := range app.chores(s.log()) {
		at := s.said("when varsam serve runs")
		if t, ok := next[d.kind]; ok {
			at = t.Format(time.RFC3339)
		}
		if d.when != nil {
			rows = append(rows, []string{d.kind, s.schedule(d.when), at})
		}
	}
	s.table([]string{"WORK", "WHEN", "NEXT"}, rows)
	for _, p := range stuck {
		s.printf("stuck: %s of run %s after %d attempts (%s); varsam work retry %s\n", p.Kind, p.Run, p.Attempt, p.Code, p.Run)
	}
}

type workRetryCommand struct {
	RunID string `arg:"" name:"run" help:"The run, as varsam work list names it."`
}

// Run puts stuck work back in line.
func (c *workRetryCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		var before job.Progress
		err := app.store.Write(s.ctx, s.Tenant, func(tx *store.Tx) (err error) {
			if before, err = job.Status(tx, c.RunID); err != nil {
				return err
			}
			return job.Retry(tx, c.RunID)
		})
		if err != nil {
			return err
		}
		if before.Units[job.Stuck] == 0 {
			return varsam.Errorf(varsam.NotFound, "no work of run %s is stuck", c.RunID)
		}
		return s.print(before.Stuck, func() { s.printf("tried again: %d\n", before.Units[job.Stuck]) })
	})
}
