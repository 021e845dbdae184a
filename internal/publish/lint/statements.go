package lint

import (
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// untrue are the findings that make a single statement impossible to keep as it
// is worded: law, the register or another statement says otherwise.
var untrue = []string{
	"authority-name", "authority-address", "law-pul", "law-directive", "law-lek", "shield", "harbor", "officer-name", "scc-2010", "deadline",
	"once-a-year", "fee", "signed-request", "identity-copy", "consent-by-conduct", "policy-accepted", "consent-of-employer",
	"consent-preticked", "consent-optout", "consent-bundled", "not-anonymous", "cookies-on-interest", "cookies-by-use", "eea-contradicted",
	"eea-contradicted-text", "period-books", "erase-all-contradicted", "never-share-contradicted", "period-without-rule", "eea-not-so",
	"erase-all-not-so", "never-share-not-so", "keep-nothing-not-so", "period-contradicted", "period-not-so", "period-longer", "period-endless",
	"consent-withdrawal-denied", "wrong-authority",
}

// Statement is a single statement, with the rules that its controls rest on.
type Statement struct {
	Text  string
	Rules []Rule
	On    []string // what its controls name: collections and activities
}

// Statements holds single statements, as one organisation makes them, against the
// law, the register and each other. It yields for each what makes it untrue as
// worded. A statement in a language that is not read has none.
func Statements(statements []Statement, opt Options) [][]Finding {
	all := make([][]Finding, len(statements))
	var text strings.Builder
	starts := make([]int, len(statements))
	for i, s := range statements {
		text.WriteString("\n\n")
		starts[i] = text.Len()
		text.WriteString(s.Text)
	}
	n := read(text.String())
	n.opt = opt
	n.country = n.countryOf()
	n.phrases()
	n.periods()
	n.places()
	n.contradictions()
	n.each(statements, starts)
	if opt.Register != nil {
		n.rules(opt.Register)
		for _, s := range n.sentences {
			n.untrue(s, opt.Register)
		}
	}
	for _, f := range n.found {
		if f.Quote == nil || !slices.Contains(untrue, f.Code) {
			continue
		}
		i := ofStart(starts, f.Quote.Start)
		f.Quote.Start, f.Quote.End = f.Quote.Start-starts[i], f.Quote.End-starts[i]
		all[i] = append(all[i], f)
	}
	return all
}

// ofStart is the statement that a place of the text lies in.
func ofStart(starts []int, at int) int {
	i, exact := slices.BinarySearch(starts, at)
	if !exact {
		i--
	}
	return i
}

// each holds the times of each statement against its rules, and against those of
// the others on the same topic or with the same control. Of two that disagree, the
// one that its rule bears out is true.
func (n *notice) each(statements []Statement, starts []int) {
	of := func(a said) Statement { return statements[ofStart(starts, a.sentence.start)] }
	borne := func(a said) bool { return len(of(a).Rules) > 0 && someLike(of(a).Rules, a.period) }
	all := n.said()
	for i, a := range all {
		n.held(a, of(a).Rules)
		for _, b := range all[:i] {
			same := a.topics > 0 && a.about == b.about || len(of(a).On) > 0 && slices.Equal(of(a).On, of(b).On)
			if !same || agree(a, b) {
				continue
			}
			if !borne(a) || borne(b) {
				n.disagree(a, b)
			}
			if !borne(b) || borne(a) {
				n.disagree(b, a)
			}
		}
	}
}

// Instead is what to say in place of a statement that a finding makes untrue;
// without words where only a person can say it.
func (f Finding) Instead() varsam.Words { return f.fill(instead[f.Code]) }

// instead are sentences that are true where the statement is not.
var instead = map[string]varsam.Words{
	"authority-name":            {SV: "Du kan klaga hos {authority}.", EN: "You may complain to {authority}."},
	"authority-address":         {SV: "Du kan klaga hos {authority}.", EN: "You may complain to {authority}."},
	"law-pul":                   {SV: "Vi följer dataskyddsförordningen (EU) 2016/679.", EN: "We comply with the General Data Protection Regulation (EU) 2016/679."},
	"law-directive":             {SV: "Vi följer dataskyddsförordningen (EU) 2016/679.", EN: "We comply with the General Data Protection Regulation (EU) 2016/679."},
	"shield":                    {SV: "Uppgifterna behandlas inom EU/EES, eller hos mottagare utanför med stöd av ett giltigt beslut om adekvat skyddsnivå eller standardavtalsklausuler (EU) 2021/914.", EN: "Data is handled within the EU/EEA, or by recipients outside it under a valid adequacy decision or standard contractual clauses (EU) 2021/914."},
	"harbor":                    {SV: "Uppgifterna behandlas inom EU/EES, eller hos mottagare utanför med stöd av ett giltigt beslut om adekvat skyddsnivå eller standardavtalsklausuler (EU) 2021/914.", EN: "Data is handled within the EU/EEA, or by recipients outside it under a valid adequacy decision or standard contractual clauses (EU) 2021/914."},
	"deadline":                  {SV: "Vi svarar utan onödigt dröjsmål och senast inom en månad.", EN: "We answer without undue delay and within one month at the latest."},
	"once-a-year":               {SV: "Du får en kopia av dina uppgifter gratis.", EN: "You get a copy of your data free of charge."},
	"fee":                       {SV: "Det är gratis att använda sina rättigheter.", EN: "Using your rights is free of charge."},
	"signed-request":            {SV: "Du kan begära dina uppgifter på det sätt som passar dig. Vi kontrollerar vem du är i proportion till vad du begär; en undertecknad begäran är ett sätt bland flera.", EN: "You may ask for your data in the way that suits you. We check who you are in proportion to what you ask for; a signed request is one way among several."},
	"identity-copy":             {SV: "Vi kontrollerar vem du är med inloggning, elektronisk identifiering eller en kod till en adress vi har. En kopia av pass behövs inte.", EN: "We check who you are by login, electronic identification or a code to an address we have. No copy of a passport is needed."},
	"consent-by-conduct":        {SV: "När du hör av dig eller använder tjänsten behandlar vi det som behövs för det, med stöd av avtal eller berättigat intresse. Det som kräver samtycke frågar vi om särskilt, för varje ändamål.", EN: "When you get in touch or use the service we handle what that takes, on the basis of contract or legitimate interest. What needs consent we ask for separately, for each purpose."},
	"policy-accepted":           {SV: "Här läser du hur vi behandlar dina uppgifter. Det som kräver samtycke frågar vi om särskilt.", EN: "Here you read how we handle your data. What needs consent we ask for separately."},
	"consent-of-employer":       {SV: "Arbetsgivaren är personuppgiftsansvarig och svarar för den rättsliga grunden; den är inte de anställdas samtycke.", SVFI: "Arbetsgivaren är registeransvarig och svarar för behandlingsgrunden; den är inte de anställdas samtycke.", EN: "The employer is the controller and answers for the legal basis; that is not the employees' consent."},
	"consent-bundled":           {SV: "Vi frågar om samtycke för varje ändamål och kanal för sig.", EN: "We ask for consent for each purpose and channel by itself."},
	"consent-preticked":         {SV: "Vi frågar om samtycke med en tom ruta.", EN: "We ask for consent with an empty box."},
	"consent-optout":            {SV: "Vi frågar om samtycke; den som inte svarar har inte samtyckt.", EN: "We ask for consent; who does not answer has not consented."},
	"not-anonymous":             {SV: "Vi mäter besök med uppgifter som går att knyta till en webbläsare, och bara efter samtycke.", EN: "We measure visits with data that can be tied to a browser, and only after consent."},
	"cookies-on-interest":       {SV: "Kakor som inte är nödvändiga sätts bara efter samtycke.", EN: "Cookies that are not necessary are set only after consent."},
	"cookies-by-use":            {SV: "Kakor som inte är nödvändiga sätts bara efter samtycke.", EN: "Cookies that are not necessary are set only after consent."},
	"eea-contradicted":          {SV: "Uppgifterna behandlas inom EU/EES, utom hos {0}.", EN: "Data is handled within the EU/EEA, except by {0}."},
	"eea-not-so":                {SV: "Uppgifterna behandlas inom EU/EES, utom hos {0}.", EN: "Data is handled within the EU/EEA, except by {0}."},
	"erase-all-contradicted":    {SV: "Vi raderar dina uppgifter, utom dem som lag kräver att vi behåller. De används inte till något annat och raderas när lagens tid är slut.", EN: "We erase your data, except what a law requires us to keep. That is used for nothing else and erased when the law's time is over."},
	"erase-all-not-so":          {SV: "Vi raderar dina uppgifter, utom dem som lag kräver att vi behåller ({0}). De används inte till något annat och raderas när lagens tid är slut.", EN: "We erase your data, except what a law requires us to keep ({0}). That is used for nothing else and erased when the law's time is over."},
	"never-share-contradicted":  {SV: "Vi lämnar uppgifter bara till dem som arbetar åt oss enligt avtal, och till myndigheter när lagen kräver det.", EN: "We give data only to those who work for us under an agreement, and to authorities where the law requires it."},
	"never-share-not-so":        {SV: "Vi lämnar uppgifter bara till {0}, och till myndigheter när lagen kräver det.", EN: "We give data only to {0}, and to authorities where the law requires it."},
	"period-contradicted":       {SV: "Uppgifterna sparas i {0}, överallt där det sägs.", EN: "Data is kept for {0}, wherever it is said."},
	"keep-nothing-not-so":       {SV: "Vi sparar bara de uppgifter vi behöver, så länge vi behöver dem ({0}).", EN: "We keep only the data that we need, for as long as we need it ({0})."},
	"period-not-so":             {SV: "Så länge sparas uppgifterna: {1}.", EN: "This is how long data is kept: {1}."},
	"period-longer":             {SV: "Uppgifterna sparas i {0}, utom dem som behövs längre – {1}.", EN: "Data is kept for {0}, except what is needed for longer – {1}."},
	"consent-withdrawal-denied": {SV: "Du kan när som helst återkalla ditt samtycke.", EN: "You may withdraw your consent at any time."},
	"wrong-authority":           {SV: "Du kan klaga hos {authority}.", EN: "You may complain to {authority}."},
	"period-books":              {SV: "Bokföringen sparas till och med det sjunde året efter utgången av det kalenderår då räkenskapsåret avslutades.", EN: "Accounts are kept up to and including the seventh year after the end of the calendar year in which the fiscal year ended."},
}
