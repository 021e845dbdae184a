package register

import (
	"strings"

	"github.com/varsam/varsam/internal/locale"
)

// check is what the schema cannot say: names that refer to each other, rules of
// law, zones, secrets. It runs over whatever could be read, so that all faults
// come at once.
func (l *loader) check() {
	l.duplicates()
	l.checkOrganisation()
	for i := range l.reg.Systems {
		s := &l.reg.Systems[i]
		l.checkSystem(place{l: l, f: l.reg.file("system", s.Name)}, s)
	}
	for _, a := range l.reg.Activities {
		l.checkActivity(place{l: l, f: l.reg.file("activity", a.Name)}, a)
	}
	for _, p := range l.reg.Parties {
		l.checkCountry(place{l: l, f: l.reg.file("party", p.Name)}.in("country"), p.Country)
	}
	l.checkStatements()
	l.checkCookies()
}

// place is a spot in a file, by its path of keys.
type place struct {
	l    *loader
	f    *file
	path []string
}

func (p place) in(steps ...string) place {
	p.path = append(append([]string{}, p.path...), steps...)
	return p
}

func (p place) fault(code string, message, mend locale.Saying) {
	p.l.faultOnce(p.f, p.f.root.at(p.path...).pos, code, message, mend)
}

// faultKey points at the key instead of the value.
func (p place) faultKey(code string, message, mend locale.Saying) {
	p.l.faultOnce(p.f, p.f.root.key(p.path...).pos, code, message, mend)
}

// duplicates finds two files for one name.
func (l *loader) duplicates() {
	first := map[string]*file{}
	for _, f := range l.files {
		if f.name == "" || f.kind == "organisation" {
			continue
		}
		id := f.kind + " " + f.name
		if other := first[id]; other != nil {
			place{l: l, f: f}.in(f.kind).fault("duplicate-name",
				locale.Says("there are two files for the %s %s; the other is %s", f.kind, quote(f.name), other.path), locale.Says("give one another name, or remove it"))
			continue
		}
		first[id] = f
	}
}

// checkOrganisation also covers a folder without one. It says so only when no
// file could have been meant as one.
func (l *loader) checkOrganisation() {
	f := l.reg.file("organisation", "")
	if f == nil {
		for _, f := range l.files {
			if f.kind == "" {
				return
			}
		}
		l.faults = append(l.faults, Fault{File: "organisation.yaml", Code: "no-organisation"}.says(
			locale.Says("no file of the folder describes the organisation"),
			locale.Says("write organisation.yaml with organisation:, format: 1, country: and zone:")))
		return
	}
	o, p := l.reg.Organisation, place{l: l, f: f}
	l.checkCountry(p.in("country"), o.Country)
	l.checkZone(p.in("zone"), o.Zone)
	l.checkPatterns(p, o.Patterns)
	if _, err := o.yearEnd(); err != nil {
		p.in("fiscal_year").fault("fiscal-year", locale.Says("%s is no day of the year", quote(o.FiscalYear)), locale.Says("%s", err))
	} else if _, err := o.Years(); err != nil {
		p.in("fiscal_years").fault("fiscal-year", locale.Says("the fiscal years do not fit together"), locale.Says("%s", err))
	}
}

// known are the names of a kind that any file gives, also those with faults: a
// fault in one file should not bring forth ten in others.
func (l *loader) known(kind string) []string {
	var names []string
	for _, f := range l.files {
		if f.kind == kind && f.name != "" {
			names = append(names, f.name)
		}
	}
	return names
}

func (l *loader) refer(p place, kind, name string) {
	if name == "" {
		return
	}
	names := l.known(kind)
	for _, known := range names {
		if known == name {
			return
		}
	}
	mend := didYouMean(name, names)
	if mend.IsZero() {
		mend = locale.Says("write a file that begins with %s: %s", kind, name)
		if len(names) > 0 && len(names) <= 12 {
			mend = locale.Says("%s; known: %s", mend, strings.Join(names, ", "))
		}
	}
	p.fault("unknown-"+kind, locale.Says("there is no %s %s", kind, quote(name)), mend)
}
