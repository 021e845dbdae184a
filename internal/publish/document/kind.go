package document

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Kind is what a document is.
type Kind string

// The kinds.
const (
	Notice        Kind = "notice"        // privacy notice, Art. 13 and 14
	Description   Kind = "description"   // description of the register, as in Finland
	Record        Kind = "record"        // record of processing as controller, Art. 30(1)
	Processing    Kind = "processing"    // record of processing as processor, Art. 30(2)
	Schedule      Kind = "schedule"      // retention schedule
	Subprocessors Kind = "subprocessors" // who processes for us, and whom our customers' data reaches
	Measures      Kind = "measures"      // security measures
	Cookies       Kind = "cookies"       // what is stored in browsers
	Annex         Kind = "annex"         // annexes of a processing agreement, Art. 28(3)
	Essence       Kind = "essence"       // essence of a joint arrangement, Art. 26(2)
	Letters       Kind = "letters"       // the letters that people get
)

// Kinds are all kinds, in the order in which they are listed.
func Kinds() []Kind {
	return []Kind{Notice, Description, Record, Processing, Schedule, Subprocessors, Measures, Cookies, Annex, Essence, Letters}
}

// Valid reports whether there is such a kind.
func (k Kind) Valid() bool { return slices.Contains(Kinds(), k) }

// Public reports whether the kind is for everybody to read, on the public pages.
// The others are for the authority, the staff and the parties to an agreement.
func (k Kind) Public() bool {
	return slices.Contains([]Kind{Notice, Description, Subprocessors, Measures, Cookies, Essence}, k)
}

// ByParty reports whether there is one document for each party.
func (k Kind) ByParty() bool { return k == Annex }

// Languages are those that documents are written in.
func Languages() []varsam.Lang {
	return []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.Finnish, varsam.English}
}

// ParseLang reads the language of a document: Finnish beside those of the pages.
func ParseLang(s string) (varsam.Lang, error) {
	if s == "fi" || s == "fi-FI" {
		return varsam.Finnish, nil
	}
	lang, err := varsam.ParseLang(s)
	if err != nil {
		return "", varsam.Errorf(varsam.Invalid, "documents are written in sv, sv-FI, fi and en, not in %q", s)
	}
	return lang, nil
}

// ParseKind reads a kind by its name.
func ParseKind(s string) (Kind, error) {
	if k := Kind(s); k.Valid() {
		return k, nil
	}
	return "", varsam.Errorf(varsam.Invalid, "there is no document %q; there are %v", s, Kinds())
}

// Has reports whether a register has anything to say in a document of a kind: no
// cookies, no cookie table.
func Has(reg *register.Register, k Kind) bool {
	switch k {
	case Processing, Annex:
		return slices.ContainsFunc(reg.Activities, func(a register.Activity) bool { return a.Role == varsam.Processor && !a.Draft })
	case Essence:
		return slices.ContainsFunc(reg.Activities, func(a register.Activity) bool { return a.Role == varsam.Joint && !a.Draft })
	case Cookies:
		return slices.ContainsFunc(reg.Systems, func(s register.System) bool { return len(s.Cookies) > 0 })
	case Subprocessors:
		return len(processors(reg)) > 0
	}
	return true
}

// Parties are those for whom a document of a kind is made: the controllers that
// we are processor for.
func Parties(reg *register.Register, k Kind) []string {
	if !k.ByParty() {
		return nil
	}
	var all []string
	for _, a := range reg.Activities {
		if a.Role == varsam.Processor && !a.Draft && a.Party != "" && !slices.Contains(all, a.Party) {
			all = append(all, a.Party)
		}
	}
	slices.Sort(all)
	return all
}
