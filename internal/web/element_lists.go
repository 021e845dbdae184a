package web

import (
	"cmp"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"github.com/varsam/varsam/internal/register"
)

// list notes that a list of names helps on this page, and is its id.
func (d *drawer) list(s register.Source) string {
	if len(d.options(s)) == 0 {
		return ""
	}
	if !slices.Contains(d.used, s) {
		d.used = append(d.used, s)
	}
	return "list-" + string(s)
}

// options are the names that a part may hold, with what people call them.
func (d *drawer) options(s register.Source) []formOption {
	if all, ok := d.lists[s]; ok {
		return all
	}
	all := d.source(s)
	d.lists[s] = all
	return all
}

func (d *drawer) source(s register.Source) (all []formOption) {
	say := d.v.Printer
	add := func(value, title string) { all = append(all, formOption{Value: value, Title: title}) }
	switch s {
	case register.FromParties, register.FromOperators, register.FromRecipients:
		if s == register.FromOperators {
			add(register.Self, say.T("web.register.self"))
		}
		for _, p := range d.reg.Parties {
			add(p.Name, say.Name("party", p.Name))
		}
	case register.FromActivities:
		for _, a := range d.reg.Activities {
			add(a.Name, say.Name("activity", a.Name))
		}
	case register.FromConnectors:
		add("assisted", say.T("form.assisted"))
		for _, c := range d.o.Connectors {
			add(c.Name, c.Title.In(say.Lang()))
		}
	case register.FromCategories:
		for _, c := range register.Categories() {
			add(string(c.Key), c.Words.In(say.Lang()))
		}
	case register.FromCountries:
		for _, c := range register.Countries() {
			add(c, say.Country(c))
		}
		slices.SortFunc(all, func(a, b formOption) int { return say.Compare(a.Title, b.Title) })
	case register.FromLaws:
		for _, r := range law.All() {
			add(r.ID, r.Law.In(say.Lang())+" "+r.Paragraph.In(say.Lang())+": "+r.Covers.In(say.Lang()))
		}
		all = slices.CompactFunc(all, func(a, b formOption) bool { return a.Value == b.Value })
	case register.FromIdentifiers:
		for _, t := range []varsam.IdentifierType{varsam.Email, varsam.Phone, varsam.NationalID} {
			add(string(t), say.IdentifierType(t))
		}
		d.fields(func(f register.Field) string { return string(f.Identifies) }, &all)
	case register.FromSources:
		for _, known := range []string{"person", "observed", "inferred"} {
			add(known, say.T("form.source."+known))
		}
		for _, p := range d.reg.Parties {
			add(p.Name, say.Name("party", p.Name))
		}
	case register.FromRecodings:
		for _, known := range []string{"null", "random", "month", "quarter", "year", "decade", "prefix: 3", "band: 10"} {
			add(known, say.T("form.recoding."+strings.Trim(known, ": 0123456789")))
		}
	default:
		all = d.written(s)
	}
	return all
}

// written are names that the register itself uses already, so that one thing has
// one name.
func (d *drawer) written(s register.Source) (all []formOption) {
	add := func(names ...string) {
		for _, name := range names {
			if name != "" && !slices.ContainsFunc(all, func(o formOption) bool { return o.Value == name }) {
				all = append(all, formOption{Value: name, Title: name})
			}
		}
	}
	sys, _ := d.reg.System(d.f.Element.Name)
	switch s {
	case register.FromCollections:
		for _, c := range sys.Collections {
			add(c.Name)
		}
	case register.FromColumns:
		c, _ := sys.Collection(cmp.Or(d.f.Element.Collection, d.f.Copy.Collection))
		for _, f := range c.Fields {
			add(f.Name)
		}
	case register.FromZones:
		add("Europe/Stockholm", "Europe/Helsinki", "Europe/Mariehamn", "Europe/Oslo", "Europe/Copenhagen", "UTC", d.reg.Organisation.Zone)
	case register.FromOwners:
		for _, x := range d.reg.Systems {
			add(x.Owner)
		}
		for _, a := range d.reg.Activities {
			add(a.Owner)
		}
	case register.FromRoles:
		for _, x := range d.reg.Systems {
			add(x.Access...)
		}
	case register.FromSubjects:
		for _, a := range d.reg.Activities {
			add(a.Subjects...)
		}
	case register.FromUses:
		add("newsletter", string(varsam.DirectMarketing), "profiling", "analytics")
		for _, a := range d.reg.Activities {
			for _, u := range a.Uses {
				add(string(u))
			}
		}
	}
	for i := range all {
		all[i].Title = d.called(s, all[i].Value)
	}
	return all
}

// called is what people call such a name.
func (d *drawer) called(s register.Source, name string) string {
	switch {
	case s == register.FromUses:
		return d.v.Use(varsam.Use(name))
	case s == register.FromSubjects && d.v.Has("subject."+name):
		return d.v.T("subject." + name)
	}
	return name
}

// fields adds what fields of the register say in one place.
func (d *drawer) fields(of func(register.Field) string, all *[]formOption) {
	for _, s := range d.reg.Systems {
		for _, c := range s.Collections {
			for _, f := range c.Fields {
				if name := of(f); name != "" && !slices.ContainsFunc(*all, func(o formOption) bool { return o.Value == name }) {
					*all = append(*all, formOption{Value: name, Title: name})
				}
			}
		}
	}
}

// choice is one of the few values of a part in words.
func (d *drawer) choice(path, value string) string {
	say := d.v.Printer
	steps := strings.Split(path, ".")
	switch key := steps[len(steps)-1]; key {
	case "article":
		return say.Basis(varsam.Basis(value))
	case "role":
		return say.Role(varsam.Role(value))
	case "mechanism":
		return say.Mechanism(value)
	case "while":
		return say.While(value)
	case "kind":
		if d.f.Element.Kind == register.PartyKind {
			return say.T("web.party." + value)
		}
		return d.open("form.kind-of.", value)
	case "language":
		return d.open("form.language.", value)
	default:
		return d.open("form."+key+".", value)
	}
}

// open is a word where there is one.
func (d *drawer) open(prefix, value string) string {
	if d.v.Has(prefix + value) {
		return d.v.T(prefix + value)
	}
	return value
}
