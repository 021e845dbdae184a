package varsam

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestPlainJSONIsJSON holds the short way of writing and reading a value against
// the long one.
func TestPlainJSONIsJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := Value{
			kind: Kind(rapid.IntRange(0, len(kindNames)-1).Draw(t, "kind")),
			num:  rapid.SampledFrom([]int64{0, 1, -1, 42, math.MinInt64, math.MaxInt64}).Draw(t, "num"),
			text: rapid.OneOf(rapid.StringMatching("[ -~]{0,9}"), rapid.String()).Draw(t, "text"),
		}
		if v.kind == Bytes {
			v.text = ""
		}
		want, err := json.Marshal(valueJSON{v.kind.String(), v.text, v.num})
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(v)
		if err != nil || string(got) != string(want) {
			t.Fatalf("%#v is written %s, not %s (%v)", v, got, want, err)
		}
		j, ok := readPlain(got)
		if plain := plainJSON(v.text); ok != plain {
			t.Fatalf("%s is read the short way: %v", got, ok)
		}
		if ok && j != (valueJSON{v.kind.String(), v.text, v.num}) {
			t.Fatalf("%s is read as %#v", got, j)
		}
	})
	for _, text := range []string{
		``, `{}`, `{"kind":"text"`, `{"kind":"other"}`, `{"kind":"int","num":01}`, `{"kind":"int","num":-0}`, `{"kind":"int","num":1}}`,
		`{"kind":"text","text":"a\\n"}`, `{"kind":"text","text":"a"} `, `{"kind": "text"}`, `{"kind":"int","num":1,"text":"a"}`,
	} {
		if _, ok := readPlain([]byte(text)); ok {
			t.Errorf("%s is read the short way", text)
		}
	}
}
