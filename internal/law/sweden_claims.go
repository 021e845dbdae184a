package law

import "github.com/varsam/varsam"

var (
	las      = w("lagen (1982:80) om anställningsskydd", "Employment Protection Act (1982:80)")
	sem      = w("semesterlagen (1977:480)", "Annual Leave Act (1977:480)")
	overtime = w("anteckningar om jourtid, övertid och mertid", "notes of on-call time, overtime and additional hours")
	exposure = w("Arbetsmiljöverkets föreskrifter om exponeringsregister", "Work Environment Authority provisions on exposure registers")
)

// swedenClaims are times in which a claim can still be raised. They permit
// keeping only with a documented interest, never as "10 years on everything".
var swedenClaims = []Rule{
	{
		ID: "SE-PRESK", Law: presk, Paragraph: w("preskriptionslagen 2 och 5–6 §§", "Limitations Act ss. 2 and 5–6"), Jurisdiction: SE,
		Covers: w("fordringar i allmänhet, även en konsuments fordran mot er; ny tid efter erkännande, krav eller stämning", "claims in general, a consumer's claim against you too; a new period after acknowledgement, demand or suit"),
		Kind:   MayKeep, Trigger: ClaimCreated, Formula: after(years(10)), Source: "S23: SFS 1981:130", Status: Confirmed,
	},
	{
		ID: "SE-PRESK-K", Law: presk, Paragraph: w("preskriptionslagen 2 § andra stycket", "Limitations Act s. 2, second paragraph"), Jurisdiction: SE,
		Covers: w("er fordran mot en konsument", "your claim against a consumer"),
		Kind:   MayKeep, Trigger: ClaimCreated, Formula: after(years(3)), Source: "S23: SFS 1981:130", Status: Confirmed,
	},
	{
		ID: "SE-KKL", Law: w("konsumentköplagen (2022:260)", "Consumer Sales Act (2022:260)"), Paragraph: w("konsumentköplagen (2022:260)", "Consumer Sales Act (2022:260)"), Jurisdiction: SE,
		Covers: w("konsumentens reklamation", "a consumer's complaint about goods"),
		Kind:   MayKeep, Trigger: Delivered, Formula: after(years(3)), ValidFrom: varsam.NewDate(2022, 9, 1), Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "SE-DISKR-R", Law: w("diskrimineringslagen (2008:567)", "Discrimination Act (2008:567)"), Paragraph: w("diskrimineringslagen 6 kap. 4 och 6 §§", "Discrimination Act 6:4 and 6:6"), Jurisdiction: SE,
		Covers: w("sökande som inte fick anställning, och den anställdas meriter (2 kap. 4 §)", "applicants not hired, and the merits of the hired (2:4)"),
		Kind:   MayKeep, Trigger: Decision, Formula: after(years(2)), Source: "S26: SFS 2008:567", Status: Confirmed,
	},
}

