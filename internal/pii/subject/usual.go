package subject

import (
	"slices"
	"strings"
	"unicode"
)

// UsualNames are the most usual ways to write a name, for systems that can only be asked for literals: in both orders, with all given
// names and with the first, in ASCII letters, in small letters, with capitals and in capitals. In Finland the last word is also what its cases
// begin with.
func UsualNames(name string, regions []string) []string {
	given, family := nameParts(name)
	if len(given) == 0 || len(family) == 0 {
		return nil
	}
	last := strings.Join(familyForms(family)[0], " ")
	var all []string
	for _, first := range []string{strings.Join(given, " "), given[0]} {
		for _, s := range []string{first + " " + last, last + ", " + first, last + " " + first} {
			for _, whole := range beginningsOf(s, slices.Contains(regions, "FI")) {
				for _, spelled := range []string{whole, bare(whole), bare(spelledOut.Replace(whole))} {
					all = append(all, spelled, capitals(spelled), strings.ToUpper(spelled))
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// beginningsOf are a name and, where texts are Finnish, what the cases of its last word begin with.
func beginningsOf(name string, finnish bool) []string {
	all := []string{name}
	at := strings.LastIndexByte(name, ' ') + 1
	last := newToken(name[at:], false)
	if finnish {
		last.decline()
	}
	for _, s := range last.beginnings()[1:] {
		all = append(all, name[:at]+string(s))
	}
	return all
}

// capitals makes the first letter of each word one.
func capitals(s string) string {
	before := ' '
	return strings.Map(func(r rune) rune {
		if before == ' ' || before == '-' {
			before = r
			return unicode.ToUpper(r)
		}
		before = r
		return r
	}, s)
}
