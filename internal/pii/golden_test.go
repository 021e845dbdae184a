package pii_test

import (
	"fmt"
	"hash"
	"hash/fnv"
	"math/rand/v2"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/piitest"
)

// The sums of all hits in the texts below. Work on speed must not move them; a better rule may, and then says which hits it
// meant to change.
const (
	goldenTexts = "1bcd8963c244df4d"
	goldenHits  = "f93030c82d94df75"
)

// TestNoHitMoves holds every hit in made-up and in broken texts to what it was: span, readings, scores, words.
func TestNoHitMoves(t *testing.T) {
	t.Parallel()
	texts, hits := fnv.New64a(), fnv.New64a()
	scanners := goldenScanners(t)
	for _, text := range goldenTextsMade() {
		texts.Write(text)
		for _, s := range scanners {
			for _, h := range s.scanner.Scan(nil, text, s.hint) {
				sumHit(hits, h)
				noneTwice(t, h)
			}
		}
	}
	if got := fmt.Sprintf("%016x", texts.Sum64()); got != goldenTexts {
		t.Fatalf("the texts are others than those summed (%s): take the new sums when that was meant", got)
	}
	if got := fmt.Sprintf("%016x", hits.Sum64()); got != goldenHits {
		t.Errorf("the sum of all hits is %s, was %s", got, goldenHits)
	}
}

type goldenScanner struct {
	scanner *pii.Scanner
	hint    pii.Hint
}

func goldenScanners(t *testing.T) (all []goldenScanner) {
	for _, c := range []struct {
		options pii.Options
		hint    pii.Hint
	}{
		{pii.Options{}, pii.Hint{}},
		{pii.Options{MinScore: 0.05, Today: varsam.NewDate(2026, 11, 21)}, pii.Hint{}},
		{pii.Options{MinScore: 0.3}, pii.Hint{Label: "telefon", Country: "NO"}},
		{pii.Options{Types: []pii.Type{pii.SEPersonnummer, pii.Phone, pii.HintHealth}}, pii.Hint{Language: "sv"}},
	} {
		s, err := pii.New(c.options)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, goldenScanner{s, c.hint})
	}
	return all
}

// goldenTextsMade are made-up texts, the same with signs lost, doubled and exchanged, and heaps of digits, signs and words.
func goldenTextsMade() (all [][]byte) {
	for seed := range uint64(6) {
		for _, d := range []piitest.Density{piitest.Mix, piitest.Sparse} {
			text := piitest.Generate(seed, 96<<10, d).Bytes
			all = append(all, text, broken(rand.New(rand.NewPCG(seed, 2)), text))
		}
		all = append(all, heap(rand.New(rand.NewPCG(seed, 3)), 64<<10))
	}
	return all
}

func broken(rnd *rand.Rand, text []byte) []byte {
	made := make([]byte, 0, len(text))
	for i, b := range text {
		switch rnd.IntN(24) {
		case 0:
		case 1:
			made = append(made, b, b)
		case 2:
			made = append(made, text[rnd.IntN(len(text))])
		case 3:
			made = append(made, goldenPieces[rnd.IntN(len(goldenPieces))]...)
		case 4:
			made = append(made, text[i], text[(i*7)%len(text)])
		default:
			made = append(made, b)
		}
	}
	return made
}

func heap(rnd *rand.Rand, size int) (made []byte) {
	for len(made) < size {
		if rnd.IntN(3) > 0 {
			for range 1 + rnd.IntN(9) {
				made = append(made, '0'+byte(rnd.IntN(10)))
			}
		}
		made = append(made, goldenPieces[rnd.IntN(len(goldenPieces))]...)
	}
	return made
}

var goldenPieces = [...]string{
	" ", " ", " ", "-", "-", ".", "/", "+", "(0)", ")", ":", "::", "@", "\n", ". A", "\u00a0", "\u2013", " - ", "\u00ad", "\xA0", "\x96",
	"å", "Ö", "e\u0301", "\xe5", "€", "T", "Z", "ABC", "ABC 12", "SE", "FI21", "DE89", "fe80", "00:1b:44:", "a-", "http://a.se/?email=", "://",
	"Storgatan ", "Karl Johans gate ", ", 114 55 Stockholm", " B lgh 1102", " A 3", "tel ", "personnr", "pnr: ", "OCR ", "ordernr ", "konto nr ",
	"bankgiro ", "pg ", "född ", "IMEI=", "\"iccid\":\"", "session_id=", "mac ", "passnr ", "regnr ", "kortnummer ", "sjukskriven ", "diabetes",
	"dömd för brott ", " fackligt ", "<", ">", "=", "_", "'", "\"", ";", ",", "\t", "Message-ID: <", "Anna.Berg@example.com", "..", "%eth0",
	"198.51.100.", "2001:db8:", "123e4567-e89b-12d3-a456-", "+46 70 174 06 ", "070-174 06 ", "19", "20", "000", "61", "16556",
}

func sumHit(to hash.Hash, h pii.Hit) {
	fmt.Fprintf(to, "%d %d %d %d", h.Start, h.End, h.CharStart, h.CharEnd)
	sumReading(to, h.Reading)
	for _, also := range h.Also {
		sumReading(to, also)
	}
}

// noneTwice demands that no two readings of a hit say the same.
func noneTwice(t *testing.T, h pii.Hit) {
	all := append([]pii.Reading{h.Reading}, h.Also...)
	for i, one := range all {
		for _, other := range all[i+1:] {
			if one.Type == other.Type && one.Canonical == other.Canonical {
				t.Errorf("%d–%d is %s twice", h.Start, h.End, one.Type)
			}
		}
	}
}

func sumReading(to hash.Hash, r pii.Reading) {
	fmt.Fprintf(to, " %s %q %.3f %s %s\n", r.Type, r.Canonical, r.Score, r.Check, r.Context)
}
