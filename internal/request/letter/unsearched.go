package letter

import (
	"slices"
	"strconv"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locate"
	"github.com/varsam/varsam/internal/register"
)

// unsearched lists what was not searched, or not to the end, and why. A place
// that did not answer is never counted as one without hits.
func (c *composer) unsearched(changes []change) {
	t := table{Head: []string{c.p.T("done.system"), c.p.T("unsearched.why")}}
	for _, p := range c.unsearchedPlaces(changes) {
		t.Rows = append(t.Rows, row{waiting, words(c.placeName(p), p.why)})
	}
	c.page.add(c.p.T("unsearched.heading"), para(c.ifAny(len(t.Rows), "unsearched.lead")), block{Table: &t})
}

// unsearchedPlace is a system, or some collections of it, that was not searched
// for one reason.
type unsearchedPlace struct {
	system      string
	collections []string // none: all of it
	why         string
	processor   bool // another controller's to search
}

// unsearchedPlaces are the gaps of the search that are still there, system by
// system. An owner's answer closes the gap that the search left to them.
func (c *composer) unsearchedPlaces(changes []change) []unsearchedPlace {
	var all []unsearchedPlace
	add := func(p unsearchedPlace) {
		i := slices.IndexFunc(all, func(q unsearchedPlace) bool { return q.system == p.system && q.why == p.why })
		switch {
		case i < 0:
			all = append(all, p)
		case len(all[i].collections) == 0 || len(p.collections) == 0:
			all[i].collections = nil
		default:
			all[i].collections = union(all[i].collections, p.collections)
		}
	}
	asked := map[string]bool{}
	for _, x := range changes {
		if !x.task {
			continue
		}
		asked[x.system] = true
		if why := c.unanswered(x); why != "" {
			add(unsearchedPlace{system: x.system, why: why})
		}
	}
	for _, g := range c.Plan.Gaps {
		if c.closed(g, asked) {
			continue
		}
		p := unsearchedPlace{system: g.System, why: c.gapReason(g), processor: g.Why.Code == locate.GapProcessor}
		if g.Collection != "" {
			p.collections = []string{g.Collection}
		}
		add(p)
	}
	slices.SortStableFunc(all, func(a, b unsearchedPlace) int { return c.bySystem(a.system, b.system) })
	return all
}

// closed reports whether a gap is no longer one that the letter tells: an owner
// was asked, and what they said is told; or it is about somebody else.
func (c *composer) closed(g varsam.Gap, asked map[string]bool) bool {
	switch g.Why.Code {
	case locate.GapAssisted:
		return asked[g.System]
	case locate.GapIdentifiers, locate.GapNoIdentifier, locate.GapUnreadable:
		return !c.everybody() && len(g.Why.Args) > 0 && g.Why.Args[0] != strconv.Itoa(c.Subject)
	}
	return false
}

// gapReason is the sentence of a gap. A person is no number in their own letter.
func (c *composer) gapReason(g varsam.Gap) string {
	why := g.Why
	switch why.Code {
	case locate.GapIdentifiers, locate.GapNoIdentifier, locate.GapUnreadable:
		if !c.everybody() && len(why.Args) > 0 {
			why.Args = append([]string{""}, why.Args[1:]...)
		}
	case locate.GapWithheld: // which of the staff, and how many mails, is nobody else's business
		return c.p.T("unsearched.withheld")
	case locate.GapPrivate:
		return c.p.T("unsearched.private")
	}
	return c.in(g.System).Reason(why)
}

// unanswered says why a system whose owner was asked is not searched; it is
// empty when the owner has searched.
func (c *composer) unanswered(x change) string {
	switch {
	case x.answer == NotSearched:
		return c.p.T("assisted.not-searched")
	case x.answer != "", x.state == varsam.StepApplied, x.state == varsam.StepVerified:
		return ""
	case x.state == varsam.StepAsked:
		return c.p.T("unsearched.asked")
	case x.state == varsam.StepExcepted:
		return c.p.T("unsearched.excepted", x.note)
	}
	return c.p.T("unsearched.to-ask")
}

// placeName is the system, with the collections where only they were left out.
func (c *composer) placeName(p unsearchedPlace) string {
	if c.wholeSystem(p) {
		return c.system(p.system)
	}
	names := make([]string, len(p.collections))
	for i, name := range p.collections {
		names[i] = c.collectionTitle(p.system, name)
	}
	return c.system(p.system) + " – " + c.p.List(names)
}

// wholeSystem reports whether nothing about people in the system was searched.
func (c *composer) wholeSystem(p unsearchedPlace) bool {
	if len(p.collections) == 0 {
		return true
	}
	s, known := c.Register.System(p.system)
	return known && !slices.ContainsFunc(s.Collections, func(x register.Collection) bool {
		return len(x.Person) > 0 && !slices.Contains(p.collections, x.In()) && !slices.Contains(p.collections, x.Name)
	})
}

// incomplete reports whether some place was not searched that is ours to search.
func (c *composer) incomplete(changes []change) bool {
	return slices.ContainsFunc(c.unsearchedPlaces(changes), func(p unsearchedPlace) bool { return !p.processor })
}

// backups says how long copies outlive what was removed, where the table does
// not give the day.
func (c *composer) backups(changes []change) {
	var systems, lines []string
	for _, x := range changes {
		removes := x.kind == varsam.OpErase || x.kind == varsam.OpAnonymise || x.finality == varsam.Blanked
		if x.complete() && removes && !(x.finality == varsam.InBackups && x.dated) {
			systems = union(systems, []string{x.system})
		}
	}
	for _, name := range systems {
		s, _ := c.Register.System(name)
		if s.Backups.Kept.IsZero() {
			lines = append(lines, c.p.T("backups.unknown", c.system(name)))
		} else {
			lines = append(lines, c.p.T("backups.kept", c.system(name), c.p.Period(s.Backups.Kept)))
		}
	}
	c.page.add(c.p.T("backups.heading"), block{List: lines})
}
