package lint

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed providers.txt
var providerText string

// provider is a service that notices name.
type provider struct {
	name    string
	country string   // of its seat
	outside bool     // data may be handled outside the EEA, by it or by those it uses
	wary    bool     // an everyday word too: it must be written in large, inside a sentence
	words   []string // its name as words
}

// providers by the first word of each of their names.
var providers = func() map[string][]provider {
	all := map[string][]provider{}
	for line := range strings.Lines(providerText) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		country, names, _ := strings.Cut(line, " ")
		p := provider{}
		country, p.outside = strings.CutSuffix(country, "+")
		p.country = country
		p.outside = p.outside || !slices.Contains(eea, country)
		for i, name := range strings.Split(names, ", ") {
			name, p.wary = strings.CutSuffix(name, "!")
			if i == 0 {
				p.name = name
			}
			p.words = strings.Fields(plainWord(name))
			all[p.words[0]] = append(all[p.words[0]], p)
		}
	}
	return all
}()

var eea = strings.Fields("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK")

// mention is a provider where a text names it.
type mention struct {
	provider
	at       span
	sentence int
}

// mentionsOf are the providers that a text names, each with every place.
func mentionsOf(text string, sentences []*sentence) []mention {
	var all []mention
	for n, s := range sentences {
		for i := 0; i < len(s.words); i++ {
			p, ok := providerAt(text, s, i)
			if !ok {
				continue
			}
			end := i + len(p.words)
			all = append(all, mention{p, span{s.words[i].start, s.words[end-1].end}, n})
			i = end - 1
		}
	}
	return all
}

// providerAt is the provider with the longest name that begins at a word.
func providerAt(text string, s *sentence, i int) (best provider, ok bool) {
	first := strings.TrimSuffix(s.words[i].text, "s") // Googles
	for _, key := range []string{s.words[i].text, first} {
		for _, p := range providers[key] {
			if len(p.words) > len(best.words) && begins(s.words[i+1:], p.words[1:]) && !(p.wary && !isName(text, s, i)) && !isBrowser(s, i) {
				best, ok = p, true
			}
		}
	}
	return best, ok
}

// isName reports whether a word is written in large where a small letter would
// do.
func isName(text string, s *sentence, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[s.words[i].start:])
	return i > 0 && unicode.IsUpper(r)
}

// isBrowser tells the browsers that instructions about cookies name.
func isBrowser(s *sentence, i int) bool {
	if i+1 >= len(s.words) {
		return false
	}
	switch s.words[i+1].text {
	case "chrome", "edge", "explorer", "internet", "safari":
		return true
	}
	return false
}
