package law_test

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/law"
	"pgregory.net/rapid"
)

// today is the state of the law that the tests speak of.
var today = varsam.NewDate(2026, 11, 15)

func date(t testing.TB, s string) varsam.Date {
	t.Helper()
	if s == "" {
		return varsam.Date{}
	}
	d, err := varsam.ParseDate(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return d
}

func find(t testing.TB, id string) law.Rule {
	t.Helper()
	r, err := law.Find(id, today)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func want(t testing.TB, what string, got, want any) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// days draws days over a century and a half.
func days() *rapid.Generator[varsam.Date] {
	start := varsam.NewDate(1950, 1, 1)
	return rapid.Map(rapid.IntRange(0, 150*365), start.AddDays)
}

func periods() *rapid.Generator[varsam.Period] {
	return rapid.Custom(func(t *rapid.T) varsam.Period {
		return varsam.Period{
			Years:  rapid.IntRange(0, 130).Draw(t, "years"),
			Months: rapid.IntRange(0, 30).Draw(t, "months"),
			Days:   rapid.IntRange(0, 800).Draw(t, "days"),
		}
	})
}
