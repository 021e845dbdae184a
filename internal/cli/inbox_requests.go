package cli

import (
	"cmp"
	"context"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/letterbox"
	"github.com/varsam/varsam/internal/request"
)

type inboxRequestsCommand struct {
	Read    letterReadCommand    `cmd:"" default:"withargs" help:"Read what is new in the mailboxes for requests, and list what waits for a person."`
	List    letterListCommand    `cmd:"" help:"List letters without reading the mailboxes: those that wait, or those that were decided."`
	Show    letterShowCommand    `cmd:"" help:"Show a letter and what it seems to ask for."`
	Confirm letterConfirmCommand `cmd:"" help:"Say that a letter is a request: a case is made of it."`
	Dismiss letterDismissCommand `cmd:"" help:"Say that a letter is none, and why."`
}

func (a *app) letterboxOf(tenant string) *letterbox.Service {
	return &letterbox.Service{Reception: a.receptionOf(tenant), Log: a.log, Open: a.openerOf(tenant)}
}

// readLetters is the reading of the mailboxes as work that is done by itself.
func (a *app) readLetters(log *slog.Logger) job.Handler {
	return func(ctx context.Context, u job.Unit) (job.Outcome, error) {
		report, err := a.letterboxOf(u.Tenant).Read(ctx)
		if varsam.CodeOf(err) == varsam.NotFound { // no register yet
			return job.Finished, nil
		}
		if err == nil && (report.Read > 0 || !report.Complete()) {
			log.Info("letters read", "new", report.Read, "proposed", len(report.Proposed), "stopped", len(report.Stopped),
				"receipts", report.Receipts, "problems", len(report.Problems))
		}
		return job.Finished, err
	}
}

type letterReadCommand struct{ registerFlag }

// Help says what is done without a person, and how the command ends.
func (*letterReadCommand) Help() string {
	return `Every mail is taken once. One that seems to use a right is proposed: the time runs from its arrival, and nobody is searched for and
nothing is blocked until somebody confirms it. Advertising to somebody who wants no more of it stops at once. Senders get a receipt,
at most one a week, unless a machine wrote, or a list did. varsam serve reads the mailboxes every five minutes.

Exit codes: 0 everything was read; 5 or 6 some mailbox or folder was not, which is listed.`
}

// lettersOut is what reading did, and what waits.
type lettersOut struct {
	letterbox.Report
	Waiting []letterbox.Proposal `json:"waiting"`
}

// Run reads, and has advertising stopped.
func (c *letterReadCommand) Run(s *session) error {
	return s.with(c.registerFlag, func(app *app) error {
		box := app.letterboxOf(s.Tenant)
		report, err := box.Read(s.ctx)
		if err != nil {
			return err
		}
		for _, id := range report.Stopped {
			if done, err := app.receptionOf(s.Tenant).StopNow(s.ctx, id); err != nil || !done {
				s.log().Warn("a stop of advertising goes on in the background", "letter", id, "code", string(varsam.CodeOf(err)))
			}
		}
		out := lettersOut{Report: report}
		if out.Waiting, err = box.Proposals(s.ctx, letterbox.Proposed); err != nil {
			return err
		}
		out.Waiting = append([]letterbox.Proposal{}, out.Waiting...)
		if err := s.print(out, func() { s.letters(out) }); err != nil {
			return err
		}
		return unread(report)
	})
}

// unread is the error of a reading that missed something.
func unread(r letterbox.Report) error {
	if r.Complete() {
		return nil
	}
	code := varsam.Denied
	if slices.ContainsFunc(r.Problems, func(p letterbox.Problem) bool { return p.Code == varsam.Unavailable }) {
		code = varsam.Unavailable
	}
	return varsam.Errorf(code, "%d mailbox(es) or folder(s) were not read, or not to the end: requests may wait there; run it again", len(r.Problems))
}

func (s *session) letters(out lettersOut) {
	s.printf("%d new; %d proposed, advertising stopped for %d, %d receipt(s)\n", out.Read, len(out.Proposed), len(out.Stopped), out.Receipts)
	for _, p := range out.Problems {
		s.printf("not read: %s %s %s (%s)\n", p.System, p.Account, p.Folder, p.Code)
	}
	s.proposals(out.Waiting)
}

func (s *session) proposals(all []letterbox.Proposal) {
	rows := make([][]string, len(all))
	for i, p := range all {
		asks := cmp.Or(s.rights(p.Rights), "?")
		rows[i] = []string{p.ID, s.word("web.proposal-state.", string(p.State)), asks, p.On.String(), p.Legal.String()}
	}
	s.table([]string{"LETTER", "STATE", "ASKS", "CAME", "LAST DAY"}, rows)
}

type letterListCommand struct {
	State string `help:"proposed, stopped, confirmed or dismissed." enum:"proposed,stopped,confirmed,dismissed" default:"proposed"`
}

// Run lists.
func (c *letterListCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		all, err := app.letterboxOf(s.Tenant).Proposals(s.ctx, letterbox.State(c.State))
		if err != nil {
			return err
		}
		all = append([]letterbox.Proposal{}, all...)
		return s.print(all, func() { s.proposals(all) })
	})
}

type letterArgument struct {
	Letter string `arg:"" help:"The letter's number."`
}

type letterShowCommand struct{ letterArgument }

