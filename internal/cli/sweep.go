package cli

import (
	"context"
	"runtime/debug"
	"time"

	"github.com/varsam/varsam/internal/request"
)

type sweepCommand struct {
	Recheck time.Duration `default:"24h" help:"How long after the answer everything is verified once more and what was found is destroyed."`
}

// Run exits with 1 when something came back that had gone, or a request is late.
func (c *sweepCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		periods := request.DefaultPeriods
		periods.Recheck = c.Recheck
		done, err := app.service.Sweep(s.ctx, periods)
		if err != nil {
			return err
		}
		if err := s.print(done, func() {
			s.printf("taken up again: %d; checked once more and closed: %d; came back: %d; cases forgotten: %d; late: %d\n",
				len(done.Resumed), len(done.Rechecked), len(done.Revived), len(done.Forgotten), len(done.Late))
		}); err != nil {
			return err
		}
		if len(done.Revived)+len(done.Late) > 0 {
			return errNo
		}
		return nil
	})
}

type migrateCommand struct{}

func (c *migrateCommand) Run(s *session) error {
	if err := migrate(s.ctx, s.Options); err != nil {
		return err
	}
	return s.print(map[string]bool{"migrated": true}, func() { s.printf("The schema is up to date.\n") })
}

// migrate brings our own store up to date; on SQLite opening does it.
func migrate(ctx context.Context, o Options) error {
	st, err := openStore(ctx, o)
	if err != nil {
		return err
	}
	defer st.Close()
	return st.Migrate(ctx)
}

type versionCommand struct{}

// version is set by the release build.
var version = "development"

func (c *versionCommand) Run(s *session) error {
	revision := ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				revision = setting.Value
			}
		}
	}
	return s.print(map[string]string{"version": version, "revision": revision}, func() { s.printf("varsam %s %s\n", version, revision) })
}
