package anonymity

import (
	"crypto/rand"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
)

func TestRecodes(t *testing.T) {
	t.Parallel()
	day := func(y int, m time.Month, d int) varsam.Value { return varsam.DayOf(varsam.NewDate(y, m, d)) }
	h, err := NewHierarchy([][]string{{"Malmö", "Skåne", "*"}, {"Lund", "Skåne", "*"}, {"Umeå", "Västerbotten", "*"}, {"7", "70", "0"}})
	if err != nil {
		t.Fatal(err)
	}
	text, null := varsam.TextOf, varsam.Value{}
	for _, c := range []struct {
		r        Recode
		from, to varsam.Value
		text     string
	}{
		{Keep(), text("a"), text("a"), "keep"},
		{ToNull(), text("a"), null, "null"},
		{ToFixed(varsam.IntOf(7)), null, varsam.IntOf(7), "fixed i1:7"},
		{ToLevel(h, 1), text("Lund"), text("Skåne"), "level 1 of sha256:" + ToLevel(h, 1).digest()},
		{ToLevel(h, 1), varsam.IntOf(7), varsam.IntOf(70), ToLevel(h, 1).String()},
		{ToLevel(h, 2), text("Ystad"), null, ToLevel(h, 2).String()},
		{ToDate(Month), day(2024, 5, 17), day(2024, 5, 1), "date month"},
		{ToDate(Quarter), day(2024, 12, 31), day(2024, 10, 1), "date quarter"},
		{ToDate(Quarter), day(2024, 4, 1), day(2024, 4, 1), "date quarter"},
		{ToDate(Year), text("1987-06-05 10:11"), text("1987-01-01"), "date year"},
		{ToDate(Decade), day(1999, 6, 5), day(1990, 1, 1), "date decade"},
		{
			ToDate(Month), varsam.InstantOf(time.Date(2024, 5, 17, 9, 8, 7, 6, time.UTC)),
			varsam.InstantOf(time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)), "date month",
		},
		{ToDate(Year), text("last spring"), null, "date year"},
		{ToBand(10, 0), varsam.IntOf(37), varsam.IntOf(30), "band 10 from 0"},
		{ToBand(10, 0), varsam.IntOf(-1), varsam.IntOf(-10), "band 10 from 0"},
		{ToBand(10, -5), varsam.IntOf(4), varsam.IntOf(-5), "band 10 from 5"},
		{ToBand(1000, 0), varsam.DecimalOf("-0.5"), varsam.DecimalOf("-1000"), "band 1000 from 0"},
		{ToBand(10, 0), varsam.DecimalOf("29.999"), varsam.DecimalOf("20"), "band 10 from 0"},
		{ToBand(10, 0), text("29"), text("[20, 30)"), "band 10 from 0"},
		{ToBand(10, 0), text("1e99999999"), null, "band 10 from 0"},
		{ToBand(10, 0), varsam.IntOf(math.MaxInt64), null, "band 10 from 0"},
		{ToBand(10, 0), text("many"), null, "band 10 from 0"},
		{ToPrefix(3), text("123 45"), text("123"), "prefix 3"},
		{ToPrefix(2), text("åäö"), text("åä"), "prefix 2"},
		{ToPrefix(3), varsam.IntOf(12345), varsam.IntOf(123), "prefix 3"},
		{ToPrefix(3), varsam.BytesOf([]byte{1}), null, "prefix 3"},
		{Shuffled(), text("a"), null, "shuffle"},
		{ToRandom(), text("a"), null, "random"},
		{Redacted(), text("a"), null, "text"},
		{ToDate(Year), null, null, "date year"},
	} {
		if got := c.r.Apply(c.from); got != c.to {
			t.Errorf("%s of %s: %s, want %s", c.r, c.from.Kind(), got, c.to)
		}
		if c.r.String() != c.text {
			t.Errorf("%s, want %s", c.r, c.text)
		}
		if fits := c.r.Fits(c.from); fits == (c.to.IsNull() && !c.from.IsNull() && c.r.Pure() && c.r.Way != WayNull) {
			t.Errorf("%s fits %s: %v", c.r, c.from.Kind(), fits)
		}
	}
}

func recodes() *rapid.Generator[Recode] {
	return rapid.Custom(func(t *rapid.T) Recode {
		h := trees().Draw(t, "hierarchy")
		return rapid.SampledFrom([]Recode{
			Keep(), ToNull(), ToFixed(varsam.TextOf(rapid.String().Draw(t, "fixed"))), Shuffled(), ToRandom(), Redacted(),
			ToLevel(h, rapid.IntRange(0, h.Levels()-1).Draw(t, "level")),
			ToDate(rapid.SampledFrom(units).Draw(t, "unit")),
			ToBand(rapid.Int64Range(1, 60).Draw(t, "width"), rapid.Int64Range(-100, 100).Draw(t, "from")),
			ToPrefix(rapid.IntRange(1, 6).Draw(t, "chars")),
		}).Draw(t, "recode")
	})
}

