package report

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Ground is an activity that carries the records of a collection, and for how
// long: codes and names beside the words of the report's language.
type Ground struct {
	Activity   string       `json:"activity"`
	Title      string       `json:"title"`
	Subjects   []string     `json:"subjects"`
	Basis      varsam.Basis `json:"basis"`
	BasisWords string       `json:"basis_words"`
	Law        string       `json:"law,omitempty"` // rule id, when a statute says how long
	LawWords   string       `json:"law_words,omitempty"`
	Kept       string       `json:"kept"`                // how long, in words
	From       string       `json:"from,omitempty"`      // the column that it counts from
	Until      string       `json:"until,omitempty"`     // the column that holds the last day
	Given      string       `json:"given,omitempty"`     // consent: the columns of its proof
	Withdrawn  string       `json:"withdrawn,omitempty"` // consent
	When       []string     `json:"when,omitempty"`      // the columns of its condition
	Owner      string       `json:"owner,omitempty"`
	Draft      bool         `json:"draft,omitempty"`
}

// grounds are what carries a collection, in the register's order.
func (c *composer) grounds(coll register.Collection) []Ground {
	all := []Ground{}
	for _, carry := range coll.CarriedBy {
		all = append(all, c.ground(carry))
	}
	return all
}

func (c *composer) ground(carry register.Carry) Ground {
	a, _ := c.reg.Activity(carry.Activity)
	keep := a.Keep
	if carry.Keep != nil {
		keep = *carry.Keep
	}
	g := Ground{
		Activity: carry.Activity, Title: inline(c.p.Name("activity", carry.Activity)), Subjects: []string{}, Basis: a.Basis.Article,
		Kept: c.kept(keep, carry.Until), From: carry.From, Until: carry.Until, Owner: inline(a.Owner), Draft: a.Draft,
	}
	if g.From == "" {
		g.From = keep.From
	}
	if a.Basis.Article != "" {
		g.BasisWords = c.p.Basis(a.Basis.Article)
	}
	if g.Law = keep.Law; g.Law != "" {
		g.LawWords = c.p.Law(g.Law)
	}
	for _, subject := range a.Subjects {
		g.Subjects = append(g.Subjects, c.subject(subject))
	}
	if carry.Consent != nil {
		g.Given, g.Withdrawn = carry.Consent.Given, carry.Consent.Withdrawn
	}
	if carry.When != nil {
		g.When = unique(carry.When.Cond.Uses())
	}
	return g
}

// kept is how long, in words; what counts from a column is told by [composer.counted].
func (c *composer) kept(k register.Keep, until string) string {
	switch {
	case k.Law != "":
		return c.p.T("report.kept.law", c.p.Law(k.Law), c.p.Keeps(k.Law))
	case !k.Period.IsZero():
		return c.p.Period(k.Period)
	case !k.Earliest.IsZero() && !k.Latest.IsZero():
		return c.p.T("report.kept.window", c.p.Period(k.Earliest), c.p.Period(k.Latest))
	case !k.Earliest.IsZero():
		return c.p.T("report.kept.earliest", c.p.Period(k.Earliest))
	case !k.Latest.IsZero():
		return c.p.T("report.kept.latest", c.p.Period(k.Latest))
	case k.While == "relation":
		return c.p.T("report.kept.relation")
	case k.While != "":
		return c.p.While(k.While)
	case until != "":
		return c.p.T("report.kept.until")
	}
	return c.p.T("report.kept.none")
}

// counted says which columns the time counts from or ends at.
func (c *composer) counted(g Ground) (lines []string) {
	if g.From != "" {
		lines = append(lines, c.p.T("report.from", g.From))
	}
	if g.Until != "" {
		lines = append(lines, c.p.T("report.until", g.Until))
	}
	if g.Given != "" {
		lines = append(lines, c.p.T("report.consent", g.Given, g.Withdrawn))
	}
	if len(g.When) > 0 {
		lines = append(lines, c.p.T("report.when", c.p.List(g.When)))
	}
	return lines
}

// subject is a group of people, by the register's own word or ours.
func (c *composer) subject(name string) string {
	if key := "subject." + name; c.p.Has(key) {
		return c.p.T(key)
	}
	return inline(name)
}

func unique(all []string) (out []string) {
	seen := map[string]bool{}
	for _, s := range all {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
