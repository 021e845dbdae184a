package cli

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/locale"
)

// discoveredOut is a report as others script against it: what the room found, with
// sentences.
type discoveredOut struct {
	Findings    []foundOut            `json:"findings"`
	Gaps        []gap                 `json:"gaps"`
	Collections []discover.Collection `json:"collections"`
	Complete    bool                  `json:"complete"`
}

type foundOut struct {
	discover.Finding
	Says string `json:"says"`
	Why  string `json:"why"`
	Next string `json:"next"`
}

func discoveredFor(report discover.Report, say locale.Printer) discoveredOut {
	out := discoveredOut{Findings: []foundOut{}, Gaps: []gap{}, Collections: report.Collections, Complete: report.Complete()}
	for _, f := range report.Findings {
		out.Findings = append(out.Findings, foundOut{f, f.Says(say), f.Why(say), f.Next(say)})
	}
	for _, g := range report.Gaps {
		out.Gaps = append(out.Gaps, gap{System: g.System, Collection: g.Collection, Reason: say.Reason(g.Why)})
	}
	return out
}

func (s *session) discovered(report discover.Report, say locale.Printer) error {
	out := discoveredFor(report, say)
	return s.print(out, func() {
		for _, f := range out.Findings {
			s.printf("%s  %s  %s  %s\n  %s\n", f.ID, s.word("list.severity.", string(f.Severity)), s.words().Cite(f.Paragraph), plain(f.Where()), plain(f.Says))
			for _, line := range []string{f.Why, strings.Join(f.Masks, "   ")} {
				if line != "" {
					s.printf("  %s\n", plain(line))
				}
			}
			s.printf("  → %s\n", plain(f.Next))
		}
		s.unsearched(out.Gaps)
		read := int64(0)
		for _, c := range out.Collections {
			read += c.Read
		}
		s.printf("%s\n", say.N("discover.total", len(out.Findings), say.Number(len(out.Collections)), say.Number(int(read))))
	})
}

// keep writes the report where it was asked for, and keeps it for --accept.
func (c *discoverCommand) keep(s *session, keeper *discover.Keeper, report discover.Report, say locale.Printer) error {
	if err := keeper.End(context.WithoutCancel(s.ctx), report); err != nil {
		return err
	}
	if c.Report == "" {
		return nil
	}
	var text bytes.Buffer
	var err error
	if strings.EqualFold(filepath.Ext(c.Report), ".html") {
		err = report.HTML(&text, say)
	} else {
		err = (&session{Options: Options{JSON: true}, out: &text}).print(discoveredFor(report, say), nil)
	}
	if err != nil {
		return varsam.Wrap(varsam.Internal, err, "writing the report")
	}
	return writeFile(c.Report, text.Bytes())
}
