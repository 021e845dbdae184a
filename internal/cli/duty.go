package cli

import (
	"context"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/account"
)

type dutyCommand struct {
	List    dutyListCommand    `cmd:"" help:"List what was taken down, by next day."`
	Due     dutyDueCommand     `cmd:"" help:"What is missing, late or wrong, with the paragraph and what to do."`
	Show    dutyShowCommand    `cmd:"" help:"Show one, with its files and its history."`
	Add     dutyAddCommand     `cmd:"" help:"Take one down."`
	Set     dutySetCommand     `cmd:"" help:"Change some facts of one."`
	End     dutyEndCommand     `cmd:"" help:"Close one that is done."`
	Reopen  dutyReopenCommand  `cmd:"" help:"Take up again what was closed."`
	Delete  dutyDeleteCommand  `cmd:"" help:"Remove one with its files and its history, and destroy its key."`
	Attach  dutyAttachCommand  `cmd:"" help:"Keep a file with one: a signed agreement, a certificate, a lesson."`
	Detach  dutyDetachCommand  `cmd:"" help:"Take a file away."`
	File    dutyFileCommand    `cmd:"" help:"Write a kept file to a folder."`
	Cycle   dutyCycleCommand   `cmd:"" help:"The year's wheel: what falls due in which month."`
	Report  dutyReportCommand  `cmd:"" help:"The report to management on a quarter: one page, with trends."`
	Remind  dutyRemindCommand  `cmd:"" help:"Write to owners about what is missing or late, as every night."`
	Export  dutyExportCommand  `cmd:"" help:"Hand everything over, as JSON or tables."`
	Import  dutyImportCommand  `cmd:"" help:"Take down what an export has."`
	Ask     dutyAskCommand     `cmd:"" help:"Ask owners whether the register is still right: a mailed link with three ticks."`
	Answers dutyAnswersCommand `cmd:"" help:"The bank of answers to customers' questionnaires, drawn from the register as it is today."`
	Kinds   dutyKindsCommand   `cmd:"" help:"The kinds, or the fields of one."`
}

// with a service, and the world as it is.
func (s *session) duties(do func(*app, *duty.Service) error) error {
	return s.with(registerFlag{}, func(app *app) error { return do(app, app.dutyOf(s.Tenant)) })
}

// dutyOf is the duties of one tenant.
func (a *app) dutyOf(tenant string) *duty.Service {
	service := &duty.Service{Store: a.store, Keeper: a.keeper, Tenant: tenant, Post: a.postOf(tenant), Address: a.public, CloseAccount: a.closeAccount(tenant)}
	service.Systems = a.systemsOf(tenant)
	service.CloseIn = func(ctx context.Context, system, account string) error {
		w, err := service.World(ctx)
		if err != nil || w.Register == nil {
			return varsam.Errorf(varsam.NotFound, "there is no register that says how %s is reached", system)
		}
		return duty.CloseIn(ctx, a.systemsOf(tenant)(w.Register, w.Today), system, account)
	}
	if documents, err := reader(a.ocr); err == nil { // without one, agreements are kept and not read
		service.Documents = documents
	}
	return service
}

// closeAccount lets a login of the pages in no more.
func (a *app) closeAccount(tenant string) func(context.Context, string) (bool, error) {
	return func(ctx context.Context, login string) (bool, error) {
		accounts := &account.Service{Store: a.store, Keeper: a.keeper, Tenant: tenant}
		all, err := accounts.List(ctx)
		if err != nil {
			return false, err
		}
		i := slices.IndexFunc(all, func(a account.Account) bool { return strings.EqualFold(a.Login, login) })
		if i < 0 {
			return false, nil
		}
		return true, accounts.Change(ctx, all[i].ID, all[i].Roles, true, "varsam")
	}
}

// kindDuties is the nightly look at duties.
const kindDuties = "duties"

