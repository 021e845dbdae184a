package subject

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/varsam/varsam/internal/pii/needle"
)

// phrase is a sequence of words, with blanks, hyphens and the like between them.
type phrase struct {
	id     int32
	tokens []token
	comma  int  // before this token a comma may stand; 0: nowhere
	name   bool // the last word may be in the genitive, or in a case
}

// phrase adds one that is no name.
func (m *maker) phrase(id int32, all []string) bool {
	p := phrase{id: id}
	for _, w := range all {
		p.tokens = append(p.tokens, newToken(w, false))
	}
	_, ok := m.add(p)
	return ok
}

// add makes needles of a phrase, and says which one it is.
func (m *maker) add(p phrase) (index int32, ok bool) {
	at, needles := p.needles()
	for _, n := range needles {
		if len(n) < needle.Least {
			return 0, false
		}
	}
	index = int32(len(m.s.phrases))
	m.s.phrases = append(m.s.phrases, p)
	for _, n := range needles {
		m.needle([]byte(n), anchor{isPhrase, index, int32(at)})
	}
	return index, len(needles) > 0
}

// needles are the spellings of the longest word, or of the first words where even that is short; at is the token that they begin
// with.
func (p *phrase) needles() (at int, all []string) {
	for i := range p.tokens {
		a, b := p.tokens[i].least(), p.tokens[at].least()
		if a > b || a == b && string(p.tokens[i].spelled[0]) > string(p.tokens[at].spelled[0]) {
			at = i // the same word in every order of them
		}
	}
	if len(p.tokens) == 0 || p.tokens[at].least() < needle.Least {
		return 0, p.joined()
	}
	for _, s := range p.tokens[at].beginnings() {
		all = append(all, forms(string(s))...)
	}
	return at, all
}

// beginnings are what the word begins with, however it is spelled and whatever ends it.
func (t *token) beginnings() [][]byte {
	all := slices.Clip(t.spelled)
	for _, s := range t.stems {
		if !slices.ContainsFunc(all, func(known []byte) bool { return bytes.HasPrefix(s, known) }) {
			all = append(all, s)
		}
	}
	return all
}

// least is how many bytes the word has at least before its ending.
func (t *token) least() int {
	least := len(t.spelled[0])
	for _, s := range t.beginnings() {
		least = min(least, len(s))
	}
	return least
}

// joined are the first words in their spellings, as many as make a needle, with what usually stands between them.
func (p *phrase) joined() []string {
	var all []string
	for i, t := range p.tokens {
		var longer []string
		for _, s := range t.beginnings() {
			if i == 0 {
				longer = append(longer, string(s))
			}
			for _, before := range all {
				for _, between := range p.between(i) {
					longer = append(longer, before+between+string(s))
				}
			}
		}
		all = longer
		if len(slices.MinFunc(all, func(a, b string) int { return len(a) - len(b) })) >= needle.Least {
			break
		}
	}
	var encoded []string
	for _, s := range all {
		encoded = append(encoded, forms(s)...)
	}
	return encoded
}

// between is what usually stands before a token.
func (p *phrase) between(i int) []string {
	all := []string{" ", "-", "_", "\t", "\n", "\u00a0", ";"}
	if p.comma == i {
		all = append(all, ", ", ",")
	}
	if p.tokens[i-1].initial {
		all = append(all, ". ", ".")
	}
	return all
}

// match reads the phrase round the word that begins at i and should be the token at.
func (p *phrase) match(text []byte, at, i int) (start, end int, ok bool) {
	if wordStart(text, i) != i {
		return 0, 0, false
	}
	end = wordEnd(text, i)
	if !p.is(text[i:end], at) {
		return 0, 0, false
	}
	start = i
	for k := at - 1; k >= 0; k-- {
		next, g := gapBefore(text, start)
		start = wordStart(text, next)
		if !p.parts(g, k+1) || !p.is(text[start:next], k) {
			return 0, 0, false
		}
	}
	for k := at + 1; k < len(p.tokens); k++ {
		next, g := gapAfter(text, end)
		end = wordEnd(text, next)
		if !p.parts(g, k) || !p.is(text[next:end], k) {
			return 0, 0, false
		}
	}
	return start, end, true
}

func (p *phrase) is(word []byte, at int) bool {
	var room [longestWord + 8]byte
	return p.tokens[at].is(normal(room[:0], word), p.name && at == len(p.tokens)-1)
}

// parts reports whether what stands before a token parts it from the one before it, and no more than that.
func (p *phrase) parts(g gap, at int) bool {
	switch {
	case !g.ok, g.dot && !p.tokens[at-1].initial:
		return false
	case g.comma && p.comma == at:
		return true
	}
	return !(g.comma || g.list) || !g.blank // with a blank it parts people, without one values
}

