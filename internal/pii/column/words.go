package column

import "github.com/varsam/varsam"

// guess gives words, in the languages of Nordic databases, for one category. A
// word stands for itself with and without what [Tokens] cuts.
type guess struct {
	words string
	Named
}

func sure(c varsam.Category) Named { return Named{Category: c, Certain: true} }

func hint(c varsam.Category) Named { return Named{Category: c} }

func maybe(c varsam.Category) Named { return Named{Category: c, Weak: true} }

func text(c varsam.Category) Named { return Named{Category: c, Text: true} }

func identifying(c varsam.Category, as varsam.IdentifierType) Named {
	return Named{Category: c, Identifies: as, Certain: true}
}

var guesses = []guess{
	{
		"personnummer personnumret persnr pnr personnr ssn nationalid nationalidentitynumber personalidentitynumber personalnumber identitynumber hetu " +
			"henkilotunnus personbeteckning fodselsnummer fodselsnr fnr cpr cprnr cprnummer samordningsnummer samordningsnr socialsecuritynumber kennitala",
		identifying("person.national-id", varsam.NationalID),
	},
	{
		"email epost mejl mail emailaddress emailadress epostadress mejladress mailadress sahkoposti sahkopostiosoite epostadresse mailaddress sposti epostadr mailadr",
		identifying("contact.email", varsam.Email),
	},
	{
		"phone telefon mobil mobile tel phonenumber telephone telefonnummer telefonnr mobilnummer mobilnr mobiltel mobilephone cellphone cell gsm landline " +
			"puh puhelin puhelinnumero puhelinnro matkapuhelin mobiltelefon tlf telno telnr fax faxnumber hemtelefon arbetstelefon tfn tfnnr mobiltfn hemtfn",
		identifying("contact.phone", varsam.Phone),
	},
	{"firstname fname fornamn givenname tilltalsnamn etunimi etunimet fornavn forename middlename mellannamn mellomnavn nickname smeknamn kutsumanimi", sure("person.name.given")},
	{"lastname lname efternamn slaktnamn surname familyname maidenname flicknamn sukunimi etternavn efternavn", sure("person.name.family")},
	{"fullname personname personnamn displayname kontaktperson contactperson contactname fullstandigtnamn koskonimi kokonimi", sure("person.name")},
	{"name namn nmn nimi navn erreferens erref varreferens varref deresreferanse varreferanse author forfattare avsandare mottagare", hint("person.name")},
	{"birthdate dateofbirth dob fodelsedatum birthday fodd born syntymaaika syntymapaiva fodselsdato fodselsdag fodselsar fodelsear birthyear yearofbirth syntymavuosi fodt fodelsetid syntaika", sure("person.birth-date")},
	{"age alder ika", maybe("person.age")},
	{"gender kon sex sukupuoli kjonn koen", hint("person.gender")},
	{"nationality medborgarskap citizenship kansalaisuus statsborgerskap fodland fodelseland fodeland countryofbirth birthcountry syntymamaa", hint("person.nationality")},
	{"language sprak kieli modersmal morsmal aidinkieli mothertongue", hint("person.language")},
	{
		"marital maritalstatus civilstand civst civilstatus siviilisaaty sivilstand spouse husband wife maka sambo puoliso ektefelle children barn antbarn antalbarn lapset nextofkin anhorig anhoriga " +
			"narmasteanhorig lahiomainen parorende guardian vardnadshavare malsman foralder huoltaja forelder emergencycontact kontaktvidnod nodkontakt",
		hint("person.family"),
	},
	{"photo bild foto picture avatar portratt kuva bilde photopath photourl avatarurl profilepicture profilbild", hint("person.picture")},
	{"signature namnteckning underskrift allekirjoitus signatur", hint("person.signature")},
	{"passport passportid passportnumber passportno passnummer passnr passinumero driverslicense drivinglicence korkort korkortsnummer ajokortti", hint("person.passport")},
	{
		"address adress gata street postnr postnummer postalcode postcode zip zipcode city ort postort town coaddress osoite postinumero postinro katu adresse " +
			"billingaddress gatuadress gateadresse katuosoite lahiosoite kotiosoite postitoimipaikka poststed utdelningsadress besoksadress hemadress addressline streetname gatunamn adr gatuadr postadr padr vej kommun municipality kunta",
		hint("contact.address"),
	},
	{"country land maa region province lan delstat county district", maybe("contact.address")},
	{"state", Named{Category: "contact.address", Weak: true, Beside: true}},
	{"linkedin linkedinurl twitter instagram facebook facebookid skype github mastodon", hint("contact.social")},
	{"website homepage hemsida webbplats kotisivu", maybe("contact.web")},
	{"username login anvandarnamn anvandarid userid userlogin loginname loginid nicename screenname kayttajatunnus brukernavn", hint("account.username")},
	{"password passwordhash pass pw pwd losenord losenordhash passwd pwdhash salasana passord passwordsalt salt", hint("account.password")},
	{"lastlogin lastloginat senasteinloggning lastseen lastseenat lastsignin lastsigninat lastactivity logincount failedlogins", maybe("account.login")},
	{"settings preferences installningar asetukset innstillinger", maybe("account.settings")},
	{"resettoken remembertoken apitoken accesstoken refreshtoken apikey", hint("account")},
	{"bankaccount iban kontonummer kontonr bankkonto bankkontonr accountnumber accountno clearingnummer clearingnr clearing tilinumero tilinro bankgiro bankgironr plusgiro lonekonto lonekto", hint("payment.bank-account")},
	{"cardnumber kortnummer kortnr creditcard pan cardholder cardlast4", hint("payment.card")},
	{"income inkomst tulot inntekt indkomst taxrate skattesats skattetabell", hint("financial")},
	{"skattekort skattekortti skattekod verokortti", hint("financial.tax")},
	{"creditscore creditrating kreditbetyg kreditupplysning luottotiedot", hint("financial.credit")},
	{"debt skuld velka gjeld gald", hint("financial.debt")},
	{"salary lon manadslon timlon arslon grundlon mlon manlon palkka wage wages lonn hourlyrate bonus", hint("employment.salary")},
	{"jobtitle befattning yrkestitel tjanstetitel tehtavanimike stilling roll jobrole occupation profession yrke ammatti ammattinimike contacttitle", hint("employment.title")},
	{"title titel titteli function funktion", maybe("employment.title")},
	{"sysselsattningsgrad sysselsgrad stillingsprosent hiredate hiredon employmentdate anstallningsdatum anstdat anstdatum ansattdato anstallningsform employmenttype contracttype uppsagningstid avdelning department osasto avdeling", maybe("employment.terms")},
	{"employer arbetsgivare tyonantaja arbeidsgiver arbejdsgiver arbejdsplads arbeidsplass", hint("employment.employer")},
	{"absence franvaro poissaolo fravaer vacation vacationdays semesterdagar lomapaivat workinghours arbetstid tyoaika hoursworked", hint("employment.time")},
	{"education utbildning koulutus utdanning degree examen tutkinto betyg grades", hint("employment.education")},
	{"appraisal performancereview evaluation bedomning medarbetarsamtal arviointi vurdering", text("employment.evaluation")},
	{"reference referens referenser referent suosittelija referanse", maybe("employment.reference")},
	{"coverletter personligtbrev soknadstekst motivation hakemus", text("employment.application")},
	{"cv cvpath cvurl cvfile cvfil resume meritforteckning ansioluettelo", hint("employment.application")},
	{
		"diagnos diagnosis diagnoosi patientjournal halsotillstand medication medicin laakitys medisin illness sjukdom sairaus " +
			"funktionsnedsattning vamma bloodtype blodgrupp veriryhma pregnant gravid symptom symptoms missbruk kayntisyy oireet diagnose sykdom sygdom diagnoskod diagnosekode icd icd10",
		hint("special.health"),
	},
	{"health halsa terveys helse journal disability vaccination", maybe("special.health")},
	{"sickleave sickdays sjukfranvaro sjukskriven sjukskrivning sjukdag sjukdagar sairausloma sairaspaivat sykefravaer sykemelding sykmelding egenmelding sjukintyg sygefravaer", hint("special.health.sick-leave")},
	{"allergy allergi allergies allergier diet kost specialkost dietary allergia ruokavalio", hint("special.health.diet")},
	{"union unionmember fackforb fackforbund facklig fackmedlem fackmedlemskap fackavgift unionmembership unionfee ammattiliitto fagforening tillidsmand tillidsrepraesentant fackavg", hint("special.union")},
	{"ethnicity ethnicorigin etnicitet etnisktursprung etnisyys", hint("special.ethnicity")},
	{"religion uskonto faith trossamfund samfund kirkko", hint("special.religion")},
	{"politicalparty partitillhorighet politiskaasikt puolue", hint("special.politics")},
	{"sexualorientation sexuelllaggning laggning", hint("special.sexuality")},
	{"fingerprint fingeravtryck sormenjalki faceid facetemplate biometrics biometri", hint("special.biometric")},
	{"dna genome genotype", hint("special.genetic")},
	{"criminalrecord belastningsregister belastningsregisterutdrag conviction rikosrekisteri straffeattest", hint("special.criminal")},
	{"ip ipaddress ipadress ipnummer remoteaddr remoteip clientip", hint("device.ip")},
	{"deviceid macaddress macadress imei udid idfa gaid advertisingid pushtoken devicetoken", hint("device.id")},
	{"cookie cookieid clientid visitorid anonymousid sessionid", hint("device.cookie")},
	{"useragent webblasare browser commentagent", hint("device.browser")},
	{"latitude longitude lat lng lon gps position geolocation", hint("location.precise")},
	{"licenseplate numberplate regnr registreringsnummer rekisterinumero rekisteritunnus rekno", hint("location.vehicle")},
	{"optin optedinat optedin unsubscribedat marketingconsent samtycke suostumus samtykke consent gdprconsent termsacceptedat", maybe("consent")},
	{"interests intressen hobbies kiinnostukset", hint("behaviour.preference")},
	{"rating satisfaction nps npsscore feedback omdome answer svar vastaus", maybe("behaviour.opinion")},
	{
		"note notes comment comments anteckning anteckningar kommentar kommentti notering notat message meddelande viesti melding besked body fritext freetext remark remarks huomautus lisatiedot " +
			"merknad beskjed description beskrivning kuvaus text content commentcontent innehall",
		text("behaviour.message"),
	},
}

