package example

import "fmt"

// kivaq is a Finnish company for wellbeing at work.
var kivaq = set{
	people:  120,
	systems: []database{{"customers", onPostgres, "kivaq", fillKivaq}},
	group:   func(int, int) group { return customer },
	cast: func(w *world) map[string]Character {
		asker := w.groups[customer][theAsker]
		asker.first, asker.last, asker.female = "Maria", "Holm", true
		asker.work = "maria.holm@" + w.companies[asker.company].domain
		of := func(i int, why string) Character {
			p := w.groups[customer][i]
			c := known(p, p.work, why)
			c.Phone = "" // the register has none
			return c
		}
		return map[string]Character{
			"maria":   of(theAsker, "contact, orders and invoices of several years, and a participant of a training under the same address in capitals"),
			"unasked": of(theUntold, "gets the newsletter, but nothing shows that it was asked for"),
			"silent":  of(theForgotten, "was last heard of three years ago"),
		}
	},
}

// fillKivaq writes the customer register.
func fillKivaq(w *world, f *filler) {
	organisations := f.into("organisations", "id", "name", "business_id", "city")
	k := kivaqBook{
		w, f,
		f.into("contacts", "id", "organisation_id", "name", "email", "source", "created_at", "last_contact_on", "newsletter",
			"newsletter_asked_at", "newsletter_given_at", "newsletter_wording", "newsletter_withdrawn_at"),
		f.into("orders", "id", "contact_id", "survey", "ordered_on", "done_on"),
		f.into("messages", "id", "contact_id", "body", "sent_at", "closed_on"),
		f.into("participants", "id", "name", "email", "event", "place", "consent_given_at", "consent_wording", "consent_withdrawn_at"),
		f.into("workshop_shares", "id", "contact_id", "facilitator", "workshop", "shared_on", "ends_on"),
		f.into("invoices", "id", "contact_id", "organisation_id", "reference", "amount", "booked_on"),
		f.into("restricted_invoices", "id", "contact_id", "organisation_id", "reference", "amount", "booked_on"),
	}
	for _, c := range w.companies {
		f.add(organisations, c.number, c.name, fmt.Sprintf("%07d-0", c.number), c.city)
	}
	for i, p := range w.groups[customer] {
		k.contact(i, p)
		k.business(i, p)
		if i%3 == 0 {
			k.participant(i, p)
		}
	}
}

// kivaqBook writes the customer register.
type kivaqBook struct {
	*world
	*filler
	contacts, orders, messages, participants, shares, invoices, restricted *table
}

func (k kivaqBook) contact(i int, p *person) {
	last := k.cal.ago(5 + i*7%600)
	if i == theForgotten {
		last = k.cal.ago(3 * 365)
	}
	letter := consultancyLetter(k.world, i)
	asked := letter.given
	k.add(k.contacts, i+1, p.company+1, p.name(), mail(p.work, i), []string{"enkätbeställning", "kontaktformulär", "e-post"}[i%3],
		k.cal.ago(900).String()+" 09:00:00", last.String(), letter.on, asked, letter.given, letter.wording, letter.withdrawn)
}

// business is what a contact orders, asks and pays: the first one for nine years.
func (k kivaqBook) business(i int, p *person) {
	years := 1 + i%3
	if i == theAsker {
		years = 9
	}
	for y := range years {
		day := k.cal.ago(30 + i%90 + y*365)
		k.add(k.orders, k.orders.rows+1, i+1, "Trivselenkät", day.String(), k.cal.pastOrNull(day.AddDays(40)))
		k.add(k.invoices, k.invoices.rows+1, i+1, p.company+1, p.name(), 900+i%7*150, workday(day.AddDays(14)).String())
	}
	if i%4 == 0 {
		sent := k.cal.ago(20 + i*11%700)
		k.add(k.messages, k.messages.rows+1, i+1, fmt.Sprintf("Hej, kan ni ringa mig om enkäten? Hälsningar %s", p.name()),
			sent.String()+" 13:20:00", k.cal.pastOrNull(sent.AddDays(10)))
	}
	if i%10 == 0 {
		shared := k.cal.ago(15 + i*9%400)
		k.add(k.shares, k.shares.rows+1, i+1, "Workshopledare", "Vi-anda i vardagen", shared.String(), shared.AddDays(30).String())
	}
}

// participant wrote their address on a list, by hand.
func (k kivaqBook) participant(i int, p *person) {
	given := k.cal.ago(60+i%500).String() + " 15:40:00"
	style := i
	if i == theAsker {
		style = 7 // all in capitals
	}
	k.add(k.participants, k.participants.rows+1, p.name(), mail(p.work, style), "Arbetsglädje", []string{"mässa", "seminarium", "utbildning"}[i/3%3],
		given, "lista 2025-01", orNull(i%12 == 9, k.cal.ago(10).String()+" 08:00:00"))
}
