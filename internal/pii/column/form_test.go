package column

import (
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
)

func TestFormOfInt(t *testing.T) {
	for _, n := range []int64{0, 7, -7, 198001011234, math.MinInt64, math.MaxInt64} {
		s, f := []byte(strconv.FormatInt(n, 10)), formOf([]byte("Something else, 7@+/:"))
		if f.readInt(s); f != formOf(s) {
			t.Errorf("%s: %+v, not %+v", s, f, formOf(s))
		}
	}
}

// TestDays: a column of days is told the same as one of texts that are days, though less is asked of it.
func TestDays(t *testing.T) {
	t.Parallel()
	o := Options{Today: varsam.NewDate(2026, 11, 21), Country: "SE"}
	for _, name := range []string{"x", "birthdate", "phone", "person"} {
		days, texts := o.New(name, varsam.Day, ""), o.New(name, varsam.Day, "")
		for i := range 200 {
			d := varsam.NewDate(1930+i%90, time.Month(1+i%12), 1+i%28)
			days.Add(varsam.DayOf(d))
			texts.Add(varsam.TextOf(d.String()))
		}
		if diff := cmp.Diff(texts.Verdict(), days.Verdict()); diff != "" {
			t.Errorf("%s (-as text +as days):\n%s", name, diff)
		}
	}
}