// minding ends what has run out and writes to owners about what is missing or late.
func (a *app) minding(log *slog.Logger) job.Handler {
	return func(ctx context.Context, u job.Unit) (job.Outcome, error) {
		service := a.dutyOf(u.Tenant)
		ended, err := service.Expire(ctx)
		if err != nil {
			return job.Outcome{}, err
		}
		if err := a.tellAll(ctx, u.Tenant); err != nil {
			return job.Outcome{}, err
		}
		done, err := service.Remind(ctx)
		if err == nil && ended+done.Letters > 0 {
			log.Info("duties minded", "ended", ended, "letters", done.Letters, "things", done.Items)
		}
		return job.Finished, err
	}
}

// tellAll tells recipients of what was done since, and takes their confirmations into
// the cases (Art. 19).
func (a *app) tellAll(ctx context.Context, tenant string) error {
	service, requests := a.dutyOf(tenant), a.requestsOf(tenant)
	for _, state := range []request.State{request.Done, request.Answered} {
		for f := (request.Filter{State: state, Limit: 200}); ; {
			page, err := requests.Browse(ctx, f)
			if err != nil {
				return err
			}
			for _, r := range page.Requests {
				if _, err := service.TellAfter(ctx, requests, r.ID, "varsam"); err != nil {
					return err
				}
			}
			if !page.More {
				break
			}
			f.After = page.Requests[len(page.Requests)-1].ID
		}
	}
	return nil
}

// tracing and writing find whom an incident concerns, and write to them.
func (a *app) tracing(ctx context.Context, u job.Unit) (job.Outcome, error) {
	return a.dutyOf(u.Tenant).Tracing(ctx, u)
}

func (a *app) writing(ctx context.Context, u job.Unit) (job.Outcome, error) {
	return a.dutyOf(u.Tenant).Writing(ctx, u)
}

// saying is how a reader is told about duties: in their language, with titles for
// names.
type saying struct {
	locale.Printer
	names map[string]string
}

func (s *session) saying(reg *register.Register, names map[string]string) (saying, error) {
	lang, err := s.language()
	if err != nil {
		return saying{}, err
	}
	if reg == nil {
		return saying{locale.For(lang), names}, nil
	}
	p, err := s.printer(reg)
	return saying{p, names}, err
}

func (p saying) subject(s duty.Subject) string { return s.Title(p.Printer, p.names) }

type dutyListCommand struct {
	Kind string `arg:"" optional:"" help:"Only this kind."`
	Over bool   `help:"Those that are closed."`
}

func (c *dutyListCommand) Run(s *session) error { return s.listDuties(c.Kind, c.Over) }

// dutyLine is one line of a list.
type dutyLine struct {
	duty.Record
	About string `json:"about"`
}

func (s *session) listDuties(kind string, over bool) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		if kind != "" {
			if _, err := duty.FindKind(kind); err != nil {
				return err
			}
		}
		all, w, err := service.List(s.ctx, duty.Kind(kind), over)
		if err != nil {
			return err
		}
		if all, err = service.Open(s.ctx, all); err != nil {
			return err
		}
		names, err := service.Names(s.ctx, w, subjectsOf(all))
		if err != nil {
			return err
		}
		say, err := s.saying(w.Register, names)
		if err != nil {
			return err
		}
		lines, rows := []dutyLine{}, [][]string{}
		for _, r := range all {
			lines = append(lines, dutyLine{r, say.subject(r.Subject)})
			rows = append(rows, []string{r.ID, s.word("duty.kind.", string(r.Kind)), say.subject(r.Subject), r.Title(say.Printer), r.Next.String(), r.Owner})
		}
		return s.print(lines, func() { s.table([]string{"DUTY", "KIND", "ABOUT", "WHAT", "NEXT", "OWNER"}, rows) })
	})
}

func subjectsOf(all []duty.Record) (subjects []duty.Subject) {
	for _, r := range all {
		subjects = append(subjects, r.Subject)
	}
	return subjects
}

type dutyDueCommand struct {
	Kind string `arg:"" optional:"" help:"Only this kind."`
}

