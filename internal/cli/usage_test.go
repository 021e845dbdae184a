package cli

import (
	"bytes"
	"testing"
)

// Wrong use is said in the language that was asked for, with the same exit code.
func TestWrongUseInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--lang=sv", "register", "--nonsense"}, "varsam: okänd flagga --nonsense\n"},
		{[]string{"--lang", "sv-FI", "nonsense"}, "varsam: oväntat argument nonsense\n"},
		{[]string{"requests", "--lang=sv"}, "varsam: oväntat argument requests. Menade du \"request\"?\n"},
		{[]string{"requests", "--lang=en"}, "varsam: unexpected argument requests, did you mean \"request\"?\n"},
		{[]string{"version", "--nonsense", "--lang=xx"}, "varsam: unknown flag --nonsense\n"},
	} {
		var out, errs bytes.Buffer
		if code := Main(t.Context(), c.args, nil, &out, &errs); code != exitUsage || errs.String() != c.want {
			t.Errorf("%q: %d %q, want %q", c.args, code, errs.String(), c.want)
		}
	}
}
