package pii

// kind is a Type as a small number, for tables.
type kind uint8

const (
	kPersonnummer kind = iota
	kSamordningsnummer
	kInterim
	kOrganisationsnummer
	kSEVAT
	kBankgiro
	kPlusgiro
	kBankAccount
	kSEPlate
	kSEPassport
	kHenkilotunnus
	kYtunnus
	kFIVAT
	kFIPlate
	kFIPassport
	kFodselsnummer
	kNOOrganisation
	kNOAccount
	kCPR
	kDKPassport
	kDKAccount
	kKennitala
	kIBAN
	kCard
	kEmail
	kPhone
	kURL
	kIP
	kMAC
	kIMEI
	kICCID
	kIMSI
	kUUID
	kDeviceID
	kCookieID
	kBirthDate
	kPostcode
	kAddress
	kPerson
	kHealth
	kUnion
	kReligion
	kPolitics
	kEthnicity
	kSexLife
	kBiometric
	kCrime
	kProtection
	kinds // how many
)

var types = [kinds]Type{
	SEPersonnummer, SESamordningsnummer, SEInterim, SEOrganisationsnummer, SEVAT, SEBankgiro, SEPlusgiro, SEBankAccount, SEPlate,
	SEPassport, FIHenkilotunnus, FIBusinessID, FIVAT, FIPlate, FIPassport, NOFodselsnummer, NOOrganisation, NOBankAccount,
	DKCPR, DKPassport, DKBankAccount,
	ISKennitala, IBAN, Card, Email, Phone, URL, IP, MAC, IMEI, ICCID, IMSI, UUID, DeviceID, CookieID, BirthDate, Postcode, Address,
	Person, HintHealth, HintUnion, HintReligion, HintPolitics, HintEthnicity, HintSexLife, HintBiometric, HintCrime, HintProtection,
}

// Types are all that a Scanner without Options.Types looks for, in the order of the words above.
func Types() []Type { return append([]Type(nil), types[:]...) }
