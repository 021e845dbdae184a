package pii

// ownLabels are the words that carry a kind.
var ownLabels = [kinds]label{
	kPersonnummer:        lPersonnummer | lNational | lVAT,
	kSamordningsnummer:   lSamordning | lPersonnummer | lNational | lVAT,
	kInterim:             lPersonnummer | lSamordning | lNational,
	kOrganisationsnummer: lOrganisation | lVAT,
	kSEVAT:               lVAT | lOrganisation,
	kBankgiro:            lBankgiro,
	kPlusgiro:            lPlusgiro,
	kBankAccount:         lAccount,
	kSEPlate:             lPlate,
	kSEPassport:          lPassport,
	kHenkilotunnus:       lHetu | lNational,
	kYtunnus:             lOrganisation | lVAT,
	kFIVAT:               lVAT | lOrganisation,
	kFIPlate:             lPlate,
	kFIPassport:          lPassport,
	kFodselsnummer:       lFodsels | lNational,
	kNOOrganisation:      lOrganisation | lVAT,
	kNOAccount:           lAccount,
	kCPR:                 lCPR | lNational,
	kDKPassport:          lPassport,
	kDKAccount:           lAccount,
	kKennitala:           lKennitala | lNational,
	kIBAN:                lIBAN,
	kCard:                lCard,
	kEmail:               lEmail,
	kPhone:               lPhone,
	kIP:                  lIP,
	kMAC:                 lMAC,
	kIMEI:                lIMEI,
	kICCID:               lICCID,
	kIMSI:                lIMSI,
	kUUID:                lUUID | lDevice,
	kDeviceID:            lDevice,
	kCookieID:            lCookie,
	kBirthDate:           lBirth,
	kPostcode:            lPost | lAddress,
	kAddress:             lAddress | lPost,
}

// countryOf is where a kind comes from.
var countryOf = [kinds]string{
	kPersonnummer: "SE", kSamordningsnummer: "SE", kInterim: "SE", kOrganisationsnummer: "SE", kSEVAT: "SE", kBankgiro: "SE",
	kPlusgiro: "SE", kBankAccount: "SE", kSEPlate: "SE", kSEPassport: "SE",
	kHenkilotunnus: "FI", kYtunnus: "FI", kFIVAT: "FI", kFIPlate: "FI", kFIPassport: "FI",
	kFodselsnummer: "NO", kNOOrganisation: "NO", kNOAccount: "NO", kCPR: "DK", kDKPassport: "DK", kDKAccount: "DK", kKennitala: "IS",
}

// countryIn is the country that a hint speaks of. Swedish is written in two; a text in it is more likely from Sweden.
func countryIn(h Hint) string {
	if h.Country != "" {
		if home, ok := parents[h.Country]; ok {
			return home
		}
		return h.Country
	}
	switch h.Language {
	case "sv":
		return "SE"
	case "fi", "sv-FI":
		return "FI"
	case "nb", "nn", "no":
		return "NO"
	case "da":
		return "DK"
	case "is":
		return "IS"
	}
	return ""
}

// parents are the countries whose numbers a territory uses.
var parents = map[string]string{"AX": "FI", "SJ": "NO", "FO": "DK", "GL": "DK"}
