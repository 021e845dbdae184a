package law

import "github.com/varsam/varsam"

// The laws that several rules share.
var (
	bfl      = w("bokföringslagen (1999:1078)", "Bookkeeping Act (1999:1078)")
	sff      = w("skatteförfarandeförordningen (2011:1261)", "Tax Procedures Ordinance (2011:1261)")
	presk    = w("preskriptionslagen (1981:130)", "Limitations Act (1981:130)")
	ptl      = w("lagen (2017:630) om åtgärder mot penningtvätt och finansiering av terrorism", "Anti-Money Laundering Act (2017:630)")
	amlr     = w("förordning (EU) 2024/1624 om penningtvätt", "Regulation (EU) 2024/1624 on money laundering")
	vissel   = w("lagen (2021:890) om skydd för personer som rapporterar om missförhållanden", "Whistleblowing Act (2021:890)")
	kul      = w("kreditupplysningslagen (1973:1173)", "Credit Information Act (1973:1173)")
	sfl      = w("skatteförfarandelagen 39 kap. 3 § och skatteförfarandeförordningen 9 kap. 1 §", "Tax Procedures Act 39:3 and Tax Procedures Ordinance 9:1")
	kulCite  = w("kreditupplysningslagen 8 §", "Credit Information Act s. 8")
	ptlCite  = w("penningtvättslagen 5 kap. 3–4 §§", "Anti-Money Laundering Act 5:3–4")
	origCite = w("bokföringslagen 7 kap. 6 §", "Bookkeeping Act 7:6")
)

func years(n int) varsam.Period  { return varsam.Period{Years: n} }
func months(n int) varsam.Period { return varsam.Period{Months: n} }
func days(n int) varsam.Period   { return varsam.Period{Days: n} }

// yearEnd is "31 December of the n:th year after".
func yearEnd(n int) Formula { return Formula{Length: years(n), Until: YearEnd} }

func after(p varsam.Period) Formula { return Formula{Length: p} }

// swedenBooks are the duties to keep books, tax bases and customer checks.
var swedenBooks = []Rule{
	{
		ID: "SE-BFL", Law: bfl, Paragraph: w("bokföringslagen 7 kap. 2 §", "Bookkeeping Act 7:2"), Jurisdiction: SE,
		Covers: w("räkenskapsinformation: verifikationer, grund- och huvudbok, systemdokumentation, viktiga avtal", "accounting information: vouchers, ledgers, system documentation, key contracts"),
		Kind:   MustKeep, Trigger: FiscalYearEnd, Formula: yearEnd(7),
		Source: "S20: statute text as quoted at zentralen.se and faronline.se", Status: Confirmed,
	},
	{
		ID: "SE-BFL-FORM", Law: bfl, Paragraph: w("bokföringslagen 7 kap. 1 § och 5 kap. 5 §", "Bookkeeping Act 7:1 and 5:5"), Jurisdiction: SE,
		Covers: w("räkenskapsinformation får inte ändras, maskeras eller skrivas över så länge den ska bevaras; rättelse görs med en ny post", "accounting information is never altered, blanked or overwritten while it must be kept; it is corrected by a new entry"),
		Kind:   Condition, Trigger: FiscalYearEnd, Formula: yearEnd(7),
		Source: "general knowledge: 7 kap. 1 § 2 st., 5 kap. 5 §", Status: ToVerify,
	},
	{
		ID: "SE-BFL-ORIG", Law: bfl, Paragraph: origCite, Jurisdiction: SE, ValidTo: varsam.NewDate(2024, 6, 30),
		Covers: w("pappersoriginal som har överförts till annan form", "paper originals transferred to another form"),
		Kind:   MustKeep, Trigger: FiscalYearEnd, Formula: yearEnd(3),
		Source: "general knowledge: the wording before SFS 2024:342", Status: ToVerify,
	},
	{
		ID: "SE-BFL-ORIG", Law: bfl, Paragraph: origCite, Jurisdiction: SE, ValidFrom: varsam.NewDate(2024, 7, 1),
		Covers: w("pappersoriginal som på ett betryggande sätt har överförts till annan form, även tidigare; kopian bevaras enligt 7 kap. 2 §", "paper originals safely transferred to another form, earlier transfers too; the copy is kept under 7:2"),
		Kind:   MustKeep, Trigger: Transferred, Formula: Formula{DayBefore: true},
		Source: "S21: bfn.se 11 June 2024; SFS 2024:342", Status: Confirmed,
	},
	{
		ID: "SE-SFL", Law: sff, Paragraph: sfl, Jurisdiction: SE,
		Covers: w("underlag för skatt som inte redan är räkenskapsinformation", "tax bases that are not already accounting information"),
		Kind:   MustKeep, Trigger: CalendarYear, Formula: yearEnd(7), Source: "S22: SFF 2011:1261 9:1 first paragraph", Status: Confirmed,
	},
	{
		ID: "SE-SFL-MOMS", Law: sff, Paragraph: sfl, Jurisdiction: SE,
		Covers: w("underlag för att justera avdrag för ingående mervärdesskatt", "bases for adjusting deducted input VAT"),
		Kind:   MustKeep, Trigger: AdjustmentPeriodEnd, Formula: yearEnd(7), Source: "S22: SFF 2011:1261 9:1 second paragraph", Status: Confirmed,
	},
	{
		ID: "SE-SFL-TILL", Law: sff, Paragraph: sfl, Jurisdiction: SE,
		Covers: w("underlag hos koncernenheter som omfattas av lagen om tilläggsskatt", "bases of units in groups under the top-up tax"),
		Kind:   MustKeep, Trigger: CalendarYear, Formula: yearEnd(11), Source: "S22: SFF 2011:1261 9:1 third paragraph", Status: Confirmed,
	},
	{
		ID: "SE-PERSLIGG", Law: sff, Paragraph: w("skatteförfarandeförordningen 9 kap. 5 §", "Tax Procedures Ordinance 9:5"), Jurisdiction: SE,
		Covers: w("personalliggare", "staff attendance registers"),
		Kind:   MustKeep, Trigger: FiscalYearEnd, Formula: yearEnd(2), Source: "S22: SFF 2011:1261 9:5", Status: Confirmed,
	},
	{
		ID: "SE-PTL", Law: ptl, Paragraph: ptlCite, Jurisdiction: SE, ValidTo: varsam.NewDate(2027, 7, 9),
		Covers: w("kundkännedom och transaktioner i en affärsförbindelse", "customer checks and transactions of a business relationship"),
		Kind:   MustKeep, Trigger: RelationEnded, Formula: after(years(5)), Max: years(10), Source: "S24: PTL 2017:630 5:3–4", Status: Confirmed,
	},
	{
		ID: "SE-PTL", Law: amlr, Paragraph: w("förordning (EU) 2024/1624 art. 77", "Regulation (EU) 2024/1624 Art. 77"), Jurisdiction: SE, ValidFrom: varsam.NewDate(2027, 7, 10),
		Covers: w("kundkännedom och transaktioner i en affärsförbindelse", "customer checks and transactions of a business relationship"),
		Kind:   MustKeep, Trigger: RelationEnded, Formula: after(years(5)), Max: years(10), Source: "general knowledge: applies from 10 July 2027", Status: ToVerify,
	},
	{
		ID: "SE-PTL-ENSTAKA", Law: ptl, Paragraph: ptlCite, Jurisdiction: SE, ValidTo: varsam.NewDate(2027, 7, 9),
		Covers: w("kundkännedom och enstaka transaktioner utan affärsförbindelse", "customer checks and single transactions without a business relationship"),
		Kind:   MustKeep, Trigger: MeasureTaken, Formula: after(years(5)), Max: years(10), Source: "S24: PTL 2017:630 5:3–4", Status: Confirmed,
	},
	{
		ID: "SE-PTL-ENSTAKA", Law: amlr, Paragraph: w("förordning (EU) 2024/1624 art. 77", "Regulation (EU) 2024/1624 Art. 77"), Jurisdiction: SE, ValidFrom: varsam.NewDate(2027, 7, 10),
		Covers: w("kundkännedom och enstaka transaktioner utan affärsförbindelse", "customer checks and single transactions without a business relationship"),
		Kind:   MustKeep, Trigger: MeasureTaken, Formula: after(years(5)), Max: years(10), Source: "general knowledge: applies from 10 July 2027", Status: ToVerify,
	},
	{
		ID: "SE-ARKIV", Law: w("arkivlagen (1990:782)", "Archives Act (1990:782)"), Paragraph: w("arkivlagen 3 och 10 §§", "Archives Act ss. 3 and 10"), Jurisdiction: SE,
		Covers: w("allmänna handlingar hos myndigheter och kommunala bolag: ingen gallring utan gallringsbeslut", "records of public bodies and municipal companies: no disposal without a disposal decision"),
		Kind:   MustKeep, Trigger: Decision, Explicit: true, Source: "S30: hoor.se", Status: Confirmed,
	},
}

