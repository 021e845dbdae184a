package subject

import (
	"bytes"
	"slices"
	"strings"

	chars "github.com/varsam/varsam/internal/pii/text"
)

// A Finnish text declines a name, and of several words only the last: "Matti Virtaselle", "Anna Bergin". Before the ending the name may be another
// one: -nen becomes -se-, a strong consonant a weak one, i and e change, and what ends in a consonant has an i. (Iso suomen kielioppi §§ 40–90.)

// caseEndings are what hangs on a stem: genitive, partitive, the six of place with all vowels, essive and translative.
var caseEndings = map[string]bool{
	"n": true, "a": true, "ä": true, "ta": true, "tä": true, "ssa": true, "ssä": true, "sta": true, "stä": true, "lla": true, "llä": true, "lta": true, "ltä": true, "lle": true,
	"an": true, "en": true, "in": true, "on": true, "un": true, "yn": true, "än": true, "ön": true, "seen": true, "tta": true, "ttä": true, "na": true, "nä": true, "ksi": true,
}

// longestCase is the longest of them in bytes.
const longestCase = len("seen")

const (
	backVowels  = "aouei"
	frontVowels = "äöy"
)

// stems are what Finnish hangs its endings on, of a word in small letters.
func stems(word string) []string {
	if rest, ok := strings.CutSuffix(word, "nen"); ok {
		return []string{rest + "se", rest + "s"}
	}
	letters := []rune(word)
	if len(letters) < 2 {
		return nil
	}
	last := letters[len(letters)-1]
	if !strings.ContainsRune(backVowels+frontVowels, last) {
		all := []string{word + "i"}
		if rest, ok := strings.CutSuffix(word, "s"); ok {
			all = append(all, rest+"kse")
		}
		return all
	}
	body, vowels := string(letters[:len(letters)-1]), []string{string(last)}
	switch last {
	case 'i':
		vowels = append(vowels, "e") // Mäki, Mäen
	case 'e':
		vowels = append(vowels, "ee") // Laine, Laineen
	}
	var all []string
	for _, v := range vowels {
		all = append(all, body+v)
		if weak := weak(body); weak != body {
			all = append(all, weak+v)
		}
	}
	return all
}

// weak is what stands before the last vowel, with its consonants in their weak grade: a single k is lost. Those behind an s and in tk have none.
func weak(body string) string {
	for _, g := range chars.Grades {
		if rest, ok := strings.CutSuffix(body, g.Strong); ok && rest != "" && !strings.HasSuffix(rest, "s") {
			return rest + g.Weak
		}
	}
	if rest, ok := strings.CutSuffix(body, "k"); ok && rest != "" && !strings.HasSuffix(rest, "s") && !strings.HasSuffix(rest, "t") {
		return rest
	}
	return body
}

// decline adds the stems of all spellings of the token.
func (t *token) decline() {
	if t.initial {
		return
	}
	for _, s := range t.spelled {
		for _, stem := range stems(string(s)) {
			t.stems = append(t.stems, []byte(stem))
		}
	}
	slices.SortFunc(t.stems, bytes.Compare)
	t.stems = slices.CompactFunc(t.stems, bytes.Equal)
}

// declined reports whether a word is a case of the token.
func (t *token) declined(word []byte) bool {
	for _, s := range t.stems {
		if rest, ok := bytes.CutPrefix(word, s); ok && len(rest) <= longestCase && caseEndings[string(rest)] {
			return true
		}
	}
	return false
}
