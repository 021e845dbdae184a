package law_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"pgregory.net/rapid"
)

// TestDeadlineTable is the table of facts/law.md 1.2.
func TestDeadlineTable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		received         string
		extended         bool
		raw, legal, safe string
	}{
		{"2026-08-31", false, "2026-09-30", "2026-09-30", "2026-09-30"}, // no 31 September
		{"2028-01-31", false, "2028-02-29", "2028-02-29", "2028-02-29"}, // leap year
		{"2026-01-31", false, "2026-02-28", "2026-03-02", "2026-02-27"}, // month end and weekend
		{"2026-03-05", false, "2026-04-05", "2026-04-07", "2026-04-02"}, // Easter
		{"2026-05-06", false, "2026-06-06", "2026-06-08", "2026-06-05"}, // Swedish national day
		{"2026-11-25", false, "2026-12-25", "2026-12-28", "2026-12-23"}, // the eve is not safe
		{"2026-12-01", false, "2027-01-01", "2027-01-04", "2026-12-30"},
		{"2026-12-06", false, "2027-01-06", "2027-01-07", "2027-01-05"}, // Epiphany
		{"2026-04-01", false, "2026-05-01", "2026-05-04", "2026-04-30"},
		{"2026-01-31", true, "2026-04-30", "2026-04-30", "2026-04-28"},  // the chained count is earlier
		{"2026-05-19", false, "2026-06-19", "2026-06-19", "2026-06-18"}, // Midsummer Eve never extends
	} {
		due, err := law.Deadline(date(t, c.received), law.Options{Country: law.SE, Extended: c.extended})
		if err != nil {
			t.Fatal(err)
		}
		want(t, c.received+" raw", due.Raw, date(t, c.raw))
		want(t, c.received+" legal", due.Legal, date(t, c.legal))
		want(t, c.received+" safe", due.Safe, date(t, c.safe))
	}
}

func TestDeadlineByCountry(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		received string
		country  law.Country
		legal    string
	}{
		{"2027-05-07", law.SE, "2027-06-07"},
		{"2029-05-06", law.SE, "2029-06-07"}, // 6 June is a Wednesday
		{"2029-05-06", law.FI, "2029-06-06"},
		{"2028-11-06", law.FI, "2028-12-07"}, // 6 December is a Wednesday
		{"2028-11-06", law.SE, "2028-12-06"},
		{"2026-12-06", law.FI, "2027-01-07"},
		{"2027-04-17", law.NO, "2027-05-18"},
		{"2024-03-26", law.DK, "2024-04-26"}, // no Great Prayer Day any more
	} {
		due, err := law.Deadline(date(t, c.received), law.Options{Country: c.country})
		if err != nil {
			t.Fatal(err)
		}
		want(t, string(c.country)+" "+c.received, due.Legal, date(t, c.legal))
	}
}

// TestDeadlineOfInstant: the organisation's day counts, never UTC's.
func TestDeadlineOfInstant(t *testing.T) {
	t.Parallel()
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	received := varsam.DateIn(time.Date(2026, 3, 31, 22, 30, 0, 0, time.UTC), stockholm)
	want(t, "local day", received, date(t, "2026-04-01"))
	due, _ := law.Deadline(received, law.Options{Country: law.SE})
	want(t, "raw", due.Raw, date(t, "2026-05-01"))
	want(t, "legal", due.Legal, date(t, "2026-05-04"))
}

func pause(t testing.TB, asked, answered string) law.Pause {
	return law.Pause{Asked: date(t, asked), Answered: date(t, answered)}
}

func TestPauses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		pauses []law.Pause
		raw    string // received 2026-09-01: without a pause 2026-10-01
	}{
		{"none", nil, "2026-10-01"},
		{"answered the same day", []law.Pause{pause(t, "2026-09-02", "2026-09-02")}, "2026-10-01"},
		{"two days", []law.Pause{pause(t, "2026-09-02", "2026-09-04")}, "2026-10-03"},
		{"on the day of receipt", []law.Pause{pause(t, "2026-09-01", "2026-09-04")}, "2026-10-04"},
		{"two pauses, any order", []law.Pause{pause(t, "2026-09-10", "2026-09-12"), pause(t, "2026-09-02", "2026-09-04")}, "2026-10-05"},
		{"overlapping days count once", []law.Pause{pause(t, "2026-09-02", "2026-09-06"), pause(t, "2026-09-04", "2026-09-08")}, "2026-10-07"},
		{"one inside the other", []law.Pause{pause(t, "2026-09-02", "2026-09-12"), pause(t, "2026-09-04", "2026-09-08")}, "2026-10-11"},
		{"asked on the last day", []law.Pause{pause(t, "2026-10-01", "2026-10-06")}, "2026-10-06"},
		{"asked too late", []law.Pause{pause(t, "2026-10-02", "2026-10-06")}, "2026-10-01"},
		{"in time thanks to the first", []law.Pause{pause(t, "2026-09-02", "2026-09-04"), pause(t, "2026-10-02", "2026-10-06")}, "2026-10-07"},
		{"asked too late and open", []law.Pause{pause(t, "2026-10-02", "")}, "2026-10-01"},
	} {
		due, err := law.Deadline(date(t, "2026-09-01"), law.Options{Country: law.SE, Pauses: c.pauses})
		if err != nil {
			t.Fatal(err)
		}
		want(t, c.name, due.Raw, date(t, c.raw))
		want(t, c.name+" open", due.Open, false)
	}
}

