package cli

import (
	"cmp"
	"context"
	"net"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/post"
)

type mailCommand struct {
	List  mailListCommand  `cmd:"" default:"withargs" help:"Letters that wait to be printed, and those that the server refused."`
	Show  mailShowCommand  `cmd:"" help:"A letter as it is printed or handed over."`
	Done  mailDoneCommand  `cmd:"" help:"Say that a letter was posted, handed over or said on the telephone."`
	Retry mailRetryCommand `cmd:"" help:"Send a letter by mail that was refused, or that waited for a server."`
	Check mailCheckCommand `cmd:"" help:"Ask the name service what receivers ask about the domain that letters come from: SPF, DKIM, DMARC."`
}

type mailListCommand struct {
	All bool `help:"Those that were sent, too."`
}

// Run exits with 1 when a letter was refused.
func (c *mailListCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		states := []post.State{post.Dead, post.Outbox, post.Queued}
		if c.All {
			states = append(states, post.Sent, post.Handed)
		}
		all := []post.Status{}
		for _, state := range states {
			some, err := app.postOf(s.Tenant).List(s.ctx, state, 1000)
			if err != nil {
				return err
			}
			all = append(all, some...)
		}
		if err := s.print(all, func() { s.listLetters(all) }); err != nil {
			return err
		}
		if len(all) > 0 && all[0].State == post.Dead {
			return errNo
		}
		return nil
	})
}

func (s *session) listLetters(all []post.Status) {
	rows := make([][]string, len(all))
	for i, st := range all {
		rows[i] = []string{st.ID, s.word("web.post.", string(st.State)), s.word("web.medium.", string(st.Medium)), s.word("web.template.", string(st.Template)), st.About, st.Put.Format(time.RFC3339), s.word("web.post-problem.", st.Problem)}
	}
	s.table([]string{"LETTER", "STATE", "HOW", "WHAT", "CASE", "WRITTEN", "PROBLEM"}, rows)
}

type letterArg struct {
	Letter string `arg:"" help:"The letter, as varsam mail list names it."`
}

type mailShowCommand struct{ letterArg }

// Run prints the letter with whom it is to.
func (c *mailShowCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		_, item, err := app.postOf(s.Tenant).Open(s.ctx, c.Letter)
		if err != nil {
			return err
		}
		return s.print(item, func() { s.printf("%s\n\n%s\n\n%s", item.To, item.Subject, item.Text) })
	})
}

type mailDoneCommand struct{ letterArg }

// Run takes the letter out of the outbox.
func (c *mailDoneCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error { return app.postOf(s.Tenant).HandedOver(s.ctx, c.Letter) })
}

type mailRetryCommand struct{ letterArg }

// Run puts the letter in the queue.
func (c *mailRetryCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error { return app.postOf(s.Tenant).Retry(s.ctx, c.Letter) })
}

type mailCheckCommand struct {
	Domain   string `help:"The domain; that of the address letters come from when left out." placeholder:"DOMAIN"`
	Selector string `help:"Name of the key that the mail server signs with, as its administrator knows it." placeholder:"NAME"`
}

// Run exits with 1 when something is missing or weak.
func (c *mailCheckCommand) Run(s *session) error {
	domain := cmp.Or(c.Domain, s.mail().Domain())
	if domain == "" {
		return varsam.Errorf(varsam.Invalid, "say which domain letters come from: --domain, or --mail-from with the address")
	}
	ctx, cancel := context.WithTimeout(s.ctx, 20*time.Second)
	defer cancel()
	all, err := post.CheckDomain(ctx, net.DefaultResolver, domain, c.Selector)
	if err != nil {
		return err
	}
	good := true
	rows := make([][]string, len(all))
	for i, r := range all {
		rows[i] = []string{r.What, s.word("web.grade.", string(r.Grade)), cmp.Or(r.Next, r.Record)}
		good = good && r.Grade == post.Good
	}
	if err := s.print(all, func() { s.table([]string{"WHAT", "IS", "NEXT"}, rows) }); err != nil {
		return err
	}
	if !good {
		return errNo
	}
	return nil
}

// mail is how mail leaves, by the options in force.
func (o Options) mail() post.Settings {
	return post.Settings{Server: o.SMTP, Password: o.SMTPPassword, From: o.MailFrom}
}
