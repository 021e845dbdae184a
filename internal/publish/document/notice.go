package document

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// notice is the privacy notice: in short first, then who, then each group of
// people, then each purpose in full, then what holds for all (Art. 12–14).
func (c *composer) notice() {
	c.title("notice.title", c.organisation())
	c.lead(c.t("notice.lead", c.organisation()))
	c.brief()
	c.whom()
	c.groups()
	c.section(2, "purposes", c.t("notice.purposes"))
	c.para("lead", c.t("notice.purposes.lead"))
	for _, a := range c.ours() {
		c.purpose(a)
	}
	c.processorsTable()
	c.transfersTable()
	c.jointSections()
	c.workForOthers()
	c.storage()
	c.rights()
	c.complaint()
}

// brief is the short layer: what somebody wants to know in half a minute.
func (c *composer) brief() {
	c.section(2, "brief", c.t("notice.brief"))
	org, ours := c.reg.Organisation, c.ours()
	c.add(Block{ID: "who", Form: Item, Lines: []string{c.t("notice.brief.who", c.organisation())}, Link: "contact"})
	var why []string
	for _, a := range ours {
		why = append(why, lower(c.activity(a)))
		c.look("activities/"+a.Name+"/draft", "activities/"+a.Name+"/role")
	}
	if len(why) > 0 {
		c.add(Block{ID: "why", Form: Item, Lines: []string{c.t("notice.brief.why", c.list(why))}, Link: "purposes"})
	}
	c.briefSharing(ours)
	c.add(Block{ID: "time", Form: Item, Lines: []string{c.t("notice.brief.time")}, Link: "purposes"})
	if slices.ContainsFunc(ours, register.Activity.Marketing) {
		for _, a := range ours {
			c.look("activities/" + a.Name + "/uses")
		}
		c.add(Block{ID: "marketing", Form: Item, Lines: []string{c.t("notice.brief.marketing")}, Link: "rights", Fulfils: []string{"21(4)"}})
	}
	c.add(Block{ID: "rights", Form: Item, Lines: []string{c.t("notice.brief.rights", c.raw(reach(org), "organisation/contact"))}, Link: "rights"})
	c.add(Block{ID: "complain", Form: Item, Lines: []string{c.t("notice.brief.complain", c.authorityName())}, Link: "complaint"})
}

// reach is the shortest way to the organisation.
func reach(org register.Organisation) string {
	for _, k := range []register.Contact{org.Contact, org.Officer} {
		for _, s := range []string{k.Email, k.Web, k.Phone, k.Address} {
			if s != "" {
				return s
			}
		}
	}
	return ""
}

func (c *composer) briefSharing(ours []register.Activity) {
	shared, away := false, []string{}
	for _, a := range ours {
		for _, r := range c.recipients(a) {
			shared = true
			if r.outside() {
				c.look("parties/"+r.name+"/country", "parties/"+r.name+"/transfer")
				away = unique(append(away, c.country(r.country)))
			}
		}
	}
	key := "notice.brief.alone"
	if shared {
		key = "notice.brief.shared"
	}
	c.add(Block{ID: "sharing", Form: Item, Lines: []string{c.t(key)}, Link: "purposes"})
	for _, a := range ours {
		for _, r := range c.recipients(a) {
			c.look("parties/"+r.name+"/country", "parties/"+r.name+"/transfer")
		}
	}
	if len(away) == 0 {
		c.add(Block{ID: "place", Form: Item, Lines: []string{c.t("notice.brief.inside")}})
		return
	}
	c.add(Block{ID: "place", Form: Item, Lines: []string{c.t("notice.brief.outside", c.list(c.countries(ours)))}, Link: "transfers"})
}

// countries outside the EEA that data of some activities reaches.
func (c *composer) countries(ours []register.Activity) (all []string) {
	for _, a := range ours {
		for _, r := range c.recipients(a) {
			if r.outside() {
				all = unique(append(all, c.country(r.country)))
			}
		}
	}
	return all
}

// whom says who answers (Art. 13(1)(a), (b)).
func (c *composer) whom() {
	org := c.reg.Organisation
	c.section(2, "contact", c.t("notice.contact"))
	name := c.organisation()
	if org.Number != "" {
		name = c.t("document.numbered", name, c.t("letter.org-number", c.raw(org.Number, "organisation/number")))
	}
	lines := append([]string{name}, c.contact(org.Contact, "organisation/contact")...)
	role := "notice.controller"
	if c.doc.Kind == Processing {
		role = "annex.processor"
	}
	c.fact("controller", c.t(role), lines, duty(len(lines) > 1, "13(1)(a)")...)
	c.fact("officer", c.t("notice.officer"), c.contact(org.Officer, "organisation/officer"), "13(1)(b)")
	c.fact("representative", c.t("notice.representative"), c.contact(org.Representative, "organisation/representative"), "13(1)(a)/representative")
}

// duty is a list of duties when they are fulfilled, and none when not.
func duty(fulfilled bool, duties ...string) []string {
	if fulfilled {
		return duties
	}
	return nil
}

