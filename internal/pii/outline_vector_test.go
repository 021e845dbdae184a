//go:build goexperiment.simd && amd64

package pii

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/varsam/varsam"
)

// TestVectorsFindWhatBytesFind runs both ways in one binary: the outline of random bytes, and the hits of a text that is broken at
// random. It runs alone, because it turns the one way off.
func TestVectorsFindWhatBytesFind(t *testing.T) {
	if !vectors {
		t.Skip("this processor has no AVX2")
	}
	defer func() { vectors = true }()
	random := rand.New(rand.NewPCG(5, 5))
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
		vectors = true
		fast.read(view)
		vectors = false
		slow.read(view)
		if fast != slow {
			t.Fatalf("%d bytes have other outlines with vectors", len(view))
		}
		outlineHolds(t, &slow, view)
	}
	vectors = true
	hitsAlike(t, random)
}

func hitsAlike(t *testing.T, random *rand.Rand) {
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
		vectors = true
		fast := s.Scan(nil, text, Hint{})
		vectors = false
		if slow := s.Scan(nil, text, Hint{}); !reflect.DeepEqual(fast, slow) {
			t.Fatalf("%d hits with vectors, %d without, or others", len(fast), len(slow))
		}
		vectors = true
	}
}
