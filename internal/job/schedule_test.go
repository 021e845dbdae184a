package job_test

import (
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"github.com/varsam/varsam/internal/job"
	"github.com/varsam/varsam/internal/store"
	"github.com/varsam/varsam/internal/store/storetest"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func TestNightlyOverClockChanges(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ zone, after, clock, want string }{
		{"Europe/Stockholm", "2026-11-02T12:00:00Z", "02:30", "2026-11-03T01:30:00Z"},
		{"Europe/Stockholm", "2026-11-03T01:30:00Z", "02:30", "2026-11-04T01:30:00Z"},
		{"Europe/Stockholm", "2026-11-03T01:29:59Z", "02:30", "2026-11-03T01:30:00Z"},
		// 2027-03-28: from 02:00 the clock says 03:00.
		{"Europe/Stockholm", "2027-03-27T12:00:00Z", "02:30", "2027-03-28T01:00:00Z"},
		{"Europe/Stockholm", "2027-03-28T01:00:00Z", "02:30", "2027-03-29T00:30:00Z"},
		// 2026-10-25: 02:30 comes at 00:30 and at 01:30 UTC.
		{"Europe/Stockholm", "2026-10-24T12:00:00Z", "02:30", "2026-10-25T00:30:00Z"},
		{"Europe/Stockholm", "2026-10-25T00:30:00Z", "02:30", "2026-10-26T01:30:00Z"},
		{"Europe/Helsinki", "2026-10-24T12:00:00Z", "03:15", "2026-10-25T00:15:00Z"},
		{"Europe/Helsinki", "2027-03-27T12:00:00Z", "03:15", "2027-03-28T01:00:00Z"},
		// Half an hour of change, south of the equator.
		{"Australia/Lord_Howe", "2026-10-03T00:00:00Z", "02:15", "2026-10-03T15:30:00Z"},
		// Midnight does not exist.
		{"America/Santiago", "2026-09-05T12:00:00Z", "00:00", "2026-09-06T04:00:00Z"},
		{"UTC", "2026-12-31T23:59:59Z", "00:00", "2027-01-01T00:00:00Z"},
	} {
		clock, err := time.Parse("15:04", c.clock)
		if err != nil {
			t.Fatal(err)
		}
		after, err := time.Parse(time.RFC3339, c.after)
		if err != nil {
			t.Fatal(err)
		}
		got := job.Nightly(clock.Hour(), clock.Minute()).Next(after, zone(t, c.zone)).UTC().Format(time.RFC3339)
		if got != c.want {
			t.Errorf("%s %s after %s: %s, want %s", c.zone, c.clock, c.after, got, c.want)
		}
	}
}

// Whatever the time and the zone, each civil day has one run.
func TestNightlyIsOncePerCivilDay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		z, err := time.LoadLocation(rapid.SampledFrom([]string{
			"Europe/Stockholm", "Europe/Helsinki", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tehran",
		}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		schedule := job.Nightly(rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"))
		at := time.Unix(rapid.Int64Range(1_500_000_000, 2_000_000_000).Draw(t, "after"), 0)
		at = schedule.Next(at, z)
		for range 400 {
			next := schedule.Next(at, z)
			year, month, day := at.In(z).Date()
			y, m, d := next.In(z).Date()
			if want := time.Date(year, month, day+1, 0, 0, 0, 0, time.UTC); !want.Equal(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)) {
				t.Fatalf("%v follows %v in %v", next.In(z), at.In(z), z)
			}
			at = next
		}
	})
}

func TestIntervals(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 10, 25, 0, 59, 59, 0, time.UTC)
	stockholm := zone(t, "Europe/Stockholm")
	if got := job.EachHour.Next(at, stockholm); !got.Equal(at.Add(time.Second)) {
		t.Errorf("the hour after %v is %v", at, got)
	}
	if got := job.EachMinute.Next(at.Add(time.Second), stockholm); !got.Equal(at.Add(time.Minute + time.Second)) {
		t.Errorf("the minute after is %v", got)
	}
}

var nightly = []job.Periodic{job.Every("cull", job.Nightly(2, 30)), job.Every("count", job.EachHour)}

// tick lets the clock's work be enqueued by n processes at the same time and
// returns how many wakes that made.
func (b *bench) tick(n int, all []job.Periodic) (due int) {
	b.Helper()
	stockholm := zone(b, "Europe/Stockholm")
	var mu sync.Mutex
	var group sync.WaitGroup
	for range n {
		group.Go(func() {
			kinds, err := job.Tick(b.Context(), b.Store, storetest.Tenant,
				func(*store.Tx) (*time.Location, error) { return stockholm, nil }, all)
			mu.Lock()
			defer mu.Unlock()
			due += len(kinds)
			if err != nil {
				b.Error(err)
			}
		})
	}
	group.Wait()
	return due
}

func TestOneOfManyEnqueuesPeriodicWork(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		if n := b.tick(4, nightly); n != 0 || b.total() != 0 {
			t.Fatalf("%d due when a schedule begins", n)
		}
		total := 0
		for range 36 {
			b.clock.pass(20 * time.Minute)
			total += b.tick(4, nightly)
			for range b.total() {
				b.finish(b.take())
			}
		}
		// Twelve hours from 12:00 UTC: twelve whole hours, and no night yet.
		if total != 12 {
			t.Errorf("%d wakes in twelve hours", total)
		}
		b.clock.pass(90 * time.Minute)
		if n := b.tick(4, nightly); n != 2 {
			t.Errorf("%d wakes at half past one, 02:30 in Stockholm", n)
		}
	})
}

// What a process that was down has missed is done once, late; and a night is not
// missed because a process was started again just then.
func TestMissedNightsAreDoneOnce(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.tick(1, nightly[:1])
		b.clock.pass(5 * 24 * time.Hour)
		if n := b.tick(2, nightly[:1]); n != 1 {
			t.Fatalf("%d wakes after five nights", n)
		}
		b.finish(b.take())
		if n := b.tick(2, nightly[:1]); n != 0 {
			t.Errorf("%d more", n)
		}
		var next map[string]time.Time
		b.write(func(tx *store.Tx) (err error) { next, err = job.Next(tx); return err })
		if want := time.Date(2026, 11, 8, 1, 30, 0, 0, time.UTC); !next["cull"].Equal(want) {
			t.Errorf("next is %v, want %v", next["cull"], want)
		}
	})
}

func TestAChangedScheduleBeginsAnew(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.tick(1, nightly[:1])
		other := []job.Periodic{job.Every("cull", job.Nightly(13, 30))}
		if n := b.tick(1, other); n != 0 {
			t.Fatal("the new schedule is due before its time")
		}
		b.clock.pass(time.Hour) // 13:30 in Stockholm is 12:30 UTC
		if n := b.tick(1, other); n != 1 {
			t.Errorf("%d wakes", n)
		}
	})
}
