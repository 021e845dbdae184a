package ropa

import (
	"strings"
	"unicode"
)

// Field is what a column says of an activity.
type Field string

// The fields.
const (
	Name       Field = "name"
	Purpose    Field = "purpose"
	Basis      Field = "basis"
	Law        Field = "law"
	Subjects   Field = "subjects"
	Data       Field = "data"
	Special    Field = "special"
	Recipients Field = "recipients"
	Transfers  Field = "transfers"
	Keep       Field = "keep"
	Measures   Field = "measures"
	Owner      Field = "owner"
	Controller Field = "controller" // for whom, in a processor's record
	Joint      Field = "joint"
	System     Field = "system"
	Source     Field = "source"
	Interest   Field = "interest"
	Other      Field = "other" // kept as a comment
)

// Fields lists them as pages do.
var Fields = []Field{
	Name, Purpose, Basis, Law, Interest, Subjects, Data, Special, Recipients, Transfers, Keep, Measures, Owner, Controller, Joint, System, Source, Other,
}

// phrases are what headings say, by field: in Swedish, English, Danish, Norwegian,
// Finnish and French. A longer phrase counts for more than a shorter one.
var phrases = map[Field][]string{
	Name: {
		"behandlingens namn", "behandlingens benämning", "namn på behandlingen", "namn på behandling", "personuppgiftsbehandling", "behandling", "process", "verksamhetsprocess", "aktivitet", "register",
		"namn", "benämning", "registrets namn",
		"processing activity", "name of processing", "business function", "activity", "process name", "name of the processing", "processing operation",
		"behandlingsaktivitet", "navn på behandling", "behandlingens navn", "behandlinger",
		"käsittelytoimi", "käsittelytoimen nimi", "käsittelyn nimi", "rekisterin nimi", "käsittelytoiminto",
		"nom du traitement", "nom de l activité", "activité de traitement", "activité", "traitement", "nom sigle", "désignation du traitement",
	},
	Purpose: {
		"ändamål med behandlingen", "ändamålen med behandlingen", "behandlingens ändamål", "ändamål", "syfte", "syfte med behandlingen", "syftet med behandlingen", "varför",
		"purpose of processing", "purpose of the processing", "purposes of the processing", "purpose", "purposes", "why",
		"formål", "formål med behandlingen", "behandlingens formål", "formålet med behandlingen", "formålet",
		"käsittelyn tarkoitus", "käsittelyn tarkoitukset", "henkilötietojen käsittelyn tarkoitus", "käyttötarkoitus", "tarkoitus",
		"finalité", "finalités", "finalité principale", "finalité du traitement", "finalités du traitement", "objectif poursuivi", "objectif", "finalité s du traitement effectué", "sous finalité",
	},
	Basis: {
		"rättslig grund", "laglig grund", "rättslig grund för behandlingen", "grund", "lagstöd",
		"lawful basis", "legal basis", "article 6 lawful basis for processing personal data", "lawful basis for processing", "legal ground", "article 6",
		"behandlingsgrundlag", "retsgrundlag", "hjemmel", "retligt grundlag", "behandlingsgrunnlag", "rettslig grunnlag",
		"käsittelyn oikeusperuste", "oikeusperuste", "käsittelyperuste", "käsittelyn peruste",
		"base légale", "base juridique", "fondement juridique", "base légale du traitement", "licéité",
	},
	Law: {"lag", "law", "lagrum", "författning", "stöd i lag", "statute", "legislation", "lovgivning", "lovhjemmel", "lainsäädäntö", "texte de référence"},
	Subjects: {
		"kategorier av registrerade", "kategori av registrerade", "kategorier registrerade", "registrerade", "kategorier av personer", "vilka personer", "beskrivning av kategorierna av registrerade", "berörda personer",
		"categories of individuals", "categories of data subjects", "data subjects", "category of data subjects", "individuals", "whose data",
		"kategorier af registrerede", "registrerede", "kategorier av registrerte", "registrerte", "personkategorier",
		"rekisteröityjen ryhmät", "rekisteröidyt", "rekisteröityjen ryhmä", "henkilöryhmät",
		"catégories de personnes concernées", "personnes concernées", "catégorie de personnes", "catégories de personnes",
	},
	Data: {
		"kategorier av personuppgifter", "kategori av personuppgifter", "kategorier personuppgifter", "personuppgifter", "typ av personuppgifter", "uppgifter som behandlas", "vilka uppgifter", "beskrivning av kategorierna av personuppgifter",
		"categories of personal data", "personal data", "category of personal data", "types of personal data", "data categories", "what data",
		"kategorier af personoplysninger", "personoplysninger", "kategorier av personopplysninger", "personopplysninger", "oplysningstyper",
		"henkilötietoryhmät", "henkilötietojen ryhmät", "henkilötiedot", "käsiteltävät henkilötiedot", "tietosisältö",
		"catégories de données personnelles", "catégories de données", "données personnelles", "données traitées", "catégories de données personnelles concernées", "types de données",
	},
	Special: {
		"känsliga personuppgifter", "särskilda kategorier", "känsliga uppgifter", "särskilda kategorier av personuppgifter",
		"special category", "special categories", "article 9 basis for processing special category data", "sensitive data", "article 9",
		"følsomme oplysninger", "følsomme personoplysninger", "særlige kategorier", "særlige kategorier av personopplysninger", "sensitive opplysninger",
		"erityiset henkilötietoryhmät", "arkaluonteiset tiedot", "données sensibles", "catégories particulières",
	},
	Recipients: {
		"kategorier av mottagare", "mottagare", "mottagare av uppgifterna", "lämnas ut till", "personuppgiftsbiträden", "personuppgiftsbiträde", "kategorierna av mottagare",
		"categories of recipients", "recipients", "recipient", "disclosed to", "shared with", "processors used",
		"modtagere", "kategorier af modtagere", "databehandlere", "mottakere", "kategorier av mottakere", "databehandler",
		"vastaanottajat", "vastaanottajien ryhmät", "henkilötietojen vastaanottajat", "vastaanottajaryhmät", "tietojen luovutukset",
		"destinataires", "catégories de destinataires", "destinataire", "sous traitants",
	},
	Transfers: {
		"överföring till tredjeland", "överföringar till tredjeland", "tredjelandsöverföring", "tredjeland", "överföring utanför eu ees", "skyddsåtgärder vid överföring",
		"third countries", "third country transfers", "transfers", "international transfers", "names of third countries or international organisations", "transfer safeguards", "safeguards",
		"tredjelande", "overførsel til tredjelande", "overførsler", "overføring til tredjeland", "overføring til tredjestater", "overføring utenfor eu eøs",
		"siirrot kolmansiin maihin", "tietojen siirto", "siirto kolmansiin maihin", "siirrot eu eta alueen ulkopuolelle",
		"transferts hors ue", "transferts", "transfert des données hors ue", "pays tiers", "transferts de données hors ue",
	},
	Keep: {
		"tidsfrister för radering", "gallring", "gallringsfrist", "gallringstid", "bevarandetid", "lagringstid", "lagringsperiod", "hur länge", "raderas", "gallras", "sparas", "tidsfrist", "bevaras", "planerade tidsfrister för radering",
		"kept", "retention", "retention schedule", "retention period", "time limits for erasure", "time limits", "storage period", "how long",
		"slettefrist", "slettefrister", "sletning", "tidsfrister for sletning", "opbevaringsperiode", "sletting", "lagringstid", "tidsfrister for sletting",
		"säilytysaika", "säilytysajat", "poistamisen määräajat", "tietojen poistamisen suunnitellut määräajat", "määräajat",
		"durée de conservation", "durées de conservation", "délai d effacement", "délais d effacement", "conservation",
	},
	Measures: {
		"säkerhetsåtgärder", "tekniska och organisatoriska säkerhetsåtgärder", "tekniska och organisatoriska åtgärder", "skyddsåtgärder", "beskrivning av säkerhetsåtgärder",
		"security measures", "technical and organisational security measures", "technical and organisational measures", "general description of technical and organisational security measures", "measures",
		"sikkerhedsforanstaltninger", "tekniske og organisatoriske", "sikkerhetstiltak", "tekniske og organisatoriske tiltak", "informasjonssikkerhet",
		"turvatoimet", "kuvaus turvatoimista", "tekniset ja organisatoriset", "tietoturva",
		"mesures de sécurité", "mesures de sécurité techniques", "mesures de sécurité organisationnelles",
	},
	Owner: {
		"ansvarig", "processägare", "informationsägare", "kontaktperson", "ansvarig avdelning", "avdelning", "registeransvarig", "ägare", "verksamhetsansvarig",
		"owner", "process owner", "responsible", "department", "contact person", "responsible person",
		"ansvarlig", "systemejer", "afdeling", "kontaktperson", "avdeling",
		"vastuuhenkilö", "yhteyshenkilö", "omistaja", "vastuutaho", "service", "responsable opérationnel", "service concerné",
	},
	Controller: {
		"personuppgiftsansvarig", "personuppgiftsansvariga", "varje personuppgiftsansvarig", "uppdragsgivare",
		"controller", "name and contact details of controller", "name and contact details of each controller", "controllers", "on behalf of",
		"dataansvarlig", "behandlingsansvarlig", "dataansvarlige", "rekisterinpitäjä", "rekisterinpitäjät", "responsable du traitement", "client",
	},
	Joint: {
		"gemensamt personuppgiftsansvarig", "gemensamt personuppgiftsansvariga", "gemensamt ansvar",
		"joint controller", "joint controllers", "name and contact details of joint controller", "fælles dataansvarlig", "fælles dataansvarlige", "felles behandlingsansvarlig", "yhteisrekisterinpitäjä", "yhteisrekisterinpitäjät", "responsables conjoints", "responsable conjoint",
	},
	System: {
		"system", "it system", "it stöd", "systemstöd", "var finns uppgifterna", "lagringsplats", "applikation", "systemnamn",
		"location of personal data", "application", "software", "systems", "it systems", "where", "systemer", "fagsystem",
		"järjestelmä", "tietojärjestelmä", "järjestelmät", "logiciel", "application utilisée", "outil",
	},
	Source: {
		"källa", "varifrån", "uppgifternas källa", "insamlas från", "source", "source of the personal data", "the source of the personal data", "kilde", "tietolähde", "tietolähteet", "source des données", "origine des données",
	},
	Interest: {
		"intresseavvägning", "berättigat intresse", "berättigade intressen", "legitimate interests for the processing", "legitimate interests", "legitimate interest", "interesseafvejning", "legitime interesser", "oikeutettu etu", "intérêt légitime",
	},
}

