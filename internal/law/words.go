package law

import (
	"fmt"
	"strings"

	"github.com/varsam/varsam"
)

// Keeps is the rule's time in words, for notices and lists: "7 år efter
// räkenskapsårets slut, till och med kalenderårets sista dag".
func (r Rule) Keeps() varsam.Words {
	t := r.Trigger.Words()
	switch {
	case !r.HasEnd() && r.Kind == Condition:
		return w("villkor utan tid", "a condition without a time")
	case !r.HasEnd():
		return w("ingen tid som kan räknas ut; en person beslutar", "no time that can be computed; a person decides")
	case r.Formula.DayBefore:
		return w("till dagen före "+t.SV, "until the day before "+t.EN)
	}
	p := PeriodWords(r.Formula.Length)
	words := fi(p.SV+" efter "+t.SV, p.EN+" after "+t.EN, p.FI+" "+t.FI)
	if r.Formula.Until == YearEnd {
		words.SV += ", till och med kalenderårets sista dag"
		words.EN += ", to and including the last day of that calendar year"
		words.FI += ", kalenterivuoden viimeiseen päivään asti"
	}
	return words
}

// PeriodWords is a calendar length in words: "3 år och 6 månader".
func PeriodWords(p varsam.Period) varsam.Words {
	if p.IsZero() {
		return fi("0 dagar", "0 days", "0 päivää")
	}
	var sv, en, fin []string
	for _, part := range []struct {
		n                               int
		one, many, oneEN, oneFI, manyFI string
	}{
		{p.Years, "år", "år", "year", "vuosi", "vuotta"},
		{p.Months, "månad", "månader", "month", "kuukausi", "kuukautta"},
		{p.Days, "dag", "dagar", "day", "päivä", "päivää"},
	} {
		switch {
		case part.n == 1:
			sv, en, fin = append(sv, "1 "+part.one), append(en, "1 "+part.oneEN), append(fin, "1 "+part.oneFI)
		case part.n != 0:
			sv = append(sv, fmt.Sprintf("%d %s", part.n, part.many))
			en = append(en, fmt.Sprintf("%d %ss", part.n, part.oneEN))
			fin = append(fin, fmt.Sprintf("%d %s", part.n, part.manyFI))
		}
	}
	return fi(strings.Join(sv, " och "), strings.Join(en, " and "), strings.Join(fin, " ja "))
}
