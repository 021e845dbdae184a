package cli_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/cli"
)

// patients is a folder with a table of made-up people and hierarchies of two of
// its columns; birth days have a rule.
func patients(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	table := "\xef\xbb\xbfname;born;town;diagnosis\r\n"
	towns := []string{"Malmö", "Lund", "Umeå", "Skellefteå"}
	for i := range 40 {
		table += "Person " + string(rune('A'+i)) + ";19" + string(rune('5'+i%4)) + "1-03-0" + string(rune('1'+i%9)) + ";" + towns[i%4] + ";" +
			[]string{"asthma", "flu", "none"}[i%3] + "\r\n"
	}
	table += "Person x;2003-02-01;Malmö;rare\r\n" // fits no class
	write(t, dir, "patients.csv", table)
	write(t, dir, "se_hierarchy_town.csv", "Malmö;Skåne;*\nLund;Skåne;*\nUmeå;Västerbotten;*\nSkellefteå;Västerbotten;*\nYstad;Skåne;*\n")
	return dir
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func anonymise(t *testing.T, args ...string) result {
	t.Helper()
	var out, errout bytes.Buffer
	code := cli.Main(context.Background(), append([]string{"anonymise", "--lang", "en"}, args...), strings.NewReader(""), &out, &errout)
	return result{code, out.String(), errout.String()}
}

func readCSV(t *testing.T, text string) [][]string {
	t.Helper()
	in := csv.NewReader(strings.NewReader(text))
	in.Comma = ';'
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// What is written is counted again from the file, by nothing of ours.
func TestAnonymisedFileIsAnonymous(t *testing.T) {
	t.Parallel()
	dir := patients(t)
	r := anonymise(t, filepath.Join(dir, "patients.csv"), "--k", "4", "--suppress", ".05", "--l", "3", "--sensitive", "diagnosis", "--drop", "name",
		"--rule", "born=date:month,year,decade", "--hierarchies", dir)
	if r.code != 0 {
		t.Fatal(r)
	}
	text, err := os.ReadFile(filepath.Join(dir, "patients.anonymous.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte("\r\n")) || bytes.Contains(text, []byte("Person")) {
		t.Errorf("written as %.80q", text)
	}
	rows := readCSV(t, string(text))
	if !slices.Equal(rows[0], []string{"born", "town", "diagnosis"}) || len(rows) != 42 {
		t.Fatalf("header %v and %d rows", rows[0], len(rows)-1)
	}
	classes := map[string][]string{}
	for _, row := range rows[1:] {
		classes[row[0]+"|"+row[1]] = append(classes[row[0]+"|"+row[1]], row[2])
	}
	if got := classes["*|*"]; !slices.Equal(got, []string{"*"}) {
		t.Errorf("the row that fits no class became %q", got)
	}
	delete(classes, "*|*")
	for key, diagnoses := range classes {
		slices.Sort(diagnoses)
		if len(diagnoses) < 4 || len(slices.Compact(diagnoses)) < 3 {
			t.Errorf("class %s has %q", key, diagnoses)
		}
	}
	for _, want := range []string{"1 row is suppressed (2.4 %)", "sensitive cells of the suppressed rows", "rows in classes that are too small  41      0"} {
		if !strings.Contains(strings.ReplaceAll(r.out, "\u00a0", " "), want) {
			t.Errorf("it does not say %q:\n%s", want, r.out)
		}
	}
}

func TestAnonymiseOfAdult(t *testing.T) {
	t.Parallel()
	const data = "../../../shared/data/adult"
	text, err := os.ReadFile(data + "/adult.csv")
	if os.IsNotExist(err) {
		t.Skip("the Adult table is not beside the repository")
	}
	dir := t.TempDir()
	write(t, dir, "adult.csv", string(text))
	for measure, score := range map[string]float64{"loss": .6355438467, "aecs": 628.375, "dm": 33627534} {
		r := anonymise(t, filepath.Join(dir, "adult.csv"), "--k", "5", "--hierarchies", data, "--measure", measure, "--out", "-", "--json")
		var answer struct {
			Score      float64
			Suppressed int
			Risk       struct{ Before, After struct{ Classes int } }
		}
		if err := json.Unmarshal([]byte(r.errout), &answer); r.code != 0 || err != nil {
			t.Fatal(r.code, err, r.errout)
		}
		if math.Abs(answer.Score-score) > 2e-10+1e-9*score || answer.Suppressed != 0 || answer.Risk.Before.Classes != 19502 {
			t.Errorf("%s: %+v", measure, answer)
		}
		classes := map[string]int{}
		for _, row := range readCSV(t, r.out)[1:] {
			classes[strings.Join(row, ";")]++
		}
		for key, n := range classes {
			if n < 5 {
				t.Errorf("%s: class %s has %d rows", measure, key, n)
			}
		}
		if len(classes) != answer.Risk.After.Classes {
			t.Errorf("%s: %d classes were written, and it says %d", measure, len(classes), answer.Risk.After.Classes)
		}
	}
}

// Bad input is refused with its place, in words without a value of the table, and
// nothing is written.
func TestAnonymiseRefuses(t *testing.T) {
	t.Parallel()
	dir := patients(t)
	table := filepath.Join(dir, "patients.csv")
	born := []string{"--rule", "born=date:month,year"}
	all := slices.Concat(born, []string{"--hierarchies", dir, "--drop", "name", "--keep", "diagnosis"})
	write(t, dir, "empty.csv", "")
	write(t, dir, "header.csv", "a;b\n")
	write(t, dir, "ragged.csv", "a;b\nSecret;2\nSecret;3;4\n")
	write(t, dir, "unknown.csv", "town;born\nMalmö;1\nSecret;2\n")
	sub := filepath.Join(dir, "two")
	if err := os.Mkdir(sub, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, sub, "town.csv", "Malmö;*\n")
	write(t, sub, "a_hierarchy_town.csv", "Malmö;*\n")
	wide := filepath.Join(dir, "wide")
	if err := os.Mkdir(wide, 0o700); err != nil {
		t.Fatal(err)
	}
	header, row := "c0", "1"
	for i := range 9 {
		header += ";c" + string(rune('1'+i))
		row += ";1"
	}
	write(t, dir, "wide.csv", header+"\n"+row+"\n"+row+"\n")
	for i := range 10 {
		write(t, wide, "c"+string(rune('0'+i))+".csv", "1;a;b;*\n")
	}
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"a column without a part":     {append([]string{table, "-k", "4", "--hierarchies", dir, "--drop", "name"}, born...), 2, "name may hide among them: diagnosis."},
		"columns without a part":      {[]string{table, "-k", "4", "--hierarchies", dir}, 2, "name, born, diagnosis"},
		"a column left out of quasi":  {append([]string{table, "-k", "4", "--quasi", "born"}, all...), 2, "town"},
		"two parts":                   {append([]string{table, "-k", "4", "--sensitive", "name"}, all...), 2, "column name is in --sensitive and in --drop"},
		"no such column":              {append([]string{table, "-k", "4", "--keep", "salary"}, all...), 2, "salary"},
		"no such column in a rule":    {append([]string{table, "-k", "4", "--rule", "salary=band:5"}, all...), 2, "salary"},
		"no hierarchy":                {append([]string{table, "-k", "4", "--quasi", "name"}, born...), 2, "column name is a quasi-identifier without a hierarchy"},
		"a rule that is none":         {append([]string{table, "-k", "4", "--rule", "town=hash:1"}, all...), 2, "makes no hierarchy"},
		"k too small":                 {append([]string{table, "-k", "1"}, all...), 2, "k is at least 2"},
		"a limit too large":           {append([]string{table, "-k", "4", "--suppress", "1.5"}, all...), 2, "between 0 and 1"},
		"l without sensitive":         {append([]string{table, "-k", "4", "--l", "2"}, all...), 2, "--sensitive"},
		"an unknown measure":          {append([]string{table, "-k", "4", "--measure", "mean"}, all...), 2, "--measure"},
		"the file itself":             {append([]string{table, "-k", "4", "--out", filepath.Join(sub, "..", "patients.csv")}, all...), 2, "the file that is read"},
		"no folder to write to":       {append([]string{table, "-k", "4", "--out", filepath.Join(dir, "none", "x.csv")}, all...), 6, "cannot be written"},
		"no such file":                {[]string{filepath.Join(dir, "none.csv"), "-k", "4"}, 2, "none.csv"},
		"an empty file":               {[]string{filepath.Join(dir, "empty.csv"), "-k", "4"}, 2, "the table is empty"},
		"a header alone":              {[]string{filepath.Join(dir, "header.csv"), "-k", "4"}, 2, "the table is empty"},
		"ragged lines":                {[]string{filepath.Join(dir, "ragged.csv"), "-k", "4"}, 2, "line 3 of the table has 3 cells where the first has 2"},
		"a value without a hierarchy": {[]string{filepath.Join(dir, "unknown.csv"), "-k", "4", "--keep", "born", "--hierarchies", dir}, 2, "row 2 has a value in column 1 (town)"},
		"two hierarchies":             {append([]string{table, "-k", "4", "--hierarchies", sub, "--drop", "name", "--keep", "diagnosis"}, born...), 2, "two hierarchies"},
		"a huge lattice":              {[]string{filepath.Join(dir, "wide.csv"), "-k", "2", "--hierarchies", wide}, 2, "more than 200000 nodes"},
		"no solution":                 {append([]string{table, "-k", "42"}, all...), 1, "No solution"},
	} {
		r := anonymise(t, c.args...)
		if r.code != c.code || !strings.Contains(r.out+r.errout, c.says) {
			t.Errorf("%s: exit %d, want %d, with %q:\n%s%s", name, r.code, c.code, c.says, r.out, r.errout)
		}
		for _, value := range []string{"Secret", "Person", "Malmö"} {
			if strings.Contains(r.out+r.errout, value) {
				t.Errorf("%s: it says %s", name, value)
			}
		}
	}
	written, err := filepath.Glob(filepath.Join(dir, "*anonymous*"))
	half, _ := filepath.Glob(filepath.Join(dir, ".varsam-*"))
	if err != nil || len(written)+len(half) != 0 {
		t.Errorf("refused, and yet there are %v %v", written, half)
	}
}

func TestAnonymiseTakesEveryMeasure(t *testing.T) {
	t.Parallel()
	dir := patients(t)
	for _, measure := range []string{"loss", "loss-geometric", "loss-rank", "aecs", "dm", "dm-star", "precision", "height", "nue"} {
		r := anonymise(t, filepath.Join(dir, "patients.csv"), "-k", "3", "--suppress", ".1", "--keep", "diagnosis", "--drop", "name",
			"--rule", "born=date:year,decade", "--hierarchies", dir, "--measure", measure, "--json")
		var answer struct{ Measure string }
		if err := json.Unmarshal([]byte(r.out), &answer); r.code != 0 || err != nil || answer.Measure != measure {
			t.Errorf("%s: %v, %+v", measure, err, r)
		}
	}
}
