package register

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/varsam/varsam"
)

// proposal is what a column's name suggests. It is only ever a draft: a person
// confirms it.
type proposal struct {
	data       varsam.Category
	identifies varsam.IdentifierType
	text       bool
	certain    bool // by itself a sign that the table is about people
}

// guess gives words, in the languages of Nordic databases, for one category.
type guess struct {
	words string
	proposal
}

var guesses = []guess{
	{
		"personnummer persnr pnr personnr ssn nationalid nationalidentitynumber personalidentitynumber identitynumber hetu henkilotunnus personbeteckning fodselsnummer cpr samordningsnummer socialsecuritynumber",
		proposal{"person.national-id", varsam.NationalID, false, true},
	},
	{
		"email epost mejl mail emailaddress epostadress mejladress mailadress sahkoposti epostadresse mailaddress sposti",
		proposal{"contact.email", varsam.Email, false, true},
	},
	{
		"phone telefon mobil mobile tel phonenumber telefonnummer mobilnummer mobilephone cellphone cell puhelin matkapuhelin mobiltelefon tlf telno telnr fax hemtelefon",
		proposal{"contact.phone", varsam.Phone, false, true},
	},
	{"firstname fornamn givenname tilltalsnamn etunimi fornavn forename", proposal{"person.name.given", "", false, true}},
	{"lastname efternamn surname familyname sukunimi etternavn efternavn", proposal{"person.name.family", "", false, true}},
	{"fullname personname personnamn displayname kontaktperson contactperson contactname fullstandigtnamn koskonimi kokonimi", proposal{"person.name", "", false, true}},
	{"birthdate dateofbirth dob fodelsedatum birthday fodd syntymaaika fodselsdato fodelsedag", proposal{"person.birth-date", "", false, true}},
	{"gender kon sex sukupuoli kjonn", proposal{"person.gender", "", false, false}},
	{"nationality medborgarskap citizenship kansalaisuus", proposal{"person.nationality", "", false, false}},
	{"name namn nimi navn", proposal{"person.name", "", false, false}},
	{
		"address adress gata street postnr postnummer postalcode zip zipcode city ort postort stad coaddress osoite postinumero katu adresse billingaddress gatuadress utdelningsadress kommun",
		proposal{"contact.address", "", false, false},
	},
	{"username login anvandarnamn userid loginname kayttajatunnus brukernavn", proposal{"account.username", "", false, false}},
	{"password passwordhash losenord losenordhash passwd pwdhash", proposal{"account.password", "", false, false}},
	{"bankaccount iban kontonummer bankkonto accountnumber clearingnummer tilinumero bankgiro", proposal{"payment.bank-account", "", false, false}},
	{"cardnumber kortnummer creditcard pan", proposal{"payment.card", "", false, false}},
	{"salary lon manadslon timlon palkka wage lonn", proposal{"employment.salary", "", false, false}},
	{"jobtitle befattning yrkestitel tjanstetitel tehtavanimike stilling roll jobrole", proposal{"employment.title", "", false, false}},
	{"employer arbetsgivare tyonantaja arbeidsgiver", proposal{"employment.employer", "", false, false}},
	{"sickleave sjukfranvaro sjukskriven sjukdag diagnos diagnosis sairausloma sykefravaer", proposal{"special.health.sick-leave", "", false, false}},
	{"allergy allergi allergies allergier diet kost specialkost dietary allergia", proposal{"special.health.diet", "", false, false}},
	{"union fackforbund facklig unionmembership ammattiliitto fagforening", proposal{"special.union", "", false, false}},
	{"religion uskonto", proposal{"special.religion", "", false, false}},
	{"ip ipaddress ipadress ipnummer remoteaddr remoteip clientip", proposal{"device.ip", "", false, false}},
	{"useragent webblasare browser", proposal{"device.browser", "", false, false}},
	{"latitude longitude lat lng lon gps position", proposal{"location.precise", "", false, false}},
	{"licenseplate regnr registreringsnummer rekisterinumero", proposal{"location.vehicle", "", false, false}},
	{"photo bild foto picture avatar portratt kuva bilde", proposal{"person.picture", "", false, false}},
	{"language sprak kieli", proposal{"person.language", "", false, false}},
	{
		"note notes comment comments anteckning anteckningar kommentar notering message meddelande body fritext remark remarks huomautus merknad description beskrivning text",
		proposal{"behaviour.message", "", true, false},
	},
}

