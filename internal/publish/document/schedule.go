package document

import (
	"encoding/json"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/retention/report"
)

// scheduled is what we read of a schedule's JSON (varsam/schedule/1): the room
// for culling decides what it says, so that both say the same.
type scheduled struct {
	Systems []struct {
		System, Title, Owner, Operator string
		BackupsWords                   string `json:"backups_words"`
		Assisted                       bool
		Collections                    []struct {
			Collection, Title string
			Data              []string
			Grounds           []report.Ground
			EndWords          string `json:"end_words"`
			Restrict          []string
			Anonymised        string
		}
	}
}

// schedule is the retention schedule ("gallringsplan").
func (c *composer) schedule() {
	c.title("schedule.title")
	c.lead(c.t("schedule.lead"))
	columns := []Column{{c.t("report.what"), 2.2}, {c.t("schedule.whose"), 1.2}, {c.t("schedule.ground"), 2.2}, {c.t("schedule.kept"), 2.6}, {c.t("schedule.then"), 1.9}}
	for _, s := range c.scheduled().Systems {
		at := "systems/" + s.System
		c.look(at + "/title")
		c.section(2, "system-"+s.System, s.Title, columns...)
		c.look(at+"/owner", at+"/operator", at+"/backups", at+"/connector")
		c.para("run", capital(join([]string{c.owned(s.Owner), c.run(s.Operator), s.BackupsWords})))
		for _, coll := range s.Collections {
			then := append([]string{capital(coll.EndWords)}, coll.Anonymised)
			if len(coll.Restrict) > 0 {
				then = append(then, c.t("schedule.restrict", c.list(coll.Restrict)))
			}
			for _, g := range coll.Grounds {
				c.look(at+"/collections/"+coll.Collection, "activities/"+g.Activity, "parties", "organisation")
				c.row(coll.Collection+"-"+g.Activity, []string{
					c.t("document.source.of", coll.Title, c.list(coll.Data)), capital(c.list(g.Subjects)), c.t("document.source.of", g.Title, g.BasisWords),
					capital(c.since(g)), join(then),
				}, duty(g.Kept != c.p.T("report.kept.none"), "5(1)(e)/"+s.System+"/"+coll.Collection+"/"+g.Activity)...)
			}
			if len(coll.Grounds) == 0 {
				c.look(at + "/collections/" + coll.Collection)
				c.row(coll.Collection, []string{coll.Title, "", c.t("schedule.no-ground"), c.t("report.kept.none"), join(then)})
			}
		}
	}
}

func (c *composer) owned(owner string) string {
	if owner == "" {
		return ""
	}
	return c.t("schedule.owner", owner)
}

func (c *composer) run(operator string) string {
	if operator == "" {
		return ""
	}
	c.look("parties")
	return c.t("schedule.operator", operator)
}

// since is how long, with what it counts from.
func (c *composer) since(g report.Ground) string {
	if g.Law != "" || g.From == "" {
		return g.Kept
	}
	return c.t("document.kept.after", g.Kept, c.trigger(g.From))
}

func (c *composer) scheduled() (out scheduled) {
	made, err := report.Schedule(report.Plan{Lang: c.Lang, Register: c.reg, Day: c.Day})
	if err == nil && json.Unmarshal(made.JSON, &out) != nil {
		err = varsam.Errorf(varsam.Internal, "a schedule cannot be read back")
	}
	c.fault = err
	return out
}
