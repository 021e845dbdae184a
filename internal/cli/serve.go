package cli

import (
	"cmp"
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/retention"
	"github.com/varsam/varsam/internal/store"
)

type serveCommand struct {
	pagesFlags
	Workers int    `help:"How many units of work are done at a time." default:"2"`
	Demo    bool   `help:"With a made-up organisation, its systems, some requests and two accounts, in a folder of its own."`
	Dir     string `help:"Folder for the demo; a temporary one when left out." placeholder:"DIR"`
}

// Run shows the pages, and does what the clock says and what is enqueued, until
// it is told to stop.
func (c *serveCommand) Run(s *session) error {
	if c.Demo {
		return c.demo(s)
	}
	c.ReadOnly = c.ReadOnly || isCopy(s.Data)
	return s.withCopy(func(app *app) error { return c.serve(s, app) })
}

// serve is pages and work side by side: when one ends, so does the other.
func (c *serveCommand) serve(s *session, app *app) error {
	ctx, stop := untilTold(s.ctx, s.log())
	defer stop()
	site, err := c.open(ctx, s, app, c.Demo)
	if err != nil {
		return err
	}
	quiet := *s
	quiet.ctx = ctx
	shown := make(chan error, 1)
	go func() {
		err := site.serve(ctx)
		stop()
		shown <- err
	}()
	if c.ReadOnly {
		<-ctx.Done()
		return <-shown
	}
	err = quiet.work(app, c.Workers)
	stop()
	err = cmp.Or(<-shown, err)
	s.log().Info("stopped")
	return err
}

// work works on all kinds until it is told to stop; slices under way come to their
// border first.
func (s *session) work(app *app, parallel int) error {
	log := s.log()
	workers := app.workers(parallel, log)
	if err := s.announce(workers); err != nil {
		return err
	}
	return workers.Run(s.ctx)
}

// announce says what will be done by itself.
func (s *session) announce(w job.Workers) error {
	type line struct {
		Kind     string `json:"kind"`
		Schedule string `json:"schedule"`

		when job.Schedule
	}
	lines := []line{}
	for _, p := range w.Periodic {
		lines = append(lines, line{p.Kind, p.Schedule.String(), p.Schedule})
	}
	return s.print(lines, func() {
		s.printf("Working, until you stop it:\n")
		for _, l := range lines {
			s.printf("  %s, %s\n", l.Kind, s.schedule(l.when))
		}
	})
}

// log writes what happened, without personal data, to standard error.
func (s *session) log() *slog.Logger {
	handler := func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) }
	if s.JSON {
		handler = func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) }
	}
	return slog.New(handler(s.err))
}

// workers are those of this process, for all that chores lists.
func (a *app) workers(parallel int, log *slog.Logger) job.Workers {
	w := job.Workers{Store: a.store, Kinds: map[string]job.Handler{}, Zone: zoneOf, Log: log, Parallel: parallel}
	for _, d := range a.chores(log) {
		w.Kinds[d.kind] = d.do
		if d.when != nil {
			w.Periodic = append(w.Periodic, job.Every(d.kind, d.when))
		}
	}
	return w
}

// zoneOf is the zone of a tenant's organisation; UTC while it has no register, or
// one that cannot be read, which the work itself will say.
func zoneOf(tx *store.Tx) (*time.Location, error) {
	archive, err := archiveOf(tx, 0)
	if varsam.CodeOf(err) == varsam.NotFound {
		return time.UTC, nil
	}
	if err != nil {
		return nil, err
	}
	reg, err := readArchive(archive)
	if err != nil {
		return time.UTC, nil
	}
	return reg.Organisation.Location(), nil
}

// sweep does what varsam sweep does, for the unit's tenant.
func (a *app) sweep(log *slog.Logger) job.Handler {
	return func(ctx context.Context, u job.Unit) (job.Outcome, error) {
		service := *a.service
		service.Tenant = u.Tenant
		done, err := service.Sweep(ctx, request.DefaultPeriods)
		if err != nil {
			return job.Outcome{}, err
		}
		level := slog.LevelInfo
		if len(done.Revived)+len(done.Late) > 0 {
			level = slog.LevelWarn
		}
		log.Log(ctx, level, "swept", "resumed", len(done.Resumed), "rechecked", len(done.Rechecked), "revived", len(done.Revived),
			"forgotten", len(done.Forgotten), "late", len(done.Late))
		return job.Finished, nil
	}
}

// night plans what has run out, and says what waits for a person.
func (a *app) night(log *slog.Logger) job.Handler {
	return func(ctx context.Context, u job.Unit) (job.Outcome, error) {
		run, err := a.cullingOf(u.Tenant).Plan(ctx, retention.Options{})
		if err == nil {
			log.Info("culling planned", "run", run.ID, "state", run.State, "rules", len(run.Rules), "silent", len(run.Silent))
		}
		return job.Finished, err
	}
}

func (a *app) slice(ctx context.Context, u job.Unit) (job.Outcome, error) {
	return a.cullingOf(u.Tenant).Slice(ctx, u)
}

// planning and running are what a page asked for, for the unit's tenant.
func (a *app) planning(ctx context.Context, u job.Unit) (job.Outcome, error) {
	return a.receptionOf(u.Tenant).Planning(ctx, u)
}

func (a *app) running(ctx context.Context, u job.Unit) (job.Outcome, error) {
	out, err := a.requestsOf(u.Tenant).Running(ctx, u)
	if err != nil {
		return out, err
	}
	// the work is done whether or not somebody can be told at once: the night tries again
	if _, err := a.dutyOf(u.Tenant).TellAfter(ctx, a.requestsOf(u.Tenant), u.Run[len(request.KindRun)+1:], "varsam"); err != nil && varsam.CodeOf(err) == varsam.Internal {
		return out, err
	}
	return out, nil
}

func (a *app) requestsOf(tenant string) *request.Service { return a.receptionOf(tenant).Requests }

// cullingOf is the culling of one tenant.
func (a *app) cullingOf(tenant string) *retention.Service {
	requests, service := *a.service, *a.culling
	requests.Tenant, service.Tenant = tenant, tenant
	service.Sheltered, service.Open = requests.Sheltered, a.systemsOf(tenant)
	return &service
}
