package cli

import (
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
)

type dutyCycleCommand struct {
	Year int `help:"The year; this one when left out."`
}

func (c *dutyCycleCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		w, err := service.World(s.ctx)
		if err != nil {
			return err
		}
		if c.Year == 0 {
			c.Year = w.Today.Year()
		}
		say, err := s.saying(w.Register, nil)
		if err != nil {
			return err
		}
		lines := duty.Cycle(w, c.Year)
		return s.print(lines, func() {
			heading := []string{strconv.Itoa(c.Year)}
			for m := time.January; m <= time.December; m++ {
				heading = append(heading, strconv.Itoa(int(m)))
			}
			var rows [][]string
			for _, l := range lines {
				row := []string{say.T("duty.kinds." + string(l.Kind))}
				for _, n := range l.Months {
					cell := "·"
					if n > 0 {
						cell = strconv.Itoa(n)
					}
					row = append(row, cell)
				}
				rows = append(rows, row)
			}
			s.table(heading, rows)
		})
	})
}

type dutyReportCommand struct {
	Quarter string `arg:"" optional:"" help:"The quarter, as 2026-Q4; this one when left out."`
}

func (c *dutyReportCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		w, err := service.World(s.ctx)
		if err != nil {
			return err
		}
		q := duty.QuarterOf(w.Today)
		if c.Quarter != "" {
			if q, err = duty.ParseQuarter(c.Quarter); err != nil {
				return err
			}
		}
		m, err := service.Quarterly(s.ctx, q)
		if err != nil {
			return err
		}
		lines, err := s.dueLines(service, m.World, m.Broken[:min(len(m.Broken), mostBroken)])
		if err != nil {
			return err
		}
		say, err := s.saying(m.World.Register, nil)
		if err != nil {
			return err
		}
		return s.print(m, func() { s.printReport(say, m, lines) })
	})
}

// mostBroken is how many findings a report of one page lists.
const mostBroken = 12

func (s *session) printReport(say saying, m duty.Management, lines []dueLine) {
	s.printf("%s\n\n", say.T("duty.report.title", m.Quarter.String()))
	var rows [][]string
	for _, k := range m.Kinds {
		if k.Open+k.Broken+k.Before+k.Added+k.Mended+k.Ended == 0 {
			continue
		}
		row := []string{say.T("duty.kinds." + string(k.Kind))}
		for _, n := range []int{k.Open, k.Before, k.Broken, k.Added, k.Mended, k.Ended} {
			row = append(row, strconv.Itoa(n))
		}
		rows = append(rows, row)
	}
	s.table([]string{"", say.T("duty.report.open"), say.T("duty.report.before"), say.T("duty.report.broken"), say.T("duty.report.added"), say.T("duty.report.changed"), say.T("duty.report.ended")}, rows)
	s.printf("\n%s\n", say.T("duty.report.incidents", strconv.Itoa(m.Incidents), strconv.Itoa(m.Notified)))
	for _, p := range m.Trend {
		s.printf("%s  %s\n", p.Quarter, say.N("duty.report.point", p.Broken))
	}
	s.printf("\n%s\n", say.N("duty.report.left", len(m.Broken)))
	for _, l := range lines {
		s.printf("  %s\n", plain(l.Says))
	}
}

type dutyRemindCommand struct{}

func (c *dutyRemindCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		done, err := service.Remind(s.ctx)
		if err != nil {
			return err
		}
		return s.print(done, func() {
			s.printf("letters: %d, about %d things; varsam mail list shows them\n", done.Letters, done.Items)
		})
	})
}

type dutyExportCommand struct {
	Kind string `arg:"" optional:"" help:"Only this kind."`
	Form string `help:"json, which duty import takes back, csv or xlsx." enum:"json,csv,xlsx" default:"json"`
	Out  string `help:"Where it is written; here when left out." placeholder:"FILE"`
}

func (c *dutyExportCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		if c.Kind != "" {
			if _, err := duty.FindKind(c.Kind); err != nil {
				return err
			}
		}
		data, err := c.data(s, service)
		if err != nil {
			return err
		}
		if c.Out == "" {
			_, err := s.out.Write(data)
			return err
		}
		if err := os.WriteFile(c.Out, data, 0o600); err != nil {
			return varsam.Errorf(varsam.Unavailable, "the export cannot be written; say where with --out")
		}
		return nil
	})
}

func (c *dutyExportCommand) data(s *session, service *duty.Service) ([]byte, error) {
	w, err := service.World(s.ctx)
	if err != nil {
		return nil, err
	}
	say, err := s.saying(w.Register, nil)
	if err != nil {
		return nil, err
	}
	file, err := service.ExportFile(s.ctx, say.Printer, duty.Kind(c.Kind), "", c.Form)
	return file.Data, err
}

type dutyImportCommand struct {
	decider
	registerFlag
	Path string `arg:"" name:"path" help:"JSON as duty export writes it, or a folder with a register's folder of duties in it." type:"path"`
}

func (c *dutyImportCommand) Run(s *session) error {
	if info, err := os.Stat(c.Path); err == nil && info.IsDir() {
		return c.folder(s)
	}
	return s.with(c.registerFlag, func(app *app) error {
		data, err := os.ReadFile(c.Path)
		if err != nil {
			return varsam.Errorf(varsam.Invalid, "the file cannot be read")
		}
		n, err := app.dutyOf(s.Tenant).Import(s.ctx, data, c.By)
		if err != nil {
			return err
		}
		return s.print(map[string]int{"taken": n}, func() { s.printf("taken down: %d\n", n) })
	})
}

// folder takes down the duties that lie as files beside a register.
func (c *dutyImportCommand) folder(s *session) error {
	duties, err := duty.ReadFolder(os.DirFS(c.Path))
	if err != nil {
		return err
	}
	return s.with(c.registerFlag, func(app *app) error {
		done, err := app.dutyOf(s.Tenant).TakeFolder(s.ctx, duties, c.By)
		if err != nil {
			return err
		}
		return s.print(done, func() { s.printf("taken down: %d, there already: %d\n", done.Added, done.Stood) })
	})
}

// sortedCounts are the names of what was counted, in order.
func sortedCounts(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }

type dutyAnswersCommand struct {
	Search string `arg:"" optional:"" help:"Only questions that have this in them."`
}

// Run prints the bank of answers as it stands today.
func (c *dutyAnswersCommand) Run(s *session) error {
	return s.duties(func(_ *app, service *duty.Service) error {
		w, err := service.World(s.ctx)
		if err != nil {
			return err
		}
		say, err := s.saying(w.Register, nil)
		if err != nil {
			return err
		}
		lines := []duty.Answered{}
		for _, a := range duty.Bank(say.Printer, w) {
			if strings.Contains(strings.ToLower(a.Question), strings.ToLower(c.Search)) {
				lines = append(lines, a)
			}
		}
		return s.print(lines, func() {
			for _, l := range lines {
				s.printf("%s\n", plain(l.Question))
				for text := range strings.Lines(l.Answer) {
					s.printf("    %s\n", plain(strings.TrimSuffix(text, "\n")))
				}
			}
		})
	})
}
