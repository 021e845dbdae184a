package cli

import (
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
			for _, id := range done.Unseen {
				s.printf("  request %s: what it restricted could not be observed again\n", id)
			}
		}); err != nil {
			return err
		}
		if len(done.Revived)+len(done.Late) > 0 {
			return errNo
		}
		return nil
	})
}
