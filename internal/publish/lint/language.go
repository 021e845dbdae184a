package lint

import "github.com/varsam/varsam"

// common are the words by which a text's language is told: frequent in one of
// the languages, and not in the others.
var common = map[string][]string{
	"sv": {"och", "att", "som", "är", "för", "inte", "med", "eller", "dina", "vi", "behandlar", "uppgifter", "från", "kan", "även", "när", "vår", "våra", "din", "ditt", "också", "av", "samt", "på", "ni", "hur", "rätt", "vilka", "till", "du", "om", "har", "vårt", "ett", "enligt", "inom", "lagras", "sparas", "deras", "alla"},
	"en": {"the", "and", "of", "to", "your", "is", "with", "that", "this", "are", "by", "you", "our", "or", "data", "may", "which", "from", "any", "be", "not", "as", "on", "we", "it", "have", "us", "in", "for", "a"},
	"fi": {"ja", "on", "tai", "henkilötietoja", "tietoja", "rekisterin", "että", "joka", "sekä", "käsittely", "ovat", "voi", "kun", "rekisterinpitäjä", "mukaan", "henkilötietojen", "myös", "ei", "oikeus", "niiden", "käsitellään"},
	"nb": {"og", "ikke", "eller", "dine", "personopplysninger", "vi", "som", "behandler", "opplysninger", "deg", "fra", "kan", "også", "når", "våre", "av", "hvordan", "hvilke", "innsyn", "du", "på", "til", "det", "om", "har"},
	"da": {"og", "ikke", "eller", "dine", "personoplysninger", "vi", "som", "behandler", "oplysninger", "dig", "fra", "kan", "også", "når", "vores", "af", "hvordan", "hvilke", "indsigt", "du", "på", "til", "at", "det", "om", "har"},
	"de": {"und", "der", "die", "das", "nicht", "oder", "wir", "sie", "ihre", "mit", "werden", "daten", "von", "für", "zur", "ist", "auf", "personenbezogenen"},
}

// telling are worth more than others: they stand in one language alone.
var telling = map[string]string{
	"och": "sv", "är": "sv", "för": "sv", "inte": "sv", "uppgifter": "sv", "från": "sv", "även": "sv", "till": "sv", "enligt": "sv", "vårt": "sv", "deras": "sv",
	"the": "en", "and": "en", "your": "en",
	"henkilötietoja": "fi", "sekä": "fi", "että": "fi", "henkilötietojen": "fi",
	"personopplysninger": "nb", "opplysninger": "nb", "hvordan": "nb", "deg": "nb", "av": "nb",
	"personoplysninger": "da", "oplysninger": "da", "af": "da", "vores": "da",
	"und": "de", "der": "de", "die": "de", "werden": "de", "ihre": "de",
}

// words by language, without marks, made once.
var languageWords = func() map[string]map[string]int {
	all := map[string]map[string]int{}
	for lang, words := range common {
		for _, w := range words {
			weight := 1
			if telling[w] == lang {
				weight = 3
			}
			key := plainWord(w)
			if all[key] == nil {
				all[key] = map[string]int{}
			}
			all[key][lang] = weight
		}
	}
	return all
}()

// enough words to tell a language by, so that large texts cost no more.
const enough = 20_000

// languageOf is the language of a text: sv, en, fi, nb, da, de, or und where it
// cannot be told.
func languageOf(sentences []*sentence) string {
	score, seen := map[string]int{}, 0
	for _, s := range sentences {
		for _, w := range s.words {
			for lang, weight := range languageWords[w.text] {
				score[lang] += weight
			}
			seen++
		}
		if seen > enough {
			break
		}
	}
	best := "und"
	for _, lang := range []string{"sv", "en", "fi", "nb", "da", "de"} {
		if score[lang] > score[best] {
			best = lang
		}
	}
	switch {
	case score[best] == 0:
		return byVocabulary(sentences)
	case score[best]*25 < seen: // a text has about one such word in four
		return "und"
	}
	return best
}

// byVocabulary tells a text that is too short for common words by the words of
// our patterns, which are Swedish and English.
func byVocabulary(sentences []*sentence) string {
	for _, s := range sentences {
		if len(s.hits) > 0 {
			return "sv"
		}
	}
	return "und"
}

// LanguageName is what a language of a report is called.
func LanguageName(code string) varsam.Words {
	if words, ok := languageNames[code]; ok {
		return words
	}
	return varsam.Words{SV: "ett språk som inte går att avgöra", EN: "a language that cannot be told"}
}

var languageNames = map[string]varsam.Words{
	"sv": {SV: "svenska", EN: "Swedish"}, "en": {SV: "engelska", EN: "English"}, "fi": {SV: "finska", EN: "Finnish"},
	"nb": {SV: "norska", EN: "Norwegian"}, "da": {SV: "danska", EN: "Danish"}, "de": {SV: "tyska", EN: "German"},
}
