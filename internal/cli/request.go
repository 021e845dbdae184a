package cli

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/plan"
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
	Pause   requestPauseCommand   `cmd:"" help:"Stop the clock: the person was asked something we cannot go on without."`
	Resume  requestResumeCommand  `cmd:"" help:"Start the clock again: the person answered."`
	Extend  requestExtendCommand  `cmd:"" help:"Extend the time by two months (Art. 12(3)); the person is told why."`
	Letter  requestLetterCommand  `cmd:"" help:"Write another letter: receipt, extension, pause or lifting."`
	Answer  requestAnswerCommand  `cmd:"" help:"Write the answer."`
}

// personFlags are the identifiers of one person.
type personFlags struct {
	Email      []string          `help:"E-mail address that is verified." placeholder:"ADDRESS"`
	Phone      []string          `help:"Phone number that is verified." placeholder:"NUMBER"`
	NationalID []string          `name:"national-id" help:"Personal identity number that is verified." placeholder:"NUMBER"`
	ID         map[string]string `help:"Other verified identifier, as TYPE=VALUE." placeholder:"TYPE=VALUE"`
	Claimed    map[string]string `help:"Identifier that is claimed but not verified; it selects nothing." placeholder:"TYPE=VALUE"`
	People     string            `help:"CSV file with a column per identifier type and a row per person." placeholder:"FILE" type:"existingfile"`
}

func (f personFlags) people() ([]varsam.Person, error) {
	if f.People != "" {
		return readPeople(f.People)
	}
	var p varsam.Person
	add := func(t varsam.IdentifierType, verified bool, values ...string) {
		for _, v := range values {
			p.Identifiers = append(p.Identifiers, varsam.Identifier{Type: t, Value: v, Verified: verified})
		}
	}
	add(varsam.Email, true, f.Email...)
	add(varsam.Phone, true, f.Phone...)
	add(varsam.NationalID, true, f.NationalID...)
	for _, t := range sortedKeys(f.ID) {
		add(varsam.IdentifierType(t), true, f.ID[t])
	}
	for _, t := range sortedKeys(f.Claimed) {
		add(varsam.IdentifierType(t), false, f.Claimed[t])
	}
	if len(p.Identifiers) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "say whom it concerns: --email, --phone, --national-id, --id or --people")
	}
	return []varsam.Person{p}, nil
}

// askFlags are the rights used.
type askFlags struct {
	Right    []string `help:"Right used: access, rectification, erasure, restriction, portability, objection, withdrawal, why, instruction. May be given several times."`
	Activity []string `help:"Activities that it is about; all that the right reaches when none is named."`
	Use      []string `help:"Uses that an objection or withdrawal is about, for example direct-marketing."`
	Article  string   `help:"Letter of Art. 18(1) for a restriction." enum:",a,b,c,d" default:""`
}

func (f askFlags) asks(party string) ([]decide.Ask, error) {
	var asks []decide.Ask
	for _, word := range f.Right {
		right := varsam.Right(word)
		if right.Article() == "" {
			return nil, varsam.Errorf(varsam.Invalid, "right %q is not known; the rights are %s", word, rightNames())
		}
		ask := decide.Ask{Person: -1, Right: right, Activities: f.Activity, Article: f.Article, Party: party}
		for _, use := range f.Use {
			ask.Uses = append(ask.Uses, varsam.Use(use))
		}
		asks = append(asks, ask)
	}
	return asks, nil
}

