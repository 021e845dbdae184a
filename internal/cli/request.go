package cli

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/request"
)

type requestCommand struct {
	New     requestNewCommand     `cmd:"" help:"Take a request in; the clock runs from its arrival."`
	List    requestListCommand    `cmd:"" help:"List requests, nearest last day first."`
	Show    requestShowCommand    `cmd:"" help:"Show where a request stands."`
	Plan    requestPlanCommand    `cmd:"" help:"Search, decide and plan; changes nothing."`
	Copy    requestCopyCommand    `cmd:"" help:"Make the copy that an access or portability request asks for."`
	Approve requestApproveCommand `cmd:"" help:"Say yes to the digest of a plan."`
	Rule    requestRuleCommand    `cmd:"" help:"Write down a decision that the machine must not make."`
	Confirm requestConfirmCommand `cmd:"" help:"Write down that a record which the identifiers cannot tell is the person's."`
	Refuse  requestRefuseCommand  `cmd:"" help:"Write down that a right is refused, and why."`
	Run     requestRunCommand     `cmd:"" help:"Carry out the approved plan, and check that it took effect."`
	Except  requestExceptCommand  `cmd:"" help:"Close a step that will not be done."`
	Lift    requestLiftCommand    `cmd:"" help:"Plan the end of a restriction that the person asked for."`
	Told    requestToldCommand    `cmd:"" help:"Write down that a recipient was told (Art. 19)."`
	Forward requestForwardCommand `cmd:"" help:"Write down that the request was passed on to a controller for whom you process."`
	Pause   requestPauseCommand   `cmd:"" help:"Stop the clock: the person was asked something we cannot go on without."`
	Resume  requestResumeCommand  `cmd:"" help:"Start the clock again: the person answered."`
	Extend  requestExtendCommand  `cmd:"" help:"Extend the time by two months (Art. 12(3)); the person is told why."`
	Letter  requestLetterCommand  `cmd:"" help:"Write another letter: receipt, extension, pause or lifting."`
	Answer  requestAnswerCommand  `cmd:"" help:"Write the answer."`
}

type requestListCommand struct{}

// Run lists requests, and among them the letters that wait for somebody to
// confirm that they are requests: their time runs too.
func (c *requestListCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		all, err := app.service.List(s.ctx)
		if err != nil {
			return err
		}
		if all, err = app.withLetters(s.ctx, s.Tenant, all); err != nil {
			return err
		}
		return s.print(all, func() {
			rows := make([][]string, len(all))
			for i, r := range all {
				rows[i] = []string{r.ID, s.word("web.state.", string(r.State)), s.rights(r.Rights), fmt.Sprint(r.People), r.On.String(), r.Legal.String()}
			}
			s.table([]string{"REQUEST", "STATE", "RIGHTS", "PEOPLE", "RECEIVED", "LAST DAY"}, rows)
		})
	})
}

// rights are what somebody asks for, in the words of the pages.
func (s *session) rights(rights []varsam.Right) string {
	words := make([]string, len(rights))
	for i, r := range rights {
		words[i] = s.word("web.right.", string(r))
	}
	return strings.Join(words, ", ")
}

type requestID struct {
	Request string `arg:"" help:"The request's id."`
}

type requestShowCommand struct{ requestID }

func (c *requestShowCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		view, err := app.service.Show(s.ctx, c.Request)
		if err != nil {
			return err
		}
		return s.print(view, func() { s.showRequest(view) })
	})
}

func (s *session) showRequest(v request.View) {
	r := v.Request
	s.printf("%s  %s  %s, %d person(s), received %s, last day %s\n", r.ID, s.word("web.state.", string(r.State)), s.rights(r.Rights), r.People, r.On, r.Legal)
	if v.Digest != "" {
		s.printf("plan %s, approved by %d\n", v.Digest, len(v.Approvals))
	}
	s.steps(v.Steps)
}

// steps prints where steps stand.
func (s *session) steps(steps []act.Status) {
	rows := make([][]string, len(steps))
	for i, st := range steps {
		rows[i] = []string{
			st.Step, st.System, st.Collection, s.word("op.", string(st.Kind)), fmt.Sprintf("%d/%d", st.Applied, st.Expected),
			s.word("web.step.", string(st.State)), s.finality(st.Finality, st.Until), st.Owner, s.word("web.problem.", string(st.Problem)),
		}
	}
	if len(rows) > 0 {
		s.table([]string{"STEP", "SYSTEM", "COLLECTION", "DOES", "ROWS", "STATE", "FINALITY", "WAITS FOR", "PROBLEM"}, rows)
	}
}

