package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varsam/varsam"
)

func table(rows ...[]Cell) Table {
	return Table{Name: "lista", Columns: []Column{{"name", "Namn"}, {"number", "Antal"}, {"day", "Dag"}}, Rows: rows}
}

func TestATableLeavesAndComesBack(t *testing.T) {
	t.Parallel()
	tab := table(
		[]Cell{Text("Åsa \"Öst\" & <b>"), Number(-5), Day(varsam.NewDate(2026, 11, 2))},
		[]Cell{Text("en\nrad till; och, en"), Number(int64(1) << 40), {}},
	)
	want := [][]string{{"Namn", "Antal", "Dag"}, {"Åsa \"Öst\" & <b>", "-5", "2026-11-02"}, {"en\nrad till; och, en", "1099511627776", ""}}
	for _, lang := range []varsam.Lang{varsam.Swedish, varsam.English} {
		for _, format := range []string{"csv", "xlsx"} {
			f, err := tab.As(format, lang)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Read(f.Data)
			if err != nil || len(got) != 1 {
				t.Fatalf("%s: %v, %d sheets", format, err, len(got))
			}
			if diff := cmp.Diff(want, got[0].Rows); diff != "" {
				t.Errorf("%s in %s: %s", format, lang, diff)
			}
		}
	}
	f, err := tab.As("json", varsam.Swedish)
	var all []map[string]any
	if err != nil || json.Unmarshal(f.Data, &all) != nil || all[0]["number"] != -5.0 || all[0]["day"] != "2026-11-02" || all[1]["day"] != nil {
		t.Errorf("as JSON: %s %v", f.Data, err)
	}
	if _, err := tab.As("exe", varsam.Swedish); varsam.CodeOf(err) != varsam.Invalid {
		t.Error(err)
	}
}

// No text that comes in from outside is a formula, whatever opens the file.
func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	hostile := []string{
		"=1+1", "+46 70 174 06 05", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\u00a0=cmd|'/C calc'!A0", "＝1", "＋1", "|x", "%0A=1", "\x00=1", "\u202e=1", "\n=1",
	}
	for _, text := range hostile {
		tab := Table{Name: "x", Columns: []Column{{"a", "A"}}, Rows: [][]Cell{{Text(text)}}}
		for _, lang := range []varsam.Lang{varsam.Swedish, varsam.English} {
			r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(tab.CSV(lang), []byte("\ufeff"))))
			rows, err := r.ReadAll()
			if err != nil || rows[1][0] == "" || rows[1][0][0] != '\'' {
				t.Errorf("CSV of %q: %q %v", text, rows, err)
			}
		}
		data, err := tab.XLSX()
		if err != nil {
			t.Fatal(err)
		}
		if sheet := part(t, data, "xl/worksheets/sheet1.xml"); strings.Contains(sheet, "<f") || !strings.Contains(sheet, `s="4" t="inlineStr"`) {
			t.Errorf("XLSX of %q: %s", text, sheet)
		}
	}
	if got := string(table([]Cell{Text("a-b"), Number(-1), {}}).CSV(varsam.English)); !strings.Contains(got, "a-b,-1,") {
		t.Errorf("harmless cells are changed: %s", got)
	}
}

func part(t testing.TB, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Any text at all goes out and comes back as it is, but for what is no writing.
func TestAnyTextComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"_x0041_", "_x005F_x0041_", "_xABC", "a_x", "\ufeff", "]]>", "&amp;", "\ud7ff"})).Draw(t, "text")
		cell := Text(text)
		tab := Table{Name: "x", Columns: []Column{{"a", "A"}, {"b", "B"}}, Rows: [][]Cell{{cell, Text("end")}}}
		data, err := tab.XLSX()
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(data)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if want := strings.TrimSpace(strings.ReplaceAll(cell.String(), "\r", "")); got[0].Rows[1][0] != want {
			t.Fatalf("%q came back as %q", want, got[0].Rows[1][0])
		}
	})
}

func TestHugeCells(t *testing.T) {
	t.Parallel()
	if got := []rune(Text(strings.Repeat("å", 1<<20)).String()); len(got) != mostText || got[len(got)-1] != '…' {
		t.Errorf("a name of a million letters has %d", len(got))
	}
}

func TestDaysAndMoments(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[varsam.Date]int64{
		varsam.NewDate(1900, 3, 1): 61, varsam.NewDate(2000, 1, 1): 36526, varsam.NewDate(2026, 11, 22): 46348,
	} {
		if got := Day(day); got.number != want || dayOf(Number(got.number).String()) != day.String() {
			t.Errorf("%s is %d", day, got.number)
		}
	}
	if got := Moment(time.Date(2026, 6, 30, 22, 30, 0, 0, time.UTC), zone).String(); got != "2026-07-01 00:30:00" {
		t.Errorf("a moment is %s", got)
	}
	if Moment(time.Time{}, zone) != (Cell{}) || Day(varsam.Date{}) != (Cell{}) {
		t.Error("no time is something")
	}
}

