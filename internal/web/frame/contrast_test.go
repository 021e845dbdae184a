package frame_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// palette reads the colours of one scheme; what the dark one does not change
// stays.
func palette(t *testing.T, css string, under map[string]string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for k, v := range under {
		all[k] = v
	}
	for _, m := range regexp.MustCompile(`--([a-z-]+):\s*(#[0-9a-f]{6})`).FindAllStringSubmatch(css, -1) {
		all[m[1]] = m[2]
	}
	return all
}

// luminance is that of WCAG 2.2, from #rrggbb.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	part := func(at int) float64 {
		n, err := strconv.ParseUint(colour[at:at+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(1) + 0.7152*part(3) + 0.0722*part(5)
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	la, lb := luminance(t, a), luminance(t, b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

// Text has 4.5:1 against what it stands on, and what has a meaning by its shape
// 3:1, in both schemes (WCAG 2.2, 1.4.3 and 1.4.11).
func TestColoursAreReadable(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	light, rest, _ := strings.Cut(string(css), "@media (prefers-color-scheme: dark)")
	dark, _, _ := strings.Cut(rest, "\n}\n")
	day := palette(t, light, nil)
	for scheme, colours := range map[string]map[string]string{"light": day, "dark": palette(t, dark, day)} {
		for _, pair := range []struct {
			front, back string
			least       float64
		}{
			{"ink", "paper", 4.5},
			{"ink", "sheet", 4.5},
			{"ink", "sunk", 4.5},
			{"ink", "mute-back", 4.5},
			{"soft", "paper", 4.5},
			{"soft", "sheet", 4.5},
			{"soft", "sunk", 4.5},
			{"link", "paper", 4.5},
			{"link", "sheet", 4.5},
			{"link", "sunk", 4.5},
			{"brand-ink", "brand", 4.5},
			{"brand-ink", "brand-hover", 4.5},
			{"good", "good-back", 4.5},
			{"warn", "warn-back", 4.5},
			{"bad", "bad-back", 4.5},
			{"note", "note-back", 4.5},
			{"ink", "warn-back", 4.5},
			{"ink", "bad-back", 4.5},
			{"ink", "good-back", 4.5},
			{"ink", "note-back", 4.5},
			{"bad", "sheet", 4.5},
			{"warn", "sheet", 4.5},
			{"bad", "sunk", 4.5},
			{"warn", "sunk", 4.5},
			{"side-ink", "side", 4.5},
			{"side-soft", "side", 4.5},
			{"side-ink", "side-on", 4.5},
			{"edge", "sheet", 3},
			{"edge", "paper", 3},
			{"focus", "paper", 3},
			{"focus", "sheet", 3},
			{"bar-keep", "sheet", 3},
			{"bar-restrict", "sheet", 3},
			{"bar-erase", "sheet", 3},
			{"bar-review", "sheet", 3},
		} {
			front, back := colours[pair.front], colours[pair.back]
			if front == "" || back == "" {
				t.Fatalf("%s: there is no colour %s or %s", scheme, pair.front, pair.back)
			}
			if got := contrast(t, front, back); got < pair.least {
				t.Errorf("%s: %s on %s has %.2f:1, and needs %.1f:1", scheme, pair.front, pair.back, got, pair.least)
			}
		}
	}
}

// A colour that is written elsewhere is one that no test sees.
func TestColoursStandInOnePlace(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	screen, _, _ := strings.Cut(string(css), "@media print")
	_, rules, _ := strings.Cut(screen, "*, *::before")
	rules = strings.ReplaceAll(rules, "background: #fff; }", "") // letters are paper
	if found := regexp.MustCompile(`#[0-9a-fA-F]{3,6}\b`).FindAllString(rules, -1); len(found) > 0 {
		t.Errorf("colours outside the palette: %v", found)
	}
}