// swedenWork are the rules of working life.
var swedenWork = []Rule{
	{
		ID: "SE-LAS", Law: las, Paragraph: w("lagen om anställningsskydd 25–27 och 40–42 §§", "Employment Protection Act ss. 25–27 and 40–42"), Jurisdiction: SE,
		Covers: w("personalakt: praxis, inte lagtext; anställningstider behövs längre", "the personnel file: practice, not statute; dates of employment are needed longer"),
		Kind:   MayKeep, Trigger: EmploymentEnded, Formula: after(years(2)), Source: "general knowledge; practice in S27: atalenttech.se, akeri.se", Status: ToVerify,
	},
	{
		ID: "SE-LAS-ATER", Law: las, Paragraph: w("lagen om anställningsskydd 25–27 §§", "Employment Protection Act ss. 25–27"), Jurisdiction: SE,
		Covers: w("företrädesrätt till återanställning", "the right to be re-hired"),
		Kind:   MayKeep, Trigger: EmploymentEnded, Formula: after(months(9)), Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "SE-LAS-OGILT", Law: las, Paragraph: w("lagen om anställningsskydd 40 §", "Employment Protection Act s. 40"), Jurisdiction: SE,
		Covers: w("ogiltigförklaring, när besked om vad som ska iakttas har lämnats", "a claim of invalidity, where the employee was told what to do"),
		Kind:   MayKeep, Trigger: Dismissal, Formula: after(days(14)), Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "SE-LAS-OGILT-UTAN", Law: las, Paragraph: w("lagen om anställningsskydd 40 §", "Employment Protection Act s. 40"), Jurisdiction: SE,
		Covers: w("ogiltigförklaring, när besked inte har lämnats", "a claim of invalidity, where the employee was not told"),
		Kind:   MayKeep, Trigger: EmploymentEnded, Formula: after(months(1)), Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "SE-LAS-SKADE", Law: las, Paragraph: w("lagen om anställningsskydd 41 §", "Employment Protection Act s. 41"), Jurisdiction: SE,
		Covers: w("skadestånd vid uppsägning eller avskedande", "damages for dismissal"),
		Kind:   MayKeep, Trigger: EmploymentEnded, Formula: after(months(4)), Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "SE-SEM", Law: sem, Paragraph: w("semesterlagen 33 §", "Annual Leave Act s. 33"), Jurisdiction: SE,
		Covers: w("krav på semesterlön och semesterersättning", "claims for holiday pay"),
		Kind:   MayKeep, Trigger: HolidayYearEnd, Formula: after(years(2)), Source: "SFS 1977:480 33 § as read in se-lex/sfs", Status: Confirmed,
	},
	{
		ID: "SE-SEM-SPAR", Law: sem, Paragraph: w("semesterlagen 18 och 33 §§", "Annual Leave Act ss. 18 and 33"), Jurisdiction: SE,
		Covers: w("sparade semesterdagar: 5 år att ta ut dem och 2 år att kräva dem", "saved days: 5 years to take them and 2 years to claim them"),
		Kind:   MayKeep, Trigger: HolidayYearEnd, Formula: after(years(7)), Source: "general knowledge for the 5 years; SFS 1977:480 33 §", Status: ToVerify,
	},
	{
		ID: "SE-ATL", Law: w("arbetstidslagen (1982:673)", "Working Hours Act (1982:673)"), Paragraph: w("arbetstidslagen 11 §", "Working Hours Act s. 11"), Jurisdiction: SE,
		Covers: overtime, ValidTo: varsam.NewDate(2024, 12, 31),
		Kind: MustKeep, Trigger: CalendarYear, Formula: yearEnd(2), Source: "general knowledge: the rule before AFS 2023:2", Status: ToVerify,
	},
	{
		ID: "SE-ATL", Law: w("Arbetsmiljöverkets föreskrifter AFS 2023:2", "Work Environment Authority provisions AFS 2023:2"), Paragraph: w("AFS 2023:2 9 kap. 6 §", "AFS 2023:2 9:6"), Jurisdiction: SE,
		Covers: overtime, ValidFrom: varsam.NewDate(2025, 1, 1),
		Kind: MustKeep, Trigger: CalendarYear, Formula: yearEnd(2), Source: "S28: AFS 2023:2 as quoted in a public repository (secondary)", Status: Confirmed,
	},
	{
		ID: "SE-BETYG", Law: w("sedvänja och kollektivavtal", "custom and collective agreement"), Paragraph: w("kollektivavtal eller sedvänja", "collective agreement or custom"), Jurisdiction: SE,
		Covers: w("de få uppgifter som behövs för tjänstgöringsbetyg", "the few data needed for a certificate of service"),
		Kind:   MayKeep, Trigger: EmploymentEnded, Formula: after(years(10)), Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "SE-AM", Law: exposure, Paragraph: exposure, Jurisdiction: SE,
		Covers: w("register över exponerade och medicinska kontroller: föreskriften anger 10–40 år; välj SE-AM-10 eller SE-AM-40", "registers of exposed persons and medical checks: the provision says 10–40 years; choose SE-AM-10 or SE-AM-40"),
		Kind:   MustKeep, Trigger: LastExposure, Explicit: true, Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "SE-AM-10", Law: exposure, Paragraph: exposure, Jurisdiction: SE,
		Covers: w("register och medicinska kontroller som ska sparas i 10 år", "registers and medical checks to be kept for 10 years"),
		Kind:   MustKeep, Trigger: LastExposure, Formula: after(years(10)), Explicit: true, Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "SE-AM-40", Law: exposure, Paragraph: exposure, Jurisdiction: SE,
		Covers: w("register över exponering för asbest och cancerframkallande ämnen", "registers of exposure to asbestos and carcinogens"),
		Kind:   MustKeep, Trigger: LastExposure, Formula: after(years(40)), Explicit: true, Source: "general knowledge", Status: ToVerify,
	},
}
