package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// Wrong use is said in the language that was asked for, with the same exit code.
func TestWrongUseInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file, missing := filepath.Join(dir, "a file"), filepath.Join(dir, "missing")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--lang=sv", "register", "--nonsense"}, "varsam: okänd flagga --nonsense\n"},
		{[]string{"--lang", "sv-FI", "nonsense"}, "varsam: oväntat argument nonsense\n"},
		{[]string{"requests", "--lang=sv"}, "varsam: oväntat argument requests. Menade du \"request\"?\n"},
		{[]string{"requests", "--lang=en"}, "varsam: unexpected argument requests, did you mean \"request\"?\n"},
		{[]string{"version", "--nonsense", "--lang=xx"}, "varsam: unknown flag --nonsense\n"},
		{[]string{"check", missing, "--lang=sv"}, "varsam: det finns ingen fil eller mapp " + missing + "\n"},
		{[]string{"check", missing, "--lang=en"}, "varsam: there is no file or folder " + missing + "\n"},
		{[]string{"check", file, "--lang=sv"}, "varsam: " + file + " är en fil; namnge en mapp\n"},
		{[]string{"find", "--lang=sv", "--people", dir}, "varsam: " + dir + " är en mapp; namnge en fil\n"},
		{[]string{"law", "deadline", "--lang=sv", "--received=2026-02-30"}, "varsam: --received: ett datum skrivs ÅÅÅÅ-MM-DD och måste finnas\n"},
	} {
		var out, errs bytes.Buffer
		if code := Main(t.Context(), c.args, nil, &out, &errs); code != exitUsage || errs.String() != c.want {
			t.Errorf("%q: %d %q, want %q", c.args, code, errs.String(), c.want)
		}
	}
}
