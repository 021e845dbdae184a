package retention

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/anonymity"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/system"
)

// Suppress is the action of a rule that empties what could single people out in
// records whose last day has passed while their class is still too small.
const Suppress varsam.OpKind = "suppress"

// check is what must hold before records are called anonymous.
type check struct {
	Over      []system.Recoding `json:"over"` // what a record's class is made of
	Sensitive []system.Recoding `json:"sensitive,omitempty"`
	K         int64             `json:"k"`
	L         int64             `json:"l,omitempty"`

	// Marked is true of records that are anonymised, but not of those that were
	// emptied: nothing in them points at anybody.
	Marked varsam.Cond `json:"marked"`

	// Leads are columns that still lead to a person.
	Leads []string `json:"leads,omitempty"`
}

// passes reports whether a class hides each of its records among the others.
func (c check) passes(g system.Group) bool {
	return g.Rows >= c.K && !slices.ContainsFunc(g.Distinct, func(n int64) bool { return n < c.L })
}

// anonymising makes the rules of a collection whose records become anonymous:
// the rule itself and, where there is a last day, that for records that no class
// hides by then.
func (m maker) anonymising(c register.Collection) []Rule {
	r := Rule{System: m.sys.Name, Collection: c.Name, Action: varsam.OpAnonymise, in: c.In()}
	coll, there := m.cat.Find(r.in)
	if !there {
		return []Rule{r} // finish says so
	}
	if r.Problem = m.unsaid(c, coll); r.Problem.Code != "" {
		return []Rule{r}
	}
	a := *c.Anonymise
	var bad string
	if r.set, r.unmarked, bad = m.marks(coll, a.Mark, true); bad != "" {
		r.Problem = varsam.Because(ReasonMark, bad)
		return []Rule{r}
	}
	if r.recode, bad = m.recodes(coll, a); bad != "" {
		r.Problem = varsam.Because(ReasonRecode, bad)
		return []Rule{r}
	}
	if r.choice, bad = m.choices(c, coll); bad != "" {
		r.Problem = varsam.Because(ReasonRecode, bad)
		return []Rule{r}
	}
	r.check = &check{K: int64(a.Least()), L: int64(a.L), Marked: varsam.NotTrue(varsam.All(r.unmarked...)), Leads: m.leads(c, coll)}
	r.classOf(a)
	r.recode = slices.DeleteFunc(r.recode, func(c system.Recoding) bool { return c.How.Way == anonymity.WayKeep }) // nothing to write
	r.notes = m.copies(coll)
	r.became()
	if last, ok := m.suppressing(&r, coll); ok {
		return []Rule{r, last}
	}
	return []Rule{r}
}

// unsaid is what the register leaves open.
func (m maker) unsaid(c register.Collection, coll varsam.Collection) varsam.Reason {
	switch a := c.Anonymise; {
	case a == nil:
		return varsam.Because(ReasonAnonymise)
	case len(a.Mark) == 0:
		return varsam.Because(ReasonUnmarked)
	default:
		missing := a.Missing(coll)
		for _, f := range c.Fields {
			if !a.Names(f.Name) && !slices.Contains(missing, f.Name) && f.About != "organisation" {
				missing = append(missing, f.Name)
			}
		}
		if len(missing) > 0 {
			return varsam.Because(ReasonUnnamed, strings.Join(missing, ", "))
		}
	}
	return varsam.Reason{}
}

// marks are the values that a mark sets, and what is true of records without it;
// bad is a column that cannot be set so. Always counts every column as a part of
// the mark, and not only those that are set to now.
func (m maker) marks(coll varsam.Collection, mark map[string]string, always bool) (set []varsam.Assignment, unmarked []varsam.Cond, bad string) {
	for _, name := range slices.Sorted(maps.Keys(mark)) {
		col, _ := coll.Column(name)
		value, ok := plan.ReadWord(mark[name], col.Kind, m.today, m.reg.Organisation.Location())
		if !ok {
			bad = name
		}
		set = append(set, varsam.Assignment{Field: name, Value: value})
		switch {
		case mark[name] == "now": // marked at any time is marked
			unmarked = append(unmarked, varsam.Cond{Op: varsam.IsNull, Field: name})
		case always:
			unmarked = append(unmarked, varsam.NotTrue(varsam.Compare(name, varsam.Eq, value)))
		}
	}
	return set, unmarked, bad
}

