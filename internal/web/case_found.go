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
	Groups      []*foundGroup
}

// foundGroup is the records of a collection that share a fate and what it rests
// on. They may differ in their last days.
type foundGroup struct {
	Collection string
	Ownership  varsam.Ownership
	Fate       varsam.Fate
	Law        string
	Why        []string // of the first
	Stops      []string
	N          int
	Days       []foundDay
}

// foundDay is the records of a group that stay until one day.
type foundDay struct {
	Until   varsam.Date
	N       int
	Records []foundRecord // the first ones
}

// More is how many records are not listed one by one.
func (d foundDay) More() int { return d.N - len(d.Records) }

// fateCount is how many records have one fate.
type fateCount struct {
	Fate varsam.Fate
	N    int
}

// foundRecord is one record, by its key.
type foundRecord struct {
	Label, Href string
}

// mostListed is how many records of a day are named; more are counted.
const mostListed = 12

// found groups what the plan found by what becomes of it, and says why once a
// group. Whoever may not see people sees how many.
func (c *caseView) found(v *frame.Visit, d request.Dossier) {
	groups := map[string]*foundGroup{}
	for n, item := range d.Plan.Items {
		sys := c.system(v, item.Record.Ref.System)
		sys.Records++
		c.Records++
		c.fate(item.Decision.Fate)
		key := groupKey(item)
		if groups[key] == nil {
			groups[key] = groupOf(v, item)
			sys.Groups = append(sys.Groups, groups[key])
		}
		link := foundRecord{item.Record.Ref.KeyLabel(), "/requests/" + c.Request.ID + "/records/" + strconv.Itoa(n)}
		groups[key].add(item.Decision.Until, link, c.Sees)
	}
	reg := who(v).reg
	for _, gap := range d.Plan.Gaps {
		where := v.Name("system", gap.System)
		if gap.Collection != "" {
			where += " · " + collection(v.Printer, reg, gap.System, gap.Collection)
		}
		c.Gaps = append(c.Gaps, where+": "+v.Reason(gap.Why))
	}
	c.Notes, c.Hints = said(v, d.Plan.Problems), said(v, d.Plan.Warnings)
}

// system is where a system's finds are put. Items come system by system.
func (c *caseView) system(v *frame.Visit, name string) *foundSystem {
	if n := len(c.Systems); n == 0 || c.Systems[n-1].Name != name {
		c.Systems = append(c.Systems, foundSystem{Name: name, Title: v.Name("system", name)})
	}
	return &c.Systems[len(c.Systems)-1]
}

func (c *caseView) fate(f varsam.Fate) {
	i := slices.IndexFunc(c.Fates, func(n fateCount) bool { return n.Fate == f })
	if i < 0 {
		c.Fates = append(c.Fates, fateCount{f, 0})
		i = len(c.Fates) - 1
	}
	c.Fates[i].N++
}

// groupKey is what two records of one group have in common: all but days.
func groupKey(item plan.Item) string {
	d, ref := item.Decision, item.Record.Ref
	key := fmt.Sprint(ref.System, "\x00", ref.Collection, "\x00", item.Ownership, d.Fate, d.Law, d.Stops, item.Softened)
	for _, why := range d.Reasons {
		key += "\x00" + why.Code
		for _, arg := range why.Args {
			if _, err := varsam.ParseDate(arg); err != nil {
				key += "\x01" + arg
			}
		}
	}
	return key
}

func groupOf(v *frame.Visit, item plan.Item) *foundGroup {
	d, ref := item.Decision, item.Record.Ref
	g := &foundGroup{Collection: collection(v.Printer, who(v).reg, ref.System, ref.Collection), Ownership: item.Ownership, Fate: d.Fate}
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

func (g *foundGroup) add(until varsam.Date, r foundRecord, named bool) {
	g.N++
	i := slices.IndexFunc(g.Days, func(d foundDay) bool { return d.Until == until })
	if i < 0 {
		g.Days = append(g.Days, foundDay{Until: until})
		i = len(g.Days) - 1
	}
	day := &g.Days[i]
	day.N++
	if named && len(day.Records) < mostListed {
		day.Records = append(day.Records, r)
	}
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
		if locate.LeftToPerson(item.Why) && len(c.Doubts) < mostDoubts {
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

// summary is a record in a few masked words, to tell whose it is.
func summary(r varsam.Record) string {
	var words []string
	for _, f := range r.Fields {
		if text := f.Value.String(); f.Value.Kind() == varsam.Text && text != "" && len(words) < 4 {
			words = append(words, masked(short(text, 40)))
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
