package document

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/request/letter"
)

// processorsTable lists who processes for us.
func (c *composer) processorsTable() {
	c.section(2, "processors", c.t("notice.processors"), Column{c.t("document.who"), 2}, Column{c.t("document.service"), 3}, Column{c.t("document.where"), 1.2})
	all := processors(c.reg)
	if len(all) > 0 {
		c.para("lead", c.t("notice.processors.lead"))
	}
	for _, p := range all {
		c.row(p.Name, []string{c.party(p.Name), c.service(p), c.country(c.raw(p.Country, "parties/"+p.Name+"/country"))})
	}
	c.drop()
}

// service is what a party does for us: in its own words, or the systems that it
// runs.
func (c *composer) service(p register.Party) string {
	c.look("parties/"+p.Name+"/kind", "parties/"+p.Name+"/service")
	if own := c.words(p.Service, "parties/"+p.Name+"/service"); own != "" {
		return own
	}
	var runs []string
	for _, s := range c.reg.Systems {
		if s.Operator == p.Name && !s.Draft {
			c.look("systems/" + s.Name + "/operator")
			runs = append(runs, c.system(s.Name))
		}
	}
	if len(runs) == 0 {
		return ""
	}
	return c.t("document.runs", c.list(runs))
}

// transfersTable says what leaves the EEA, and what protects it there (Art.
// 13(1)(f)).
func (c *composer) transfersTable() {
	c.section(2, "transfers", c.t("notice.transfers"), Column{c.t("document.who"), 2}, Column{c.t("document.where"), 1.2}, Column{c.t("document.safeguard"), 3})
	var seen []string
	for _, a := range c.ours() {
		for _, r := range c.recipients(a) {
			if !r.outside() || slices.Contains(seen, r.name) {
				continue
			}
			seen = append(seen, r.name)
			c.forget()
			c.transferRow(r)
		}
		for _, s := range c.systems(a.Name) {
			if s.Operator == register.Self && s.Country != "" && !register.InEEA(s.Country) && !slices.Contains(seen, s.Name) {
				seen = append(seen, s.Name)
				c.forget()
				c.row("system-"+s.Name, []string{c.system(s.Name), c.country(c.raw(s.Country, "systems/"+s.Name+"/country")), c.t("document.safeguard.own")}, "13(1)(f)/"+s.Name)
			}
		}
	}
	c.forget()
	if len(seen) > 0 {
		c.para("copy", c.t("notice.transfers.copy"), "13(1)(f)/copy")
		return
	}
	for _, p := range c.reg.Parties {
		c.look("parties/"+p.Name+"/country", "parties/"+p.Name+"/transfer")
	}
	c.para("none", c.t("notice.transfers.none"), "13(1)(f)/none")
}

func (c *composer) transferRow(r recipient) {
	safeguard := ""
	if t := r.party.Transfer; t != nil {
		c.look("parties/" + r.name + "/transfer")
		safeguard = capital(c.mechanism(t))
	}
	c.look("parties/" + r.name + "/country")
	c.row(r.name, []string{c.party(r.name), c.country(r.country), safeguard}, duty(safeguard != "", "13(1)(f)/"+r.name)...)
}

// mechanism is what lets data leave; "" for one that has fallen.
func (c *composer) mechanism(t *register.Transfer) string {
	key := "transfer." + t.Mechanism
	if !c.p.Has(key) || t.Mechanism == "privacy-shield" || !t.Until.IsZero() && t.Until.Before(c.Day) {
		return ""
	}
	words := c.t(key)
	if t.Module != "" {
		words = c.t("document.named", words, c.t("document.module", inline(t.Module)))
	}
	return words
}

// workForOthers says whom to turn to where somebody else decides.
func (c *composer) workForOthers() {
	all := c.forOthers()
	c.section(2, "others", c.t("notice.others"))
	if len(all) > 0 {
		c.para("lead", c.t("notice.others.lead"))
	}
	for _, a := range all {
		c.look("activities/"+a.Name+"/role", "activities/"+a.Name+"/party")
		controller := c.t("notice.others.customers")
		if a.Party != "" {
			controller = c.party(a.Party)
		}
		c.item(a.Name, c.t("notice.others.item", c.activity(a), controller))
	}
	c.drop()
}