// finality is what became of records, or would; English readers get the code.
func (s *session) finality(f varsam.Finality, until varsam.Date) string {
	if p := s.words(); f != "" && p.Lang() != varsam.English {
		return p.Finality(f, until, 1)
	}
	return strings.TrimSpace(string(f) + " " + until.String())
}

type requestApproveCommand struct {
	requestID
	Digest string `required:"" help:"Digest of the plan, as the plan shows it: a changed plan needs a new yes."`
	By     string `required:"" help:"Who says yes. Nobody checks a name on a command line, so two of them are not four eyes."`
}

func (c *requestApproveCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		if err := app.service.Approve(s.ctx, c.Request, c.Digest, c.By); err != nil {
			return err
		}
		return s.print(map[string]string{"request": c.Request, "digest": c.Digest, "assurance": act.CommandLine}, func() {
			s.printf("Approved (assurance: %s). Next: varsam request run %s\n", act.CommandLine, c.Request)
		})
	})
}

type requestRuleCommand struct {
	requestID
	Activity string      `required:"" help:"The activity whose balance is decided."`
	Uphold   bool        `xor:"ruling" required:"" help:"The objection is upheld: the ground ends."`
	Reject   string      `xor:"ruling" required:"" help:"It is not: the compelling grounds, in words (Art. 21(1))." placeholder:"GROUNDS"`
	Review   varsam.Date `help:"When a claim that stays is looked at again."`
	By       string      `required:"" help:"Who decided."`
}

func (c *requestRuleCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		ruling := decide.Ruling{Upheld: c.Uphold, Grounds: c.Reject, Review: c.Review}
		if err := app.service.Rule(s.ctx, c.Request, c.Activity, ruling, c.By); err != nil {
			return err
		}
		return s.noted(c.Request, "plan")
	})
}

type requestRunCommand struct {
	requestID
}

func (c *requestRunCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		report, err := app.service.Run(s.ctx, c.Request, func(st act.Status) {
			if !s.JSON {
				fmt.Fprintf(s.err, "%s %s %s: %s\n", st.Step, st.System, s.word("op.", string(st.Kind)), s.word("web.step.", string(st.State)))
			}
		})
		if err != nil && report.Verification == nil {
			return err
		}
		halted := err
		if err := s.print(report, func() { s.showReport(report) }); err != nil || halted != nil {
			return cmp.Or(err, halted)
		}
		if report.Open() > 0 || report.Request.State == request.Running {
			return errNo
		}
		return nil
	})
}

func (s *session) showReport(r request.Report) {
	s.steps(r.Steps)
	v := r.Verification
	s.printf("Verified again over fresh connections: %d other record(s) unchanged, %d changed by somebody else, %d unreadable; %d unexpected find(s).\n",
		v.Bystander.Unchanged, v.Bystander.Changed, v.Bystander.Unreadable, len(v.Unexpected()))
	switch {
	case r.Request.State != request.Running:
		s.printf("Everything is done and verified. Next: varsam request answer %s\n", r.Request.ID)
	default:
		s.printf("%d step(s) still open. What failed is tried again by the same command; what changed meanwhile needs a new plan.\n", r.Open())
	}
}

type requestExceptCommand struct {
	requestID
	Step string `required:"" help:"The step that will not be done."`
	By   string `required:"" help:"Who decided."`
}

func (c *requestExceptCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		if err := app.service.Except(s.ctx, c.Request, c.Step, c.By); err != nil {
			return err
		}
		return s.noted(c.Request, "run")
	})
}

type requestExtendCommand struct {
	requestID
	Reason string `required:"" help:"Why it takes longer: complexity or the number of requests."`
	By     string `required:"" help:"Who decided."`
}

func (c *requestExtendCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		r, err := app.service.Extend(s.ctx, c.Request, c.Reason, c.By)
		if err != nil {
			return err
		}
		return s.print(r, func() {
			s.printf("Last day to answer is now %s. Tell the person, with the reason, by the old one.\n", r.Legal)
		})
	})
}
