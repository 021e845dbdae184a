package duty

import (
	"slices"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// The findings of transfers.
const (
	MechanismFallen Code = "transfer-fallen"     // what it rests on is no longer valid
	MechanismFalls  Code = "transfer-falls"      // it will not be from a day on
	NotAdequate     Code = "transfer-adequacy"   // no decision for the country is known
	FrameworkAbroad Code = "transfer-dpf-abroad" // the framework is for the United States only
	FrameworkStaff  Code = "transfer-dpf-hr"     // the listing leaves employees' data out
	FrameworkStale  Code = "transfer-dpf-stale"  // the list was looked at more than a week ago
	NoModule        Code = "transfer-module"
	AnnexesMissing  Code = "transfer-annexes"
	NoImpact        Code = "transfer-impact"     // clause 14: no impact assessment
	OnlyOccasional  Code = "transfer-derogation" // Art. 49 is for the occasional
)

// basisOf is what is known of a mechanism: the days between which it lets data
// leave, and by what it fell.
type basisOf struct {
	name       string
	from, fell varsam.Date
	by         string
}

// mechanisms are those that there are and were.
var mechanisms = []basisOf{
	{name: "adequacy"},
	{name: "dpf", from: varsam.NewDate(2023, time.July, 10)}, // decision (EU) 2023/1795
	{name: "scc", from: varsam.NewDate(2021, time.June, 27)}, // decision (EU) 2021/914
	{name: "bcr"},
	{name: "code"},
	{name: "derogation"},
	{name: "scc-2010", fell: varsam.NewDate(2022, time.December, 27), by: "(EU) 2021/914, art. 4"},
	{name: "privacy-shield", from: varsam.NewDate(2016, time.August, 1), fell: varsam.NewDate(2020, time.July, 16), by: "C-311/18"},
	{name: "safe-harbour", fell: varsam.NewDate(2015, time.October, 6), by: "C-362/14"},
}

func mechanismNames() (all []string) {
	for _, m := range mechanisms {
		all = append(all, m.name)
	}
	return all
}

// transfer is what lets data leave the EEA.
func transfer() *Definition {
	return &Definition{
		Kind: Transfer, Article: "44", About: onParty, One: true, Next: "review",
		Fields: []Field{
			{Name: "country", Type: Country},
			{Name: "mechanism", Type: Choice, Options: mechanismNames(), Required: true},
			{Name: "module", Type: Choice, Options: []string{"1", "2", "3", "4"}},
			{Name: "annexes", Type: Many, Options: []string{"I", "II", "III"}},
			{Name: "listed_as", Type: Line, Plain: true},
			{Name: "checked", Type: Day},
			{Name: "hr", Type: Yes},
			{Name: "impact", Type: Day},
			{Name: "until", Type: Day},
			{Name: "fallback", Type: Choice, Options: []string{"scc", "bcr", "derogation", "stop"}},
			{Name: "review", Type: Day},
		},
		Check: func(r Record, w *World) Faults { return notAhead(r, w, "checked", "impact") },
		Due:   transferDay, Judge: judgeTransfer, Missing: missingTransfer,
	}
}

// transferDay is when it is looked at again; a listing under the framework every
// week.
func transferDay(r Record, _ *time.Location) varsam.Date {
	if until := r.Facts.Day("until"); !until.IsZero() && r.Facts["review"] == "" {
		return until
	}
	return r.Facts.Day("review")
}

// recheckDays is how old a look at the framework's list may be.
const recheckDays = 7

// adequacyKnown reports whether a decision under Art. 45 is known for a country.
func adequacyKnown(country string) bool {
	return slices.Contains(register.AdequateCountries(), country)
}

// fallen is the day on which a mechanism fell or will, with what made it fall: the
// table's, or what somebody here took down as a [Mechanism].
func (w *World) fallen(mechanism, country string) (day varsam.Date, by string) {
	for _, m := range mechanisms {
		if m.name == mechanism {
			day, by = m.fell, m.by
		}
	}
	for _, r := range w.Of(Mechanism) {
		f := r.Facts
		if f["mechanism"] != mechanism || f["country"] != "" && f["country"] != country {
			continue
		}
		if fell := f.Day("fell"); day.IsZero() || fell.Before(day) {
			day, by = fell, f["decision"]
		}
	}
	return day, by
}

// country is where a transfer goes: what it says, or where the party is.
func (w *World) country(r Record) string {
	if c := r.Facts["country"]; c != "" {
		return c
	}
	if w.Register == nil {
		return ""
	}
	p, _ := w.Register.Party(r.Subject.Name)
	return p.Country
}

func judgeTransfer(w *World, r Record, found *findings) {
	f, country := r.Facts, w.country(r)
	if until := f.Day("until"); !until.IsZero() && until.Before(w.Today) && f["review"] != "" {
		found.about(r, Late, until)
	}
	fell, by := w.fallen(f["mechanism"], country)
	switch {
	case fell.IsZero():
	case !fell.After(w.Today):
		found.about(r, MechanismFallen, fell, f["mechanism"], by)
		return
	default:
		found.about(r, MechanismFalls, fell, f["mechanism"], by)
	}
	switch f["mechanism"] {
	case "adequacy":
		if country != "" && !register.InEEA(country) && !adequacyKnown(country) {
			found.about(r, NotAdequate, varsam.Date{}, country)
		}
	case "dpf":
		judgeFramework(w, r, country, found)
	case "scc":
		judgeClauses(r, found)
	case "derogation":
		found.about(r, OnlyOccasional, varsam.Date{})
	}
}

func judgeFramework(w *World, r Record, country string, found *findings) {
	checked := r.Facts.Day("checked")
	if country != "" && country != "US" {
		found.about(r, FrameworkAbroad, varsam.Date{}, country)
	}
	if r.Facts["hr"] == "" && w.holdsStaff(r.Subject.Name) {
		found.about(r, FrameworkStaff, varsam.Date{})
	}
	if checked.Before(w.Today.AddDays(-recheckDays)) {
		found.about(r, FrameworkStale, checked)
	}
}

func judgeClauses(r Record, found *findings) {
	if r.Facts["module"] == "" {
		found.about(r, NoModule, varsam.Date{})
	}
	if r.Register { // the register has no place for what follows
		return
	}
	var missing []string
	for _, annex := range []string{"I", "II", "III"} {
		if !r.Facts.Has("annexes", annex) && (annex != "III" || r.Facts["module"] == "2" || r.Facts["module"] == "3") {
			missing = append(missing, annex)
		}
	}
	if len(missing) > 0 {
		found.about(r, AnnexesMissing, varsam.Date{}, strings.Join(missing, ", "))
	}
	if r.Facts["impact"] == "" {
		found.about(r, NoImpact, varsam.Date{})
	}
}

// holdsStaff reports whether a party operates a system with data about people who
// work here.
func (w *World) holdsStaff(name string) bool {
	if w.Register == nil {
		return false
	}
	for _, s := range w.Register.Systems {
		if s.Operator != name {
			continue
		}
		for _, c := range s.Collections {
			for _, carry := range c.CarriedBy {
				if a, ok := w.Register.Activity(carry.Activity); ok && register.AboutEmployees(a) {
					return true
				}
			}
		}
	}
	return false
}

// missingTransfer finds recipients outside the EEA that nothing lets data go to.
func missingTransfer(w *World, found *findings) {
	for _, p := range w.Register.Parties {
		if p.Country == "" || register.InEEA(p.Country) || p.Kind == "source" || w.has(Transfer, party(p.Name)) {
			continue
		}
		found.note(Missing, Transfer, party(p.Name), "", varsam.Date{})
	}
}

// lawful reports whether data may go to a party as far as places are concerned. A
// party within the EEA may let it go on to somewhere outside: a transfer says so.
func (w *World) lawful(p register.Party) bool {
	at := func(country string) bool { return country == "" || register.InEEA(country) }
	r, ok := w.open(Transfer, party(p.Name))
	if !ok {
		return at(p.Country)
	}
	if at(w.country(r)) {
		return true
	}
	fell, _ := w.fallen(r.Facts["mechanism"], w.country(r))
	until := r.Facts.Day("until")
	return (fell.IsZero() || fell.After(w.Today)) && (until.IsZero() || !until.Before(w.Today))
}

// MechanismRests says how many transfers rest on a ground that fell, or will.
const MechanismRests Code = "mechanism-rests"

// mechanism is the news that a ground for transfers has fallen, or will: open until
// no transfer rests on it.
func mechanism() *Definition {
	return &Definition{
		Kind: Mechanism, Article: "44", About: onOrganisation,
		Fields: []Field{
			{Name: "mechanism", Type: Choice, Options: mechanismNames(), Required: true},
			{Name: "country", Type: Country},
			{Name: "fell", Type: Day, Required: true},
			{Name: "decision", Type: Line, Plain: true, Required: true},
		},
		Due:   func(r Record, _ *time.Location) varsam.Date { return r.Facts.Day("fell") },
		Tells: true,
		Judge: func(w *World, r Record, found *findings) {
			n := 0
			for _, t := range w.Of(Transfer) {
				if t.Facts["mechanism"] == r.Facts["mechanism"] && (r.Facts["country"] == "" || r.Facts["country"] == w.country(t)) {
					n++
				}
			}
			if n > 0 {
				found.about(r, MechanismRests, r.Facts.Day("fell"), r.Facts["mechanism"], number(n))
			}
		},
	}
}
