package retention

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// Rule is what becomes of one collection's records by time alone.
type Rule struct {
	System     string        `json:"system"`
	Collection string        `json:"collection"` // the register's name
	Action     varsam.OpKind `json:"action"`     // erase or restrict

	// Digest names everything that decides it: a standing approval is a yes to
	// that.
	Digest string `json:"digest"`

	// Level orders the rules of a system: what refers to others goes first.
	Level int `json:"level"`

	// Problem is why a machine cannot carry it out; the zero Reason when it can.
	Problem varsam.Reason `json:"problem,omitzero"`

	in       string        // the collection in its system
	due      varsam.Cond   // by the record's own grounds
	free     varsam.Cond   // less what a hold on a condition protects
	closed   varsam.Cond   // less what other records need
	unclear  varsam.Cond   // a person must look
	unmarked []varsam.Cond // not restricted yet
	set      []varsam.Assignment
	move     string
	count    int64 // of what is due
}

// Name is system and collection as people write them.
func (r Rule) Name() string { return r.System + "." + r.Collection }

// over is the change of the rule to the records of a condition.
func (r Rule) over(cond varsam.Cond, fingerprint string, except [][]varsam.Value) system.Cull {
	return system.Cull{
		Kind: r.Action, Set: r.set, Move: r.move, Fingerprint: fingerprint,
		Rows: system.Rows{Collection: r.in, Cond: cond, Except: except},
	}
}

// maker makes the rules of one system.
type maker struct {
	decider *decide.Decider
	reg     *register.Register
	sys     register.System
	cat     varsam.Catalogue
	today   varsam.Date
	shelter shelter
}

// rules are the rules of a system, what refers to others first. The system is
// asked whether it understands each: one that it does not leaves the others as
// they are.
func (m maker) rules(ctx context.Context, conn system.Culler) ([]Rule, error) {
	m.decider = decide.New(decide.Question{Register: m.reg, Today: m.today})
	var all []Rule
	for _, c := range m.sys.Collections {
		if m.sys.Draft || c.Draft || len(c.CarriedBy) == 0 {
			continue
		}
		if c.End == varsam.Erase || c.End == varsam.Anonymise {
			all = append(all, m.ending(c))
		}
		if c.Restrict != nil {
			all = append(all, m.blocking(c))
		}
	}
	for i := range all {
		err := m.finish(&all[i])
		if err == nil {
			err = m.ask(ctx, conn, &all[i])
		}
		if ctx.Err() != nil || varsam.CodeOf(err) == varsam.Internal {
			return nil, err
		}
		if err != nil {
			all[i].due, all[i].Problem = never, varsam.Because(ReasonRefused, string(varsam.CodeOf(err)))
		}
	}
	return m.closeOver(all), nil
}

// ending is the rule for records whose every ground has ended.
func (m maker) ending(c register.Collection) Rule {
	r := Rule{System: m.sys.Name, Collection: c.Name, Action: varsam.OpErase, in: c.In()}
	if c.End == varsam.Anonymise {
		r.Action, r.Problem = varsam.OpAnonymise, varsam.Because(ReasonAnonymise)
	}
	return r
}

// blocking is the rule for records that only duties or claims are left for.
func (m maker) blocking(c register.Collection) Rule {
	r := Rule{System: m.sys.Name, Collection: c.Name, Action: varsam.OpRestrict, in: c.In(), move: c.Restrict.Move}
	if to, ok := m.sys.Collection(r.move); ok {
		r.move = to.In()
	}
	coll, _ := m.cat.Find(r.in)
	for _, name := range slices.Sorted(maps.Keys(c.Restrict.Flag)) {
		word := c.Restrict.Flag[name]
		col, _ := coll.Column(name)
		value, ok := plan.ReadWord(word, col.Kind, m.today, m.reg.Organisation.Location())
		if !ok {
			r.Problem = varsam.Because(ReasonMark, name)
		}
		r.set = append(r.set, varsam.Assignment{Field: name, Value: value})
		if word == "now" { // marked at any time is marked
			r.unmarked = append(r.unmarked, varsam.Cond{Op: varsam.IsNull, Field: name})
		}
	}
	if r.move == "" && len(r.set) == 0 {
		r.Problem = varsam.Because(ReasonBlank)
	}
	return r
}

// finish turns the register's times into conditions and notes what a machine
// cannot do.
func (m maker) finish(r *Rule) (err error) {
	turn := m.decider.Due
	if r.Action == varsam.OpRestrict {
		turn = m.decider.Blocked
	}
	if r.Digest, err = digestOf(m.reg, *r); err != nil {
		return err
	}
	for _, name := range []string{r.in, r.move} {
		coll, ok := m.cat.Find(name)
		switch {
		case name == "":
		case !ok:
			r.Problem = varsam.Because(ReasonMissing, name)
			return nil
		case m.cat.ReadOnly != "" || coll.ReadOnly != "" || len(coll.Key) == 0:
			r.Problem = varsam.Because(ReasonReadOnly, name)
		}
	}
	if r.due, err = turn(r.System, r.Collection, m.cat); err != nil {
		return err
	}
	if len(r.unmarked) > 0 {
		r.due = varsam.All(append([]varsam.Cond{r.due}, r.unmarked...)...)
	}
	if r.Action != varsam.OpRestrict {
		r.unclear, err = m.decider.Unclear(r.System, r.Collection, m.cat)
	}
	return err
}

// never is true of no record.
var never = varsam.Cond{Op: varsam.Constant, Values: []varsam.Value{varsam.BoolOf(false)}}

// ask counts what is due, whatever becomes of it.
func (m maker) ask(ctx context.Context, conn system.Culler, r *Rule) (err error) {
	if r.due.Op == "" { // the collection is not there
		return nil
	}
	counted := *r
	if r.Action == varsam.OpAnonymise {
		counted.Action = varsam.OpErase // counted alike
	}
	r.count, err = conn.Count(ctx, counted.over(r.due, m.cat.Fingerprint(r.in), nil))
	return err
}

// digestOf is the digest of what decides a rule.
func digestOf(reg *register.Register, r Rule) (string, error) {
	text, err := register.RuleDigest(reg, r.System, r.Collection)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(text + " " + string(r.Action)))
	return hex.EncodeToString(sum[:]), nil
}

func compareRules(a, b Rule) int {
	return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Collection, b.Collection), cmp.Compare(a.Action, b.Action))
}
