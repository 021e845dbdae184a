package lint

import (
	"strconv"
	"strings"

	"github.com/varsam/varsam"
)

// period is a length of time that a sentence names.
type period struct {
	n, most int    // most differs for a range, 7–10 years
	unit    string // year, month, week or day
	started bool   // it says from when
	fiscal  bool   // from the end of a fiscal or calendar year
	at      span
}

// words is the period as people write it: 2 years, 7–10 years.
func (p period) words() varsam.Words {
	n := strconv.Itoa(p.n)
	if p.most != p.n {
		n += "–" + strconv.Itoa(p.most)
	}
	unit := unitWords[p.unit]
	if p.most == 1 {
		return varsam.Words{SV: n + " " + unit.one.SV, EN: n + " " + unit.one.EN}
	}
	return varsam.Words{SV: n + " " + unit.many.SV, EN: n + " " + unit.many.EN}
}

var unitWords = map[string]struct{ one, many varsam.Words }{
	"year":    {varsam.Words{SV: "år", EN: "year"}, varsam.Words{SV: "år", EN: "years"}},
	"month":   {varsam.Words{SV: "månad", EN: "month"}, varsam.Words{SV: "månader", EN: "months"}},
	"week":    {varsam.Words{SV: "vecka", EN: "week"}, varsam.Words{SV: "veckor", EN: "weeks"}},
	"day":     {varsam.Words{SV: "dag", EN: "day"}, varsam.Words{SV: "dagar", EN: "days"}},
	"workday": {varsam.Words{SV: "arbetsdag", EN: "working day"}, varsam.Words{SV: "arbetsdagar", EN: "working days"}},
}

// days is the period in days, from the shortest to the longest that it may mean.
func (p period) days() (from, to float64) {
	unit := map[string]float64{"year": 365.25, "month": 30.44, "week": 7, "workday": 1.4}[p.unit]
	if unit == 0 {
		unit = 1
	}
	return float64(p.n) * unit, float64(p.most) * unit
}

// months is the period as months, 0 for shorter ones.
func (p period) months(n int) int {
	switch p.unit {
	case "year":
		return 12 * n
	case "month":
		return n
	}
	return 0
}

var units = map[string]string{
	"ar": "year", "aret": "year", "aren": "year", "year": "year", "years": "year", "ars": "year",
	"manad": "month", "manader": "month", "manaders": "month", "month": "month", "months": "month", "man": "month",
	"vecka": "week", "veckor": "week", "week": "week", "weeks": "week", "veckors": "week",
	"dag": "day", "dagar": "day", "dygn": "day", "day": "day", "days": "day", "dagars": "day",
	"arbetsdagar": "workday", "bankdagar": "workday", "vardagar": "workday", "workdays": "workday",
}

var numerals = map[string]int{
	"en": 1, "ett": 1, "one": 1, "tva": 2, "two": 2, "tre": 3, "three": 3, "fyra": 4, "four": 4, "fem": 5, "five": 5, "sex": 6, "six": 6,
	"sju": 7, "seven": 7, "atta": 8, "eight": 8, "nio": 9, "nine": 9, "tio": 10, "ten": 10, "elva": 11, "eleven": 11, "tolv": 12,
	"twelve": 12, "fjorton": 14, "fourteen": 14, "femton": 15, "fifteen": 15, "arton": 18, "aderton": 18, "eighteen": 18, "tjugo": 20,
	"twenty": 20, "tjugofyra": 24, "twentyfour": 24, "trettio": 30, "thirty": 30, "trettiosex": 36, "thirtysix": 36, "fyrtio": 40,
	"forty": 40, "fyrtiofem": 45, "sextio": 60, "sixty": 60, "nittio": 90, "ninety": 90,
}

// numberOf reads a number in digits or letters; 0 is none.
func numberOf(text string) int {
	if n, ok := numerals[text]; ok {
		return n
	}
	if len(text) > 4 || text == "" || strings.Trim(text, "0123456789") != "" {
		return 0
	}
	n, _ := strconv.Atoi(text)
	return n
}

// periodsOf are the lengths of time that a sentence names.
func periodsOf(s *sentence) []period {
	var all []period
	for i, w := range s.words {
		unit, ok := units[w.text]
		if !ok || i == 0 {
			continue
		}
		j := i - 1
		if isFiller(s.words[j].text) && j > 0 { // two calendar years, ten whole days
			if s.words[j].text == "working" || s.words[j].text == "business" {
				unit = "workday"
			}
			j--
		}
		n := numberOf(s.words[j].text)
		if n == 0 || n > 1000 || n >= 100 && unit == "year" {
			continue
		}
		p := period{n: n, most: n, unit: unit, at: span{s.words[j].start, w.end}}
		p.spread(s, j)
		p.started, p.fiscal = startOf(s, j, i)
		all = append(all, p)
	}
	return all
}

func isFiller(text string) bool {
	switch text {
	case "hela", "full", "whole", "kalender", "calendar", "working", "business", "ytterligare", "further", "additional", "fulla", "foljande":
		return true
	}
	return false
}

// spread reads "7-10", "7 till 10", "ten (10)".
func (p *period) spread(s *sentence, j int) {
	back := j - 1
	if back >= 0 && (s.words[back].text == "till" || s.words[back].text == "to" || s.words[back].text == "eller" || s.words[back].text == "or" || s.words[back].text == "och" || s.words[back].text == "and") {
		back--
	}
	if back < 0 {
		return
	}
	if n := numberOf(s.words[back].text); n > 0 && n < p.n && (n > 1 || s.words[back].text == "1") && s.words[back].end+12 > s.words[j].start {
		p.n, p.at.start = n, s.words[back].start
	}
}

// behind are the words that say from when, behind a period; ahead, those that do
// so before it.
var behind = wordSet("efter fran sedan raknat raknas after from since following fro slutet utgang darefter thereafter afterwards framat foljande innan before tillbaka upphor varefter dessforinnan post expiry ending")

var ahead = wordSet("efter after following sedan nar when once raknat upphor upphort avslutas avslutats avslutad ends ended expires inaktiv inactive slutet since senaste latest last")

var fiscal = wordSet("rakenskapsar rakenskapsaret rakenskapsarets kalenderar kalenderaret kalenderarets verksamhetsar bokslut bokslutsar arsslut financial fiscal calendar accounting-year rakenskapsperiod rakenskapsperioden rakenskapsperiodens")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

func startOf(s *sentence, from, to int) (started, isFiscal bool) {
	for i := to + 1; i < min(len(s.words), to+8); i++ {
		started = started || behind[s.words[i].text]
	}
	for i := max(0, from-12); i < from; i++ {
		started = started || ahead[s.words[i].text]
	}
	for _, w := range s.words {
		isFiscal = isFiscal || fiscal[w.text]
	}
	return started, isFiscal
}
