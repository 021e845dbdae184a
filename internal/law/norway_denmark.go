package law

import "github.com/varsam/varsam"

var (
	noBooks = w("bokføringsloven (LOV-2004-11-19-73)", "Norwegian Bookkeeping Act")
	dkDebt  = w("forældelsesloven", "Danish Limitation Act")
)

// norway is general knowledge throughout.
var norway = []Rule{
	{
		ID: "NO-BOKF", Law: noBooks, Paragraph: w("bokføringsloven § 13", "Norwegian Bookkeeping Act s. 13"), Jurisdiction: NO,
		Covers: w("primärdokumentation: verifikationer och räkenskaper", "primary documentation: vouchers and ledgers"),
		Kind:   MustKeep, Trigger: FiscalYearEnd, Formula: Formula{Length: years(5), Until: MonthEnd}, Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "NO-BOKF-SEK", Law: noBooks, Paragraph: w("bokføringsloven § 13", "Norwegian Bookkeeping Act s. 13"), Jurisdiction: NO,
		Covers: w("sekundärdokumentation: avtal, korrespondens, packsedlar, prislistor", "secondary documentation: contracts, correspondence, packing slips, price lists"),
		Kind:   MustKeep, Trigger: FiscalYearEnd, Formula: Formula{Length: varsam.Period{Years: 3, Months: 6}, Until: MonthEnd}, Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "NO-FORELD", Law: w("foreldelsesloven", "Norwegian Limitation Act"), Paragraph: w("foreldelsesloven § 2", "Norwegian Limitation Act s. 2"), Jurisdiction: NO,
		Covers: w("fordringar i allmänhet", "claims in general"),
		Kind:   MayKeep, Trigger: ClaimDue, Formula: after(years(3)), Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "NO-MARKF", Law: w("markedsføringsloven", "Norwegian Marketing Control Act"), Paragraph: w("markedsføringsloven § 15", "Norwegian Marketing Control Act s. 15"), Jurisdiction: NO,
		Covers: w("elektronisk marknadsföring: samtycke", "electronic marketing: consent"),
		Kind:   Condition, Trigger: EachUse, Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "NO-EKOM", Law: w("ekomloven (2024)", "Norwegian Electronic Communications Act (2024)"), Paragraph: w("ekomloven § 3-15", "Norwegian Electronic Communications Act s. 3-15"), Jurisdiction: NO, ValidFrom: varsam.NewDate(2025, 1, 1),
		Covers: w("kakor: information och samtycke", "cookies: information and consent"),
		Kind:   Condition, Trigger: EachUse, Source: "general knowledge", Status: ToVerify,
	},
}

var denmark = []Rule{
	{
		ID: "DK-BOGF", Law: w("bogføringsloven (2022)", "Danish Bookkeeping Act (2022)"), Paragraph: w("bogføringsloven", "Danish Bookkeeping Act"), Jurisdiction: DK,
		Covers: w("räkenskapsmaterial, oberoende av plats", "accounting material, wherever it is kept"),
		Kind:   MustKeep, Trigger: FiscalYearEnd, Formula: Formula{Length: years(5), Until: MonthEnd}, Source: "S39: rydoo.com", Status: Confirmed,
	},
	{
		ID: "DK-FORELD", Law: dkDebt, Paragraph: w("forældelsesloven § 3", "Danish Limitation Act s. 3"), Jurisdiction: DK,
		Covers: w("fordringar i allmänhet", "claims in general"),
		Kind:   MayKeep, Trigger: ClaimDue, Formula: after(years(3)), Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "DK-FORELD-LON", Law: dkDebt, Paragraph: w("forældelsesloven § 4", "Danish Limitation Act s. 4"), Jurisdiction: DK,
		Covers: w("lönefordringar", "wage claims"),
		Kind:   MayKeep, Trigger: ClaimDue, Formula: after(years(5)), Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "DK-CPR", Law: w("databeskyttelsesloven", "Danish Data Protection Act"), Paragraph: w("databeskyttelsesloven § 11", "Danish Data Protection Act s. 11"), Jurisdiction: DK,
		Covers: w("personnummer (CPR)", "personal identity numbers (CPR)"),
		Kind:   Condition, Trigger: EachUse, Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "DK-MARKF", Law: w("markedsføringsloven", "Danish Marketing Practices Act"), Paragraph: w("markedsføringsloven § 10", "Danish Marketing Practices Act s. 10"), Jurisdiction: DK,
		Covers: w("elektronisk marknadsföring: samtycke", "electronic marketing: consent"),
		Kind:   Condition, Trigger: EachUse, Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "DK-COOKIE", Law: w("cookiebekendtgørelsen", "Danish Cookie Order"), Paragraph: w("cookiebekendtgørelsen", "Danish Cookie Order"), Jurisdiction: DK,
		Covers: w("kakor: information och samtycke; tillsyn av Digitaliseringsstyrelsen", "cookies: information and consent; supervised by Digitaliseringsstyrelsen"),
		Kind:   Condition, Trigger: EachUse, Source: "general knowledge", Status: ToVerify,
	},
}
