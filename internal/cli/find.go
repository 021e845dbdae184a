package cli

import (
	"crypto/rand"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request"
)

type findCommand struct {
	registerFlag
	personFlags
	askFlags
	Party  string   `help:"Search as this controller's instruction would."`
	System []string `help:"Only these systems."`
}

// object is one record as others script against it; its names are stable.
type object struct {
	System     string           `json:"system"`
	Collection string           `json:"collection"`
	Key        string           `json:"key"`
	Ownership  varsam.Ownership `json:"ownership"`
	Fate       varsam.Fate      `json:"fate"`
	Until      varsam.Date      `json:"until"` // last day it stays; empty when there is none
	Law        string           `json:"law"`
	Reason     string           `json:"reason"`
}

// gap is a place that was not searched.
type gap struct {
	System     string `json:"system"`
	Collection string `json:"collection,omitempty"`
	Reason     string `json:"not_searched_because"`
}

// findings is the whole answer. Complete is false when some place that should
// have been searched was not.
type findings struct {
	Objects  []object `json:"objects"`
	Gaps     []gap    `json:"gaps"`
	Complete bool     `json:"complete"`
}

// Run searches and decides as if the rights named had been used – erasure, when
// none is – and changes nothing.
func (c *findCommand) Run(s *session) error {
	people, err := c.people()
	if err != nil {
		return err
	}
	if len(c.Right) == 0 {
		c.Right = []string{string(varsam.Erasure)}
		if c.Party != "" {
			c.Right = []string{string(varsam.Instruction)}
		}
	}
	asks, err := c.asks(c.Party)
	if err != nil {
		return err
	}
	reg, base, err := s.readRegister(c.registerFlag)
	if err != nil {
		return err
	}
	p, err := c.search(s, reg, base, people, request.Question{Request: "find", Asks: asks})
	if err != nil {
		return err
	}
	return s.showFindings(p)
}

func (c *findCommand) search(s *session, reg *register.Register, base string, people []varsam.Person, q request.Question) (plan.Plan, error) {
	q.Today = varsam.DateIn(time.Now(), reg.Organisation.Location())
	q.Due = q.Today
	q.Nonce = make([]byte, 32)
	rand.Read(q.Nonce)
	open := request.Connections{Register: reg, Connectors: connectors(), Base: base, Today: q.Today}
	search, err := locate.Locate(s.ctx, reg, open, people, locate.Options{
		Today: q.Today, Systems: c.System, Instruction: c.Party, Mentions: true,
	})
	if err != nil {
		return plan.Plan{}, err
	}
	return request.Draft(reg, search, q)
}

func (s *session) showFindings(p plan.Plan) error {
	lang, err := s.language()
	if err != nil {
		return err
	}
	say := locale.For(lang)
	f := findings{Objects: []object{}, Gaps: []gap{}, Complete: incomplete(p.Gaps) == nil}
	for _, item := range p.Items {
		f.Objects = append(f.Objects, objectOf(item, say))
	}
	for _, g := range p.Gaps {
		f.Gaps = append(f.Gaps, gap{g.System, g.Collection, say.Reason(g.Why)})
	}
	if err := s.print(f, func() { s.findingsTable(f) }); err != nil {
		return err
	}
	if err := incomplete(p.Gaps); err != nil {
		return err
	}
	if len(f.Objects) == 0 {
		return varsam.Errorf(varsam.NotFound, "nothing was found in what was searched")
	}
	return nil
}

func objectOf(item plan.Item, say locale.Printer) object {
	d, ref := item.Decision, item.Record.Ref
	o := object{
		System: ref.System, Collection: ref.Collection, Key: keyText(ref.Key), Ownership: item.Ownership,
		Fate: d.Fate, Until: d.Until, Law: d.Law,
	}
	for i, why := range d.Reasons {
		if i > 0 {
			o.Reason += " "
		}
		o.Reason += say.Reason(why)
	}
	return o
}

// keyText is a key as people write it; a composite key is joined by slashes.
func keyText(key []varsam.Value) string {
	text := ""
	for i, v := range key {
		if i > 0 {
			text += "/"
		}
		text += v.String()
	}
	return text
}

func (s *session) findingsTable(f findings) {
	rows := make([][]string, len(f.Objects))
	for i, o := range f.Objects {
		rows[i] = []string{o.System, o.Collection, o.Key, string(o.Ownership), string(o.Fate), o.Until.String(), o.Law, o.Reason}
	}
	s.table([]string{"SYSTEM", "COLLECTION", "KEY", "WHOSE", "FATE", "LAST DAY", "LAW", "BECAUSE"}, rows)
	for _, g := range f.Gaps {
		s.printf("not searched: %s %s – %s\n", g.System, g.Collection, g.Reason)
	}
}
