package ropa

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// articles are the words by which people name a legal basis, in the order in which
// they are believed.
var articles = []struct {
	article string
	words   []string
}{
	{"6.1.c", []string{"rättslig förpliktelse", "rättslig skyldighet", "laglig skyldighet", "legal obligation", "retlig forpligtelse", "rettslig forpliktelse", "lakisääteinen velvoite", "lakisääteinen", "obligation légale", "bokföringslag"}},
	{"6.1.f", []string{"berättigat intresse", "berättigade intressen", "intresseavvägning", "legitimate interest", "legitim interesse", "legitime interesser", "interesseafvejning", "berettiget interesse", "oikeutettu etu", "oikeutetun edun", "intérêt légitime", "intérêts légitimes"}},
	{"6.1.e", []string{"allmänt intresse", "myndighetsutövning", "public task", "public interest", "offentlig myndighed", "allmenn interesse", "samfundets interesse", "offentlig myndighet", "yleinen etu", "yleistä etua", "julkisen vallan", "mission d intérêt public", "intérêt public"}},
	{"6.1.d", []string{"grundläggande intresse", "skydda grundläggande", "vital interest", "vitale interesser", "elintärkeä", "sauvegarde des intérêts vitaux", "intérêts vitaux"}},
	{"6.1.b", []string{"avtal", "contract", "kontrakt", "aftale", "avtale", "sopimus", "sopimuksen", "contrat"}},
	{"6.1.a", []string{"samtycke", "consent", "samtykke", "suostumus", "consentement"}},
}

// lettered is an article by its letter: 6.1.c, Art. 6(1)(c), 6 § 1 c, artikel 6.1 c.
var lettered = regexp.MustCompile(`(?i)\b6(?:\s*[.,(§]\s*|\s+)(?:(?:stk|nr|mom|lid)\b\.?\s*)?\(?1\)?[\s.,(]*(?:(?:litra|lit|bokstav|bokst|led|kohta|k)\b\.?[\s.,(]*)?([a-f])\b`)

// basisOf reads a legal basis; empty when none is named. More says that several
// are.
func basisOf(text string) (article string, more bool) {
	var found []string
	for _, m := range lettered.FindAllStringSubmatch(text, -1) {
		found = append(found, "6.1."+strings.ToLower(m[1]))
	}
	if len(found) == 0 {
		plain := plainly(text)
		for _, a := range articles {
			if slices.ContainsFunc(a.words, func(w string) bool { return strings.Contains(plain, w) }) {
				found = append(found, a.article)
			}
		}
	}
	slices.Sort(found)
	found = slices.Compact(found)
	switch len(found) {
	case 0:
		return "", false
	case 1:
		return found[0], false
	}
	for _, a := range articles { // the most binding one first
		if slices.Contains(found, a.article) {
			return a.article, true
		}
	}
	return found[0], true
}

// units are words for lengths of time.
var units = map[string]string{
	"år": "years", "years": "years", "year": "years", "ans": "years", "an": "years", "vuotta": "years", "vuosi": "years", "vuoden": "years", "v": "years", "yrs": "years",
	"månader": "months", "månad": "months", "mån": "months", "months": "months", "month": "months", "mois": "months", "måneder": "months", "måned": "months", "mdr": "months", "kuukautta": "months", "kk": "months", "kuukauden": "months",
	"dagar": "days", "dag": "days", "days": "days", "day": "days", "jours": "days", "jour": "days", "dage": "days", "dager": "days", "päivää": "days", "pv": "days",
	"veckor": "weeks", "vecka": "weeks", "weeks": "weeks", "week": "weeks", "uger": "weeks", "uker": "weeks", "viikkoa": "weeks", "semaines": "weeks",
}

var length = regexp.MustCompile(`(\d{1,3})\s*(\p{L}+)`)

