package name

import (
	"strings"
	"testing"
)

// The texts are made up; the first has the capitals of ordinary prose, the second a name in each sentence.
const (
	plain = "Det regnade hela natten och på morgonen stod vattnet högt i källaren. Vi bar upp lådorna en efter en, torkade dem så gott det gick " +
		"och ställde dem på rad i hallen. Efter lunch kom en bil från kommunen. Mannen som körde den hade med sig en pump, " +
		"men slangen var för kort och han fick åka tillbaka efter en ny. Till kvällen var golvet torrt igen och alla kunde gå hem.\n"
	named = "Ordföranden Maria Lindqvist öppnade mötet i Norrköping. Erik von Sydow och Fatima Warsame anmälde förhinder. " +
		"Enligt Håkansson hade fakturan från Bergströms Bygg AB betalats två gånger, men Lars-Erik Åkerblom höll inte med. Sten Ek skrev protokollet.\n"
	small = "raden har inga stora bokstäver alls, bara ord efter ord efter ord så långt sidan räcker, och så en till av samma slag som förut; "
)

func BenchmarkFind(b *testing.B) {
	for _, c := range []struct{ name, text string }{{"small", small}, {"plain", plain}, {"mixed", strings.Repeat(plain, 8) + named}, {"named", named}} {
		b.Run(c.name, func(b *testing.B) {
			text := []byte(strings.Repeat(c.text, 1+64<<10/len(c.text)))
			dst := Find(nil, text)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				dst = Find(dst[:0], text)
			}
		})
	}
}
