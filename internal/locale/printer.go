package locale

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
)

// Names gives the title of something the register names: kind is "activity",
// "system", "party" or "collection". It returns "" for what it does not know; the name is then
// shown as it is.
type Names func(kind, name string) string

// Printer says things in one term set. It is a value: copies are cheap and safe
// for concurrent use.
type Printer struct {
	lang  varsam.Lang
	words catalogue
	names Names
	day   varsam.Date
	own   map[string]sentence // an organisation's own wordings
}

// Sentences are the texts of a catalogue whose keys begin with a prefix, by key,
// with their slots.
func (p Printer) Sentences(prefix string) map[string]string {
	all := map[string]string{}
	for key, s := range p.words {
		if strings.HasPrefix(key, prefix) {
			all[key] = s.other
		}
	}
	return all
}

// For is the printer of a term set; an unknown language gets English.
func For(lang varsam.Lang) Printer {
	words, ok := catalogues[lang]
	if !ok {
		lang, words = varsam.English, english
	}
	return Printer{lang: lang, words: words()}
}

// With makes a printer that shows register names by their titles.
func (p Printer) With(names Names) Printer {
	p.names = names
	return p
}

// On makes a printer that cites the rules in force on a day; without one it
// cites the newest.
func (p Printer) On(day varsam.Date) Printer {
	p.day = day
	return p
}

// Lang is the printer's term set.
func (p Printer) Lang() varsam.Lang { return p.lang }

// In is a text of the register in the printer's language.
func (p Printer) In(w varsam.Words) string { return w.In(p.lang) }

// Has reports whether the catalogue has the key.
func (p Printer) Has(key string) bool {
	_, ok := p.words[key]
	return ok
}

// Translated reports whether the sentence of a key is in the printer's own
// language.
func (p Printer) Translated(key string) bool {
	_, ours := p.own[key]
	_, finnish := inFinnish()[key]
	return ours || p.lang != varsam.Finnish || finnish
}

// Saying makes a printer that says keys in an organisation's own words. The error
// is Invalid for a key that there is none of, and for words that have other slots
// than ours.
func (p Printer) Saying(words map[string]string) (Printer, error) {
	own := make(map[string]sentence, len(words))
	for _, key := range slices.Sorted(maps.Keys(words)) {
		ours, ok := p.words[key]
		if !ok {
			return p, varsam.Errorf(varsam.Invalid, "there is no sentence %q to say in other words", key)
		}
		if got, want := slotsOf(words[key]), slotsOf(ours.other); !slices.Equal(got, want) {
			return p, varsam.Errorf(varsam.Invalid, "the sentence %q has the slots %v, and ours has %v", key, got, want)
		}
		own[key] = sentence{words[key], words[key]}
	}
	p.own = own
	return p, nil
}

// sentence is that of a key, in the organisation's own words where it has some.
func (p Printer) sentence(key string) (sentence, bool) {
	if s, ok := p.own[key]; ok {
		return s, true
	}
	s, ok := p.words[key]
	return s, ok
}

// slotsOf are the numbers of a text's slots, each once.
func slotsOf(text string) []string {
	var all []string
	for n := range maxSlots {
		if slot := strconv.Itoa(n); strings.Contains(text, "{"+slot+"}") || strings.Contains(text, "{"+slot+":") {
			all = append(all, slot)
		}
	}
	return all
}

// T is the sentence of a key with its slots filled.
func (p Printer) T(key string, args ...string) string {
	s, ok := p.sentence(key)
	if !ok {
		return missing(key, args)
	}
	return p.fill(s.other, args)
}

// N is the sentence of a key for a number. Slot 0 is the number, written as the
// language writes it; the arguments follow from slot 1.
func (p Printer) N(key string, n int, args ...string) string {
	args = append([]string{p.Number(n)}, args...)
	s, ok := p.sentence(key)
	switch {
	case !ok:
		return missing(key, args)
	case n == 1:
		return p.fill(s.one, args)
	}
	return p.fill(s.other, args)
}

// Reason is the sentence of a reason; one that counts begins with the number.
func (p Printer) Reason(r varsam.Reason) string {
	if r.Code == "" {
		return ""
	}
	s, ok := p.words["reason."+r.Code]
	switch {
	case !ok:
		return missing(r.Code, r.Args)
	case len(r.Args) > 0 && r.Args[0] == "1":
		return p.fill(s.one, r.Args)
	}
	return p.fill(s.other, r.Args)
}

func missing(key string, args []string) string {
	return "⟦" + strings.Join(append([]string{key}, args...), " ") + "⟧"
}
