package locate

import (
	"context"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// whole reads every record that the instructing party's activities carry here.
func (p *place) whole(ctx context.Context) {
	for _, c := range p.colls {
		for _, cond := range p.carried(c.reg) {
			p.hold(ctx, c, cond)
		}
	}
}

// carried are the conditions under which a collection's records are processed for the
// party; a single nil for all of them.
func (p *place) carried(c register.Collection) (conds []*varsam.Cond) {
	for _, carry := range c.CarriedBy {
		a, known := p.search.reg.Activity(carry.Activity)
		if !known || a.Role != varsam.Processor || a.Party != p.opts.Instruction {
			continue
		}
		if carry.When == nil {
			return []*varsam.Cond{nil}
		}
		conds = append(conds, &carry.When.Cond)
	}
	return conds
}

// hold takes up the records that a condition picks.
func (p *place) hold(ctx context.Context, c *collection, cond *varsam.Cond) {
	if p.down || ctx.Err() != nil {
		return
	}
	found, err := p.conn.Find(ctx, system.Selection{Collection: c.cat.Name, Cond: cond, Version: true}, func(r varsam.Record) error {
		p.meet(c, r, true).held = true
		return nil
	})
	p.statements += found.Statements
	p.private(c.cat.Name, found)
	p.answered(c.cat.Name, found, err)
}
