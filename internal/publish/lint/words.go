package lint

import (
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// findingText is what is said of one kind of finding. {authority} stands for the
// authority's name and address, {0} … for the arguments.
type findingText struct {
	severity   register.Severity
	paragraph  string
	says, next varsam.Words
}

// Says is the finding in words.
func (f Finding) Says() varsam.Words { return f.fill(texts[f.Code].says) }

// Next is what to do about it, or what to write instead.
func (f Finding) Next() varsam.Words { return f.fill(texts[f.Code].next) }

func (f Finding) fill(w varsam.Words) varsam.Words {
	authority := authorities[f.country]
	return varsam.Words{
		SV: f.filled(w.SV, authority.SV, varsam.Swedish), SVFI: f.filled(w.SVFI, authority.SV, varsam.FinlandSwedish),
		EN: f.filled(w.EN, authority.EN, varsam.English),
	}
}

func (f Finding) filled(text, authority string, lang varsam.Lang) string {
	pairs := []string{"{authority}", authority}
	for i, arg := range f.Args {
		if i < len(f.words) {
			arg = f.words[i].In(lang)
		}
		pairs = append(pairs, "{"+strconv.Itoa(i)+"}", arg)
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// authorities are who supervises, with where they are reached.
var authorities = map[string]varsam.Words{
	"SE": {SV: "Integritetsskyddsmyndigheten (IMY), Box 8114, 104 20 Stockholm, imy@imy.se, www.imy.se", EN: "the Swedish Authority for Privacy Protection (IMY), Box 8114, SE-104 20 Stockholm, imy@imy.se, www.imy.se"},
	"FI": {SV: "dataombudsmannens byrå, PB 800, 00531 Helsingfors, tietosuoja@om.fi, www.tietosuoja.fi", EN: "the Office of the Data Protection Ombudsman, P.O. Box 800, FI-00531 Helsinki, tietosuoja@om.fi, www.tietosuoja.fi"},
	"":   {SV: "tillsynsmyndigheten i landet, i Sverige IMY (www.imy.se), i Finland dataombudsmannen (www.tietosuoja.fi)", EN: "the supervisory authority of the country, in Sweden IMY (www.imy.se), in Finland the Data Protection Ombudsman (www.tietosuoja.fi)"},
}

func say(severity register.Severity, paragraph, sv, en, nextSV, nextEN string) findingText {
	return findingText{severity, paragraph, varsam.Words{SV: sv, EN: en}, varsam.Words{SV: nextSV, EN: nextEN}}
}

// inFinland adds the Finland-Swedish words where they differ.
func (t findingText) inFinland(says, next string) findingText {
	t.says.SVFI, t.next.SVFI = says, next
	return t
}

const (
	bad   = register.Error
	doubt = register.Warning
)

var texts = map[string]findingText{
	// What Art. 13 and 14 ask for.
	"no-controller": say(bad, "Art. 13(1)(a)",
		"Det står inte vem som är personuppgiftsansvarig.", "It does not say who the controller is.",
		"Skriv företagets fullständiga namn, organisationsnummer och att det är personuppgiftsansvarigt.", "Write the company's full name and number, and that it is the controller.").
		inFinland("Det står inte vem som är registeransvarig.", "Skriv företagets fullständiga namn, FO-nummer och att det är registeransvarigt."),
	"no-contact": say(bad, "Art. 13(1)(a)",
		"Det finns ingen kontaktuppgift.", "There are no contact details.",
		"Skriv en e-postadress, ett telefonnummer eller en postadress som någon läser och svarar på.", "Write an e-mail address, a telephone number or a postal address that somebody attends to."),
	"no-officer": say(bad, "Art. 13(1)(b)",
		"Dataskyddsombudet nämns inte.", "The data protection officer is not named.",
		"Skriv hur dataskyddsombudet nås.", "Write how the data protection officer is reached."),
	"no-purpose": say(bad, "Art. 13(1)(c)",
		"Det står inte vad uppgifterna används till.", "It does not say what the data is used for.",
		"Skriv ändamålen, ett i taget, med ord som läsaren förstår.", "Write the purposes, one by one, in words that readers understand."),
	"no-basis": say(bad, "Art. 13(1)(c)",
		"Ingen rättslig grund nämns.", "No legal basis is named.",
		"Skriv för varje ändamål vilken grund i artikel 6.1 det vilar på: samtycke, avtal, rättslig förpliktelse, allmänt intresse eller berättigat intresse.", "Write for each purpose which basis of Art. 6(1) it rests on: consent, contract, legal obligation, public interest or legitimate interest.").
		inFinland("Ingen behandlingsgrund nämns.", "Skriv för varje ändamål vilken grund i artikel 6.1 det vilar på: samtycke, avtal, rättslig förpliktelse, allmänt intresse eller berättigat intresse."),
	"no-interest": say(bad, "Art. 13(1)(d)",
		"Berättigat intresse nämns, men inte vilket intresset är.", "Legitimate interest is named, but not which interest it is.",
		"Skriv intresset: ”vårt intresse av att …”.", "Write the interest: “our interest in …”."),
	"no-categories": say(doubt, "Art. 14(1)(d)",
		"Det står inte vilka slags uppgifter det gäller.", "It does not say which kinds of data it is about.",
		"Räkna upp dem: namn, e-postadress, fakturor …", "List them: name, e-mail address, invoices …"),
	"no-recipients": say(bad, "Art. 13(1)(e)",
		"Det står inte vilka som får uppgifterna.", "It does not say who gets the data.",
		"Skriv mottagarna eller vilka slag de är, biträden också.", "Write the recipients or what kinds they are, processors too."),
	"no-period": say(bad, "Art. 13(2)(a)",
		"Det står inte hur länge uppgifterna sparas.", "It does not say how long the data is kept.",
		"Skriv för varje ändamål en tid och från vilken dag den räknas, eller vad som avgör den.", "Write for each purpose a period and from which day it counts, or what decides it."),
	"period-vague": say(bad, "Art. 13(2)(a)",
		"”Så länge det behövs” är den enda tid som anges. Av den kan ingen räkna ut när uppgifterna går bort.", "“As long as needed” is the only time given. Nobody can tell from it when the data goes.",
		"Skriv för varje ändamål en tid och från vilken dag den räknas, eller vad som avgör den: ”tre år efter senaste kontakt”.", "Write for each purpose a period and from which day it counts, or what decides it: “three years after the last contact”."),
	"no-access": say(bad, "Art. 13(2)(b)",
		"Rätten till tillgång (artikel 15) nämns inte.", "The right of access (Art. 15) is not named.",
		"Skriv att var och en kan få veta vilka uppgifter som finns och få en kopia.", "Write that anybody may learn which data there is and get a copy."),
	"no-rectification": say(bad, "Art. 13(2)(b)",
		"Rätten till rättelse (artikel 16) nämns inte.", "The right to rectification (Art. 16) is not named.",
		"Skriv att felaktiga uppgifter rättas på begäran.", "Write that wrong data is put right on request."),
	"no-erasure": say(bad, "Art. 13(2)(b)",
		"Rätten till radering (artikel 17) nämns inte.", "The right to erasure (Art. 17) is not named.",
		"Skriv när uppgifter raderas på begäran, och vad lagen kräver sparas.", "Write when data is erased on request, and what the law requires to be kept."),
	"no-restriction": say(bad, "Art. 13(2)(b)",
		"Rätten till begränsning av behandling (artikel 18) nämns inte.", "The right to restriction of processing (Art. 18) is not named.",
		"Skriv att man kan begära att uppgifterna bara lagras medan något prövas.", "Write that people may ask for their data only to be stored while something is examined."),
	"no-objection": say(bad, "Art. 13(2)(b)",
		"Rätten att invända (artikel 21) nämns inte.", "The right to object (Art. 21) is not named.",
		"Skriv att man kan invända mot det som vilar på berättigat intresse, och alltid mot direktmarknadsföring.", "Write that people may object to what rests on legitimate interest, and always to direct marketing."),
	"no-portability": say(bad, "Art. 13(2)(b)",
		"Rätten till dataportabilitet (artikel 20) nämns inte.", "The right to data portability (Art. 20) is not named.",
		"Skriv att man kan få ut det man själv har lämnat, i en form som andra program läser, när grunden är samtycke eller avtal.", "Write that people may get what they provided, in a form that other programs read, where the basis is consent or contract.").
		inFinland("Rätten att överföra uppgifter mellan system (artikel 20) nämns inte.", "Skriv att man kan få ut det man själv har lämnat, i en form som andra program läser, när grunden är samtycke eller avtal."),
	"no-withdrawal": say(bad, "Art. 13(2)(c)",
		"Samtycke nämns, men inte att det kan återkallas.", "Consent is named, but not that it can be withdrawn.",
		"Skriv att det kan återkallas när som helst, lika lätt som det gavs, och hur.", "Write that it can be withdrawn at any time, as easily as it was given, and how."),
	"no-complaint": say(bad, "Art. 13(2)(d)",
		"Rätten att klaga hos tillsynsmyndigheten nämns inte.", "The right to complain to the supervisory authority is not named.",
		"Skriv att man kan klaga hos {authority}.", "Write that one may complain to {authority}."),
	"no-authority": say(bad, "Art. 13(2)(d)",
		"Det står att man kan klaga, men inte hos vem.", "It says that one may complain, but not to whom.",
		"Skriv att man kan klaga hos {authority}.", "Write that one may complain to {authority}."),
	"no-needed": say(doubt, "Art. 13(2)(e)",
		"Det står inte vilka uppgifter som måste lämnas, och vad som händer annars.", "It does not say which data must be given, and what happens otherwise.",
		"Skriv vad avtal eller lag kräver och vad som är frivilligt.", "Write what contract or law requires and what is voluntary."),
	"no-source": say(doubt, "Art. 14(2)(f)",
		"Det står inte varifrån uppgifterna kommer.", "It does not say where the data comes from.",
		"Skriv om de kommer från personen själv eller från vem.", "Write whether it comes from the person or from whom."),
	"source-vague": say(doubt, "Art. 14(2)(f)",
		"Uppgifter hämtas ur register som inte namnges.", "Data is taken from registers that are not named.",
		"Skriv vilka, och om de är offentliga.", "Write which, and whether they are public."),
	"recipients-vague": say(doubt, "Art. 13(1)(e)",
		"”Samarbetspartner” eller ”utvalda tredje parter” säger inte vem som får uppgifterna.", "“Partners” or “selected third parties” does not say who gets the data.",
		"Skriv vilka de är, eller vilka slags företag och för vilket ändamål.", "Write who they are, or which kinds of companies and for which purpose."),
	"special-without-ground": say(doubt, "Art. 9(2), 13(1)(c)",
		"Känsliga personuppgifter behandlas, men det står inte vilket undantag i artikel 9.2 som gäller.", "Special categories of data are processed, but it does not say which condition of Art. 9(2) applies.",
		"Skriv undantaget: uttryckligt samtycke, arbetsrätt, hälso- och sjukvård …", "Write the condition: explicit consent, employment law, health care …").
		inFinland("Särskilda kategorier av personuppgifter behandlas, men det står inte vilket undantag i artikel 9.2 som gäller.", "Skriv undantaget: uttryckligt samtycke, arbetsrätt, hälso- och sjukvård …"),
	"no-logic": say(doubt, "Art. 13(2)(f)",
		"Profilering eller automatiska beslut nämns utan logik och följder.", "Profiling or automated decisions are named without logic and consequences.",
		"Skriv hur det går till och vad det betyder för personen, eller att inga beslut fattas så.", "Write how it works and what it means for the person, or that no decisions are made that way."),
	"no-date": say(doubt, "Art. 5(2)",
		"Texten har ingen dag eller version.", "The text has no day or version.",
		"Skriv från vilken dag den gäller och vad den ersätter.", "Write from which day it is in force and what it replaces."),
	"processor-text": say(doubt, "Art. 13",
		"Texten handlar bara om arbete som biträde åt kunder. Om egna kunder, anställda och besökare säger den inget.", "The text is only about work as a processor for customers. It says nothing of one's own customers, staff and visitors.",
		"Skriv också en text om det ni själva är personuppgiftsansvariga för.", "Also write a text about what you are the controller of.").
		inFinland("Texten handlar bara om arbete som biträde åt kunder. Om egna kunder, anställda och besökare säger den inget.", "Skriv också en text om det ni själva är registeransvariga för."),

	// Outdated.
	"authority-name": say(bad, "Art. 13(2)(d)",
		"Myndigheten har inte det namnet längre.", "The authority no longer has that name.",
		"Skriv {authority}.", "Write {authority}."),
	"authority-address": say(bad, "Art. 13(2)(d)",
		"Adressen till tillsynsmyndigheten är inaktuell.", "The supervisory authority's address is outdated.",
		"Skriv {authority}.", "Write {authority}."),
	"wrong-authority": say(bad, "Art. 13(2)(d)",
		"Texten hänvisar till ett annat lands tillsynsmyndighet.", "The text names another country's supervisory authority.",
		"Skriv {authority}.", "Write {authority}."),
	"law-pul": say(bad, "Art. 94",
		"Lagen gäller inte sedan 25 maj 2018, då dataskyddsförordningen började gälla.", "That act is not in force since 25 May 2018, when the GDPR began to apply.",
		"Skriv dataskyddsförordningen (EU) 2016/679, och pröva om det som står fortfarande är rätt.", "Write the General Data Protection Regulation (EU) 2016/679, and check whether what is said is still right."),
	"law-directive": say(bad, "Art. 94",
		"Direktiv 95/46/EG är upphävt sedan 25 maj 2018.", "Directive 95/46/EC is repealed since 25 May 2018.",
		"Skriv dataskyddsförordningen (EU) 2016/679.", "Write Regulation (EU) 2016/679."),
	"law-lek": say(bad, "LEK 2022:482",
		"Lagen 2003:389 om elektronisk kommunikation är ersatt.", "The Swedish act 2003:389 on electronic communications is replaced.",
		"Skriv lagen (2022:482) om elektronisk kommunikation, 9 kap. 28 §.", "Write the act (2022:482) on electronic communications, ch. 9, s. 28."),
	"shield": say(bad, "Art. 45",
		"Privacy Shield är ogiltigt sedan 16 juli 2020 (C-311/18).", "Privacy Shield is invalid since 16 July 2020 (C-311/18).",
		"Skriv vad överföringen vilar på i dag: EU–US Data Privacy Framework, om mottagaren står på listan, eller standardavtalsklausuler (EU) 2021/914.", "Write what the transfer rests on today: the EU–US Data Privacy Framework, if the recipient is on its list, or standard contractual clauses (EU) 2021/914."),
	"harbor": say(bad, "Art. 45",
		"Safe Harbor är ogiltigt sedan 6 oktober 2015 (C-362/14).", "Safe Harbor is invalid since 6 October 2015 (C-362/14).",
		"Skriv vad överföringen vilar på i dag: EU–US Data Privacy Framework, om mottagaren står på listan, eller standardavtalsklausuler (EU) 2021/914.", "Write what the transfer rests on today: the EU–US Data Privacy Framework, if the recipient is on its list, or standard contractual clauses (EU) 2021/914."),
	"scc-2010": say(bad, "Art. 46(2)(c)",
		"De gamla standardavtalsklausulerna gäller inte sedan 27 december 2022.", "The old standard contractual clauses are not valid since 27 December 2022.",
		"Teckna klausulerna i beslut (EU) 2021/914 och hänvisa till dem.", "Sign the clauses of decision (EU) 2021/914 and refer to them."),
	"officer-name": say(bad, "Art. 37",
		"Personuppgiftsombud fanns i en lag som är upphävd.", "Personuppgiftsombud belonged to an act that is repealed.",
		"Skriv dataskyddsombud, om ett är utsett och anmält till myndigheten.", "Write dataskyddsombud (data protection officer), if one is appointed and notified to the authority."),
	"file-description": say(doubt, "Art. 13",
		"Registerbeskrivning är ordet i den finska personuppgiftslag som är upphävd, och den frågade efter mindre.", "“Description of file” is the word of the repealed Finnish act, which asked for less.",
		"Kalla texten dataskyddsbeskrivning och fyll i det som artikel 13 och 14 kräver.", "Call it a privacy notice and add what Art. 13 and 14 ask for."),

	// Requests.
	"deadline": say(bad, "Art. 12(3)",
		"”{0}” är inte den tid lagen ger för att svara: en månad, som räknas till samma dag nästa månad. Den får förlängas med två månader om skälen sägs inom den första.", "“{0}” is not the time the law gives to answer: one month, counted to the same day of the next. It may be extended by two months if the reasons are told within the first.",
		"Skriv ”utan onödigt dröjsmål och senast inom en månad”, eller lova något kortare.", "Write “without undue delay and within one month at the latest”, or promise something shorter."),
	"deadline-vague": say(doubt, "Art. 12(3)",
		"”Inom rimlig tid” är inte den tid lagen ger för att svara.", "“Within a reasonable time” is not the time the law gives to answer.",
		"Skriv ”utan onödigt dröjsmål och senast inom en månad”.", "Write “without undue delay and within one month at the latest”."),
	"once-a-year": say(bad, "Art. 12(5), 15(3)",
		"En gång om året gratis var regeln i den gamla lagen. I dag är varje begäran gratis, om den inte är uppenbart ogrundad eller orimlig.", "Once a year for free was the rule of the old act. Today every request is free unless manifestly unfounded or excessive.",
		"Skriv att det är gratis.", "Write that it is free."),
	"fee": say(bad, "Art. 12(5)",
		"En avgift får bara tas ut för en uppenbart ogrundad eller orimlig begäran, eller för fler kopior.", "A fee may only be charged for manifestly unfounded or excessive requests, or for further copies.",
		"Ta bort avgiften, eller skriv i vilket fall den gäller.", "Remove the fee, or write in which case it applies."),
	"signed-request": say(bad, "Art. 12(2)",
		"Rätten får inte bara kunna användas med en undertecknad begäran eller ett brev.", "A right must not only be open to those who send a signed request or a letter.",
		"Ta emot begäran hur den än kommer. Kontrollera vem det är i proportion till vad som begärs.", "Take requests however they come. Check who it is in proportion to what is asked for."),
	"identity-copy": say(bad, "Art. 12(6), 5(1)(c)",
		"En kopia av pass eller id-handling är mer än som behövs för att veta vem som frågar.", "A copy of a passport or identity card is more than is needed to know who is asking.",
		"Använd något lättare: inloggning, BankID, en kod till en adress ni redan har.", "Use something lighter: a login, an electronic identification, a code to an address you already have."),
	"no-veto": say(doubt, "Art. 28(2)",
		"Kunden ska få veta i förväg om nya underbiträden och kunna invända.", "Customers must be told of new sub-processors beforehand and be able to object.",
		"Skriv hur långt i förväg ni meddelar, hur man invänder och vad som då sker.", "Write how long before you give notice, how to object and what happens then."),

	// Consent.
	"consent-by-conduct": say(bad, "Art. 4(11), 7",
		"Den som gör något annat – använder tjänsten, hör av sig, registrerar sig – har inte samtyckt.", "Who does something else – uses the service, gets in touch, registers – has not consented.",
		"Fråga särskilt, eller stöd behandlingen på avtal eller berättigat intresse och skriv det.", "Ask separately, or rest the processing on contract or legitimate interest and say so."),
	"policy-accepted": say(bad, "Art. 7(2), 13",
		"En integritetspolicy är information. Den accepteras inte, och att acceptera den är inget samtycke.", "A privacy notice is information. It is not accepted, and accepting it is no consent.",
		"Skriv ”läs här hur vi behandlar dina uppgifter”, och fråga särskilt om det som kräver samtycke.", "Write “read here how we handle your data”, and ask separately for what needs consent."),
	"consent-of-employer": say(bad, "Art. 4(11), 7",
		"Ingen kan samtycka åt någon annan. Ett avtal med arbetsgivaren är inte de anställdas samtycke.", "Nobody can consent for somebody else. A contract with the employer is not the employees' consent.",
		"Skriv vilken grund arbetsgivaren har, och att den svarar för den.", "Write which basis the employer has, and that it answers for it."),
	"consent-preticked": say(bad, "Art. 4(11)",
		"En ruta som redan är ikryssad är inget samtycke (C-673/17).", "A box that is already ticked is no consent (C-673/17).",
		"Lämna rutan tom.", "Leave the box empty."),
	"consent-optout": say(bad, "Art. 4(11)",
		"Den som inte säger ifrån har inte samtyckt.", "Who says nothing has not consented.",
		"Fråga, eller skriv vilken annan grund som finns och att man kan invända.", "Ask, or write which other basis there is and that people may object."),
	"consent-bundled": say(bad, "Art. 7(2), rec. 32, 43",
		"Ett samtycke för flera ändamål eller kanaler på en gång är inte frivilligt.", "One consent for several purposes or channels at once is not freely given.",
		"Fråga för varje ändamål och kanal för sig, och låt den som säger nej till ett säga ja till ett annat.", "Ask for each purpose and channel by itself, and let people say no to one and yes to another."),
	"consent-withdrawal-denied": say(bad, "Art. 7(3)",
		"Texten säger att samtycket inte kan återkallas. Det kan det alltid.", "The text says that consent cannot be withdrawn. It always can.",
		"Skriv att samtycket får återkallas när som helst och hur. Det som avtalet kräver vilar på avtalet, inte på samtycke.", "Say that consent may be withdrawn at any time, and how. What the contract needs rests on the contract, not on consent."),
	"consent-conditional": say(doubt, "Art. 7(4)",
		"Ett samtycke som krävs för att få något är sällan frivilligt.", "A consent that is required to get something is seldom freely given.",
		"Är uppgiften nödvändig för avtalet: skriv att avtalet är grunden.", "If the data is needed for the contract, write that the contract is the basis."),

	// Anonymity, cookies.
	"not-anonymous": say(bad, "Art. 4(1), rec. 26, 30",
		"Det som kallas anonymt går att knyta till en person eller en enhet: en adress, ett nummer, en kaka räcker.", "What is called anonymous can be tied to a person or a device: an address, a number or a cookie is enough.",
		"Skriv att det är personuppgifter, på vilken grund och hur länge, eller sluta samla in det som leder till någon.", "Write that it is personal data, on which basis and for how long, or stop collecting what leads to somebody."),
	"cookies-on-interest": say(bad, "LEK 9:28, dir. 2002/58 Art. 5(3)",
		"Kakor som inte är nödvändiga kräver samtycke. En intresseavvägning räcker inte.", "Cookies that are not necessary need consent. A balance of interests is not enough.",
		"Fråga före varje kaka som inte är nödvändig för det besökaren har bett om.", "Ask before every cookie that is not necessary for what the visitor asked for.").
		inFinland("Kakor som inte är nödvändiga kräver samtycke (917/2014, 205 §). Ett balanstest räcker inte.", "Fråga före varje kaka som inte är nödvändig för det besökaren har bett om."),
	"cookies-without-consent": say(bad, "LEK 9:28, dir. 2002/58 Art. 5(3)",
		"Kakor för statistik eller marknadsföring används, men inget samtycke nämns.", "Cookies for statistics or marketing are used, but no consent is named.",
		"Fråga före varje kaka som inte är nödvändig, och skriv hur man ändrar sig.", "Ask before every cookie that is not necessary, and write how to change one's mind."),
	"cookies-by-settings": say(doubt, "LEK 9:28, Art. 7(3)",
		"Webbläsarens inställningar är inget samtycke och inget sätt att återkalla ett.", "The browser's settings are no consent and no way to withdraw one.",
		"Visa egna val på sidan, lika lätta att ändra som att göra.", "Show choices on the page, as easy to change as to make."),
	"cookies-by-use": say(bad, "Art. 4(11), C-673/17",
		"Den som fortsätter använda sidan har inte samtyckt till kakor.", "Who goes on using the site has not consented to cookies.",
		"Fråga, med nej lika lätt som ja, och sätt ingen kaka dessförinnan.", "Ask, with no as easy as yes, and set no cookie before."),

	// Places.
	"eea-contradicted": say(bad, "Art. 13(1)(f)",
		"Texten säger att uppgifterna stannar inom EU/EES, men nämner {0}.", "The text says that data stays within the EU/EEA, but names {0}.",
		"Ta reda på var uppgifterna behandlas och vem som kan se dem därifrån. Skriv det, med stödet för överföringen.", "Find out where the data is handled and from where it can be seen. Write it, with what the transfer rests on."),
	"eea-contradicted-text": say(bad, "Art. 13(1)(f)",
		"Texten säger att uppgifterna stannar inom EU/EES, och på ett annat ställe att de lämnar det: ”{0}”.", "The text says that data stays within the EU/EEA, and elsewhere that it leaves it: “{0}”.",
		"Skriv vad som är sant på båda ställena.", "Write what is true in both places."),
	"transfer-without-mechanism": say(bad, "Art. 13(1)(f), 44–49",
		"Uppgifter kan lämna EU/EES ({0}), men det står inte vad överföringen vilar på.", "Data may leave the EU/EEA ({0}), but it does not say what the transfer rests on.",
		"Skriv stödet för varje mottagare – beslut om adekvat skyddsnivå (för USA Data Privacy Framework), standardavtalsklausuler, annat i artikel 46 eller 49 – och hur man får en kopia.", "Write for each recipient what it rests on – an adequacy decision (for the USA the Data Privacy Framework), standard contractual clauses, something else in Art. 46 or 49 – and how to get a copy."),
	"no-safeguard-copy": say(doubt, "Art. 13(1)(f)",
		"Det står inte hur man får en kopia av skyddsåtgärderna för överföringen.", "It does not say how to get a copy of the safeguards of the transfer.",
		"Skriv var de finns eller vem man frågar.", "Write where they are or whom to ask."),

	// Periods.
	"period-endless": say(bad, "Art. 5(1)(e), 13(2)(a)",
		"Uppgifter sparas utan slut.", "Data is kept without an end.",
		"Skriv hur länge, eller vad som avgör när uppgifterna går bort.", "Write how long, or what decides when the data goes."),
	"period-without-start": say(doubt, "Art. 13(2)(a)",
		"”{0}” har ingen dag att räkna från.", "“{0}” has no day to count from.",
		"Skriv från när: efter avtalets slut, efter senaste kontakt, efter utgången av räkenskapsåret.", "Write from when: after the contract's end, after the last contact, after the end of the fiscal year."),
	"period-books": say(doubt, "bokföringslagen 7 kap. 2 §",
		"Sju år räknas från utgången av det kalenderår då räkenskapsåret avslutades, inte från fakturan eller köpet.", "Seven years count from the end of the calendar year in which the fiscal year ended, not from the invoice or purchase.",
		"Skriv ”till och med det sjunde året efter utgången av det kalenderår då räkenskapsåret avslutades”.", "Write “up to and including the seventh year after the end of the calendar year in which the fiscal year ended”."),

	// Contradictions.
	"erase-all-contradicted": say(bad, "Art. 17(3)(b)",
		"”Allt raderas” stämmer inte med det som sparas enligt lag: ”{0}”.", "“Everything is erased” does not fit what is kept by law: “{0}”.",
		"Skriv ”utom det som lagen kräver att vi sparar, till exempel fakturor”.", "Write “except what the law requires us to keep, such as invoices”."),
	"never-share-contradicted": say(bad, "Art. 5(1)(a), 13(1)(e)",
		"”Lämnas inte ut” stämmer inte med att andra får uppgifter: ”{0}”.", "“Never shared” does not fit that others get data: “{0}”.",
		"Skriv vilka som får uppgifter och varför, och att inga andra får dem.", "Write who gets data and why, and that nobody else does."),

	"supplier-vouched": say(doubt, "Art. 5(2), 28(1)",
		"Texten går i god för en leverantör. Det håller bara så länge ett daterat intyg eller avtal säger samma sak.", "The text vouches for a supplier. That holds only as long as a dated certificate or agreement says the same.",
		"Skriv ”enligt leverantörens intyg av den …”, eller hänvisa till avtalet.", "Write “according to the supplier's certificate of …”, or refer to the agreement."),

	// Held against the register.
	"party-not-in-notice": say(doubt, "Art. 13(1)(e)",
		"Registret har mottagare som texten inte nämner vid namn: {0}.", "The register has recipients whom the text does not name: {0}.",
		"Nämn dem, eller det slag av mottagare de hör till.", "Name them, or the kind of recipient that they are."),
	"system-not-in-notice": say(doubt, "Art. 13(1)(e)",
		"Registret har system hos andra som texten inte nämner: {0}.", "The register has systems at others that the text does not name: {0}.",
		"Se efter att det som står om mottagare och platser stämmer också för dem.", "See that what is said of recipients and places is right for them too."),
	"name-not-in-register": say(bad, "Art. 30(1)(d), 28",
		"Texten nämner {0}, som inte finns i registret.", "The text names {0}, which is not in the register.",
		"Skriv in det som system eller part, eller ta bort det ur texten.", "Enter it as a system or a party, or remove it from the text."),
	"period-without-rule": say(bad, "Art. 5(1)(a), 5(1)(e)",
		"Texten lovar ”{0}”, men ingen regel i registret har den tiden.", "The text promises “{0}”, but no rule of the register has that time.",
		"Ändra regeln (keep:) eller texten.", "Change the rule (keep:) or the text."),
	"period-contradicted": say(doubt, "Art. 5(1)(a), 13(2)(a)",
		"”{0}” här, men ”{1}” på ett annat ställe, om samma uppgifter.", "“{0}” here, but “{1}” in another place, of the same data.",
		"Skriv en och samma tid, den som registrets regel har, eller säg vad som skiljer uppgifterna åt.", "Write one and the same time, the one that the register's rule has, or say how the data differs."),
	"period-not-so": say(bad, "Art. 5(1)(a), 13(2)(a)",
		"Texten säger ”{0}”, men regeln i registret är en annan: {1}.", "The text says “{0}”, but the register's rule is another: {1}.",
		"Ändra texten eller regeln (keep:).", "Change the text or the rule (keep:)."),
	"period-longer": say(bad, "Art. 5(1)(a), 13(2)(a)",
		"Texten säger ”{0}”, men samma uppgifter sparas längre enligt en annan regel: {1}.", "The text says “{0}”, but another rule keeps the same data for longer: {1}.",
		"Skriv vad som sparas längre och varför, eller ändra reglerna (carried_by:, keep:).", "Write what is kept for longer and why, or change the rules (carried_by:, keep:)."),
	"keep-nothing-not-so": say(bad, "Art. 5(1)(a)",
		"Texten säger att inga uppgifter sparas, men registret har system med uppgifter: {0}.", "The text says that no data is kept, but the register has systems with data: {0}.",
		"Skriv vad som sparas, varför och hur länge.", "Write what is kept, why, and for how long."),
	"culling-without-rule": say(bad, "Art. 5(1)(e)",
		"Texten säger att uppgifter gallras, men registret har ingen regel som gör det.", "The text says that data is culled, but the register has no rule that does it.",
		"Skriv keep: och end: för samlingarna.", "Write keep: and end: for the collections."),
	"anonymising-without-rule": say(bad, "Art. 5(1)(e)",
		"Texten säger att uppgifter anonymiseras efter en tid, men ingen samling har end: anonymise.", "The text says that data is anonymised after a time, but no collection has end: anonymise.",
		"Skriv end: anonymise och vad som blir av varje kolumn, eller ändra texten.", "Write end: anonymise and what becomes of each column, or change the text."),
	"blocking-without-rule": say(bad, "Art. 5(1)(b)",
		"Texten säger att det som lagen kräver spärras, men ingen samling har restrict:.", "The text says that what the law requires is blocked, but no collection has restrict:.",
		"Skriv restrict: för samlingarna, eller ändra texten.", "Write restrict: for the collections, or change the text.").
		inFinland("Texten säger att användningen av det som lagen kräver begränsas, men ingen samling har restrict:.", "Skriv restrict: för samlingarna, eller ändra texten."),
	"leaving-without-mark": say(bad, "Art. 21(3), 7(3)",
		"Texten säger att man kan slippa utskick, men ingen kolumn i registret stoppar dem.", "The text says that one can leave mailings, but no column of the register stops them.",
		"Skriv stop: {use: newsletter, …} på den kolumn som styr utskicken.", "Write stop: {use: newsletter, …} at the column that decides them."),
	"consent-without-proof": say(bad, "Art. 7(1)",
		"Texten talar om samtycke, men inget i registret visar något.", "The text speaks of consent, but nothing in the register shows any.",
		"Skriv consent: {given: …, withdrawn: …, wording: …} där beviset finns, eller en annan grund i texten.", "Write consent: {given: …, withdrawn: …, wording: …} where the proof lies, or another basis in the text."),
	"agreement-missing": say(bad, "Art. 28(3)",
		"Texten säger att det finns biträdesavtal, men registret har inget i kraft med {0}.", "The text says that there are processing agreements, but the register has none in force with {0}.",
		"Teckna avtalet och skriv agreement: hos parten.", "Sign the agreement and write agreement: with the party."),
	"basis-not-in-notice": say(bad, "Art. 13(1)(c)",
		"Registret vilar på {0}, som texten inte nämner.", "The register rests on {0}, which the text does not name.",
		"Skriv grunden vid det ändamål som har den.", "Write the basis at the purpose that has it."),
	"basis-not-in-register": say(bad, "Art. 6(1), 13(1)(c)",
		"Texten nämner {0} som grund, men ingen behandling i registret har den.", "The text names {0} as a basis, but no activity of the register has it.",
		"Ändra texten, eller skriv in behandlingen.", "Change the text, or enter the activity."),
	"transfer-not-in-notice": say(bad, "Art. 13(1)(f)",
		"Registret har {0}, utanför EU/EES, men texten nämner ingen överföring dit.", "The register has {0}, outside the EU/EEA, but the text names no transfer there.",
		"Skriv landet, vad överföringen vilar på och hur man får en kopia.", "Write the country, what the transfer rests on and how to get a copy."),
	"eea-not-so": say(bad, "Art. 13(1)(f)",
		"Texten säger att uppgifterna stannar inom EU/EES, men registret har {0} utanför.", "The text says that data stays within the EU/EEA, but the register has {0} outside.",
		"Skriv vad som är sant, med vad överföringen vilar på.", "Write what is true, with what the transfer rests on."),
	"erase-all-not-so": say(bad, "Art. 17(3)(b)",
		"Texten säger att allt raderas, men registret behåller enligt lag: {0}.", "The text says that everything is erased, but the register keeps by law: {0}.",
		"Skriv ”utom det som lagen kräver att vi sparar”, och vad det är.", "Write “except what the law requires us to keep”, and what it is."),
	"never-share-not-so": say(bad, "Art. 5(1)(a), 13(1)(e)",
		"Texten säger att inget lämnas ut, men registret har mottagare: {0}.", "The text says that nothing is shared, but the register has recipients: {0}.",
		"Skriv vilka som får uppgifter och varför, och att inga andra får dem.", "Write who gets data and why, and that nobody else does."),
	"special-not-in-notice": say(bad, "Art. 13(1)(c), 9",
		"Registret har känsliga personuppgifter ({0}), som texten inte nämner.", "The register has special categories of data ({0}), which the text does not name.",
		"Skriv vilka, varför och vilket undantag i artikel 9.2 som gäller.", "Write which, why and which condition of Art. 9(2) applies.").
		inFinland("Registret har särskilda kategorier av personuppgifter ({0}), som texten inte nämner.", "Skriv vilka, varför och vilket undantag i artikel 9.2 som gäller."),
	"national-id-not-in-notice": say(doubt, "Art. 13, 87",
		"Registret har personnummer, som texten inte nämner.", "The register has personal identity numbers, which the text does not name.",
		"Skriv varför de behövs.", "Write why they are needed.").
		inFinland("Registret har personbeteckningar, som texten inte nämner.", "Skriv varför de behövs."),
	"decisions-not-in-notice": say(bad, "Art. 13(2)(f)",
		"Registret har automatiserade beslut ({0}), som texten inte nämner.", "The register has automated decisions ({0}), which the text does not name.",
		"Skriv att de fattas, hur och vad de betyder.", "Write that they are made, how, and what they mean."),
	"source-not-in-notice": say(bad, "Art. 14(2)(f)",
		"Registret har uppgifter från {0}, som texten inte nämner som källa.", "The register has data from {0}, which the text does not name as a source.",
		"Skriv källan, och om den är offentlig.", "Write the source, and whether it is public."),
	"contact-not-in-notice": say(bad, "Art. 13(1)(a)",
		"Registrets kontaktadress {0} står inte i texten.", "The register's contact address {0} is not in the text.",
		"Skriv samma adress på båda ställena.", "Write the same address in both places."),
	"officer-not-in-notice": say(bad, "Art. 13(1)(b)",
		"Registret har ett dataskyddsombud, vars adress inte står i texten.", "The register has a data protection officer, whose address is not in the text.",
		"Skriv hur ombudet nås.", "Write how the officer is reached."),
	"number-differs": say(doubt, "Art. 13(1)(a)",
		"Registrets organisationsnummer {0} står inte i texten.", "The register's organisation number {0} is not in the text.",
		"Skriv numret, så att det är klart vilket företag som svarar.", "Write the number, so that it is clear which company answers."),
}
