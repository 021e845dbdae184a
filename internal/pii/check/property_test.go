package check_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/check"
)

// nationals are the kinds that [varsam.NationalID] knows too, with the region in which it reads them.
var nationals = map[string]string{
	"se.personnummer": "SE", "se.samordningsnummer": "SE", "se.interimsnummer": "SE", "fi.henkilotunnus": "FI",
	"no.fodselsnummer": "NO", "dk.cpr": "DK", "is.kennitala": "IS",
}

// nearly is a generator of texts that look like national numbers, some of them valid.
var nearly = rapid.Custom(func(t *rapid.T) string {
	pattern := rapid.SampledFrom([]string{
		`(18|19|20)?[0-9]{2}(0[0-9]|1[0-2])([0-3][0-9]|[6-9][0-9])[-+]?[0-9TRS][0-9]{3}`,
		`[0-3][0-9](0[1-9]|1[0-2])[0-9]{2}[-+A-FU-Yab][0-9]{3}[0-9A-Ya-y]`,
		`[0-7][0-9][0-9][0-9][0-9]{2}[ -]?[0-9]{5}`,
		`[0-7][0-9](0[1-9]|1[0-2])[0-9]{2}[ -]?[0-9]{3}[089]`,
	}).Draw(t, "pattern")
	return rapid.StringMatching(pattern).Draw(t, "text")
})

// TestNationalNumbersAreThoseOfTheWords: what is valid here is read there, to the same canonical form.
func TestNationalNumbersAreThoseOfTheWords(t *testing.T) {
	t.Parallel()
	kind := rapid.SampledFrom(slices.Sorted(mapKeys(nationals)))
	rapid.Check(t, func(t *rapid.T) {
		k, s := kind.Draw(t, "kind"), mended(nearly.Draw(t, "number"))
		canonical, why := check.Value(k, s, today)
		if why != check.Fine {
			return
		}
		want, err := varsam.NationalID.Canonical(s, nationals[k], today)
		if err != nil || canonical != want {
			t.Fatalf("%s %q: %q; the words say %q, %v", k, s, canonical, want, err)
		}
		if again, why := check.Value(k, bare(k, canonical), today); again != canonical || why != check.Fine {
			t.Fatalf("%s: %q is read as %q, %v", k, canonical, again, why)
		}
	})
}

// mended gives a candidate the control digit that makes it valid, where one does.
func mended(s string) string {
	for kind := range nationals {
		for _, c := range "0123456789ABCDEFHJKLMNPRSTUVWXY" {
			if m := s[:len(s)-1] + string(c); valid(kind, m) {
				return m
			}
		}
	}
	return s
}

func valid(kind, s string) bool {
	_, why := check.Value(kind, s, today)
	return why == check.Fine
}

// bare is a canonical form without the country's letters.
func bare(kind, canonical string) string {
	if strings.HasPrefix(kind, "se.") {
		return canonical
	}
	return canonical[2:]
}

func mapKeys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func TestLowLevelRulesAllocateNothing(t *testing.T) {
	d, long := []byte("199001189811"), []byte("SE4550000000058398257466")
	mail, address := []byte("anna.andersson@example.com"), []byte("2001:db8::1")
	allocated := testing.AllocsPerRun(100, func() {
		check.Personnummer(d, today)
		check.Samordningsnummer(d[2:], today)
		check.Interim(d, today)
		check.Organisationsnummer(d)
		check.Fodselsnummer(d[1:])
		check.CPR(d[2:])
		check.Kennitala(d[2:])
		check.BankAccount(d)
		check.Card(d)
		check.Phone(d)
		check.NationalPhone(d, "SE")
		check.IBAN(long)
		check.Email(mail)
		check.MessageID(mail)
		check.IP(address)
		check.MAC(address)
		check.UUID(long)
		check.FIPlate(mail)
	})
	if allocated != 0 {
		t.Errorf("%v allocations", allocated)
	}
}
