package anonymity

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The search finds what trying every node by the definitions finds, whatever the
// models and the measure.
func TestSearchIsAsGoodAsTryingEveryNode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problems().Draw(t, "problem")
		for _, p.Measure = range Measures {
			got, err := p.Search(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			want := tryAll(p)
			switch {
			case got.Found != want.Found:
				t.Fatalf("%s: found %v, want %v", p.Measure, got.Found, want.Found)
			case !got.Found:
			case !near(got.Score, want.Score):
				t.Fatalf("%s: score %v at %v, want %v at %v", p.Measure, got.Score, got.Levels, want.Score, want.Levels)
			case !slices.Equal(got.Levels, want.Levels) || got.Suppressed != want.Suppressed:
				t.Fatalf("%s: levels %v with %d suppressed, want %v with %d", p.Measure, got.Levels, got.Suppressed, want.Levels, want.Suppressed)
			}
		}
	})
}

// Hashes that are not the forms themselves give the same.
func TestWideTablesAreGroupedTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := problems().Draw(t, "problem")
		p.Measure = Loss
		want, err := p.Search(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		s, err := newSearch(&p)
		if err != nil {
			t.Fatal(err)
		}
		s.widen()
		if err := s.run(context.Background()); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(s.best.Levels, want.Levels) || s.best.Suppressed != want.Suppressed {
			t.Fatalf("found %v, want %v", s.best.Levels, want.Levels)
		}
	})
}

// widen makes all hashes collide, so that only a look tells classes apart.
func (s *search) widen() {
	s.exact = false
	for _, c := range s.columns {
		for _, parts := range c.parts {
			clear(parts)
		}
	}
	for i := range s.base.classes {
		s.base.classes[i].hash = 0
	}
}

func near(a, b Score) bool {
	for i := range a {
		if math.Abs(a[i]-b[i]) > 1e-9*max(1, math.Abs(b[i])) {
			return false
		}
	}
	return true
}

func TestSearchEndsWithItsContext(t *testing.T) {
	t.Parallel()
	p := adult(t)
	p.Models, p.Measure = []Model{K(5)}, Loss
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Search(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a search whose context is done ended with %v", err)
	}
}

// trees draws a hierarchy over the values v0, v1, …
func trees() *rapid.Generator[*Hierarchy] {
	return rapid.Custom(func(t *rapid.T) *Hierarchy {
		size, levels := rapid.IntRange(1, 6).Draw(t, "size"), rapid.IntRange(1, 4).Draw(t, "levels")
		lines := make([][]string, size)
		for i := range lines {
			lines[i] = []string{fmt.Sprint("v", i)}
		}
		forms := size
		for level := 1; level < levels; level++ {
			fewer := rapid.IntRange(1, forms).Draw(t, "forms")
			to := rapid.SliceOfN(rapid.IntRange(0, fewer-1), forms, forms).Draw(t, "to")
			for i := range lines {
				form := i
				fmt.Sscanf(strings.TrimPrefix(lines[i][level-1], fmt.Sprint("l", level-1, "-")), "%d", &form)
				lines[i] = append(lines[i], fmt.Sprint("l", level, "-", to[form]))
			}
			forms = fewer
		}
		h, err := NewHierarchy(lines)
		if err != nil {
			t.Fatal(err)
		}
		return h
	})
}

func columns(rows int) *rapid.Generator[Column] {
	return rapid.Custom(func(t *rapid.T) Column {
		h := trees().Draw(t, "hierarchy")
		codes := rapid.SliceOfN(rapid.Uint32Range(0, uint32(h.Size()-1)), rows, rows).Draw(t, "codes")
		return Column{Name: fmt.Sprint("c", rapid.Int().Draw(t, "name")), Hierarchy: h, Codes: codes}
	})
}

func problems() *rapid.Generator[Problem] {
	return rapid.Custom(func(t *rapid.T) Problem {
		rows := rapid.IntRange(1, 40).Draw(t, "rows")
		p := Problem{
			Quasi:     rapid.SliceOfN(columns(rows), 1, 4).Draw(t, "quasi"),
			Sensitive: []Column{columns(rows).Draw(t, "sensitive")},
			Limit:     rapid.SampledFrom([]float64{0, .05, .2, .5, 1}).Draw(t, "limit"),
		}
		p.Sensitive[0].Name = "s"
		all := []Model{
			K(2), K(3), K(5),
			DistinctL{2, "s"},
			EntropyL{1.8, "s"},
			RecursiveL{2, 2, "s"},
			RecursiveL{.7, 3, "s"},
			EqualT{.3, "s"},
			HierarchicalT{.25, "s"},
		}
		if rapid.Bool().Draw(t, "has subset") {
			p.Subset = rapid.SliceOfN(rapid.Bool(), rows, rows).Draw(t, "subset")
			p.Subset[0] = true
			all = append(all, Presence{.1, .9}, Presence{0, .6}, KMap(2), KMap(4))
		}
		p.Models = rapid.SliceOfNDistinct(rapid.SampledFrom(all), 1, 3, rapid.ID).Draw(t, "models")
		return p
	})
}
