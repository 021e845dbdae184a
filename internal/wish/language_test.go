package wish

import "testing"

func TestLanguage(t *testing.T) {
	t.Parallel()
	for letter, want := range map[string]string{
		"Hej, jag vill att ni raderar mina uppgifter.":                       "sv",
		"Jeg vil at dere sletter opplysningene mine, og hva dere har om meg": "nb",
		"Jeg vil gerne have slettet mine oplysninger, hvad I har om mig":     "da",
		"Haluan, että poistatte kaikki tietoni. Kiitos":                      "fi",
		"Please send me a copy of my data":                                   "en",
		"unsubscribe":                                                        "en",
		"":                                                                   "",
		"070-174 06 05":                                                      "",
	} {
		if got := Language(letter); got != want {
			t.Errorf("%q is in %q, want %q", letter, got, want)
		}
	}
}
