package locate

import (
	"context"
	"slices"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// place is one system in a search: what may be searched there, and what has been
// found. One goroutine at a time works on it.
type place struct {
	*search
	reg     register.System
	conn    system.System
	cat     varsam.Catalogue
	regions []string // whose national spellings its cells are read by
	colls   []*collection
	links   []*link
	nodes   map[string]*node
	order   []*node // the nodes sorted; nil when one was added
	down    bool    // it stopped answering; nothing more is asked of it

	gaps       []varsam.Gap
	scans      map[string]map[string]bool
	skipped    map[string]int // records marked private, by collection
	withheld   []Withheld
	statements int
}

// collection is one collection that may be searched, in the register's words
// and the system's.
type collection struct {
	reg  register.Collection
	cat  varsam.Collection
	ids  []register.Field // identifying columns that exist
	text []register.Field // free-text columns that exist
	self bool             // each record is one person
	up   []*link          // links by which its records belong to people
	open bool             // an own link leads to a collection that is not searched
}

// newPlace opens a system and resolves what the register says of it. What stands
// in the way becomes a gap.
func (s *search) newPlace(ctx context.Context, open Opener, reg register.System) *place {
	p := &place{search: s, reg: reg, nodes: map[string]*node{}, scans: map[string]map[string]bool{}, skipped: map[string]int{}}
	p.regions = s.reg.Regions(reg)
	targets := p.targets()
	if reg.Connector == assisted {
		p.askOwner(targets)
		return p
	}
	if len(targets) == 0 {
		return p
	}
	if err := p.connect(ctx, open); err != nil {
		p.down = true
		p.gap("", WhyNot(err))
		return p
	}
	for _, c := range targets {
		p.declare(c)
	}
	p.resolve()
	return p
}

// assisted is the connector of systems without an interface: nothing is searched
// there, its owner is asked.
const assisted = "assisted"

// askOwner notes that an assisted system is not searched. One without
// collections may hold anything about anybody, but nothing of a party's.
func (p *place) askOwner(targets []register.Collection) {
	if len(targets) > 0 || len(p.reg.Collections) == 0 && p.opts.Instruction == "" {
		p.gap("", varsam.Because(GapAssisted, p.reg.Owner))
	}
}

// zone is where the system's days without one are.
func (p *place) zone() *time.Location {
	if p.reg.Zone == "" {
		return p.search.reg.Organisation.Location()
	}
	return p.reg.Location()
}

func (p *place) connect(ctx context.Context, open Opener) (err error) {
	conn, err := open.Open(ctx, p.reg.Name)
	if err != nil {
		return err
	}
	p.conn = conn // of one that failed nobody knows what it is
	p.cat, err = p.conn.Describe(ctx)
	return err
}

// declare takes up a collection as far as the system has it.
func (p *place) declare(reg register.Collection) {
	cat, ok := p.cat.Find(reg.In())
	if !ok {
		p.gap(reg.In(), varsam.Because(GapNoCollection))
		return
	}
	c := &collection{reg: reg, cat: cat}
	for _, f := range reg.Fields {
		if f.Identifies == "" && !f.Text {
			continue
		}
		column, ok := cat.Column(f.Name)
		if !ok {
			p.gap(reg.In(), varsam.Because(GapNoColumn, f.Name))
			continue
		}
		f.Several = Several(f, column)
		if f.Identifies != "" && f.Identifies.Selects() {
			c.ids = append(c.ids, f)
		}
		if f.Text {
			c.text = append(c.text, f)
		}
	}
	p.colls = append(p.colls, c)
}

func (p *place) collection(name string) *collection {
	i := slices.IndexFunc(p.colls, func(c *collection) bool { return c.reg.Name == name })
	if i < 0 {
		return nil
	}
	return p.colls[i]
}

func (p *place) gap(collection string, why varsam.Reason) {
	p.gaps = append(p.gaps, varsam.Gap{System: p.reg.Name, Collection: collection, Why: why})
}

// WhyNot is the reason of a gap for an error. Its text stays out: only codes are
// known to be free of personal data.
func WhyNot(err error) varsam.Reason {
	switch code := varsam.CodeOf(err); code {
	case varsam.Unavailable:
		return varsam.Because(GapUnavailable)
	case varsam.Denied:
		return varsam.Because(GapDenied)
	case varsam.Unsupported:
		return varsam.Because(GapUnsupported)
	default:
		return varsam.Because(GapFailed, string(code))
	}
}
