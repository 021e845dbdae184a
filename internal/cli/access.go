package cli

import (
	"os"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
)

type accessCommand struct {
	List    listOf[anAccess]     `cmd:"" help:"List the access that is for a time."`
	Due     dueOf[anAccess]      `cmd:"" help:"Access that has ended and that nobody has seen removed."`
	Grant   accessGrantCommand   `cmd:"" help:"Let somebody into a system for a time, for a case; it ends by itself."`
	Removed accessRemovedCommand `cmd:"" help:"Note that the system lets them in no more."`
	Review  accessReviewCommand  `cmd:"" help:"Hold who has access to a system against who should."`
}

type accessGrantCommand struct {
	decider
	System  string `arg:"" help:"The system."`
	Who     string `required:"" help:"Whom."`
	Until   string `required:"" help:"When it ends: 2026-12-24T16:00."`
	From    string `help:"When it begins." default:"now"`
	Of      string `help:"The party they are at; a processor needs an agreement in force."`
	Staff   string `help:"The record of the staff, when they work here."`
	Case    string `help:"The support case."`
	Why     string `help:"Why."`
	Account string `help:"The account; when the time is over it is closed, here or in the system, where that can be."`
}

func (c *accessGrantCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		r, err := service.Add(s.ctx, duty.New{Kind: duty.Access, Subject: duty.Subject{Type: duty.OfSystem, Name: c.System}, Facts: duty.Facts{
			"who": c.Who, "until": c.Until, "from": c.From, "of": c.Of, "staff": c.Staff, "case": c.Case, "why": c.Why, "account": c.Account,
		}}, c.By)
		return s.taken(r, err)
	})
}

type accessRemovedCommand struct {
	decider
	dutyID
}

func (c *accessRemovedCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		if _, err := service.Set(s.ctx, c.ID, duty.Facts{"removed": "now"}, c.By); err != nil {
			return err
		}
		r, err := service.End(s.ctx, c.ID, c.By)
		if err != nil {
			return err
		}
		return s.print(r, func() { s.printf("access %s is gone\n", r.ID) })
	})
}

type accessReviewCommand struct {
	decider
	System string `arg:"" help:"The system."`
	Should string `required:"" help:"Text file with the accounts that should be there, one a line." type:"existingfile"`
	Has    string `help:"Text file with the accounts that are there; asked of the system itself when left out, where it can tell." type:"existingfile"`
}

// Run exits with 1 when somebody has access who should not.
func (c *accessReviewCommand) Run(s *session) error {
	return s.duties(func(app *app, service *duty.Service) error {
		should, err := linesOf(c.Should)
		if err != nil {
			return err
		}
		has, err := c.has(s, app, service)
		if err != nil {
			return err
		}
		review, err := service.Review(s.ctx, c.System, has, should, c.By)
		if err != nil {
			return err
		}
		if err := s.print(review, func() {
			for _, account := range review.Extra {
				s.printf("should not: %s\n", plain(account))
			}
			for _, account := range review.Absent {
				s.printf("has none:   %s\n", plain(account))
			}
			s.printf("accounts: %d, that should not be there: %d; next review %s\n", len(has), len(review.Extra), review.Record.Next)
		}); err != nil {
			return err
		}
		if len(review.Extra) > 0 {
			return errNo
		}
		return nil
	})
}

func (c *accessReviewCommand) has(s *session, app *app, service *duty.Service) ([]string, error) {
	if c.Has != "" {
		return linesOf(c.Has)
	}
	w, err := service.World(s.ctx)
	if err != nil {
		return nil, err
	}
	if w.Register == nil {
		return nil, varsam.Errorf(varsam.NotFound, "the store holds no register yet; give one with varsam register push DIR")
	}
	return duty.AccountsOf(s.ctx, app.systemsOf(s.Tenant)(w.Register, w.Today), c.System)
}

func linesOf(path string) (all []string, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "the list of accounts cannot be read")
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all, nil
}