// groups is the second layer: for each group of people what we use for what, for
// how long.
func (c *composer) groups() {
	ours := c.ours()
	c.section(2, "groups", c.t("notice.groups"))
	c.para("lead", c.t("notice.groups.lead"))
	for _, subject := range subjects(ours) {
		for _, a := range ours {
			c.look("activities/" + a.Name + "/subjects")
		}
		c.section(3, "group-"+slug(subject), capital(c.subject(subject)),
			Column{c.t("notice.column.why"), 1.7}, Column{c.t("notice.column.data"), 2.6}, Column{c.t("notice.column.basis"), 1.6}, Column{c.t("notice.column.kept"), 2})
		c.forget()
		for _, a := range ours {
			if slices.Contains(a.Subjects, subject) {
				c.look("activities/" + a.Name + "/subjects")
				c.row(a.Name, []string{
					c.activity(a), capital(c.list(c.categories(of(c.data(a), every)))), capital(c.basis(a)), join(c.kept(a)),
				})
			}
		}
	}
}

// purpose is the third layer: everything on one activity.
func (c *composer) purpose(a register.Activity) {
	at := "activities/" + a.Name
	c.section(3, "purpose-"+a.Name, c.activity(a))
	c.fact("purpose", c.t("document.purpose"), []string{c.words(a.Purpose, at+"/purpose")}, "13(1)(c)/purpose/"+a.Name)
	c.subjectsFact(a)
	data := c.data(a)
	c.fact("data", c.t("document.data"), []string{capital(c.list(c.categories(of(data, every))))}, duty(len(a.Needs) > 0, "14(1)(d)/"+a.Name)...)
	c.basisFacts(a)
	c.sourceFacts(a, data)
	c.neededFact(a, data)
	c.fact("recipients", c.t("document.recipients"), c.recipientLines(a), "13(1)(e)/"+a.Name)
	kept := c.kept(a)
	c.fact("kept", c.t("document.kept"), append(kept, c.ends(a)...), duty(len(kept) > 0, "13(2)(a)/"+a.Name)...)
	c.fact("decisions", c.t("document.decisions"), c.decisionLines(a), "13(2)(f)/"+a.Name)
	var names []string
	for _, r := range rightsOf(a) {
		names = append(names, c.t("document.right."+string(r)))
	}
	c.look(at+"/basis/article", at+"/uses")
	c.fact("rights", c.t("document.rights"), []string{capital(c.list(names))}, "13(2)(b)/"+a.Name)
}

func (c *composer) subjectsFact(a register.Activity, duties ...string) {
	var who []string
	for _, s := range a.Subjects {
		who = append(who, c.subject(s))
	}
	c.look("activities/" + a.Name + "/subjects")
	c.fact("subjects", c.t("document.subjects"), []string{capital(c.list(who))}, duties...)
}

// decisionLines are what Art. 13(2)(f) asks for.
func (c *composer) decisionLines(a register.Activity) []string {
	at := "activities/" + a.Name + "/automated_decisions"
	c.look(at)
	if a.Decisions == nil {
		return []string{c.t("document.decisions.none")}
	}
	return full([]string{
		c.t("document.decisions.some"), c.words(a.Decisions.Logic, at+"/logic"), c.words(a.Decisions.Consequences, at+"/consequences"), c.t("document.decisions.human"),
	})
}

func (c *composer) recipientLines(a register.Activity) (lines []string) {
	for _, r := range c.recipients(a) {
		lines = append(lines, c.recipientWords(r))
	}
	if len(lines) == 0 {
		return []string{c.t("document.recipients.none")}
	}
	return lines
}

// recipientWords name a recipient, what it is to us, and where it is.
func (c *composer) recipientWords(r recipient) string {
	name := c.party(r.name)
	var more []string
	if r.processor {
		c.look("parties/" + r.name + "/kind")
		more = append(more, c.t("document.processor"))
	}
	if r.country != "" && r.country != c.reg.Organisation.Country {
		c.look("parties/"+r.name+"/country", "organisation/country")
		more = append(more, c.country(r.country))
	}
	if len(more) == 0 {
		return capital(name)
	}
	return c.t("document.named", capital(name), join(more))
}

// rightsOf are the rights that an activity's basis gives (Art. 15–18, 20–22).
func rightsOf(a register.Activity) []varsam.Right {
	rights := []varsam.Right{varsam.Access, varsam.Rectification}
	if a.Basis.Article != varsam.LegalObligation && a.Basis.Article != varsam.PublicTask {
		rights = append(rights, varsam.Erasure)
	}
	rights = append(rights, varsam.RestrictionOf)
	switch a.Basis.Article {
	case varsam.Consent:
		rights = append(rights, varsam.Portability, varsam.Withdrawal)
	case varsam.Contract:
		rights = append(rights, varsam.Portability)
	case varsam.PublicTask, varsam.LegitimateInterest:
		rights = append(rights, varsam.Objection)
	}
	return rights
}