func TestCSVOfOthers(t *testing.T) {
	t.Parallel()
	want := [][]string{{"Ändamål", "Grund"}, {"Lön, och skatt", "6.1.c"}}
	for name, data := range map[string][]byte{
		"semicolons":    []byte("Ändamål;Grund\nLön, och skatt;6.1.c\n"),
		"commas":        []byte("Ändamål,Grund\r\n\"Lön, och skatt\",6.1.c"),
		"tabs":          []byte("Ändamål\tGrund\nLön, och skatt\t6.1.c"),
		"mark":          []byte("\ufeffÄndamål;Grund\nLön, och skatt;6.1.c\n\n;\n"),
		"Windows":       []byte("\xc4ndam\xe5l;Grund\nL\xf6n, och skatt;6.1.c"),
		"UTF-16":        utf16le("Ändamål;Grund\nLön, och skatt;6.1.c"),
		"commas inside": []byte("Ändamål;Grund\nLön, och skatt;6.1.c\n"),
	} {
		got, err := Read(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, got[0].Rows); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func utf16le(s string) []byte {
	b := []byte{0xFF, 0xFE}
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return b
}

// book makes a workbook of parts.
func book(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	all := map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="x"><sheets><sheet name="Ett" r:id="r1"/><sheet name="Gömd" state="hidden" r:id="r2"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="/xl/worksheets/a.xml"/><Relationship Id="r2" Target="worksheets/b.xml"/></Relationships>`,
		"xl/worksheets/b.xml":        `<worksheet><sheetData><row r="1"><c><v>1</v></c></row></sheetData></worksheet>`,
	}
	for name, text := range parts {
		all[name] = text
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(all[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWorkbooksOfOthers(t *testing.T) {
	t.Parallel()
	data := book(t, map[string]string{
		"xl/sharedStrings.xml": `<sst><si><t>Ändamål</t></si><si><r><t>Två </t></r><r><t>delar</t></r><rPh><t>sagt</t></rPh></si></sst>`,
		"xl/styles.xml":        `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="d/m/yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		"xl/worksheets/a.xml": `<worksheet><sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="s"><v>9</v></c></row>
			<row><c s="1"><v>46348</v></c><c s="2"><v>46348.5</v></c><c s="0"><v>46348</v></c><c t="str"><f>A1&amp;B1</f><v>summa</v></c><c t="e"><v>#REF!</v></c><c t="b"><v>1</v></c><c t="inlineStr"><is><t>i</t></is></c></row></sheetData></worksheet>`,
	})
	got, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	want := []Sheet{{Name: "Ett", Rows: [][]string{
		{"", "", "", "", "", "", ""},
		{"", "Ändamål", "Två delar", "", "", "", ""},
		{"2026-11-22", "2026-11-22", "46348", "summa", "", "1", "i"},
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFilesThatAreNot(t *testing.T) {
	t.Parallel()
	bomb := book(t, map[string]string{"xl/worksheets/a.xml": "<worksheet>" + strings.Repeat(" ", maxUnpacked+1)})
	far := book(t, map[string]string{"xl/worksheets/a.xml": `<worksheet><sheetData><row r="99999999"/></sheetData></worksheet>`})
	for name, data := range map[string][]byte{
		"zip bomb": bomb, "far row": far, "old": []byte("\xD0\xCF\x11\xE0"), "broken zip": []byte("PK\x03\x04abc"), "zeros": make([]byte, 10),
		"broken": book(t, map[string]string{"xl/worksheets/a.xml": "<worksheet><sheetData><row><c>"}),
		"empty":  book(t, map[string]string{"xl/workbook.xml": "<workbook/>"}),
		"entity": book(t, map[string]string{"xl/worksheets/a.xml": `<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>`}),
	} {
		if _, err := Read(data); varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	data, err := table([]Cell{Text("a"), Number(1), Day(varsam.NewDate(2026, 1, 1))}).XLSX()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte("a;b\n\"c\";d"))
	f.Add(book(f, map[string]string{"xl/worksheets/a.xml": `<worksheet><sheetData><row r="1"><c r="ZZ9" t="s"><v>_x000A_</v></c></row></sheetData></worksheet>`}))
	f.Fuzz(func(t *testing.T, data []byte) {
		sheets, err := Read(data)
		if err != nil && varsam.CodeOf(err) != varsam.Invalid {
			t.Errorf("%v", err)
		}
		for _, s := range sheets {
			for _, row := range s.Rows {
				if len(row) != len(s.Rows[0]) || len(row) > maxColumns {
					t.Error("rows differ in length")
				}
			}
		}
	})
}