// letterOut is a letter as others script against it.
type letterOut struct {
	letterbox.Proposal
	letterbox.Sealed
	Unread []string `json:"unread,omitempty"`
}

// Run shows the letter to whoever decides about it.
func (c *letterShowCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		p, letter, err := app.letterboxOf(s.Tenant).Show(s.ctx, c.Letter)
		if err != nil {
			return err
		}
		say, err := s.printer(app.register)
		if err != nil {
			return err
		}
		out := letterOut{Proposal: p, Sealed: letter}
		for _, why := range letter.Unread {
			out.Unread = append(out.Unread, say.Reason(why))
		}
		return s.print(out, func() { s.letter(out) })
	})
}

func (s *session) letter(l letterOut) {
	s.printf("%s  %s  came %s, last day %s\n", l.ID, s.word("web.proposal-state.", string(l.State)), l.On, l.Legal)
	s.printf("from %s\n", plain(strings.TrimSpace(l.Name+" <"+l.From+">")))
	if l.By != "" {
		s.printf("passed on by %s\n", plain(l.By))
	}
	if l.Undated {
		s.printf("the day on which it first came is not known; the time runs from when it was passed on\n")
	}
	for _, w := range l.Wishes {
		what := s.word("web.right.", string(w.Right))
		if w.Marketing {
			what = s.said("no more advertising")
		}
		s.printf("seems to ask for: %s (%.2f)\n", what, w.Score)
	}
	for _, why := range l.Unread {
		s.printf("not read: %s\n", why)
	}
	if l.Dismissal != "" {
		s.printf("dismissed: %s\n", plain(l.Dismissal))
	}
	s.printf("\n%s\n\n", plain(l.Subject))
	for line := range strings.Lines(l.Text) {
		s.printf("%s\n", plain(strings.TrimRight(line, "\r\n")))
	}
}

type letterConfirmCommand struct {
	letterArgument
	personFlags
	By       string    `required:"" help:"Who confirms it."`
	Right    []string  `help:"What it asks for, when that is not what was proposed."`
	Instead  bool      `help:"The identifiers named here, and not the address that the letter came from."`
	Identity string    `help:"How it was seen who wrote the letter: a note, never a copy of a document. Without it the portal asks them."`
	Correct  []string  `help:"Correction, as CATEGORY=NEW or CATEGORY=OLD=NEW." placeholder:"C=OLD=NEW"`
	Article  string    `help:"Letter of Art. 18(1) for a restriction." enum:",a,b,c,d" default:""`
	Public   publicURL `help:"Address that people use for the portal, where it is served." env:"VARSAM_PUBLIC" placeholder:"URL"`
}

// Run makes the case.
func (c *letterConfirmCommand) Run(s *session) error {
	yes := letterbox.Confirmation{By: c.By, Identity: c.Identity, Instead: c.Instead, Article: c.Article}
	for _, r := range c.Right {
		yes.Rights = append(yes.Rights, varsam.Right(r))
	}
	var err error
	if yes.Corrections, err = corrections(c.Correct); err != nil {
		return err
	}
	if len(c.Email)+len(c.Phone)+len(c.NationalID)+len(c.ID)+len(c.Claimed) > 0 {
		people, err := c.people()
		if err != nil {
			return err
		}
		yes.People = people[0].Identifiers
	}
	return s.with(registerFlag{}, func(app *app) error {
		box := app.letterboxOf(s.Tenant)
		box.Reception.Address = string(c.Public)
		if err := box.Confirm(s.ctx, c.Letter, yes); err != nil {
			return err
		}
		out := map[string]string{"request": c.Letter, "identity": cmp.Or(c.Identity, "asked")}
		return s.print(out, func() {
			if c.Identity == "" {
				s.printf("The writer is asked to show who they are; the request %s is made when they have.\n", c.Letter)
				return
			}
			s.printf("%s\nNext: varsam request plan %s\n", c.Letter, c.Letter)
		})
	})
}

type letterDismissCommand struct {
	letterArgument
	Reason string `required:"" help:"Why it is no request."`
	By     string `required:"" help:"Who decided that."`
}

// Run dismisses.
func (c *letterDismissCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		if err := app.letterboxOf(s.Tenant).Dismiss(s.ctx, c.Letter, c.Reason, c.By); err != nil {
			return err
		}
		out := map[string]string{"letter": c.Letter, "state": string(letterbox.Dismissed), "on": time.Now().Format(time.DateOnly)}
		return s.print(out, func() { s.printf("%s is dismissed\n", c.Letter) })
	})
}

// withLetters puts the letters that wait for a person among requests, by their
// last days; what is closed stays last.
func (a *app) withLetters(ctx context.Context, tenant string, all []request.Request) ([]request.Request, error) {
	letters, err := a.letterboxOf(tenant).Proposals(ctx, letterbox.Proposed)
	if err != nil || len(letters) == 0 {
		return all, err
	}
	for _, p := range letters {
		all = append(all, request.Request{
			ID: p.ID, State: request.State(p.State), Rights: p.Rights, People: 1, Received: p.Received, On: p.On, Legal: p.Legal, Safe: p.Safe, Created: p.Taken,
		})
	}
	closed := func(r request.Request) int {
		if r.State == request.Closed {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(all, func(a, b request.Request) int {
		return cmp.Or(cmp.Compare(closed(a), closed(b)), a.Legal.Compare(b.Legal), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}
