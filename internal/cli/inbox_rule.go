package cli

import (
	"github.com/varsam/varsam/internal/inbox"
)

type inboxRuleCommand struct {
	Add    inboxRuleAddCommand    `cmd:"" help:"Make a rule for mails of a kind."`
	List   inboxRuleListCommand   `cmd:"" help:"List your rules."`
	Remove inboxRuleRemoveCommand `cmd:"" help:"End a rule."`
}

type inboxRuleAddCommand struct {
	ownerFlags
	From    string `help:"Mails from this address, or from everybody of @domain."`
	Subject string `help:"Mails with these words in the subject."`
	Lists   bool   `help:"Mails sent to a list."`
	Do      string `required:"" help:"delete or file." enum:"delete,file"`
	Into    string `help:"Folder to file in." placeholder:"FOLDER"`
}

// Run makes a rule.
func (c *inboxRuleAddCommand) Run(s *session) error {
	return s.with(c.registerFlag, func(app *app) error {
		rule, err := app.inboxes(s.Tenant).AddRule(s.ctx, c.Account, c.As, inbox.Rule{
			From: inbox.Address(c.From), Subject: c.Subject, Lists: c.Lists, Action: inbox.Action(c.Do), Folder: c.Into,
		})
		if err != nil {
			return err
		}
		return s.print(rule, func() { s.printf("rule %s; varsam inbox apply --rules follows it\n", rule.ID) })
	})
}

type inboxRuleListCommand struct{ ownerFlags }

// Run lists rules.
func (c *inboxRuleListCommand) Run(s *session) error {
	return s.with(c.registerFlag, func(app *app) error {
		rules, err := app.inboxes(s.Tenant).OwnRules(s.ctx, c.Account, c.As)
		if err != nil {
			return err
		}
		return s.print(rules, func() {
			var rows [][]string
			for _, r := range rules {
				rows = append(rows, []string{r.ID, r.From, r.Subject, s.yes(r.Lists), string(r.Action), r.Folder})
			}
			s.table([]string{"RULE", "FROM", "SUBJECT", "LISTS", "DO", "INTO"}, rows)
		})
	})
}

type inboxRuleRemoveCommand struct {
	ownerFlags
	Rule string `arg:"" help:"The rule."`
}

// Run ends a rule.
func (c *inboxRuleRemoveCommand) Run(s *session) error {
	return s.with(c.registerFlag, func(app *app) error {
		if err := app.inboxes(s.Tenant).RemoveRule(s.ctx, c.Account, c.As, c.Rule); err != nil {
			return err
		}
		return s.print(map[string]string{"removed": c.Rule}, func() { s.printf("rule %s is ended\n", c.Rule) })
	})
}
