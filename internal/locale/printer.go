package locale

import (
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
}

// For is the printer of a term set; an unknown language gets English.
func For(lang varsam.Lang) Printer {
	words, ok := catalogues[lang]
	if !ok {
		lang, words = varsam.English, catalogues[varsam.English]
	}
	return Printer{lang: lang, words: words}
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

// T is the sentence of a key with its slots filled.
func (p Printer) T(key string, args ...string) string {
	s, ok := p.words[key]
	if !ok {
		return missing(key, args)
	}
	return p.fill(s.other, args)
}

// N is the sentence of a key for a number. Slot 0 is the number, written as the
// language writes it; the arguments follow from slot 1.
func (p Printer) N(key string, n int, args ...string) string {
	args = append([]string{p.Number(n)}, args...)
	s, ok := p.words[key]
	switch {
	case !ok:
		return missing(key, args)
	case n == 1:
		return p.fill(s.one, args)
	}
	return p.fill(s.other, args)
}

// Reason is the sentence of a reason.
func (p Printer) Reason(r varsam.Reason) string {
	if r.Code == "" {
		return ""
	}
	if s, ok := p.words["reason."+r.Code]; ok {
		return p.fill(s.other, r.Args)
	}
	return missing(r.Code, r.Args)
}

func missing(key string, args []string) string {
	return "⟦" + strings.Join(append([]string{key}, args...), " ") + "⟧"
}
