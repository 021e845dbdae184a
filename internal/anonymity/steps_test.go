package anonymity

import (
	"strings"
	"testing"

	"github.com/varsam/varsam"
)

func TestHierarchiesByRule(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ steps, values, want string }{
		{"date:month,quarter,year,decade", "2024-05-17", "2024-05-17|2024-05|2024 Q2|2024|2020s|*"},
		{"date:year", "spring", "spring|*|*"},
		{"band:5,10", "37", "37|[35, 40)|[30, 40)|*"},
		{"prefix:3,2", "123 45", "123 45|123|12|*"},
	} {
		steps, err := ParseSteps(c.steps)
		if err != nil {
			t.Errorf("%s: %v", c.steps, err)
			continue
		}
		h, err := Stepped([]string{c.values, c.values}, steps)
		if err != nil {
			t.Errorf("%s: %v", c.steps, err)
			continue
		}
		var line []string
		for level := range h.Levels() {
			line = append(line, h.Label(level, 0))
		}
		if got := strings.Join(line, "|"); got != c.want {
			t.Errorf("%s: %s, want %s", c.steps, got, c.want)
		}
	}
}

func TestRulesThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "date", "date:week", "band:0", "band:x", "prefix:-1", "prefix:2,", "keep:1", "null", "hash:1", "fixed:1", "shuffle:1", "level:1"} {
		if steps, err := ParseSteps(text); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%q: %v, %v", text, steps, err)
		}
	}
	crossed, err := ParseSteps("band:10,15")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Stepped([]string{"1", "12", "16", "29", "31"}, crossed); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("bands that cross: %v", err)
	}
}