// name adds the usual ways to write a person's name: "Anna Berg", "Berg, Anna", with one of several given names, with initials, with one half of a
// double family name; and the addresses that are made of it.
func (m *maker) name(person int, value string) bool {
	given, family := nameParts(value)
	if len(given) == 0 || len(family) == 0 {
		return false
	}
	full := m.id(person, Name, Name, nameAlone)
	short := m.id(person, Name, Name, initialAlone)
	found := false
	for i, f := range familyForms(family) {
		for _, g := range givenForms(given) {
			id := full
			if g.short || i > 0 {
				id = short
			}
			for _, p := range []phrase{m.newName(id, g.words, f, 0), m.newName(id, f, g.words, len(f))} {
				index, ok := m.add(p)
				if ok && id == full {
					m.slippery(person).add(index, &m.s.phrases[index])
				}
				found = found || ok
			}
		}
	}
	if found {
		m.users(person, given[0], strings.ReplaceAll(strings.Join(family, ""), "-", ""))
	}
	return found
}

func (m *maker) newName(id int32, first, then []string, comma int) phrase {
	p := phrase{id: id, comma: comma, name: true}
	for _, w := range append(append([]string(nil), first...), then...) {
		p.tokens = append(p.tokens, newToken(w, true))
	}
	if m.finnish {
		p.tokens[len(p.tokens)-1].decline()
	}
	return p
}

// particles begin a family name of several words.
var particles = map[string]bool{
	"af": true, "av": true, "da": true, "de": true, "del": true, "den": true, "der": true, "di": true, "du": true, "la": true,
	"le": true, "ten": true, "ter": true, "van": true, "von": true, "zu": true, "al": true, "el": true,
}

// nameParts splits a name before its last word and the particles that belong to it, or after its comma. What a hyphen joins is one
// word.
func nameParts(value string) (given, family []string) {
	if before, after, ok := strings.Cut(value, ","); ok {
		return words(after, true), words(before, true)
	}
	all := words(value, true)
	at := max(len(all)-1, 0)
	for at > 1 && particles[all[at-1]] {
		at--
	}
	return all[:at], all[at:]
}

// familyForms are the words of a family name, and of each half where a hyphen joins two.
func familyForms(family []string) [][]string {
	whole := strings.Join(family, " ")
	all := [][]string{words(whole, false)}
	if before, after, ok := strings.Cut(whole, "-"); ok {
		for _, half := range []string{before, after} {
			if utf8.RuneCountInString(half) > 1 {
				all = append(all, words(half, false))
			}
		}
	}
	return all
}

// givenForm is one way to write somebody's given names.
type givenForm struct {
	words []string
	short bool // initials, or half of a double name: others may be written so, too
}

// givenForms are all given names, each one, the first with the initials of the others, and initials. "Anna-Karin" is also written
// as two words and as one, by its first half, and with the initial of its second one.
func givenForms(given []string) []givenForm {
	var all []givenForm
	add := func(short bool, ws ...string) {
		for _, known := range all {
			if strings.Join(known.words, " ") == strings.Join(ws, " ") {
				return
			}
		}
		all = append(all, givenForm{ws, short})
	}
	add(false, words(strings.Join(given, " "), false)...)
	for _, g := range given {
		add(false, words(g, false)...)
		add(false, strings.ReplaceAll(g, "-", ""))
	}
	initials := initialsOf(given)
	for i, g := range given {
		if len(given) > 1 && i == 0 {
			add(false, append(words(g, false), initials[1:]...)...)
		}
	}
	if halves := words(given[0], false); len(halves) > 1 {
		add(false, append(halves[:1:1], initialsOf(halves[1:])...)...)
		add(true, halves[0])
	}
	letters := initialsOf(words(strings.Join(given, " "), false))
	add(true, letters[0])
	add(true, letters...)
	add(true, strings.Join(letters, ""))
	return all
}

func initialsOf(names []string) []string {
	var all []string
	for _, name := range names {
		for _, r := range name {
			all = append(all, string(r))
			break
		}
	}
	return all
}

// address adds the street with its number, and the town for what stands near.
func (m *maker) address(person int, value string) bool {
	parts := strings.Split(value, ",")
	street := words(parts[0], false)
	if len(street) < 2 {
		return false
	}
	if len(parts) > 1 {
		town := words(strings.TrimLeft(strings.TrimSpace(parts[len(parts)-1]), "0123456789 SE-"), false)
		m.phrase(m.id(person, Town, Address, context), town)
	}
	return m.phrase(m.id(person, Address, Address, addressAlone), street)
}