// numerals are small numbers in words.
var numerals = strings.NewReplacer(
	"tio år", "10 år", "sju år", "7 år", "fem år", "5 år", "två år", "2 år", "tre år", "3 år", "ett år", "1 år", "sex månader", "6 månader", "tre månader", "3 månader",
	"tolv månader", "12 månader", "seven years", "7 years", "six years", "6 years", "five years", "5 years", "two years", "2 years", "one year", "1 year", "ten years", "10 years",
	"six months", "6 months", "three months", "3 months", "twelve months", "12 months",
)

// periodOf reads the one length of time that a text names; empty when it names
// none, or several.
func periodOf(text string) string {
	if found := periodsOf(text); len(found) == 1 {
		return found[0].String()
	}
	return ""
}

// periodsOf are the lengths of time that a text names, each once.
func periodsOf(text string) (all []varsam.Period) {
	var found []string
	for _, m := range length.FindAllStringSubmatch(numerals.Replace(strings.ToLower(text)), -1) {
		unit, ok := units[m[2]]
		number := strings.TrimLeft(m[1], "0")
		if !ok || number == "" {
			continue
		}
		if unit == "weeks" {
			number, unit = weeks(number), "days"
		}
		found = append(found, number+" "+unit)
	}
	slices.Sort(found)
	for _, text := range slices.Compact(found) {
		var p varsam.Period
		if p.UnmarshalText([]byte(text)) != nil {
			return nil
		}
		all = append(all, p)
	}
	return all
}

// weeks is a number of weeks in days.
func weeks(number string) string {
	n := 0
	for _, r := range number {
		n = n*10 + int(r-'0')
	}
	var b []byte
	for n *= 7; n > 0; n /= 10 {
		b = append([]byte{byte('0' + n%10)}, b...)
	}
	return string(b)
}

// parts cuts a list that people write in a cell.
func parts(text string) (all []string) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;\n•·|", r) }) {
		part = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(part), "-–*"))
		for _, and := range []string{" och ", " samt ", " and ", " sekä ", " og "} {
			if left, right, ok := strings.Cut(part, and); ok && len(left) < 40 && len(right) < 40 {
				all = append(all, strings.TrimSpace(left))
				part = strings.TrimSpace(right)
			}
		}
		if part != "" {
			all = append(all, part)
		}
	}
	return all
}

// subjects are words for kinds of people, by the register's names.
var subjects = map[string][]string{
	"customer":    {"kund", "customer", "client", "klient", "asiaka"},
	"contact":     {"kontaktperson", "contact", "yhteyshenkilö", "representant"},
	"employee":    {"anställd", "medarbetare", "personal", "employee", "staff", "medarbejder", "ansat", "ansatt", "työntekijä", "henkilöstö", "salarié", "employé", "arbetstagare"},
	"applicant":   {"sökande", "kandidat", "applicant", "candidate", "ansøger", "søker", "hakija", "candidat"},
	"supplier":    {"leverantör", "supplier", "vendor", "leverandør", "toimittaja", "fournisseur"},
	"visitor":     {"besökare", "visitor", "besøgende", "besøkende", "vierailija", "kävijä", "visiteur"},
	"consultant":  {"konsult", "consultant", "konsulent"},
	"shareholder": {"aktieägare", "shareholder", "aktionær", "aksjonær", "osakkeenomistaja", "actionnaire"},
	"participant": {"deltagare", "participant", "deltager", "deltaker", "osallistuja"},
	"respondent":  {"respondent", "svarande", "vastaaja"},
	"member":      {"medlem", "member", "jäsen", "adhérent", "membre"},
	"patient":     {"patient", "pasient", "potila"},
	"student":     {"elev", "student", "opiskelija", "pupil", "élève"},
}

func subjectOf(word string) string {
	plain := plainly(word)
	for _, key := range sortedKeys(subjects) {
		for _, stem := range subjects[key] {
			if strings.HasPrefix(plain, stem) || strings.Contains(plain, " "+stem) {
				return key
			}
		}
	}
	return slug(word)
}

