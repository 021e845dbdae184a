package column_test

import (
	"slices"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii/column"
)

// TestNames: names as databases have them, with and without signs between words.
func TestNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"CompanyName": "", "product_name": "", "filnamn": "", "hostname": "", "table_name": "", "orgnamn": "", "email_count": "", "is_email_verified": "",
		"ContactName": "person.name", "kundnamn": "person.name", "customerName": "person.name", "Namn": "person.name", "display_name": "person.name",
		"applicant_email": "contact.email identifies", "kundepost": "contact.email identifies", "E-post 2": "contact.email identifies",
		"anhörig_tel": "contact.phone other", "next_of_kin_phone": "contact.phone other", "MalsmanEpost": "contact.email other", "läkare_namn": "person.name other",
		"hemtelefon": "contact.phone identifies", "puhelinnro": "contact.phone identifies", "faxNumber": "contact.phone identifies",
		"HEMADRESS": "contact.address", "katuosoite": "contact.address", "BillingCountry": "contact.address weak", "state": "contact.address weak", "webbadress": "",
		"salary_cents": "employment.salary", "HireDate": "employment.terms weak", "cover_letter": "employment.application text",
		"blodgrupp": "special.health", "sick_days": "special.health.sick-leave", "union_member": "special.union",
		"user_pass": "account.password", "lastLoginIp": "device.ip", "comment_author_IP": "device.ip", "lat": "location.precise",
		"address1_city": "contact.address", "kontakt2_telefon": "contact.phone identifies", "Adress rad 1": "contact.address", "TFN1": "contact.phone identifies", "EPOSTADR": "contact.email identifies",
		"anh_tfn": "contact.phone other", "fodt": "person.birth-date", "LONEKTO": "payment.bank-account", "ANST_DAT": "employment.terms weak", "diagnose": "special.health", "ICD": "special.health",
		"LoginID": "account.username", "SickLeaveHours": "special.health.sick-leave", "sygdom_fra": "special.health", "sairausloma_loppu": "special.health.sick-leave",
		"email_from": "contact.email identifies", "username_lower": "account.username", "marital": "person.family", "passport_id": "person.passport", "pw": "account.password",
		"FackForb": "special.union", "ErReferens": "person.name", "FODLAND": "person.nationality", "ANTBARN": "person.family", "parent": "", "skattekort": "financial.tax",
		"fnr": "person.national-id identifies", "personnr_barn": "person.national-id other", "barn_namn": "person.name other", "fødselsnr": "person.national-id identifies", "born": "person.birth-date",
	} {
		n, _ := column.ByName(name, varsam.Text)
		got := string(n.Category)
		for word, is := range map[string]bool{" identifies": n.Identifies != "", " other": n.Other, " weak": n.Weak, " text": n.Text} {
			if is {
				got += word
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestNamesOfOtherKinds: what a column of its kind cannot hold is not proposed, whatever it is called.
func TestNamesOfOtherKinds(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		kind varsam.Kind
		want varsam.Category
	}{
		{"invalid_email", varsam.Bool, ""},
		{"pregnant", varsam.Bool, "special.health"},
		{"userid", varsam.Int, ""},
		{"userid", varsam.Text, "account.username"},
		{"name", varsam.Int, ""},
		{"children", varsam.Int, "person.family"},
		{"personnr", varsam.Int, "person.national-id"},
		{"phone", varsam.Decimal, "contact.phone"},
		{"email_sent", varsam.Instant, ""},
		{"fodd", varsam.Day, "person.birth-date"},
	} {
		if n, _ := column.ByName(c.name, c.kind); n.Category != c.want {
			t.Errorf("%s of kind %v: %q, want %q", c.name, c.kind, n.Category, c.want)
		}
	}
}

// TestBirthDates: a column that says so may write its days in any usual way; days
// nobody who lives was born on are none.
func TestBirthDates(t *testing.T) {
	t.Parallel()
	for _, form := range []string{
		"1962-02-18", "1962-02-18 00:00:00", "1962-02-17T23:00:00Z", "1962-02-18 00:00:00.000", "19620218", "18.2.1962", "18/02/1962", "1962/02/18", "2/18/1962",
	} {
		v := options(t).Classify("BirthDate", varsam.Text, slices.Values(many(20, constant(form))))
		if v.Category != "person.birth-date" || v.Score < 0.4 {
			t.Errorf("%s: %+v", form, v)
		}
	}
	for _, form := range []string{"1762-02-18", "2062-02-18", "18.2.62", "1962-13-18", "000000", "12345678"} {
		if v := options(t).Classify("BirthDate", varsam.Text, slices.Values(many(20, constant(form)))); v.Category == "person.birth-date" && v.Score >= 0.4 {
			t.Errorf("%s: %+v", form, v)
		}
	}
}
