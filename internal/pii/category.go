package pii

import "github.com/varsam/varsam"

// kindOf is what one type is in the words of the register.
type kindOf struct {
	category   varsam.Category
	identifies varsam.IdentifierType
}

var national = kindOf{"person.national-id", varsam.NationalID}

// categories leaves out what is nobody's by itself: an organisation's number, a
// UUID.
var categories = map[Type]kindOf{
	SEPersonnummer: national, SESamordningsnummer: national, SEInterim: national, FIHenkilotunnus: national,
	NOFodselsnummer: national, DKCPR: national, ISKennitala: national,

	SEBankgiro:    {category: "payment.bank-account"},
	SEPlusgiro:    {category: "payment.bank-account"},
	SEBankAccount: {category: "payment.bank-account"},
	NOBankAccount: {category: "payment.bank-account"},
	DKBankAccount: {category: "payment.bank-account"},
	IBAN:          {category: "payment.bank-account"},
	Card:          {category: "payment.card"},
	SEPlate:       {category: "location.vehicle"},
	FIPlate:       {category: "location.vehicle"},
	SEPassport:    {category: "person.passport"},
	FIPassport:    {category: "person.passport"},
	DKPassport:    {category: "person.passport"},
	Email:         {"contact.email", varsam.Email},
	Phone:         {"contact.phone", varsam.Phone},
	URL:           {category: "behaviour.web"},
	IP:            {category: "device.ip"},
	MAC:           {category: "device.id"},
	IMEI:          {category: "device.id"},
	ICCID:         {category: "device.id"},
	IMSI:          {category: "device.id"},
	DeviceID:      {category: "device.id"},
	CookieID:      {category: "device.cookie"},
	BirthDate:     {category: "person.birth-date"},
	Postcode:      {category: "contact.address"},
	Address:       {category: "contact.address"},
	Person:        {category: "person.name"},

	HintHealth:    {category: "special.health"},
	HintUnion:     {category: "special.union"},
	HintReligion:  {category: "special.religion"},
	HintPolitics:  {category: "special.politics"},
	HintEthnicity: {category: "special.ethnicity"},
	HintSexLife:   {category: "special.sexuality"},
	HintBiometric: {category: "special.biometric"},
	HintCrime:     {category: "special.criminal"},
}

// Category is what the register calls data of the type; empty for what says
// nothing of a person by itself.
func (t Type) Category() varsam.Category { return categories[t].category }

// Identifies is how a value of the type identifies a person in a search; empty
// when it does not.
func (t Type) Identifies() varsam.IdentifierType { return categories[t].identifies }
