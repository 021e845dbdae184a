package document

import (
	"slices"

	"github.com/varsam/varsam/internal/register"
)

// subprocessors is the page of those who process for us: first whom the data of
// our customers reaches (Art. 28(2)), then the others.
func (c *composer) subprocessors() {
	c.title("subprocessors.title", c.organisation())
	c.lead(c.t("subprocessors.lead"))
	columns := []Column{{c.t("document.who"), 1.8}, {c.t("document.service"), 2.6}, {c.t("document.where"), 1}, {c.t("document.safeguard"), 1.8}, {c.t("subprocessors.since"), 1.1}}
	subs, own, coming := c.split()
	c.processorSection("customers", "subprocessors.customers", subs, columns)
	c.processorSection("own", "subprocessors.own", own, columns)
	c.processorSection("coming", "subprocessors.coming", coming, columns)
	c.announced()
	if len(c.forOthers()) > 0 {
		c.section(2, "objecting", c.t("subprocessors.objecting"))
		c.para("how", c.t("subprocessors.objecting.how", c.raw(reach(c.reg.Organisation), "organisation/contact")), "28(2)")
	}
}

// split tells processors that customers' data reaches from the others, and those
// that are only announced.
func (c *composer) split() (subs, own, coming []register.Party) {
	reached := map[string]bool{}
	for _, a := range c.forOthers() {
		for _, r := range c.recipients(a) {
			reached[r.name] = reached[r.name] || r.processor
		}
	}
	for _, p := range processors(c.reg) {
		switch {
		case p.Since.After(c.Day):
			coming = append(coming, p)
		case reached[p.Name]:
			subs = append(subs, p)
		default:
			own = append(own, p)
		}
	}
	c.forget()
	return subs, own, coming
}

func (c *composer) processorSection(id, key string, all []register.Party, columns []Column) {
	c.section(2, id, c.t(key), columns...)
	if len(all) > 0 {
		c.para("lead", c.t(key+".lead"))
	}
	for _, p := range all {
		at := "parties/" + p.Name
		safeguard, since := c.t("subprocessors.eea"), ""
		if p.Transfer != nil {
			c.look(at + "/transfer")
			safeguard = capital(c.mechanism(p.Transfer))
		} else if p.Country != "" && !register.InEEA(p.Country) {
			safeguard = ""
		}
		if !p.Since.IsZero() {
			c.look(at + "/since")
			since = c.p.Date(p.Since)
		}
		c.look(at + "/kind")
		for _, a := range c.forOthers() {
			c.look("activities/"+a.Name+"/recipients", "activities/"+a.Name+"/role")
		}
		c.row(p.Name, []string{c.party(p.Name), c.service(p), c.country(c.raw(p.Country, at+"/country")), safeguard, since}, "28(2)/"+p.Name)
	}
	c.forget()
	c.drop()
}

// announced are the changes that customers have been told of, with how long they
// may object (Art. 28(2)).
func (c *composer) announced() {
	c.section(2, "announced", c.t("subprocessors.announced"))
	for _, a := range c.Announced {
		if !a.Effective.Before(c.Day) {
			c.item("change-"+a.ID, c.t("subprocessors.announced.change", inline(a.Says), c.p.Date(a.On), c.p.Date(a.Until)), "28(2)/announced")
		}
	}
	c.forget()
	c.drop()
}

// annex is the annexes of a processing agreement with one controller (Art.
// 28(3)): the processing, the instructions, the measures, the sub-processors.
func (c *composer) annex() {
	controller, _ := c.reg.Party(c.Party)
	c.title("annex.title", c.party(c.Party), c.organisation())
	c.lead(c.t("annex.lead"))
	c.section(2, "parties", c.t("annex.parties"))
	c.fact("controller", c.t("notice.controller"), append([]string{c.party(c.Party)}, c.contact(controller.Contact, "parties/"+c.Party+"/contact")...), "28(3)/parties")
	org := c.reg.Organisation
	c.fact("processor", c.t("annex.processor"), append([]string{c.organisation()}, c.contact(org.Contact, "organisation/contact")...), "28(3)/parties")
	c.fact("officer", c.t("notice.officer"), c.contact(org.Officer, "organisation/officer"))
	var ours []register.Activity
	for _, a := range c.forOthers() {
		if a.Party == c.Party {
			ours = append(ours, a)
		}
	}
	for _, a := range ours {
		c.annexOf(a, controller)
	}
	c.annexMeasures(ours)
	c.annexSubs(ours)
}

