package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/system"
)

type discoverCommand struct {
	Dir     string        `arg:"" help:"Folder with the register." type:"existingdir"`
	System  []string      `arg:"" optional:"" help:"Only these systems."`
	Full    bool          `help:"Read every column to the end, not only those that a sample does not settle."`
	Sample  int           `help:"Rows of each collection to sample." default:"10000" placeholder:"ROWS"`
	Rate    int           `help:"Read no more rows a second than this; 0 is no bound." default:"50000" placeholder:"ROWS"`
	Timeout time.Duration `help:"Longest time of one statement." default:"1m"`
	Resume  bool          `help:"Go on where the last discovery broke off."`
	Report  string        `help:"Write a report: a file that ends in .html or .json." placeholder:"FILE"`
	Accept  []string      `help:"Take over what these findings of the last discovery propose, as drafts in the register; nothing is read." sep:"none" placeholder:"FINDING"`
}

// Help says how the command ends.
func (*discoverCommand) Help() string {
	return `Looks in the systems of a register for personal data that it does not name. Only reads.

Exit codes: 0 nothing found and everything read; 1 findings; 4, 5 or 6 something could not be read to its end, with or
without findings (changed meanwhile or stopped, refused, does not answer): --resume goes on there.`
}

// Run discovers, or takes over what an earlier discovery proposed.
func (c *discoverCommand) Run(s *session) error {
	if ext := strings.ToLower(filepath.Ext(c.Report)); c.Report != "" && ext != ".html" && ext != ".json" {
		return varsam.Errorf(varsam.Invalid, "the report %s ends neither in .html nor in .json", c.Report)
	}
	reg, err := loadFolder(c.Dir)
	if err != nil {
		return err
	}
	a, err := openToWork(s.ctx, s.Options)
	if err != nil {
		return err
	}
	defer a.close()
	keeper := &discover.Keeper{Store: a.store, Keys: a.keeper, Tenant: s.Tenant}
	if len(c.Accept) > 0 {
		return c.accept(s, reg, keeper, strings.FieldsFunc(strings.Join(c.Accept, ","), func(r rune) bool { return r == ',' || r == ' ' }))
	}
	return c.discover(s, reg, keeper)
}

func (c *discoverCommand) discover(s *session, reg *register.Register, keeper *discover.Keeper) error {
	// Beginning puts an end to the last discovery.
	if err := discover.Known(reg, c.System); err != nil {
		return err
	}
	say, err := s.printer(reg)
	if err != nil {
		return err
	}
	scanner, err := pii.New(pii.Options{Names: true, Today: today(reg), Patterns: discover.Patterns(reg)})
	if err != nil {
		return err
	}
	if err := keeper.Begin(s.ctx, reg.Digest, c.Resume); err != nil {
		return err
	}
	bar := newProgress(s)
	report, stopped := discover.Run(s.ctx, reg, c.connections(s, reg), discover.Options{
		Systems: c.System, Full: c.Full, Sample: c.Sample, Rate: c.Rate, Timeout: c.Timeout, Today: today(reg),
		Scanner: scanner, Progress: bar.show, Marks: keeper,
	})
	bar.end()
	if err := c.keep(s, keeper, report, say); err != nil {
		return errors.Join(stopped, err)
	}
	if err := s.discovered(report, say); err != nil {
		return err
	}
	if stopped != nil {
		return stopped
	}
	return outcome(report)
}

func (c *discoverCommand) connections(s *session, reg *register.Register) request.Connections {
	base, _ := filepath.Abs(c.Dir)
	return request.Connections{Register: reg, Connectors: connectors(s.Options), Base: base, Today: today(reg), ReadOnly: true}
}

// outcome is the error that a discovery ends in.
func outcome(report discover.Report) error {
	for _, end := range []struct {
		why  string
		code varsam.Code
		says string
	}{
		{discover.GapUnavailable, varsam.Unavailable, "does not answer; run it again with --resume"},
		{discover.GapSettings, varsam.Invalid, "cannot be opened as the register says; check its settings"},
		{discover.GapDenied, varsam.Denied, "refuses us in part; check the rights of our role there"},
		{discover.GapSlow, varsam.Unavailable, "is slower than --timeout allows; run it again with --resume"},
		{discover.GapChanged, varsam.Changed, "changed while it was read; run it again with --resume"},
		{discover.GapAbsent, varsam.Conflict, "does not show everything that the register names; see varsam check --live"},
		{discover.GapUnsupported, varsam.Conflict, "could not be read in part"},
		{discover.GapLarge, varsam.Conflict, "has long values that could not be read"},
		{discover.GapUnread, varsam.Conflict, "has messages that could not be read"},
	} {
		for _, g := range report.Gaps {
			if g.Why.Code == end.why {
				return varsam.Errorf(end.code, "the discovery is not complete: system %s %s", g.System, end.says)
			}
		}
	}
	if len(report.Findings) > 0 {
		return errNo
	}
	return nil
}

// accept writes drafts into the systems' files; whatever stands there stays.
func (c *discoverCommand) accept(s *session, reg *register.Register, keeper *discover.Keeper, ids []string) error {
	if len(ids) == 0 {
		return varsam.Errorf(varsam.Invalid, "--accept names no finding; varsam discover lists them")
	}
	report, err := keeper.Report(s.ctx)
	if err != nil {
		return err
	}
	accepted, err := report.Accept(ids)
	if err != nil {
		return err
	}
	files := []string{}
	for _, a := range accepted {
		path, err := c.take(s, reg, a)
		if err != nil {
			return err
		}
		files = append(files, path)
	}
	return s.print(map[string]any{"files": files, "accepted": ids}, func() {
		for _, path := range files {
			s.printf("%s\n", path)
		}
		s.printf("What was added is marked draft: read it, change what is not right, remove draft:, then varsam check %s\n", c.Dir)
	})
}

func (c *discoverCommand) take(s *session, reg *register.Register, a discover.Accepted) (path string, err error) {
	entry, ok := reg.System(a.System)
	if !ok {
		return "", varsam.Errorf(varsam.NotFound, "the register has no system %s any more", a.System)
	}
	path = filepath.Join(c.Dir, filepath.FromSlash(reg.Path(a.System)))
	existing, err := os.ReadFile(path)
	if err != nil {
		return "", varsam.Errorf(varsam.Denied, "the file %s cannot be read", path)
	}
	err = visit(s, c.connections(s, reg), a.System, func(_ system.System, catalogue varsam.Catalogue) error {
		if err := a.Stands(catalogue); err != nil {
			return err
		}
		text, err := register.MergeFound(existing, register.DraftFound(entry, catalogue, a.Found))
		if err != nil {
			return err
		}
		return writeFile(path, text)
	})
	return path, err
}
