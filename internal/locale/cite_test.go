package locale_test

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

func TestParagraphsAreCitedAsTheLanguageDoes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Art. 28(3)(a)": "Art. 28.3\u00a0a", "Art. 5(1)(c), 32": "Art. 5.1\u00a0c, 32", "18(1)": "18.1", "Art. 44": "Art. 44",
		"Art. 26(1), (2)": "Art. 26.1, (2)", "C-311/18 (2020)": "C-311/18 (2020)", "": "",
	} {
		if got := locale.For(varsam.Swedish).Cite(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
		if got := locale.For(varsam.English).Cite(text); got != text {
			t.Errorf("%q is %q in English", text, got)
		}
	}
}
