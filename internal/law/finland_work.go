package law

import "github.com/varsam/varsam"

var (
	fiContract = fi("arbetsavtalslagen (55/2001)", "Employment Contracts Act (55/2001)", "työsopimuslaki (55/2001)")
	fiPay      = fi("Finlands arbetsavtalslag 13 kap. 9 §", "Finnish Employment Contracts Act 13:9", "työsopimuslaki 13 luku 9 §")
	fiTime     = fi("arbetstidslagen (872/2019) och semesterlagen (162/2005)", "Working Hours Act (872/2019) and Annual Holidays Act (162/2005)", "työaikalaki (872/2019) ja vuosilomalaki (162/2005)")
	fiTimeCite = fi("Finlands arbetstidslag och semesterlag", "Finnish Working Hours Act and Annual Holidays Act", "työaikalaki ja vuosilomalaki")
	fiPrivacy  = fi("lagen om integritetsskydd i arbetslivet (759/2004)", "Act on the Protection of Privacy in Working Life (759/2004)", "laki yksityisyyden suojasta työelämässä (759/2004)")
	fiCare     = fi("lagen om behandling av kunduppgifter inom social- och hälsovården (703/2023)", "Act on Client Data in Social Welfare and Health Care (703/2023)", "asiakastietolaki (703/2023)")
	fiNet      = fi("lagen om tjänster inom elektronisk kommunikation (917/2014)", "Act on Electronic Communications Services (917/2014)", "laki sähköisen viestinnän palveluista (917/2014)")
)

// finlandWork are employees, applicants and patients.
var finlandWork = []Rule{
	{
		ID: "FI-ARB-LÖN", Law: fiContract, Paragraph: fiPay, Jurisdiction: FI,
		Covers: w("lönefordringar medan anställningen varar", "pay claims while employed"),
		Kind:   MayKeep, Trigger: ClaimDue, Formula: after(years(5)), Source: "S35: apta.fi, kauppakamaritieto.fi, henkilostoala.fi", Status: Confirmed,
	},
	{
		ID: "FI-ARB-LÖN-SLUT", Law: fiContract, Paragraph: fiPay, Jurisdiction: FI,
		Covers: w("lönefordringar efter anställningens slut", "pay claims after the end of employment"),
		Kind:   MayKeep, Trigger: EmploymentEnded, Formula: after(years(2)), Source: "S35: apta.fi, kauppakamaritieto.fi, henkilostoala.fi", Status: Confirmed,
	},
	{
		ID: "FI-ARB-TID", Law: fiTime, Paragraph: fiTimeCite, Jurisdiction: FI,
		Covers: w("arbetstidsbokföring och semesterbokföring: innevarande och två kalenderår", "working-time and holiday books: the current and two calendar years"),
		Kind:   MustKeep, Trigger: CalendarYear, Formula: yearEnd(2), Source: "S35: apta.fi, kauppakamaritieto.fi, henkilostoala.fi", Status: Confirmed,
	},
	{
		ID: "FI-ARB-TID-SLUT", Law: fiTime, Paragraph: fiTimeCite, Jurisdiction: FI,
		Covers: w("arbetstidsbokföring och semesterbokföring efter anställningens slut", "working-time and holiday books after the end of employment"),
		Kind:   MustKeep, Trigger: EmploymentEnded, Formula: after(years(2)), Source: "S35: apta.fi, kauppakamaritieto.fi, henkilostoala.fi", Status: Confirmed,
	},
	{
		ID: "FI-ARB-INTYG", Law: fiContract, Paragraph: fi("Finlands arbetsavtalslag 6 kap. 7 §", "Finnish Employment Contracts Act 6:7", "työsopimuslaki 6 luku 7 §"), Jurisdiction: FI,
		Covers: w("uppgifter för arbetsintyg", "data for a certificate of employment"),
		Kind:   MayKeep, Trigger: EmploymentEnded, Formula: after(years(10)), Source: "general knowledge; list in S36: föreningsresursen.fi", Status: ToVerify,
	},
	{
		ID: "FI-REKR", Law: fi("diskrimineringslagen (1325/2014)", "Non-Discrimination Act (1325/2014)", "yhdenvertaisuuslaki (1325/2014)"),
		Paragraph: fi("Finlands diskrimineringslag", "Finnish Non-Discrimination Act", "yhdenvertaisuuslaki"), Jurisdiction: FI,
		Covers: w("arbetssökande: krav på gottgörelse", "applicants: claims for compensation"),
		Kind:   MayKeep, Trigger: Decision, Formula: after(years(2)), Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "FI-REKR-JÄM", Law: fi("lagen om jämställdhet mellan kvinnor och män (609/1986)", "Act on Equality between Women and Men (609/1986)", "tasa-arvolaki (609/1986)"),
		Paragraph: fi("jämställdhetslagen", "Act on Equality between Women and Men", "tasa-arvolaki"), Jurisdiction: FI,
		Covers: w("arbetssökande: krav på gottgörelse vid anställning enligt jämställdhetslagen", "applicants: claims for compensation in recruitment under the equality act"),
		Kind:   MayKeep, Trigger: Decision, Formula: after(years(1)), Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "FI-HÄLSA", Law: fiCare, Paragraph: fi("kunduppgiftslagen (703/2023)", "Act on Client Data (703/2023)", "asiakastietolaki (703/2023)"), Jurisdiction: FI, ValidFrom: varsam.NewDate(2024, 1, 1),
		Covers: w("patient- och klientuppgifter hos vårdgivare, efter dödsfall", "patient and client records of care providers, after death"),
		Kind:   MustKeep, Trigger: Death, Formula: after(years(12)), Explicit: true, Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "FI-HÄLSA-FÖDD", Law: fiCare, Paragraph: fi("kunduppgiftslagen (703/2023)", "Act on Client Data (703/2023)", "asiakastietolaki (703/2023)"), Jurisdiction: FI, ValidFrom: varsam.NewDate(2024, 1, 1),
		Covers: w("patient- och klientuppgifter hos vårdgivare, när dödsdagen inte är känd", "patient and client records of care providers, when no death is known"),
		Kind:   MustKeep, Trigger: Birth, Formula: after(years(120)), Explicit: true, Source: "general knowledge", Status: ToVerify,
	},
}

