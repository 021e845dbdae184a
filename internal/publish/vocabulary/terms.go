package vocabulary

import (
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// prefixes of the vocabularies, in the order in which they are written.
var prefixes = []struct{ name, iri string }{
	{"dct", dct}, {"dpv", dpv}, {"eu-gdpr", gdpr}, {"pd", pd},
}

// The vocabularies: Dublin Core terms, and DPV with its extensions.
const (
	dct  = "http://purl.org/dc/terms/"
	dpv  = "https://w3id.org/dpv#"
	gdpr = "https://w3id.org/dpv/legal/eu/gdpr#"
	pd   = "https://w3id.org/dpv/pd#"
)

// basis is the legal basis of Art. 6(1).
func basis(b varsam.Basis) string {
	if !b.Valid() {
		return ""
	}
	return gdpr + "A" + strings.ReplaceAll(string(b), ".", "-")
}

// condition is the paragraph of Art. 9(2); Art. 10 has no term.
func condition(c string) string {
	if !strings.HasPrefix(c, "9.2.") {
		return ""
	}
	return gdpr + "A" + strings.ReplaceAll(c, ".", "-")
}

var mechanisms = map[string]string{
	"adequacy": "A45-3", "dpf": "A45-3", "scc": "A46-2-c", "bcr": "A46-2-b", "derogation": "",
}

// mechanism is what lets data leave the EEA; a derogation could be any of Art. 49.
func mechanism(m string) string {
	if term := mechanisms[m]; term != "" {
		return gdpr + term
	}
	return ""
}

var rights = map[varsam.Right]string{
	varsam.Access: "A15", varsam.Rectification: "A16", varsam.Erasure: "A17", varsam.RestrictionOf: "A18",
	varsam.Portability: "A20", varsam.Objection: "A21", varsam.Withdrawal: "A7-3",
}

var people = map[string]string{
	"customer": "Customer", "contact": "DataSubject", "employee": "Employee", "applicant": "JobApplicant", "visitor": "Visitor",
	"participant": "Participant", "respondent": "Participant", "subscriber": "Subscriber", "member": "Member", "user": "User",
	"student": "Student", "patient": "Patient", "child": "Child", "client": "Client",
}

// subject is a group of people; a group that the vocabulary has no word for is
// data subjects.
func subject(name string) string {
	if term := people[name]; term != "" {
		return dpv + term
	}
	return dpv + "DataSubject"
}

// category is a kind of data, by the register's own table; data that it does not
// know is personal data.
func category(c varsam.Category) string {
	if info, ok := register.CategoryOf(c); ok {
		return info.DPV
	}
	return dpv + "PersonalData"
}

// purpose is the nearest kind of purpose that the register shows.
func purpose(a register.Activity) string {
	switch {
	case a.Marketing():
		return dpv + "DirectMarketing"
	case a.Basis.Article == varsam.LegalObligation:
		return dpv + "LegalCompliance"
	case a.Basis.Article == varsam.Contract:
		return dpv + "FulfilmentOfContractualObligation"
	}
	return dpv + "Purpose"
}
