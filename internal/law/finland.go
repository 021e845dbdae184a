package law

import "github.com/varsam/varsam"

// fi is a law or paragraph of Finland in its three languages; the Swedish is
// Finland's own text.
func fi(sv, en, fin string) varsam.Words { return varsam.Words{SV: sv, EN: en, FI: fin} }

var (
	kpl     = fi("bokföringslagen (1336/1997)", "Accounting Act (1336/1997)", "kirjanpitolaki (1336/1997)")
	kplCite = fi("Finlands bokföringslag 2 kap. 10 §", "Finnish Accounting Act 2:10", "kirjanpitolaki 2 luku 10 §")
	fiDebt  = fi("lagen om preskription av skulder (728/2003)", "Act on the Limitation of Debts (728/2003)", "laki velan vanhentumisesta (728/2003)")
)

// finlandBooks are books, tax and debts.
var finlandBooks = []Rule{
	{
		ID: "FI-KPL-10", Law: kpl, Paragraph: kplCite, Jurisdiction: FI,
		Covers: w("bokföring, bokslut, verksamhetsberättelse, kontoplan, förteckning över bokföringsmaterial", "books, financial statements, chart of accounts, list of accounting materials"),
		Kind:   MustKeep, Trigger: FiscalYearEnd, Formula: Formula{Length: years(10), Until: MonthEnd}, Source: "S33: etasku.fi, azets.fi", Status: Confirmed,
	},
	{
		ID: "FI-KPL-6", Law: kpl, Paragraph: kplCite, Jurisdiction: FI,
		Covers: w("verifikat, korrespondens om affärshändelser, annat bokföringsmaterial", "vouchers, correspondence on transactions, other accounting material"),
		Kind:   MustKeep, Trigger: FiscalYearEnd, Formula: yearEnd(6), Source: "S33: etasku.fi, azets.fi", Status: Confirmed,
	},
	{
		ID: "FI-ALV", Law: fi("mervärdesskattelagen (1501/1993)", "Value Added Tax Act (1501/1993)", "arvonlisäverolaki (1501/1993)"),
		Paragraph: fi("Finlands mervärdesskattelag, fastighetsinvesteringar", "Finnish Value Added Tax Act, real-estate investments", "arvonlisäverolaki, kiinteistöinvestoinnit"), Jurisdiction: FI,
		Covers: w("utredningar om fastighetsinvesteringar", "records of real-estate investments"),
		Kind:   MustKeep, Trigger: InvestmentYear, Formula: yearEnd(13), Source: "S34: azets.fi", Status: Confirmed,
	},
	{
		ID: "FI-PRESK", Law: fiDebt, Paragraph: fi("lagen om preskription av skulder", "Act on the Limitation of Debts", "laki velan vanhentumisesta"), Jurisdiction: FI,
		Covers: w("skulder i allmänhet, från förfallodagen eller kännedom; högst 10 år", "debts in general, from the due date or knowledge; 10 years at the most"),
		Kind:   MayKeep, Trigger: ClaimDue, Formula: after(years(3)), Max: years(10), Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "FI-PRESK-DOM", Law: fiDebt, Paragraph: fi("lagen om preskription av skulder", "Act on the Limitation of Debts", "laki velan vanhentumisesta"), Jurisdiction: FI,
		Covers: w("skuld som har fastställts genom dom", "a debt established by judgment"),
		Kind:   MayKeep, Trigger: Judgment, Formula: after(years(5)), Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "FI-VISSEL", Law: fi("lagen om skydd för personer som rapporterar om överträdelser (1171/2022)", "Whistleblower Protection Act (1171/2022)", "ilmoittajansuojelulaki (1171/2022)"),
		Paragraph: fi("visselblåsarlagen (1171/2022)", "Whistleblower Protection Act (1171/2022)", "ilmoittajansuojelulaki (1171/2022)"), Jurisdiction: FI, ValidFrom: varsam.NewDate(2023, 1, 1),
		Covers: w("uppgifter i en rapport om överträdelser, om de inte behövs längre för ett ärende", "data in a report of breaches, unless a case still needs them"),
		Kind:   MustBeGone, Trigger: ReportReceived, Formula: after(years(5)), Source: "general knowledge", Status: ToVerify,
	},
}