func TestOpenPause(t *testing.T) {
	t.Parallel()
	due, err := law.Deadline(date(t, "2026-09-01"), law.Options{Country: law.SE, Pauses: []law.Pause{pause(t, "2026-09-02", "")}})
	want(t, "error", err, nil)
	want(t, "due", due, law.Due{Open: true})
}

func TestPrompt(t *testing.T) {
	t.Parallel()
	want(t, "third day", pause(t, "2026-09-04", "").Prompt(date(t, "2026-09-01")), true)
	want(t, "fourth day", pause(t, "2026-09-05", "").Prompt(date(t, "2026-09-01")), false)
}

func TestDeadlineRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		received string
		options  law.Options
	}{
		"country":                {"2026-09-01", law.Options{Country: "XX"}},
		"no day":                 {"", law.Options{Country: law.SE}},
		"asked before receipt":   {"2026-09-01", law.Options{Country: law.SE, Pauses: []law.Pause{pause(t, "2026-08-31", "")}}},
		"never asked":            {"2026-09-01", law.Options{Country: law.SE, Pauses: []law.Pause{{}}}},
		"answered before asking": {"2026-09-01", law.Options{Country: law.SE, Pauses: []law.Pause{pause(t, "2026-09-03", "2026-09-02")}}},
	} {
		_, err := law.Deadline(date(t, c.received), c.options)
		want(t, name, varsam.CodeOf(err), varsam.Invalid)
	}
}

// TestBreach: aware Friday 16:20, due Monday 16:20; hours, so the end of summer
// time shows in the local clock.
func TestBreach(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	const layout = "2006-01-02 Mon 15:04"
	due := law.BreachDeadline(time.Date(2026, 11, 13, 16, 20, 0, 0, zone))
	want(t, "due", due.Format(layout), "2026-11-16 Mon 16:20")
	due = law.BreachDeadline(time.Date(2026, 10, 23, 16, 20, 0, 0, zone))
	want(t, "over the end of summer time", due.Format(layout), "2026-10-26 Mon 15:20")
}

func TestDeadlineProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		received := days().Draw(t, "received")
		o := law.Options{Country: rapid.SampledFrom(law.Countries).Draw(t, "country"), Extended: rapid.Bool().Draw(t, "extended")}
		plain := deadline(t, received, o)
		later := deadline(t, received.AddDays(rapid.IntRange(0, 40).Draw(t, "later")), o)
		checkDue(t, o.Country, plain)
		if later.Legal.Before(plain.Legal) || later.Safe.Before(plain.Safe) {
			t.Fatalf("received %s: %+v, received later: %+v", received, plain, later)
		}
		asked := received.AddDays(rapid.IntRange(0, 120).Draw(t, "asked"))
		length := rapid.IntRange(0, 60).Draw(t, "length")
		o.Pauses = []law.Pause{{Asked: asked, Answered: asked.AddDays(length)}}
		paused := deadline(t, received, o)
		checkDue(t, o.Country, paused)
		moved := length
		if asked.After(plain.Legal) {
			moved = 0
		}
		if paused.Raw != plain.Raw.AddDays(moved) {
			t.Fatalf("a pause of %d days from %s moved %s to %s", length, asked, plain.Raw, paused.Raw)
		}
	})
}

func deadline(t *rapid.T, received varsam.Date, o law.Options) law.Due {
	due, err := law.Deadline(received, o)
	if err != nil {
		t.Fatal(err)
	}
	return due
}

// checkDue: safe <= raw <= legal, both ends are working days, and no working day
// lies between raw and legal.
func checkDue(t *rapid.T, country law.Country, due law.Due) {
	if due.Safe.After(due.Raw) || due.Raw.After(due.Legal) {
		t.Fatalf("out of order: %+v", due)
	}
	for _, d := range []varsam.Date{due.Safe, due.Legal} {
		if works, err := law.IsWorkingDay(country, d); err != nil || !works {
			t.Fatalf("%s is no working day in %s (%v)", d, country, err)
		}
	}
	for d := due.Raw; d.Before(due.Legal); d = d.AddDays(1) {
		if works, _ := law.IsWorkingDay(country, d); works {
			t.Fatalf("%s skipped the working day %s in %s", due.Legal, d, country)
		}
	}
}
