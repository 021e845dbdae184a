package wish

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// clause is the words of one sentence or line.
type clause []word

// word is one word in small letters without marks: å is a, ø is o.
type word struct {
	text       string
	start, end int // bytes of the letter
}

// maxLetter bounds how much of a letter is read: whoever asks for something does
// not bury it behind a hundred pages.
const maxLetter = 1 << 20

// clausesOf cuts a letter into clauses, without what it quotes.
func clausesOf(letter string) []clause {
	if len(letter) > maxLetter {
		letter = letter[:maxLetter]
	}
	var all []clause
	var now clause
	end := func() {
		if len(now) > 0 {
			all = append(all, now)
		}
		now = nil
	}
	at, blank := 0, false
	for line := range strings.Lines(letter) {
		start := at
		at += len(line)
		if endsLetter(line) {
			break
		}
		if strings.HasPrefix(strings.TrimSpace(line), ">") {
			end()
			continue
		}
		// A line's end is no sentence's, but for a blank line and a list.
		empty := strings.TrimSpace(line) == ""
		if empty && !blank || bullet.MatchString(line) {
			end()
		}
		blank = empty
		cut(line, start, func(w word) { now = append(now, w) }, end)
	}
	end()
	return all
}

// cut yields the words of a line, and calls stop at the ends of sentences.
func cut(line string, offset int, yield func(word), stop func()) {
	var b strings.Builder
	start := -1
	flush := func(end int) {
		if start >= 0 {
			yield(word{b.String(), offset + start, offset + end})
			b.Reset()
			start = -1
		}
	}
	for i, r := range line {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r):
			if start < 0 {
				start = i
			}
			b.WriteString(plain(r))
		case (r == '-' || r == '\'' || r == '’' || r == '.' || r == '@') && start >= 0 && letterAt(line, i+utf8.RuneLen(r)):
			if r == '@' || r == '.' { // an address or an abbreviation is one word, and none of ours
				b.WriteRune(r)
			}
		default:
			flush(i)
			if strings.ContainsRune(".!?;:•–—", r) && !abbreviated(line[:i]) {
				stop()
			}
		}
	}
	flush(len(line))
}

// abbreviated reports whether a text ends in a short form after which a sentence
// goes on.
func abbreviated(s string) bool {
	last := strings.ToLower(s[strings.LastIndexAny(s, " (\t")+1:])
	switch last {
	case "art", "nr", "no", "st", "kap", "bl.a", "t.ex", "e.g", "i.e", "mr", "mrs", "ms", "dr":
		return true
	}
	return false
}

func letterAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// plain is a letter in small and without marks.
func plain(r rune) string {
	r = unicode.ToLower(r)
	switch {
	case r < utf8.RuneSelf:
		return string(r)
	case r == 'æ':
		return "ae"
	case unicode.Is(unicode.Mn, r):
		return ""
	}
	for base, marked := range marks {
		if strings.ContainsRune(marked, r) {
			return base
		}
	}
	return string(r)
}

var marks = map[string]string{"a": "åäáàâã", "c": "ç", "e": "éèêë", "i": "íìîï", "n": "ñ", "o": "öøóòôõ", "u": "üúùû", "y": "ýÿ"}

// bullet begins a line that stands for itself.
var bullet = regexp.MustCompile(`^\s*([-*•–]|\d{1,2}[.)])\s`)

// quoted are the lines after which a letter is no longer the writer's own words.
var quoted = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(` +
		`-- ?$` + // a signature, by RFC 3676
		`|[-_]{5,}\s*$` +
		`|[-_]{2,}\s*(original message|forwarded message|ursprungligt meddelande|vidarebefordrat|opprinnelig melding|oprindelig meddelelse|alkuperäinen viesti)` +
		`|(from|från|fra|lähettäjä):\s.*@` +
		`|(on|den|the|am|op)\s.{5,160}\s(wrote|skrev).{0,120}:\s*$` +
		`|.{5,160}\skirjoitti.{0,120}:\s*$` +
		`)`)
})

func endsLetter(line string) bool { return quoted().MatchString(strings.TrimRight(line, "\r\n")) }
