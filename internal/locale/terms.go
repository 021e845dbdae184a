package locale

import (
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
)

// Right is the right's name, inside a sentence: "radering".
func (p Printer) Right(r varsam.Right) string { return p.T("right." + string(r)) }

// Fate is what must happen to a record, as a short word.
func (p Printer) Fate(f varsam.Fate) string { return p.T("fate." + string(f)) }

// FieldFate is what happens to a field.
func (p Printer) FieldFate(f varsam.FieldFate) string { return p.T("field." + string(f)) }

// Ownership is whose a record is.
func (p Printer) Ownership(o varsam.Ownership) string { return p.T("ownership." + string(o)) }

// State is how far a step has come. It never says more than is known: until a
// step is applied it is asked for, not done.
func (p Printer) State(s varsam.StepState) string { return p.T("state." + string(s)) }

// Op is what a step does, as a noun.
func (p Printer) Op(k varsam.OpKind) string { return p.T("op." + string(k)) }

// Basis is the legal basis in words, also that there is none: a processor's is the
// controller's.
func (p Printer) Basis(b varsam.Basis) string {
	if b == "" {
		return p.T("basis.none")
	}
	return p.T("basis." + string(b))
}

// Role is what the organisation is for an activity.
func (p Printer) Role(r varsam.Role) string { return p.T("role." + string(r)) }

// Finality says what has become of n records. A finality that has a day says so
// also when the day is not known.
func (p Printer) Finality(f varsam.Finality, until varsam.Date, n int) string {
	key := "finality." + strings.ReplaceAll(string(f), " ", "-")
	if until.IsZero() && p.Has(key+".open") {
		key += ".open"
	}
	if f == "" {
		key = "finality.none"
	}
	return p.N(key, n, until.String())
}

// Law is how a letter cites a rule: "bokföringslagen 7 kap. 2 §". An id that is
// not known is shown as it is.
func (p Printer) Law(id string) string {
	if rule, ok := p.rule(id); ok {
		return p.In(rule.Paragraph)
	}
	return id
}

func (p Printer) rule(id string) (law.Rule, bool) {
	if id == "" {
		return law.Rule{}, false
	}
	if !p.day.IsZero() {
		if rule, err := law.Find(id, p.day); err == nil {
			return rule, true
		}
	}
	versions, err := law.Versions(id)
	if err != nil {
		return law.Rule{}, false
	}
	return versions[len(versions)-1], true
}

// Keeps is how long a rule keeps what it covers, in words.
func (p Printer) Keeps(id string) string {
	rule, ok := p.rule(id)
	if !ok {
		return ""
	}
	return p.In(rule.Keeps())
}

// Period is a calendar length in words.
func (p Printer) Period(period varsam.Period) string { return p.In(law.PeriodWords(period)) }

// Category is a kind of data in words. A category of the organisation's own is
// named by the nearest one above it that is known.
func (p Printer) Category(c varsam.Category) string {
	for name := string(c); name != ""; {
		if p.Has("category." + name) {
			return p.T("category." + name)
		}
		dot := strings.LastIndexByte(name, '.')
		name = name[:max(dot, 0)]
	}
	return string(c)
}

// Use is something a person can make stop, in words; the organisation's own
// words are shown with spaces for hyphens.
func (p Printer) Use(u varsam.Use) string { return p.open("use.", string(u)) }

// IdentifierType is a kind of identifier in words.
func (p Printer) IdentifierType(t varsam.IdentifierType) string { return p.open("type.", string(t)) }

// Mechanism is what lets data leave the EEA.
func (p Printer) Mechanism(m string) string { return p.open("transfer.", m) }

// Source is where a field comes from: the person, observation, inference, or
// what the register names.
func (p Printer) Source(s string) string {
	if p.Has("source." + s) {
		return p.T("source." + s)
	}
	return p.Name("party", s)
}

// While is what a purpose lasts as long as.
func (p Printer) While(w string) string { return p.open("while.", w) }

// Country is a country's name, or its code.
func (p Printer) Country(code string) string { return p.open("country.", code) }

// open is a word of an open set.
func (p Printer) open(prefix, word string) string {
	if p.Has(prefix + word) {
		return p.T(prefix + word)
	}
	return strings.ReplaceAll(word, "-", " ")
}
