package column

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/varsam/varsam"
)

// Named is what a column's name says of it. A name is only ever a hint: a person
// confirms it, or the column's values do.
type Named struct {
	Category   varsam.Category
	Identifies varsam.IdentifierType
	Text       bool // free text
	Certain    bool // by itself a sign that the table is about people
	Weak       bool // says so only beside plainer columns
	Beside     bool // also in a table of people: an order's state is no address
	Other      bool // of somebody else than the one whose record it is: next of kin, a referee
}

// ByName reads a column's name; false when it says nothing of a person. What a
// column of the kind cannot hold is left out.
func ByName(name string, kind varsam.Kind) (Named, bool) {
	n, ok := named(Tokens(name))
	if n.Text && kind != varsam.Text {
		n = Named{}
	}
	if !n.fits(kind) {
		return Named{}, false
	}
	return n, ok
}

// words are the categories whose values no number and no day is: an int called userid is a key.
var words = []varsam.Category{"contact.email", "person.name", "account.username", "account.password"}

// fits reports whether a column of a kind can hold what its name says. What is yes or no is about the thing, not it: invalid_email.
func (n Named) fits(kind varsam.Kind) bool {
	switch kind {
	case varsam.Bool:
		return !n.Certain
	case varsam.Int, varsam.Decimal, varsam.Day, varsam.Instant:
		return !slices.ContainsFunc(words, func(c varsam.Category) bool { return c.Covers(n.Category) })
	}
	return true
}

// named tries the whole name, the end of one that is written together, what
// follows a word of it, and what glosses follow.
func named(tokens []string) (Named, bool) {
	if n, ok := byWord()[strings.Join(tokens, "")]; ok {
		return n, true
	}
	if n, ok := compound(tokens); ok {
		return n, true
	}
	if len(tokens) < 2 || slices.Contains(verdicts, tokens[len(tokens)-1]) || slices.Contains(verdicts, tokens[0]) {
		return Named{}, false
	}
	last := len(tokens) - 1
	if n, ok := byWord()[strings.Join(tokens[:last], "")]; ok && n.Certain && slices.Contains(others, tokens[last]) { // personnr_barn
		return n.of("", tokens[last])
	}
	for i := 1; i < len(tokens); i++ {
		if n, ok := byWord()[strings.Join(tokens[i:], "")]; ok {
			return n.of(strings.Join(tokens[:i], ""), tokens[i-1])
		}
	}
	for i := last; i > 0; i-- {
		if n, ok := byWord()[strings.Join(tokens[:i], "")]; ok && glossed(tokens[i:]) {
			return n, true
		}
	}
	return Named{}, false
}

// of is what a word says behind others: a company's name is nobody's.
func (n Named) of(before, last string) (Named, bool) {
	if !n.Certain && (slices.Contains(nobodies, before) || slices.Contains(nobodies, last)) {
		return Named{}, false
	}
	if slices.Contains(others, before) || slices.Contains(others, last) {
		n.Other, n.Identifies = true, ""
	}
	return n, true
}

// ends are the words that others are put before without a sign between: kundnamn,
// hemtelefon.
var ends = []string{"personnummer", "telefonnummer", "telefon", "mobil", "epost", "mejl", "email", "phone", "adress", "address", "osoite", "namn", "name", "puhelin", "kommentar", "anteckning"}

// shortest is how long what stands before such an end must be.
const shortest = 3

func compound(tokens []string) (Named, bool) {
	if len(tokens) != 1 {
		return Named{}, false
	}
	for _, end := range ends {
		if before, ok := strings.CutSuffix(tokens[0], end); ok && len(before) >= shortest {
			return byWord()[end].of(before, strings.TrimSuffix(before, "s"))
		}
	}
	return Named{}, false
}

func glossed(tokens []string) bool {
	return !slices.ContainsFunc(tokens, func(t string) bool { return !slices.Contains(glosses, t) })
}

// byWord is guesses the other way round, made once.
var byWord = sync.OnceValue(func() map[string]Named {
	m := map[string]Named{}
	for _, g := range guesses {
		for _, word := range strings.Fields(g.words) {
			m[word] = g.Named
		}
	}
	return m
})

// Tokens cuts a name at separators, capitals and digits, and spells it without
// accents: FörNamn2 is for, namn, 2.
func Tokens(name string) []string {
	var b strings.Builder
	var last rune
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			b.WriteRune(' ')
		case unicode.IsUpper(r) && unicode.IsLower(last), unicode.IsDigit(r) != unicode.IsDigit(last) && last != 0:
			b.WriteRune(' ')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		last = r
	}
	return strings.Fields(unaccented.Replace(strings.ToLower(b.String())))
}

var unaccented = strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e", "ü", "u", "ø", "o", "æ", "a")
