package name

import (
	"slices"
	"testing"
)

func TestFind(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Ordet gick till Anna Lindqvist, som tackade.", []string{"Anna Lindqvist"}},
		{"Det regnar i Stockholm och på Gotland.", nil},
		{"Mötet leddes av Erik von Sydow och Maria de la Cruz.", []string{"Erik von Sydow", "Maria de la Cruz"}},
		{"- Vi är nöjda, säger C. G. Jung.", []string{"C. G. Jung"}},
		{"Fredrik Bergströms bil stod kvar.", []string{"Fredrik Bergströms"}},
		{"“Karin Åkesson” skrev hon.", []string{"Karin Åkesson"}},
	} {
		var got []string
		for _, s := range Find(nil, []byte(c.text)) {
			got = append(got, c.text[s.Start:s.End])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestKnown(t *testing.T) {
	t.Parallel()
	for word, want := range map[string][2]bool{
		"Anna": {true, false}, "ÅKE": {true, false}, "Svensson": {false, true}, "bord": {false, false},
	} {
		if given, family := Known([]byte(word)); given != want[0] || family != want[1] {
			t.Errorf("%s: given %v, family %v", word, given, family)
		}
	}
}
