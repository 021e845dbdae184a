package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/web/frame"
)

// foundSystem is what was found in one system.
type foundSystem struct {
	Name, Title string
	Records     int
	Groups      []foundGroup
}

// foundGroup is the records of a collection that share a fate and its reasons.
type foundGroup struct {
	Collection string
	Ownership  varsam.Ownership
	Fate       varsam.Fate
	Until      varsam.Date
	Law        string
	Why        []string
	Stops      []string
	Records    []foundRecord // the first ones
	N          int
	Softened   bool
}

// More is how many records are not listed one by one.
func (g foundGroup) More() int { return g.N - len(g.Records) }

// foundRecord is one record, by its key.
type foundRecord struct {
	Label, Href string
}

// mostListed is how many records of a group are named; more are counted.
const mostListed = 12

// found groups what the plan found by what becomes of it, and says why once a
// group. Whoever may not see people sees how many.
func (c *caseView) found(v *frame.Visit, d request.Dossier) {
	reg := who(v).reg
	at := map[string]int{}
	systems := map[string]int{}
	for n, item := range d.Plan.Items {
		ref := item.Record.Ref
		c.Records++
		si, ok := systems[ref.System]
		if !ok {
			si = len(c.Systems)
			systems[ref.System] = si
			c.Systems = append(c.Systems, foundSystem{Name: ref.System, Title: v.Name("system", ref.System)})
		}
		sys := &c.Systems[si]
		sys.Records++
		key := groupKey(item)
		gi, ok := at[key]
		if !ok {
			gi = len(sys.Groups)
			at[key] = gi
			sys.Groups = append(sys.Groups, groupOf(v, collection(v.Printer, reg, ref.System, ref.Collection), item))
		}
		g := &sys.Groups[gi]
		g.N++
		if c.Sees && len(g.Records) < mostListed {
			g.Records = append(g.Records, foundRecord{ref.KeyLabel(), "/requests/" + c.Request.ID + "/records/" + strconv.Itoa(n)})
		}
	}
	for _, gap := range d.Plan.Gaps {
		where := v.Name("system", gap.System)
		if gap.Collection != "" {
			where += " · " + collection(v.Printer, reg, gap.System, gap.Collection)
		}
		c.Gaps = append(c.Gaps, where+": "+v.Reason(gap.Why))
	}
	c.Notes, c.Hints = said(v, d.Plan.Problems), said(v, d.Plan.Warnings)
}

// groupKey is what two records of one group have in common.
func groupKey(item plan.Item) string {
	d, ref := item.Decision, item.Record.Ref
	return fmt.Sprint(ref.System, "\x00", ref.Collection, "\x00", item.Ownership, d.Fate, d.Until, d.Law, d.Reasons, d.Stops, item.Softened)
}

func groupOf(v *frame.Visit, title string, item plan.Item) foundGroup {
	d := item.Decision
	g := foundGroup{Collection: title, Ownership: item.Ownership, Fate: d.Fate, Until: d.Until, Softened: item.Softened != ""}
	if d.Law != "" {
		g.Law = v.Law(d.Law)
	}
	for _, why := range d.Reasons {
		g.Why = append(g.Why, v.Reason(why))
	}
	for _, use := range d.Stops {
		g.Stops = append(g.Stops, v.Use(use))
	}
	return g
}

func said(v *frame.Visit, all []plan.Problem) (words []string) {
	for _, p := range all {
		words = append(words, v.Name("system", p.System)+": "+v.Reason(p.Why))
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// contest is a balance that the machine does not decide.
type contest struct {
	Activity, Title string
	Interest        string // the organisation's, as the register has it
	Balance         string
	Records         int
	Ruled           bool
	Upheld          bool
	Grounds         string
}

// doubt is a record of which it is not sure whose it is.
type doubt struct {
	System, Collection, Key string // as Confirm takes them
	Where, Label, Why       string
	Href                    string
}

// doubted are the ways of reaching a record that leave it to a person.
var doubted = []string{locate.ReasonIdentifierShared, locate.ReasonAmbiguous, locate.ReasonContradicts, locate.ReasonOtherName, locate.ReasonClaimed}

const mostDoubts = 40

// contests collects what a person must decide before the plan is whole.
func (c *caseView) contests(v *frame.Visit, d request.Dossier) {
	reg := who(v).reg
	for n, item := range d.Plan.Items {
		for _, why := range item.Decision.Reasons {
			if why.Code == decide.ReasonUnderTest && len(why.Args) > 0 {
				c.contest(v, why.Args[0])
			}
		}
		if slices.Contains(doubted, item.Why.Code) && len(c.Doubts) < mostDoubts {
			ref := item.Record.Ref
			c.Doubts = append(c.Doubts, doubt{
				ref.System, ref.Collection, ref.KeyLabel(), v.Name("system", ref.System) + " · " + collection(v.Printer, reg, ref.System, ref.Collection),
				summary(item.Record), v.Reason(item.Why), "/requests/" + c.Request.ID + "/records/" + strconv.Itoa(n),
			})
		}
	}
	for _, ask := range d.Case.Asks {
		for activity, ruling := range ask.Rulings {
			i := c.contest(v, activity)
			c.Contest[i].Ruled, c.Contest[i].Upheld, c.Contest[i].Grounds = true, ruling.Upheld, ruling.Grounds
		}
	}
	slices.SortFunc(c.Contest, func(a, b contest) int { return strings.Compare(a.Activity, b.Activity) })
}

// contest counts a record under test, and returns where its activity stands.
func (c *caseView) contest(v *frame.Visit, activity string) int {
	i := slices.IndexFunc(c.Contest, func(x contest) bool { return x.Activity == activity })
	if i < 0 {
		x := contest{Activity: activity, Title: v.Name("activity", activity)}
		if a, ok := who(v).reg.Activity(activity); ok && a.Basis.Interest != nil {
			x.Interest, x.Balance = a.Basis.Interest.Interest.In(v.Lang()), a.Basis.Interest.Balance
		}
		c.Contest = append(c.Contest, x)
		i = len(c.Contest) - 1
	}
	c.Contest[i].Records++
	return i
}

// summary is a record in a few words, to tell whose it is.
func summary(r varsam.Record) string {
	var words []string
	for _, f := range r.Fields {
		if text := f.Value.String(); f.Value.Kind() == varsam.Text && text != "" && len(words) < 4 {
			words = append(words, short(text, 40))
		}
	}
	return strings.Join(words, " · ")
}

// short cuts a text between letters.
func short(text string, most int) string {
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	return string(letters[:most-1]) + "…"
}
