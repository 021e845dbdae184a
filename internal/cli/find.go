package cli

import (
	"crypto/rand"
	"fmt"
	"strings"
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
	Undecided  bool             `json:"undecided,omitempty"` // a person must say whose it is: request confirm
}

// gap is a place that was not searched.
type gap struct {
	System     string `json:"system"`
	Collection string `json:"collection,omitempty"`
	Reason     string `json:"not_searched_because"`

	Unread []string `json:"unread,omitempty"` // the keys of records that could not be read
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
	if err := legible(people, reg, today(reg)); err != nil {
		return err
	}
	p, err := c.search(s, reg, base, people, request.Question{Request: "find", Asks: asks})
	if err != nil {
		return err
	}
	return s.showFindings(reg, p)
}

func (c *findCommand) search(s *session, reg *register.Register, base string, people []varsam.Person, q request.Question) (plan.Plan, error) {
	q.Today = varsam.DateIn(time.Now(), reg.Organisation.Location())
	q.Due = q.Today
	q.Nonce = make([]byte, 32)
	rand.Read(q.Nonce)
	open := request.Connections{Register: reg, Connectors: connectors(s.Options), Base: base, Today: q.Today}
	search, err := locate.Locate(s.ctx, reg, open, people, locate.Options{
		Today: q.Today, Systems: c.System, Instruction: c.Party, Mentions: true,
	})
	if err != nil {
		return plan.Plan{}, err
	}
	return request.Draft(reg, search, q)
}

func (s *session) showFindings(reg *register.Register, p plan.Plan) error {
	say, err := s.printer(reg)
	if err != nil {
		return err
	}
	f := findings{Objects: []object{}, Gaps: gapsOf(p, say), Complete: incomplete(p.Gaps) == nil}
	for _, item := range p.Items {
		f.Objects = append(f.Objects, objectOf(item, say))
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

func gapsOf(p plan.Plan, say locale.Printer) []gap {
	gaps := []gap{}
	for _, g := range p.Gaps {
		line := gap{System: g.System, Collection: g.Collection, Reason: say.Reason(g.Why)}
		for _, ref := range g.Unread {
			line.Unread = append(line.Unread, ref.KeyLabel())
		}
		gaps = append(gaps, line)
	}
	return gaps
}

func objectOf(item plan.Item, say locale.Printer) object {
	d, ref := item.Decision, item.Record.Ref
	o := object{
		System: ref.System, Collection: ref.Collection, Key: ref.KeyLabel(), Ownership: item.Ownership,
		Fate: d.Fate, Until: d.Until, Law: d.Law,
	}
	reasons := d.Reasons
	if o.Undecided = locate.LeftToPerson(item.Why); o.Undecided { // not simply somebody else's
		reasons = []varsam.Reason{item.Why}
	}
	for i, why := range reasons {
		if i > 0 {
			o.Reason += " "
		}
		o.Reason += say.Reason(why)
	}
	return o
}

func (s *session) findingsTable(f findings) {
	var groups []group
	for _, o := range f.Objects {
		groups = grouped(groups, o)
	}
	rows := make([][]string, len(groups))
	for i, g := range groups {
		rows[i] = []string{g.System, g.Collection, s.keys(g), s.word("ownership.", string(g.Ownership)), s.word("fate.", string(g.Fate)), g.Until.String(), g.Law}
	}
	s.table([]string{"SYSTEM", "COLLECTION", "RECORDS", "WHOSE", "FATE", "LAST DAY", "LAW"}, rows)
	s.reasons(groups)
	s.unsearched(f.Gaps)
}

// unsearched lists gaps, the collections of a system with one reason together.
func (s *session) unsearched(gaps []gap) {
	for i := 0; i < len(gaps); {
		g, where, unread := gaps[i], gaps[i].Collection, gaps[i].Unread
		for i++; i < len(gaps) && gaps[i].System == g.System && gaps[i].Reason == g.Reason; i++ {
			where, unread = where+", "+gaps[i].Collection, append(unread, gaps[i].Unread...)
		}
		s.printf("\nnot searched: %s\n", strings.TrimPrefix(strings.TrimSpace(g.System+" "+where)+" – "+g.Reason, " – "))
		for _, key := range unread {
			s.printf("  %s\n", key)
		}
	}
}

// reasons explains each fate of each collection once, by its first group; the
// others differ in days.
func (s *session) reasons(groups []group) {
	var said object
	for _, g := range groups {
		this := object{System: g.System, Collection: g.Collection, Ownership: g.Ownership, Fate: g.Fate, Undecided: g.Undecided}
		if this != said {
			s.printf("\n%s %s, %s: %s\n", g.System, g.Collection, s.keys(g), plain(g.Reason))
		}
		said = this
	}
}

// group is the records of a collection that share a fate and its reasons.
type group struct {
	object
	all []string // their keys
}

func grouped(groups []group, o object) []group {
	key := o.Key
	o.Key = ""
	for i := range groups {
		if groups[i].object == o {
			groups[i].all = append(groups[i].all, key)
			return groups
		}
	}
	return append(groups, group{o, []string{key}})
}

// keys names a few records and counts many.
func (s *session) keys(g group) string {
	if strings.Join(g.all, "") == "" { // the table has none
		return s.said("(no key)")
	}
	if len(g.all) <= 3 {
		return strings.Join(g.all, ", ")
	}
	return fmt.Sprintf("%s … (%d)", g.all[0], len(g.all))
}
