package clause

import (
	"strconv"
	"strings"
)

// terms reads how many days a customer has to object to a sub-processor, and
// within how many hours a breach is reported.
func (r *Read) terms(plain string, t thought) {
	if r.NoticeDays == 0 && t.any(subProcessor) && t.any(objecting|telling|ahead|permitting) && !t.any(breach) {
		r.NoticeDays = countBefore(plain, []string{"dagar", "days", "dygn", "dage", "dager", "dages", "dagers", "kalenderdagar", "päivää", "päivän"}, 1) +
			countBefore(plain, []string{"veckor", "weeks", "uger", "uker", "viikkoa", "viikon"}, 7)
	}
	if r.BreachHours == 0 && t.any(breach|incident) && t.any(telling) {
		r.BreachHours = countBefore(plain, []string{"timmar", "hours", "timer", "tuntia", "tunnin"}, 1) + countBefore(plain, []string{"dygn", "døgn", "vuorokauden"}, 24)
	}
}

// spelled are the numbers that agreements write in words.
var spelled = map[string]int{
	"ett": 1, "et": 1, "två": 2, "to": 2, "tre": 3, "fyra": 4, "fire": 4, "two": 2, "three": 3, "four": 4, "kahden": 2, "kolmen": 3, "neljän": 4,
	"tio": 10, "fjorton": 14, "tjugo": 20, "tjugoen": 21, "tjugofyra": 24, "trettio": 30, "trettiosex": 36, "fyrtiofem": 45, "fyrtioåtta": 48, "sextio": 60, "sjuttiotvå": 72, "nittio": 90,
	"ten": 10, "fourteen": 14, "twenty": 20, "twenty-one": 21, "twenty-four": 24, "thirty": 30, "thirty-six": 36, "forty-five": 45, "forty-eight": 48, "sixty": 60, "seventy-two": 72, "ninety": 90,
	"ti": 10, "fjorten": 14, "tyve": 20, "tjue": 20, "fireogtyve": 24, "tjuefire": 24, "tredive": 30, "tretti": 30, "seksogtredive": 36, "trettiseks": 36, "otteogfyrre": 48, "førtiåtte": 48, "tres": 60, "seksti": 60, "tooghalvfjerds": 72, "syttito": 72, "halvfems": 90, "nitti": 90,
	"kymmenen": 10, "neljätoista": 14, "kaksikymmentä": 20, "kolmekymmentä": 30, "kolmenkymmenen": 30, "kuusikymmentä": 60, "yhdeksänkymmentä": 90,
}

// countBefore is the number that stands before a unit, times what the unit is: "30
// dagar", "30 calendar days", "thirty (30) days".
func countBefore(low string, units []string, times int) int {
	words := strings.FieldsFunc(low, func(c rune) bool { return strings.ContainsRune(" \t\n,.;:()[]\u00a0", c) })
	for i, word := range words {
		for _, unit := range units {
			if word != unit {
				continue
			}
			for back := 1; back <= 2 && i-back >= 0; back++ {
				if n, err := strconv.Atoi(words[i-back]); err == nil && n > 0 && n < 1000 {
					return n * times
				}
				if n, ok := spelled[words[i-back]]; ok {
					return n * times
				}
			}
		}
	}
	return 0
}
