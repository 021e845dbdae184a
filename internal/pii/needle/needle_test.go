package needle

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
)

type find struct{ which, start, end int }

func byPlace(a, b find) int {
	return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.which, b.which))
}

func all(s *Set, text []byte) []find {
	var found []find
	s.Find(text, func(which, start, end int) bool {
		found = append(found, find{which, start, end})
		return true
	})
	slices.SortFunc(found, byPlace)
	return found
}

// naive is what Find must find.
func naive(literals [][]byte, text []byte, fold bool) []find {
	var found []find
	for which, l := range literals {
		for i := 0; i+len(l) <= len(text); i++ {
			part := text[i : i+len(l)]
			if bytes.Equal(part, l) || fold && bytes.Equal(lowered(part), lowered(l)) {
				found = append(found, find{which, i, i + len(l)})
			}
		}
	}
	slices.SortFunc(found, byPlace)
	return found
}

func set(t testing.TB, fold bool, literals ...string) *Set {
	t.Helper()
	s, err := New(raw(literals), fold)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func raw(texts []string) [][]byte {
	var all [][]byte
	for _, text := range texts {
		all = append(all, []byte(text))
	}
	return all
}

func TestFind(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		literals []string
		fold     bool
		text     string
		want     []find
	}{
		"both cases":                {[]string{"åsa öberg"}, true, "x ÅSA ÖBERG, Åsa Öberg", []find{{0, 2, 13}, {0, 15, 26}}},
		"a literal in capitals":     {[]string{"ÅSA É"}, true, "åsa é", []find{{0, 0, 7}}},
		"cases that matter":         {[]string{"Berg"}, false, "berg Berg BERG", []find{{0, 5, 9}}},
		"letters beyond Latin 1":    {[]string{"Žižek"}, true, "žižek ŽIŽEK", []find{{0, 0, 7}, {0, 8, 15}}},
		"no sign of another letter": {[]string{"a×bc"}, true, "a÷bc A×BC", []find{{0, 6, 11}}},
		"the Kelvin sign is no k":   {[]string{"kalle"}, true, "\u212aalle kalle", []find{{0, 8, 13}}},
		"overlapping literals":      {[]string{"anna", "annan", "nana"}, true, "annana annan", []find{{0, 0, 4}, {1, 0, 5}, {2, 2, 6}, {0, 7, 11}, {1, 7, 12}}},
		"one literal twice":         {[]string{"anna", "anna"}, true, "Anna", []find{{0, 0, 4}, {1, 0, 4}}},
		"bytes that are no text":    {[]string{"\xe5sa \xd6"}, true, "\xe5SA \xd6 \xc5sa \xd6", []find{{0, 0, 5}}},
		"the whole text":            {[]string{"anna"}, true, "anna", []find{{0, 0, 4}}},
		"a text that is too short":  {[]string{"anna"}, true, "ann", nil},
		"no literals":               {nil, true, "anna", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := all(set(t, c.fold, c.literals...), []byte(c.text)); !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestShortLiteralsAreRefused(t *testing.T) {
	t.Parallel()
	if _, err := New(raw([]string{"anna", "abc"}), true); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("%v", err)
	}
}

func TestFindEndsWhenToldTo(t *testing.T) {
	t.Parallel()
	for _, literals := range [][]string{{"anna"}, {"annan"}, {"annanas"}} {
		count := 0
		set(t, true, literals...).Find([]byte(strings.Repeat("annanas ", 99)), func(int, int, int) bool {
			count++
			return count < 3
		})
		if count != 3 {
			t.Errorf("%v: %d", literals, count)
		}
	}
}

func TestCasesAreThoseOfUnicode(t *testing.T) {
	t.Parallel()
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if l := lower(r); l != r && !slices.Contains(cases(l), string(r)) {
			t.Errorf("%U is a case of %U", r, l)
		}
	}
}

// drawSet has literals of which every second place, every fourth or each must be looked at.
func drawSet(t *rapid.T) ([][]byte, bool) {
	least := rapid.SampledFrom([]int{4, 5, 7, 9}).Draw(t, "least")
	n := rapid.IntRange(1, 12).Draw(t, "literals")
	literals := make([][]byte, n)
	for i := range literals {
		text := drawText(t, least, 12)
		for len(text) < least {
			text = append(text, 'a')
		}
		literals[i] = text
	}
	return literals, rapid.Bool().Draw(t, "fold")
}

func drawText(t *rapid.T, least, most int) []byte {
	return []byte(strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{
		"a", "b", "A", "B", "å", "Å", "ä", "Ž", "ž", "\xc3", "\xe5", " ", "1",
	}), least, most).Draw(t, "pieces"), ""))
}

func TestFindsWhatIsThere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		literals, fold := drawSet(t)
		s, err := New(literals, fold)
		if err != nil {
			t.Fatal(err)
		}
		text := drawText(t, 0, 200)
		for range rapid.IntRange(0, 4).Draw(t, "planted") {
			text = append(append(text, rapid.SampledFrom(literals).Draw(t, "literal")...), drawText(t, 0, 40)...)
		}
		if rapid.Bool().Draw(t, "long") { // enough for vectors
			text = bytes.Repeat(text, 1+2200/(len(text)+1))
		}
		want := naive(literals, text, fold)
		if got := all(s, text); !slices.Equal(got, want) {
			t.Fatalf("in %q: got %v, want %v", text, got, want)
		}
		s.vector = nil
		if got := all(s, text); !slices.Equal(got, want) {
			t.Fatalf("without vectors, in %q: got %v, want %v", text, got, want)
		}
	})
}

