package cli

import (
	"os"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
)

type taskCommand struct {
	List   taskListCommand   `cmd:"" help:"List the steps that wait for their owners, by due day."`
	Answer taskAnswerCommand `cmd:"" help:"Answer one as its owner."`
}

type taskListCommand struct {
	Owner string `help:"Only this owner's."`
}

func (c *taskListCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		all, err := app.service.Tasks(s.ctx)
		if err != nil {
			return err
		}
		tasks := []act.Status{}
		for _, t := range all {
			if c.Owner == "" || c.Owner == t.Owner {
				tasks = append(tasks, t)
			}
		}
		return s.print(tasks, func() {
			rows := make([][]string, len(tasks))
			for i, t := range tasks {
				rows[i] = []string{t.Request, t.Step, t.System, s.word("op.", string(t.Kind)), t.Owner, t.Due.String()}
			}
			s.table([]string{"REQUEST", "STEP", "SYSTEM", "DOES", "OWNER", "LAST DAY"}, rows)
		})
	})
}

type taskAnswerCommand struct {
	requestID
	Step     string          `arg:"" help:"The step."`
	Found    act.Finding     `required:"" enum:"found,not-found,not-searched" help:"found, not-found or not-searched."`
	Became   varsam.Finality `help:"What became of what was found: gone, blanked, moved, flagged, 'held because' …"`
	Until    varsam.Date     `help:"Day, for what has one."`
	Records  int             `help:"How many records."`
	CopyFile string          `help:"File with the person's data, for the copy." type:"existingfile"`
	Proof    string          `help:"Where the proof lies: a case number, a document."`
	By       string          `required:"" help:"Who answers."`
}

func (c *taskAnswerCommand) Run(s *session) error {
	answer := act.Answer{Found: c.Found, Finality: c.Became, Until: c.Until, Records: c.Records, Proof: c.Proof}
	if c.CopyFile != "" {
		text, err := os.ReadFile(c.CopyFile)
		if err != nil {
			return varsam.Errorf(varsam.Invalid, "the copy cannot be read")
		}
		answer.Copy = string(text)
	}
	return s.with(registerFlag{}, func(app *app) error {
		if err := app.service.AnswerTask(s.ctx, c.Request, c.Step, answer, c.By); err != nil {
			return err
		}
		return s.print(map[string]string{"request": c.Request, "step": c.Step, "found": string(c.Found)}, func() {
			s.printf("Noted. Next: varsam request run %s\n", c.Request)
		})
	})
}