// Run exits with 1 when a duty is broken.
func (c *dutyDueCommand) Run(s *session) error { return s.dueDuties(c.Kind) }

// dueLine is a finding with its words.
type dueLine struct {
	duty.Finding
	Says string `json:"says"`
	Next string `json:"next"`
}

func (s *session) dueDuties(kind string) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		found, w, err := service.Findings(s.ctx)
		if err != nil {
			return err
		}
		if kind != "" {
			if _, err := duty.FindKind(kind); err != nil {
				return err
			}
			found = slices.DeleteFunc(found, func(f duty.Finding) bool { return f.Kind != duty.Kind(kind) })
		}
		lines, err := s.dueLines(service, w, found)
		if err != nil {
			return err
		}
		broken := slices.ContainsFunc(found, func(f duty.Finding) bool { return f.Severity == register.Error })
		err = s.print(lines, func() {
			for _, l := range lines {
				s.printf("%s  %s  %s\n    %s\n", s.word("list.severity.", string(l.Severity)), s.words().Cite(l.Paragraph), plain(l.Says), plain(l.Next))
			}
			if len(lines) == 0 {
				s.printf("Nothing is missing or late.\n")
			}
		})
		if err == nil && broken {
			return errNo
		}
		return err
	})
}

func (s *session) dueLines(service *duty.Service, w *duty.World, found []duty.Finding) ([]dueLine, error) {
	var subjects []duty.Subject
	for _, f := range found {
		subjects = append(subjects, f.Subject)
	}
	names, err := service.Names(s.ctx, w, subjects)
	if err != nil {
		return nil, err
	}
	say, err := s.saying(w.Register, names)
	if err != nil {
		return nil, err
	}
	lines := []dueLine{}
	for _, f := range found {
		about := say.subject(f.Subject)
		lines = append(lines, dueLine{f, f.Says(say.Printer, about), f.Do(say.Printer, about)})
	}
	return lines, nil
}

type dutyID struct {
	ID string `arg:"" name:"duty" help:"The duty, as duty list prints it."`
}

type dutyShowCommand struct{ dutyID }

// shown is one duty with all that belongs to it.
type shown struct {
	duty.Record
	About   string        `json:"about"`
	Papers  []duty.File   `json:"papers"`
	History []duty.Change `json:"history"`
}

func (c *dutyShowCommand) Run(s *session) error {
	return s.duties(func(app *app, service *duty.Service) error {
		r, err := service.Get(s.ctx, c.ID)
		if err != nil {
			return err
		}
		w, err := service.World(s.ctx)
		if err != nil {
			return err
		}
		names, err := service.Names(s.ctx, w, []duty.Subject{r.Subject})
		if err != nil {
			return err
		}
		say, err := s.saying(w.Register, names)
		if err != nil {
			return err
		}
		out := shown{Record: r, About: say.subject(r.Subject), Papers: []duty.File{}, History: []duty.Change{}}
		if !r.Register {
			if out.Papers, err = service.Files(s.ctx, r); err != nil {
				return err
			}
			if out.History, err = service.History(s.ctx, r.ID); err != nil {
				return err
			}
		}
		return s.print(out, func() { s.showDuty(say, w, out) })
	})
}

func (s *session) showDuty(say saying, w *duty.World, r shown) {
	s.printf("%s  %s  %s\n", r.ID, say.T("duty.kind."+string(r.Kind)), plain(r.About))
	rows := [][]string{}
	for _, f := range r.Definition().Fields {
		if value := r.Facts[f.Name]; value != "" && !f.Hidden {
			rows = append(rows, []string{f.Name, f.Label(say.Printer, r.Kind), f.Shows(say.Printer, value, w.Zone())})
		}
	}
	rows = append(rows, []string{"", say.T("duty.field.owner"), r.Owner}, []string{"", say.T("duty.field.next"), say.Date(r.Next)})
	s.table([]string{"FIELD", "", ""}, rows)
	for _, f := range r.Papers {
		s.printf("file %s  %s  %s\n", f.ID, plain(f.Name), say.Size(f.Size))
	}
	for _, h := range r.History {
		s.printf("%s  %s\n", h.At.In(w.Zone()).Format("2006-01-02 15:04"), say.T("duty.change."+h.What))
	}
}

