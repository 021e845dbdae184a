package cli

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/request/letter"
)

// decider is who takes a decision, for the log and the case.
type decider struct {
	By string `required:"" help:"Who decided."`
}

// noted says that a decision stands, and what comes next.
func (s *session) noted(id, next string) error {
	return s.print(map[string]string{"request": id, "next": next}, func() { s.printf("Noted. Next: varsam request %s %s\n", next, id) })
}

type requestConfirmCommand struct {
	requestID
	decider
	System     string `required:"" help:"System of the record."`
	Collection string `required:"" help:"Its collection."`
	Key        string `required:"" help:"Its key, as the plan shows it."`
	Person     int    `default:"1" help:"Whose it is, counted from 1."`
}

func (c *requestConfirmCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		if err := app.service.Confirm(s.ctx, c.Request, c.System, c.Collection, c.Key, c.Person-1, c.By); err != nil {
			return err
		}
		return s.noted(c.Request, "plan")
	})
}

type requestRefuseCommand struct {
	requestID
	decider
	Right  varsam.Right `required:"" help:"The right that is refused."`
	Reason string       `required:"" help:"Why, as the answer gives it (Art. 12(4))."`
}

func (c *requestRefuseCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		if err := app.service.Refuse(s.ctx, c.Request, c.Right, c.Reason, c.By); err != nil {
			return err
		}
		return s.noted(c.Request, "plan")
	})
}

type requestLiftCommand struct {
	requestID
	decider
	Told varsam.Date `help:"Day the person was told that the restriction ends (Art. 18(3))."`
}

func (c *requestLiftCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		p, err := app.service.Lift(s.ctx, c.Request, c.Told, c.By)
		if err != nil {
			return err
		}
		return s.showPlan(app.register, p)
	})
}

type requestToldCommand struct {
	requestID
	decider
	Party      string      `required:"" help:"The recipient, as the register names it."`
	On         varsam.Date `help:"Day it was told."`
	Confirmed  varsam.Date `help:"Day it confirmed."`
	Impossible string      `help:"Why it could not be told, or only with disproportionate effort."`
}

func (c *requestToldCommand) Run(s *session) error {
	if c.On.IsZero() == (c.Impossible == "") {
		return varsam.Errorf(varsam.Invalid, "say on which day the recipient was told, or why that was impossible")
	}
	return s.with(registerFlag{}, func(app *app) error {
		told := letter.Told{Party: c.Party, On: c.On, Confirmed: c.Confirmed, Impossible: c.Impossible}
		if err := app.service.Told(s.ctx, c.Request, told, c.By); err != nil {
			return err
		}
		return s.noted(c.Request, "answer")
	})
}

type requestForwardCommand struct {
	requestID
	decider
	Party string      `required:"" help:"The controller, as the register names it."`
	On    varsam.Date `required:"" help:"Day the request was passed on: the request, nothing that was found."`
}

func (c *requestForwardCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		if err := app.service.Forward(s.ctx, c.Request, c.Party, c.On, c.By); err != nil {
			return err
		}
		return s.noted(c.Request, "answer")
	})
}

type requestPauseCommand struct {
	requestID
	decider
}

func (c *requestPauseCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		r, err := app.service.Pause(s.ctx, c.Request, c.By)
		if err != nil {
			return err
		}
		return s.clock(r)
	})
}

type requestResumeCommand struct {
	requestID
	decider
	Answered varsam.Date `help:"Day the person answered; today when left out."`
}

func (c *requestResumeCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		r, err := app.service.Resume(s.ctx, c.Request, c.Answered, c.By)
		if err != nil {
			return err
		}
		return s.clock(r)
	})
}

// clock shows the last day, or that there is none while the clock stands still.
func (s *session) clock(r request.Request) error {
	return s.print(r, func() {
		if r.Legal.IsZero() {
			s.printf("The clock stands still until the person answers: varsam request resume %s\n", r.ID)
			return
		}
		s.printf("Last day to answer: %s; last day nobody can dispute: %s.\n", r.Legal, r.Safe)
	})
}

type requestLetterCommand struct {
	requestID
	Kind  string      `required:"" enum:"receipt,extension,pause,lifting,forward" help:"receipt, extension, pause, lifting or forward."`
	Need  string      `help:"For pause: what we need from the person."`
	On    varsam.Date `help:"For lifting: the day the restriction ends."`
	Why   string      `help:"For lifting: why it ends."`
	Party string      `help:"For forward: the controller that the request is passed on to."`
	Out   string      `help:"Folder to write the letter to; printed as text when left out." placeholder:"DIR"`
}

func (c *requestLetterCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		doc, err := c.make(s, app.service)
		if err != nil {
			return err
		}
		return s.hand(doc, c.Out)
	})
}

func (c *requestLetterCommand) make(s *session, service *request.Service) (letter.Document, error) {
	lang, err := s.language()
	if err != nil {
		return letter.Document{}, err
	}
	switch c.Kind {
	case "extension":
		return service.ExtensionLetter(s.ctx, c.Request, lang)
	case "pause":
		return service.PauseLetter(s.ctx, c.Request, lang, c.Need)
	case "lifting":
		return service.LiftingLetter(s.ctx, c.Request, lang, c.On, c.Why)
	case "forward":
		return service.ForwardLetter(s.ctx, c.Request, c.Party, lang)
	}
	return service.Receipt(s.ctx, c.Request, lang)
}

// hand writes a letter to a folder, or prints it.
func (s *session) hand(doc letter.Document, folder string) error {
	if folder != "" {
		return s.write(folder, []letter.File{{Name: doc.Name + ".html", Data: doc.HTML}, {Name: doc.Name + ".txt", Data: doc.Text}})
	}
	return s.print(map[string]string{"title": doc.Title, "text": string(doc.Text), "html": string(doc.HTML)}, func() {
		s.printf("%s", doc.Text)
	})
}
