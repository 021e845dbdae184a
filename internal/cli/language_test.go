package cli_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/cli"
)

// What commands print is Swedish for who asks for it: headings, states, progress and
// what comes next. That no text is left out is the test of internal/locale.
func TestCommandsInSwedish(t *testing.T) {
	t.Parallel()
	w := shop(t)
	asked := w.ask("--right", "erasure", "--email", "anna.exempel@example.com")
	w.flags = []string{"--lang", "sv"}
	for _, c := range []struct {
		args []string
		says []string
	}{
		{[]string{"find", "--register", w.register, "--email", "anna.exempel@example.com"}, []string{"SAMLING", "VEMS", "UTFALL", "SISTA DAG", "raderas"}},
		{[]string{"request", "plan", asked}, []string{"STEG", "ÅTGÄRD", "RADER", "VÄNTAR PÅ", "radering", "Nästa: varsam request approve"}},
		{[]string{"request", "show", asked}, []string{"planerad  radering, 1 person(er), mottagen", "LÄGE", "planerad"}},
		{[]string{"request", "list"}, []string{"BEGÄRAN", "RÄTTIGHETER", "SISTA DAG", "planerad"}},
		{[]string{"cull", "calendar", "--register", w.register}, []string{"SKA BORT", "OKLART"}},
		{[]string{"duty", "kinds", "staff"}, []string{"FÄLT", "KRÄVS", "ja", "nej"}},
		{[]string{"law", "rules"}, []string{"REGEL", "TID"}},
		{[]string{"config", "show"}, []string{"FLAGGA", "STANDARD"}},
	} {
		out := w.must(0, c.args...)
		for _, says := range c.says {
			if !strings.Contains(out, says) {
				t.Errorf("varsam %s does not say %q:\n%s", strings.Join(c.args, " "), says, out)
			}
		}
	}
	backup := w.here("backup", "--out", filepath.Join(w.dir, "copy.varsam"))
	if backup.code != 0 || !strings.Contains(backup.errout, "kopierar lagret\npackar\n") || !strings.Contains(backup.out, "uppgifterna") {
		t.Errorf("varsam backup says %q and %q", backup.errout, backup.out)
	}
}

// Help is said in the language of the arguments, kong's own words and all.
func TestHelpInSwedish(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args      []string
		says, not []string
	}{
		{[]string{"--help", "--lang", "sv"}, []string{
			"Användning: varsam <kommando> [flaggor]\n", "Utgångskoder:", "\nFlaggor:\n", "\nKommandon:\n", "--data=MAPP", "Visa den här hjälpen.",
			"Kör ”varsam <kommando> --help”",
		}, []string{"Usage", "Flags:", "Commands:", "Exit codes"}},
		{[]string{"scan", "--help", "--lang=sv-FI"}, []string{"\nArgument:\n", "Fil att läsa; - är standard in.", "Skriver en rad för varje träff"}, []string{"Arguments:", "Reads plain text"}},
		{[]string{"scan", "--help", "--lang=en"}, []string{"Usage: varsam scan [<file>] [flags]\n", "\nArguments:\n", "Reads plain text"}, []string{"Flaggor"}},
	} {
		var out, errs bytes.Buffer
		if code := cli.Main(t.Context(), c.args, nil, &out, &errs); code != 0 || errs.Len() > 0 {
			t.Errorf("%v: exit %d, %s", c.args, code, errs.String())
		}
		for _, says := range c.says {
			if !strings.Contains(out.String(), says) {
				t.Errorf("%v does not say %q:\n%s", c.args, says, out.String())
			}
		}
		for _, not := range c.not {
			if strings.Contains(out.String(), not) {
				t.Errorf("%v says %q", c.args, not)
			}
		}
	}
}
