package law

import (
	"time"

	"github.com/varsam/varsam"
)

// Options are what a deadline depends on besides the day of receipt.
type Options struct {
	Country  Country // of the controller: its public holidays
	Extended bool    // the person was told, with reasons, inside the first month (Art. 12(3) GDPR)
	Pauses   []Pause
}

// Due is when a request must be answered. All days are inclusive: the answer is
// in time until the last hour of the day.
type Due struct {
	Raw   varsam.Date // the calendar end, whatever weekday it is
	Legal varsam.Date // the last day the law allows: Raw, or the next working day after it
	Safe  varsam.Date // the last day nobody can dispute: a working day, no eve, not after Raw
	Open  bool        // a pause is not answered yet: there is no last day, and the three days are zero
}

// The month of Art. 12(3) GDPR and the two further ones.
const (
	ordinary = 1
	further  = 2
)

// Deadline counts the month, or with an extension the three months, of Art.
// 12(3) GDPR from the local day a request was received (Regulation 1182/71, Art.
// 3). Three things follow from the regulation: the day of receipt is not counted;
// the last day has the same date, or is the last of its month; a Saturday, Sunday
// or public holiday moves it to the next working day. An extension is three
// months from receipt. Some count it as two months after the end of the first,
// which can be earlier; Safe takes the earlier of the two.
//
// The notice of an extension is due by the Legal day without one. The errors are
// Invalid: an unknown country, no day, a pause that cannot be.
func Deadline(received varsam.Date, o Options) (Due, error) {
	if _, err := ParseCountry(string(o.Country)); err != nil {
		return Due{}, err
	}
	if received.IsZero() {
		return Due{}, varsam.Errorf(varsam.Invalid, "a deadline was asked for without a day of receipt")
	}
	direct := received.AddMonths(ordinary)
	chained := direct
	if o.Extended {
		direct, chained = received.AddMonths(ordinary+further), direct.AddMonths(further)
	}
	paused, open, err := suspended(received, direct, o)
	if err != nil || open {
		return Due{Open: open}, err
	}
	raw := direct.AddDays(paused)
	return Due{
		Raw:   raw,
		Legal: nextWorking(o.Country, raw),
		Safe:  lastSafe(o.Country, earlier(raw, chained.AddDays(paused))),
	}, nil
}

func nextWorking(country Country, day varsam.Date) varsam.Date {
	for !works(country, day, feasts) {
		day = day.AddDays(1)
	}
	return day
}

func lastSafe(country Country, day varsam.Date) varsam.Date {
	for !works(country, day, feasts) || !works(country, day, eves) {
		day = day.AddDays(-1)
	}
	return day
}

// breachHours is the time of Art. 33(1) GDPR. The proposal COM(2025) 837 would
// make it 96; it is not law.
const breachHours = 72

// BreachDeadline is when the authority must have been told of a breach: 72 hours
// after awareness, in hours of absolute time. Weekends and holidays do not move
// it, and a change to or from summer time shows in the local clock.
func BreachDeadline(aware time.Time) time.Time { return aware.Add(breachHours * time.Hour) }

func earlier(a, b varsam.Date) varsam.Date {
	if b.Before(a) {
		return b
	}
	return a
}
