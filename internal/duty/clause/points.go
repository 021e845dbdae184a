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
	subProcessor = []string{"underbiträd", "annat personuppgiftsbiträde", "andra personuppgiftsbiträden", "annat biträde", "sub-processor", "subprocessor", "another processor", "other processor"}
	processing   = []string{"behandl", "process"}
	assisting    = []string{"bistå", "biträda den personuppgiftsansvarige", "hjälpa", "hjälp ", "assist", "medverka", "stödja", "help "}
)

// clauses are the eight points, in the order of the article.
var clauses = []point{
	{"a", []cue{
		{[]string{"dokumenterade instruktion", "dokumenterade anvisning", "skriftliga instruktion", "skriftliga anvisning", "documented instruction", "written instruction"}, 4},
		{[]string{"instruktion", "anvisning", "instruction"}, 2},
		{[]string{"endast", "enbart", "bara ", "only", "solely"}, 2},
		{processing, 1},
		{[]string{"tredjeland", "tredje land", "third countr", "international organi"}, 1},
	}, 6},
	{"b", []cue{
		{[]string{"tystnadsplikt", "sekretess", "konfidentialitet", "confidential", "secrecy"}, 4},
		{[]string{"personer", "anställda", "personal ", "medarbetare", "persons", "personnel", "staff", "employees"}, 2},
		{[]string{"behörig", "befogenhet", "åtagit sig", "authori", "committed", "bound by", "omfattas av"}, 1},
		{processing, 1},
	}, 6},
	{"c", []cue{
		{[]string{"artikel 32", "art. 32", "article 32"}, 3},
		{[]string{"säkerhetsåtgärd", "tekniska och organisatoriska", "technical and organi", "security of processing", "security measures", "lämplig säkerhetsnivå", "appropriate level of security"}, 4},
		{[]string{"vidta", "genomför", "implement", "take "}, 1},
	}, 4},
	{"d", []cue{
		{subProcessor, 4},
		{[]string{"tillstånd", "godkänn", "medgivande", "authori", "consent", "approv"}, 2},
		{[]string{"invänd", "object", "samma skyldigheter", "samma dataskyddsskyldigheter", "same data protection obligations", "same obligations", "förhand", "prior"}, 1},
	}, 6},
	{"e", []cue{
		{assisting, 3},
		{[]string{"rättighet", "rights"}, 2},
		{[]string{"registrerad", "data subject"}, 2},
		{[]string{"kapitel iii", "chapter iii", "begäran", "request"}, 1},
	}, 7},
	{"f", []cue{
		{assisting, 3},
		{[]string{"artiklarna 32", "artikel 32", "articles 32", "art. 32"}, 2},
		{[]string{"konsekvensbedömning", "impact assessment", "förhandssamråd", "prior consultation"}, 3},
		{[]string{"personuppgiftsincident", "personal data breach"}, 2},
	}, 6},
	{"g", []cue{
		{[]string{"radera", "återlämna", "lämna tillbaka", "förstör", "delet", "return", "erase", "återlämning"}, 4},
		{[]string{"upphör", "avslut", "avtalstidens", "slutfört", "terminat", "end of the provision", "expir", "upphörande", "after the end"}, 3},
		{[]string{"personuppgift", "personal data", "uppgifter"}, 1},
		{[]string{"kopior", "copies", "val ", "choice"}, 1},
	}, 8},
	{"h", []cue{
		{[]string{"revision", "granskning", "inspektion", "audit", "inspection"}, 4},
		{[]string{"information", "underlag", "demonstrate", "visa att", "tillgång", "make available", "tillhandahålla"}, 2},
		{[]string{"möjliggöra", "bidra", "allow for", "contribute", "medverka"}, 1},
	}, 6},
}
