package frame_test

import (
	"os"
	"strings"
	"testing"
)

// Each block of the style is closed before the next begins, and on paper there is no
// menu, no footer and nothing to press.
func TestTheStyleIsWhole(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	depth, line := 0, 1
	for _, c := range string(data) {
		switch c {
		case '\n':
			line++
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth < 0 || depth > 2 {
			t.Fatalf("line %d stands %d blocks deep", line, depth)
		}
	}
	if depth != 0 {
		t.Errorf("%d blocks are not closed", depth)
	}
	_, print, found := strings.Cut(string(data), "@media print {")
	if !found || strings.Contains(print, "@media") {
		t.Error("the style does not end with that of paper")
	}
	for rule := range strings.SplitSeq(print, "}") {
		if what, how, _ := strings.Cut(rule, "{"); strings.Contains(what, ".side") && strings.Contains(how, "display: none !important") {
			for _, part := range []string{".side", "footer", ".buttons", ".filters", "nav.tabs", "button"} {
				if !strings.Contains(what, part) {
					t.Errorf("%s stands on paper", part)
				}
			}
			return
		}
	}
	t.Error("the menu stands on paper")
}
