package document

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// listed is a measure with where it stands in the register.
type listed struct {
	register.Measure
	id, path string
}

// publicMeasures are those that may be told: of the house, then of each system.
func (c *composer) publicMeasures() (all []listed) {
	for i, m := range c.reg.Organisation.Measures {
		if !m.Private {
			all = append(all, listed{m, "house-" + number(i+1), "organisation/measures/" + number(i+1)})
		}
	}
	for _, s := range c.reg.Systems {
		for i, m := range s.Measures {
			if !m.Private && !s.Draft {
				all = append(all, listed{m, s.Name + "-" + number(i+1), "systems/" + s.Name + "/measures/" + number(i+1)})
			}
		}
	}
	return all
}

// measure is a measure in words.
func (c *composer) measure(m register.Measure, path string) string {
	c.look(path + "/private")
	if title := c.words(m.Title, path+"/title"); title != "" {
		return title
	}
	if own := c.reg.Organisation.Language; own != "" && !sameTongue(own, c.Lang) {
		c.foreign = own
	}
	return c.raw(m.Measure, path+"/measure")
}

// sameTongue reports whether who reads one reads the other.
func sameTongue(a, b varsam.Lang) bool {
	swedish := func(l varsam.Lang) bool { return l == varsam.Swedish || l == varsam.FinlandSwedish }
	return a == b || swedish(a) && swedish(b)
}

// measures is the page on security: what is done, and when it was last tested
// (Art. 32(1)(d)). What is private stays out.
func (c *composer) measures() {
	c.title("measures.title", c.organisation())
	c.lead(c.t("measures.lead"))
	columns := []Column{{c.t("measures.what"), 4}, {c.t("measures.tested"), 1.4}}
	c.look("organisation/measures")
	c.section(2, "house", c.t("measures.house"), columns...)
	for i, m := range c.reg.Organisation.Measures {
		c.measureRow(listed{m, number(i + 1), "organisation/measures/" + number(i+1)})
	}
	c.drop()
	for _, s := range c.reg.Systems {
		if s.Draft || !slices.ContainsFunc(s.Measures, func(m register.Measure) bool { return !m.Private }) {
			continue
		}
		c.look("systems/" + s.Name + "/measures")
		c.section(2, "system-"+s.Name, c.system(s.Name), columns...)
		if s.Operator != register.Self && s.Operator != "" {
			c.look("systems/"+s.Name+"/operator", "systems/"+s.Name+"/measures")
			c.para("operator", c.t("document.run-by", c.party(s.Operator)))
		}
		for i, m := range s.Measures {
			c.measureRow(listed{m, number(i + 1), "systems/" + s.Name + "/measures/" + number(i+1)})
		}
	}
	c.section(2, "report", c.t("measures.report"))
	c.para("how", c.t("measures.report.how", c.raw(reach(c.reg.Organisation), "organisation/contact")))
}

func (c *composer) measureRow(m listed) {
	if m.Private {
		return
	}
	tested := ""
	if !m.Tested.IsZero() {
		c.look(m.path + "/tested")
		tested = c.p.Date(m.Tested)
	}
	c.row(m.id, []string{capital(c.measure(m.Measure, m.path)), tested}, "32")
}
