package subject_test

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/subject"
)

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		s, err := subject.New([]varsam.Person{anna}, subject.Options{Today: today})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(s.Needles()), "needles")
	}
}