// finlandConditions are checked whenever data is used.
var finlandConditions = []Rule{
	{
		ID: "FI-759", Law: fiPrivacy, Paragraph: fi("lagen om integritetsskydd i arbetslivet 3–4 §§", "Act on the Protection of Privacy in Working Life ss. 3–4", "työelämän tietosuojalaki 3–4 §"), Jurisdiction: FI,
		Covers: w("uppgifter om anställda och sökande ska vara direkt nödvändiga för arbetsförhållandet, också med samtycke; samlas i första hand in från personen", "data on employees and applicants must be directly necessary for the employment, even with consent; collected first from the person"),
		Kind:   Condition, Trigger: EachUse, Source: "S37: tem.fi, kt.fi", Status: Confirmed,
	},
	{
		ID: "FI-759-HÄLSA", Law: fiPrivacy, Paragraph: fi("lagen om integritetsskydd i arbetslivet 5 §", "Act on the Protection of Privacy in Working Life s. 5", "työelämän tietosuojalaki 5 §"), Jurisdiction: FI,
		Covers: w("hälsouppgifter: bara för angivna syften, utsedda handläggare, åtskilda; behovet prövas minst vart femte år, senast på sista dagen", "health data: listed aims only, named handlers, kept apart; the need is reviewed at least every five years, on the last day at the latest"),
		Kind:   Condition, Trigger: LastReview, Formula: after(years(5)), Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "FI-759-MAIL", Law: fiPrivacy, Paragraph: fi("lagen om integritetsskydd i arbetslivet 18–20 §§", "Act on the Protection of Privacy in Working Life ss. 18–20", "työelämän tietosuojalaki 18–20 §"), Jurisdiction: FI,
		Covers: w("öppna en anställds e-post vid frånvaro: villkor och ordning i lag; anteckna vem, varför och när; underrätta den anställde", "opening an absent employee's mail: conditions and order set by law; record who, why and when; tell the employee"),
		Kind:   Condition, Trigger: EachUse, Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "FI-PNR", Law: fi("dataskyddslagen (1050/2018)", "Data Protection Act (1050/2018)", "tietosuojalaki (1050/2018)"),
		Paragraph: fi("Finlands dataskyddslag 29 §", "Finnish Data Protection Act s. 29", "tietosuojalaki 29 §"), Jurisdiction: FI,
		Covers: w("personbeteckning: samtycke eller klart behov enligt lag; inte i onödan i utskrifter", "personal identity codes: consent or a clear need by law; not needlessly in print-outs"),
		Kind:   Condition, Trigger: EachUse, Source: "general knowledge", Status: ToVerify,
	},
	{
		ID: "FI-MARK", Law: fiNet, Paragraph: fi("lagen om tjänster inom elektronisk kommunikation 200–203 §§", "Act on Electronic Communications Services ss. 200–203", "laki sähköisen viestinnän palveluista 200–203 §"), Jurisdiction: FI,
		Covers: w("direktmarknadsföring i e-post och sms: fysisk person samtycke eller samma produktgrupp som vid köp; företag kan förbjuda; avsändaren ska kunna identifieras", "e-mail and text marketing: natural person consent, or the same product group as bought; companies may opt out; the sender must be identifiable"),
		Kind:   Condition, Trigger: EachUse, Source: "general knowledge; scope in S38", Status: ToVerify,
	},
	{
		ID: "FI-COOKIE", Law: fiNet, Paragraph: fi("lagen om tjänster inom elektronisk kommunikation 205 §", "Act on Electronic Communications Services s. 205", "laki sähköisen viestinnän palveluista 205 §"), Jurisdiction: FI,
		Covers: w("kakor: information och samtycke, utom det nödvändiga", "cookies: information and consent, the necessary exempt"),
		Kind:   Condition, Trigger: EachUse, Source: "general knowledge", Status: ToVerify,
	},
}
