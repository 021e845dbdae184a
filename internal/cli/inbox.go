package cli

import (
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/inbox"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/mailcheck"
	"github.com/varsam/varsam/internal/pii"
)

type inboxCommand struct {
	Status  inboxStatusCommand  `cmd:"" help:"Count what is left in the inboxes, by owner and age."`
	Suggest inboxSuggestCommand `cmd:"" help:"For a mailbox's owner: what each mail could become, and why."`
	Apply   inboxApplyCommand   `cmd:"" help:"For a mailbox's owner: carry out what you decided."`
	Report  inboxReportCommand  `cmd:"" help:"For the manager: how the month goes, in counts."`
	Rule    inboxRuleCommand    `cmd:"" help:"For a mailbox's owner: rules of your own."`

	Withheld inboxWithheldCommand `cmd:"" help:"For whoever has a request: how many mails employees' own mailboxes hold about the person."`
	Hits     inboxHitsCommand     `cmd:"" help:"For a mailbox's owner: the mails that a request met."`
	Release  inboxReleaseCommand  `cmd:"" help:"For a mailbox's owner: let mails become part of a request."`
	Open     inboxOpenCommand     `cmd:"" help:"See what a request met without the owner: with a ground, two people, and notice."`
	Requests inboxRequestsCommand `cmd:"" help:"Requests that came by mail: read the mailboxes, look, confirm, dismiss."`
}

// inboxFlags say which routine.
type inboxFlags struct {
	registerFlag
	System string `help:"System with the mailboxes; needed when several have a routine."`
}

// ownerFlags say whose mailbox it is. Nobody but the owner decides about it.
type ownerFlags struct {
	inboxFlags
	Account string `arg:"" help:"The mailbox, as the register names it."`
	As      string `help:"Who you are: the mailbox's owner. Needed where the register says whose own it is." placeholder:"NAME"`
}

func (a *app) inboxes(tenant string) *inbox.Service {
	return &inbox.Service{Store: a.store, Keeper: a.keeper, Log: a.log, Tenant: tenant, Open: a.systemsOf(tenant)}
}

// looking is inboxes with what looks into mails.
func (a *app) looking(tenant string) (*inbox.Service, error) {
	service := a.inboxes(tenant)
	if a.register == nil {
		return service, nil
	}
	scanner, err := pii.New(pii.Options{Names: true, Today: today(a.register)})
	if err == nil {
		service.Scanner = scanner
	}
	return service, err
}

// lookingIn is looking for pages, which may be served before there is a register.
func (a *app) lookingIn(tenant string) *inbox.Service {
	service := a.inboxes(tenant)
	if scanner := textScanner(); scanner != nil {
		service.Scanner = scanner
	}
	return service
}

type inboxStatusCommand struct{ inboxFlags }

// Run counts; what a mail says is never shown.
func (c *inboxStatusCommand) Run(s *session) error {
	return s.with(c.registerFlag, func(app *app) error {
		standing, err := app.inboxes(s.Tenant).Status(s.ctx, c.System)
		if err != nil {
			return err
		}
		if err := s.print(standing, func() { s.standing(standing) }); err != nil {
			return err
		}
		return unfinished(standing.Complete)
	})
}

// unfinished says that some folder could not be read.
func unfinished(complete bool) error {
	if complete {
		return nil
	}
	return varsam.Errorf(varsam.Denied, "some folders could not be read, and are not counted")
}

func (s *session) standing(standing inbox.Standing) {
	s.printf("What came before %s should have left the inbox.\n\n", standing.Due)
	var rows [][]string
	for _, a := range standing.Accounts {
		row := []string{a.Account, strconv.Itoa(a.Overdue)}
		for _, n := range a.Months {
			row = append(row, strconv.Itoa(n))
		}
		rows = append(rows, append(row, strconv.Itoa(a.New), strconv.Itoa(a.Private), a.Oldest.String()))
	}
	s.table([]string{"MAILBOX", "OVERDUE", "1 MONTH", "3 MONTHS", "OLDER", "NEW", "PRIVATE", "OLDEST"}, rows)
}

type inboxReportCommand struct {
	inboxFlags
	Quick bool `help:"Without looking into the mails for what is better not sent by mail."`
}

// Run follows up.
func (c *inboxReportCommand) Run(s *session) error {
	return s.with(c.registerFlag, func(app *app) error {
		service, err := app.looking(s.Tenant)
		if err != nil {
			return err
		}
		if c.Quick {
			service.Scanner = nil
		}
		report, err := service.Report(s.ctx, c.System)
		if err != nil {
			return err
		}
		say, err := s.printer(app.register)
		if err != nil {
			return err
		}
		err = s.print(report, func() {
			var rows [][]string
			for _, a := range report.Accounts {
				rows = append(rows, []string{a.Account, strconv.Itoa(a.Overdue), strconv.Itoa(a.Deleted), strconv.Itoa(a.Filed), s.yes(a.Done)})
			}
			s.table([]string{"MAILBOX", "OVERDUE", "DELETED", "FILED", "DONE"}, rows)
			s.mailFindings(report.Findings, say)
		})
		if err != nil {
			return err
		}
		return unfinished(report.Complete)
	})
}

// mailFindings says what is better not sent by mail, by place and count.
func (s *session) mailFindings(places []mailcheck.Place, say locale.Printer) {
	var rows [][]string
	for _, p := range places {
		for _, kind := range mailcheck.Kinds {
			if n := p.Found[kind]; n > 0 {
				rows = append(rows, []string{p.Account, say.T("inbox.folder." + p.Folder), say.T("inbox.find." + string(kind)), strconv.Itoa(n), strconv.Itoa(p.Mails)})
			}
		}
	}
	if len(rows) > 0 {
		s.printf("\n")
		s.table([]string{"MAILBOX", "WHERE", "WHAT", "MAILS", "OF"}, rows)
	}
	for _, p := range places {
		if p.Unread+p.Private > 0 {
			s.printf("%s, %s: %d not read or not in full, %d marked private and not looked at\n", p.Account, say.T("inbox.folder."+p.Folder), p.Unread, p.Private)
		}
	}
}

