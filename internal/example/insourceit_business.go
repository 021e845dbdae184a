package example

import (
	"fmt"
	"math/rand/v2"

	"github.com/varsam/varsam"
)

// business fills the business system: its tables, and what rows are pointed at.
type business struct {
	*world
	*filler
	r         *rand.Rand
	customers []*person
	addresses map[int]int // row by household
	tables    struct {
		addresses, contacts, consultants, quotes, orders, assignments, credit, invoices, lines, payments *table
	}
	consultants int
}

func fillBusiness(w *world, f *filler) {
	b := &business{world: w, filler: f, r: w.stream("business"), customers: w.groups[customer], addresses: map[int]int{}}
	companies := f.into("companies", "id", "name", "org_number", "invoice_email", "city")
	for _, c := range w.companies {
		f.add(companies, c.number, c.name, c.orgNumber, "faktura@"+c.domain, c.city)
	}
	b.declare()
	b.consultantRows()
	b.contactRows()
	for i, p := range b.customers {
		b.sales(i, p)
	}
}

func (b *business) declare() {
	t := &b.tables
	t.addresses = b.into("addresses", "id", "street", "postcode", "city")
	t.contacts = b.into("contacts", "id", "company_id", "manager_id", "address_id", "name", "title", "email", "phone", "marketing_blocked", "last_contact_on")
	t.consultants = b.into("consultants", "id", "address_id", "name", "email", "phone", "personal_number", "bank_account",
		"profile", "profile_hidden", "profile_given_at", "profile_withdrawn_at", "profile_wording", "agreement_ended_on")
	t.quotes = b.into("quotes", "id", "contact_id", "title", "status", "created_on")
	t.orders = b.into("orders", "id", "number", "contact_id", "title", "status", "ordered_on", "closed_on")
	t.assignments = b.into("assignments", "id", "order_id", "consultant_id", "role", "hourly_rate", "starts_on", "ends_on")
	t.credit = b.into("credit_checks", "id", "contact_id", "source", "credit_limit", "remark", "checked_on")
	t.invoices = b.into("invoices", "id", "number", "order_id", "contact_id", "name", "street", "postcode", "city", "email", "phone",
		"amount", "place", "issued_at", "booked_on", "due_on", "blocked_on")
	t.lines = b.into("invoice_lines", "invoice_id", "line", "consultant_id", "item", "hours", "amount")
	t.payments = b.into("payments", "id", "invoice_id", "payer", "bank_account", "amount", "paid_on")
}

// address is the row of somebody's household, made when it is first asked for:
// two people of one household share it.
func (b *business) address(p *person) int {
	if id, ok := b.addresses[p.household]; ok {
		return id
	}
	id := len(b.addresses) + 1
	b.addresses[p.household] = id
	b.add(b.tables.addresses, id, p.street(), p.postcode(), p.city())
	return id
}

// consultantRows begins with the employee who is listed as a consultant too.
func (b *business) consultantRows() {
	all := append([]*person{b.groups[staff][theBoth]}, b.groups[consultant]...)
	b.consultants = len(all)
	for i, p := range all {
		given := b.cal.between(b.r, 2200, 100)
		b.add(b.tables.consultants, i+1, b.address(p), p.name(), mail(p.home, i+3), p.spelledPhone(i+1), nationalID(p.nationalID, i*2+1),
			bankAccount(p.number), profiles[i%len(profiles)], i%12 == 7, orNull(i%10 != 9, at(b.r, given)),
			orNull(i%12 == 7, b.cal.ago(60+i%20).String()+" 09:00:00"), orNull(i%10 != 9, "profil 2022-01"),
			orNull(i%5 == 4, b.cal.between(b.r, 3000, 30).String()))
	}
}

