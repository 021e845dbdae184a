package anonymity

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
)

// Counting rows as they stream by gives what counting them all at once gives, in
// any order; the digest tells tables apart and orders not.
func TestClassesOfAStream(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		require := Requirement{
			K: rapid.IntRange(2, 4).Draw(t, "k"), L: rapid.IntRange(0, 3).Draw(t, "l"), Sensitive: rapid.IntRange(1, 2).Draw(t, "columns"),
		}
		type row struct{ identifiers, sensitive []varsam.Value }
		value := rapid.SampledFrom([]varsam.Value{{}, varsam.IntOf(1), varsam.IntOf(12), varsam.TextOf("1"), varsam.TextOf("")})
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) row {
			return row{
				rapid.SliceOfN(value, 2, 2).Draw(t, "identifiers"),
				rapid.SliceOfN(value, require.Sensitive, require.Sensitive).Draw(t, "sensitive"),
			}
		}), 0, 60).Draw(t, "rows")
		count := func(rows []row) *Classes {
			c, err := NewClasses(require)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				if err := c.Add(r.identifiers, r.sensitive); err != nil {
					t.Fatal(err)
				}
			}
			return c
		}
		c := count(rows)
		sizes, values := map[string]int64{}, map[string]map[varsam.Value]int{}
		for _, r := range rows {
			key := varsam.KeyText(r.identifiers)
			sizes[key]++
			for i, v := range r.sensitive {
				at := fmt.Sprint(key, i)
				if values[at] == nil {
					values[at] = map[varsam.Value]int{}
				}
				values[at][v]++
			}
		}
		var passing int64
		for _, r := range rows {
			key := varsam.KeyText(r.identifiers)
			fewest, most := len(values[key+"0"]), 0
			for i := range require.Sensitive {
				fewest = min(fewest, len(values[fmt.Sprint(key, i)]))
				for _, n := range values[fmt.Sprint(key, i)] {
					most = max(most, n)
				}
			}
			want := Verdict{sizes[key], fewest, most, sizes[key] >= int64(require.K), fewest >= require.L}
			if got := c.Class(r.identifiers); got != want {
				t.Fatalf("verdict %+v, want %+v", got, want)
			}
			if want.Passes() {
				passing++
			}
		}
		n := c.Count()
		if n.Rows != int64(len(rows)) || n.Classes != int64(len(sizes)) || n.Passing != passing || n.Passing+n.Failing != n.Rows {
			t.Fatalf("%+v of %d rows in %d classes, %d of them passing", n, len(rows), len(sizes), passing)
		}
		if count(rapid.Permutation(rows).Draw(t, "order")).Digest() != c.Digest() {
			t.Fatal("the digest depends on the order")
		}
		if count(append(slices.Clone(rows), row{make([]varsam.Value, 2), make([]varsam.Value, require.Sensitive)})).Digest() == c.Digest() {
			t.Fatal("one more row, and the digest is the same")
		}
	})
}

func TestClassesHaveBounds(t *testing.T) { // not parallel: it looks at the heap
	if testing.Short() {
		t.Skip("a million classes take a second")
	}
	c, err := NewClasses(Requirement{K: 5, L: 2, Sensitive: 1})
	if err != nil {
		t.Fatal(err)
	}
	add := func(class, value int) error {
		return c.Add([]varsam.Value{varsam.IntOf(int64(class))}, []varsam.Value{varsam.IntOf(int64(value))})
	}
	for i := range MaxPairs {
		if err := add(i%MaxClasses, i/MaxClasses); err != nil {
			t.Fatal(err)
		}
	}
	if v := c.Class([]varsam.Value{varsam.IntOf(77)}); v.Rows != 2 || v.Distinct != 2 || v.Passes() {
		t.Errorf("%+v", v)
	}
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	t.Logf("%d MB at both bounds", memory.HeapAlloc>>20)
	for what, err := range map[string]error{"class": add(-1, 0), "value in its class": add(1, 7)} {
		if varsam.CodeOf(err) != varsam.Unsupported {
			t.Errorf("one %s too many: %v", what, err)
		}
	}
	if err := add(1, 1); err != nil {
		t.Errorf("a class that is there grows: %v", err)
	}
}

func TestRequirementsThatMeanNothing(t *testing.T) {
	t.Parallel()
	for _, r := range []Requirement{{}, {K: 1}, {K: 5, L: 3}, {K: 5, Sensitive: -1}} {
		if _, err := NewClasses(r); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%+v: %v", r, err)
		}
	}
	c, err := NewClasses(Requirement{K: 5, Sensitive: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Add(nil, nil); varsam.CodeOf(err) != varsam.Internal {
		t.Errorf("a row without its sensitive value: %v", err)
	}
}

func BenchmarkClasses(b *testing.B) {
	c, err := NewClasses(Requirement{K: 5, L: 2, Sensitive: 1})
	if err != nil {
		b.Fatal(err)
	}
	identifiers, sensitive := make([]varsam.Value, 3), make([]varsam.Value, 1)
	b.ReportAllocs()
	for i := range b.N {
		identifiers[0], identifiers[1], identifiers[2] = varsam.IntOf(int64(i%40)), varsam.TextOf("123"), varsam.IntOf(int64(i%7))
		sensitive[0] = varsam.IntOf(int64(i % 11))
		if err := c.Add(identifiers, sensitive); err != nil {
			b.Fatal(err)
		}
	}
}
