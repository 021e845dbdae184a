package example

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/varsam/varsam"
)

// calendar counts days back from today.
type calendar struct{ today varsam.Date }

// ago is the day so many days before today.
func (c calendar) ago(days int) varsam.Date { return c.today.AddDays(-days) }

// between is a day some time between the two, in days before today.
func (c calendar) between(r *rand.Rand, most, least int) varsam.Date {
	return c.ago(least + r.IntN(max(1, most-least)))
}

// at is a time of that day, as databases write it without a zone.
func at(r *rand.Rand, day varsam.Date) string {
	return fmt.Sprintf("%s %02d:%02d:%02d", day, 7+r.IntN(11), r.IntN(60), r.IntN(60))
}

// workday is the day or the Monday after.
func workday(d varsam.Date) varsam.Date {
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		d = d.AddDays(1)
	}
	return d
}

// pastOrNull is the day, or null while it has not come.
func (c calendar) pastOrNull(d varsam.Date) any {
	if c.today.Before(d) {
		return nil
	}
	return d.String()
}
