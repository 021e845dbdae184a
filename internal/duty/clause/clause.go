// Package clause reads a processing agreement and proposes where it has what Art.
// 28(3) GDPR asks for, with quotes, and where it says less. It proposes: that a
// sentence speaks of audits does not make it a right to audit, so a person confirms
// each. It knows Swedish, English, Danish, Norwegian and Finnish.
//
// A text is put together from its lines ([blocksOf]), cut into sentences, and each
// sentence is asked what it speaks of ([thoughtsOf]). What speaks for a point is a
// rule over such thoughts in one sentence or two (points.go). Sentences that define
// a word, or deny a point, never speak for it.
package clause

import (
	"strings"
	"unicode/utf8"
)

// Passage is a piece of text with its place, as a reader of documents gives it.
type Passage struct {
	Place, Text string
	Flows       bool // a line is a paragraph; else a page may have broken it
}

// Proposal is a point of Art. 28(3) with the passage that seems to be it.
type Proposal struct {
	Letter string `json:"letter"` // "a" to "h"
	Place  string `json:"place"`  // with the number or title of the section: "page=2, 7.6"
	Quote  string `json:"quote"`
	Score  int    `json:"score"` // how much speaks for it; only those that suffice are proposed
}

// Read is what an agreement was read as.
type Read struct {
	Form        string       `json:"form,omitempty"` // a known form: eu-2021-915, danish, se-public
	Clauses     []Proposal   `json:"clauses"`        // by letter, at most one each
	Differences []Difference `json:"differences"`    // where it says less than the article, in the order of the text
	NoticeDays  int          `json:"notice_days,omitempty"`
	BreachHours int          `json:"breach_hours,omitempty"`
	Letters     int          `json:"letters"` // of text that there were; 0 for a picture
}

// mostQuote is how long a quote is, in bytes.
const mostQuote = 420

// sentence is one with what it speaks of.
type sentence struct {
	text, plain string
	speaks      thought
	denied      [8]bool // by point
}

// Propose reads the passages of an agreement.
func Propose(passages []Passage) Read {
	r := Read{Differences: []Difference{}}
	for _, p := range passages {
		r.Letters += utf8.RuneCountInString(strings.TrimSpace(p.Text))
		r.known(strings.ToLower(p.Text))
	}
	var best [8]Proposal
	var heading, lead thought
	section, titled := "", false
	for _, b := range blocksOf(passages) {
		if titled && b.heading { // as in a table, the second may be what the first is a title of
			under := b
			under.place = placed(b.place, section)
			r.judgeAll(under, heading, &best)
		}
		if at := b.section(); at != "" {
			section = at
		}
		b.place = placed(b.place, section)
		if titled = b.heading; titled {
			heading, lead = thoughtsOf(plainly(b.text)), 0
			continue
		}
		if !b.item {
			lead = 0
		}
		all := r.judgeAll(b, heading|lead, &best)
		if strings.HasSuffix(b.text, ":") && len(all) > 0 {
			lead = all[len(all)-1].speaks
		}
	}
	for _, p := range best {
		if p.Score > 0 {
			r.Clauses = append(r.Clauses, p)
		}
	}
	return r
}

// placed is a place with the section in it.
func placed(place, section string) string { return strings.Trim(place+", "+section, ", ") }

// sentences are those of a block that do not merely define a word.
func (r *Read) sentences(b block) (all []sentence) {
	var before sentence
	for _, text := range sentencesOf(b.text) {
		s := sentence{text: text, plain: plainly(text)}
		if s.speaks = thoughtsOf(s.plain); s.speaks.any(defining) || has(text, []string{"\" means", "” means"}) {
			continue
		}
		for i, p := range clauses {
			s.denied[i] = p.denies(s.plain)
		}
		r.differs(b.place, before, s)
		before = s
		all = append(all, s)
	}
	return all
}

// judgeAll asks every point of a block's sentences.
func (r *Read) judgeAll(b block, heading thought, best *[8]Proposal) []sentence {
	all := r.sentences(b)
	for i := range all {
		r.judge(b, all[i:min(i+2, len(all))], heading, best)
	}
	return all
}

// judge asks every point of a sentence, alone and with the next one.
func (r *Read) judge(b block, window []sentence, heading thought, best *[8]Proposal) {
	text, plain, speaks := "", "", thought(0)
	var denied [8]bool
	for _, s := range window {
		if text += s.text; len(text) > mostBytes && text != s.text {
			break
		}
		plain, speaks = plain+s.plain, speaks|s.speaks
		r.terms(plain, speaks|heading&(subProcessor|breach))
		for i, p := range clauses {
			denied[i] = denied[i] || s.denied[i]
			if denied[i] {
				continue
			}
			if score := p.speaks(speaks, heading); score > best[i].Score {
				best[i] = Proposal{p.letter, b.place, shorten(text), score}
			}
		}
		text += " "
	}
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
