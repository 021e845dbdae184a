package example

import "fmt"

// kundo is a service for customer care that other companies use.
var kundo = set{
	people: 160,
	systems: []database{
		{"office", onMariaDB, "office", fillOffice},
		{"service", onPostgres, "service", fillService},
	},
	group: func(i, people int) group {
		if i < max(8, people/8) {
			return customer
		}
		return visitor
	},
	cast: func(w *world) map[string]Character {
		writer, contact := w.groups[visitor][theAsker], w.groups[customer][theForgotten]
		return map[string]Character{
			"writer":  known(writer, writer.home, "writes to two customers of the service with one address; her number stands in another's message"),
			"contact": known(contact, contact.work, "a customer's contact whose agreement has ended, with invoices of several years"),
		}
	},
}

// fillOffice writes the company's own customers.
func fillOffice(w *world, f *filler) {
	contacts := f.into("contacts", "id", "company", "name", "email", "phone", "agreement_ended_on")
	agreements := f.into("agreements", "id", "signed_by", "kind", "signed_on", "ended_on")
	invoices := f.into("invoices", "id", "contact_id", "reference", "amount", "booked_on")
	f.into("restricted_invoices", "id", "contact_id", "reference", "amount", "booked_on")
	for i, p := range w.groups[customer] {
		ended := orNull(i%6 == theForgotten, w.cal.ago(3*365).String())
		f.add(contacts, i+1, w.companies[p.company].name, p.name(), mail(p.work, i), p.spelledPhone(i), ended)
		f.add(agreements, i+1, i+1, []string{"standardavtal", "kundens eget"}[i%2], w.cal.ago(8*365).String(), ended)
		for y := range 9 {
			f.add(invoices, invoices.rows+1, i+1, p.name(), 4900+i%5*500, workday(w.cal.ago(40+y*365)).String())
		}
	}
}

// serviceDesk writes what customers' customers have written.
type serviceDesk struct {
	*world
	*filler
	users, values, conversations, messages *table
}

// fillService gives every writer an account with the customer that they write to;
// the first one writes to two.
func fillService(w *world, f *filler) {
	tenants := f.into("tenants", "id", "name", "ended_on")
	d := serviceDesk{
		w, f,
		f.into("users", "id", "tenant_id", "name", "email", "ip_address", "last_seen_on"),
		f.into("custom_values", "id", "user_id", "field", "value"),
		f.into("conversations", "id", "tenant_id", "user_id", "channel", "subject", "opened_at", "closed_on"),
		f.into("messages", "id", "conversation_id", "user_id", "body", "written_at"),
	}
	articles := f.into("articles", "id", "tenant_id", "author_id", "title", "body", "published_on")
	const customers = 4
	for n := range customers {
		f.add(tenants, n+1, w.companies[n].name, nil)
	}
	all := w.groups[visitor]
	for i, p := range all {
		d.writes(i, p, 1+i%customers)
		if i == theAsker {
			d.writes(i, p, customers)
		}
	}
	for n := range customers * 3 {
		f.add(articles, n+1, 1+n%customers, 1+n%len(all), fmt.Sprintf("Så gör du, del %d", n+1), "Öppna inställningarna och välj Konto.", w.cal.ago(60+n*30).String())
	}
}

func (d serviceDesk) writes(i int, p *person, tenant int) {
	seen := d.cal.ago(3 + i*13%1000)
	user := d.users.rows + 1
	d.add(d.users, user, tenant, p.name(), mail(p.home, i), fmt.Sprintf("192.0.2.%d", 1+i%250), seen.String())
	if i%2 == 0 {
		d.add(d.values, d.values.rows+1, user, "kundnummer", fmt.Sprintf("K-%05d", 10000+i))
	}
	opened := seen.AddDays(-4)
	conversation := d.conversations.rows + 1
	d.add(d.conversations, conversation, tenant, user, []string{"mejl", "forum", "chatt"}[i%3], "Fråga om min beställning", opened.String()+" 10:00:00", d.cal.pastOrNull(seen.AddDays(1)))
	d.add(d.messages, d.messages.rows+1, conversation, user, d.body(i, p), opened.String()+" 10:00:00")
}

// body is what people write: their street, their number, and sometimes somebody
// else's.
func (d serviceDesk) body(i int, p *person) string {
	asker := d.groups[visitor][theAsker]
	switch {
	case i == theColleague && asker.phone != nil:
		return fmt.Sprintf("Min granne %s på %s bad mig fråga; ring henne.", asker.name(), asker.phone.spelled(1))
	case p.phone != nil && i%2 == 0:
		return fmt.Sprintf("Hej! Jag bor på %s. Ni når mig på %s. /%s", p.street(), p.phone.spelled(i), p.first)
	}
	return "Hej! När kommer min beställning? Hälsningar " + p.name()
}
