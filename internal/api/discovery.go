package api

import (
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/register"
)

// NewDiscovery is what to look through.
type NewDiscovery struct {
	Systems []string `json:"systems,omitempty" most:"200" doc:"All that can be read when left out."`
	Full    bool     `json:"full,omitempty" doc:"Every column to its end, and not only what a sample leaves open."`
}

func (c *call) startDiscovery(in NewDiscovery) (discover.Standing, error) {
	if err := c.Discovery.Ask(c.ctx, in.Systems, in.Full); err != nil {
		return discover.Standing{}, err
	}
	return c.Discovery.Standing(c.ctx)
}

func (c *call) getDiscovery() (discover.Standing, error) { return c.Discovery.Standing(c.ctx) }

// DiscoveryReport is what the last discovery found, without a value of the data.
type DiscoveryReport struct {
	Day         varsam.Date           `json:"day"`
	Register    string                `json:"register" doc:"Digest of the version that it was held against."`
	Complete    bool                  `json:"complete"`
	Collections []discover.Collection `json:"collections" list:""`
	Findings    []Discovered          `json:"findings" list:""`
	Gaps        []DiscoveryGap        `json:"gaps" list:""`
}

// Discovered is one place where data and register do not agree.
type Discovered struct {
	ID        string            `json:"id"`
	Code      string            `json:"code"`
	Severity  register.Severity `json:"severity"`
	Paragraph string            `json:"paragraph"`
	Where     string            `json:"where"`
	System    string            `json:"system"`
	Read      int64             `json:"read" doc:"Rows looked at."`
	Rows      int64             `json:"rows" doc:"Of those, rows with it."`
	Masks     []string          `json:"masks,omitempty" doc:"What some of it looks like, without its letters and digits."`
	Says      string            `json:"says"`
	Next      string            `json:"next"`
	Proposal  string            `json:"proposal,omitempty" doc:"The line that the register takes over."`
	Takes     bool              `json:"takes" doc:"It can be taken over."`
}

// DiscoveryGap is a place that was not read, or not to its end.
type DiscoveryGap struct {
	System     string `json:"system"`
	Collection string `json:"collection,omitempty"`
	Why        string `json:"why"`
}

func (c *call) getDiscoveryReport() (out DiscoveryReport, err error) {
	r, err := c.Discovery.Report(c.ctx)
	if err != nil {
		return out, err
	}
	out = DiscoveryReport{
		Day: r.Day, Register: r.Register, Complete: r.Complete(), Collections: append([]discover.Collection{}, r.Collections...), Findings: []Discovered{}, Gaps: []DiscoveryGap{},
	}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, Discovered{
			f.ID, string(f.Code), f.Severity, f.Paragraph, f.Where(), f.System, f.Read, f.Rows, f.Masks, f.Says(c.say), f.Next(c.say), f.Proposal, f.Takes != nil,
		})
	}
	for _, g := range r.Gaps {
		out.Gaps = append(out.Gaps, DiscoveryGap{g.System, g.Collection, g.Reason(c.say)})
	}
	return out, nil
}

// TakeFindings are findings of one system to be taken over.
type TakeFindings struct {
	Findings []string `json:"findings" list:"" least:"1" most:"500"`
}

// Drafted is a file of the register with what findings propose put in. It is in
// force when it is put there, with If-Match.
type Drafted struct {
	Path    string            `json:"path"`
	Text    string            `json:"text"`
	Version int               `json:"version" doc:"That it was made from."`
	Changes []register.Change `json:"changes" list:""`
}

func (c *call) takeFindings(in TakeFindings) (out Drafted, err error) {
	report, err := c.Discovery.Report(c.ctx)
	if err != nil {
		return out, err
	}
	accepted, err := report.Accept(in.Findings)
	if err != nil {
		return out, err
	}
	if len(accepted) != 1 {
		return out, varsam.Errorf(varsam.Invalid, "findings of one system are taken over at a time")
	}
	e, err := c.edition()
	if err != nil {
		return out, err
	}
	entry, ok := e.reg.System(accepted[0].System)
	if !ok {
		return out, varsam.Errorf(varsam.NotFound, "the register has no system %s any more", accepted[0].System)
	}
	out.Path, out.Version = e.reg.Path(entry.Name), e.version
	text, err := c.withFound(e, entry, accepted[0], out.Path)
	if err != nil {
		return out, err
	}
	out.Text = string(text)
	reg, _, err := e.with(out.Path, out.Text)
	out.Changes = append([]register.Change{}, register.Diff(e.reg, reg)...)
	return out, err
}

func (c *call) withFound(e edition, entry register.System, a discover.Accepted, path string) ([]byte, error) {
	sys, err := c.Open(e.reg, today(e.reg)).Open(c.ctx, entry.Name)
	if err != nil {
		return nil, err
	}
	defer sys.Close()
	catalogue, err := sys.Describe(c.ctx)
	if err != nil {
		return nil, err
	}
	return register.MergeFound([]byte(e.files[path]), register.DraftFound(entry, catalogue, a.Found))
}

// versionOf reads the version that If-Match names.
func (c *call) versionOf() (int, error) {
	n, err := strconv.Atoi(strings.Trim(c.r.Header.Get("If-Match"), `"`))
	if err != nil || n < 0 {
		return 0, varsam.Errorf(varsam.Invalid, "If-Match is the ETag of the register")
	}
	return n, nil
}
