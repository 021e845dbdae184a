package register

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// CategoryInfo is what is known of one data category: its words for notices, and
// its name in two open vocabularies.
type CategoryInfo struct {
	Key   varsam.Category `json:"key"`
	Words varsam.Words    `json:"words"`
	DPV   string          `json:"dpv"`   // IRI in the W3C Data Privacy Vocabulary 2.x, extension pd
	Fides string          `json:"fides"` // key in fideslang 3.x
}

// Categories lists the known categories in the order of the reference.
func Categories() []CategoryInfo { return slices.Clone(categories) }

// CategoryOf is what is known of a category. A child of a known one that has no
// entry of its own (id.customer, contact.email.work) has its parent's; false when
// the first segment is not known, or nothing below it is.
func CategoryOf(c varsam.Category) (CategoryInfo, bool) {
	for at := string(c); at != ""; at = parent(at) {
		i := slices.IndexFunc(categories, func(k CategoryInfo) bool { return string(k.Key) == at })
		if i >= 0 {
			return categories[i], true
		}
	}
	return CategoryInfo{}, false
}

// IsKnownCategory reports whether the category stands in the table, or refines
// one that has no refinements there: contact.emial is unknown although contact
// is known, id.customer and contact.email.work are not.
func IsKnownCategory(c varsam.Category) bool {
	info, ok := CategoryOf(c)
	if !ok || info.Key == c {
		return ok
	}
	return info.Key.IsKey() || !slices.ContainsFunc(categories, func(k CategoryInfo) bool {
		return k.Key != info.Key && info.Key.Covers(k.Key)
	})
}

func parent(key string) string {
	dot := strings.LastIndex(key, ".")
	if dot < 0 {
		return ""
	}
	return key[:dot]
}

const pd = "https://w3id.org/dpv/pd#"

func category(key varsam.Category, sv, en, dpv, fides string) CategoryInfo {
	return CategoryInfo{Key: key, Words: varsam.Words{SV: sv, EN: en}, DPV: pd + dpv, Fides: fides}
}

