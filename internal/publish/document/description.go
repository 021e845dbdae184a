package document

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// description is the description of the register in the twelve points that
// readers in Finland know ("rekisteriseloste", "registerbeskrivning"), with what
// Art. 13 and 14 ask for in each.
func (c *composer) description() {
	c.title("description.title", c.organisation())
	c.lead(c.t("description.lead"))
	ours := c.ours()
	org := c.reg.Organisation

	c.point("controller", 1, "description.controller")
	lines := append([]string{c.organisation()}, c.contact(org.Contact, "organisation/contact")...)
	if org.Number != "" {
		lines = append(lines, c.t("letter.org-number", c.raw(org.Number, "organisation/number")))
	}
	c.fact("controller", c.t("notice.controller"), lines, duty(org.Contact != register.Contact{}, "13(1)(a)")...)
	c.fact("representative", c.t("notice.representative"), c.contact(org.Representative, "organisation/representative"), "13(1)(a)/representative")

	c.point("contact", 2, "description.contact")
	k, path := org.Contact, "organisation/contact"
	if org.Officer != (register.Contact{}) {
		k, path = org.Officer, "organisation/officer"
	}
	c.fact("contact", c.t("description.contact.label"), c.contact(k, path), duty(path != "organisation/contact", "13(1)(b)")...)

	c.point("name", 3, "description.name")
	c.para("name", c.t("description.name.of", c.organisation()))

	c.point("purpose", 4, "description.purpose", Column{c.t("document.activity"), 1.4}, Column{c.t("document.purpose"), 2.4}, Column{c.t("document.basis"), 2.2})
	for _, a := range ours {
		c.describePurpose(a)
	}
	c.point("content", 5, "description.content", Column{c.t("document.subjects"), 1.4}, Column{c.t("document.data"), 3.2}, Column{c.t("document.kept"), 2.2})
	for _, a := range ours {
		var who []string
		for _, s := range a.Subjects {
			who = append(who, c.subject(s))
		}
		c.look("activities/" + a.Name + "/subjects")
		kept := c.kept(a)
		c.row(a.Name, []string{
			capital(c.list(who)), c.t("document.source.of", c.activity(a), c.list(c.categories(of(c.data(a), every)))), join(append(kept, c.ends(a)...)),
		}, slices.Concat(duty(len(a.Needs) > 0, "14(1)(d)/"+a.Name), duty(len(kept) > 0, "13(2)(a)/"+a.Name))...)
	}
	c.describeFlows(ours)
	c.describeRights()
}

func (c *composer) point(id string, n int, key string, columns ...Column) {
	c.section(2, id, c.t("description.point", number(n), c.t(key)), columns...)
}

func (c *composer) describePurpose(a register.Activity) {
	at := "activities/" + a.Name
	basis := []string{capital(c.basis(a))}
	if a.Basis.Law != "" {
		c.look(at + "/basis/law")
		basis = append(basis, capital(c.statute(a.Basis.Law)))
	}
	duties := duty(a.Basis.Article != "", "13(1)(c)/basis/"+a.Name)
	if test := a.Basis.Interest; test != nil && a.Basis.Article == varsam.LegitimateInterest {
		if interest := c.words(test.Interest, at+"/basis/interest/interest"); interest != "" {
			basis, duties = append(basis, c.t("description.interest", lower(interest))), append(duties, "13(1)(d)/"+a.Name)
		}
	}
	purpose := c.words(a.Purpose, at+"/purpose")
	c.row(a.Name, []string{c.activity(a), purpose, join(basis)}, append(duties, duty(purpose != "", "13(1)(c)/purpose/"+a.Name)...)...)
}

// describeFlows are where data comes from and where it goes: points 6 to 8.
func (c *composer) describeFlows(ours []register.Activity) {
	c.point("sources", 6, "description.sources")
	for _, a := range ours {
		data := c.data(a)
		var lines []string
		for _, s := range sourcesOf(data) {
			lines = append(lines, capital(c.source(s)))
		}
		c.fact(a.Name, c.activity(a), lines, "14(2)(f)/"+a.Name)
	}
	c.point("disclosures", 7, "description.disclosures")
	for _, a := range ours {
		c.fact(a.Name, c.activity(a), c.recipientLines(a), "13(1)(e)/"+a.Name)
	}
	c.transfersTable()
	last := &c.doc.Sections[len(c.doc.Sections)-1]
	last.Title.Lines = []string{c.t("description.point", number(8), c.t("description.transfers"))}
	c.forget()
	c.point("protection", 9, "description.protection")
	c.para("lead", c.t("notice.security.lead"))
	for _, m := range c.publicMeasures() {
		c.item(m.id, capital(c.measure(m.Measure, m.path)))
	}
}

// describeRights are points 10 to 12.
func (c *composer) describeRights() {
	c.point("access", 10, "description.access")
	way := c.raw(reach(c.reg.Organisation), "organisation/contact")
	c.para("how", c.t("description.access.how", way), "13(2)(b)/access")
	c.point("rectification", 11, "description.rectification")
	c.look("organisation/contact")
	c.para("how", c.t("description.rectification.how", way), "13(2)(b)/rectification")
	c.rights()
	last := &c.doc.Sections[len(c.doc.Sections)-1]
	last.Title.Lines = []string{c.t("description.point", number(12), c.t("description.others"))}
	last.Blocks = slices.DeleteFunc(last.Blocks, func(b Block) bool {
		return slices.Contains([]string{"rights.how", "rights.access", "rights.rectification"}, b.ID)
	})
	for _, a := range c.ours() {
		data := c.data(a)
		c.neededFactAs("needed-"+a.Name, c.t("description.needed", c.activity(a)), a, data)
		c.fact("decisions-"+a.Name, c.t("description.decisions", c.activity(a)), c.decisionLines(a), "13(2)(f)/"+a.Name)
	}
	c.complaint()
}
