package varsam_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
)

// values draws a value of any kind.
func values(t *rapid.T, label string) varsam.Value {
	switch rapid.IntRange(0, 8).Draw(t, label) {
	case 0:
		return varsam.Value{}
	case 1:
		return varsam.BoolOf(rapid.Bool().Draw(t, "bool"))
	case 2:
		return varsam.IntOf(rapid.Int64().Draw(t, "int"))
	case 3:
		return varsam.DecimalOf(rapid.StringMatching(`-?[0-9]{1,3}(\.[0-9]{1,3})?`).Draw(t, "decimal"))
	case 4:
		return varsam.DayOf(dates(t, "day"))
	case 5:
		return varsam.InstantOf(time.Unix(rapid.Int64Range(-1e10, 1e11).Draw(t, "seconds"), rapid.Int64Range(0, 999999999).Draw(t, "nanos")))
	case 6:
		return varsam.TextOf(rapid.SampledFrom([]string{"", "1", "true", "2024-05-01", "å", "1:", "\x00"}).Draw(t, "text"))
	case 7:
		return varsam.BytesOf(rapid.SliceOfN(rapid.Byte(), 0, 4).Draw(t, "bytes"))
	}
	return varsam.TextOf(strings.Repeat(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "letter"), varsam.MaxHeld+1))
}

func TestOneFormForOneValue(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := values(t, "a"), values(t, "b")
		if (a == b) != (string(a.AppendCanonical(nil)) == string(b.AppendCanonical(nil))) {
			t.Errorf("%v and %v: equal %t", a, b, a == b)
		}
		if (a == b) != (varsam.CompareValues(a, b) == 0) || varsam.CompareValues(a, b) != -varsam.CompareValues(b, a) {
			t.Errorf("%v and %v compare as %d", a, b, varsam.CompareValues(a, b))
		}
	})
}

func TestKeysCanBeToldApart(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		key := func(label string) []varsam.Value {
			n := rapid.IntRange(0, 3).Draw(t, label)
			all := make([]varsam.Value, n)
			for i := range all {
				all[i] = values(t, label)
			}
			return all
		}
		a := varsam.Ref{System: "s", Collection: rapid.SampledFrom([]string{"c", "1:c", ""}).Draw(t, "collection"), Key: key("a")}
		b := varsam.Ref{System: "s", Collection: rapid.SampledFrom([]string{"c", "1:c", ""}).Draw(t, "collection"), Key: key("b")}
		if (a.String() == b.String()) != (varsam.CompareRefs(a, b) == 0) {
			t.Errorf("%q and %q: order %d", a, b, varsam.CompareRefs(a, b))
		}
	})
}

func TestValuesSurviveJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := values(t, "v")
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var back varsam.Value
		if err := json.Unmarshal(text, &back); err != nil || back != v {
			t.Errorf("%s came back as %v, %v", text, back, err)
		}
	})
}

func TestJSONThatNoValueWrites(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		`{"kind":"colour"}`, `{"kind":"null","num":1}`, `{"kind":"bool","num":2}`, `{"kind":"int","text":"1"}`,
		`{"kind":"decimal","text":"1.50"}`, `{"kind":"date"}`, `{"kind":"instant","text":"x","num":1}`, `{"kind":"bytes","text":"%"}`, `{"kind":"text","num":1}`,
		`{"kind":"large","num":-1,"text":"ab"}`, `{"kind":"int","num":1,"more":1}`, `1`,
	} {
		v := varsam.IntOf(7)
		if err := json.Unmarshal([]byte(text), &v); err == nil || v != varsam.IntOf(7) {
			t.Errorf("%s was read as %v, %v", text, v, err)
		}
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	stockholm, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	late := time.Date(2024, 4, 30, 22, 30, 0, 0, time.UTC)
	may := varsam.NewDate(2024, time.May, 1)
	if got := varsam.InstantOf(late).Date(stockholm); got != may {
		t.Errorf("an instant's day in its zone is %v", got)
	}
	if got := varsam.TextOf("2024-05-01 12:00").Date(stockholm); got != may {
		t.Errorf("a text's day is %v", got)
	}
	for _, v := range []varsam.Value{varsam.TextOf("soon"), varsam.TextOf("2024-13-01"), varsam.IntOf(20240501), {}, varsam.InstantOf(time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC))} {
		if got := v.Date(stockholm); !got.IsZero() {
			t.Errorf("%v has the day %v", v, got)
		}
	}
	if varsam.DecimalOf("-0.00") != varsam.DecimalOf("0") || varsam.DecimalOf("1.50") != varsam.DecimalOf("1.5") || varsam.DecimalOf("10") == varsam.DecimalOf("1") {
		t.Error("numbers that are equal must be one value")
	}
	if k := varsam.TextOf("\xff").Kind(); k != varsam.Bytes {
		t.Errorf("what is no UTF-8 is %v", k)
	}
}

func TestRowVersionCoversNamesAndValues(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, fields := range [][]varsam.Field{
		nil,
		{{Name: "a", Value: varsam.IntOf(1)}},
		{{Name: "a", Value: varsam.TextOf("1")}},
		{{Name: "b", Value: varsam.IntOf(1)}},
		{{Name: "a", Value: varsam.IntOf(1)}, {Name: "b"}},
		{{Name: "b"}, {Name: "a", Value: varsam.IntOf(1)}},
	} {
		v := varsam.RowVersion(fields)
		if seen[v] {
			t.Errorf("%v has another row's version", fields)
		}
		seen[v] = true
	}
}
