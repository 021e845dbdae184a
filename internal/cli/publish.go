package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/publish"
	"github.com/varsam/varsam/internal/publish/document"
	"github.com/varsam/varsam/internal/publish/page"
	"github.com/varsam/varsam/internal/register"
)

type publishCommand struct {
	Now       publishNowCommand       `cmd:"" default:"withargs" help:"Freeze documents as new versions, where their words have changed."`
	Preview   publishPreviewCommand   `cmd:"" help:"Write a document as it would be published, and what is missing in it."`
	List      publishListCommand      `cmd:"" help:"List what is published, all versions."`
	Show      publishShowCommand      `cmd:"" help:"Write a version as it was published."`
	Diff      publishDiffCommand      `cmd:"" help:"Say what changed in words between versions, or would change."`
	Export    publishExportCommand    `cmd:"" help:"Write all that is published to a folder: pages, PDF, Markdown, JSON, machine-readable forms, feeds."`
	Sentences publishSentencesCommand `cmd:"" help:"List the sentences of documents, for templates that say them in other words."`
}

type publishNowCommand struct {
	Dir       string   `arg:"" optional:"" type:"existingdir" help:"Folder with the register, which becomes the version in force; the store's when left out."`
	Kind      []string `help:"Document to publish: notice, description, record, processing, schedule, subprocessors, measures, cookies, annex, essence, letters; may be repeated. All public ones when left out." placeholder:"KIND"`
	Languages []string `help:"Languages: sv, sv-FI, fi, en. The organisation's, English, and in Finland both national ones when left out." placeholder:"LANG"`
	By        string   `help:"Who publishes." default:"command line"`
	Expect    int      `help:"Number of the version in force; refused when another one is."`
}

// Run publishes, and says of each document what came of it. With a document that
// was refused the exit code is 1.
func (c *publishNowCommand) Run(s *session) error {
	order := publish.Order{By: c.By, Expect: c.Expect, Seen: c.Expect > 0}
	var err error
	if order.Kinds, err = each(c.Kind, document.ParseKind); err != nil {
		return err
	}
	if order.Languages, err = each(c.Languages, document.ParseLang); err != nil {
		return err
	}
	return s.with(registerFlag{Register: c.Dir}, func(app *app) error {
		if err := app.load(s.ctx, s.Tenant); err != nil {
			return err
		}
		outcomes, err := app.publishingOf(s.Tenant).Publish(s.ctx, order)
		if err != nil {
			return err
		}
		say, err := s.documentPrinter(app.register)
		if err != nil {
			return err
		}
		refused := false
		err = s.print(outcomes, func() {
			for _, o := range outcomes {
				s.outcome(o, say)
			}
		})
		for _, o := range outcomes {
			refused = refused || o.Refused()
		}
		if err == nil && refused {
			return errNo
		}
		return err
	})
}

func (s *session) outcome(o publish.Outcome, say locale.Printer) {
	name := string(o.Kind)
	if o.Party != "" {
		name += " " + o.Party
	}
	switch {
	case o.Refused():
		s.printf("%s: not published\n", plain(name))
	case o.Published == nil:
		s.printf("%s: version %d says the same\n", plain(name), o.Number)
	default:
		s.printf("%s: version %d\n", plain(name), o.Number)
		for _, change := range o.Changes {
			s.printf("  %s: %s\n", s.word("changed.", string(change.What)), plain(change.Section+changeLabel(change)))
		}
	}
	s.gaps(o.Gaps, say)
}

func changeLabel(c document.Change) string {
	if c.Label == "" {
		return ""
	}
	return " – " + c.Label
}

// gaps says what is missing, with the next step.
func (s *session) gaps(gaps []document.Gap, say locale.Printer) {
	for _, g := range gaps {
		s.printf("  %s, %s: %s %s\n", s.word("list.severity.", string(g.Severity)), say.Cite(g.Article), plain(g.Says(say)), plain(g.Next(say)))
	}
}

// publishingOf is the publishing of one tenant.
func (a *app) publishingOf(tenant string) *publish.Service {
	requests := a.requestsOf(tenant)
	duties := a.dutyOf(tenant)
	return &publish.Service{Store: a.store, Tenant: tenant, Actor: requests.Actor, Announced: func(ctx context.Context, lang varsam.Lang) ([]document.Announced, error) {
		return announced(ctx, duties, lang)
	}}
}

