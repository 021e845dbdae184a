package clause

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostBytes is how long a sentence may be before it is cut.
const mostBytes = 700

// sentencesOf cuts a paragraph behind a full stop or a semicolon that a capital, a
// bracket or a dash follows, and wherever a sentence grows too long.
func sentencesOf(s string) (all []string) {
	start := 0
	for i := 0; i+2 < len(s); i++ {
		long := i-start > mostBytes && s[i] == ' '
		if long || (s[i] == '.' || s[i] == ';') && s[i+1] == ' ' && begins(s[i+2:]) && !abbreviated(s[start:i]) {
			all = append(all, strings.TrimSpace(s[start:i+1]))
			start = i + 1
		}
	}
	if rest := strings.TrimSpace(s[start:]); rest != "" {
		all = append(all, rest)
	}
	return all
}

// begins reports whether a text may be the beginning of a sentence.
func begins(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(c) || unicode.IsDigit(c) || strings.ContainsRune("(–-•§\"“”«", c) || unicode.IsLower(c) && len(s) > 1 && s[1] == ')'
}

// abbreviated reports whether a full stop ends a word that was shortened, or a
// number: "art. 32", "7. The".
func abbreviated(before string) bool {
	word := strings.ToLower(before[strings.LastIndexByte(before, ' ')+1:])
	switch word = strings.TrimLeft(word, "("); word {
	case "art", "artt", "no", "nr", "cf", "jfr", "jf", "st", "kap", "sek", "bl", "f", "e", "g":
		return true
	}
	return numeric(word)
}

// plainly is a text as stems are looked for in it: small letters and digits, one
// blank between words and around all of it, commas as words of their own.
func plainly(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 8)
	b.WriteByte(' ')
	blank := true
	for _, c := range s {
		switch {
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			b.WriteRune(unicode.ToLower(c))
			blank = false
		case strings.ContainsRune(",;:", c):
			if !blank {
				b.WriteByte(' ')
			}
			b.WriteString(", ")
			blank = true
		case !blank:
			b.WriteByte(' ')
			blank = true
		}
	}
	if !blank {
		b.WriteByte(' ')
	}
	return names.Replace(b.String())
}

// names are words that hold a stem and say something else: the authority that
// supervises is no audit, and data protection is no measure.
var names = strings.NewReplacer(
	"tillsynsmyndighet", "authorityname", "tilsynsmyndighe", "authorityname", "valvontaviranomai", "authorityname", "supervisory authorit", "authorityname",
	"integritetsskyddsmyndighet", "authorityname", "datatilsyn", "authorityname", "tietosuojavaltuute", "authorityname",
	"tarkastusoike", "accessrightname", "dataskydd", "dpname", "databeskyttelse", "dpname", "tietosuoja", "dpname", "data protection", "dpname",
)