var categories = []CategoryInfo{
	category("person", "uppgifter om personen", "data about the person", "Identifying", "user"),
	category("person.name", "namn", "name", "Name", "user.name"),
	category("person.name.given", "förnamn", "given name", "Name", "user.name.first"),
	category("person.name.family", "efternamn", "family name", "Name", "user.name.last"),
	category("person.national-id", "personnummer", "personal identity number", "OfficialID", "user.government_id.national_identification_number"),
	category("person.passport", "pass eller id-handling", "passport or identity document", "Passport", "user.government_id.passport_number"),
	category("person.birth-date", "födelsedatum", "date of birth", "BirthDate", "user.demographic.date_of_birth"),
	category("person.age", "ålder", "age", "Age", "user.demographic.age_range"),
	category("person.gender", "kön", "gender", "Gender", "user.demographic.gender"),
	category("person.nationality", "medborgarskap", "nationality", "Nationality", "user.demographic.citizenship_or_immigration_status"),
	category("person.language", "språk", "language", "Language", "user.demographic.language"),
	category("person.family", "familj och närstående", "family and next of kin", "Family", "user.demographic.marital_status"),
	category("person.picture", "bild", "picture", "Picture", "user.content.self_image"),
	category("person.signature", "namnteckning", "signature", "Identifying", "user"),

	category("contact", "kontaktuppgifter", "contact details", "Contact", "user.contact"),
	category("contact.email", "e-postadress", "e-mail address", "EmailAddress", "user.contact.email"),
	category("contact.phone", "telefonnummer", "telephone number", "TelephoneNumber", "user.contact.phone_number"),
	category("contact.address", "postadress", "postal address", "PhysicalAddress", "user.contact.address"),
	category("contact.social", "konto i sociala medier", "social media account", "SocialMedia", "user.contact.social_url"),
	category("contact.web", "webbplats", "web page", "Contact", "user.contact.social_url"),

	category("id", "nycklar och nummer", "keys and numbers", "UID", "user.unique_id"),
	category("account", "användarkonto", "user account", "Username", "user.account"),
	category("account.username", "användarnamn", "user name", "Username", "user.account.username"),
	category("account.password", "lösenord (förvanskat)", "password (hashed)", "Password", "user.authorization.password"),
	category("account.login", "inloggningar", "logins", "AuthenticationHistory", "user.behavior"),
	category("account.settings", "inställningar", "settings", "Preference", "user.settings"),

	category("payment", "betalningsuppgifter", "payment data", "Financial", "user.payment"),
	category("payment.bank-account", "bankkonto", "bank account", "BankAccount", "user.financial.bank_account"),
	category("payment.card", "betalkort", "payment card", "PaymentCard", "user.financial.credit_card"),
	category("payment.invoice", "fakturauppgifter", "invoice data", "Transaction", "user.payment"),
	category("payment.amount", "belopp", "amount", "Transaction", "user.payment"),
	category("financial", "ekonomiska uppgifter", "financial data", "Financial", "user.financial"),
	category("financial.credit", "kreditupplysning", "credit record", "CreditRecord", "user.financial"),
	category("financial.debt", "skulder", "debts", "LoanRecord", "user.financial"),
	category("financial.tax", "skatteuppgifter", "tax data", "Tax", "user.financial"),
	category("financial.ownership", "innehav", "holdings", "Ownership", "user.financial"),

	category("employment", "anställning och yrke", "employment and profession", "Professional", "user.professional_information"),
	category("employment.title", "befattning", "job title", "Job", "user.professional_information.job_title"),
	category("employment.employer", "arbetsgivare", "employer", "CurrentEmployment", "user.professional_information.workplace"),
	category("employment.terms", "anställningsvillkor", "terms of employment", "CurrentEmployment", "user.professional_information"),
	category("employment.salary", "lön", "salary", "Salary", "user.professional_information"),
	category("employment.time", "arbetstid och frånvaro", "working time and absence", "Professional", "user.professional_information"),
	category("employment.history", "tidigare anställningar", "past employment", "WorkHistory", "user.professional_information"),
	category("employment.education", "utbildning", "education", "Education", "user.professional_information"),
	category("employment.evaluation", "bedömningar", "evaluations", "ProfessionalEvaluation", "user.professional_information"),
	category("employment.reference", "referenser", "references", "Reference", "user.professional_information"),
	category("employment.application", "ansökan och meriter", "application and merits", "Professional", "user.professional_information"),

	category("device", "enhet", "device", "DeviceBased", "user.device"),
	category("device.ip", "IP-adress", "IP address", "IPAddress", "user.device.ip_address"),
	category("device.id", "enhetens identitet", "device identity", "MACAddress", "user.device.device_id"),
	category("device.cookie", "kaka", "cookie", "Identifier", "user.device.cookie_id"),
	category("device.browser", "webbläsare", "browser", "UserAgent", "user.device"),

	category("location", "plats", "location", "Location", "user.location"),
	category("location.precise", "exakt position", "precise position", "GPSCoordinate", "user.location.precise"),
	category("location.coarse", "ungefärlig plats", "coarse location", "Geographic", "user.location.coarse"),
	category("location.vehicle", "registreringsnummer", "vehicle registration", "VehicleLicense", "user.government_id.vehicle_registration"),

	category("behaviour", "beteende", "behaviour", "Behavioural", "user.behavior"),
	category("behaviour.purchase", "köp", "purchases", "Purchase", "user.behavior.purchase_history"),
	category("behaviour.web", "besökta sidor", "pages visited", "BrowsingBehaviour", "user.behavior.browsing_history"),
	category("behaviour.message", "meddelanden", "messages", "Communication", "user.content.private"),
	category("behaviour.case", "ärenden", "cases", "Communication", "user.content.private"),
	category("behaviour.event", "deltagande", "attendance", "Interaction", "user.behavior"),
	category("behaviour.preference", "önskemål och intressen", "preferences and interests", "Preference", "user.demographic.profile"),
	category("behaviour.opinion", "åsikter och svar", "opinions and answers", "Opinion", "user.content.private"),
	category("behaviour.image", "inspelad bild eller ljud", "recorded image or sound", "Picture", "user.content.self_image"),
	category("behaviour.log", "loggar", "logs", "Tracking", "user.behavior"),
	category("consent", "samtycken och val", "consents and choices", "PrivacyPreference", "user.privacy_preferences"),

	{
		Key: "special", Words: varsam.Words{SV: "känsliga personuppgifter", EN: "special categories of data"},
		DPV: "https://w3id.org/dpv#SpecialCategoryPersonalData", Fides: "user",
	},
	category("special.health", "hälsa", "health", "Health", "user.health"),
	category("special.health.sick-leave", "sjukfrånvaro", "sick leave", "Health", "user.health.condition"),
	category("special.health.diet", "kost och allergier", "diet and allergies", "Health", "user.health.condition"),
	category("special.union", "medlemskap i fackförening", "trade union membership", "TradeUnionMembership", "user.demographic.union_membership"),
	category("special.ethnicity", "etniskt ursprung", "ethnic origin", "EthnicOrigin", "user.demographic.race_ethnicity"),
	category("special.religion", "religion", "religion", "ReligiousBelief", "user.demographic.religious_belief"),
	category("special.belief", "filosofisk övertygelse", "philosophical belief", "PhilosophicalBelief", "user.demographic.philosophical_belief"),
	category("special.politics", "politisk åsikt", "political opinion", "PoliticalOpinion", "user.demographic.political_opinion"),
	category("special.sexuality", "sexualliv eller sexuell läggning", "sex life or sexual orientation", "Sexual", "user.demographic.sexual_orientation"),
	category("special.biometric", "biometri", "biometrics", "Biometric", "user.biometrics"),
	category("special.genetic", "genetiska uppgifter", "genetic data", "Genetic", "user.health.genetic"),
	category("special.criminal", "lagöverträdelser", "criminal offences", "Criminal", "user.criminal_history"),
}
