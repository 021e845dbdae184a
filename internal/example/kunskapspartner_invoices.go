package example

import (
	"fmt"
	"math/rand/v2"

	"github.com/varsam/varsam"
)

// invoicing writes customer cards and what they were billed.
type invoicing struct {
	*world
	*filler
	r                         *rand.Rand
	customers, invoices, rows *table
}

// fillInvoices gives one contact in three a customer card and invoices of up to
// nine years.
func fillInvoices(w *world, f *filler) {
	v := invoicing{
		w, f, w.stream("invoices"),
		f.into("customers", "customer_number", "name", "address", "zip", "city", "email", "phone", "last_invoiced_on"),
		f.into("invoices", "document_number", "customer_number", "name", "address", "zip", "city", "our_reference", "total", "invoiced_on", "booked_on", "due_on"),
		f.into("invoice_rows", "document_number", "line", "item", "amount", "booked_on"),
	}
	for i, p := range w.groups[customer] {
		if i%3 == 0 {
			v.card(i, p)
		}
	}
}

func (v invoicing) card(i int, p *person) {
	number, days := fmt.Sprintf("K%05d", 1000+i), v.days(i)
	last := varsam.Latest(days...)
	v.add(v.customers, number, p.name(), p.street(), p.postcode(), p.city(), mail(p.work, i+7), p.spelledPhone(i+2),
		orNull(!last.IsZero(), last.String()))
	for n, day := range days {
		document, total := 10000+v.invoices.rows, 8000+v.r.IntN(40)*1000
		consultant := v.groups[staff][(i+n)%len(v.groups[staff])]
		v.add(v.invoices, document, number, p.name(), p.street(), p.postcode(), p.city(), consultant.name(), total,
			day.String(), day.String(), day.AddDays(30).String())
		v.add(v.rows, document, 1, "Rådgivning", total-500, day.String())
		v.add(v.rows, document, 2, "Resa", 500, day.String())
	}
}

// days are when somebody was billed: the main person every year, others in one
// year of four.
func (v invoicing) days(i int) []varsam.Date {
	var days []varsam.Date
	for year := range 9 {
		if i == theAsker || (i/3+year)%4 == 0 {
			days = append(days, workday(v.cal.ago(20+365*year+v.r.IntN(300))))
		}
	}
	return days
}

// fillSurveys writes customers' surveys among their staff, one each: those who
// only answer surveys, and Anna and her colleague. Three in four have answered.
func fillSurveys(w *world, f *filler) {
	r := w.stream("surveys")
	customers := f.into("customers", "id", "name")
	surveys := f.into("surveys", "id", "customer_id", "title", "opened_on", "closed_on")
	respondents := f.into("respondents", "id", "survey_id", "email", "name", "department", "invited_at", "answered_at")
	answers := f.into("answers", "id", "respondent_id", "question", "score", "comment")
	asked := append(w.groups[customer][:theUntold:theUntold], w.groups[respondent]...)
	survey := map[int]int{} // by company
	for i, p := range asked {
		if survey[p.company] == 0 {
			id, opened := surveys.rows+1, w.cal.between(r, 3900, 60)
			survey[p.company] = id
			f.add(customers, id, w.companies[p.company].name)
			f.add(surveys, id, id, "Medarbetarundersökning", opened.String(), opened.AddDays(30).String())
		}
		invited, answered := at(r, w.cal.between(r, 900, 60)), i%4 < 3
		f.add(respondents, i+1, survey[p.company], mail(p.work, i), p.name(), departments[i%len(departments)], invited, orNull(answered, invited))
		for n, question := range surveyQuestions {
			if answered {
				f.add(answers, answers.rows+1, i+1, question, 1+r.IntN(5), orNull(n == 2 && i%3 == 0, "Jag vill ha mer tid för eftertanke."))
			}
		}
	}
}

var (
	departments     = []string{"Produktion", "Ekonomi", "Utveckling", "Lager"}
	surveyQuestions = []string{"Jag trivs på jobbet", "Min chef lyssnar", "Jag vet vad som väntas av mig"}
)
