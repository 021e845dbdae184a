package register

import (
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
)

func (f *finder) system(s System) {
	at := f.atSystem(s.Name)
	if s.Draft {
		at.in("draft").found("draft-system")
	}
	if s.Owner == "" {
		at.in("owner").found("no-system-owner")
	}
	if s.Country == "" {
		at.in("country").found("no-country")
	}
	if len(s.Access) == 0 {
		at.in("access").found("no-access")
	}
	f.safeguards(at, s)
	f.operator(at.in("operator"), s)
	for _, c := range s.Collections {
		f.collection(at.collection(c.Name), s, c)
	}
	f.marks(at, s)
}

func (f *finder) safeguards(at spot, s System) {
	if !f.hasBackups(s) {
		at.in("backups").found("no-backups")
	}
	if len(s.Measures) == 0 {
		at.in("measures").found("no-measures")
	}
	for i, m := range s.Measures {
		if !m.Review.IsZero() && m.Review.Before(f.today) {
			at.in("measures", strconv.Itoa(i), "review").found("measure-review-passed", m.Measure, m.Review.String())
		}
	}
}

// hasBackups tells "0 days" from nothing said, which only the file can.
func (f *finder) hasBackups(s System) bool {
	file := f.reg.file("system", s.Name)
	return !s.Backups.Kept.IsZero() || file != nil && file.root.get("backups") != nil
}

func (f *finder) operator(at spot, s System) {
	switch s.Operator {
	case "":
		at.found("no-operator")
		return
	case Self:
		if s.Country != "" && !inEEA(s.Country) {
			at.found("own-system-outside", s.Country)
		}
		return
	}
	p, ok := f.reg.Party(s.Operator)
	if !ok {
		return
	}
	if p.Kind == "processor" {
		f.agreement(at, p, "no-agreement")
	} else {
		at.found("operator-not-processor", p.Name, p.Kind)
	}
	country := p.Country
	if inEEA(country) && s.Country != "" {
		country = s.Country
	}
	f.transfer(at, p, country, f.holdsEmployees(s))
}

func (f *finder) holdsEmployees(s System) bool {
	for _, c := range s.Collections {
		for _, carry := range c.CarriedBy {
			if a, ok := f.reg.Activity(carry.Activity); ok && f.aboutEmployees(a) {
				return true
			}
		}
	}
	return false
}

// marks sees to it that a use can be stopped: some column of the system is its
// mark. An assisted system is stopped by a person.
func (f *finder) marks(at spot, s System) {
	stops := map[varsam.Use]bool{}
	for _, c := range s.Collections {
		for _, field := range c.Fields {
			if field.Stop != nil {
				stops[field.Stop.Use] = true
			}
		}
	}
	if s.Connector == "assisted" {
		return
	}
	for _, use := range f.usesOf(s) {
		if !stops[use] {
			at.in("collections").found("use-without-mark", string(use))
		}
	}
}

func (f *finder) usesOf(s System) []varsam.Use {
	var uses []varsam.Use
	for _, c := range s.Collections {
		for _, carry := range c.CarriedBy {
			if a, ok := f.reg.Activity(carry.Activity); ok {
				uses = append(uses, a.Uses...)
			}
		}
	}
	slices.Sort(uses)
	return slices.Compact(uses)
}

// party is checked where it is used; here only what stands for itself.
func (f *finder) party(p Party) {
	at := f.atParty(p.Name)
	if p.Country == "" {
		at.in("country").found("party-without-country")
	}
	if p.Kind == "processor" && !f.operates(p.Name) {
		f.agreement(at, p, "no-agreement")
	}
}

func (f *finder) operates(name string) bool {
	return slices.ContainsFunc(f.reg.Systems, func(s System) bool { return s.Operator == name })
}

// soon is how many days ahead an agreement's end is told.
const soon = 60

func (f *finder) agreement(at spot, p Party, missing string) {
	a := p.Agreement
	if a == nil {
		at.found(missing, p.Name)
		return
	}
	switch {
	case a.Signed.IsZero():
		at.found("agreement-unsigned", p.Name)
	case a.Ends.IsZero():
	case a.Ends.Before(f.today):
		at.found("agreement-expired", p.Name, a.Ends.String())
	case a.Ends.Before(f.today.AddDays(soon)):
		at.found("agreement-ends-soon", p.Name, a.Ends.String())
	}
	if len(a.Clauses) == 0 {
		return
	}
	var missingClauses []string
	for _, letter := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		if !slices.Contains(a.Clauses, letter) {
			missingClauses = append(missingClauses, "("+letter+")")
		}
	}
	if len(missingClauses) > 0 {
		at.found("agreement-clauses", p.Name, strings.Join(missingClauses, " "))
	}
}

// adequate are the countries and territories with a decision under Art. 45, to
// the best of our knowledge in November 2026. The list only softens findings: a
// country that is missing here gets a warning, not an error.
const adequate = "AD AR CA CH FO GB GG IL IM JE JP KR NZ UY"

// shieldFell is the day of the judgment in C-311/18.
const shieldFell = "2020-07-16"

func (f *finder) transfer(at spot, p Party, country string, employees bool) {
	t := p.Transfer
	if t != nil && t.Mechanism == "privacy-shield" {
		at.found("privacy-shield", p.Name, shieldFell)
		return
	}
	if country == "" || inEEA(country) {
		return
	}
	known := slices.Contains(strings.Fields(adequate), country)
	switch {
	case t == nil && known:
		at.found("transfer-not-stated", p.Name, country)
	case t == nil:
		at.found("no-transfer", p.Name, country)
	case !t.Until.IsZero() && t.Until.Before(f.today):
		at.found("transfer-expired", p.Name, t.Until.String())
	case t.Mechanism == "adequacy" && !known:
		at.found("adequacy-unknown", p.Name, country)
	case t.Mechanism == "scc" && t.Module == "":
		at.found("scc-without-module", p.Name)
	case t.Mechanism == "derogation":
		at.found("derogation", p.Name)
	case t.Mechanism == "dpf":
		f.framework(at, p, country, employees)
	}
}

// framework is the EU–US Data Privacy Framework: valid, fragile, so the list is
// looked at every week.
func (f *finder) framework(at spot, p Party, country string, employees bool) {
	t := p.Transfer
	if country != "US" {
		at.found("dpf-not-us", p.Name, country)
		return
	}
	if employees && !t.HR {
		at.found("dpf-without-hr", p.Name)
	}
	if t.Checked.IsZero() || t.Checked.Before(f.today.AddDays(-7)) {
		at.found("dpf-check-old", p.Name, t.Checked.String())
	}
}
