package varsam

import (
	"slices"
	"strings"
)

// IdentifierType names what a value identifies a person by. The register may use
// further words for an organisation's own numbers; those compare exactly.
type IdentifierType string

// The types with a canonical form of their own.
const (
	Email      IdentifierType = "email"
	Phone      IdentifierType = "phone"
	NationalID IdentifierType = "national-id"

	// Name is a person's name in full. Others have it too: it selects no record and extends no search, and is looked for only in
	// texts, where it is for a person to judge.
	Name IdentifierType = "name"
)

// Selects reports whether a value of the type may select records and extend a search.
func (t IdentifierType) Selects() bool { return t != Name }

// Identifier is one value that identifies a person.
type Identifier struct {
	Type  IdentifierType `json:"type"`
	Value string         `json:"value"` // as it was given; in canonical form when it was found

	// Verified identifiers select records. A claimed one is only compared with
	// what the verified ones found.
	Verified bool `json:"verified"`

	// Chain is how it was obtained: empty for an identifier the person gave,
	// otherwise the places it was found in, first to last.
	Chain []Link `json:"chain,omitempty"`
}

// Link is one step of an identifier's chain: the field of a record of the
// person's own.
type Link struct {
	Ref   Ref    `json:"ref"`
	Field string `json:"field"`
}

// Person is one data subject of a request, known by a number in the request and
// by identifiers.
type Person struct {
	Number      int          `json:"number"` // 0, 1, 2 … within the request
	Identifiers []Identifier `json:"identifiers"`
}

// Canonical is the one form in which two values of the type are compared:
// e-mail in small letters, phone in E.164, a Swedish national number with its
// century, any other country's with the country's letters before it. Region (ISO
// 3166 alpha-2) reads what is written the national way; today resolves a
// two-digit year. A canonical form is read as itself in every region. A value
// that is not of the type is an error.
func (t IdentifierType) Canonical(value, region string, today Date) (string, error) {
	value = strings.TrimSpace(value)
	switch {
	case value == "":
		return "", Errorf(Invalid, "the %s is empty", t)
	case t == Email:
		return canonicalEmail(value)
	case t == Phone:
		return canonicalPhone(value, region)
	case t == NationalID:
		return canonicalNationalID(value, region, today)
	}
	return value, nil
}

// Fold says how a database makes a cell comparable in the second, canonical
// stage of a search. It may let through more than is equal, never less; every
// hit is checked again with [IdentifierType.Canonical].
type Fold string

// The folds.
const (
	Exact    Fold = "exact"    // compare as it is
	FoldCase Fold = "case"     // trim spaces, A–Z to a–z
	Digits   Fold = "digits"   // drop [Separators]
	Contains Fold = "contains" // the cell, A–Z to a–z, contains the value
)

// Fold is the type's way to be compared in a database.
func (t IdentifierType) Fold() Fold {
	switch t {
	case Email:
		return FoldCase
	case Phone, NationalID:
		return Digits
	}
	return Exact
}

// Apply folds a cell's text; it is the reference for what a connector computes.
func (f Fold) Apply(s string) string {
	switch f {
	case FoldCase, Contains:
		return asciiLower(strings.Trim(s, " "))
	case Digits:
		return dropSeparators(s)
	}
	return s
}

// Separators are what [Digits] drops: blanks and the signs between digits. Each
// exists in ISO 8859-1, because databases with that character set must be able
// to say them.
var Separators = []string{" ", "\t", "\r", "\n", "\u00a0", "-", "+", "(", ")", ".", "/"}

// dropSeparators leaves out all [Separators]. Most cells have none, and every cell
// of a scan passes here.
func dropSeparators(s string) string {
	first := 0
	for first < len(s) && separator(s, first) == 0 {
		first++
	}
	if first == len(s) {
		return s
	}
	kept := append(make([]byte, 0, len(s)), s[:first]...)
	for i := first; i < len(s); {
		if n := separator(s, i); n > 0 {
			i += n
			continue
		}
		kept = append(kept, s[i])
		i++
	}
	return string(kept)
}

// separator is how many bytes of a separator stand at i.
func separator(s string, i int) int {
	switch s[i] {
	case ' ', '\t', '\r', '\n', '-', '+', '(', ')', '.', '/':
		return 1
	case 0xc2: // the first byte of a blank that does not break
		if i+1 < len(s) && s[i+1] == 0xa0 {
			return 2
		}
	}
	return 0
}

func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// Spellings are the usual ways a canonical value is stored, for the first,
// plainly indexed stage of a search. Each reads as that value, but for a ten-digit
// number of somebody else's century.
func (t IdentifierType) Spellings(canonical, region string) []string {
	var all []string
	switch t {
	case Email:
		all = emailSpellings(canonical)
	case Phone:
		all = phoneSpellings(canonical, region)
	case NationalID:
		all = nationalIDSpellings(canonical)
	default:
		all = []string{canonical}
	}
	return distinct(all)
}

// FoldedSpellings are the folded forms that a cell with this value can have, for
// the second stage. A cell that [IdentifierType.Same] accepts folds to one of
// them, with these exceptions among e-mail addresses: more than five letters
// beyond A–Z in unusual capitals, and tabs or line ends other than one behind.
func (t IdentifierType) FoldedSpellings(canonical, region string) []string {
	folded := t.Spellings(canonical, region)
	switch t {
	case Email:
		folded = append(folded, emailFolds(canonical)...)
	case Phone:
		folded = append(folded, phoneFolds(canonical, region)...)
	case NationalID:
		folded = append(folded, nationalIDFolds(canonical)...)
	}
	for i, s := range folded {
		folded[i] = t.Fold().Apply(s)
	}
	return distinct(folded)
}

// Same reports whether a stored cell holds the canonical value.
func (t IdentifierType) Same(canonical, cell, region string, today Date) bool {
	c, err := t.Canonical(cell, region, today)
	return err == nil && c == canonical
}

func distinct(all []string) []string {
	slices.Sort(all)
	return slices.Compact(all)
}
