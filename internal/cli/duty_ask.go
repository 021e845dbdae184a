package cli

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
)

type dutyAskCommand struct {
	decider
	About  string            `arg:"" optional:"" help:"activity:NAME or system:NAME; every activity that nobody was asked about for a year when left out."`
	To     string            `help:"E-mail address; that of the owner in the register when left out." placeholder:"ADDRESS"`
	Owner  map[string]string `help:"The address of an owner whom the register names by a role: ekonomichef=eva@example.org." placeholder:"NAME=ADDRESS"`
	Until  varsam.Date       `help:"By when; in thirty days when left out."`
	Public publicURL         `help:"Address of the pages." env:"VARSAM_PUBLIC" placeholder:"URL"`
}

// usualAskDays is how many days an owner has to answer.
const usualAskDays = 30

func (c *dutyAskCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		if c.Public != "" {
			service.Address = string(c.Public)
		}
		w, err := service.World(s.ctx)
		if err != nil {
			return err
		}
		if c.Until.IsZero() {
			c.Until = w.Today.AddDays(usualAskDays)
		}
		if c.About != "" {
			return c.one(s, service, w)
		}
		done, err := service.AskOwners(s.ctx, c.Owner, c.Until, c.By)
		if err != nil {
			return err
		}
		return s.print(done, func() {
			s.printf("asked: %d\n", len(done.Asked))
			for _, subject := range done.Nowhere {
				s.printf("the owner of %s has no address; say it with --owner NAME=ADDRESS\n", subject)
			}
		})
	})
}

func (c *dutyAskCommand) one(s *session, service *duty.Service, w *duty.World) error {
	subject, err := duty.ParseSubject(c.About)
	if err != nil {
		return err
	}
	if c.To == "" {
		c.To = w.OwnerOf(subject)
		if named := c.Owner[c.To]; named != "" {
			c.To = named
		}
	}
	r, err := service.AskOwner(s.ctx, subject, c.To, c.Until, c.By)
	return s.taken(r, err)
}
