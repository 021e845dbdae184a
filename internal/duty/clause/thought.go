package clause

import "strings"

// thought is what a sentence may speak of. A sentence has several; a point of Art.
// 28(3) is some of them together.
type thought uint64

const (
	instructed thought = 1 << iota
	only
	following
	written
	handling
	leaving // the EEA
	data
	everything
	copies
	secrecy
	persons
	bound
	reaching // the data
	tradeSecrets
	security
	measures
	organisational
	encrypting
	admitting
	restoring
	article32
	articles32to36
	subProcessor
	others
	permitting
	objecting
	ahead
	telling
	engaging
	listed
	allowed
	assisting
	rights
	subjects
	requests
	certainRights
	impact
	consulting
	breach
	incident
	ending
	erasing
	giving
	things
	auditing
	showing
	letting
	money
	defining
	charging
	ownPurposes
	reportOnly
)

// stem is a piece of a text, as [plainly] writes it, that tells a thought. A blank
// in it is the edge of a word.
type stem struct {
	text string
	is   thought
}

// words are the stems of the thoughts in Swedish, English, Danish, Norwegian and
// Finnish, parted by bars.
var words = map[thought]string{
	instructed: "bedt os om|bedt oss om|ohjeistan|instructed|på det sätt som| har angett| har bestämt|skriftlig avtalt|skriftligt avtalat|agreed in writing|instruktion|instruks|anvisning| direktiv från| ohjeiden| ohjeita| ohjeide| ohjeen| ohjeet| ohjeist|instruction| directions | bett om | ber oss | ber om | säger till oss| you tell us| you ask| told us| client asks| as directed",
	only:       " nothing else|ikke til andet|ikke til annet|mihinkään muuhun|no purpose of its own|endast|enbart| bara |uteslutande| kun | alene |udelukkende|utelukkende| bare |ainoastaan| vain | only |solely|exclusively|nothing but| inget annat| inte för något annat|inte uppgifterna för| annat ändamål| andra ändamål| andet formål| andre formål| other than | annat än | andet end | annet enn |any other purpose|other purposes| no other | muihin tarkoituksiin|muuhun tarkoitukseen| except | unless ",
	following:  "i enlighet med| enligt |följer| följa |overensstemmelse|i henhold til|i samsvar| efter | etter |mukaisesti| mukaan |noudatta|in accordance|according to| pursuant |comply with| follows | follow | based on|grundval|grundlag|basis of|på basis",
	written:    "dokumenter|skriftlig|dokumentoi|kirjalli|documented| written |in writing| i mejl|e post",
	handling:   "bruger|bruker |käytäm|käytet| used | används |behandl|käsittel|käsitel|process|handle|hantera|utföra| gör | use | uses | using | act | sköter",
	leaving:    "tredjeland|tredje land|tredjestat|kolmansiin maihin|kolmanteen maahan|eta alueen|third countr|outside the eea|transfer| överför|överföring|overfør|siirt|siirret|utanför eu|utenfor eøs|uden for eu",
	data:       "medlemslist|personal information|customer content|personuppgift|uppgifter|löneuppgift|personoplysning|oplysninger|opplysning|data |personal data|henkilötie| tietoj| tiedot| tietoa|aineisto| answers | registret| records ",
	everything: " allt |allting| everything | all of it | kaikki | samtliga ",
	copies:     "eksemplar|exemplar| kopior| kopia |kopier| kopi |jäljenn|kappale| copies| copy |backup| back up",
	secrecy:    "för sig själv|för sig själva|to themselves|hålla tyst| tiga |tystnad|sekretess|konfidential|konfidentiel|konfidensial|förtrolig|tavshed|taushet|fortrolig|salassapi|salassa|vaitiol|luottamuksel|confidential|secrecy| secret|non disclosure|nondisclosure| nda |för något vidare| föra vidare| för vidare|berätta vidare| röja | röjer | yppa |hemlig|hemmelig",
	persons:    "teamet| alla i | alle som | alle der | alle, der | personer| persons | personal | personalen|medarbet|medarbeid|anställd| ansatt|medarbejd|fysiska person| henkilöt | henkilöstö| henkilöille| henkilöillä| henkilöiden |työntekij|personnel| staff|employee|contractors| workers|everyone|anyone| alla hos | alla som| samtliga som| den som arbetar| de som | dem som | those who | people | team | individuals who| enhver",
	bound:      "signer|lovat| lovar|promise|pledge|åtagit|åtar sig|förbund|förbind|omfattas| lyder under|skrivit på|skrivit under|undertecknat|iaktta| underlagt| underlagd|forplikt|forpligt| har tavshed| har taushet|taushetsplikt|sitoutu|allekirjoit|velvollis|committed| bound |undert|signed| under a | under an |subject to|obligation|obliged| duty | duties | keep | kept ",
	reaching:   " kommer åt| tillgång|åtkomst| adgang| tilgang|pääsy|käsittelevät| access| behörig|befog|autoris|authori| rör | nås ",

	tradeSecrets: "affärshemlig|företagshemlig|yrkeshemlig|forretningshemmelig|liikesalaisu|liike ja ammattisal|trade secret|business secret|villkoren i detta avtal|innehållet i avtalet|terms of this agreement|aftalens indhold|aftalen er fortrolig|confidential information of the other",

	security:       " skydd | skyddet |säkerhet|sikkerhed|sikkerhet|tietoturva|turvallis|suoja|security| secure| safe | skydda| beskyt|protect|skyddsnivå|skyddsåt",
	measures:       "åtgärd|foranstaltning| tiltak|toimenpite|toimia | toimin |measures|safeguards| controls|säkerhetsnivå|sikkerhedsniveau|sikkerhetsnivå|beskyttelsesniveau|turvallisuustaso|level of security|level of protection|skyddsnivå",
	organisational: "organisatori|technical and organi|technical or organi|technological and organi|teknisiä ja|teknisin ja",
	encrypting:     "krypter|encrypt|salaus|salata|salaa |salauksel|salattu|pseudonym|iso 27001|iso iec 27001|brandvägg|firewall|palomuur|penetration",
	admitting:      "behörighetsst|åtkomststyr|åtkomstkontroll|adgangsst|adgangskontrol|tilgangsst|tilgangskontroll|käyttöoikeu|käyttövalt|access control|access management|tvåfaktor|two factor|multi factor|multifactor|tofaktor|flerfaktor|engångskod|inlogg|innlogg|lösenord|adgangskode|passord|password| log in|salasan|loggning| logging|lokit",
	restoring:      "säkerhetskop|back up|backup|varmuuskop|varmistu|sikkerhedskop|sikkerhetskop|återställ|restore| kopior tas",
	article32:      "artikel 32 |art 32 |32 artikla|artiklan 32|article 32 |artikkel 32 ",
	articles32to36: " 32 36 | 32 till 36| 32 to 36| 32 til 36| 32 through 36| 33 36 | 33 to 36| 33 till 36| 33 til 36",

	subProcessor: "third party processor|ytterligare biträd|nytt biträd|nya biträd|further processor|additional processor|new processor|yderligere databehandl|ny databehandl|nye databehandl|uusia käsittelij|uuden käsittelij|underbiträd|underdatabehandl|underbehandl|anden databehandl|andre databehandl|annen databehandl|alikäsittel|toisen käsittelij|toista käsittelij|toista henkilötietojen käsittelij|muita käsittelij|annat personuppgiftsbiträd|andra personuppgiftsbiträd|annat biträd|andra biträd|sub processor|subprocessor|another processor|other processor|underleverant|underleverand|alihankk|sub contract|subcontract| sub supplier|other vendor|another vendor|other supplier|another supplier|annan leverantör|andra leverantör|annan i sitt ställe| ta in någon annan|anlita någon annan|anlita annan|engage others|third parties to process|third party to process",
	others:       "annat företag|andra företag|någon annan|anyone else|anybody else|another company|other companies|andre virksomheder|andre selskaper|andre firma|muille yrityks",
	permitting:   "godkänt| sagt ja| säger ja|said yes|tillstånd|godkänn|godkend|godkjen|medgiv|samtyck|tilladelse|tillatelse| lupa | luvan | lupaa |ennakkolup|suostum|hyväks|authori|consent|approv|permission|avtalas|avtales|aftales skrift|agree",
	objecting:    "invänd|motsätt|säga nej|indsig|innsig|innvend|modsæt|vastusta|kieltä| object |objects|objection| say no | oppose",
	ahead:        "på förhand|i förväg| förväg|dessförinnan| innan | dagar före|före |forinden|forudgående|på forhånd|inden | dage før| før |etukäteen| ennen|ennakko|in advance| ahead|prior |beforehand| before | först | första ",
	telling:      "mejlar|mailar|e postar| email| besked | beskjed | phone |soitam|orienter| ringer |kontaktar|kontakter | gives word| give word|meddel|underrätt|anmäl|rapporter|informer|får veta|få veta|upplys|underret|giver besked| melde|varsl|varsel|gi beskjed|ilmoit|tiedotta|notif|inform|report| tell | told | alert| let the | frågar",
	engaging:     "anlita| engag| anvend| gøre brug|benytt| bruk |bruke|käyttää| use | uses | appoint|bring in|bring on| ta in | lägga ut|outsourc",
	listed:       "förteckning| list| liste| luettelo|liitteessä| liite|webbplats| bilag|appendix| annex|schedule",
	allowed:      "äger rätt|har rätt| får | may | saa | må gerne|er berettiget",

	assisting:     " leverer |imødekom|imøtekom|autam| dig out|send the question|sends the question|kan svara|kan besvara|can answer|can respond|videre til|bistå|bistand|hjälp| biträder | biträda |stödja| stöd |stöder| stötta|medverka|samarbet|samverka|understöd|hjælp|medvirk| hjelp|hjelpe|avusta|avunan|auttaa|auttam|tukee|tukea|myötävaiku|assist| help| support|cooperat|co operat| forward| pass on|passes on|vidarebef|underlag| ta fram |plocka fram| tar fram|videresend|välittä|toimittaa eteenpäin|facilitat|means to comply| lämna det som|so that the client can|so that the customer can",
	rights:        " invok|exercis| utöva| utøve|rättighet|rettighed|rettighet|oikeuks|oikeude|oikeutt|oikeutensa|oikeudet| rights |chapter iii|kapitel iii|kapittel iii|iii luvu",
	subjects:      "borger|työntekij|vårdnadshav|foresatt|forælder|huoltaj| parents|guardian|sökande|boende|invånar|medborgar|kuntalais|registreret |deltagare|deltaker|deltager|registrerad|registrerede|registrerte|rekisteröi|data subject| individual|enskild|enkeltperson|enkelte person|anställd| medlem|respondent|employee|användare| patient| elever|the people|konsument|yksityishenkilö|jäsen",
	requests:      "begær| asks | ask |pyytä|pyydä|beder om| begär|anmod|henvend|forespør|pyynt|pyynn|request|inquir|enquir|förfråg|hör av sig| hör någon|vill veta|wants access|vedkommende",
	certainRights: " få ut |stryka| ändra |the right to see|registerutdrag|registerudtræk|rättelse|rättat|radering|borttag|dataportabil|portab|indsigt|innsyn|berigtig| retting|sletning|sletting|accessrightname|oikaisu|poistetu|poistami| access|rectif| correct|erasure| erase|deletion|restriction of|invändning",

	impact:     "konsekvenserna för|konsekvensbedöm|konsekvensanaly|konsekvensutred|konsekvensvurder|konsekvenser for |konsekvenser för |personvernkonsekvens|vaikutustenarvi|vaikutustenarvio|vaikutusten arvio|vaikutuksia arvio|vaikutusarvio|impact assessment|assessment of the impact|assess the impact| dpia|risk assessment|impact analys",
	consulting: "konsultera tillsyn|förhandssamråd| samråd|forudgående høring|forhåndsdrøft|forhåndsdrøfting|ennakkokuul|prior consultation|consult the|consultation with",
	breach:     "article 33 |artikel 33 |art 33 |artikkel 33 |33 artikla|brud på datasik|brudd på sikker|brudd på datasik|på avvägar|på villovägar|obehöriga händer|personuppgiftsincident|säkerhetsincident|dataintrång|orätta händer|brud på persondata|brudd på person|databrud|sikkerhedsbrud|sikkerhetsbrud|tietoturvaloukk|tietoturvapoikk|tietosuojaloukk|data breach|security breach|security incident|breach of security|breach of personal|dpnameloukk",
	incident:   "incident| breach|intrång| brud | brudd |loukkau|läckt|hændelse|hendelse",

	ending:  "säger du upp|säger ni upp|säger kunden upp|avtalets slut|avtalstidens slut| slut |efteråt|after the assignment|when the assignment|upphör|avslut|slutat gälla|slutar |slut på|tar slut| sagts upp| sägs upp|uppsäg|har löpt ut|löper ut|utgång|ophør|ophæv|udløb|opphør|tar slutt|oppsig|opsig|opsagt|päätty|päätyt|päättä|irtisano|lakka|terminat|expir| end of | ends | ended | ending |after the end|ceas|no longer|inte längre|completion|har utförts|fullgjort| over |loppu",
	erasing: " bort |rader|utplån|förstör|gallra| ta bort| tar vi bort| tas bort| tar bort| slett|slette|slettes|sletning|tilintetgør|destruer|makuler|poista|poiste|tuhoa|tuhot|hävit| delet| eras|destroy| wipe| purge",
	giving:  " tilbage|tilbake|återlämn|lämna tillbaka|lämnar tillbaka|lämnas tillbaka|får ni tillbaka|lämna över|lämnar över|lämnas över|överlämn|återför|tilbagelever|tilbagegiv|tilbakefør|returner|tilbakelever|levere tilbake|palaut|luovut| return|hand back|hand over|give back|gives back| export",
	things:  "utrustning|nycklar| dator |passerkort|equipment| keys | laptop| goods |laitteet|avaimet| udstyr|nøgler|utstyr|nøkler",

	auditing: "come and look|look at how|come and see|komma och se|kom og se|granska|granskning| revision| revisor|revisj|inspek|inspic|inspect| audit| tilsyn|tillsyn| kontroller| kontrol |stedlig|tarkast|auditoi|platsbesök| visits|visit the|besøg|besøk| insyn|sikkerhetsrevisjon|penetration test",
	showing:  "selvity|information|underlag|upplys|dokumentation|dokumentasjon|dokumentere|oplysning|opplysning|påvis|påvise|visa att|visa hur|tillträde|osoitt| tietoja| tiedot|demonstrat|evidence| records|report|answers |answer |to show|rapport|raport",
	letting:  " can | saatte | saa |rätt att|möjliggör|bidra|medverk|underlätta| får | kan kreve| kan kræve|giver mulighed|adgang til| ret til|rett til|oikeus|mahdollist|osallist|salli|salliv| allow|contribut|permit| may |right to| lets |takes part|participat|cooperat|by appointment| provide| submit|at the controller s disposal|make available|makes available|tillhandahåll|access to",
	money:    "faktur|invoice|räkenskap|bokför|regnskab|regnskap|kirjanpid|kirjanpito|tilinpää|accounts|financial|tidrapport|årsredovis|timesheet|royalt",

	defining:    " avses | betyder | means the | means any | means a | means an | means that | means every | shall mean| has the meaning|have the meaning|tarkoitetaan|tarkoittaa| forstås | menes | skal forstås| definieras",
	charging:    "berettiget til betaling|medgået tid|medgått tid|rett til betaling|billed separately|charged separately|faktureras särskilt|laskutetaan erikseen|mot ersättning|mot betalning|mot skälig ersättning|egen bekostnad|kundens bekostnad|timpris|löpande räkning|rätt till ersättning|debiter|mod betaling|mod vederlag|for egen regning|mot vederlag|korvaus|veloitta|kustannuksella|at customer s expense|at the customer s expense|at its own expense|controller s expense|client s expense|at the controller s cost|customer s cost|client s cost|then current rates|hourly rate|additional fee|be charged|for a fee",
	ownPurposes: "egna ändamål|eget ändamål|egna syften|förbättra sin|förbättra våra|utveckla sin|egne formål|omiin tarkoituksiin|kehittää palvelu|own purposes|own purpose|improving its|improve its|improving our|improve our|product improvement|train models|training of models",
	reportOnly:  "in lieu of|instead of an audit|shall be satisfied by|will be satisfied by|satisfied by providing|solely by providing|limited to a report|limited to the report|i stället för revision|ersätter revision|i stedet for revision|i stedet for tilsyn|tarkastuksen sijaan|sijasta",
}

// stems are the words taken apart once.
var stems = func() (all []stem) {
	for is, line := range words {
		for text := range strings.SplitSeq(line, "|") {
			if text != "" {
				all = append(all, stem{text, is})
			}
		}
	}
	return all
}()

// thoughtsOf are the thoughts of a text that [plainly] wrote.
func thoughtsOf(plain string) (t thought) {
	for _, s := range stems {
		if t&s.is == 0 && strings.Contains(plain, s.text) {
			t |= s.is
		}
	}
	return t
}

// all reports whether every one of some thoughts is there.
func (t thought) all(of thought) bool { return t&of == of }

// any reports whether one of some thoughts is there.
func (t thought) any(of thought) bool { return t&of != 0 }

// among counts how many of some thoughts are there.
func (t thought) among(of ...thought) (n int) {
	for _, one := range of {
		if t.any(one) {
			n++
		}
	}
	return n
}