// glosses may stand after or before the word without changing what it says.
var glosses = []string{"number", "nummer", "nr", "no", "1", "2", "3", "home", "hem", "work", "arbete", "jobb", "private", "privat", "primary", "billing", "shipping", "faktura", "leverans", "delivery"}

// verdicts turn a word into something about it: an e-mail's count is not an
// e-mail address.
var verdicts = []string{"id", "count", "antal", "at", "on", "flag", "verified", "sent", "status", "type", "typ", "is", "has", "date", "datum", "hash", "format", "template", "mall", "enabled", "optout", "optin"}

// propose reads a column's name; false when it says nothing of a person.
func propose(column varsam.Column) (proposal, bool) {
	tokens := tokensOf(column.Name)
	if p, ok := guessed(strings.Join(tokens, "")); ok {
		return fit(p, column), true
	}
	if len(tokens) < 2 || slices.Contains(verdicts, tokens[len(tokens)-1]) || slices.Contains(verdicts, tokens[0]) {
		return proposal{}, false
	}
	for i := 1; i < len(tokens); i++ {
		if p, ok := guessed(strings.Join(tokens[i:], "")); ok {
			return fit(p, column), true
		}
	}
	for i := len(tokens) - 1; i > 0; i-- {
		if p, ok := guessed(strings.Join(tokens[:i], "")); ok && glossed(tokens[i:]) {
			return fit(p, column), true
		}
	}
	return proposal{}, false
}

func glossed(tokens []string) bool {
	return !slices.ContainsFunc(tokens, func(t string) bool { return !slices.Contains(glosses, t) })
}

// fit leaves out what the column's type cannot hold.
func fit(p proposal, column varsam.Column) proposal {
	if p.text && column.Kind != varsam.Text {
		return proposal{}
	}
	return p
}

func guessed(word string) (proposal, bool) {
	p, ok := byWord()[word]
	return p, ok
}

// byWord is guesses the other way round, made once.
var byWord = sync.OnceValue(func() map[string]proposal {
	m := map[string]proposal{}
	for _, g := range guesses {
		for _, word := range strings.Fields(g.words) {
			m[word] = g.proposal
		}
	}
	return m
})

// tokensOf cuts a name at separators, capitals and digits, and spells it without
// accents: FörNamn2 is for, namn, 2.
func tokensOf(name string) []string {
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

// people are words for tables whose rows are persons.
var people = "customer kund client klient contact kontakt person people user anvandare employee anstalld staff personal member medlem applicant sokande " +
	"candidate kandidat subscriber prenumerant patient elev student participant deltagare supplier leverantor asiakas henkilo tyontekija kayttaja kunde " +
	"ansatt bruker konsult consultant guest gast visitor besokare lead prospect passenger tenant hyresgast respondent jasen"

// handlers are words for a column that leads to whoever did the work.
var handlers = "handler handlaggare created createdby updatedby changedby modifiedby assigned assignee assignedto supportrep rep manager chef seller saljare salesperson " +
	"owner agent ansvarig reportsto boss approver attestant attest reviewer author operator konsultchef kasittelija esimies selger saksbehandler closedby openedby registeredby"

// places are words for tables of addresses.
var places = "address adress osoite adresse location plats"

// hasWord reports whether a name, or its last part, is one of the words, in the
// singular or a usual plural.
func hasWord(name, words string) bool {
	tokens := tokensOf(name)
	all := strings.Fields(words)
	for i := range tokens {
		for j := i + 1; j <= len(tokens); j++ {
			joined := strings.Join(tokens[i:j], "")
			if slices.ContainsFunc(all, func(w string) bool { return singular(joined, w) }) {
				return true
			}
		}
	}
	return false
}

func singular(word, of string) bool {
	rest, ok := strings.CutPrefix(word, of)
	return ok && slices.Contains([]string{"", "s", "es", "er", "ar", "or", "r", "a", "na", "erna", "mar", "et", "n", "en", "ies"}, rest)
}