// storage says how data is protected, in general words, and where to read more.
func (c *composer) storage() {
	c.section(2, "security", c.t("notice.security"))
	c.para("lead", c.t("notice.security.lead"))
	seen := []string{}
	for _, m := range c.publicMeasures() {
		words := capital(c.measure(m.Measure, m.path))
		if words != "" && !slices.Contains(seen, words) && len(seen) < 12 {
			seen = append(seen, words)
			c.item(m.id, words)
		}
		c.forget()
	}
	if len(seen) == 0 {
		c.doc.Sections = c.doc.Sections[:len(c.doc.Sections)-1]
	}
}

// rights are those that some activity of ours gives, with where they hold
// (Art. 13(2)(b), (c)).
func (c *composer) rights() {
	c.section(2, "rights", c.t("notice.rights"))
	c.para("how", c.t("notice.rights.how", c.raw(reach(c.reg.Organisation), "organisation/contact")), "12(2)")
	ours := c.ours()
	for _, r := range []varsam.Right{varsam.Access, varsam.Rectification, varsam.Erasure, varsam.RestrictionOf, varsam.Objection, varsam.Portability, varsam.Withdrawal} {
		var where []string
		for _, a := range ours {
			c.look("activities/" + a.Name + "/basis/article")
			if slices.Contains(rightsOf(a), r) {
				where = append(where, lower(c.activity(a)))
			}
		}
		if len(where) == 0 {
			c.forget()
			continue
		}
		says := c.t("notice.right." + string(r))
		if len(where) < len(ours) {
			says = c.t("notice.right.where", says, c.list(where))
		}
		c.fact(string(r), capital(c.t("document.right."+string(r))), []string{says}, "13(2)(b)/"+string(r))
	}
	c.special(ours)
}

// special are the rights that need words of their own: marketing, and decisions
// by machines.
func (c *composer) special(ours []register.Activity) {
	var decides []string
	for _, a := range ours {
		c.look("activities/" + a.Name + "/automated_decisions")
		if a.Decisions != nil {
			decides = append(decides, lower(c.activity(a)))
		}
	}
	if len(decides) > 0 {
		c.fact("decisions", c.t("notice.right.decisions.label"), []string{c.t("notice.right.decisions", c.list(decides))}, "22(3)")
	}
	c.forget()
	if slices.ContainsFunc(ours, register.Activity.Marketing) {
		for _, a := range ours {
			c.look("activities/" + a.Name + "/uses")
		}
		c.fact("marketing", c.t("notice.right.marketing.label"), []string{c.t("notice.right.marketing")}, "21(4)")
	}
}

// complaint says where (Art. 13(2)(d), 77, 79).
func (c *composer) complaint() {
	c.section(2, "complaint", c.t("notice.complaint"))
	c.look("organisation/country")
	lines := letter.Authority(c.reg.Organisation.Country)
	if len(lines) == 0 {
		c.para("authority", c.t("remedy.authority.other"), "13(2)(d)")
	} else {
		c.para("lead", c.t("notice.complaint.lead"))
		c.look("organisation/country")
		lines[0] = c.authorityName()
		c.fact("authority", c.t("notice.authority"), lines, "13(2)(d)")
	}
	c.look("organisation/country")
	court, ok := courts[law.Country(c.reg.Organisation.Country)]
	if !ok {
		court = "remedy.court"
	}
	c.para("court", c.t(court))
}

// authorityName is the authority where the organisation is, by the name that it
// has in the language.
func (c *composer) authorityName() string {
	country := c.reg.Organisation.Country
	c.look("organisation/country")
	if key := "authority." + country; c.p.Has(key) {
		return c.t(key)
	}
	return c.t("notice.authority.other")
}

var courts = map[law.Country]string{law.SE: "notice.court.SE", law.FI: "notice.court.FI"}
