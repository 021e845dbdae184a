package cli

import (
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/system"
)

type checkCommand struct {
	Dir  string `arg:"" help:"Folder with the register." type:"existingdir"`
	Live bool   `help:"Also open the systems and hold their structure against the register."`

	Duties bool `help:"Let a broken duty of the files beside the register end the check with 1, too."`
}

// findingOut is a finding as others script against it.
type findingOut struct {
	Severity  string         `json:"severity"`
	Code      string         `json:"code"`
	Paragraph string         `json:"paragraph"`
	Where     register.Where `json:"where"`
	Says      string         `json:"says"`
	Next      string         `json:"next"`
}

// Run prints every fault, or, in a register that loads, every finding, and what is
// missing or late of the duties in files beside it. It exits with 2 on faults and 1 on
// findings that are errors; on those of duties only where that is asked for, because a
// register may be right while a training is late.
func (c *checkCommand) Run(s *session) error {
	reg, faults, err := register.Load(os.DirFS(c.Dir))
	if err != nil {
		return err
	}
	_, more, err := register.Duties(os.DirFS(c.Dir))
	if err != nil {
		return err
	}
	if faults = append(faults, more...); len(faults) > 0 {
		return c.faults(s, faults)
	}
	duties, err := c.duties(s, reg)
	if err != nil {
		return err
	}
	found, indexes := register.Findings(reg, today(reg)), []advice{}
	if c.Live {
		var live []register.Finding
		if live, indexes, err = c.live(s, reg); err != nil {
			return err
		}
		found = append(found, live...)
	}
	if err := s.findings(found, duties, indexes); err != nil {
		return err
	}
	if c.Duties && slices.ContainsFunc(duties, func(f dueLine) bool { return f.Severity == register.Error }) {
		return errNo
	}
	return nil
}

// duties are the findings of the duties in files beside the register; none where there
// are no such files, because then a store may have them.
func (c *checkCommand) duties(s *session, reg *register.Register) ([]dueLine, error) {
	folder, err := duty.ReadFolder(os.DirFS(c.Dir))
	if err != nil || folder.Empty() {
		return []dueLine{}, err
	}
	w, err := folder.World(reg, time.Now())
	if err != nil {
		return nil, err
	}
	say, err := s.saying(reg, folder.Names())
	if err != nil {
		return nil, err
	}
	lines := []dueLine{}
	for _, f := range duty.Findings(w) {
		about := say.subject(f.Subject)
		lines = append(lines, dueLine{f, f.Says(say.Printer, about), f.Do(say.Printer, about)})
	}
	return lines, nil
}

func today(reg *register.Register) varsam.Date {
	return varsam.DateIn(time.Now(), reg.Organisation.Location())
}

func (c *checkCommand) faults(s *session, faults register.Faults) error {
	if s.JSON {
		if err := s.print(map[string]any{"faults": faults}, nil); err != nil {
			return err
		}
		return varsam.Errorf(varsam.Invalid, "the register has %d fault(s)", len(faults))
	}
	lang, err := s.language()
	if err != nil {
		return err
	}
	s.printf("%s\n", faults.Said(locale.For(lang)))
	return varsam.Errorf(varsam.Invalid, "the register has %d fault(s); mend them as said above", len(faults))
}

// live reads the structure of each system, and what would make searches in it
// quicker. One that cannot be opened ends the check, because half a check reads
// as a whole one.
func (c *checkCommand) live(s *session, reg *register.Register) ([]register.Finding, []advice, error) {
	base, _ := filepath.Abs(c.Dir)
	open := request.Connections{Register: reg, Connectors: connectors(s.Options), Base: base, Today: today(reg)}
	catalogues := map[string]varsam.Catalogue{}
	indexes := []advice{}
	for _, entry := range reg.Systems {
		if entry.Assisted() {
			continue
		}
		err := visit(s, open, entry.Name, func(conn system.System, catalogue varsam.Catalogue) error {
			catalogues[entry.Name] = catalogue
			more, err := advise(s, conn, entry, catalogue)
			indexes = append(indexes, more...)
			return err
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return register.LiveFindings(reg, catalogues), indexes, nil
}

// visit opens a system, reads its structure and closes it again.
func visit(s *session, open request.Connections, name string, do func(system.System, varsam.Catalogue) error) error {
	conn, err := open.Open(s.ctx, name)
	if err != nil {
		return err
	}
	defer conn.Close()
	catalogue, err := conn.Describe(s.ctx)
	if err != nil {
		return err
	}
	return do(conn, catalogue)
}

func (s *session) findings(found []register.Finding, duties []dueLine, indexes []advice) error {
	lang, err := s.language()
	if err != nil {
		return err
	}
	out := []findingOut{}
	for _, f := range found {
		out = append(out, findingOut{
			Severity: string(f.Severity), Code: f.Code, Paragraph: f.Paragraph, Where: f.Where,
			Says: f.Says().In(lang), Next: f.Next().In(lang),
		})
	}
	err = s.print(map[string]any{"findings": out, "duties": duties, "indexes": indexes}, func() {
		for _, f := range out {
			s.printf("%s  %s  %s\n  %s\n  → %s\n", s.word("list.severity.", string(f.Severity)), s.words().Cite(f.Paragraph), f.Where, f.Says, f.Next)
		}
		for _, f := range duties {
			s.printf("%s  %s  %s\n  %s\n  → %s\n", s.word("list.severity.", string(f.Severity)), s.words().Cite(f.Paragraph), f.Subject, plain(f.Says), plain(f.Next))
		}
		for _, index := range indexes {
			s.printf("%s.%s.%s is read whole in a search; this would avoid it:\n  %s\n", index.System, index.Collection, index.Column, index.Statement)
		}
		s.printf("%d finding(s)\n", len(out)+len(duties))
	})
	if err == nil && slices.ContainsFunc(found, func(f register.Finding) bool { return f.Severity == register.Error }) {
		return errNo
	}
	return err
}
