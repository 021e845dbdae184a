package web_test

import (
	"strings"
	"testing"
)

// TestPromisesInWords: whoever reads how the statements stand sees systems,
// documents and kinds of duties by what they are called.
func TestPromisesInWords(t *testing.T) {
	t.Parallel()
	astrid := build(t, false).first()
	astrid.see("/register/promises", "Gallringen av Kontaktregister · Kontakter har aldrig körts", "Ekonomisystem · Fakturor")
	for _, raw := range []string{"crm.contacts", "accounting.invoices", "”notice”", "(secrecy)"} {
		if strings.Contains(astrid.page, raw) {
			t.Errorf("the page says %s", raw)
		}
	}
}