func (c *composer) annexOf(a register.Activity, controller register.Party) {
	at := "activities/" + a.Name
	c.section(2, "activity-"+a.Name, c.activity(a))
	c.look(at+"/party", at+"/role")
	c.fact("subject", c.t("annex.subject"), []string{c.words(a.Purpose, at+"/purpose")}, "28(3)/subject/"+a.Name, "28(3)/purpose/"+a.Name)
	nature := c.words(a.Nature, at+"/nature")
	if nature == "" {
		nature = c.t("annex.nature.default", c.list(c.systemTitles(a)))
	}
	c.fact("nature", c.t("annex.nature"), []string{nature}, "28(3)/nature/"+a.Name)
	c.fact("data", c.t("annex.data"), []string{capital(c.list(c.categories(of(c.data(a), every))))}, duty(len(a.Needs) > 0, "28(3)/data/"+a.Name)...)
	c.subjectsFact(a, "28(3)/subjects/"+a.Name)
	c.fact("duration", c.t("annex.duration"), c.duration(controller), "28(3)/duration/"+a.Name)
	c.fact("instructions", c.t("annex.instructions"), append([]string{c.t("annex.instructions.only")}, c.instructionLines(a)...), "28(3)(a)/"+a.Name)
	c.fact("end", c.t("annex.end"), []string{c.t("annex.end.how")}, "28(3)(g)/"+a.Name)
	c.fact("transfers", c.t("record.transfers"), c.transferLines(a), "28(3)(a)/transfers/"+a.Name)
}

func (c *composer) duration(controller register.Party) []string {
	if a := controller.Agreement; a != nil && !a.Ends.IsZero() {
		c.look("parties/" + controller.Name + "/agreement")
		return []string{c.t("annex.duration.until", c.p.Date(a.Ends))}
	}
	c.look("parties/" + controller.Name + "/agreement")
	return []string{c.t("annex.duration.open")}
}

func (c *composer) annexMeasures(ours []register.Activity) {
	c.section(2, "measures", c.t("annex.measures"))
	var seen []string
	c.look("organisation/measures")
	for i, m := range c.reg.Organisation.Measures {
		c.item("house-"+number(i+1), capital(c.measure(m, "organisation/measures/"+number(i+1))), "28(3)(c)")
	}
	for _, a := range ours {
		for _, s := range c.systems(a.Name) {
			if slices.Contains(seen, s.Name) {
				continue
			}
			seen = append(seen, s.Name)
			for i, m := range s.Measures {
				at := "systems/" + s.Name + "/measures/" + number(i+1)
				c.item(s.Name+"-"+number(i+1), c.t("document.source.of", c.system(s.Name), capital(c.measure(m, at))), "28(3)(c)")
			}
		}
	}
	c.forget()
	c.drop()
}

func (c *composer) annexSubs(ours []register.Activity) {
	c.section(2, "subprocessors", c.t("annex.subprocessors"), Column{c.t("document.who"), 2}, Column{c.t("document.service"), 3}, Column{c.t("document.where"), 1.2}, Column{c.t("document.safeguard"), 2})
	var seen []string
	for _, a := range ours {
		for _, r := range c.recipients(a) {
			if !r.processor || slices.Contains(seen, r.name) {
				continue
			}
			seen = append(seen, r.name)
			safeguard := ""
			c.look("parties/" + r.name + "/country")
			if r.party.Transfer != nil {
				safeguard = capital(c.mechanism(r.party.Transfer))
				c.look("parties/" + r.name + "/transfer")
			}
			c.row(r.name, []string{c.party(r.name), c.service(r.party), c.country(r.country), safeguard}, "28(3)(d)")
		}
	}
	c.forget()
	if len(seen) == 0 {
		c.para("none", c.t("annex.subprocessors.none"), "28(3)(d)")
		return
	}
	c.para("how", c.t("annex.subprocessors.how"), "28(3)(d)")
}
