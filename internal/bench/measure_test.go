package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/document"
)

var (
	customers = flag.Int("customers", 1_000_000, "customers in the large database; each has ten dependent rows")
	folder    = flag.String("folder", "", "where the databases are made; a temporary folder when empty")
)

// asReader makes the benchmark a child that reads documents.
const asReader = "read-documents"

func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == asReader {
		if document.Serve(os.Stdin, os.Stdout) != nil {
			os.Exit(1)
		}
		return
	}
	flag.Parse()
	if path := os.Getenv(filling); path != "" {
		if err := fillFile(path, *customers); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	made, err := os.MkdirTemp(*folder, "varsam-bench-")
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	shops.folder = made
	code := m.Run()
	for _, s := range shops.made {
		s.hand.Close()
	}
	os.RemoveAll(made)
	os.Exit(code)
}

// small is the smaller of the two sizes, for the growth from one to the other.
func small() int { return max(*customers/10, heavyEvery) }

// times are the rounds of one way to do a thing.
type times []time.Duration

func (t times) min() time.Duration { return slices.Min(t) }

// paired does the same work by hand and by machine, turn about, so that what
// else the machine is doing meets both. The first of them changes with every
// round.
func paired(b *testing.B, rounds int, hand, machine func(round int) error) (h, m times) {
	b.Helper()
	clock := func(do func(int) error, round int) time.Duration {
		start := time.Now()
		if err := do(round); err != nil {
			b.Fatal(err)
		}
		return time.Since(start)
	}
	clock(hand, 0) // both find their pages read and their statements known
	clock(machine, 0)
	for round := 1; round <= rounds; round++ {
		if round%2 == 0 {
			h = append(h, clock(hand, round))
		}
		m = append(m, clock(machine, round))
		if round%2 == 1 {
			h = append(h, clock(hand, round))
		}
	}
	return h, m
}

// report is the middle one of the ratios of each round: its two halves stand
// next to each other, so that other work on the machine meets both. The ratio of
// the best rounds stands beside it.
func report(b *testing.B, h, m times, each int, names ...string) {
	b.Helper()
	if len(names) == 0 {
		names = []string{"hand-µs", "ours-µs"}
	}
	ratios := make([]float64, len(h))
	for i := range h {
		ratios[i] = micros(m[i]) / micros(h[i])
	}
	slices.Sort(ratios)
	b.ReportMetric(0, "ns/op") // says nothing here
	b.ReportMetric(micros(h.min())/float64(each), names[0])
	b.ReportMetric(micros(m.min())/float64(each), names[1])
	b.ReportMetric(ratios[len(ratios)/2], "ratio")
	b.ReportMetric(micros(m.min())/micros(h.min()), "best-ratio")
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e3 }

// peak measures the most memory that the process has held since.
func peak(b *testing.B) func() {
	b.Helper()
	debug.FreeOSMemory()
	reset := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) == nil
	return func() {
		b.Helper()
		if mb, ok := highWater(); ok && reset {
			b.ReportMetric(mb, "MB")
			return
		}
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		b.ReportMetric(float64(memory.Sys)/(1<<20), "MB")
	}
}

// highWater is the process's largest resident size as Linux counts it.
func highWater() (mb float64, ok bool) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	_, rest, ok := strings.Cut(string(status), "VmHWM:")
	text, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	kb, err := strconv.Atoi(text)
	return float64(kb) / 1024, ok && err == nil
}