func cells() *rapid.Generator[varsam.Value] {
	return rapid.Custom(func(t *rapid.T) varsam.Value {
		n := rapid.Int64Range(-4000, 4000).Draw(t, "number")
		day := varsam.NewDate(2000, 1, 1).AddDays(int(n))
		return rapid.SampledFrom([]varsam.Value{
			{},
			varsam.IntOf(n), varsam.DecimalOf(varsam.IntOf(n).String() + ".25"), varsam.DayOf(day), varsam.InstantOf(day.Start(time.UTC)),
			varsam.TextOf(day.String()), varsam.TextOf(varsam.IntOf(n).String()), varsam.TextOf(rapid.SampledFrom([]string{"v0", "v1", "åäö 1"}).Draw(t, "text")),
		}).Draw(t, "value")
	})
}

func TestRecodesSurviveJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := recodes().Draw(t, "recode")
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var back Recode
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		if v := cells().Draw(t, "value"); !back.equal(r) || back.String() != r.String() || back.Apply(v) != r.Apply(v) {
			t.Fatalf("%s became %s", r, back)
		}
	})
}

// What one recode makes equal, one that covers it makes equal too.
func TestCoarserRecodesCover(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fine, coarse := recodes().Draw(t, "finer"), recodes().Draw(t, "coarser")
		if !fine.Pure() || !coarse.Pure() || !coarse.Covers(fine) {
			return
		}
		a, b := cells().Draw(t, "a"), cells().Draw(t, "b")
		if a.Kind() == b.Kind() && !fine.Apply(a).IsNull() && fine.Apply(a) == fine.Apply(b) && coarse.Apply(a) != coarse.Apply(b) {
			t.Fatalf("%s does not cover %s: %s and %s", coarse, fine, a, b)
		}
	})
}

func TestRecodesThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{}`, `{"way":"hash"}`, `{"way":"band"}`, `{"way":"band","width":-1}`, `{"way":"date","unit":"week"}`, `{"way":"prefix"}`,
		`{"way":"level","level":1}`, `{"way":"null","chars":3}`, `{"way":"keep","seed":1}`, `[]`,
	} {
		var r Recode
		if err := json.Unmarshal([]byte(text), &r); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestShuffleKeepsTheValues(t *testing.T) {
	t.Parallel()
	values := make([]varsam.Value, 100)
	for i := range values {
		values[i] = varsam.IntOf(int64(i))
	}
	mixed := slices.Clone(values)
	if err := Shuffle(mixed, rand.Reader); err != nil {
		t.Fatal(err)
	}
	if slices.Equal(mixed, values) {
		t.Error("nothing changed places")
	}
	slices.SortFunc(mixed, varsam.CompareValues)
	if !slices.Equal(mixed, values) {
		t.Error("values were lost")
	}
}

func TestPlaceholders(t *testing.T) {
	t.Parallel()
	seen := map[varsam.Value]bool{}
	for range 100 {
		for _, kind := range []varsam.Kind{varsam.Int, varsam.Text, varsam.Bytes} {
			v, err := Placeholder(kind, rand.Reader)
			if err != nil || v.Kind() != kind || seen[v] {
				t.Fatalf("%s: %v %v", kind, v, err)
			}
			seen[v] = true
		}
	}
	if _, err := Placeholder(varsam.Day, rand.Reader); varsam.CodeOf(err) != varsam.Unsupported {
		t.Error(err)
	}
	if _, err := Placeholder(varsam.Int, strings.NewReader("")); err == nil {
		t.Error("a placeholder without random numbers")
	}
}

func FuzzRecode(f *testing.F) {
	for _, seed := range []string{
		`{"way":"band","width":10,"from":-5}`, `{"way":"date","unit":"decade"}`, `{"way":"prefix","chars":3}`,
		`{"way":"level","level":1,"forms":{"a":"b"}}`, `{"way":"fixed","value":{"kind":"int","num":7}}`, `{"way":"null"}`,
	} {
		f.Add(seed, "1987-06-05", int64(37))
	}
	f.Fuzz(func(t *testing.T, text, cell string, n int64) {
		var r Recode
		if json.Unmarshal([]byte(text), &r) != nil {
			return
		}
		data, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var back Recode
		if err := json.Unmarshal(data, &back); err != nil || back.String() != r.String() {
			t.Fatalf("%s became %s: %v", text, data, err)
		}
		for _, v := range []varsam.Value{varsam.TextOf(cell), varsam.IntOf(n), varsam.DecimalOf(cell), varsam.BytesOf([]byte(cell))} {
			if r.Apply(v) != back.Apply(v) {
				t.Fatalf("%s does something else when read again", r)
			}
		}
	})
}
