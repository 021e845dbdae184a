package files

import (
	"maps"
	"testing"

	"github.com/varsam/varsam"
)

func TestPatternsReadFolders(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, path string
		want          map[string]string // nil: no project folder
	}{
		{"{number} {name}", "1001 The long bridge", map[string]string{"number": "1001", "name": "The long bridge"}},
		{"{number} {name}", "Templates and more", nil},
		{"{number} {name}", "1001", nil},
		{"Projects/{number} {name}", "Projects/A-17 Bridge", map[string]string{"number": "A-17", "name": "Bridge"}},
		{"Projects/{number} {name}", "Other/A-17 Bridge", nil},
		{"Projects/{number} {name}", "Projects/A-17 Bridge/sub", nil},
		{"{customer}/{number}_{name}", "Bridge Ltd/17_Survey", map[string]string{"customer": "Bridge Ltd", "number": "17", "name": "Survey"}},
		{"*/{number} - {name}", "any/17 - Survey", map[string]string{"number": "17", "name": "Survey"}},
		{"{number} ({ended_on})", "17 (2019-04-30)", map[string]string{"number": "17", "ended_on": "2019-04-30"}},
		{"{number} ({ended_on})", "17 (open)", nil},
		{"{number} ({ended_on})", "17 (2019-02-30)", nil},
	} {
		p, err := parsePattern(c.pattern)
		if err != nil {
			t.Fatalf("%s: %v", c.pattern, err)
		}
		if got := p.match(c.path); !maps.Equal(got, c.want) || (got == nil) != (c.want == nil) {
			t.Errorf("%s of %s: %v, want %v", c.pattern, c.path, got, c.want)
		}
	}
	for _, bad := range []string{"{number}{name}", "{number} {number}", "{nummer}", "a//b", "{name"} {
		if _, err := parsePattern(bad); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestDaysAreReadAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]varsam.Date{
		"2019-04-30": varsam.NewDate(2019, 4, 30), "20190430": varsam.NewDate(2019, 4, 30), "2019": varsam.NewDate(2019, 12, 31),
		"2019-04-30T12:00:00Z": varsam.NewDate(2019, 4, 30), "2019-04-30 12:00": varsam.NewDate(2019, 4, 30),
		"": {}, "soon": {}, "2019-13-01": {}, "åååå": {},
	} {
		if got := readDay(text); got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
}

func TestIndexesAreReadAsTheyCome(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"comma":      "Projektnr,Kund\n1001,Åkes\n",
		"semicolon":  "Projektnr;Kund\r\n1001;Åkes\r\n",
		"tab":        "Projektnr\tKund\n1001\tÅkes\n",
		"windows":    "Projektnr;Kund\r\n1001;\xc5kes\r\n",
		"short line": "Projektnr,Kund,Slut\n1001,Åkes\n",
	} {
		rows, err := indexCSV([]byte(text))
		if err != nil || len(rows) != 1 || rows[0]["Projektnr"] != "1001" || rows[0]["Kund"] != "Åkes" {
			t.Errorf("%s: %v, %v", name, rows, err)
		}
	}
	for _, text := range []string{`{"number": 12345678901, "x": null}`, ` [{"number": 12345678901}] `} {
		rows, err := indexJSON([]byte(text))
		if err != nil || len(rows) != 1 || rows[0]["number"] != "12345678901" {
			t.Errorf("%s: %v, %v", text, rows, err)
		}
	}
	if _, err := indexJSON([]byte(`{"number"`)); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("%v", err)
	}
}

func FuzzIndex(f *testing.F) {
	f.Add([]byte("a;b\n1;2\n"))
	f.Add([]byte(`{"a": 1}`))
	f.Fuzz(func(_ *testing.T, text []byte) {
		_, _ = indexCSV(text)
		_, _ = indexJSON(text)
	})
}