func TestThousandsOfLiterals(t *testing.T) {
	t.Parallel()
	var literals []string
	for i := range 5000 {
		literals = append(literals, fmt.Sprintf("person%05d@example.com", i*7919%100_000))
	}
	s := set(t, true, literals...)
	text := []byte("till " + strings.Join(literals, ", "))
	found := all(s, text)
	if len(found) != len(literals) {
		t.Fatalf("%d of %d", len(found), len(literals))
	}
	for i, f := range found {
		if f.which != i || string(text[f.start:f.end]) != literals[i] {
			t.Fatalf("%d: %v", i, f)
		}
	}
}

func TestStreamIsLikeText(t *testing.T) {
	t.Parallel()
	text := bytes.Repeat([]byte("Åsa Öberg skrev. "), 3*chunk/17)
	s := set(t, true, "åsa öberg", "skrev. åsa", "berg")
	for name, r := range map[string]io.Reader{"whole": bytes.NewReader(text), "halves": iotest.HalfReader(bytes.NewReader(text))} {
		var got []find
		err := s.Stream(r, func(which int, start, end int64) bool {
			got = append(got, find{which, int(start), int(end)})
			return true
		})
		slices.SortFunc(got, byPlace)
		if err != nil || !slices.Equal(got, all(s, text)) {
			t.Errorf("%s: %d finds, want %d (%v)", name, len(got), len(all(s, text)), err)
		}
	}
}

func TestStreamEnds(t *testing.T) {
	t.Parallel()
	s := set(t, true, "anna")
	if err := s.Stream(iotest.ErrReader(errors.ErrUnsupported), nil); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("the reader's error: %v", err)
	}
	count := 0
	err := s.Stream(strings.NewReader("anna anna"), func(int, int64, int64) bool { count++; return false })
	if err != nil || count != 1 {
		t.Errorf("told to end: %d, %v", count, err)
	}
}

func TestFindDoesNotAllocate(t *testing.T) {
	s := set(t, true, "åsa öberg", "berg")
	text := bytes.Repeat([]byte("Åsa Öberg skrev. "), 100)
	count := 0
	if n := testing.AllocsPerRun(10, func() {
		s.Find(text, func(int, int, int) bool { count++; return true })
	}); n > 0 || count == 0 {
		t.Errorf("%v allocations, %d finds", n, count)
	}
}

func FuzzFind(f *testing.F) {
	f.Add([]byte("åsa öberg"), []byte("berg"), []byte("Åsa Öberg BERG"), true)
	f.Add([]byte("\xc3\xc3\xc3\xc3"), []byte("Žaaa"), []byte("ža\xc3\xe3\xc3\xc3Žaaaaaa"), false)
	f.Fuzz(func(t *testing.T, a, b, text []byte, fold bool) {
		if len(a) < Least || len(b) < Least || len(a)+len(b)+len(text) > 1<<12 {
			return
		}
		text = bytes.Repeat(text, 1+2200/(len(text)+1)) // enough for vectors
		literals := [][]byte{a, b}
		s, err := New(literals, fold)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := all(s, text), naive(literals, text, fold); !slices.Equal(got, want) {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	var mix, sparse []byte
	for i := range 100_000 {
		mix = fmt.Appendf(mix, "2026-11-%02d %02d:%02d:%02d kund %d skrev till kund%d@example.com om order %d; ", i%28+1, i%24, i%60, i%59, i*7919, i, i*104729)
		sparse = append(sparse, "Det var en gång en flicka som gick i skogen och plockade bär, sade mormodern till vargen på Bergsgatan. "...)
	}
	var one, many []string
	for i := range 44 {
		one = append(one, fmt.Sprintf("%c%c Öberg%c", 'a'+i%20, 'q'-i%9, 'a'+i%7))
	}
	for i := range 3000 {
		many = append(many, fmt.Sprintf("%c%d%cname%d", 'a'+i%20, i*31, 'q'-i%9, i*17%1000))
	}
	short := append(slices.Clone(one), "berg")
	middle := append(slices.Clone(one), "bergs")
	for _, text := range []struct {
		name string
		text []byte
	}{{"mix", mix}, {"sparse", sparse}} {
		for _, c := range []struct {
			name     string
			literals []string
		}{{"44-of-9", one}, {"45-of-5", middle}, {"45-of-4", short}, {"3000", many}} {
			b.Run(text.name+"/"+c.name, func(b *testing.B) {
				s := set(b, true, c.literals...)
				b.SetBytes(int64(len(text.text)))
				for b.Loop() {
					s.Find(text.text, func(int, int, int) bool { return true })
				}
			})
		}
	}
	b.Run("floor", func(b *testing.B) {
		b.SetBytes(int64(len(mix)))
		for b.Loop() {
			bytes.Count(mix, []byte("\n"))
		}
	})
}
