// Package pii recognises personal data in text: Nordic identity numbers, addresses of every kind, accounts, devices,
// people's names. It knows no register, no database and no law; the same bytes give the same hits on every machine.
//
//	check     the rules of each identifier: shapes, ranges, check digits
//	text      decoding, and the way back to the bytes as they were given
//	name      people's names: lists, ambiguous words, a small tagger
//	needle    thousands of literals at once
//	subject   one person in gigabytes
//	redact    taking spans out of a text
//	column    what a column holds, from a sample of it
//
// A [Scanner] goes through a text once. Personal data passes through this package and stays in its results: no error and no
// [Reading] other than its Canonical holds a byte of the text.
package pii

// Type names a kind of personal data, by country where a country issues it.
type Type string

// The types.
const (
	SEPersonnummer        Type = "se.personnummer"
	SESamordningsnummer   Type = "se.samordningsnummer"
	SEInterim             Type = "se.interimsnummer"
	SEOrganisationsnummer Type = "se.organisationsnummer"
	SEVAT                 Type = "se.vat"
	SEBankgiro            Type = "se.bankgiro"
	SEPlusgiro            Type = "se.plusgiro"
	SEBankAccount         Type = "se.bankaccount"
	SEPlate               Type = "se.plate"
	SEPassport            Type = "se.passport"
	FIHenkilotunnus       Type = "fi.henkilotunnus"
	FIBusinessID          Type = "fi.ytunnus"
	FIVAT                 Type = "fi.vat"
	FIPlate               Type = "fi.plate"
	FIPassport            Type = "fi.passport"
	NOFodselsnummer       Type = "no.fodselsnummer"
	NOOrganisation        Type = "no.orgnr"
	NOBankAccount         Type = "no.bankaccount"
	DKCPR                 Type = "dk.cpr"
	DKPassport            Type = "dk.passport"
	DKBankAccount         Type = "dk.bankaccount"
	ISKennitala           Type = "is.kennitala"
	IBAN                  Type = "iban"
	Card                  Type = "card"
	Email                 Type = "email"
	Phone                 Type = "phone"
	URL                   Type = "url" // with a personal parameter
	IP                    Type = "ip"
	MAC                   Type = "mac"
	IMEI                  Type = "imei"
	ICCID                 Type = "iccid"
	IMSI                  Type = "imsi"
	UUID                  Type = "uuid"
	DeviceID              Type = "device-id"
	CookieID              Type = "cookie-id"
	BirthDate             Type = "birthdate"
	Postcode              Type = "postcode"
	Address               Type = "address"
	Person                Type = "person"

	// Hints of special categories (Art. 9 and 10 GDPR): a word of that field in one sentence with a person, or
	// with a word by which the writer speaks of herself. Never a finding alone.
	HintHealth     Type = "hint.health"
	HintUnion      Type = "hint.union"
	HintReligion   Type = "hint.religion"
	HintPolitics   Type = "hint.politics"
	HintEthnicity  Type = "hint.ethnicity"
	HintSexLife    Type = "hint.sex-life"
	HintBiometric  Type = "hint.biometric"
	HintCrime      Type = "hint.crime"
	HintProtection Type = "hint.protected-identity"
)

// Score says how sure a hit is, from 0 to 1: how often a careful person would agree in texts of that sort. It orders hits and is
// no probability.
type Score float32

// The bounds that the product acts by.
const (
	Sure     Score = 0.9 // a strong check, or a weak one with a label
	Likely   Score = 0.6
	Possible Score = 0.3 // a shape; only a column's statistics or a person can tell
)

// Hit is one find in a text.
type Hit struct {
	// Start and End are the span as byte offsets in the input as it was given, before any decoding; End is exclusive. A span
	// begins and ends between whole characters.
	Start, End int64

	// CharStart and CharEnd are the same span in Unicode characters.
	CharStart, CharEnd int64

	Reading

	// Also are other ways to read the same span, best first: a ten-digit number may be Swedish and Danish at once.
	Also []Reading
}

// Reading is one way to understand a span.
type Reading struct {
	Type      Type
	Canonical string // the one form in which two spellings are equal; personal data
	Score     Score
	Check     string // what held: "luhn", "mod97", "shape"; names the rule, never the value
	Context   string // the word of our lists that raised it ("personnr"), empty when none did
}

// Hint is what is known of a text beforehand.
type Hint struct {
	Label    string // column header, JSON key, mail header
	Language string // sv, fi, nb, da, en; empty when not known
	Country  string // ISO 3166 alpha-2; empty when not known
}
