//go:build goexperiment.simd && amd64

package pii

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/varsam/varsam"
)

// TestVectorsFindWhatBytesFind runs all ways in one binary: the outlines of random bytes, and the hits of texts that are broken at
// random. It runs alone, because it changes the way.
func TestVectorsFindWhatBytesFind(t *testing.T) {
	most := width
	defer func() { width = most }()
	for _, wide := range []int{32, 64} {
		t.Run(fmt.Sprint(wide), func(t *testing.T) {
			if wide > most {
				t.Skip("this processor has no such vectors")
			}
			random := rand.New(rand.NewPCG(5, 5))
			outlinesAlike(t, random, wide)
			hitsAlike(t, random, wide)
		})
	}
}

func outlinesAlike(t *testing.T, random *rand.Rand, wide int) {
	text := make([]byte, segment)
	for i := range text {
		text[i] = byte(random.IntN(256))
		if random.IntN(40) > 0 {
			text[i] = 'a' + text[i]%26
		}
	}
	for range 50 {
		view := text[:random.IntN(len(text))]
		var fast, slow outline
		width = wide
		fast.read(view)
		width = 1
		slow.read(view)
		if fast != slow {
			t.Fatalf("%d bytes have other outlines with vectors", len(view))
		}
		outlineHolds(t, &slow, view)
	}
}

func hitsAlike(t *testing.T, random *rand.Rand, wide int) {
	s, err := New(Options{Today: varsam.NewDate(2026, 11, 1), MinScore: 0.01})
	if err != nil {
		t.Fatal(err)
	}
	const crumbs = "0123456789 -.+:@()/ABCabcSEFIgatan\nåö\xa0\xad"
	for range 30 {
		text := make([]byte, 100<<10)
		for i := range text {
			text[i] = crumbs[random.IntN(len(crumbs))]
		}
		width = wide
		fast := s.Scan(nil, text, Hint{})
		width = 1
		if slow := s.Scan(nil, text, Hint{}); !reflect.DeepEqual(fast, slow) {
			t.Fatalf("%d hits with vectors, %d without, or others", len(fast), len(slow))
		}
	}
}
