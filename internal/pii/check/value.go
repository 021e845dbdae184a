package check

import (
	"slices"
	"strings"
	"unicode"

	"github.com/varsam/varsam"
)

// rule reads one candidate that has been trimmed; it gives the canonical form when the Reason is [Fine].
type rule func(s string, region string, today varsam.Date) (string, Reason)

// rules are by the names of internal/pii's types. A test holds the two lists together.
var rules = map[string]rule{
	"se.personnummer":        sePersonnummer,
	"se.samordningsnummer":   seSamordningsnummer,
	"se.interimsnummer":      seInterim,
	"se.organisationsnummer": seOrganisationsnummer,
	"se.vat":                 compact(SEVAT, ""),
	"se.bankgiro":            grouped(Bankgiro, " -"),
	"se.plusgiro":            grouped(Plusgiro, " -"),
	"se.bankaccount":         seBankAccount,
	"se.plate":               compact(SEPlate, " "),
	"se.passport":            compact(SEPassport, " "),
	"fi.henkilotunnus":       fiHenkilotunnus,
	"fi.ytunnus":             fiBusinessID,
	"fi.vat":                 compact(FIVAT, ""),
	"fi.plate":               compact(FIPlate, " -"),
	"fi.passport":            compact(FIPassport, " "),
	"no.fodselsnummer":       noFodselsnummer,
	"no.orgnr":               grouped(NOOrganisation, " "),
	"no.bankaccount":         grouped(NOBankAccount, " .-"),
	"dk.cpr":                 dkCPR,
	"dk.passport":            compact(DKPassport, " "),
	"dk.bankaccount":         dkBankAccount,
	"is.kennitala":           isKennitala,
	"iban":                   iban,
	"card":                   grouped(cardReason, " -"),
	"email":                  email,
	"phone":                  phone,
	"ip":                     ip,
	"mac":                    mac,
	"imei":                   grouped(IMEI, " -/"),
	"iccid":                  grouped(ICCID, " -"),
	"imsi":                   grouped(IMSI, " -"),
	"uuid":                   uuid,
	"device-id":              uuid,
	"birthdate":              birthDate,
	"postcode":               postcode,
}

// Kinds are the type names that [Value] knows, in order.
func Kinds() []string {
	names := make([]string, 0, len(rules))
	for name := range rules {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Value checks one candidate of a type and gives its canonical form, in which two spellings of one thing are equal. Blanks
// round it do not count, no-break spaces and hyphens are read as ordinary ones, and separators are allowed where people put
// them. National numbers, e-mail addresses and phones have the canonical form of [varsam.IdentifierType].
//
// Types that depend on a country – phone, postcode – take it behind a colon, "phone:FI"; without, it is Sweden.
func Value(kind, s string, today varsam.Date) (canonical string, why Reason) {
	kind, region, _ := strings.Cut(kind, ":")
	check, ok := rules[kind]
	if !ok {
		return "", UnknownKind
	}
	if region == "" {
		region = "SE"
	}
	s = strings.TrimSpace(strings.Map(plainSign, s))
	if s == "" {
		return "", Length
	}
	canonical, why = check(s, region, today)
	if why != Fine {
		return "", why
	}
	return canonical, Fine
}

// plainSign folds the hyphens and blanks that typesetting puts between signs, and drops soft hyphens.
func plainSign(r rune) rune {
	switch {
	case r == '\u00ad' || r == '\ufeff' || r == '\u200b':
		return -1
	case r >= '\u2010' && r <= '\u2015' || r == '\u2212':
		return '-'
	case r != '\n' && r != '\r' && unicode.IsSpace(r):
		return ' '
	}
	return r
}

// without drops the separators; two in a row, or one at an end, make it no candidate.
func without(s, separators string) ([]byte, bool) {
	b := make([]byte, 0, len(s))
	after := true
	for i := range len(s) {
		if strings.IndexByte(separators, s[i]) < 0 {
			b, after = append(b, s[i]), false
			continue
		}
		if after {
			return nil, false
		}
		after = true
	}
	return b, !after
}

// grouped is the rule of digits that may stand in groups.
func grouped(check func([]byte) Reason, separators string) rule {
	return func(s, _ string, _ varsam.Date) (string, Reason) {
		d, ok := without(s, separators)
		if !ok || !digits(d) {
			return "", Shape
		}
		return string(d), check(d)
	}
}

// compact is the rule of capitals and digits that may stand in groups.
func compact(check func([]byte) Reason, separators string) rule {
	return func(s, _ string, _ varsam.Date) (string, Reason) {
		b, ok := without(s, separators)
		if !ok {
			return "", Shape
		}
		return string(b), check(b)
	}
}

func accountReason(d []byte) Reason {
	_, r := BankAccount(d)
	return r
}

// seBankAccount also takes a comma and a blank between clearing number and account.
func seBankAccount(s, region string, today varsam.Date) (string, Reason) {
	return grouped(accountReason, " -,.")(strings.Replace(s, ", ", ",", 1), region, today)
}

// dkBankAccount writes the account with the ten digits that banks fill it up to.
func dkBankAccount(s, region string, today varsam.Date) (string, Reason) {
	d, why := grouped(DKBankAccount, " -")(s, region, today)
	if why != Fine {
		return d, why
	}
	return string(AppendDKBankAccount(nil, []byte(d))), Fine
}

func cardReason(d []byte) Reason {
	_, r := Card(d)
	return r
}