func sortedKeys(m map[string][]string) (keys []string) {
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// kinds are words for data, beside the names of the register's own table.
var kinds = []struct {
	category varsam.Category
	words    []string
}{
	{"person.national-id", []string{"personnummer", "personnr", "cpr", "fødselsnummer", "henkilötunnus", "national id", "social security", "numéro de sécurité sociale", "samordningsnummer"}},
	{"contact.email", []string{"e post", "epost", "mejl", "e mail", "email", "sähköposti", "courriel"}},
	{"contact.phone", []string{"telefon", "mobil", "phone", "puhelin", "téléphone"}},
	{"contact.address", []string{"adress", "address", "adresse", "osoite"}},
	{"contact", []string{"kontaktuppgift", "contact details", "contact information", "kontaktoplysning", "kontaktopplysning", "yhteystie", "coordonnées"}},
	{"person.name", []string{"namn", "name", "navn", "nimi", "nom", "état civil", "identité"}},
	{"payment.bank-account", []string{"bankkonto", "kontonummer", "bank account", "bank details", "pankkitili", "iban", "rib"}},
	{"payment", []string{"betalning", "betalnings", "faktur", "payment", "invoice", "betaling", "maksu", "lasku", "paiement"}},
	{"employment.salary", []string{"lön", "salary", "pay details", "løn", "lønn", "palkka", "salaire"}},
	{"employment.history", []string{"cv", "meritförteckning", "anställningshistorik", "resume", "työhistoria"}},
	{"employment.title", []string{"befattning", "titel", "yrkesroll", "job title", "stilling", "tehtävänimike", "fonction"}},
	{"special.health", []string{"hälsa", "hälso", "sjukfrånvaro", "sjukdom", "health", "medical", "helbred", "helse", "terveys", "santé"}},
	{"special.union", []string{"fackförening", "fackligt medlemskap", "fackmedlem", "trade union", "fagforening", "ammattiliit", "syndicat"}},
	{"location", []string{"gps", "lokaliseringsuppgift", "location data", "positionsdata", "sijaintitie", "localisation"}},
}

// categoriesOf are the register's categories that a text names; rest is what it
// does not know.
func categoriesOf(text string) (all []varsam.Category, rest []string) {
	for _, part := range parts(text) {
		c := categoryOf(part)
		switch {
		case c == "":
			rest = append(rest, part)
		case !slices.Contains(all, c):
			all = append(all, c)
		}
	}
	return all, rest
}

func categoryOf(word string) varsam.Category {
	plain := plainly(word)
	if plain == "" {
		return ""
	}
	for _, k := range register.Categories() {
		if plain == plainly(k.Words.SV) || plain == plainly(k.Words.EN) || plain == string(k.Key) {
			return k.Key
		}
	}
	for _, k := range kinds {
		for _, stem := range k.words {
			if (strings.HasPrefix(plain, stem) || strings.Contains(plain, " "+stem)) && register.IsKnownCategory(k.category) {
				return k.category
			}
		}
	}
	return ""
}

// slug is a text as a name of the register: letters, digits and hyphens.
func slug(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		case strings.ContainsRune("åäàâáæã", r):
			b.WriteByte('a')
		case strings.ContainsRune("öøôóõ", r):
			b.WriteByte('o')
		case strings.ContainsRune("éèêë", r):
			b.WriteByte('e')
		case strings.ContainsRune("üûùú", r):
			b.WriteByte('u')
		case strings.ContainsRune("îïí", r):
			b.WriteByte('i')
		case r == 'ç':
			b.WriteByte('c')
		default:
			b.WriteByte(' ')
		}
	}
	name := strings.Join(strings.Fields(b.String()), "-")
	if len(name) > 48 {
		name = strings.TrimRight(name[:48], "-")
	}
	return name
}
