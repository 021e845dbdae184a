package pii_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/piitest"
)

// tally counts one type: right, found though it is not there, and missed.
type tally struct{ right, false, missed int }

func (t tally) precision() float64 { return float64(t.right) / float64(max(1, t.right+t.false)) }
func (t tally) recall() float64    { return float64(t.right) / float64(max(1, t.right+t.missed)) }

// checksummed are the types for which 0.99 is promised.
var checksummed = []pii.Type{
	pii.SEPersonnummer, pii.SESamordningsnummer, pii.SEOrganisationsnummer, pii.SEVAT, pii.FIHenkilotunnus, pii.FIBusinessID,
	pii.NOFodselsnummer, pii.ISKennitala, pii.SEBankgiro, pii.SEPlusgiro, pii.IBAN, pii.Card, pii.IMEI, pii.ICCID,
}

func TestWhatIsThereIsFoundAndNothingElse(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Today: varsam.NewDate(2026, 11, 1)})
	tallies := map[pii.Type]*tally{}
	for i, d := range []piitest.Density{piitest.Mix, piitest.Mix, piitest.Sparse} {
		text := piitest.Generate(uint64(i+1), 1<<20, d)
		count(t, tallies, text, s.Scan(nil, text.Bytes, pii.Hint{}))
	}
	var table strings.Builder
	for _, kind := range pii.Types() {
		c, ok := tallies[kind]
		if !ok {
			continue
		}
		fmt.Fprintf(&table, "\n%-24s %6d  precision %.4f  recall %.4f", kind, c.right+c.missed, c.precision(), c.recall())
		bound := 0.95
		if slices.Contains(checksummed, kind) {
			bound = 0.99
		}
		if c.right+c.missed > 0 && (c.precision() < bound || c.recall() < bound) {
			t.Errorf("%s: precision %.4f, recall %.4f: less than %.2f", kind, c.precision(), c.recall(), bound)
		}
	}
	t.Log(table.String())
}

func count(t *testing.T, tallies map[pii.Type]*tally, text piitest.Text, hits []pii.Hit) {
	of := func(kind pii.Type) *tally {
		if tallies[kind] == nil {
			tallies[kind] = &tally{}
		}
		return tallies[kind]
	}
	truth := map[piitest.Span]bool{}
	for _, s := range text.Spans {
		truth[s] = true
	}
	shown := map[pii.Type]int{}
	show := func(what string, kind pii.Type, start, end int) {
		if shown[kind]++; shown[kind] <= 4 && testing.Verbose() {
			t.Logf("%s %s: %q", what, kind, around(text.Bytes, start, end))
		}
	}
	for _, h := range hits {
		s := piitest.Span{Start: int(h.Start), End: int(h.End), Type: h.Type}
		if truth[s] {
			of(h.Type).right++
			delete(truth, s)
			continue
		}
		of(h.Type).false++
		show("false", h.Type, s.Start, s.End)
	}
	for s := range truth {
		of(s.Type).missed++
		show("missed", s.Type, s.Start, s.End)
	}
}

func around(text []byte, start, end int) string {
	return string(bytes.ToValidUTF8(text[max(0, start-40):start], nil)) + "⟦" + string(text[start:end]) + "⟧" +
		string(bytes.ToValidUTF8(text[end:min(len(text), end+20)], nil))
}

func BenchmarkScan(b *testing.B) {
	for name, d := range map[string]piitest.Density{"mix": piitest.Mix, "sparse": piitest.Sparse} {
		text := piitest.Generate(7, 8<<20, d)
		b.Run(name, func(b *testing.B) {
			s := newScanner(b, pii.Options{})
			var hits []pii.Hit
			b.SetBytes(int64(len(text.Bytes)))
			b.ReportAllocs()
			before := processor()
			for b.Loop() {
				hits = s.Scan(hits[:0], text.Bytes, pii.Hint{})
			}
			b.ReportMetric(float64(len(text.Bytes))*float64(b.N)/1e6/(processor()-before).Seconds(), "MB/s-cpu")
		})
	}
}
