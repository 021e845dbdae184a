package redact

import (
	"strings"

	"github.com/varsam/varsam/internal/pii"
)

// words are what stands in a redacted document, in the document's language. They become part of other people's texts, so they
// are no messages of ours.
type words struct {
	removed, person, email, phone, identity, account, address, device, other string
}

var (
	swedish = words{"[borttaget]", "Person", "E-post", "Telefon", "Identitet", "Konto", "Adress", "Enhet", "Uppgift"}
	english = words{"[removed]", "Person", "E-mail", "Phone", "Identity", "Account", "Address", "Device", "Item"}
)

// wordsOf takes a language tag: "sv", "sv-FI"; any other than Swedish is told in English.
func wordsOf(language string) *words {
	if base, _, _ := strings.Cut(language, "-"); base == "sv" {
		return &swedish
	}
	return &english
}

func (w *words) of(t pii.Type) string {
	switch t {
	case pii.Person:
		return w.person
	case pii.Email:
		return w.email
	case pii.Phone:
		return w.phone
	case pii.SEPersonnummer, pii.SESamordningsnummer, pii.SEInterim, pii.FIHenkilotunnus, pii.NOFodselsnummer, pii.DKCPR,
		pii.ISKennitala, pii.SEPassport, pii.FIPassport, pii.DKPassport:
		return w.identity
	case pii.IBAN, pii.Card, pii.SEBankAccount, pii.NOBankAccount, pii.DKBankAccount, pii.SEBankgiro, pii.SEPlusgiro:
		return w.account
	case pii.Address, pii.Postcode:
		return w.address
	case pii.IP, pii.MAC, pii.IMEI, pii.ICCID, pii.IMSI, pii.UUID, pii.DeviceID, pii.CookieID:
		return w.device
	}
	return w.other
}
