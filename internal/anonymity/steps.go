package anonymity

import (
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
)

// ParseSteps reads how a column's hierarchy is made by rule: a way and the sizes
// of its steps from the finest to the coarsest.
//
//	date:month,quarter,year,decade
//	band:5,10,50
//	prefix:4,3,2
func ParseSteps(text string) ([]Recode, error) {
	way, sizes, _ := strings.Cut(text, ":")
	var steps []Recode
	for size := range strings.SplitSeq(sizes, ",") {
		r := Recode{Way: Way(way)}
		n, _ := strconv.Atoi(size)
		switch r.Way {
		case WayDate:
			r.Unit = Unit(size)
		case WayBand:
			r.Width = int64(n)
		case WayPrefix:
			r.Chars = n
		default:
			r.Way = ""
		}
		if r.Check() != nil {
			return nil, varsam.Errorf(varsam.Invalid, "%q makes no hierarchy: write date:month,year or band:5,10 or prefix:4,2", text)
		}
		steps = append(steps, r)
	}
	return steps, nil
}

// Stepped is the hierarchy of the values that occur: each itself, then by every
// step, then [Suppressed]. What a step does not understand is suppressed by it.
// Steps that are no ladder are Invalid.
func Stepped(values []string, steps []Recode) (*Hierarchy, error) {
	var lines [][]string
	for _, v := range slices.Compact(slices.Sorted(slices.Values(values))) {
		line := []string{v}
		for _, step := range steps {
			form := Suppressed
			if became := step.Apply(varsam.TextOf(v)); !became.IsNull() {
				form = step.short(became.String())
			}
			line = append(line, form)
		}
		lines = append(lines, append(line, Suppressed))
	}
	return NewHierarchy(lines)
}

// short writes a truncated date as people do: 2024-05, 2024 Q2, 2024, 2020s.
func (r Recode) short(day string) string {
	if r.Way != WayDate {
		return day
	}
	d, err := varsam.ParseDate(day)
	if err != nil {
		return day
	}
	year := strconv.Itoa(d.Year())
	switch r.Unit {
	case Month:
		return day[:len("2024-05")]
	case Quarter:
		return year + " Q" + strconv.Itoa(int(d.Month()+2)/3)
	case Decade:
		return year + "s"
	}
	return year
}
