package register

import (
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// Every argument has its place in words, as the register writes it and by what it is called.
func TestArgumentsAreFilledIn(t *testing.T) {
	t.Parallel()
	for code, text := range findingTexts {
		f := Finding{Code: code, Args: []string{"first", "second", "third"}}
		says, next := f.Says(), f.Next()
		said := []string{says.SV, says.EN, next.SV, next.EN, says.SVFI, next.SVFI}
		for _, lang := range []varsam.Lang{varsam.Swedish, varsam.FinlandSwedish, varsam.English} {
			said = append(said, locale.For(lang).Fill(f.Saying(), f.Args))
		}
		for _, one := range said {
			if strings.Contains(one, "{0") || strings.Contains(one, "{1") || strings.Contains(one, "{2") {
				t.Errorf("%s: %q", code, one)
			}
		}
		if text.says.SV == "" || text.says.EN == "" {
			t.Errorf("%s says nothing", code)
		}
	}
}
