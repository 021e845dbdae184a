package cli

import (
	"strconv"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/request"
)

// caseFlags say which request is about whoever was met in a mailbox.
type caseFlags struct {
	Request string `required:"" help:"The request." placeholder:"REQUEST"`
}

type inboxWithheldCommand struct{ caseFlags }

// Help says whose the mails are.
func (*inboxWithheldCommand) Help() string {
	return `An employee's own mailbox – the register's personal: – tells whoever searches how many mails there are, and no more. The owner
sees them (varsam inbox hits), and releases those that belong to the case (varsam inbox release); the next plan has them.`
}

// Run counts, by mailbox.
func (c *inboxWithheldCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		all, err := app.requestsOf(s.Tenant).Mailboxes(s.ctx, c.Request)
		if err != nil {
			return err
		}
		return s.print(all, func() {
			var rows [][]string
			for _, m := range all {
				said, opened := s.said("no"), ""
				if !m.Answered.IsZero() {
					said = m.Answered.Format(time.DateOnly)
				}
				if m.Opening != nil && m.Opening.Opened.IsZero() {
					opened = s.said("waits for a second person")
				} else if m.Opening != nil {
					opened = m.Opening.Opened.Format(time.DateOnly)
				}
				rows = append(rows, []string{m.Account, m.Owner, strconv.Itoa(m.Hits), strconv.Itoa(m.Released), said, opened})
			}
			s.table([]string{"MAILBOX", "OWNER", "WITHHELD", "RELEASED", "OWNER ANSWERED", "OPENED WITHOUT OWNER"}, rows)
		})
	})
}

// ownFlags name a mailbox and a request.
type ownFlags struct {
	Account string `arg:"" help:"The mailbox, as the register names it."`
	caseFlags
}

type inboxHitsCommand struct {
	ownFlags
	As string `required:"" help:"Who you are: the mailbox's owner." placeholder:"NAME"`
}

// metMail is one mail as its owner sees it.
type metMail struct {
	Mail     string           `json:"mail"`
	Received string           `json:"received"`
	From     string           `json:"from"`
	Subject  string           `json:"subject"`
	Whose    varsam.Ownership `json:"whose"`
}

// Run shows the owner what a request met.
func (c *inboxHitsCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		found, err := app.requestsOf(s.Tenant).Hits(s.ctx, c.Request, c.Account, c.As)
		if err != nil {
			return err
		}
		refs := make([]varsam.Ref, len(found))
		whose := map[string]varsam.Ownership{}
		for i, h := range found {
			refs[i], whose[h.Ref.KeyLabel()] = h.Ref, h.Ownership
		}
		mails, err := app.inboxes(s.Tenant).Look(s.ctx, refs)
		if err != nil {
			return err
		}
		out := []metMail{}
		for _, m := range mails {
			out = append(out, metMail{m.Key(), m.Received.Format(time.DateOnly), m.From, m.Subject, whose[m.Key()]})
		}
		return s.print(out, func() {
			var rows [][]string
			for _, h := range out {
				rows = append(rows, []string{h.Mail, h.Received, h.From, h.Subject, s.word("ownership.", string(h.Whose))})
			}
			s.table([]string{"MAIL", "CAME", "FROM", "SUBJECT", "WHOSE"}, rows)
		})
	})
}

type inboxReleaseCommand struct {
	ownFlags
	Mail []string `arg:"" optional:"" help:"Mails that belong to the case, as hits names them; the others stay yours."`
	All  bool     `help:"All of them."`
	As   string   `required:"" help:"Who you are: the mailbox's owner." placeholder:"NAME"`
}

// Run releases. Without any mail the owner says that none belongs to the case.
func (c *inboxReleaseCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		m, err := app.requestsOf(s.Tenant).Release(s.ctx, c.Request, c.Account, c.As, c.Mail, c.All)
		if err != nil {
			return err
		}
		return s.print(m, func() {
			s.printf("released %d, kept %d. Next, for whoever has the case: varsam request plan %s\n", m.Released, m.Hits, c.Request)
		})
	})
}

type inboxOpenCommand struct {
	ownFlags
	Ground    string            `help:"Why the owner cannot be asked: absent, left, dead." placeholder:"GROUND"`
	Why       string            `help:"In words, why it cannot wait for the owner; it is recorded, and the owner reads it."`
	Condition map[string]string `help:"In Finland, how each condition of 759/2004 18–20 §§ is met: arranged, own-tasks, business, prevented, urgent, belongs, unreachable." placeholder:"NAME=HOW"`
	NoticeTo  string            `help:"Where the owner reads that it was opened, when not in the mailbox itself." placeholder:"ADDRESS"`
	Second    bool              `help:"The second person's yes, which opens it."`
	By        string            `required:"" help:"Who decides."`
}

// Help says what it takes.
func (*inboxOpenCommand) Help() string {
	return `Without the owner, what a request met in an employee's own mailbox is seen only with a ground that is recorded, when two people have
decided it, one after the other (the second with --second), and the owner is told. Mails marked private stay closed. In Finland it takes all that
lagen om integritetsskydd i arbetslivet (759/2004) 18–20 §§ asks for, and is refused with the paragraph otherwise.

Exit codes: 0 noted, or opened; 5 not allowed.`
}

// Run notes the first decision, or opens by the second.
func (c *inboxOpenCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		requests := app.requestsOf(s.Tenant)
		if c.Second {
			o, err := requests.SecondOpening(s.ctx, c.Request, c.Account, c.By)
			if err != nil {
				return err
			}
			return s.print(o, func() {
				s.printf("%d mail(s) are part of the next plan; the owner is told (letter %s).\n", o.Mails, o.Told)
			})
		}
		o, err := requests.ProposeOpening(s.ctx, c.Request, request.Opening{
			Account: c.Account, Ground: c.Ground, Why: c.Why, Stated: c.Condition, Address: c.NoticeTo,
		}, c.By)
		if err != nil {
			return err
		}
		return s.print(o, func() {
			s.printf("Noted. Nothing is opened yet: another person decides too, by varsam inbox open %s --request %s --second --by NAME\n", o.Account, c.Request)
		})
	})
}