// swedenLimits say when something must be gone.
var swedenLimits = []Rule{
	{
		ID: "SE-VISSEL", Law: vissel, Paragraph: w("visselblåsarlagen 7 kap. 8 §", "Whistleblowing Act 7:8"), Jurisdiction: SE, ValidFrom: varsam.NewDate(2021, 12, 17),
		Covers: w("personuppgifter i ett uppföljningsärende", "personal data in a follow-up case"),
		Kind:   MustBeGone, Trigger: CaseClosed, Formula: after(years(2)), Source: "S25: imy.se; SFS 2021:890 7:8, 8:4", Status: Confirmed,
	},
	{
		ID: "SE-KUL", Law: kul, Paragraph: kulCite, Jurisdiction: SE,
		Covers: w("uppgifter om privatpersoner i kreditupplysningsverksamhet", "data on private persons in credit information services"),
		Kind:   MustBeGone, Trigger: Event, Formula: after(years(3)), Explicit: true, Source: "S29: KUL 1973:1173 8 §", Status: Confirmed,
	},
	{
		ID: "SE-KUL-BEGAR", Law: kul, Paragraph: kulCite, Jurisdiction: SE,
		Covers: w("uppgift om en begäran om eller ett utlämnande av kreditupplysning", "that a credit report was asked for or given"),
		Kind:   MustBeGone, Trigger: RequestMade, Formula: after(years(1)), Explicit: true, Source: "S29: KUL 1973:1173 8 §", Status: Confirmed,
	},
	{
		ID: "SE-KUL-SKULD", Law: kul, Paragraph: kulCite, Jurisdiction: SE,
		Covers: w("uppgift om skuldsanering; om en betalningsplan löper längre: den dag planen löper ut", "debt relief; if a payment plan runs longer, the day it ends"),
		Kind:   MustBeGone, Trigger: DebtReliefOpened, Formula: after(years(5)), Explicit: true, Source: "S29: KUL 1973:1173 8 §", Status: Confirmed,
	},
}
