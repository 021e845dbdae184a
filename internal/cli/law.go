package cli

import (
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

type lawCommand struct {
	Deadline lawDeadlineCommand `cmd:"" help:"Last day to answer a request, by Regulation 1182/71."`
	Keep     lawKeepCommand     `cmd:"" help:"Last day that a rule covers a record."`
	Rules    lawRulesCommand    `cmd:"" help:"List the rules, with source and status."`
}

type lawDeadlineCommand struct {
	Received varsam.Date `required:"" help:"Local day of arrival, YYYY-MM-DD."`
	Country  string      `default:"SE" help:"Country whose holidays count: SE, FI, NO or DK."`
	Extended bool        `help:"The person was told within the first month, with reasons (Art. 12(3))."`
	Asked    varsam.Date `help:"Day a question was put to the person; time stands still until it is answered."`
	Answered varsam.Date `help:"Day the question was answered."`
}

// Run prints the legal last day first.
func (c *lawDeadlineCommand) Run(s *session) error {
	country, err := law.ParseCountry(c.Country)
	if err != nil {
		return err
	}
	options := law.Options{Country: country, Extended: c.Extended}
	if !c.Asked.IsZero() {
		options.Pauses = []law.Pause{{Asked: c.Asked, Answered: c.Answered}}
	}
	due, err := law.Deadline(c.Received, options)
	if err != nil {
		return err
	}
	return s.print(map[string]any{"legal": due.Legal, "raw": due.Raw, "safe": due.Safe, "paused": due.Open}, func() {
		if due.Open {
			s.printf("no last day: the clock stands still until the question is answered\n")
			return
		}
		s.printf("%s  last day to answer, to its last hour (Regulation 1182/71 Art. 3)\n", due.Legal)
		s.printf("%s  by the calendar alone\n%s  last day that nobody can dispute\n", due.Raw, due.Safe)
	})
}

type lawKeepCommand struct {
	Rule          string      `required:"" help:"Rule id, for example SE-BFL."`
	FiscalYearEnd varsam.Date `xor:"trigger" help:"Last day of the fiscal year that the item is booked in."`
	From          varsam.Date `xor:"trigger" help:"Day the rule counts from, whatever its trigger is."`
}

// Run prints the last day first.
func (c *lawKeepCommand) Run(s *session) error {
	trigger := varsam.Latest(c.FiscalYearEnd, c.From)
	if trigger.IsZero() {
		return varsam.Errorf(varsam.Invalid, "say which day the rule counts from: --fiscal-year-end or --from")
	}
	rule, err := law.Find(c.Rule, varsam.DateIn(time.Now(), time.Local))
	if err != nil {
		return err
	}
	last, err := rule.LastDay(trigger)
	if err != nil {
		return err
	}
	lang, err := s.language()
	if err != nil {
		return err
	}
	answer := map[string]any{
		"last": last, "first_erase": last.AddDays(1), "rule": rule.ID, "kind": rule.Kind, "paragraph": rule.Paragraph, "status": rule.Status,
	}
	return s.print(answer, func() {
		s.printf("%s  last day, inclusive\n%s  first day to erase\n", last, last.AddDays(1))
		s.printf("%s: %s (%s; %s)\n", rule.ID, rule.Paragraph.In(lang), rule.Keeps().In(lang), s.word("law.status.", string(rule.Status)))
	})
}

type lawRulesCommand struct{}

func (c *lawRulesCommand) Run(s *session) error {
	lang, err := s.language()
	if err != nil {
		return err
	}
	rules := law.All()
	return s.print(rules, func() {
		rows := make([][]string, len(rules))
		for i, r := range rules {
			rows[i] = []string{r.ID, s.word("law.kind.", string(r.Kind)), r.Keeps().In(lang), r.Paragraph.In(lang), s.word("law.status.", string(r.Status))}
		}
		s.table([]string{"RULE", "KIND", "TIME", "PARAGRAPH", "STATUS"}, rows)
	})
}
