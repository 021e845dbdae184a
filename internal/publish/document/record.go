package document

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// record is the record of processing activities of a controller (Art. 30(1)):
// the letters of the article, an activity after the other. The legal basis is
// not asked for there and always wanted.
func (c *composer) record() {
	c.title("record.title", c.organisation())
	c.lead(c.t("record.lead"))
	c.parties30("30(1)(a)")
	for _, a := range c.ours() {
		c.section(2, "activity-"+a.Name, c.activity(a))
		c.recordOf(a)
	}
	c.measures32("30(1)(g)")
}

// parties30 is who the record is of.
func (c *composer) parties30(letter string) {
	c.whom()
	last := &c.doc.Sections[len(c.doc.Sections)-1]
	for i := range last.Blocks {
		if len(last.Blocks[i].Fulfils) > 0 {
			last.Blocks[i].Fulfils = append(last.Blocks[i].Fulfils, letter)
		}
	}
}

func (c *composer) recordOf(a register.Activity) {
	at := "activities/" + a.Name
	c.fact("purpose", c.t("document.purpose"), []string{c.words(a.Purpose, at+"/purpose")}, "30(1)(b)/"+a.Name)
	c.basisFacts(a)
	c.subjectsFact(a, "30(1)(c)/subjects/"+a.Name)
	c.fact("data", c.t("document.data"), []string{capital(c.list(c.categories(of(c.data(a), every))))}, duty(len(a.Needs) > 0, "30(1)(c)/data/"+a.Name)...)
	c.fact("recipients", c.t("document.recipients"), c.recipientLines(a), "30(1)(d)/"+a.Name)
	c.fact("transfers", c.t("record.transfers"), c.transferLines(a), "30(1)(e)/"+a.Name)
	kept := c.kept(a)
	c.fact("kept", c.t("record.kept"), append(kept, c.ends(a)...), duty(len(kept) > 0, "30(1)(f)/"+a.Name)...)
	c.jointFact(a)
	c.fact("systems", c.t("record.systems"), c.systemTitles(a), "systems/"+a.Name)
	c.fact("measures", c.t("record.measures"), c.measuresOf(a), "30(1)(g)/"+a.Name)
	c.fact("owner", c.t("record.owner"), []string{c.raw(a.Owner, at+"/owner")})
}

func (c *composer) jointFact(a register.Activity) {
	if a.Role == varsam.Joint && a.Party != "" {
		c.look("activities/"+a.Name+"/role", "activities/"+a.Name+"/party")
		p, _ := c.reg.Party(a.Party)
		c.fact("joint", c.t("record.joint"), append([]string{c.party(a.Party)}, c.contact(p.Contact, "parties/"+a.Party+"/contact")...), "30(1)(a)/joint/"+a.Name)
	}
}

func (c *composer) systemTitles(a register.Activity) (titles []string) {
	for _, s := range c.systems(a.Name) {
		titles = append(titles, c.system(s.Name))
	}
	return titles
}

// transferLines are the third countries of an activity, with what lets data go
// there.
func (c *composer) transferLines(a register.Activity) (lines []string) {
	for _, r := range c.recipients(a) {
		c.look("parties/"+r.name+"/country", "parties/"+r.name+"/transfer")
		if !r.outside() {
			continue
		}
		words := c.t("document.named", c.party(r.name), c.country(r.country))
		if r.party.Transfer != nil {
			if by := c.mechanism(r.party.Transfer); by != "" {
				words = c.t("document.by", words, by)
			}
		}
		lines = append(lines, words)
	}
	if len(lines) == 0 {
		return []string{c.t("record.transfers.none")}
	}
	return lines
}

// measuresOf are those of the systems that an activity's records lie in.
func (c *composer) measuresOf(a register.Activity) (lines []string) {
	for _, s := range c.systems(a.Name) {
		c.look("systems/" + s.Name + "/measures")
		for i, m := range s.Measures {
			lines = unique(append(lines, capital(c.measure(m, "systems/"+s.Name+"/measures/"+number(i+1)))))
		}
	}
	return lines
}

// measures32 are those of the whole house.
func (c *composer) measures32(letter string) {
	c.section(2, "house", c.t("record.house"))
	c.look("organisation/measures")
	for i, m := range c.reg.Organisation.Measures {
		c.item(number(i+1), capital(c.measure(m, "organisation/measures/"+number(i+1))), letter)
	}
	c.forget()
	c.drop()
}

// processing is the record of a processor (Art. 30(2)): for each controller, what
// is done for it.
func (c *composer) processing() {
	c.title("processing.title", c.organisation())
	c.lead(c.t("processing.lead"))
	c.parties30("30(2)(a)")
	all := c.forOthers()
	controllers := []string{}
	for _, a := range all {
		if !slices.Contains(controllers, a.Party) {
			controllers = append(controllers, a.Party)
		}
	}
	slices.Sort(controllers)
	for _, name := range controllers {
		c.controller(name)
		for _, a := range all {
			if a.Party == name {
				c.section(3, "activity-"+a.Name, c.activity(a))
				c.processingOf(a)
			}
		}
	}
	c.measures32("30(2)(d)")
}

func (c *composer) controller(name string) {
	if name == "" {
		c.section(2, "controller", c.t("processing.nobody"))
		return
	}
	p, _ := c.reg.Party(name)
	c.section(2, "controller-"+name, c.party(name))
	c.fact("controller", c.t("notice.controller"), append([]string{c.party(name)}, c.contact(p.Contact, "parties/"+name+"/contact")...), "30(2)(a)/"+name)
	if p.Agreement != nil {
		c.fact("agreement", c.t("processing.agreement"), c.agreementLines(p))
	}
}

func (c *composer) agreementLines(p register.Party) []string {
	at, a := "parties/"+p.Name+"/agreement", p.Agreement
	c.look(at)
	var lines []string
	if !a.Signed.IsZero() {
		lines = append(lines, c.t("processing.signed", c.p.Date(a.Signed)))
	}
	if !a.Ends.IsZero() {
		lines = append(lines, c.t("processing.ends", c.p.Date(a.Ends)))
	}
	return append(lines, c.raw(a.Document, at+"/document"))
}

func (c *composer) processingOf(a register.Activity) {
	at := "activities/" + a.Name
	does := full([]string{c.words(a.Purpose, at+"/purpose"), c.words(a.Nature, at+"/nature")})
	c.fact("does", c.t("processing.does"), does, "30(2)(b)/"+a.Name)
	c.subjectsFact(a)
	c.fact("data", c.t("document.data"), []string{capital(c.list(c.categories(of(c.data(a), every))))})
	c.fact("recipients", c.t("processing.subprocessors"), c.recipientLines(a))
	c.fact("transfers", c.t("record.transfers"), c.transferLines(a), "30(2)(c)/"+a.Name)
	c.fact("instruction", c.t("processing.instruction"), c.instructionLines(a))
	c.fact("measures", c.t("record.measures"), c.measuresOf(a), "30(2)(d)/"+a.Name)
	c.fact("systems", c.t("record.systems"), c.systemTitles(a))
	c.fact("owner", c.t("record.owner"), []string{c.raw(a.Owner, at+"/owner")})
}

func (c *composer) instructionLines(a register.Activity) []string {
	if a.Instruction == nil {
		return nil
	}
	at := "activities/" + a.Name + "/instruction"
	c.look(at)
	lines := []string{c.raw(a.Instruction.Document, at+"/document")}
	if !a.Instruction.Given.IsZero() {
		lines = append(lines, c.t("processing.given", c.p.Date(a.Instruction.Given)))
	}
	return append(lines, c.kept(a)...)
}
