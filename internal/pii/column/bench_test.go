package column_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/column"
)

// kinds of columns; each makes its n-th value.
var columns = []struct {
	name  string
	value func(n int) string
}{
	{"national-id", func(n int) string { return fmt.Sprintf("19%02d%02d%02d-%04d", n%100, 1+n%12, 1+n%28, n%10000) }},
	{"email", func(n int) string { return fmt.Sprintf("anna.berg%d@example.com", n) }},
	{"phone", func(n int) string { return fmt.Sprintf("070-174 06 %02d", n%100) }},
	{"name", func(n int) string { return []string{"Anna Berg", "Bo Ek", "Fatima Warsame", "Lars-Erik Öberg"}[n%4] }},
	{"uuid", func(n int) string { return fmt.Sprintf("%08x-1c2d-4e3f-8a9b-%012x", n*2654435761%(1<<32), n*40503) }},
	{"digest", func(n int) string { return fmt.Sprintf("%016x%016x", n*2654435761, n*40503777) }},
	{"json", func(n int) string {
		return fmt.Sprintf(`{"contact": {"phone": "070-174 06 %02d", "name": "Anna Berg"}, "discount": %d, "tags": ["a", "b"]}`, n%100, n)
	}},
	{"url", func(n int) string {
		return fmt.Sprintf("https://www.example.com/products/%d/view?ref=%x&page=%d", n, n*77, n%9)
	}},
	{"address", func(n int) string { return fmt.Sprintf("Storgatan %d, 411 %02d Göteborg", n%200, n%100) }},
	{"street", func(n int) string { return fmt.Sprintf("Storgatan %d", n%200) }},
	{"ip", func(n int) string { return fmt.Sprintf("192.0.2.%d", n%256) }},
	{"mac", func(n int) string { return fmt.Sprintf("00:1b:44:11:%02x:%02x", n>>8&255, n&255) }},
	{"iban", func(n int) string { return fmt.Sprintf("SE35 5000 0000 %04d %04d 0003", n%10000, n*7%10000) }},
	{"date", func(n int) string { return fmt.Sprintf("%d-%02d-%02d", 1930+n%90, 1+n%12, 1+n%28) }},
	{"time", func(n int) string { return fmt.Sprintf("2026-%02d-%02dT10:%02d:11Z", 1+n%12, 1+n%28, n%60) }},
	{"number", func(n int) string { return fmt.Sprint(n * 7919) }},
	{"code", func(n int) string { return fmt.Sprintf("ART-%05d-X", n) }},
	{"word", func(n int) string { return []string{"open", "closed", "waiting"}[n%3] }},
	{"agent", func(n int) string {
		return fmt.Sprintf("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.%d.61 Safari/537.36", n%90, n%5000)
	}},
	{"sentence", func(n int) string {
		return fmt.Sprintf("Kunden ringde om leverans %d och var nöjd med svaret. Vi återkommer i morgon.", n)
	}},
	{"letter", func(n int) string {
		return fmt.Sprintf("Hej! Anna Berg ringde om faktura %d och undrade när den skulle betalas. Hon nås på 070-174 06 %02d eller anna@example.com. "+
			"Enligt Bo Ek på ekonomi är den redan betald, men systemet visar något annat. Kan någon titta på det före fredag?", n, n%100)
	}},
}

func BenchmarkSample(b *testing.B) {
	scanner, err := pii.New(pii.Options{Names: true, Today: varsam.NewDate(2026, 11, 21)})
	if err != nil {
		b.Fatal(err)
	}
	o := column.Options{Scanner: scanner, Today: varsam.NewDate(2026, 11, 21), Country: "SE"}
	for _, c := range columns {
		values := make([]varsam.Value, column.Enough)
		for i := range values {
			values[i] = varsam.TextOf(c.value(i))
		}
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			best := time.Hour
			for b.Loop() {
				start := time.Now()
				o.Classify("x", varsam.Text, slices.Values(values))
				best = min(best, time.Since(start))
			}
			b.ReportMetric(float64(best.Microseconds())/1000, "best-ms")
		})
	}
}
