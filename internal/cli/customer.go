package cli

import (
	"bufio"
	"bytes"
	"fmt"
	"os"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/evidence"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/request"
)

type agreementExportCommand struct {
	Party string `arg:"" help:"The customer."`
	Out   string `required:"" help:"File to write." placeholder:"FILE"`
}

// Run exits with 1 when some place could not be read.
func (c *agreementExportCommand) Run(s *session) error {
	return s.customer(c.Party, func(app *app, w *duty.World) error {
		file, err := os.OpenFile(c.Out, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
		if err != nil {
			return varsam.Errorf(varsam.Unavailable, "the file %s cannot be written", c.Out)
		}
		defer file.Close()
		to := bufio.NewWriter(file)
		handed, err := duty.ExportCustomer(s.ctx, w.Register, app.systemsOf(s.Tenant)(w.Register, w.Today), c.Party, to)
		if err != nil {
			return err
		}
		if to.Flush() != nil || file.Sync() != nil {
			return varsam.Errorf(varsam.Unavailable, "the file %s could not be written to its end", c.Out)
		}
		say, err := s.saying(w.Register, nil)
		if err != nil {
			return err
		}
		if err := s.print(handed, func() {
			for _, name := range sortedCounts(handed.Records) {
				s.printf("%s: %d\n", name, handed.Records[name])
			}
			s.printGaps(say.Printer, handed.Gaps)
		}); err != nil {
			return err
		}
		if len(handed.Gaps) > 0 {
			return errNo
		}
		return nil
	})
}

func (s *session) printGaps(say locale.Printer, gaps []varsam.Gap) {
	for _, g := range gaps {
		s.printf("not here: %s.%s: %s\n", g.System, g.Collection, say.Reason(g.Why))
	}
}

// customer opens what a command about a customer needs.
func (s *session) customer(party string, do func(*app, *duty.World) error) error {
	return s.duties(func(app *app, service *duty.Service) error {
		w, err := service.World(s.ctx)
		if err != nil {
			return err
		}
		if w.Register == nil {
			return varsam.Errorf(varsam.NotFound, "the store holds no register yet; give one with varsam register push DIR")
		}
		if len(duty.PlacesOf(w.Register, party)) == 0 {
			return varsam.Errorf(varsam.NotFound, "the register says of no place that it holds something for %s", party)
		}
		return do(app, w)
	})
}

type agreementLeaveCommand struct {
	decider
	Party  string `arg:"" help:"The customer."`
	Letter string `help:"File with the customer's instruction." type:"existingfile" placeholder:"FILE"`
}

// Run takes in an instruction about everybody in what we hold for the customer; the
// pipeline does the rest.
func (c *agreementLeaveCommand) Run(s *session) error {
	return s.customer(c.Party, func(app *app, w *duty.World) error {
		people, gaps, err := duty.PeopleOf(s.ctx, w.Register, app.systemsOf(s.Tenant)(w.Register, w.Today), c.Party)
		if err != nil {
			return err
		}
		if len(people) == 0 {
			return varsam.Errorf(varsam.NotFound, "nobody is found in what we hold for %s; there is nothing left to delete", c.Party)
		}
		in := request.Intake{Base: app.base, Case: request.Case{
			People: people, Party: c.Party, Channel: "letter", Language: varsam.Lang(s.Lang), Identity: "the controller's instruction at the end of its agreement, taken in by " + c.By,
			Asks: []decide.Ask{{Person: decide.Everyone, Right: varsam.Instruction, Party: c.Party}},
		}}
		if c.Letter != "" {
			letter, err := os.ReadFile(c.Letter)
			if err != nil {
				return varsam.Errorf(varsam.Invalid, "the letter cannot be read")
			}
			in.Letter = string(letter)
		}
		r, err := app.service.New(s.ctx, in)
		if err != nil {
			return err
		}
		say, err := s.saying(w.Register, nil)
		if err != nil {
			return err
		}
		return s.print(map[string]any{"request": r.ID, "people": len(people), "gaps": gaps}, func() {
			s.printf("%s\nAn instruction about %d people. Next: varsam request plan %s\n", r.ID, len(people), r.ID)
			s.printGaps(say.Printer, gaps)
		})
	})
}

type agreementCertifyCommand struct {
	decider
	dutyID
	Request string `arg:"" help:"The instruction that deleted everything."`
}

// Run refuses while something is left.
func (c *agreementCertifyCommand) Run(s *session) error {
	return s.duties(func(app *app, service *duty.Service) error {
		agreement, err := service.Get(s.ctx, c.ID)
		if err != nil {
			return err
		}
		r, err := app.service.Get(s.ctx, c.Request)
		if err != nil {
			return err
		}
		switch r.State {
		case request.Done, request.Answered, request.Closing, request.Closed:
		default:
			return varsam.Errorf(varsam.Conflict, "request %s is %s; a certificate is given when everything is deleted and verified", r.ID, r.State)
		}
		w, err := service.World(s.ctx)
		if err != nil {
			return err
		}
		left, _, err := duty.PeopleOf(s.ctx, w.Register, app.systemsOf(s.Tenant)(w.Register, w.Today), agreement.Subject.Name)
		if err != nil {
			return err
		}
		kase, err := app.service.Case(s.ctx, r)
		if err != nil {
			return err
		}
		if n := duty.Same(left, kase.People); n > 0 {
			return varsam.Errorf(varsam.Conflict, "%d of the people whom request %s was about are still found in what we hold for %s: varsam request answer %s says why",
				n, r.ID, agreement.Subject.Name, r.ID)
		}
		if len(left) > 0 {
			fmt.Fprintf(s.err, "people in these places whom the instruction was not about: %d\n", len(left))
		}
		return c.certify(s, app, service, agreement)
	})
}

func (c *agreementCertifyCommand) certify(s *session, app *app, service *duty.Service, agreement duty.Record) error {
	if err := app.log.Checkpoint(s.ctx, s.Tenant); err != nil {
		return err
	}
	var pack bytes.Buffer
	if err := app.log.Export(s.ctx, s.Tenant, c.Request, &pack, evidence.ExportOptions{}); err != nil {
		return err
	}
	if _, err := service.Attach(s.ctx, c.ID, "certificate-"+c.Request+".pack", pack.Bytes(), c.By); err != nil {
		return err
	}
	facts := duty.Facts{"after": "deleted", "certificate": "today"}
	if agreement.Facts["ended"] == "" {
		facts["ended"] = "today"
	}
	r, err := service.Set(s.ctx, c.ID, facts, c.By)
	if err != nil {
		return err
	}
	return s.print(r, func() {
		s.printf("the proof is kept with %s as its certificate; the customer checks it with varsam evidence verify\n", r.ID)
	})
}
