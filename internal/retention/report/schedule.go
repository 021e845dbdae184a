package report

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Plan is what a retention schedule is made from: the register alone.
type Plan struct {
	Lang     varsam.Lang
	Register *register.Register
	Version  int         // its number; 0 when it is not in a store
	Day      varsam.Date // the law is cited as of this day
}

// ScheduleFormat is what the JSON of a schedule calls itself.
const ScheduleFormat = "varsam/schedule/1"

// Schedule renders how long the organisation keeps what, on what ground, and
// what happens then. Code Invalid without a register.
func Schedule(plan Plan) (Document, error) {
	c, err := compose(plan.Lang, plan.Register, plan.Day)
	if err != nil {
		return Document{}, err
	}
	content := c.schedule(plan)
	c.schedulePage(content)
	return c.document(content)
}

// schedule is a schedule as others read it.
type schedule struct {
	Format       string            `json:"format"`
	Language     varsam.Lang       `json:"language"`
	Title        string            `json:"title"`
	Organisation Organisation      `json:"organisation"`
	Register     registerVersion   `json:"register"`
	Day          varsam.Date       `json:"day"`
	Systems      []scheduleSystem  `json:"systems"`
	Findings     []scheduleFinding `json:"findings"`
}

type scheduleSystem struct {
	System       string               `json:"system"`
	Title        string               `json:"title"`
	Owner        string               `json:"owner,omitempty"`
	Operator     string               `json:"operator,omitempty"`
	Backups      varsam.Period        `json:"backups,omitzero"`
	BackupsWords string               `json:"backups_words"`
	Assisted     bool                 `json:"assisted,omitempty"`
	Draft        bool                 `json:"draft,omitempty"`
	Collections  []scheduleCollection `json:"collections"`
}

type scheduleCollection struct {
	Collection string      `json:"collection"`
	Title      string      `json:"title"`
	Data       []string    `json:"data"`
	Grounds    []Ground    `json:"grounds"`
	End        varsam.Fate `json:"end,omitempty"`
	EndWords   string      `json:"end_words"`
	Restrict   []string    `json:"restrict,omitempty"`   // before the end, how others are kept out
	Anonymised string      `json:"anonymised,omitempty"` // what becomes of its columns
	Draft      bool        `json:"draft,omitempty"`
}

type scheduleFinding struct {
	Code      string            `json:"code"`
	Severity  register.Severity `json:"severity"`
	Where     string            `json:"where"`
	Paragraph string            `json:"paragraph"`
	Says      string            `json:"says"`
	Next      string            `json:"next"`
}

func (c *composer) schedule(plan Plan) schedule {
	out := schedule{
		Format: ScheduleFormat, Language: c.p.Lang(), Title: c.p.T("schedule.title"), Organisation: c.whose(),
		Register: registerVersion{plan.Version, c.reg.Digest}, Day: plan.Day, Systems: []scheduleSystem{}, Findings: []scheduleFinding{},
	}
	findings := register.Findings(c.reg, plan.Day)
	for _, s := range c.reg.Systems {
		unsaid := slices.ContainsFunc(findings, func(f register.Finding) bool { return f.Code == "no-backups" && f.Where.System == s.Name })
		if sys := c.scheduleSystem(s, unsaid); len(sys.Collections) > 0 {
			out.Systems = append(out.Systems, sys)
		}
	}
	for _, f := range findings {
		if slices.Contains(aboutTime, f.Code) {
			out.Findings = append(out.Findings, scheduleFinding{
				f.Code, f.Severity, f.Where.String(), f.Paragraph, inline(c.p.In(f.Says())), inline(c.p.In(f.Next())),
			})
		}
	}
	return out
}

// aboutTime are the findings of a register that leave a gap in its schedule.
var aboutTime = []string{
	"not-carried", "no-retention", "no-trigger", "while-without-end", "no-end", "period-for-books", "rule-not-in-force", "rule-without-time",
	"claim-without-interest", "rule-to-verify", "rule-of-another-country", "no-fiscal-years", "consent-without-given", "consent-without-withdrawal",
	"processor-without-instruction", "no-restriction", "flag-without-obeys", "blank-books", "no-backups", "no-system-owner", "no-activity-owner",
	"draft-system", "draft-collection", "draft-activity",
}

// scheduleSystem is one system; unsaid when the register is silent on its
// backups, which is not the same as none.
func (c *composer) scheduleSystem(s register.System, unsaid bool) scheduleSystem {
	out := scheduleSystem{
		System: s.Name, Title: c.system(s.Name), Owner: inline(s.Owner), Backups: s.Backups.Kept, BackupsWords: c.backups(s, unsaid),
		Assisted: s.Assisted(), Draft: s.Draft, Collections: []scheduleCollection{},
	}
	if s.Operator != "self" {
		out.Operator = inline(c.p.Name("party", s.Operator))
	}
	for _, coll := range s.Collections {
		if len(coll.Person) > 0 || len(coll.CarriedBy) > 0 {
			out.Collections = append(out.Collections, c.scheduleCollection(s, coll))
		}
	}
	return out
}

func (c *composer) backups(s register.System, unsaid bool) string {
	switch {
	case unsaid:
		return c.p.T("schedule.backups.unknown")
	case s.Backups.Kept.IsZero():
		return c.p.T("schedule.backups.none")
	}
	return c.p.T("schedule.backups", c.p.Period(s.Backups.Kept))
}

func (c *composer) scheduleCollection(s register.System, coll register.Collection) scheduleCollection {
	return scheduleCollection{
		Collection: coll.Name, Title: c.collection(s.Name, coll.Name), Data: c.data(coll), Grounds: c.grounds(coll),
		End: coll.End, EndWords: c.end(coll), Restrict: c.restrict(s, coll), Anonymised: c.anonymised(coll), Draft: coll.Draft,
	}
}

// data are the kinds of personal data in a collection; keys are none.
func (c *composer) data(coll register.Collection) []string {
	all := []string{}
	for _, f := range coll.Fields {
		if f.Data != "" && !f.Data.IsKey() && f.About != "organisation" {
			all = append(all, inline(c.p.Category(f.Data)))
		}
	}
	return append([]string{}, unique(all)...)
}

func (c *composer) end(coll register.Collection) string {
	if coll.End == "" || len(coll.CarriedBy) == 0 {
		return c.p.T("schedule.end.person")
	}
	return c.p.Fate(coll.End)
}
