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
	FiscalYearEnd:       fi("räkenskapsårets slut", "the end of the fiscal year", "tilikauden päättymisestä"),
	CalendarYear:        fi("det kalenderår uppgiften avser", "the calendar year it concerns", "kalenterivuodesta, jota tieto koskee"),
	AdjustmentPeriodEnd: fi("justeringsperiodens slut", "the end of the adjustment period", "tarkistuskauden päättymisestä"),
	InvestmentYear:      fi("det år då granskningsperioden började", "the year in which the adjustment period began", "tarkistuskauden alkamisvuodesta"),
	RelationEnded:       fi("affärsförbindelsens slut", "the end of the business relationship", "liikesuhteen päättymisestä"),
	MeasureTaken:        fi("åtgärden eller transaktionen", "the measure or transaction", "toimenpiteestä tai liiketoimesta"),
	CaseClosed:          fi("ärendets avslutande", "the closing of the case", "asian päättämisestä"),
	Decision:            fi("beslutet", "the decision", "päätöksestä"),
	ClaimCreated:        fi("fordrans tillkomst eller senaste preskriptionsavbrott", "the creation of the claim or its last interruption", "saatavan syntymisestä tai vanhentumisen viimeisestä katkaisemisesta"),
	ClaimDue:            fi("förfallodagen", "the due date", "eräpäivästä"),
	Judgment:            fi("domen", "the judgment", "tuomiosta"),
	Delivered:           fi("leveransen", "delivery", "toimituksesta"),
	EmploymentEnded:     fi("anställningens slut", "the end of employment", "työsuhteen päättymisestä"),
	Dismissal:           fi("uppsägningen eller avskedandet", "the dismissal", "irtisanomisesta tai purkamisesta"),
	HolidayYearEnd:      fi("semesterårets slut", "the end of the holiday year", "lomanmääräytymisvuoden päättymisestä"),
	Transferred:         fi("överföringen till annan form", "the transfer to another form", "siirrosta toiseen muotoon"),
	ReportReceived:      fi("rapportens mottagande", "receipt of the report", "ilmoituksen vastaanottamisesta"),
	LastExposure:        fi("den sista exponeringen", "the last exposure", "viimeisestä altistumisesta"),
	LastReview:          fi("den senaste prövningen av behovet", "the last review of the need", "tarpeen viimeisestä arvioinnista"),
	Event:               fi("händelsen", "the event", "tapahtumasta"),
	RequestMade:         fi("begäran", "the request", "pyynnöstä"),
	DebtReliefOpened:    fi("inledandebeslutet", "the decision to open debt relief", "velkajärjestelyn aloittamispäätöksestä"),
	Death:               fi("dödsfallet", "death", "kuolemasta"),
	Birth:               fi("födelsen", "birth", "syntymästä"),
	EachUse:             fi("varje användning", "each use", "jokaisesta käytöstä"),
}

// Words is the event in a noun phrase that fits after "efter" and "after"; the
// Finnish one says "after" by its case.
func (t Trigger) Words() varsam.Words { return triggerWords[t] }

// w is a pair of words; the Finland-Swedish and Finnish ones are added where
// they differ.
func w(sv, en string) varsam.Words { return varsam.Words{SV: sv, EN: en} }
