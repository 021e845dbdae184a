package clause

// cue is a thought that a passage may have, by the stems that tell it, and how
// much it says.
type cue struct {
	stems  []string
	weight int
}

// point is one letter of Art. 28(3): the cues of its thoughts, and how much of
// them is enough to propose a passage.
type point struct {
	letter string
	cues   []cue
	enough int
}

func (p point) score(low string) (n int) {
	for _, c := range p.cues {
		if has(low, c.stems) {
			n += c.weight
		}
	}
	return n
}

var (
	subProcessor = []string{"underbiträd", "underdatabehandler", "anden databehandler", "andre databehandlere", "alikäsittelij", "toisen käsittelijän", "toista henkilötietojen käsittelij", "annat personuppgiftsbiträde", "andra personuppgiftsbiträden", "annat biträde", "sub-processor", "subprocessor", "another processor", "other processor"}
	processing   = []string{"behandl", "käsittel", "process"}
	assisting    = []string{"bistå", "bistand", "hjælp", "avusta", "auttaa", "tukee", "biträda den personuppgiftsansvarige", "hjälpa", "hjälp ", "assist", "medverka", "stödja", "help "}
)

// clauses are the eight points, in the order of the article.
var clauses = []point{
	{"a", []cue{
		{[]string{"dokumenterade instruktion", "dokumenteret instruks", "dokumenterede instruks", "dokumenteret instruktion", "skriftlig instruks", "dokumentoitujen ohjeiden", "dokumentoituja ohjeita", "dokumentoidut ohjeet", "kirjallisten ohjeiden", "kirjallisia ohjeita", "dokumenterade anvisning", "skriftliga instruktion", "skriftliga anvisning", "documented instruction", "written instruction"}, 4},
		{[]string{"instruktion", "instruks", "ohjeiden", "ohjeita", "anvisning", "instruction"}, 2},
		{[]string{"endast", "kun efter", "alene", "udelukkende", "ainoastaan", "vain ", "enbart", "bara ", "only", "solely"}, 2},
		{processing, 1},
		{[]string{"tredjeland", "tredjelande", "kolmansiin maihin", "kolmanteen maahan", "tredje land", "third countr", "international organi"}, 1},
	}, 6},
	{"b", []cue{
		{[]string{"tystnadsplikt", "tavshedspligt", "fortrolighed", "salassapito", "vaitiolo", "luottamuksellis", "sekretess", "konfidentialitet", "confidential", "secrecy"}, 4},
		{[]string{"personer", "medarbejdere", "ansatte", "henkilöt", "henkilöstö", "työntekij", "anställda", "personal ", "medarbetare", "persons", "personnel", "staff", "employees"}, 2},
		{[]string{"behörig", "autoriseret", "forpligtet", "underlagt", "sitoutuneet", "sitoutunut", "valtuute", "befogenhet", "åtagit sig", "authori", "committed", "bound by", "omfattas av"}, 1},
		{processing, 1},
	}, 6},
	{"c", []cue{
		{[]string{"artikel 32", "art. 32", "32 artikla", "artiklan 32", "article 32"}, 3},
		{[]string{"säkerhetsåtgärd", "tekniske og organisatoriske", "sikkerhedsforanstaltning", "behandlingssikkerhed", "teknisiä ja organisatorisia", "tekniset ja organisatoriset", "teknisin ja organisatorisin", "turvatoimi", "turvatoime", "tekniska och organisatoriska", "technical and organi", "security of processing", "security measures", "lämplig säkerhetsnivå", "appropriate level of security"}, 4},
		{[]string{"vidta", "træffe", "iværksæt", "gennemfør", "toteutta", "genomför", "implement", "take "}, 1},
	}, 4},
	{"d", []cue{
		{subProcessor, 4},
		{[]string{"tillstånd", "godkend", "tilladelse", "lupa", "luvan", "lupaa", "hyväksyn", "godkänn", "medgivande", "authori", "consent", "approv"}, 2},
		{[]string{"invänd", "indsigelse", "forudgående", "samme databeskyttelsesforpligtelser", "vastustaa", "ennakkoon", "ennakko", "samat tietosuojavelvoitteet", "samat velvoitteet", "object", "samma skyldigheter", "samma dataskyddsskyldigheter", "same data protection obligations", "same obligations", "förhand", "prior"}, 1},
	}, 6},
	{"e", []cue{
		{assisting, 3},
		{[]string{"rättighet", "rettighed", "oikeuksi", "oikeuden", "rights"}, 2},
		{[]string{"registrerad", "registrerede", "rekisteröidy", "rekisteröity", "data subject"}, 2},
		{[]string{"kapitel iii", "anmodning", "pyyntö", "pyyntöihin", "iii luvu", "chapter iii", "begäran", "request"}, 1},
	}, 7},
	{"f", []cue{
		{assisting, 3},
		{[]string{"artiklarna 32", "artikel 32-36", "32–36 artikl", "32-36 artikl", "artikel 32", "articles 32", "art. 32"}, 2},
		{[]string{"konsekvensbedömning", "konsekvensanalyse", "forudgående høring", "vaikutustenarvio", "ennakkokuulemi", "impact assessment", "förhandssamråd", "prior consultation"}, 3},
		{[]string{"personuppgiftsincident", "brud på persondatasikkerheden", "tietoturvaloukkau", "personal data breach"}, 2},
	}, 6},
	{"g", []cue{
		{[]string{"radera", "slette", "tilbagelever", "poista", "palautta", "hävittä", "återlämna", "lämna tillbaka", "förstör", "delet", "return", "erase", "återlämning"}, 4},
		{[]string{"upphör", "ophør", "udløb", "päättyess", "päättymi", "päätyttyä", "päättyy", "avslut", "avtalstidens", "slutfört", "terminat", "end of the provision", "expir", "upphörande", "after the end"}, 3},
		{[]string{"personuppgift", "personal data", "personoplysning", "henkilötie", "oplysninger", "uppgifter"}, 1},
		{[]string{"kopior", "kopier", "jäljennöks", "copies", "val ", "choice"}, 1},
	}, 8},
	{"h", []cue{
		{[]string{"revision", "tilsyn", "tarkastuks", "auditoin", "auditoint", "granskning", "inspektion", "audit", "inspection"}, 4},
		{[]string{"information", "underlag", "oplysninger", "dokumentere", "påvise", "osoittami", "tiedot", "demonstrate", "visa att", "tillgång", "make available", "tillhandahålla"}, 2},
		{[]string{"möjliggöra", "muliggør", "bidrage", "giver mulighed", "mahdollista", "osallistu", "bidra", "allow for", "contribute", "medverka"}, 1},
	}, 6},
}
