package wish

import (
	_ "embed"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

//go:embed testdata/letters.txt
var letters string

// read is what a letter asks for, in words.
func read(letter string) string {
	var all []string
	for _, w := range Read(letter) {
		name := string(w.Right)
		if w.Marketing {
			name = "unsubscribe"
		}
		all = append(all, name)
	}
	slices.Sort(all)
	if len(all) == 0 {
		return "none"
	}
	return strings.Join(all, " ")
}

func TestLetters(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(letters) {
		want, letter, ok := strings.Cut(strings.TrimSpace(line), " = ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		letter = strings.ReplaceAll(letter, `\n`, "\n")
		if got := read(letter); got != want {
			t.Errorf("%q: %s, want %s", letter, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for line := range strings.Lines(letters) {
		f.Add(line)
	}
	f.Add("e-\xffpost @.\u0301")
	f.Fuzz(func(t *testing.T, letter string) {
		for _, w := range Read(letter) {
			if w.Start < 0 || w.Start >= w.End || w.End > len(letter) || w.Score < Propose || w.Score > 1 {
				t.Errorf("%+v in %d bytes", w, len(letter))
			}
			if utf8.ValidString(letter) && !utf8.ValidString(letter[w.Start:w.End]) {
				t.Errorf("half a character: %q", letter[w.Start:w.End])
			}
		}
	})
}

// What stands around a wish in other sentences does not hide it.
func TestAWishAmongOtherWords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		talk := rapid.SliceOfN(rapid.SampledFrom([]string{
			"Tack för i går.", "We met in Lund.", "Hoppas att allt är bra!", "Kiitos avusta.", "Vi hörs.", "Nice weather today.",
		}), 0, 6)
		letter := strings.Join(talk.Draw(t, "before"), " ") + " Radera mina uppgifter. " + strings.Join(talk.Draw(t, "after"), "\n\n")
		if got := read(letter); got != "erasure" {
			t.Fatalf("%q: %s", letter, got)
		}
	})
}

func TestFaultsOfTheTable(t *testing.T) {
	t.Parallel()
	for text, says := range map[string]string{
		"erasure 0.6: <nothing>":   "no class",
		"erasure: a b":             "begins with never",
		"erase 0.6: a":             "no right",
		"erasure much: a":          "no score",
		"erasure 0.6: a ..many b ": "no gap",
		"erasure 0.6 a":            "no pattern",
	} {
		if _, err := parse(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
