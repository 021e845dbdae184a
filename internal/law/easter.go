package law

import (
	"time"

	"github.com/varsam/varsam"
)

// Easter is Easter Sunday of a year in the Gregorian calendar, by the computus
// of Meeus, Jones and Butcher.
func Easter(year int) varsam.Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	n := h + l - 7*m
	month := (n + 90) / 25
	return varsam.NewDate(year, time.Month(month), (n+33*month+19)%32)
}
