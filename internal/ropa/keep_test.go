package ropa

import (
	"io/fs"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/examples"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/sheet"
)

// How long an activity of ours is kept reads back as it was, in every language in
// which lists leave: a length of time, a window, a statute, as long as something lasts.
func TestOwnPeriodsReadBack(t *testing.T) {
	t.Parallel()
	years := func(n int) varsam.Period { return varsam.Period{Years: n} }
	rules := []register.Keep{
		{Period: years(2)},
		{Earliest: years(7), Latest: years(10)},
		{Latest: years(3)},
		{Earliest: years(1)},
		{While: "consent"},
		{While: "relation"},
		{While: "case"},
		{Law: "SE-BFL"},
	}
	for _, lang := range ours {
		say := locale.For(lang)
		sheets := table2("Behandlingar", []string{"Benämning", "Ändamål", "Rättslig grund", "Lag", "Bevaras"})
		for _, k := range rules {
			sheets[0].Rows = append(sheets[0].Rows, []string{"Löner", "Betala lön", "6.1.c", k.Law, k.In(say)})
		}
		reg, drafts := imported(t, sheets, varsam.Swedish)
		for i, want := range rules {
			if got := reg.Activities[i].Keep; got != want {
				t.Errorf("%q in %s is read as %+v, want %+v\n%s", want.In(say), lang, got, want, drafts[i].Text)
			}
			if drafts[i].Keep == "" || reg.Activities[i].Basis.Law != want.Law {
				t.Errorf("%q in %s: %+v", want.In(say), lang, drafts[i])
			}
		}
	}
}

// So it is for the activities of all examples.
func TestExamplesReadBack(t *testing.T) {
	t.Parallel()
	companies, err := fs.ReadDir(examples.Files, ".")
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	for _, company := range companies {
		files, err := fs.Sub(examples.Files, company.Name())
		if err != nil {
			t.Fatal(err)
		}
		reg, faults, err := register.Load(files)
		if err != nil || len(faults) > 0 {
			continue // no register of its own
		}
		for _, a := range reg.Activities {
			text := a.Keep.In(locale.For(varsam.Swedish))
			if text == "" {
				continue
			}
			sheets := []sheet.Sheet{{Name: "Behandlingar", Rows: [][]string{{"Benämning", "Ändamål", "Lag", "Bevaras"}, {a.Name, "x", a.Keep.Law, text}}}}
			back, drafts := imported(t, sheets, varsam.Swedish)
			want := register.Keep{Law: a.Keep.Law, Period: a.Keep.Period, Earliest: a.Keep.Earliest, Latest: a.Keep.Latest, While: a.Keep.While}
			if got := back.Activities[0].Keep; got != want {
				t.Errorf("%s, %s: %q is read as %+v\n%s", company.Name(), a.Name, text, got, drafts[0].Text)
			}
			looked++
		}
	}
	if looked < 20 {
		t.Errorf("only %d activities were looked at", looked)
	}
}
