package check_test

import (
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/check"
)

// own are verdicts on made-up numbers and ranges set aside for tests and examples, so that the package is held to its rules
// where the outside lists are not at hand.
var own = []struct {
	kind, text string
	canonical  string
	why        check.Reason
}{
	{"se.personnummer", "19900118-9811", "199001189811", check.Fine},
	{"se.personnummer", "900118+9811", "189001189811", check.Fine},
	{"se.personnummer", "900118-9811", "199001189811", check.Fine},
	{"se.personnummer", "900118\u20119811", "199001189811", check.Fine},
	{"se.personnummer", "900118 9811", "", check.Shape},
	{"se.personnummer", "900118--9811", "", check.Shape},
	{"se.personnummer", "9001189812", "", check.CheckDigit},
	{"se.personnummer", "9002309811", "", check.Date},
	{"se.personnummer", "19900118000", "", check.Length},
	{"se.personnummer", "9001180009", "", check.Serial},
	{"se.personnummer", "20261122-2387", "", check.Date},
	{"se.personnummer", "", "", check.Length},
	{"se.samordningsnummer", "202302672395", "202302672395", check.Fine},
	{"se.samordningsnummer", "19700060-2396", "197000602396", check.Fine},
	{"se.samordningsnummer", "19701360-2391", "", check.Date},
	{"se.samordningsnummer", "9001189811", "", check.Date},
	{"se.interimsnummer", "20000101t220", "20000101T220", check.Fine},
	{"se.interimsnummer", "000101-Q220", "", check.Shape},
	{"se.organisationsnummer", "16556103-4249", "5561034249", check.Fine},
	{"se.organisationsnummer", "165561034249", "5561034249", check.Fine},
	{"se.organisationsnummer", "900118-9811", "199001189811", check.Fine},
	{"se.organisationsnummer", "456103-4240", "", check.Range},
	{"se.vat", "SE556103424901", "SE556103424901", check.Fine},
	{"se.vat", "SE556103424902", "", check.Range},
	{"se.bankgiro", "5050-1055", "50501055", check.Fine},
	{"se.bankgiro", "5050-1056", "", check.CheckDigit},
	{"se.plusgiro", "28 65 43-4", "2865434", check.Fine},
	{"se.bankaccount", "3300-000000 0000", "", check.CheckDigit},
	{"se.bankaccount", "9999-1234567", "", check.Range},
	{"se.bankaccount", "6112, 123 456 786", "6112123456786", check.Fine},
	{"se.plate", "ABC 12D", "ABC12D", check.Fine},
	{"se.plate", "ABC 12O", "", check.Range},
	{"se.passport", "AA1234567", "AA1234567", check.Fine},
	{"fi.henkilotunnus", "131052-308t", "FI131052-308T", check.Fine},
	{"fi.henkilotunnus", "131052-001A", "", check.Serial},
	{"fi.henkilotunnus", "131052Z308T", "", check.Shape},
	{"fi.ytunnus", "1234567-2", "", check.CheckDigit},
	{"fi.ytunnus", "2077474-0", "20774740", check.Fine},
	{"fi.vat", "FI20774740", "FI20774740", check.Fine},
	{"fi.plate", "ÅÄÖ-123", "ÅÄÖ123", check.Fine},
	{"fi.plate", "CD-1234", "CD1234", check.Fine},
	{"no.fodselsnummer", "010101 26866", "NO01010126866", check.Fine},
	{"no.fodselsnummer", "01010126867", "", check.CheckDigit},
	{"no.orgnr", "974 760 673", "974760673", check.Fine},
	{"no.orgnr", "174760673", "", check.Range},
	{"no.bankaccount", "1234.56.78903", "12345678903", check.Fine},
	{"no.bankaccount", "1234 56 78903", "12345678903", check.Fine},
	{"no.bankaccount", "12345678904", "", check.CheckDigit},
	{"no.bankaccount", "1234567890", "", check.Length},
	{"no.bankaccount", "00005678903", "", check.Range},
	{"no.bankaccount", "1234/56/78903", "", check.Shape},
	{"dk.bankaccount", "5301 1234567", "53010001234567", check.Fine},
	{"dk.bankaccount", "5301-0123456789", "53010123456789", check.Fine},
	{"dk.bankaccount", "5301 123456", "", check.Length},
	{"dk.bankaccount", "0000 1234567", "", check.Range},
	{"dk.cpr", "070761-4285", "DK0707614285", check.Fine},
	{"dk.cpr", "310461-4285", "", check.Date},
	{"is.kennitala", "260756-5169", "IS2607565169", check.Fine},
	{"is.kennitala", "260756-5167", "", check.Date},
	{"iban", "se45 5000 0000 0583 9825 7466", "SE4550000000058398257466", check.Fine},
	{"iban", "SE45 5000 0000 0583 9825 746", "", check.Length},
	{"iban", "SE45 5000 0000 0583 9825 746A", "", check.Structure},
	{"iban", "SE46 5000 0000 0583 9825 7466", "", check.CheckDigit},
	{"iban", "XX45 5000 0000 0583 9825 7466", "", check.Country},
	{"card", "4111 1111 1111 1111", "4111111111111111", check.Fine},
	{"card", "4111 1111 1111 1112", "", check.CheckDigit},
	{"card", "0000 0000 0000 0000", "", check.Range},
	{"email", "Anna.Öberg+x@Example.ORG", "anna.öberg+x@example.org", check.Fine},
	{"email", "anna@example", "", check.Shape},
	{"email", "anna@-example.org", "", check.Shape},
	{"email", "anna@example.xn--p1ai", "anna@example.xn--p1ai", check.Fine},
	{"ip", "192.0.2.1", "192.0.2.1", check.Fine},
	{"ip", "192.0.2.256", "", check.Range},
	{"ip", "192.0.02.1", "", check.Shape},
	{"ip", "2001:DB8:0::1", "2001:db8::1", check.Fine},
	{"ip", "2001:db8::1::2", "", check.Shape},
	{"ip", "::ffff:192.0.2.1", "::ffff:192.0.2.1", check.Fine},
	{"mac", "00-00-5E-00-53-01", "00:00:5e:00:53:01", check.Fine},
	{"mac", "0000.5e00.5301", "00:00:5e:00:53:01", check.Fine},
	{"mac", "00-00:5E-00-53-01", "", check.Shape},
	{"imei", "49-015420-323751-8", "490154203237518", check.Fine},
	{"iccid", "8946 0000 0000 0000 008", "8946000000000000008", check.CheckDigit},
	{"imsi", "240010000000001", "240010000000001", check.Fine},
	{"imsi", "140010000000001", "", check.Range},
	{"uuid", "018C544A-D384-7000-BB74-3B1738ABE43C", "018c544a-d384-7000-bb74-3b1738abe43c", check.Fine},
	{"uuid", "018C544A-D384-9000-BB74-3B1738ABE43C", "", check.Range},
	{"birthdate", "18.1.1990", "1990-01-18", check.Fine},
	{"birthdate", "1990-02-30", "", check.Date},
	{"birthdate", "2027-01-01", "", check.Date},
	{"postcode", "SE-114 18", "11418", check.Fine},
	{"postcode:FI", "FI-00100", "00100", check.Fine},
	{"postcode:AX", "22100", "22100", check.Fine},
	{"postcode:AX", "00100", "", check.Range},
	{"postcode:DK", "2100", "", check.Country},
	{"phone", "070-174 06 05", "+46701740605", check.Fine},
	{"phone:FI", "070-174 06 05 x", "", check.Shape},
	{"person", "Anna", "", check.UnknownKind},
}

func TestValue(t *testing.T) {
	for _, c := range own {
		canonical, why := check.Value(c.kind, c.text, today)
		if c.why != check.Fine {
			c.canonical = ""
		}
		if canonical != c.canonical || why != c.why {
			t.Errorf("%s %q: %q, %v; want %q, %v", c.kind, c.text, canonical, why, c.canonical, c.why)
		}
	}
}

func TestWithoutTodayNoDayIsInTheFuture(t *testing.T) {
	if r := check.Personnummer([]byte("202611222387"), varsam.Date{}); r != check.Fine {
		t.Error(r)
	}
}