// factsFlags are the facts of a duty on the command line.
type factsFlags struct {
	Facts []string `arg:"" optional:"" name:"field=value" help:"Facts: signed=2026-11-02 form=ours. A value of @FILE is read from the file."`
}

// facts reads name=value pairs.
func (f factsFlags) facts() (duty.Facts, error) {
	facts := duty.Facts{}
	for _, pair := range f.Facts {
		name, value, ok := strings.Cut(pair, "=")
		if !ok || name == "" {
			return nil, varsam.Errorf(varsam.Invalid, "a fact is written field=value; varsam duty kinds KIND tells the fields")
		}
		if path, ok := strings.CutPrefix(value, "@"); ok {
			text, err := os.ReadFile(path)
			if err != nil {
				return nil, varsam.Errorf(varsam.Invalid, "the file for %s cannot be read", name)
			}
			value = string(text)
		}
		facts[name] = value
	}
	return facts, nil
}

type dutyAddCommand struct {
	decider
	factsFlags
	Kind  string `required:"" help:"The kind, as duty kinds prints it."`
	About string `help:"Who or what it is about: party:NAME, system:NAME, activity:NAME, staff:ID, organisation." default:"organisation"`
	Owner string `help:"Who sees to it; an e-mail address is reminded by mail."`
}

func (c *dutyAddCommand) Run(s *session) error {
	return s.addDuty(duty.Kind(c.Kind), c.About, c.Owner, c.By, c.factsFlags)
}

func (s *session) addDuty(kind duty.Kind, about, owner, by string, flags factsFlags) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		subject, err := duty.ParseSubject(about)
		if err != nil {
			return err
		}
		facts, err := flags.facts()
		if err != nil {
			return err
		}
		r, err := service.Add(s.ctx, duty.New{Kind: kind, Subject: subject, Facts: facts, Owner: owner}, by)
		return s.taken(r, err)
	})
}

// taken says that a duty stands, and its next day.
func (s *session) taken(r duty.Record, err error) error {
	if err != nil {
		return err
	}
	return s.print(r, func() {
		s.printf("%s %s is taken down, version %d", r.Kind, r.ID, r.Version)
		if !r.Next.IsZero() {
			s.printf("; next day %s", r.Next)
		}
		s.printf("\n")
	})
}

type dutySetCommand struct {
	decider
	dutyID
	factsFlags
	Owner *string `help:"Who sees to it from now on."`
}

func (c *dutySetCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		facts, err := c.facts()
		if err != nil {
			return err
		}
		r, err := service.Get(s.ctx, c.ID)
		if err != nil {
			return err
		}
		maps.Copy(r.Facts, facts)
		if c.Owner != nil {
			r.Owner = *c.Owner
		}
		r, err = service.Change(s.ctx, c.ID, duty.Changed{Version: r.Version, Facts: r.Facts, Owner: r.Owner}, c.By)
		return s.taken(r, err)
	})
}

type dutyEndCommand struct {
	decider
	dutyID
}

func (c *dutyEndCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		r, err := service.End(s.ctx, c.ID, c.By)
		if err != nil {
			return err
		}
		return s.print(r, func() { s.printf("%s %s is closed\n", r.Kind, r.ID) })
	})
}

type dutyReopenCommand struct {
	decider
	dutyID
}

func (c *dutyReopenCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		r, err := service.Reopen(s.ctx, c.ID, c.By)
		return s.taken(r, err)
	})
}

type dutyDeleteCommand struct {
	decider
	dutyID
}