func rightNames() string {
	names := make([]string, len(varsam.Rights))
	for i, r := range varsam.Rights {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

type requestNewCommand struct {
	registerFlag
	personFlags
	askFlags
	Received string   `help:"When it arrived: YYYY-MM-DD (noon, local) or an instant with zone; now when left out."`
	Channel  string   `help:"How it came: mail, letter, phone, visit, portal." default:"mail"`
	Letter   string   `help:"File with what the person wrote." type:"existingfile" placeholder:"FILE"`
	Identity string   `help:"How identity was checked: a note, never a copy of a document."`
	Party    string   `help:"The controller that instructs, for an instruction."`
	Correct  []string `help:"Correction, as CATEGORY=NEW or CATEGORY=OLD=NEW, for example contact.email=old@example.com=new@example.com." placeholder:"C=OLD=NEW"`
	Proof    string   `help:"What the right values rest on."`
}

func (c *requestNewCommand) Run(s *session) error {
	in, err := c.intake()
	if err != nil {
		return err
	}
	return s.with(c.registerFlag, func(app *app) error {
		if in.Received, err = app.arrival(c.Received); err != nil {
			return err
		}
		in.Base, in.Language = app.base, varsam.Lang(s.Lang)
		r, err := app.service.New(s.ctx, in)
		if err != nil {
			return err
		}
		return s.print(r, func() {
			s.printf("%s\n", r.ID)
			s.printf("Received %s. Last day to answer: %s; last day nobody can dispute: %s.\n", r.On, r.Legal, r.Safe)
			s.printf("Next: varsam request plan %s\n", r.ID)
		})
	})
}

func (c *requestNewCommand) intake() (in request.Intake, err error) {
	if in.People, err = c.people(); err != nil {
		return in, err
	}
	if in.Asks, err = c.asks(c.Party); err != nil {
		return in, err
	}
	if in.Corrections, err = corrections(c.Correct); err != nil {
		return in, err
	}
	if c.Letter != "" {
		letter, err := os.ReadFile(c.Letter)
		if err != nil {
			return in, varsam.Errorf(varsam.Invalid, "the letter cannot be read")
		}
		in.Letter = string(letter)
	}
	in.Channel, in.Identity, in.Party, in.Proof = c.Channel, c.Identity, c.Party, c.Proof
	return in, in.Check()
}

func corrections(all []string) ([]plan.Correction, error) {
	var parsed []plan.Correction
	for _, text := range all {
		parts := strings.SplitN(text, "=", 3)
		switch len(parts) {
		case 2:
			parsed = append(parsed, plan.Correction{Category: varsam.Category(parts[0]), New: parts[1]})
		case 3:
			parsed = append(parsed, plan.Correction{Category: varsam.Category(parts[0]), Old: parts[1], New: parts[2]})
		default:
			return nil, varsam.Errorf(varsam.Invalid, "a correction is written CATEGORY=NEW or CATEGORY=OLD=NEW")
		}
	}
	return parsed, nil
}

type requestListCommand struct{}

func (c *requestListCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		all, err := app.service.List(s.ctx)
		if err != nil {
			return err
		}
		return s.print(all, func() {
			rows := make([][]string, len(all))
			for i, r := range all {
				rows[i] = []string{r.ID, string(r.State), joinRights(r.Rights), fmt.Sprint(r.People), r.On.String(), r.Legal.String()}
			}
			s.table([]string{"REQUEST", "STATE", "RIGHTS", "PEOPLE", "RECEIVED", "LAST DAY"}, rows)
		})
	})
}

func joinRights(rights []varsam.Right) string {
	words := make([]string, len(rights))
	for i, r := range rights {
		words[i] = string(r)
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
	s.printf("%s  %s  %s, %d person(s), received %s, last day %s\n", r.ID, r.State, joinRights(r.Rights), r.People, r.On, r.Legal)
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
			st.Step, st.System, st.Collection, string(st.Kind), fmt.Sprintf("%d/%d", st.Applied, st.Expected),
			string(st.State), finality(st.Finality, st.Until), st.Owner, string(st.Problem),
		}
	}
	if len(rows) > 0 {
		s.table([]string{"STEP", "SYSTEM", "COLLECTION", "DOES", "ROWS", "STATE", "FINALITY", "WAITS FOR", "PROBLEM"}, rows)
	}
}

func finality(f varsam.Finality, until varsam.Date) string {
	if until.IsZero() {
		return string(f)
	}
	return string(f) + " " + until.String()
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
		s.printf("Noted. Next: varsam request plan %s\n", c.Request)
		return nil
	})
}

type requestRunCommand struct {
	requestID
}

func (c *requestRunCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		report, err := app.service.Run(s.ctx, c.Request, func(st act.Status) {
			if !s.JSON {
				fmt.Fprintf(s.err, "%s %s %s: %s\n", st.Step, st.System, st.Kind, st.State)
			}
		})
		if err != nil {
			return err
		}
		if err := s.print(report, func() { s.showReport(report) }); err != nil {
			return err
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
		s.printf("Step %s is closed without being done; the answer says so.\n", c.Step)
		return nil
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

// arrival reads the day or instant a request came.
func (a *app) arrival(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	day, err := varsam.ParseDate(text)
	if err != nil {
		return time.Time{}, err
	}
	return day.Start(a.register.Organisation.Location()).Add(12 * time.Hour), nil
}
