package column

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/varsam/varsam"
)

// Named is what a column's name says of it. A name is only ever a hint: a person
// confirms it, or the column's values do.
type Named struct {
	Category   varsam.Category
	Identifies varsam.IdentifierType
	Text       bool // free text
	Certain    bool // by itself a sign that the table is about people
}

// guess gives words, in the languages of Nordic databases, for one category.
type guess struct {
	words string
	Named
}

var guesses = []guess{
	{
		"personnummer persnr pnr personnr ssn nationalid nationalidentitynumber personalidentitynumber personalnumber identitynumber hetu henkilotunnus personbeteckning fodselsnummer cpr cprnummer samordningsnummer socialsecuritynumber kennitala",
		Named{"person.national-id", varsam.NationalID, false, true},
	},
	{
		"email epost mejl mail emailaddress epostadress mejladress mailadress sahkoposti epostadresse mailaddress sposti",
		Named{"contact.email", varsam.Email, false, true},
	},
	{
		"phone telefon mobil mobile tel phonenumber telefonnummer mobilnummer mobilephone cellphone cell puhelin matkapuhelin mobiltelefon tlf telno telnr fax hemtelefon",
		Named{"contact.phone", varsam.Phone, false, true},
	},
	{"firstname fornamn givenname tilltalsnamn etunimi fornavn forename", Named{"person.name.given", "", false, true}},
	{"lastname efternamn surname familyname sukunimi etternavn efternavn", Named{"person.name.family", "", false, true}},
	{"fullname personname personnamn displayname kontaktperson contactperson contactname fullstandigtnamn koskonimi kokonimi", Named{"person.name", "", false, true}},
	{"birthdate dateofbirth dob fodelsedatum birthday fodd syntymaaika fodselsdato fodelsedag", Named{"person.birth-date", "", false, true}},
	{"gender kon sex sukupuoli kjonn", Named{"person.gender", "", false, false}},
	{"nationality medborgarskap citizenship kansalaisuus", Named{"person.nationality", "", false, false}},
	{"name namn nimi navn", Named{"person.name", "", false, false}},
	{
		"address adress gata street postnr postnummer postalcode postcode zip zipcode city ort postort stad coaddress osoite postinumero katu adresse billingaddress gatuadress utdelningsadress kommun",
		Named{"contact.address", "", false, false},
	},
	{"username login anvandarnamn userid loginname kayttajatunnus brukernavn", Named{"account.username", "", false, false}},
	{"password passwordhash losenord losenordhash passwd pwdhash", Named{"account.password", "", false, false}},
	{"bankaccount iban kontonummer bankkonto accountnumber clearingnummer tilinumero bankgiro", Named{"payment.bank-account", "", false, false}},
	{"cardnumber kortnummer creditcard pan", Named{"payment.card", "", false, false}},
	{"salary lon manadslon timlon palkka wage lonn", Named{"employment.salary", "", false, false}},
	{"jobtitle befattning yrkestitel tjanstetitel tehtavanimike stilling roll jobrole", Named{"employment.title", "", false, false}},
	{"employer arbetsgivare tyonantaja arbeidsgiver", Named{"employment.employer", "", false, false}},
	{"sickleave sjukfranvaro sjukskriven sjukdag diagnos diagnosis sairausloma sykefravaer", Named{"special.health.sick-leave", "", false, false}},
	{"allergy allergi allergies allergier diet kost specialkost dietary allergia", Named{"special.health.diet", "", false, false}},
	{"union fackforbund facklig unionmembership ammattiliitto fagforening", Named{"special.union", "", false, false}},
	{"religion uskonto", Named{"special.religion", "", false, false}},
	{"ip ipaddress ipadress ipnummer remoteaddr remoteip clientip", Named{"device.ip", "", false, false}},
	{"useragent webblasare browser", Named{"device.browser", "", false, false}},
	{"latitude longitude lat lng lon gps position", Named{"location.precise", "", false, false}},
	{"licenseplate regnr registreringsnummer rekisterinumero", Named{"location.vehicle", "", false, false}},
	{"photo bild foto picture avatar portratt kuva bilde", Named{"person.picture", "", false, false}},
	{"language sprak kieli", Named{"person.language", "", false, false}},
	{
		"note notes comment comments anteckning anteckningar kommentar notering message meddelande body fritext remark remarks huomautus merknad description beskrivning text",
		Named{"behaviour.message", "", true, false},
	},
}

// glosses may stand after or before the word without changing what it says.
var glosses = []string{"number", "nummer", "nr", "no", "1", "2", "3", "home", "hem", "work", "arbete", "jobb", "private", "privat", "primary", "billing", "shipping", "faktura", "leverans", "delivery"}

// verdicts turn a word into something about it: an e-mail's count is not an
// e-mail address.
var verdicts = []string{"id", "count", "antal", "at", "on", "flag", "verified", "sent", "status", "type", "typ", "is", "has", "date", "datum", "hash", "format", "template", "mall", "enabled", "optout", "optin"}

// ByName reads a column's name; false when it says nothing of a person. What a
// column of the kind cannot hold is left out.
func ByName(name string, kind varsam.Kind) (Named, bool) {
	n, ok := named(Tokens(name))
	if n.Text && kind != varsam.Text {
		n = Named{}
	}
	return n, ok
}

func named(tokens []string) (Named, bool) {
	if n, ok := byWord()[strings.Join(tokens, "")]; ok {
		return n, true
	}
	if len(tokens) < 2 || slices.Contains(verdicts, tokens[len(tokens)-1]) || slices.Contains(verdicts, tokens[0]) {
		return Named{}, false
	}
	for i := 1; i < len(tokens); i++ {
		if n, ok := byWord()[strings.Join(tokens[i:], "")]; ok {
			return n, true
		}
	}
	for i := len(tokens) - 1; i > 0; i-- {
		if n, ok := byWord()[strings.Join(tokens[:i], "")]; ok && glossed(tokens[i:]) {
			return n, true
		}
	}
	return Named{}, false
}

func glossed(tokens []string) bool {
	return !slices.ContainsFunc(tokens, func(t string) bool { return !slices.Contains(glosses, t) })
}

// byWord is guesses the other way round, made once.
var byWord = sync.OnceValue(func() map[string]Named {
	m := map[string]Named{}
	for _, g := range guesses {
		for _, word := range strings.Fields(g.words) {
			m[word] = g.Named
		}
	}
	return m
})

// Tokens cuts a name at separators, capitals and digits, and spells it without
// accents: FörNamn2 is for, namn, 2.
func Tokens(name string) []string {
	var b strings.Builder
	var last rune
	for _, r := range name {
		switch {
		case unicode.IsUpper(r) && unicode.IsLower(last), unicode.IsDigit(r) != unicode.IsDigit(last) && last != 0:
			b.WriteRune(' ')
			b.WriteRune(r)
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteRune(' ')
		}
		last = r
	}
	return strings.Fields(unaccented.Replace(strings.ToLower(b.String())))
}

var unaccented = strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e", "ü", "u", "ø", "o", "æ", "a")
