package register_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/anonymity"
	"github.com/varsam/varsam/internal/register"
)

const anonymising = `system: shop
connector: sqlite
operator: self
country: SE
collections:
  visits:
    end: anonymise
    anonymise:
      columns:
        name: null
        id: random
        born: decade
        postcode: {prefix: 3}
        salary: {band: 5000, from: 100}
        city: {groups: {South: [Malmö, Lund], North: Umeå}}
        country: {fixed: SE}
      keep: [sex, diagnosis]
      sensitive: diagnosis
      l: 3
      mark: {done_on: now}
`

func anonymised(t *testing.T, edit ...string) *register.Register {
	t.Helper()
	return load(t, fstest.MapFS{
		"organisation.yaml": {Data: []byte("organisation: acme\nformat: 1\ncountry: SE\nzone: Europe/Stockholm\n")},
		"shop.yaml":         {Data: []byte(strings.NewReplacer(edit...).Replace(anonymising))},
	})
}

func TestRecodesOfARegister(t *testing.T) {
	t.Parallel()
	c, _ := anonymised(t).Systems[0].Collection("visits")
	a := c.Anonymise
	for name, want := range map[string]string{
		"name": "null", "id": "random", "born": "date decade", "postcode": "prefix 3", "salary": "band 5000 from 100", "country": "fixed s2:SE",
	} {
		if r, ok := a.Column(name); !ok || r.Recode().String() != want || r.Recode().Check() != nil {
			t.Errorf("%s: %s, want %s", name, r.Recode(), want)
		}
	}
	city, _ := a.Column("city")
	for value, want := range map[string]string{"Malmö": "South", "Lund": "South", "Umeå": "North", "Ystad": ""} {
		if got := city.Recode().Apply(varsam.TextOf(value)); got.String() != want || got.IsNull() != (want == "") {
			t.Errorf("%s becomes %s", value, got)
		}
	}
	if a.Least() != register.DefaultK || a.L != 3 || a.Mark["done_on"] != "now" || a.Names("version") || !a.Names("done_on") {
		t.Errorf("%+v", a)
	}
}

// A standing approval is a yes to what becomes of each column.
func TestRecodesAreInTheDigestOfTheRule(t *testing.T) {
	t.Parallel()
	digest := func(edit ...string) string {
		d, err := register.RuleDigest(anonymised(t, edit...), "shop", "visits")
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	seen := map[string]string{digest(): "nothing"}
	for _, edit := range [][]string{
		{"name: null", "name: random"},
		{"        name: null\n", ""},
		{"band: 5000", "band: 500"},
		{"Malmö, Lund", "Malmö"},
		{"sex, diagnosis", "diagnosis"},
		{"l: 3", "l: 3\n      k: 5"},
		{"done_on: now", "done: 1"},
		{"prefix: 3", "prefix: 2"},
		{"fixed: SE", "fixed: FI"},
		{"born: decade", "born: {choose: [year, decade]}"},
		{"born: decade", "born: {choose: [month, decade]}"},
		{"born: decade", "born: {choose: [year, decade]}", "l: 3", "l: 3\n      wait: 2"},
		{"born: decade", "born: {choose: [year, decade]}", "l: 3", "l: 3\n      measure: dm"},
	} {
		if other, same := seen[digest(edit...)]; same {
			t.Errorf("%q changes no more than %s", edit, other)
		}
		seen[digest(edit...)] = strings.Join(edit, " ")
	}
	for _, c := range register.Diff(anonymised(t), anonymised(t, "band: 5000", "band: 500")) {
		if !c.Rule {
			t.Errorf("%s is no change of a rule", c)
		}
	}
}

// What a column may choose from goes from the finest to the coarsest.
func TestChoicesOfARegister(t *testing.T) {
	t.Parallel()
	a := anonymised(t, "born: decade", "born: {choose: [keep, month, decade, null]}").Systems[0].Collections[0].Anonymise
	born, _ := a.Column("born")
	var steps []string
	for _, step := range born.Choose {
		steps = append(steps, step.Recode().String())
	}
	if got := strings.Join(steps, "; "); got != "keep; date month; date decade; null" || !a.Chooses() || a.By() != anonymity.Loss || a.MayWait() != .05 {
		t.Errorf("%s, %+v", got, a)
	}
	for choose, bad := range map[string]bool{
		"[month, quarter, year]": false, "[{prefix: 3}, {prefix: 2}, null]": false, "[{band: 5, from: 1}, {band: 10, from: 1}]": false,
		"[keep, {groups: {South: Malmö}}, {groups: {South: [Malmö, Lund]}}]": false,
		"[year, month]": true, "[year, year]": true, "[null, year]": true, "[year, keep]": true, "[{prefix: 2}, {prefix: 3}]": true,
		"[{band: 10}, {band: 15}]": true, "[{band: 10}, {band: 20, from: 5}]": true, "[month, {prefix: 3}]": true,
		"[year]": true, "[random, null]": true, "[{choose: [month, year]}, null]": true, "year": true,
	} {
		_, faults, err := register.Load(fstest.MapFS{
			"organisation.yaml": {Data: []byte("organisation: acme\nformat: 1\ncountry: SE\nzone: Europe/Stockholm\n")},
			"shop.yaml":         {Data: []byte(strings.Replace(anonymising, "born: decade", "born: {choose: "+choose+"}", 1))},
		})
		if err != nil || (faults.Err() != nil) != bad {
			t.Errorf("%s: %v, %v", choose, faults.Err(), err)
		}
	}
	_, faults, _ := register.Load(fstest.MapFS{
		"organisation.yaml": {Data: []byte("organisation: acme\nformat: 1\ncountry: SE\nzone: Europe/Stockholm\n")},
		"shop.yaml":         {Data: []byte(strings.Replace(anonymising, "l: 3", "l: 3\n      wait: 2", 1))},
	})
	if faults.Err() == nil {
		t.Error("wait says nothing where nothing is chosen")
	}
}

// A column of the table that the register does not think of is not safe.
func TestColumnsThatNobodyThoughtOf(t *testing.T) {
	t.Parallel()
	table := varsam.Collection{Name: "visits", Key: []string{"id"}}
	for _, name := range []string{"name", "id", "born", "postcode", "salary", "country", "sex", "diagnosis", "done_on", "browser"} {
		table.Columns = append(table.Columns, varsam.Column{Name: name, Kind: varsam.Text})
	}
	var said []string
	for _, f := range register.LiveFindings(anonymised(t), map[string]varsam.Catalogue{"shop": {Collections: []varsam.Collection{table}}}) {
		if f.Code == "column-not-recoded" || f.Code == "missing-column" {
			said = append(said, f.Code+" "+f.Args[0])
		}
	}
	if got := strings.Join(said, "; "); got != "column-not-recoded browser; missing-column city" {
		t.Error(got)
	}
}
