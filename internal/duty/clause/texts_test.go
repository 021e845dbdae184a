package clause

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// marked is a point in a text of testdata: {b:the passage that is point b}. What is
// not marked is not there.
var marked = regexp.MustCompile(`(?s)\{([a-h]):(.*?)\}`)

// brokenWord is a hyphen that only the end of a line has put there.
var brokenWord = regexp.MustCompile(`-\s*\n\s*`)

func readMarked(t *testing.T, name string) (text string, points map[string][]string) {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	points = map[string][]string{}
	for _, m := range marked.FindAllStringSubmatch(string(content), -1) {
		points[m[1]] = append(points[m[1]], m[2])
	}
	return marked.ReplaceAllString(string(content), "$2"), points
}

// solid is a text without what breaks its lines.
func solid(s string) string {
	s = brokenWord.ReplaceAllString(s, "")
	return strings.Join(strings.FieldsFunc(s, func(c rune) bool { return strings.ContainsRune(" \n\t-…", c) }), "")
}

// touches reports whether a quote has 24 bytes of one of some passages.
func touches(quote string, passages []string) bool {
	quote = solid(quote)
	for _, p := range passages {
		p = solid(p)
		n := min(24, len(p))
		for i := 0; i+n <= len(p); i++ {
			if strings.Contains(quote, p[i:i+n]) {
				return true
			}
		}
	}
	return false
}

// In agreements of many kinds – letters, tables, annexes, narrow columns, words first
// defined, points denied – each point is quoted from where it is, and none where it
// is not.
func TestTexts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 12 {
		t.Fatalf("%d texts: %v", len(files), err)
	}
	for _, name := range files {
		text, points := readMarked(t, name)
		found := map[string]bool{}
		for _, p := range Propose([]Passage{{Place: "page=1", Text: text}}).Clauses {
			found[p.Letter] = true
			if !touches(p.Quote, points[p.Letter]) {
				t.Errorf("%s: (%s) is quoted as %q", name, p.Letter, p.Quote)
			}
		}
		for letter := range points {
			if !found[letter] {
				t.Errorf("%s: (%s) is not found", name, letter)
			}
		}
	}
}

// Where a text says less than the article, it is told how and where.
func TestDifferences(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"denials_en.txt": "denied a, denied d, denied e, denied f, denied g, own-purposes a",
		"denials_da.txt": "denied d, denied g, charged h", "saas_en.txt": "charged e, denied h",
		"municipality_no.txt": "denied e", "municipality_fi.txt": "denied e", "state_fi.txt": "", "danish_pdf.txt": "",
	} {
		text, _ := readMarked(t, filepath.Join("testdata", name))
		told := map[string]bool{}
		for _, d := range Propose([]Passage{{Place: "page=1", Text: text}}).Differences {
			told[string(d.Kind)+" "+d.Letter] = true
			if !strings.Contains(solid(text), strings.TrimSuffix(solid(d.Quote), "…")) {
				t.Errorf("%s: the quote is not in the text: %s", name, d.Quote)
			}
		}
		for one := range strings.SplitSeq(want, ", ") {
			if one != "" && !told[one] {
				t.Errorf("%s: %s is not told", name, one)
			}
			delete(told, one)
		}
		for one := range told {
			t.Errorf("%s: %s is told", name, one)
		}
	}
}

// A sentence that a page breaks is put together, with the place where it begins; the
// page's number is no part of it.
func TestAcrossPages(t *testing.T) {
	t.Parallel()
	r := Propose([]Passage{
		{Place: "page=1", Text: "7. Personuppgiftsbiträdet behandlar endast person-\nSida 1 av 2"},
		{Place: "page=2", Text: "Sida 2 av 2\nuppgifter enligt dokumenterade instruktioner.\n8. Priset är fast."},
	})
	if letters(r) != "a" || r.Clauses[0].Place != "page=1, 7" || !strings.Contains(r.Clauses[0].Quote, "endast personuppgifter enligt") {
		t.Errorf("%+v", r.Clauses)
	}
}

// A table of an office document comes as lines: what follows a title is what it says.
func TestTableLines(t *testing.T) {
	t.Parallel()
	r := Propose([]Passage{{Flows: true, Text: "Key terms\n\tInstructions\n\tProcessor acts solely on written instructions given by the manager of the clinic at any time\n" +
		"\tSub-processors\n\tOnly with prior written consent\n\tExit\n\tNo deletion or return of data takes place after termination\n"}})
	if letters(r) != "ad" || r.Clauses[0].Place != "Instructions" || r.Clauses[1].Quote != "Only with prior written consent" {
		t.Errorf("%+v", r.Clauses)
	}
	if len(r.Differences) != 1 || r.Differences[0].Kind != Denied || r.Differences[0].Letter != "g" {
		t.Errorf("%+v", r.Differences)
	}
}