func (c *dutyDeleteCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		if err := service.Delete(s.ctx, c.ID, c.By); err != nil {
			return err
		}
		return s.print(map[string]string{"deleted": c.ID}, func() { s.printf("%s is gone, with its key\n", c.ID) })
	})
}

type dutyAttachCommand struct {
	decider
	dutyID
	Path string `arg:"" name:"file" help:"The file." type:"existingfile"`
}

func (c *dutyAttachCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		content, err := os.ReadFile(c.Path)
		if err != nil {
			return varsam.Errorf(varsam.Invalid, "the file cannot be read")
		}
		f, err := service.Attach(s.ctx, c.ID, filepath.Base(c.Path), content, c.By)
		if err != nil {
			return err
		}
		return s.print(f, func() { s.printf("kept as %s\n", f.ID) })
	})
}

type dutyDetachCommand struct {
	decider
	dutyID
	Name string `arg:"" name:"file" help:"The file, as duty show prints it."`
}

func (c *dutyDetachCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		if err := service.Detach(s.ctx, c.ID, c.Name, c.By); err != nil {
			return err
		}
		return s.print(map[string]string{"removed": c.Name}, func() { s.printf("file %s is taken away\n", c.Name) })
	})
}

type dutyFileCommand struct {
	dutyID
	Name string `arg:"" name:"file" help:"The file, as duty show prints it."`
	Out  string `help:"Where it is written; its own name here when left out." placeholder:"FILE"`
}

func (c *dutyFileCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		f, content, err := service.File(s.ctx, c.ID, c.Name)
		if err != nil {
			return err
		}
		if c.Out == "" {
			c.Out = filepath.Base(filepath.FromSlash(f.Name))
		}
		if err := os.WriteFile(c.Out, content, 0o600); err != nil {
			return varsam.Errorf(varsam.Unavailable, "the file cannot be written; say where with --out")
		}
		return s.print(f, func() { s.printf("%s\n", c.Out) })
	})
}

type dutyKindsCommand struct {
	Kind string `arg:"" optional:"" help:"Show the fields of this kind."`
}

func (c *dutyKindsCommand) Run(s *session) error {
	say, err := s.saying(nil, nil)
	if err != nil {
		return err
	}
	if c.Kind != "" {
		return s.fieldsOf(say, c.Kind)
	}
	type line struct {
		Kind    duty.Kind          `json:"kind"`
		Article string             `json:"article"`
		About   []duty.SubjectType `json:"about"`
		Title   string             `json:"title"`
	}
	lines, rows := []line{}, [][]string{}
	for _, d := range duty.Definitions() {
		l := line{d.Kind, d.Article, d.About, say.T("duty.kinds." + string(d.Kind))}
		lines = append(lines, l)
		var about []string
		for _, t := range d.About {
			about = append(about, string(t))
		}
		rows = append(rows, []string{string(l.Kind), s.words().Cite("Art. " + l.Article), strings.Join(about, ", "), l.Title})
	}
	return s.print(lines, func() { s.table([]string{"KIND", "PARAGRAPH", "ABOUT", ""}, rows) })
}

func (s *session) fieldsOf(say saying, kind string) error {
	d, err := duty.FindKind(kind)
	if err != nil {
		return err
	}
	type line struct {
		Field    string    `json:"field"`
		Type     duty.Type `json:"type"`
		Options  []string  `json:"options,omitempty"`
		Required bool      `json:"required"`
		Sealed   bool      `json:"sealed"`
		Title    string    `json:"title"`
	}
	lines, rows := []line{}, [][]string{}
	for _, f := range d.Fields {
		lines = append(lines, line{f.Name, f.Type, f.Options, f.Required, f.Sealed(), f.Label(say.Printer, d.Kind)})
		rows = append(rows, []string{f.Name, string(f.Type), s.yes(f.Required), strings.Join(f.Options, " "), f.Label(say.Printer, d.Kind)})
	}
	return s.print(lines, func() { s.table([]string{"FIELD", "TYPE", "REQUIRED", "OPTIONS", ""}, rows) })
}
