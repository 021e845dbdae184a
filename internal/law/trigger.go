package law

import "github.com/varsam/varsam"

// Trigger names the event a rule counts from.
type Trigger string

// The triggers. A register maps each to a column, a table or a case.
const (
	FiscalYearEnd       Trigger = "fiscal-year-end"       // the last day of the fiscal year the item is booked in
	CalendarYear        Trigger = "calendar-year"         // any day of the calendar year it concerns
	AdjustmentPeriodEnd Trigger = "adjustment-period-end" // any day of the year a VAT adjustment period ended
	InvestmentYear      Trigger = "investment-year"       // any day of the year an adjustment period began
	RelationEnded       Trigger = "relation-ended"
	MeasureTaken        Trigger = "measure-taken"
	CaseClosed          Trigger = "case-closed"
	Decision            Trigger = "decision"
	ClaimCreated        Trigger = "claim-created" // or the day the limitation was last interrupted
	ClaimDue            Trigger = "claim-due"
	Judgment            Trigger = "judgment"
	Delivered           Trigger = "delivered"
	EmploymentEnded     Trigger = "employment-ended"
	Dismissal           Trigger = "dismissal"
	HolidayYearEnd      Trigger = "holiday-year-end"
	Transferred         Trigger = "transferred" // to another form, and the copy checked
	ReportReceived      Trigger = "report-received"
	LastExposure        Trigger = "last-exposure"
	LastReview          Trigger = "last-review"
	Event               Trigger = "event"
	RequestMade         Trigger = "request-made"
	DebtReliefOpened    Trigger = "debt-relief-opened"
	Death               Trigger = "death"
	Birth               Trigger = "birth"
	EachUse             Trigger = "each-use" // checked every time, no day to count from
)

var triggerWords = map[Trigger]varsam.Words{
	FiscalYearEnd:       w("räkenskapsårets slut", "the end of the fiscal year"),
	CalendarYear:        w("det kalenderår uppgiften avser", "the calendar year it concerns"),
	AdjustmentPeriodEnd: w("justeringsperiodens slut", "the end of the adjustment period"),
	InvestmentYear:      w("det år då granskningsperioden började", "the year in which the adjustment period began"),
	RelationEnded:       w("affärsförbindelsens slut", "the end of the business relationship"),
	MeasureTaken:        w("åtgärden eller transaktionen", "the measure or transaction"),
	CaseClosed:          w("ärendets avslutande", "the closing of the case"),
	Decision:            w("beslutet", "the decision"),
	ClaimCreated:        w("fordrans tillkomst eller senaste preskriptionsavbrott", "the creation of the claim or its last interruption"),
	ClaimDue:            w("förfallodagen", "the due date"),
	Judgment:            w("domen", "the judgment"),
	Delivered:           w("leveransen", "delivery"),
	EmploymentEnded:     w("anställningens slut", "the end of employment"),
	Dismissal:           w("uppsägningen eller avskedandet", "the dismissal"),
	HolidayYearEnd:      w("semesterårets slut", "the end of the holiday year"),
	Transferred:         w("överföringen till annan form", "the transfer to another form"),
	ReportReceived:      w("rapportens mottagande", "receipt of the report"),
	LastExposure:        w("den sista exponeringen", "the last exposure"),
	LastReview:          w("den senaste prövningen av behovet", "the last review of the need"),
	Event:               w("händelsen", "the event"),
	RequestMade:         w("begäran", "the request"),
	DebtReliefOpened:    w("inledandebeslutet", "the decision to open debt relief"),
	Death:               w("dödsfallet", "death"),
	Birth:               w("födelsen", "birth"),
	EachUse:             w("varje användning", "each use"),
}

// Words is the event in a noun phrase that fits after "efter" and "after".
func (t Trigger) Words() varsam.Words { return triggerWords[t] }

// w is a pair of words; the Finland-Swedish and Finnish ones are added where
// they differ.
func w(sv, en string) varsam.Words { return varsam.Words{SV: sv, EN: en} }
