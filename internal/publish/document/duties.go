package document

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

// Gap is something that the law asks for, and that a document does not say.
type Gap struct {
	Severity register.Severity `json:"severity"` // an Error blocks publishing
	Article  string            `json:"article"`  // "Art. 13(1)(a)"
	About    string            `json:"about,omitempty"`
	Template bool              `json:"template,omitempty"` // a template took it away
	Code     string            `json:"code"`
}

// Says is what is missing, in a sentence.
func (g Gap) Says(p locale.Printer) string {
	if g.Code == "no-right" { // its slot names a right, not something of the register
		return p.T("gap."+g.Code, g.About)
	}
	return p.T("gap."+g.Code, g.Title(p))
}

// Next is what to do.
func (g Gap) Next(p locale.Printer) string {
	if g.Template {
		return p.T("gap.template")
	}
	return p.T("gap." + g.Code + ".next")
}

// wanted is one duty that a document of some register has.
type wanted struct {
	duty     string // as a block fulfils it
	code     string // of the gap's words
	about    string // the activity or party
	severity register.Severity
}

// Gaps are what is missing in a document that was made from a source, errors
// first. A document without errors may be published.
func Gaps(d Document, from Source) []Gap {
	said := fulfilled(d)
	plain := said
	if _, ok := from.Register.Template(string(d.Kind)); ok {
		bare := *from.Register
		bare.Templates = nil
		from.Register = &bare
		if ours, err := Make(d.Kind, from); err == nil {
			plain = fulfilled(ours)
		}
	}
	c := &composer{Source: from, reg: from.Register}
	gaps := []Gap{}
	for _, w := range c.wanted(d.Kind) {
		if !said[w.duty] {
			article, _, _ := strings.Cut(w.duty, "/")
			gaps = append(gaps, Gap{w.severity, "Art. " + article, w.about, plain[w.duty], w.code})
		}
	}
	slices.SortStableFunc(gaps, func(a, b Gap) int {
		switch {
		case a.Severity == b.Severity:
			return 0
		case a.Severity == register.Error:
			return -1
		}
		return 1
	})
	return slices.Compact(gaps)
}

// Complete reports whether no gap blocks publishing.
func Complete(gaps []Gap) bool {
	return !slices.ContainsFunc(gaps, func(g Gap) bool { return g.Severity == register.Error })
}

func fulfilled(d Document) map[string]bool {
	said := map[string]bool{}
	for _, b := range d.Blocks {
		for _, duty := range b.Fulfils {
			said[duty] = true
		}
	}
	return said
}

// wanted is the table of duties: what each kind of document must say.
func (c *composer) wanted(k Kind) []wanted {
	switch k {
	case Notice:
		return slices.Concat(c.wantWho("13(1)(a)", "13(1)(b)"), c.wantNotice(), c.wantRights(), c.wantJoint())
	case Description:
		return slices.Concat(c.wantWho("13(1)(a)", "13(1)(b)"), c.wantNotice(), c.wantRights())
	case Record:
		return slices.Concat(c.wantWho("30(1)(a)", "30(1)(a)"), c.wantRecord())
	case Processing:
		return slices.Concat(c.wantWho("30(2)(a)", "30(2)(a)"), c.wantProcessing())
	case Schedule:
		return c.wantSchedule()
	case Subprocessors:
		return c.wantSubprocessors()
	case Measures:
		return []wanted{{"32", "no-measures", "", register.Error}}
	case Annex:
		return c.wantAnnex()
	case Essence:
		return slices.Concat(c.wantWho("13(1)(a)", "13(1)(b)"), c.wantJoint())
	case Letters:
		return []wanted{{"13(2)(d)", "no-authority", "", register.Error}}
	}
	return nil
}

func (c *composer) wantWho(contact, officer string) []wanted {
	org := c.reg.Organisation
	all := []wanted{{contact, "no-contact", "", register.Error}}
	if org.Public || org.Officer != (register.Contact{}) {
		all = append(all, wanted{officer, "no-officer", "", register.Error})
	}
	if org.Representative != (register.Contact{}) {
		all = append(all, wanted{contact + "/representative", "no-representative", "", register.Error})
	}
	if contact == "30(1)(a)" || contact == "30(2)(a)" {
		all = slices.DeleteFunc(all, func(w wanted) bool { return w.code == "no-representative" })
	}
	return all
}

// wantNotice is Art. 13 and 14, activity by activity.
func (c *composer) wantNotice() (all []wanted) {
	for _, a := range c.ours() {
		need := func(duty, code string) { all = append(all, wanted{duty + "/" + a.Name, code, a.Name, register.Error}) }
		need("13(1)(c)/purpose", "no-purpose")
		need("13(1)(c)/basis", "no-basis")
		if a.Basis.Article == varsam.LegitimateInterest {
			need("13(1)(d)", "no-interest")
		}
		need("14(1)(d)", "no-data")
		need("13(1)(e)", "no-recipients")
		need("13(2)(a)", "no-period")
		need("13(2)(f)", "no-decisions")
		all = append(all, c.wantSources(a)...)
	}
	return append(all, c.wantTransfers("13(1)(f)")...)
}

