package main

import (
	"os"
	"testing"

	"github.com/varsam/varsam/internal/pii/name"
)

func TestCases(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"Liisa", "lle", "Liisalle"},
		{"Pekka", "lta", "Pekalta"},
		{"Virtanen", "n", "Virtasen"},
		{"Virtanen", "ta", "Virtasta"},
		{"Mäki", "n", "Mäen"},
		{"Päivi", "lta", "Päiviltä"},
		{"Lahti", "ssa", "Lahdessa"},
		{"Matti", "ta", "Mattia"},
		{"Johansson", "lle", "Johanssonille"},
		{"Aalto", "n", "Aallon"},
	} {
		if got := inCase(c[0], c[1]); got != c[2] {
			t.Errorf("%s + %s: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

// TestFinnishNamesInTheirCases measures sentences of which none was learned from.
func TestFinnishNamesInTheirCases(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../testdata/finnish.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := measure(name.Find, readBracketed(string(text)), false)
	t.Logf("Finnish names in their cases: %v", all)
	if all.f1() < 0.85 {
		t.Errorf("F1 %.3f", all.f1())
	}
}
