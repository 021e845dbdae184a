package lint

import (
	_ "embed"
	"slices"
	"strings"
	"testing"
)

//go:embed testdata/phrases.txt
var phrases string

// codes are the findings on a text, but for what is missing in it.
func codes(t *testing.T, text string, opt Options) string {
	t.Helper()
	report, err := Check(text, opt)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var all []string
	for _, f := range report.Findings {
		if f.Code == "no-safeguard-copy" || f.Quote != nil && f.Code != "period-vague" && f.Code != "processor-text" {
			all = append(all, f.Code)
		}
	}
	slices.Sort(all)
	if all = slices.Compact(all); len(all) == 0 {
		return "none"
	}
	return strings.Join(all, " ")
}

func TestPhrases(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(phrases) {
		want, text, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		text = strings.ReplaceAll(text, " ¶ ", "\n")
		wanted := strings.Fields(want)
		slices.Sort(wanted)
		if got := codes(t, text, Options{}); got != strings.Join(wanted, " ") {
			t.Errorf("%q:\n  %s\n  want %s", text, got, want)
		}
	}
}