type inboxSuggestCommand struct{ ownerFlags }

// suggested is one mail as others script against it.
type suggested struct {
	Mail     string           `json:"mail"`
	Received string           `json:"received"`
	From     string           `json:"from"`
	Subject  string           `json:"subject"`
	Due      bool             `json:"due"`
	Do       inbox.Action     `json:"do"`
	Into     string           `json:"into,omitempty"`
	Asks     []varsam.Right   `json:"asks,omitempty"` // rights that the mail seems to use
	Why      string           `json:"why"`
	Holds    []mailcheck.Kind `json:"holds,omitempty"`    // national-id, special
	Unread   string           `json:"not_read,omitempty"` // what of it could not be read, and why
}

// Run suggests.
func (c *inboxSuggestCommand) Run(s *session) error {
	return s.with(c.registerFlag, func(app *app) error {
		service, err := app.looking(s.Tenant)
		if err != nil {
			return err
		}
		all, err := service.Suggest(s.ctx, c.System, c.Account, c.As)
		if err != nil {
			return err
		}
		say, err := s.printer(app.register)
		if err != nil {
			return err
		}
		lines := []suggested{}
		for _, p := range all.Mails {
			lines = append(lines, suggestedOf(p, say))
		}
		notRead(lines, all, say)
		err = s.print(lines, func() {
			var rows [][]string
			for _, l := range lines {
				rows = append(rows, []string{l.Mail, l.Received, l.From, l.Subject, strings.TrimSpace(string(l.Do) + " " + l.Into), l.Why})
			}
			s.table([]string{"MAIL", "CAME", "FROM", "SUBJECT", "DO", "WHY"}, rows)
			for _, l := range lines {
				if l.Unread != "" {
					s.printf("not read, so that what it asks is not known: %s – %s\n", l.Mail, l.Unread)
				}
			}
			if all.More > 0 {
				s.printf("not read: %d further mail(s)\n", all.More)
			}
		})
		if err != nil {
			return err
		}
		return unfinished(all.Why == "" || all.Why == "unread")
	})
}

// notRead says of each mail what of it could not be read.
func notRead(lines []suggested, all inbox.Suggestions, say locale.Printer) {
	why := map[string]string{}
	for _, u := range all.Unread {
		why[u.Ref.KeyLabel()] = say.Reason(u.Why)
	}
	for i := range lines {
		lines[i].Unread = why[lines[i].Mail]
	}
}

func suggestedOf(p inbox.Proposal, say locale.Printer) suggested {
	line := suggested{
		Mail: p.Record.Ref.KeyLabel(), Received: p.Received.Format("2006-01-02"), From: p.From, Subject: p.Subject,
		Due: p.Due, Do: p.Action, Into: p.Into, Why: say.Reason(p.Why), Holds: p.Holds,
	}
	if p.Action == inbox.Skip {
		line.From, line.Subject = "", ""
	}
	for _, w := range p.Wishes {
		line.Asks = append(line.Asks, w.Right)
	}
	return line
}

type inboxApplyCommand struct {
	ownerFlags
	Accept []string `help:"Take every suggestion of this sort: delete, file." enum:"delete,file" placeholder:"SORT"`
	Rules  bool     `help:"Do what your own rules say."`
	Delete []string `help:"Delete these mails, as suggest names them." placeholder:"MAIL"`
	File   []string `help:"File mails: MAIL=FOLDER." placeholder:"MAIL=FOLDER"`
}

// Help says how the command ends.
func (*inboxApplyCommand) Help() string {
	return `Nothing leaves an inbox without its owner's decision: a sort of suggestions that you accept, your own rules, or mails that you
name. Every mail is held against what it was when it was suggested, and read again afterwards.

Exit codes: 0 done and seen to be done; 4 something could not be done or seen.`
}

// Run carries out a decision.
func (c *inboxApplyCommand) Run(s *session) error {
	return s.with(c.registerFlag, func(app *app) error {
		if strings.TrimSpace(c.As) == "" {
			return varsam.Errorf(varsam.Invalid, "say who you are: the mailbox's owner (--as)")
		}
		choice, err := c.choice()
		if err != nil {
			return err
		}
		done, err := app.inboxes(s.Tenant).Apply(s.ctx, c.System, c.Account, c.As, choice)
		if err != nil {
			return err
		}
		if err := s.print(done, func() {
			s.printf("deleted %d, filed %d, left %d\n", done.Deleted, done.Filed, done.Left)
		}); err != nil || done.Run == "" || done.Verified {
			return err
		}
		return varsam.Errorf(varsam.Conflict, "not everything could be done or seen to be done; run it again")
	})
}

func (c *inboxApplyCommand) choice() (inbox.Choice, error) {
	choice := inbox.Choice{Rules: c.Rules, Mails: map[string]inbox.Action{}, Into: map[string]string{}}
	for _, sort := range c.Accept {
		choice.Accept = append(choice.Accept, inbox.Action(sort))
	}
	for _, mail := range c.Delete {
		choice.Mails[mail] = inbox.Delete
	}
	for _, f := range c.File {
		mail, folder, ok := strings.Cut(f, "=")
		if !ok || folder == "" {
			return choice, varsam.Errorf(varsam.Invalid, "--file says MAIL=FOLDER, and %q does not", f)
		}
		choice.Mails[mail], choice.Into[mail] = inbox.File, folder
	}
	return choice, nil
}
