package api

import (
	"context"
	"net"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/web/account"
)

// Search is a look for a person who has asked nothing.
type Search struct {
	Type   varsam.IdentifierType `json:"type" least:"1" most:"100"`
	Value  string                `json:"value" least:"1" most:"400"`
	Reason string                `json:"reason" least:"1" most:"2000" doc:"Why; it is written down with who looked, and never what was looked for."`
}

// Found is where somebody is, and how much: never what.
type Found struct {
	Places []FoundPlace `json:"places" list:""`
	Gaps   []FoundGap   `json:"gaps" list:"" doc:"What was not searched, and why."`
}

// FoundPlace is how many records of a collection are, or may be, the person's.
type FoundPlace struct {
	System     string           `json:"system"`
	Collection string           `json:"collection"`
	Whose      varsam.Ownership `json:"whose"`
	Records    int              `json:"records"`
}

// FoundGap is a place that was not searched.
type FoundGap struct {
	System string `json:"system"`
	Why    string `json:"why"`
}

// searchPatience is how long all systems together may take.
const searchPatience = 90 * time.Second

// searchPerson looks in all systems, once it is written down who does, and why.
func (c *call) searchPerson(in Search) (out Found, err error) {
	reg, err := c.register()
	if err != nil {
		return out, err
	}
	day := today(reg)
	if !reg.Searches(in.Type) {
		return out, varsam.Errorf(varsam.Invalid, "by that nobody can be searched for")
	}
	if _, err := in.Type.Canonical(in.Value, reg.Organisation.Country, day); err != nil {
		return out, varsam.Errorf(varsam.Invalid, "the value is not written as this kind of identifier is")
	}
	a, err := c.maker()
	if err != nil {
		return out, err
	}
	if err := c.Accounts.Look(c.ctx, a, in.Reason); err != nil {
		return out, err
	}
	ctx, cancel := context.WithTimeout(c.ctx, searchPatience)
	defer cancel()
	people := []varsam.Person{{Identifiers: []varsam.Identifier{{Type: in.Type, Value: in.Value, Verified: true}}}}
	found, err := locate.Locate(ctx, reg, c.Open(reg, day), people, locate.Options{Today: day, Mentions: true})
	if err != nil {
		return out, err
	}
	out = Found{Places: []FoundPlace{}, Gaps: []FoundGap{}}
	at := map[FoundPlace]int{}
	for _, l := range found.Located {
		place := FoundPlace{System: l.Record.Ref.System, Collection: l.Record.Ref.Collection, Whose: l.Ownership}
		i, seen := at[place]
		if !seen {
			i = len(out.Places)
			at[place], out.Places = i, append(out.Places, place)
		}
		out.Places[i].Records++
	}
	for _, gap := range found.Gaps {
		out.Gaps = append(out.Gaps, FoundGap{gap.System, c.say.Reason(gap.Why)})
	}
	return out, nil
}

func (c *call) listLooks() (list List[account.Look], err error) {
	a, err := c.maker()
	if err != nil {
		return list, err
	}
	all, err := c.Accounts.Looks(c.ctx, a)
	list.Items = append([]account.Look{}, all...)
	return list, err
}

// NewDomain is a domain that letters come from.
type NewDomain struct {
	Domain   string `json:"domain,omitempty" most:"253" doc:"That of the configured sender when left out."`
	Selector string `json:"selector,omitempty" most:"63" doc:"Of the DKIM key."`
}

// domainPatience is how long the name service may take.
const domainPatience = 15 * time.Second

// checkDomain asks the name service what receivers ask about the domain.
func (c *call) checkDomain(in NewDomain) (list List[post.Respect], err error) {
	if in.Domain == "" {
		in.Domain = c.Reception.Post.Settings.Domain()
	}
	names := c.Names
	if names == nil {
		names = net.DefaultResolver
	}
	ctx, cancel := context.WithTimeout(c.ctx, domainPatience)
	defer cancel()
	all, err := post.CheckDomain(ctx, names, in.Domain, in.Selector)
	list.Items = append([]post.Respect{}, all...)
	return list, err
}
