package retention

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// Rule is what becomes of one collection's records by time alone.
type Rule struct {
	System     string        `json:"system"`
	Collection string        `json:"collection"` // the register's name
	Action     varsam.OpKind `json:"action"`     // erase, restrict, blank, anonymise or suppress

	// Digest names everything that decides it: a standing approval is a yes to
	// that.
	Digest string `json:"digest"`

	// Level orders the rules of a system: what refers to others goes first, and
	// what becomes anonymous after all that goes, in the other order.
	Level int `json:"level"`

	// Becomes is what becomes of each column of records that are anonymised, in
	// the words of [anonymity.Recode.String].
	Becomes map[string]string `json:"becomes,omitempty"`

	// Problem is why a machine cannot carry it out; the zero Reason when it can.
	Problem varsam.Reason `json:"problem,omitzero"`

	in       string        // the collection in its system
	due      varsam.Cond   // by the record's own grounds
	free     varsam.Cond   // less what a hold on a condition protects
	closed   varsam.Cond   // less what other records need
	waits    *varsam.Cond  // needed by records that the rule itself may take
	unclear  varsam.Cond   // a person must look
	unmarked []varsam.Cond // not restricted yet
	set      []varsam.Assignment
	move     string
	timed    varsam.Cond // due by time, marked or not
	recode   []system.Recoding
	check    *check          // nil when nothing is anonymised
	choice   *choice         // nil when the register says what becomes of every column
	notes    []varsam.Reason // findings of the plan
	count    int64           // of what is due
}

// Name is system and collection as people write them.
func (r Rule) Name() string { return r.System + "." + r.Collection }

// over is the change of the rule to the records of a condition.
func (r Rule) over(cond varsam.Cond, fingerprint string, except [][]varsam.Value) system.Cull {
	kind := r.Action
	switch kind {
	case Suppress:
		kind = varsam.OpAnonymise
	case Blank:
		kind = varsam.OpRestrict
	}
	return system.Cull{
		Kind: kind, Set: r.set, Recode: r.recode, Move: r.move, Fingerprint: fingerprint,
		Rows: system.Rows{Collection: r.in, Cond: cond, Except: except},
	}
}

// counted is a cull to count all records of a condition by, whatever they have
// become already: what would be erased is counted as it is.
func (r Rule) counted(cond varsam.Cond, fingerprint string) system.Cull {
	return system.Cull{Kind: varsam.OpErase, Fingerprint: fingerprint, Rows: system.Rows{Collection: r.in, Cond: cond}}
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
		switch c.End {
		case varsam.Erase:
			all = append(all, Rule{System: m.sys.Name, Collection: c.Name, Action: varsam.OpErase, in: c.In()})
		case varsam.Anonymise:
			all = append(all, m.anonymising(c)...)
		}
		if c.Restrict != nil {
			all = append(all, m.blocking(c)...)
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
	return m.advise(ctx, conn, m.closeOver(all)), nil
}

// blocking are the rules for records that only duties or claims are left for.
func (m maker) blocking(c register.Collection) (all []Rule) {
	if c.Restrict.Blank {
		all = append(all, m.blanking(c))
	}
	if c.Restrict.Move == "" && len(c.Restrict.Flag) == 0 {
		return all
	}
	r := Rule{System: m.sys.Name, Collection: c.Name, Action: varsam.OpRestrict, in: c.In(), move: c.Restrict.Move}
	if to, ok := m.sys.Collection(r.move); ok {
		r.move = to.In()
	}
	coll, _ := m.cat.Find(r.in)
	var bad string
	if r.set, r.unmarked, bad = m.marks(coll, c.Restrict.Flag, false); bad != "" {
		r.Problem = varsam.Because(ReasonMark, bad)
	}
	return append(all, r)
}

// finish turns the register's times into conditions and notes what a machine
// cannot do.
func (m maker) finish(r *Rule) (err error) {
	turn := m.decider.Due
	switch r.Action {
	case varsam.OpRestrict:
		turn = m.decider.Blocked
	case Suppress:
		turn = m.decider.Overdue
	case Blank:
		turn = m.emptied
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
	if r.timed = r.due; len(r.unmarked) > 0 {
		r.due = varsam.All(append([]varsam.Cond{r.due}, r.unmarked...)...)
	}
	if r.Action != varsam.OpRestrict && r.Action != Suppress && r.Action != Blank {
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
	c := r.over(r.due, m.cat.Fingerprint(r.in), nil)
	if r.Action == varsam.OpAnonymise || r.Action == Suppress || r.Problem.Code != "" { // whatever can be set
		c = r.counted(r.due, c.Fingerprint)
	}
	r.count, err = conn.Count(ctx, c)
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