// announced are the changes of sub-processors that the duties know of.
func announced(ctx context.Context, duties *duty.Service, lang varsam.Lang) (all []document.Announced, err error) {
	w, err := duties.World(ctx)
	if err != nil {
		return nil, err
	}
	for _, n := range duty.Feed(w, lang) {
		all = append(all, document.Announced{ID: n.ID, Says: n.Title, On: n.Announced, Effective: n.Effective, Until: n.Until})
	}
	return all, nil
}

// documentPrinter says things in a language of documents.
func (s *session) documentPrinter(reg *register.Register) (locale.Printer, error) {
	lang, err := document.ParseLang(s.Lang)
	if err != nil {
		return locale.Printer{}, err
	}
	return document.Titles(locale.For(lang), reg), nil
}

func each[T any](words []string, parse func(string) (T, error)) (all []T, err error) {
	for _, word := range words {
		for part := range strings.SplitSeq(word, ",") {
			one, err := parse(strings.TrimSpace(part))
			if err != nil {
				return nil, err
			}
			all = append(all, one)
		}
	}
	return all, nil
}

type publishPreviewCommand struct {
	Dir string `arg:"" optional:"" type:"existingdir" help:"Folder with the register, which is only read; the store's when left out."`
	documentFlags
}

// Run writes the document, and what is missing to standard error. With a gap that
// blocks publishing the exit code is 1.
func (c *publishPreviewCommand) Run(s *session) error {
	reg, _, err := s.readRegister(registerFlag{Register: c.Dir})
	if err != nil {
		return err
	}
	kind, err := document.ParseKind(c.Kind)
	if err != nil {
		return err
	}
	lang, err := document.ParseLang(s.Lang)
	if err != nil {
		return err
	}
	from := document.Source{Register: reg, Lang: lang, Day: varsam.DateIn(time.Now(), reg.Organisation.Location()), Party: c.Party}
	made, err := document.Make(kind, from)
	if err != nil {
		return err
	}
	if err := s.document(made, page.Edition{}, from, c.documentFlags); err != nil {
		return err
	}
	gaps := document.Gaps(made, from)
	errs := *s
	errs.out = s.err
	errs.gaps(gaps, document.Titles(locale.For(lang), reg))
	if !document.Complete(gaps) {
		return errNo
	}
	return nil
}

type publishListCommand struct{}

func (c *publishListCommand) Run(s *session) error {
	return s.with(registerFlag{}, func(app *app) error {
		all, err := app.publishingOf(s.Tenant).List(s.ctx)
		if err != nil {
			return err
		}
		if all == nil {
			all = []publish.Publication{}
		}
		return s.print(all, func() {
			rows := make([][]string, len(all))
			for i, p := range all {
				until := p.ReplacedOn.String()
				rows[i] = []string{string(p.Kind), p.Party, number(p.Number), p.Day.String(), until, strings.Join(languageNames(p.Languages), ", "), p.Digest[:12]}
			}
			s.table([]string{"DOCUMENT", "PARTY", "VERSION", "PUBLISHED", "REPLACED", "LANGUAGES", "DIGEST"}, rows)
		})
	})
}

func languageNames(all []varsam.Lang) (names []string) {
	for _, lang := range all {
		names = append(names, string(lang))
	}
	return names
}

type publishShowCommand struct {
	Document string `arg:"" help:"notice, record, schedule, …"`
	Number   int    `help:"Version; the one in force when left out."`
	outFlags
	Party string `help:"Whom it is for, of documents made for each party."`
}

func (c *publishShowCommand) Run(s *session) error {
	wanted, err := s.wanted(c.Document, c.Party, c.Number)
	if err != nil {
		return err
	}
	return s.with(registerFlag{}, func(app *app) error {
		format, err := c.format(s.JSON)
		if err != nil {
			return err
		}
		data, err := app.publishingOf(s.Tenant).Form(s.ctx, wanted, format)
		if err != nil {
			return err
		}
		return s.deliver(data, c.Out)
	})
}

