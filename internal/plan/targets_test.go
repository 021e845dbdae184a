package plan

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varsam/varsam"
)

// genTargets draws targets of every form, with texts that need escapes.
func genTargets(t *rapid.T) [][]varsam.Target {
	text := rapid.OneOf(rapid.StringMatching(`[a-z{}\[\],:]{0,4}`), rapid.String())
	value := rapid.OneOf(
		rapid.Map(rapid.Int64(), varsam.IntOf), rapid.Map(text, varsam.TextOf),
		rapid.Map(rapid.SliceOf(rapid.Byte()), varsam.BytesOf), rapid.Just(varsam.Value{}),
	)
	target := rapid.Custom(func(t *rapid.T) varsam.Target {
		to := varsam.Target{
			Ref: varsam.Ref{
				System: text.Draw(t, "system"), Collection: text.Draw(t, "collection"),
				Key: rapid.SliceOfN(value, 0, 2).Draw(t, "key"),
			},
			Versions: rapid.SliceOfN(text, 0, 2).Draw(t, "versions"),
		}
		if rapid.IntRange(0, 9).Draw(t, "sets") == 0 {
			to.Set = []varsam.Assignment{{Field: "f", Value: value.Draw(t, "set")}}
		}
		return to
	})
	return rapid.SliceOfN(rapid.SliceOfN(target, 0, 3), 0, 3).Draw(t, "targets")
}

// TestReadTargets holds our reading to that of encoding/json.
func TestReadTargets(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line, err := json.Marshal(genTargets(t))
		if err != nil {
			t.Fatal(err)
		}
		var want [][]varsam.Target
		if err := json.Unmarshal(line, &want); err != nil {
			t.Fatal(err)
		}
		got, err := readTargets(line)
		if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b varsam.Value) bool { return a == b })); diff != "" || err != nil {
			t.Fatalf("%s: %v\n%s", line, err, diff)
		}
	})
}

func TestReadTargetsThatAreNone(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"", "[", "[[", `[[{"ref"`, `[[{"ref":{"system":"a","collection":"b","key":[`, "[] x", `["]`} {
		if got, err := readTargets([]byte(line)); err == nil {
			t.Errorf("%q was read as %v", line, got)
		}
	}
}

// BenchmarkReadTargets reads a hundred targets as an ordinary table has them.
func BenchmarkReadTargets(b *testing.B) {
	var all []varsam.Target
	for i := range 100 {
		ref := varsam.Ref{System: "shop", Collection: "orders", Key: []varsam.Value{varsam.IntOf(int64(i))}}
		all = append(all, varsam.Target{Ref: ref, Versions: []string{"0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"}})
	}
	line, err := json.Marshal([][]varsam.Target{all})
	if err != nil {
		b.Fatal(err)
	}
	for _, read := range []struct {
		name string
		do   func([]byte) error
	}{
		{"ours", func(line []byte) error { _, err := readTargets(line); return err }},
		{"json", func(line []byte) error { var all [][]varsam.Target; return json.Unmarshal(line, &all) }},
	} {
		b.Run(read.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := read.do(line); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
