package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What is measured, and for how long.
const (
	manyRequests = 100_000
	eachFor      = 10 * time.Second
	atOnce       = 8 // visitors, each waiting for the answer before going on
)

// staffPages are what staff look at most.
var staffPages = []string{"/", "/requests", "/requests?state=closed", "/requests?state=received&right=access", "/register", "/culling", "/evidence"}

// BenchmarkServe is varsam serve under load on this machine, with the visitors on
// the same processors, and its workers beside it.
func BenchmarkServe(b *testing.B) {
	s := serve(b)
	s.fill(manyRequests)
	b.Run("alone", func(b *testing.B) { b.StopTimer(); alone(b, s) })
	b.Run("pages", func(b *testing.B) {
		v := visitors(s, (*served).astrid)
		press(b, s, "pages/s", v, func(v *visitor, n int) error {
			_, err := v.page(staffPages[n%len(staffPages)])
			return err
		})
	})
	b.Run("intake", func(b *testing.B) {
		v := visitors(s, func(s *served) *visitor { return s.visitor().at("/ask") })
		press(b, s, "forms/s", v, func(v *visitor, _ int) error { return v.asks() })
	})
}

func visitors(s *served, of func(*served) *visitor) (all []*visitor) {
	for range atOnce {
		all = append(all, of(s))
	}
	return all
}

// alone is the slowest of the pages with nobody else there: the middle one of its
// times.
func alone(b *testing.B, s *served) {
	v, slowest := s.astrid(), 0.0
	for _, path := range staffPages {
		took := measure(b, []*visitor{v}, time.Second, func(v *visitor, _ int) error {
			_, err := v.page(path)
			return err
		})
		b.Logf("%s: %.1f ms", path, part(took, 50))
		slowest = max(slowest, part(took, 50))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(slowest, "ms")
}

// press reports how many a second, the slowest hundredth, and what one costs the
// server's processor.
func press(b *testing.B, s *served, unit string, all []*visitor, do func(v *visitor, n int) error) {
	b.StopTimer()
	measure(b, all, time.Second, do) // statements known, pages read
	before := processorOf(s.running.Process.Pid)
	took := measure(b, all, eachFor, do)
	used := processorOf(s.running.Process.Pid) - before
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(len(took))/eachFor.Seconds(), unit)
	b.ReportMetric(part(took, 50), "p50-ms")
	b.ReportMetric(part(took, 99), "p99-ms")
	b.ReportMetric(micros(used)/1000/float64(len(took)), "cpu-ms")
}

// Half an hour of people who ask and staff who look leaves the server as large as
// it was: VARSAM_TEST_SOAK says how long, as in make nightly.
func TestMixedLoad(t *testing.T) {
	long, err := time.ParseDuration(os.Getenv("VARSAM_TEST_SOAK"))
	if err != nil {
		t.Skip("no mixed load was put on the pages; VARSAM_TEST_SOAK=30m does, and make nightly")
	}
	s := serve(t)
	s.fill(manyRequests)
	all := []*visitor{s.visitor().at("/ask"), s.astrid(), s.astrid(), s.astrid()}
	const parts = 6
	var grown []float64
	for range parts {
		took := measure(t, all, long/parts, func(v *visitor, n int) error {
			if v == all[0] {
				return v.asks()
			}
			_, err := v.page(staffPages[n%len(staffPages)])
			return err
		})
		grown = append(grown, resident(t, s.running.Process.Pid))
		t.Logf("%d answers, the slowest hundredth %.0f ms; %.0f MB", len(took), part(took, 99), grown[len(grown)-1])
	}
	if before, after := max(grown[1], grown[2]), grown[parts-1]; after > before*1.2+20 {
		t.Errorf("the server grew from %.0f to %.0f MB", before, after)
	}
}

// resident is how many megabytes of memory a process holds now.
func resident(tb testing.TB, pid int) float64 {
	tb.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		tb.Skip("this system does not say how much memory a process holds")
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kb, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		tb.Fatal(err)
	}
	return float64(kb) / 1024
}
