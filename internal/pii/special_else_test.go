package pii_test

import (
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/pii"
)

// TestOrdinaryOfficeTextHoldsNoHints reads sentences with a person and words that speak of something else than her; and the same words where they
// do speak of her.
func TestOrdinaryOfficeTextHoldsNoHints(t *testing.T) {
	t.Parallel()
	s := newScanner(t, pii.Options{Names: true})
	for text, want := range map[string]bool{
		"Karin Holm ansvarar för rehabiliteringen av bron.":        false,
		"Karin Holm börjar sin rehabilitering.":                    true,
		"Kim Strand leder den politiska avdelningen på tidningen.": false,
		"Kim Strand har en politisk åsikt som chefen ogillar.":     true,
		"Lisa Falk skrev om fackliga förhandlingar.":               false,
		"Lisa Falk är facklig företrädare.":                        true,
		"Anna Berg är beroende av leveransen från Kina.":           false,
		"Anna Berg är beroende av alkohol.":                        true,
		"Ulf Holm läste om kriminalromaner.":                       false,
		"Ulf Holm arbetar på Kriminalvården.":                      false,
		"Stefan Alm valde moderata priser.":                        false,
		"Hon var dömd att misslyckas, sa Peter Lind.":              false,
		"Allergivänlig städning beställd av Lena Blom.":            false,
		"Rullstolsramp monterad av Kjell Ask.":                     false,
		"Kjell Ask sitter i rullstol.":                             true,
		"Minna Korhonen on poissa masennuksen takia.":              true,
		"Antti Laine sai tuomion pahoinpitelystä.":                 true,
		"Jens Hansen har sukkersyge.":                              true,
		"Ola Dahl har fått påvist depresjon.":                      true,
		"Lena Ek fick avslag på sjukpenning.":                      true,
		"Ulf Holm är anmäld för stöld.":                            true,
		"Bente Juul har smerter i høyre kne.":                      false,
		"Bo Lind köpte kol till grillen.":                          false,
		"Bo Lind har KOL sedan 2019.":                              true,
		"Bente Juul arbeider i Bergen.":                            false,
		"Bente Juul stemmer Høyre.":                                true,
		"Kari Moen er medlem av Arbeiderpartiet.":                  true,
		"Inger Vik har sagt at hun er plaget av angst.":            true,
		"Brian Rasmussen er i behandling for sit alkoholmisbrug.":  true,
		"Mieheni Veli-Matti Hurme on sydänsairas.":                 true,
		"He's in hospital, he has cancer.":                         true,
	} {
		got := false
		for _, h := range s.Scan(nil, []byte(text), pii.Hint{}) {
			got = got || strings.HasPrefix(string(h.Type), "hint.")
		}
		if got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
