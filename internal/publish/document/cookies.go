package document

import (
	"slices"

	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/register"
)

// cookies is the table of what sites store in browsers, by what it is for: what
// is necessary first, then what is asked for.
func (c *composer) cookies() {
	c.title("cookies.title", c.organisation())
	c.lead(c.t("cookies.lead"))
	for _, category := range []string{"necessary", "preferences", "statistics", "marketing"} {
		c.section(2, category, c.t("cookies."+category),
			Column{c.t("cookies.name"), 1.5}, Column{c.t("cookies.purpose"), 3}, Column{c.t("cookies.by"), 1.6}, Column{c.t("cookies.kept"), 1.2})
		n := 0
		for _, s := range c.reg.Systems {
			for i, k := range s.Cookies {
				if k.Category != category || s.Draft {
					continue
				}
				if n++; n == 1 {
					c.para("lead", c.t("cookies."+category+".lead"))
				}
				c.cookieRow(s, i, k)
			}
		}
		c.drop()
	}
	c.section(2, "choice", c.t("cookies.choice"))
	c.para("how", c.t("cookies.choice.how"))
	if !c.reg.Organisation.GPC.IsZero() {
		c.look("organisation/gpc")
		c.para("gpc", c.t("cookies.gpc", c.p.Date(c.reg.Organisation.GPC)), "21(5)")
	}
}

func (c *composer) cookieRow(s register.System, i int, k register.Cookie) {
	at := "systems/" + s.Name + "/cookies/" + number(i+1)
	c.look(at)
	name := inline(k.Name)
	if k.Kind == "storage" || k.Kind == "pixel" {
		name = c.t("document.named", name, c.t("cookies.kind."+k.Kind))
	}
	by := c.system(s.Name)
	if !slices.Contains([]string{"", register.Self}, k.Provider) {
		by = c.party(k.Provider)
	}
	kept := c.t("cookies.session")
	if !k.Kept.IsZero() {
		kept = c.ruled(law.PeriodWords(k.Kept))
	}
	c.row(s.Name+"-"+slug(k.Name), []string{name, c.words(k.Purpose, at+"/purpose"), by, capital(kept)})
}