func (s *session) wanted(kind, party string, number int) (w publish.Wanted, err error) {
	w.Party, w.Number = party, number
	if w.Kind, err = document.ParseKind(kind); err != nil {
		return w, err
	}
	w.Lang, err = document.ParseLang(s.Lang)
	return w, err
}

type publishDiffCommand struct {
	Document string `arg:"" help:"notice, record, schedule, …"`
	From     int    `help:"Version before; the one in force when left out."`
	To       int    `help:"Version after; what the register in force would give when left out."`
	Party    string `help:"Whom it is for, of documents made for each party."`
	registerFlag
}

func (c *publishDiffCommand) Run(s *session) error {
	before, err := s.wanted(c.Document, c.Party, c.From)
	if err != nil {
		return err
	}
	return s.with(c.registerFlag, func(app *app) error {
		service := app.publishingOf(s.Tenant)
		var changes []document.Change
		switch {
		case c.To > 0:
			after := before
			after.Number = c.To
			changes, err = service.Diff(s.ctx, before, after)
		default:
			changes, err = s.againstDraft(service, before)
		}
		if err != nil {
			return err
		}
		return s.print(changes, func() { s.changes(changes) })
	})
}

// againstDraft holds a version against what the register would give.
func (s *session) againstDraft(service *publish.Service, before publish.Wanted) ([]document.Change, error) {
	shown, err := service.Show(s.ctx, before)
	if err != nil {
		return nil, err
	}
	before.Lang = shown.Document.Language
	draft, err := service.Preview(s.ctx, before)
	if err != nil {
		return nil, err
	}
	return document.Compare(shown.Document, draft.Document), nil
}

// changes are printed as [-gone-] {+new+}, which a terminal without colours shows.
func (s *session) changes(changes []document.Change) {
	for _, c := range changes {
		s.printf("%s: %s\n  ", s.word("changed.", string(c.What)), plain(c.Section+changeLabel(c)))
		for i, span := range document.Words(strings.Join(c.Before, " · "), strings.Join(c.After, " · ")) {
			if i > 0 {
				s.printf(" ")
			}
			switch span.What {
			case document.Added:
				s.printf("{+%s+}", plain(span.Text))
			case document.Removed:
				s.printf("[-%s-]", plain(span.Text))
			default:
				s.printf("%s", plain(span.Text))
			}
		}
		s.printf("\n")
	}
	s.printf("%d change(s)\n", len(changes))
}

type publishSentencesCommand struct {
	Kind string `help:"Only those of one document." placeholder:"KIND"`
}

func (c *publishSentencesCommand) Run(s *session) error {
	lang, err := document.ParseLang(s.Lang)
	if err != nil {
		return err
	}
	kinds := document.Kinds()
	if c.Kind != "" {
		kind, err := document.ParseKind(c.Kind)
		if err != nil {
			return err
		}
		kinds = []document.Kind{kind}
	}
	all := document.Sentences(lang, kinds)
	return s.print(all, func() {
		rows := make([][]string, len(all))
		for i, sentence := range all {
			rows[i] = []string{sentence.Key, sentence.Text}
		}
		s.table([]string{"KEY", "SENTENCE"}, rows)
	})
}

type publishExportCommand struct {
	Dir string `arg:"" help:"Folder to write to; it must be empty or not exist."`
	URL string `help:"Address that the folder will have, for the feed's links: https://example.org." placeholder:"URL"`
}

// Run writes a site that needs no server of ours.
func (c *publishExportCommand) Run(s *session) error {
	if entries, err := os.ReadDir(c.Dir); err == nil && len(entries) > 0 {
		return varsam.Errorf(varsam.Conflict, "the folder %s is not empty; nothing is overwritten", c.Dir)
	}
	return s.with(registerFlag{}, func(app *app) error {
		files, err := app.publishingOf(s.Tenant).Site(s.ctx, strings.TrimSuffix(c.URL, "/"))
		if err != nil {
			return err
		}
		for _, f := range files {
			if err := writeFile(filepath.Join(c.Dir, filepath.FromSlash(f.Path)), f.Data); err != nil {
				return err
			}
		}
		return s.print(map[string]any{"dir": c.Dir, "files": len(files)}, func() { s.printf("%s: %d files\n", c.Dir, len(files)) })
	})
}
