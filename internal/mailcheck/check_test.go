package mailcheck

import (
	"slices"
	"testing"

	"github.com/varsam/varsam/internal/pii"
)

// TestHolds: what a text says counts, and not the addresses of a header.
func TestHolds(t *testing.T) {
	t.Parallel()
	scanner, err := pii.New(pii.Options{Names: true})
	if err != nil {
		t.Fatal(err)
	}
	c := Check{Scanner: scanner, Hint: pii.Hint{Country: "SE"}}
	for _, x := range []struct {
		place, text string
		want        []Kind
	}{
		{"#body", "Mitt personnummer är 19900118-9811.", []Kind{NationalID}},
		{"lista.xlsx#cell=A!B7", "19900118-9811", []Kind{NationalID}},
		{"#header=subject", "Personnummer 19900118-9811", []Kind{NationalID}},
		{"#header=x-id", "Personnummer 19900118-9811", nil},
		{"a.docx#meta=author", "Personnummer 19900118-9811", nil},
		{"#body", "Anna Provsson är sjukskriven för depression sedan mars.", []Kind{Special}},
		{"#body", "Ring mig på 070-174 06 05 eller skriv till anna@example.com.", nil},
		{"#body", "Order 19900118-9812 är skickad.", nil},
		{"", "", nil},
	} {
		if got := c.Holds(x.place, []byte(x.text)); !slices.Equal(got, x.want) {
			t.Errorf("%s %q holds %q, want %q", x.place, x.text, got, x.want)
		}
	}
}

func TestNamedFolders(t *testing.T) {
	t.Parallel()
	for folder, want := range map[string]string{
		"Sent Items": "sent", "INBOX.Skickat": "sent", "INBOX/Arkiv": "archive", "Skräppost": "junk", "Kund AB": "other", "Arkiv/Kund AB": "other", "": "other",
	} {
		if got := named(folder); got != want {
			t.Errorf("%q is %q, want %q", folder, got, want)
		}
	}
}