// recodes are what becomes of columns, as the system can do it, and before
// anything is chosen; bad is one that cannot become that.
func (m maker) recodes(coll varsam.Collection, a register.Anonymise) (all []system.Recoding, bad string) {
	for _, r := range a.Columns {
		how, ok := m.recodeOf(coll, r.Name, r)
		if !ok {
			return nil, r.Name
		}
		all = append(all, system.Recoding{Field: r.Name, How: how})
	}
	return all, ""
}

func (m maker) recodeOf(coll varsam.Collection, name string, r register.Recoded) (how anonymity.Recode, ok bool) {
	col, ok := coll.Column(name)
	switch how = r.Recode(); how.Way {
	case anonymity.WayFixed:
		how.Value, ok = plan.ReadWord(how.Value.String(), col.Kind, m.today, m.reg.Organisation.Location())
	case anonymity.WayNull:
		how, ok = emptied(coll, col)
	}
	return how, ok && how.Check() == nil
}

// noDay and noInstant stand where a day or a time must be and none may be left:
// the usual day for "unknown", and the first that MariaDB's timestamp holds in
// every time zone.
var (
	noDay     = varsam.NewDate(1900, time.January, 1)
	noInstant = time.Date(1970, time.January, 3, 0, 0, 0, 0, time.UTC)
)

// emptied is the recode that leaves nothing of a column: null, or a placeholder
// of the right form where it must have a value. There is none of what must name
// a record elsewhere, or one of a few values.
func emptied(coll varsam.Collection, col varsam.Column) (anonymity.Recode, bool) {
	switch {
	case !col.NotNull:
		return anonymity.ToNull(), col.Name != ""
	case coll.IsUnique(col.Name):
		return anonymity.ToRandom(), true
	case len(col.Options) > 0 || refers(coll, col.Name):
	case col.Kind == varsam.Text:
		return anonymity.ToFixed(varsam.TextOf(anonymity.Suppressed)), true
	case col.Kind == varsam.Int:
		return anonymity.ToFixed(varsam.IntOf(0)), true
	case col.Kind == varsam.Decimal:
		return anonymity.ToFixed(varsam.DecimalOf("0")), true
	case col.Kind == varsam.Bool:
		return anonymity.ToFixed(varsam.BoolOf(false)), true
	case col.Kind == varsam.Day:
		return anonymity.ToFixed(varsam.DayOf(noDay)), true
	case col.Kind == varsam.Instant:
		return anonymity.ToFixed(varsam.InstantOf(noInstant)), true
	}
	return anonymity.Recode{}, false
}

// refers reports whether a column names records elsewhere.
func refers(coll varsam.Collection, name string) bool {
	return slices.ContainsFunc(coll.References, func(r varsam.Reference) bool { return slices.Contains(r.Columns, name) })
}

// classOf finds what a class is made of: all that is left of a record, sensitive
// columns apart. What becomes the same for all, or of which nothing is left,
// tells nobody apart.
func (r *Rule) classOf(a register.Anonymise) {
	put := func(c system.Recoding) {
		switch {
		case slices.Contains(a.Sensitive, c.Field):
			r.check.Sensitive = append(r.check.Sensitive, c)
		case tells(c.How):
			r.check.Over = append(r.check.Over, c)
		}
	}
	for _, c := range r.recode {
		put(c)
	}
	for _, name := range a.Keep {
		put(system.Recoding{Field: name, How: anonymity.Keep()})
	}
}

