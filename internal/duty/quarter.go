package duty

import (
	"context"
	"fmt"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// Quarter is a quarter of a year.
type Quarter struct {
	Year, N int
}

// QuarterOf is the quarter of a day.
func QuarterOf(d varsam.Date) Quarter { return Quarter{d.Year(), (int(d.Month())-1)/3 + 1} }

// ParseQuarter reads "2026-Q4".
func ParseQuarter(text string) (q Quarter, err error) {
	if n, err := fmt.Sscanf(text, "%d-Q%d", &q.Year, &q.N); n != 2 || err != nil || q.N < 1 || q.N > 4 || q.String() != text {
		return q, varsam.Errorf(varsam.Invalid, "a quarter is written 2026-Q4")
	}
	return q, nil
}

// String is "2026-Q4".
func (q Quarter) String() string { return fmt.Sprintf("%04d-Q%d", q.Year, q.N) }

// Before is the quarter before.
func (q Quarter) Before() Quarter {
	if q.N == 1 {
		return Quarter{q.Year - 1, 4}
	}
	return Quarter{q.Year, q.N - 1}
}

// First is the quarter's first day; Last its last.
func (q Quarter) First() varsam.Date { return varsam.NewDate(q.Year, time.Month(3*q.N-2), 1) }

// Last is the quarter's last day.
func (q Quarter) Last() varsam.Date { return q.First().AddMonths(3).AddDays(-1) }

// MarshalText writes "2026-Q4".
func (q Quarter) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// KindLine is one kind in a report.
type KindLine struct {
	Kind   Kind `json:"kind"`
	Open   int  `json:"open"`   // at the quarter's end
	Broken int  `json:"broken"` // findings that break a duty, then
	Before int  `json:"before"` // and at the end of the quarter before
	Added  int  `json:"added"`  // in the quarter
	Mended int  `json:"changed"`
	Ended  int  `json:"ended"`
}

// Point is one quarter of the trend.
type Point struct {
	Quarter Quarter `json:"quarter"`
	Broken  int     `json:"broken"`
	Open    int     `json:"open"`
}

// Management is the report to management on a quarter: one page.
type Management struct {
	Quarter   Quarter    `json:"quarter"`
	Until     time.Time  `json:"until"` // the end of the quarter, or now
	Kinds     []KindLine `json:"kinds"`
	Trend     []Point    `json:"trend"` // four quarters, this one last
	Broken    []Finding  `json:"broken"`
	Incidents int        `json:"incidents"` // that came in the quarter
	Notified  int        `json:"notified"`  // of these, to the authority

	World *World `json:"-"` // at the quarter's end
}

// trendQuarters is how far back a report looks.
const trendQuarters = 4

// Quarterly is the report on a quarter; one under way is reported on until now.
func (s *Service) Quarterly(ctx context.Context, q Quarter) (m Management, err error) {
	now, err := s.World(ctx)
	if err != nil {
		return m, err
	}
	m.Quarter = q
	if m.Until = q.end(now); q.First().Start(now.Zone()).After(now.Now) {
		return m, varsam.Errorf(varsam.Invalid, "%s has not begun", q)
	}
	worlds := make([]*World, trendQuarters)
	for i, at := trendQuarters-1, q; i >= 0; i, at = i-1, at.Before() {
		if worlds[i], err = s.WorldAt(ctx, at.end(now)); err != nil {
			return m, err
		}
		broken, _ := brokenIn(worlds[i])
		m.Trend = append([]Point{{at, len(broken), worlds[i].count()}}, m.Trend...)
	}
	m.World = worlds[trendQuarters-1]
	m.Broken, _ = brokenIn(m.World)
	changes, err := s.changesIn(ctx, q.First().Start(now.Zone()), m.Until)
	if err != nil {
		return m, err
	}
	m.kinds(worlds[trendQuarters-2], changes)
	return m, nil
}

// end is when a quarter ends, or now.
func (q Quarter) end(w *World) time.Time {
	end := q.Last().AddDays(1).Start(w.Zone())
	if end.After(w.Now) {
		return w.Now
	}
	return end.Add(-time.Microsecond)
}

// brokenIn are the findings that break a duty, and how many of each kind.
func brokenIn(w *World) (all []Finding, by map[Kind]int) {
	all, by = []Finding{}, map[Kind]int{}
	for _, f := range Findings(w) {
		if f.Severity == register.Error {
			all = append(all, f)
			by[f.Kind]++
		}
	}
	return all, by
}

// count is how many records of our own are open.
func (w *World) count() (n int) {
	for _, r := range w.records {
		if !r.Register && r.State != Ended {
			n++
		}
	}
	return n
}

func (m *Management) kinds(before *World, changes map[Kind]map[string]int) {
	_, now := brokenIn(m.World)
	_, then := brokenIn(before)
	for _, d := range Definitions() {
		line := KindLine{Kind: d.Kind, Broken: now[d.Kind], Before: then[d.Kind]}
		for _, r := range m.World.Of(d.Kind) {
			if !r.Register {
				line.Open++
			}
		}
		c := changes[d.Kind]
		line.Added, line.Mended, line.Ended = c["added"], c["changed"], c["ended"]
		m.Kinds = append(m.Kinds, line)
	}
	for _, r := range m.World.records {
		aware := varsam.DateIn(r.Facts.Moment("aware"), m.World.Zone())
		if r.Kind == Incident && !aware.Before(m.Quarter.First()) && !aware.After(m.Quarter.Last()) {
			m.Incidents++
			if r.Facts["notified"] != "" {
				m.Notified++
			}
		}
	}
}

// changesIn counts what was done between two instants, by kind and deed.
func (s *Service) changesIn(ctx context.Context, from, to time.Time) (map[Kind]map[string]int, error) {
	by := map[Kind]map[string]int{}
	err := s.Store.Read(ctx, s.Tenant, func(tx *store.Tx) error {
		all, err := countChanges(tx, from, to)
		for _, c := range all {
			if by[c.kind] == nil {
				by[c.kind] = map[string]int{}
			}
			by[c.kind][c.what] = c.n
		}
		return err
	})
	return by, err
}
