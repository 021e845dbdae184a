package job

import (
	"fmt"
	"time"
)

// Schedule says when periodic work is next to be done.
type Schedule interface {
	// Next is the first instant of the schedule after another one, in the
	// organisation's zone.
	Next(after time.Time, zone *time.Location) time.Time
	// String names the schedule; another text is another schedule.
	String() string
}

// Periodic is a kind of work that is enqueued by the clock, once per tenant.
type Periodic struct {
	Kind     string
	Schedule Schedule
}

// Every pairs a kind with its schedule.
func Every(kind string, schedule Schedule) Periodic { return Periodic{kind, schedule} }

// interval is a schedule of whole steps since 1970 in UTC, so that changes of
// local time do not touch it.
type interval time.Duration

// The schedules that need no zone.
const (
	EachMinute      = interval(time.Minute)
	EachFiveMinutes = interval(5 * time.Minute)
	EachHour        = interval(time.Hour)
)

// Next is the next whole step.
func (i interval) Next(after time.Time, _ *time.Location) time.Time {
	step := time.Duration(i)
	return after.UTC().Truncate(step).Add(step)
}

// String is "every 1m0s".
func (i interval) String() string { return "every " + time.Duration(i).String() }

// nightly is a time of the civil day.
type nightly struct{ hour, minute int }

// Nightly is once each civil day at a time of the organisation's clock. Where
// that time does not exist, because the clock is put forward, it is the instant
// of the change; where it comes twice, the first.
func Nightly(hour, minute int) Schedule { return nightly{hour, minute} }

// Next is that time of today, or of the first day on which it lies ahead.
func (n nightly) Next(after time.Time, zone *time.Location) time.Time {
	year, month, day := after.In(zone).Date()
	for ; ; day++ {
		if at := n.on(year, month, day, zone); at.After(after) {
			return at
		}
	}
}

// on is the one instant of a civil day. The standard library says that a time
// which does not exist, or comes twice, becomes one of two instants, but not
// which one.
func (n nightly) on(year int, month time.Month, day int, zone *time.Location) time.Time {
	wall := time.Date(year, month, day, n.hour, n.minute, 0, 0, time.UTC)
	near := time.Date(year, month, day, n.hour, n.minute, 0, 0, zone)
	first := time.Time{}
	for _, probe := range []time.Time{near.Add(-24 * time.Hour), near.Add(24 * time.Hour)} {
		_, offset := probe.Zone()
		at := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if sameClock(at, wall) && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	if first.IsZero() {
		return change(near, wall)
	}
	return first
}

func sameClock(at, wall time.Time) bool {
	return at.Hour() == wall.Hour() && at.Minute() == wall.Minute() && at.Day() == wall.Day()
}

// change is the instant at which the clock jumped over a wall time; near lies on
// one side of it.
func change(near, wall time.Time) time.Time {
	start, end := near.ZoneBounds()
	_, offset := near.Zone()
	if near.Add(time.Duration(offset)*time.Second).UTC().Compare(wall) < 0 || start.IsZero() {
		return end
	}
	return start
}

// String is "nightly 02:30".
func (n nightly) String() string { return fmt.Sprintf("nightly %02d:%02d", n.hour, n.minute) }