// contactRows makes the first contact of a company the manager of the others.
func (b *business) contactRows() {
	managers := map[int]int{}
	for i, p := range b.customers {
		manager, has := managers[p.company]
		if !has {
			managers[p.company] = i + 1
		}
		style := i
		if i == theCustomer {
			style = 7 // all capitals
		}
		last := b.cal.between(b.r, 1600, 0)
		if i == theFormer {
			last = b.cal.ago(5 * 365)
		}
		b.add(b.tables.contacts, i+1, b.companies[p.company].number, orNull(has, manager), orNull(i%3 < 2, b.address(p)), p.name(),
			titles[i%len(titles)], mail(p.work, style), p.spelledPhone(i+1), i%17 == 5, last.String())
	}
}

// sales gives two customers in three something: quotes, orders and invoices.
func (b *business) sales(i int, p *person) {
	if i == theFormer || i%3 == 2 && i != theUnproven {
		return
	}
	t := &b.tables
	if i%4 == 0 {
		b.add(t.quotes, t.quotes.rows+1, i+1, "Offert: "+roles[i%len(roles)], []string{"open", "won", "lost"}[i%3], b.cal.between(b.r, 1400, 5).String())
	}
	if i%10 == 0 {
		b.add(t.credit, t.credit.rows+1, i+1, "Provupplysningen AB", 50000+i%7*10000, orNull(i%70 == 0, "betalningsanmärkning"), b.cal.between(b.r, 1000, 10).String())
	}
	if i == theCustomer {
		b.order(i, p, b.cal.ago(40), true)
		b.order(i, p, b.cal.ago(3*365), false)
		b.order(i, p, b.cal.ago(9*365), false)
		return
	}
	ordered := b.cal.between(b.r, 3400, 20)
	b.order(i, p, ordered, b.cal.ago(180).Before(ordered) && i%2 == 0)
}

// order is one order with an assignment and its invoices, one a month.
func (b *business) order(i int, p *person, ordered varsam.Date, open bool) {
	t := &b.tables
	id, who, role := t.orders.rows+1, 1+b.r.IntN(b.consultants), roles[b.r.IntN(len(roles))]
	closed := ordered.AddDays(100)
	status := map[bool]string{true: "open", false: "delivered"}[open]
	b.add(t.orders, id, fmt.Sprintf("O-%06d", id), i+1, "Konsult: "+role, status, ordered.String(), orNull(!open, closed.String()))
	b.add(t.assignments, t.assignments.rows+1, id, who, role, 750+i%9*50, ordered.AddDays(10).String(), orNull(!open, closed.String()))
	for month := 1; month <= 2; month++ {
		if issued := workday(ordered.AddDays(month * 31)); issued.Before(b.cal.today) {
			b.invoice(i, p, id, who, issued)
		}
	}
}

func (b *business) invoice(i int, p *person, order, who int, issued varsam.Date) {
	t := &b.tables
	id := t.invoices.rows + 1
	amount := 40000 + b.r.IntN(60)*1000
	due := issued.AddDays(30)
	b.add(t.invoices, id, fmt.Sprintf("F%07d", id), order, i+1, p.name(), p.street(), p.postcode(), p.city(), mail(p.work, i+2),
		p.spelledPhone(i+2), amount, "Stockholm", at(b.r, issued), issued.String(), due.String(), nil)
	b.add(t.lines, id, 1, who, "Konsulttjänster", 80, amount-2000)
	b.add(t.lines, id, 2, nil, "Administration", 2, 2000)
	if id%8 != 0 {
		b.add(t.payments, t.payments.rows+1, id, p.name(), bankAccount(b.companies[p.company].number), amount, due.AddDays(-id%9).String())
	}
}

var (
	titles   = []string{"IT-chef", "Inköpare", "Projektledare", "Utvecklingschef", "VD", "Verksamhetsutvecklare"}
	roles    = []string{"utvecklare", "testare", "arkitekt", "driftstekniker", "projektledare"}
	profiles = []string{
		"Tio år som utvecklare i Go och Java. Trivs i små grupper.", "Testledare med vana av vården och skolan.",
		"Driftstekniker, van vid jour.", "Arkitekt. Har byggt betalningar och bokning.",
	}
)
