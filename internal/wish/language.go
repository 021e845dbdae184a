package wish

import "slices"

// common are words that hardly a letter is without, as clauses have them: small,
// without marks. A word that two of the languages share tells nothing.
var common = map[string][]string{
	"sv": {"jag", "och", "inte", "ni", "att", "ar", "hej", "mina", "mitt", "fran", "vad", "nagot", "mig", "tack", "era", "vill", "avregistrera"},
	"nb": {"jeg", "ikke", "dere", "deres", "meg", "hva", "vennligst", "noe", "hilsen", "takk", "mine", "fra", "opplysninger"},
	"da": {"jeg", "ikke", "jeres", "mig", "hvad", "venligst", "noget", "tak", "mine", "fra", "oplysninger", "af", "afmeld"},
	"fi": {"mina", "ja", "en", "etta", "ole", "olen", "hei", "kiitos", "haluan", "teilla", "minusta", "tietoni", "ovat", "eika", "terveisin", "tietojani", "poistakaa"},
	"en": {"the", "and", "you", "my", "i", "is", "of", "please", "have", "me", "dear", "regards", "thanks", "unsubscribe", "your"},
}

// Language is the language that a letter seems to be in: sv, nb, da, fi or en;
// empty when nothing tells.
func Language(letter string) string {
	scores := map[string]int{}
	for _, c := range clausesOf(letter) {
		for _, w := range c {
			for language, words := range common {
				if slices.Contains(words, w.text) {
					scores[language]++
				}
			}
		}
	}
	best := ""
	for _, language := range []string{"sv", "en", "fi", "nb", "da"} {
		if scores[language] > scores[best] {
			best = language
		}
	}
	return best
}
