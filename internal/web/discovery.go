package web

import (
	"context"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/discover"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/web/account"
	"github.com/varsam/varsam/internal/web/frame"
)

// mountDiscovery adds the look for personal data that the register does not name.
func (o *Office) mountDiscovery() {
	o.area.Handle("GET /register/discovery", needsRegister(allowed(account.SeeWork, o.discovery)))
	o.area.Handle("POST /register/discovery", needsRegister(allowed(account.SetUp, o.startDiscovery)))
	o.area.Handle("POST /register/discovery/take", needsRegister(allowed(account.SetUp, o.takeFindings)))
}

type discoveryView struct {
	Standing *discover.Standing // nil when none was asked for
	Report   *discover.Report   // nil when there is none
	Systems  []register.System  // that can be read
	Groups   []discoveryGroup
	Gaps     []string
	Clean    int // collections in which nothing was found
}

// discoveryGroup is what was found in one system.
type discoveryGroup struct {
	System string
	Rows   []discoveryRow
	Takes  bool // something can be taken over
}

type discoveryRow struct {
	discover.Finding
	Shown, Reasons, Todo string
}

func (o *Office) discovery(v *frame.Visit) error {
	d, err := o.discoveryView(v)
	if err != nil {
		return err
	}
	if d.Standing != nil && d.Standing.Working {
		v.Refresh = 3
	}
	return v.Show("discovery", d)
}

func (o *Office) discoveryView(v *frame.Visit) (d discoveryView, err error) {
	for _, sys := range who(v).reg.Systems {
		if !sys.Assisted() {
			d.Systems = append(d.Systems, sys)
		}
	}
	standing, err := o.Discovery.Standing(v.Context())
	switch varsam.CodeOf(err) {
	case "":
		d.Standing = &standing
	case varsam.NotFound:
	default:
		return d, err
	}
	report, err := o.Discovery.Report(v.Context())
	switch varsam.CodeOf(err) {
	case "":
		d.Report = &report
		d.lay(v, report)
	case varsam.NotFound:
	default:
		return d, err
	}
	return d, nil
}

// lay groups the findings by system, and says each in words.
func (d *discoveryView) lay(v *frame.Visit, r discover.Report) {
	for _, f := range r.Findings {
		at := slices.IndexFunc(d.Groups, func(g discoveryGroup) bool { return g.System == f.System })
		if at < 0 {
			at = len(d.Groups)
			d.Groups = append(d.Groups, discoveryGroup{System: f.System})
		}
		g := &d.Groups[at]
		g.Rows = append(g.Rows, discoveryRow{f, f.Says(v.Printer), f.Why(v.Printer), f.Next(v.Printer)})
		g.Takes = g.Takes || f.Takes != nil
	}
	for _, gap := range r.Gaps {
		where := v.Name("system", gap.System)
		if gap.Collection != "" {
			where += " · " + gap.Collection
		}
		d.Gaps = append(d.Gaps, where+": "+gap.Reason(v.Printer))
	}
	for _, c := range r.Collections {
		if !slices.ContainsFunc(r.Findings, func(f discover.Finding) bool { return f.System == c.System && f.Collection == c.Collection }) {
			d.Clean++
		}
	}
}

func (o *Office) startDiscovery(v *frame.Visit) error {
	if err := o.Discovery.Ask(v.Context(), v.Fields("system"), v.Checked("full")); err != nil {
		return err
	}
	v.Flash(frame.Good, "web.discovery.started")
	return v.Redirect("/register/discovery")
}

// takePatience is how long a system may take to describe itself.
const takePatience = 30 * time.Second

// takeFindings leads into the editor of a system's file, with what the chosen
// findings propose put in as drafts and the difference shown. Nothing is in force
// until it is saved there.
func (o *Office) takeFindings(v *frame.Visit) error {
	report, err := o.Discovery.Report(v.Context())
	if err != nil {
		return err
	}
	accepted, err := report.Accept(v.Fields("finding"))
	if err != nil {
		return err
	}
	if len(accepted) != 1 {
		v.Flash(frame.Note, "web.discovery.one")
		return v.Redirect("/register/discovery")
	}
	e, err := o.edition(v, 0)
	if err != nil {
		return err
	}
	name := who(v).reg.Path(accepted[0].System)
	text, err := o.withFound(v, e.Files[name], accepted[0])
	if err != nil {
		return err
	}
	return o.showDraft(v, e, name, string(text))
}

// withFound is a system's file with what was found in it.
func (o *Office) withFound(v *frame.Visit, text string, a discover.Accepted) ([]byte, error) {
	reg := who(v).reg
	entry, ok := reg.System(a.System)
	if !ok {
		return nil, varsam.Errorf(varsam.NotFound, "the register has no system %s any more", a.System)
	}
	ctx, cancel := context.WithTimeout(v.Context(), takePatience)
	defer cancel()
	sys, err := o.Open(reg, today(reg)).Open(ctx, a.System)
	if err != nil {
		return nil, err
	}
	defer sys.Close()
	catalogue, err := sys.Describe(ctx)
	if err != nil {
		return nil, err
	}
	return register.MergeFound([]byte(text), register.DraftFound(entry, catalogue, a.Found))
}

// showDraft is the editor with a text that is not saved yet, checked.
func (o *Office) showDraft(v *frame.Visit, e edition, name, text string) error {
	_, had := e.Files[name]
	f := editForm{Path: name, Text: text, Version: e.Number, New: !had, Checked: true}
	e.Files[name] = text
	reg, _, faults, err := e.load()
	if err != nil {
		return err
	}
	if f.Faults = faults.Said(v.Printer); len(faults) == 0 {
		f.Changes = register.Diff(e.base, reg)
	}
	return v.Show("editfile", f)
}
