package main

import (
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/pii/name"
	"github.com/varsam/varsam/internal/pii/piitest"
)

// BenchmarkName finds people's names alone: in the texts of BenchmarkScan, in a text without capitals, and in one where every
// sentence has a name. One processor.
func BenchmarkName(b *testing.B) {
	for _, text := range []struct {
		name string
		made []byte
	}{
		{"mix", piitest.Generate(7, 1<<20, piitest.Mix).Bytes},
		{"sparse", piitest.Generate(7, 1<<20, piitest.Sparse).Bytes},
		{"small", []byte(strings.Repeat("raden har inga stora bokstäver, bara ord efter ord så långt sidan räcker; ", 1<<20/75))},
		{"named", []byte(strings.Repeat("Ordföranden Maria Lindqvist öppnade mötet. Enligt Håkansson hade fakturan betalats av Erik von Sydow. ", 1<<20/102))},
	} {
		b.Run(text.name, func(b *testing.B) {
			var spans []name.Span
			ours, found := new(bestTimes), 0
			for b.Loop() {
				for range 60 {
					found = 0
					ours.measure(text.made, func(piece []byte) {
						spans = name.Find(spans[:0], piece)
						found += len(spans)
					})
				}
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(ours.speed(text.made), "MB/s")
			b.ReportMetric(float64(len(text.made))/float64(found+1), "bytes/name")
		})
	}
}