// plainly is a heading without what headings differ in: capitals, signs, the text
// in brackets.
func plainly(heading string) string {
	var b strings.Builder
	depth := 0
	for _, r := range strings.ToLower(heading) {
		switch {
		case r == '(' || r == '[':
			depth++
		case r == ')' || r == ']':
			depth = max(0, depth-1)
		case depth > 0:
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// mostHeading is the longest text that is taken for a heading.
const mostHeading = 240

// fieldOf tells what a heading says, and how sure that is: the share of the
// heading that the best phrase covers. Nothing is told of a text that is no
// heading.
func fieldOf(heading string) (best Field, sure float64) {
	plain := plainly(heading)
	if plain == "" || len(heading) > mostHeading {
		return "", 0
	}
	longest := 0
	for _, field := range Fields {
		for _, phrase := range phrases[field] {
			if len(phrase) <= longest || !strings.Contains(" "+plain+" ", " "+phrase+" ") && !begins(plain, phrase) {
				continue
			}
			best, longest = field, len(phrase)
		}
	}
	if best == "" {
		return "", 0
	}
	return best, float64(longest) / float64(len(plain))
}

// begins lets an ending be added to a long phrase: "mottagarkategorier" is not
// "mottagare", "gallringstider" is "gallringstid".
func begins(plain, phrase string) bool {
	return len(phrase) >= 8 && (strings.HasPrefix(plain, phrase) && len(plain)-len(phrase) <= 3 || strings.Contains(" "+plain, " "+phrase) && len(phrase) >= 12)
}