// wantSources asks for sources, and whether what the person gives must be given.
func (c *composer) wantSources(a register.Activity) (all []wanted) {
	data := c.data(a)
	known := of(data, func(d datum) bool { return len(d.sources) > 0 })
	if len(known) < len(data) { // what the person did not give; only somebody who knows can say
		all = append(all, wanted{"14(2)(f)/every/" + a.Name, "no-source", a.Name, register.Warning})
	}
	if slices.ContainsFunc(data, func(d datum) bool { return slices.Contains(d.sources, "person") }) {
		all = append(all, wanted{"13(2)(e)/" + a.Name, "no-needed", a.Name, register.Error})
	}
	return all
}

// wantTransfers asks for a mechanism for whatever leaves the EEA.
func (c *composer) wantTransfers(article string) (all []wanted) {
	for _, a := range c.ours() {
		for _, r := range c.recipients(a) {
			if r.outside() {
				all = append(all, wanted{article + "/" + r.name, "no-safeguard", r.name, register.Error})
			}
		}
	}
	if len(all) == 0 {
		return []wanted{{article + "/none", "no-transfers", "", register.Warning}}
	}
	return append(all, wanted{article + "/copy", "no-copy", "", register.Error})
}

// wantRights is Art. 13(2)(b)–(d), 14(2)(c)–(e) and 21(4).
func (c *composer) wantRights() (all []wanted) {
	ours := c.ours()
	for _, a := range ours {
		for _, r := range rightsOf(a) {
			w := wanted{"13(2)(b)/" + string(r), "no-right", string(r), register.Error}
			if !slices.Contains(all, w) {
				all = append(all, w)
			}
		}
	}
	if slices.ContainsFunc(ours, register.Activity.Marketing) {
		all = append(all, wanted{"21(4)", "no-marketing", "", register.Error})
	}
	return append(all, wanted{"13(2)(d)", "no-authority", "", register.Error})
}

func (c *composer) wantJoint() (all []wanted) {
	c.p = locale.For(varsam.English)
	partners, _ := c.jointPartners()
	for _, p := range partners {
		all = append(all, wanted{"26(2)/" + p.Name, "no-essence", p.Name, register.Error})
	}
	return all
}

// wantRecord is Art. 30(1)(b)–(g).
func (c *composer) wantRecord() (all []wanted) {
	for _, a := range c.ours() {
		need := func(duty, code string, s register.Severity) {
			all = append(all, wanted{duty + "/" + a.Name, code, a.Name, s})
		}
		need("30(1)(b)", "no-purpose", register.Error)
		need("30(1)(c)/subjects", "no-subjects", register.Error)
		need("30(1)(c)/data", "no-data", register.Error)
		need("30(1)(d)", "no-recipients", register.Error)
		need("30(1)(e)", "no-transfers", register.Error)
		need("30(1)(f)", "no-period", register.Warning) // "where possible"
		if len(c.reg.Organisation.Measures) == 0 {
			need("30(1)(g)", "no-measures", register.Warning)
		}
		if a.Role == varsam.Joint {
			need("30(1)(a)/joint", "no-joint", register.Error)
		}
	}
	return all
}

// wantProcessing is Art. 30(2)(a)–(d).
func (c *composer) wantProcessing() (all []wanted) {
	for _, a := range c.forOthers() {
		all = append(all,
			wanted{"30(2)(a)/" + a.Party, "no-controller", a.Name, register.Error},
			wanted{"30(2)(b)/" + a.Name, "no-purpose", a.Name, register.Error},
			wanted{"30(2)(c)/" + a.Name, "no-transfers", a.Name, register.Error})
		if len(c.reg.Organisation.Measures) == 0 {
			all = append(all, wanted{"30(2)(d)/" + a.Name, "no-measures", a.Name, register.Warning})
		}
	}
	return all
}

func (c *composer) wantSchedule() (all []wanted) {
	for _, s := range c.reg.Systems {
		for _, coll := range s.Collections {
			for _, carry := range coll.CarriedBy {
				at := s.Name + "/" + coll.Name + "/" + carry.Activity
				all = append(all, wanted{"5(1)(e)/" + at, "no-period", carry.Activity, register.Warning})
			}
		}
	}
	return all
}

func (c *composer) wantSubprocessors() (all []wanted) {
	for _, p := range processors(c.reg) {
		all = append(all, wanted{"28(2)/" + p.Name, "no-processor", p.Name, register.Error})
		if p.Country == "" {
			all = append(all, wanted{"28(2)/country/" + p.Name, "no-country", p.Name, register.Error})
		}
	}
	return all
}

// wantAnnex is what Art. 28(3) says that an agreement sets out.
func (c *composer) wantAnnex() (all []wanted) {
	all = []wanted{{"28(3)/parties", "no-contact", "", register.Error}, {"28(3)(d)", "no-processor", "", register.Error}, {"28(3)(c)", "no-measures", "", register.Error}}
	for _, a := range c.forOthers() {
		if a.Party != c.Party {
			continue
		}
		for _, w := range []struct{ duty, code string }{
			{"28(3)/subject", "no-purpose"},
			{"28(3)/nature", "no-nature"},
			{"28(3)/data", "no-data"},
			{"28(3)/subjects", "no-subjects"},
			{"28(3)/duration", "no-duration"},
			{"28(3)(a)", "no-instruction"},
			{"28(3)(g)", "no-instruction"},
		} {
			all = append(all, wanted{w.duty + "/" + a.Name, w.code, a.Name, register.Error})
		}
	}
	return all
}
