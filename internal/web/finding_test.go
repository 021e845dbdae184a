package web

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

// What is to be done is said in the words of the form where it is done.
func TestInForms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang       varsam.Lang
		kind       register.Kind
		text, want string
	}{
		{varsam.Swedish, register.CollectionKind, "Skriv person:.", "Skriv ”Vems uppgifterna är”."},
		{varsam.Swedish, register.CollectionKind, "Skriv until:, from: eller when:.", "Skriv ”Kolumn med sista dagen”, ”Räknas från kolumnen” eller ”Bara rader där”."},
		{varsam.Swedish, register.CollectionKind, "Skriv end: erase.", "Skriv end: erase."},
		{varsam.English, register.ActivityKind, "Write purpose: in words for the people concerned.", "Write “Purpose” in words for the people concerned."},
		{varsam.English, register.PartyKind, "Write end: then.", "Write end: then."},
		{varsam.English, register.PartyKind, "Write transfer: {mechanism: adequacy}.", "Write transfer: {mechanism: adequacy}."},
		{varsam.Swedish, register.SystemKind, "Läs det: inget mer.", "Läs det: inget mer."},
	} {
		if got := inForms(locale.For(c.lang), c.kind, c.text); got != c.want {
			t.Errorf("%q is %q, not %q", c.text, got, c.want)
		}
	}
}
