package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"strings"

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

// Run takes in an instruction about all that we hold for the customer; the pipeline
// does the rest.
func (c *agreementLeaveCommand) Run(s *session) error {
	return s.customer(c.Party, func(app *app, w *duty.World) error {
		open := app.systemsOf(s.Tenant)(w.Register, w.Today)
		people, _, err := duty.PeopleOf(s.ctx, w.Register, open, c.Party)
		if err != nil {
			return err
		}
		held, gaps := duty.HeldFor(s.ctx, w.Register, open, c.Party)
		if len(people)+len(held)+len(gaps) == 0 {
			return varsam.Errorf(varsam.NotFound, "nothing is held for %s; there is nothing left to delete", c.Party)
		}
		in := request.Intake{Base: app.base, Case: request.Case{
			People: people, Party: c.Party, Whole: true, Channel: "letter", Language: varsam.Lang(s.Lang), Identity: "the controller's instruction at the end of its agreement, taken in by " + c.By,
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
		return s.print(map[string]any{"request": r.ID, "people": len(people), "records": len(held), "gaps": gaps}, func() {
			s.printf("%s\nAn instruction about %d records and %d people. Next: varsam request plan %s\n", r.ID, len(held), len(people), r.ID)
			s.printGaps(say.Printer, gaps)
		})
	})
}

type agreementCertifyCommand struct {
	decider
	dutyID
	Request string `arg:"" help:"The instruction that deleted everything."`
}

// Run refuses while anything is left that the plan does not keep, or could not be
// read.
func (c *agreementCertifyCommand) Run(s *session) error {
	return s.duties(func(app *app, service *duty.Service) error {
		agreement, err := service.Get(s.ctx, c.ID)
		if err != nil {
			return err
		}
		customer := agreement.Subject.Name
		d, err := c.carriedOut(s, app, customer)
		if err != nil {
			return err
		}
		w, err := service.World(s.ctx)
		if err != nil {
			return err
		}
		held, gaps := duty.HeldFor(s.ctx, w.Register, app.systemsOf(s.Tenant)(w.Register, w.Today), customer)
		certificate, left := duty.Certify(d.Plan, held)
		certificate.Customer, certificate.Day = customer, w.Today
		for _, g := range gaps {
			if g.Why.Code != duty.ReasonByHand {
				return varsam.Errorf(varsam.Unavailable, "%s.%s cannot be read now; nothing is certified that nobody has seen", g.System, g.Collection)
			}
			certificate.ByHand = append(certificate.ByHand, g)
		}
		if len(left) > 0 {
			return varsam.Errorf(varsam.Conflict, "still held for %s, and kept by nothing: %s; varsam request answer %s says what was kept, and varsam agreement leave %s takes in what has come since",
				customer, counts(left), c.Request, customer)
		}
		return c.certify(s, app, service, agreement, certificate)
	})
}

// carriedOut is the instruction, done and verified.
func (c *agreementCertifyCommand) carriedOut(s *session, app *app, customer string) (request.Dossier, error) {
	d, err := app.service.Dossier(s.ctx, c.Request)
	if err != nil {
		return d, err
	}
	switch {
	case d.Request.State != request.Done && d.Request.State != request.Answered && d.Request.State != request.Closing && d.Request.State != request.Closed:
		return d, varsam.Errorf(varsam.Conflict, "request %s is %s; a certificate is given when everything is deleted and verified", d.Request.ID, d.Request.State)
	case d.Gone:
		return d, varsam.Errorf(varsam.Conflict, "what request %s found is forgotten; certify before it is closed, or take in a new instruction: varsam agreement leave %s", d.Request.ID, customer)
	case d.Case.Party != customer || !d.Case.Whole:
		return d, varsam.Errorf(varsam.Conflict, "request %s was not about everything that is held for %s; varsam agreement leave %s takes in one that is", d.Request.ID, customer, customer)
	}
	return d, nil
}

// counts are records by collection: "2 in shop.orders, 1 in shop.log".
type counts map[string]int

func (c counts) String() string { return c.In(locale.For(varsam.English)) }

// In is that in the reader's language.
func (c counts) In(say locale.Printer) string {
	var parts []string
	for _, name := range sortedCounts(c) {
		parts = append(parts, locale.Says("%d in %s", c[name], name).In(say))
	}
	return strings.Join(parts, ", ")
}

func (c *agreementCertifyCommand) certify(s *session, app *app, service *duty.Service, agreement duty.Record, certificate duty.Certificate) error {
	told, err := json.MarshalIndent(certificate, "", "  ")
	if err != nil {
		return varsam.Errorf(varsam.Internal, "the certificate cannot be written as JSON")
	}
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
	if _, err := service.Attach(s.ctx, c.ID, "certificate-"+c.Request+".json", told, c.By); err != nil {
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
	return s.print(map[string]any{"agreement": r, "certificate": certificate}, func() {
		for _, what := range []struct {
			counts counts
			word   string
		}{{certificate.Deleted, s.said("deleted")}, {certificate.Anonymised, s.said("anonymised")}, {certificate.Kept, s.said("kept")}} {
			if len(what.counts) > 0 {
				s.printf("%s: %s\n", what.word, what.counts.In(s.words()))
			}
		}
		s.printf("the proof is kept with %s as its certificate; the customer checks it with varsam evidence verify\n", r.ID)
	})
}
