// Package clause reads a processing agreement and proposes where it has what Art.
// 28(3) GDPR asks for, with quotes. It proposes: that a sentence speaks of audits
// does not make it a right to audit, so a person confirms each. It knows Swedish,
// English, Danish and Finnish.
package clause

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Passage is a piece of text with its place, as a reader of documents gives it.
type Passage struct {
	Place, Text string
}

// Proposal is a point of Art. 28(3) with the passage that seems to be it.
type Proposal struct {
	Letter string `json:"letter"` // "a" to "h"
	Place  string `json:"place"`
	Quote  string `json:"quote"`
	Score  int    `json:"score"` // how much speaks for it; only those that suffice are proposed
}

// Read is what an agreement was read as.
type Read struct {
	Form        string     `json:"form,omitempty"` // a known form: eu-2021-915, danish, se-public
	Clauses     []Proposal `json:"clauses"`        // by letter, at most one each
	NoticeDays  int        `json:"notice_days,omitempty"`
	BreachHours int        `json:"breach_hours,omitempty"`
	Letters     int        `json:"letters"` // of text that there were; 0 for a picture
}

// mostQuote is how long a quote is, in bytes.
const mostQuote = 420

// Propose reads the passages of an agreement.
func Propose(passages []Passage) Read {
	var r Read
	best := map[string]Proposal{}
	for _, p := range passages {
		r.Letters += utf8.RuneCountInString(strings.TrimSpace(p.Text))
		r.known(strings.ToLower(p.Text))
		for _, piece := range pieces(p.Text) {
			low := strings.ToLower(piece)
			r.terms(low)
			for _, c := range clauses {
				score, was := c.score(low), best[c.letter]
				if score >= c.enough && (score > was.Score || score == was.Score && len(piece) < len(was.Quote)) {
					best[c.letter] = Proposal{c.letter, p.Place, shorten(piece), score}
				}
			}
		}
	}
	for _, c := range clauses {
		if p, ok := best[c.letter]; ok {
			r.Clauses = append(r.Clauses, p)
		}
	}
	return r
}

// known tells the ready forms by what they call themselves.
func (r *Read) known(low string) {
	switch {
	case r.Form != "":
	case strings.Contains(low, "2021/915"):
		r.Form = "eu-2021-915"
	case strings.Contains(low, "datatilsynet") && (strings.Contains(low, "standard") || strings.Contains(low, "28(8)")):
		r.Form = "danish"
	case strings.Contains(low, "pub-avtal") || strings.Contains(low, "sveriges kommuner och regioner"):
		r.Form = "se-public"
	}
}

// The window that is judged as one: so many sentences, and so many bytes.
const (
	mostSentences = 2
	mostBytes     = 700
)

// pieces are the windows of a text: each sentence alone, and with the next one.
func pieces(text string) (all []string) {
	for _, paragraph := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		sentences := sentencesOf(strings.Join(strings.Fields(paragraph), " "))
		for i := range sentences {
			window := ""
			for _, sentence := range sentences[i:min(i+mostSentences, len(sentences))] {
				window = strings.TrimSpace(window + " " + sentence)
				if len(window) > mostBytes && window != sentence {
					break
				}
				all = append(all, window)
			}
		}
	}
	return all
}

// sentencesOf cuts a paragraph behind a full stop or a semicolon that a capital, a
// bracket or a dash follows, and wherever a sentence grows too long.
func sentencesOf(s string) (all []string) {
	start := 0
	for i := 0; i+2 < len(s); i++ {
		long := i-start > mostBytes && s[i] == ' '
		if long || (s[i] == '.' || s[i] == ';') && s[i+1] == ' ' && begins(s[i+2:]) {
			all = append(all, strings.TrimSpace(s[start:i+1]))
			start = i + 1
		}
	}
	if rest := strings.TrimSpace(s[start:]); rest != "" {
		all = append(all, rest)
	}
	return all
}

func begins(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(c) || strings.ContainsRune("(–-•§", c) || unicode.IsLower(c) && len(s) > 1 && s[1] == ')'
}

// shorten keeps a quote readable.
func shorten(s string) string {
	if len(s) <= mostQuote {
		return s
	}
	at := mostQuote
	for !utf8.RuneStart(s[at]) {
		at--
	}
	if blank := strings.LastIndexByte(s[:at], ' '); blank > at/2 {
		at = blank
	}
	return s[:at] + " …"
}

// terms reads how many days a customer has to object to a sub-processor, and
// within how many hours a breach is reported.
func (r *Read) terms(low string) {
	if r.NoticeDays == 0 && has(low, subProcessor) && has(low, []string{"invänd", "indsigelse", "underret", "vastusta", "ilmoitta", "object", "meddela", "underrätta", "inform", "notif", "notice"}) {
		r.NoticeDays = countBefore(low, []string{"dagar", "days", "dygn", "dage", "päivää", "päivän"})
	}
	if r.BreachHours == 0 && has(low, []string{"incident", "breach", "brud på", "loukkau"}) {
		r.BreachHours = countBefore(low, []string{"timmar", "hours", "timer", "tuntia", "tunnin"})
	}
}

// spelled are the numbers that agreements write in words.
var spelled = map[string]int{
	"tio": 10, "tjugofyra": 24, "trettio": 30, "trettiosex": 36, "fyrtioåtta": 48, "sextio": 60, "sjuttiotvå": 72, "nittio": 90, "fjorton": 14,
	"ten": 10, "fourteen": 14, "twenty-four": 24, "thirty": 30, "thirty-six": 36, "forty-eight": 48, "sixty": 60, "seventy-two": 72, "ninety": 90,
}

// countBefore is the number that stands before a unit: "30 dagar", "thirty (30)
// days".
func countBefore(low string, units []string) int {
	words := strings.FieldsFunc(low, func(c rune) bool { return strings.ContainsRune(" \t\n,.;:()[]\u00a0", c) })
	for i, word := range words {
		for _, unit := range units {
			if word != unit {
				continue
			}
			for back := 1; back <= 2 && i-back >= 0; back++ { // "30 kalenderdagar", "30 calendar days"
				if n, err := strconv.Atoi(words[i-back]); err == nil && n > 0 && n < 1000 {
					return n
				}
				if n, ok := spelled[words[i-back]]; ok {
					return n
				}
			}
		}
	}
	return 0
}

func has(low string, stems []string) bool {
	for _, stem := range stems {
		if strings.Contains(low, stem) {
			return true
		}
	}
	return false
}