// others are words for people beside the one whose record it is: what follows
// them is about them, and never finds that one.
var others = []string{
	"anhorig", "anhorigas", "anh", "narmasteanhorig", "nextofkin", "kin", "parorende", "lahiomainen", "spouse", "maka", "puoliso", "guardian", "vardnadshavare",
	"malsman", "parent", "parent1", "foralder", "huoltaja", "mother", "father", "child", "barn", "lapsi", "mamma", "pappa", "emergency", "emergencycontact", "nodkontakt", "reference", "referens", "referee",
	"suosittelija", "manager", "chef", "boss", "supervisor", "esimies", "lakare", "doctor", "physician", "laakari", "handlaggare", "handler", "teacher", "larare", "godman", "trustee",
}

// nobodies are words for what has a name, an address or a language and is nobody.
var nobodies = []string{
	"company", "foretag", "foretags", "bolag", "bolags", "firma", "firm", "yritys", "yrityksen", "selskap", "organisation", "organization", "org", "forening", "business",
	"product", "produkt", "produkts", "tuote", "item", "artikel", "article", "file", "fil", "document", "dokument", "project", "projekt", "category", "kategori", "group", "grupp",
	"role", "system", "table", "column", "field", "event", "course", "kurs", "campaign", "kampanj", "host", "domain", "database", "db", "server", "store", "shop", "butik",
	"brand", "type", "status", "template", "mall", "city", "country", "street", "bank", "department", "avdelning", "school", "skola", "list", "page", "menu", "tag", "class", "genre",
	"playlist", "track", "album", "web", "webb", "net", "path", "code", "image", "variable", "plan", "package", "queue", "job", "task", "team", "unit", "location", "warehouse", "lager", "currency", "account", "konto",
}

// glosses may stand after or before the word without changing what it says.
var glosses = []string{
	"number", "nummer", "nr", "no", "1", "2", "3", "home", "hem", "work", "arbete", "jobb", "private", "privat", "primary", "billing", "shipping", "faktura", "leverans", "delivery",
	"hours", "days", "timmar", "dagar", "from", "to", "fra", "til", "fom", "tom", "start", "end", "alku", "loppu", "lower", "upper", "caps", "normalized",
	"cents", "ore", "sek", "eur", "nok", "dkk", "usd", "line", "rad", "linje", "rivi", "url", "text", "ship", "bill", "invoice",
}

// verdicts turn a word into something about it: an e-mail's count is not an
// e-mail address.
var verdicts = []string{
	"id", "count", "antal", "at", "on", "flag", "verified", "sent", "status", "type", "typ", "is", "has", "date", "datum", "hash", "format", "template", "mall", "enabled", "optout", "optin",
}
