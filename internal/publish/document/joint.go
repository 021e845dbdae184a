package document

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// jointPartners are the parties that we are joint controllers with, and what for.
func (c *composer) jointPartners() (partners []register.Party, activities map[string][]register.Activity) {
	activities = map[string][]register.Activity{}
	for _, a := range c.ours() {
		p, ok := c.reg.Party(a.Party)
		if a.Role != varsam.Joint || !ok {
			continue
		}
		if activities[p.Name] == nil {
			partners = append(partners, p)
		}
		activities[p.Name] = append(activities[p.Name], a)
	}
	slices.SortFunc(partners, func(a, b register.Party) int { return c.p.Compare(a.Name, b.Name) })
	return partners, activities
}

// jointSections are in the notice what the essence is by itself (Art. 26(2)).
func (c *composer) jointSections() {
	partners, activities := c.jointPartners()
	if len(partners) == 0 {
		return
	}
	c.section(2, "joint", c.t("notice.joint"))
	c.para("lead", c.t("notice.joint.lead"))
	for _, p := range partners {
		c.section(3, "joint-"+p.Name, c.party(p.Name))
		c.jointFacts(p, activities[p.Name])
	}
}

func (c *composer) jointFacts(p register.Party, activities []register.Activity) {
	var what []string
	for _, a := range activities {
		c.look("activities/"+a.Name+"/role", "activities/"+a.Name+"/party")
		what = append(what, c.activity(a))
	}
	c.fact("what", c.t("essence.what"), []string{capital(c.list(what))})
	if p.Agreement != nil {
		at := "parties/" + p.Name + "/agreement"
		c.fact("essence", c.t("essence.who-does-what"), []string{c.words(p.Agreement.Essence, at+"/essence")}, "26(2)/"+p.Name)
		if p.Agreement.Point != (register.Contact{}) {
			c.fact("point", c.t("essence.point"), append(c.contact(p.Agreement.Point, at+"/point"), c.t("essence.either")), "26(1)/"+p.Name, "26(3)/"+p.Name)
			return
		}
	}
	c.fact("point", c.t("essence.point"), append([]string{c.t("essence.either")}, c.contact(p.Contact, "parties/"+p.Name+"/contact")...), "26(3)/"+p.Name)
}

// essence tells people who does what where we decide together with somebody.
func (c *composer) essence() {
	c.title("essence.title", c.organisation())
	c.lead(c.t("essence.lead", c.organisation()))
	c.whom()
	partners, activities := c.jointPartners()
	for _, p := range partners {
		c.section(2, "joint-"+p.Name, c.party(p.Name))
		c.jointFacts(p, activities[p.Name])
		for _, a := range activities[p.Name] {
			at := "activities/" + a.Name
			c.fact("purpose-"+a.Name, c.activity(a), full([]string{c.words(a.Purpose, at+"/purpose"), capital(c.list(c.categories(of(c.data(a), every))))}))
		}
	}
	c.complaint()
}
