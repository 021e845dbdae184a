package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/piitest"
)

// pieces is how a text is cut for measuring: a piece takes a fraction of a millisecond, which other work on the machine seldom breaks
// into.
const pieces = 32 << 10

// BenchmarkScan recognises personal data in made-up text, dense ("mix": a datum in 112 bytes), mostly prose ("sparse": in 416) and
// as seldom as in the text that the promise was measured on ("thin": in 463), beside the floor: counting newlines. One processor.
func BenchmarkScan(b *testing.B) {
	for _, text := range []struct {
		name    string
		density piitest.Density
	}{{"mix", piitest.Mix}, {"sparse", piitest.Sparse}, {"thin", piitest.Thin}} {
		made := piitest.Generate(7, 1<<20, text.density).Bytes
		b.Run(text.name, func(b *testing.B) { scanning(b, made, pii.Options{}) })
		b.Run(text.name+"-names", func(b *testing.B) { scanning(b, made, pii.Options{Names: true}) })
	}
}

func scanning(b *testing.B, text []byte, o pii.Options) {
	s, err := pii.New(o)
	if err != nil {
		b.Fatal(err)
	}
	var hits []pii.Hit
	found := 0
	newlines := []byte{'\n'}
	ours, floor := new(bestTimes), new(bestTimes)
	for b.Loop() {
		for range 60 {
			floor.measure(text, func(piece []byte) { bytes.Count(piece, newlines) })
			found = 0
			ours.measure(text, func(piece []byte) {
				hits = s.Scan(hits[:0], piece, pii.Hint{})
				found += len(hits)
			})
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(ours.speed(text), "MB/s")
	b.ReportMetric(floor.speed(text), "newlines-MB/s")
	b.ReportMetric(float64(len(text))/float64(found), "bytes/hit")
	b.ReportMetric(100*digits(text), "%digits")
	if speed, ok := grepAlike(b, text); ok {
		b.ReportMetric(speed, "ripgrep-MB/s")
	}
}

// digits is their share of a text's bytes.
func digits(text []byte) float64 {
	n := 0
	for _, b := range text {
		if b >= '0' && b <= '9' {
			n++
		}
	}
	return float64(n) / float64(len(text))
}

// bestTimes are the shortest times seen for each piece of a text.
type bestTimes struct{ times []time.Duration }

func (t *bestTimes) measure(text []byte, do func(piece []byte)) {
	for i := 0; i*pieces < len(text); i++ {
		piece := text[i*pieces : min(len(text), (i+1)*pieces)]
		start := time.Now()
		do(piece)
		took := time.Since(start)
		if i == len(t.times) {
			t.times = append(t.times, took)
		}
		t.times[i] = min(t.times[i], took)
	}
}

// speed is in megabytes a second.
func (t *bestTimes) speed(text []byte) float64 {
	var sum time.Duration
	for _, one := range t.times {
		sum += one
	}
	return float64(len(text)) / 1e6 / sum.Seconds()
}

// alike are patterns for ripgrep of about the same reach, without checks, words or types.
const alike = `\d{6,8}[-+]?\d{4}|[\w.+-]+@[\w-]+\.[\w.-]+|(?:\+46|0)\d[\d -]{6,12}|[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}|(?:\d{4}[ -]?){4}|` +
	`\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}|\d{6}[-+A-FU-Y]\d{3}[0-9A-Z]|[A-Z]{3} ?\d{2}[0-9A-Z]`

// grepAlike is ripgrep's speed by its processor time, when it is installed: on so many copies of the text that its start and the
// making of its tables, a tenth of a second, count for little; and by bytes, which is its fastest.
func grepAlike(b *testing.B, text []byte) (float64, bool) {
	path, err := exec.LookPath("rg")
	if err != nil {
		return 0, false
	}
	const copies = 64
	file := filepath.Join(b.TempDir(), "text")
	if err := os.WriteFile(file, bytes.Repeat(text, copies), 0o600); err != nil {
		b.Fatal(err)
	}
	best := time.Hour
	for range 5 {
		run := exec.Command(path, "--count-matches", "--threads=1", "--text", "--no-unicode", alike, file)
		if err := run.Run(); err != nil {
			b.Fatal(err)
		}
		best = min(best, run.ProcessState.UserTime()+run.ProcessState.SystemTime())
	}
	return copies * float64(len(text)) / 1e6 / best.Seconds(), true
}