// tells reports whether what is left of a column tells records apart.
func tells(how anonymity.Recode) bool {
	return how.Way != anonymity.WayNull && how.Way != anonymity.WayFixed && how.Way != anonymity.WayRandom
}

// became writes down what becomes of each column: an approval is a yes to that.
func (r *Rule) became() {
	r.Becomes = map[string]string{}
	for _, c := range r.recode {
		r.Becomes[c.Field] = c.How.String()
	}
}

// leads are the columns by which a record still leads to a person: its own key
// where each record is a person, keys and identifiers that the register knows,
// and references to tables about people.
func (m maker) leads(c register.Collection, coll varsam.Collection) []string {
	all := c.Leads()
	if slices.ContainsFunc(c.Person, func(l register.Link) bool { return l.Self }) {
		all = append(all, coll.Key...)
	}
	for _, e := range m.edges() {
		if e.from == c.In() && m.aboutPeople(e.to) {
			all = append(all, e.fromCols...)
		}
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(name string) bool {
		_, there := coll.Column(name)
		return !there || c.Anonymise.Unlinks(name)
	})
}

// aboutPeople reports whether a table's records may be people's. One that nobody
// has declared may be.
func (m maker) aboutPeople(table string) bool {
	i := slices.IndexFunc(m.sys.Collections, func(c register.Collection) bool { return c.In() == table })
	if i < 0 {
		return true
	}
	c := m.sys.Collections[i]
	return len(c.Person) > 0 || slices.ContainsFunc(c.Fields, func(f register.Field) bool {
		return f.Data != "" && !f.Data.IsKey() && f.About != "organisation"
	})
}

// history are the endings of tables that hold what records once were.
var history = []string{"_history", "_audit", "_log", "_versions", "_archive", "_old", "_bak", "_backup", "_aud", "_hist"}

// copies are where an anonymised record may live on as it was: triggers that
// fire when it changes, and tables that look like its history.
func (m maker) copies(coll varsam.Collection) (all []varsam.Reason) {
	for _, t := range coll.Triggers {
		if slices.Contains(t.Events, "update") {
			all = append(all, varsam.Because(ReasonHistory, t.Name))
		}
	}
	for _, other := range m.cat.Collections {
		for _, ending := range history {
			if strings.EqualFold(other.Name, coll.Name+ending) || strings.EqualFold(other.Name, strings.TrimPrefix(ending, "_")+"_"+coll.Name) {
				all = append(all, varsam.Because(ReasonHistory, other.Name))
			}
		}
	}
	return all
}

// suppressing is the rule for the last day, where one is declared and something
// could single people out. What cannot be computed the rule itself will say.
func (m maker) suppressing(r *Rule, coll varsam.Collection) (last Rule, ok bool) {
	over, err := m.decider.Overdue(r.System, r.Collection, m.cat)
	if err != nil || over.Op == varsam.Constant || len(r.check.Over) == 0 {
		return last, false
	}
	held := *r.check
	last = *r
	last.Action, last.notes, last.recode, last.check = Suppress, nil, slices.Clone(r.recode), &held
	var empty []varsam.Cond
	for _, c := range slices.Concat(r.check.Over, r.check.Sensitive) {
		col, _ := coll.Column(c.Field)
		how, ok := emptied(coll, col)
		if !ok {
			last.Problem = varsam.Because(ReasonRecode, c.Field)
		}
		last.recode = slices.DeleteFunc(last.recode, func(o system.Recoding) bool { return o.Field == c.Field })
		last.recode = append(last.recode, system.Recoding{Field: c.Field, How: how})
		switch how.Way {
		case anonymity.WayNull:
			empty = append(empty, varsam.Cond{Op: varsam.IsNull, Field: c.Field})
		case anonymity.WayFixed:
			empty = append(empty, varsam.Compare(c.Field, varsam.Eq, how.Value))
		}
	}
	held.Marked = varsam.All(held.Marked, varsam.NotTrue(varsam.All(empty...)))
	r.check.Marked = held.Marked
	last.became()
	return last, true
}
