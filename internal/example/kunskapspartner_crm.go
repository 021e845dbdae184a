package example

import (
	"fmt"
	"math/rand/v2"
)

// contactBook writes the CRM.
type contactBook struct {
	*world
	*filler
	r                            *rand.Rand
	first                        []int // the first contact of each company
	contacts, deals, permissions *table
}

// fillCRM writes the contacts with their deals. The first contact of a company
// is its contact person, and recommended some of the others.
func fillCRM(w *world, f *filler) {
	companies := f.into("companies", "id", "name", "org_number", "city", "contact_person_id")
	b := contactBook{
		w, f, w.stream("crm"), firstContacts(w),
		f.into("contacts", "id", "company_id", "recommended_by", "first_name", "last_name", "email", "phone", "title", "source",
			"created_on", "last_contact_on", "newsletter", "newsletter_given_at", "newsletter_wording", "newsletter_withdrawn_at", "marketing_blocked"),
		f.into("deals", "id", "contact_id", "title", "amount", "status", "opened_on", "closed_on"),
		f.into("permissions", "id", "contact_id", "subcontractor", "person_agreed_at", "company_agreed_at", "wording", "withdrawn_at", "ends_on"),
	}
	for i, c := range w.companies {
		f.add(companies, c.number, c.name, c.orgNumber, c.city, orNull(b.first[i] > 0, b.first[i]))
	}
	for i, p := range w.groups[customer] {
		b.contact(i, p)
		if i%3 == 1 {
			b.deal(i)
		}
		if i%25 == 3 {
			b.permission(i)
		}
	}
}

func (b contactBook) contact(i int, p *person) {
	letter, last := consultancyLetter(b.world, i), b.cal.between(b.r, 900, 3)
	if i == theForgotten {
		last = b.cal.ago(5 * 365)
	}
	style := i + 8
	if i == theAsker {
		style = 4 // capital letters, as she writes it herself
	}
	first := b.first[p.company]
	b.add(b.contacts, i+1, p.company+1, orNull(first != i+1 && i%4 == 1, first), p.first, p.last, mail(p.work, style), p.spelledPhone(i+1),
		titles[i%len(titles)], sources[i%len(sources)], last.AddDays(-800).String(), last.String(),
		letter.on, letter.given, letter.wording, letter.withdrawn, i%19 == 7)
}

func (b contactBook) deal(i int) {
	opened, status := b.cal.between(b.r, 1500, 70), []string{"open", "won", "lost"}[i%5%3]
	b.add(b.deals, b.deals.rows+1, i+1, "Medarbetarundersökning", 40000+i%9*5000, status, opened.String(),
		orNull(status != "open", opened.AddDays(60).String()))
}

// permission lets a subcontractor reach the contact; for half of them the
// company has not said yes.
func (b contactBook) permission(i int) {
	agreed := at(b.r, b.cal.between(b.r, 400, 10))
	b.add(b.permissions, b.permissions.rows+1, i+1, "Underkonsult Klarvik AB", agreed, orNull(i%2 == 1, agreed), "tillstånd 2024-01", nil,
		b.cal.ago(-200).String())
}

// firstContacts is the number of the first contact of each company, 0 for none.
func firstContacts(w *world) []int {
	first := make([]int, len(w.companies))
	for i, p := range w.groups[customer] {
		if first[p.company] == 0 {
			first[p.company] = i + 1
		}
	}
	return first
}

// consultancyLetter gives half of the contacts the newsletter; what it says is
// the same in the CRM and in the mailing service.
func consultancyLetter(w *world, i int) newsletter {
	given := w.cal.ago(500+i%300).String() + " 10:15:00"
	switch {
	case i == theUntold:
		return newsletter{on: true}
	case i%14 == 4:
		return newsletter{given: given, wording: letterWording, withdrawn: w.cal.ago(20+i%90).String() + " 08:30:00"}
	case i == theAsker || i%2 == 0:
		return newsletter{on: true, given: given, wording: letterWording}
	}
	return newsletter{}
}

const letterWording = "nyhetsbrev 2023-02"

// fillMailing lists everybody who has, or had, the newsletter.
func fillMailing(w *world, f *filler) {
	r := w.stream("mailing")
	members := f.into("members", "id", "email", "name", "status", "given_at", "wording", "withdrawn_at", "last_opened_at")
	for i, p := range w.groups[customer] {
		letter := consultancyLetter(w, i)
		if !letter.on && letter.withdrawn == nil {
			continue
		}
		status := map[bool]string{true: "subscribed", false: "unsubscribed"}[letter.on]
		f.add(members, members.rows+1, p.work, p.name(), status, letter.given, letter.wording, letter.withdrawn,
			orNull(i%3 > 0, at(r, w.cal.between(r, 90, 1))))
	}
}

// fillProjects writes projects of the last thirteen years: some still run, some
// may go, some should be gone.
func fillProjects(w *world, f *filler) {
	r := w.stream("projects")
	projects := f.into("projects", "id", "name", "customer", "started_on", "ended_on")
	contacts := f.into("project_contacts", "project_id", "line", "name", "email", "phone", "role")
	notes := f.into("project_notes", "id", "project_id", "body", "written_on")
	all := w.groups[customer]
	for i := range max(6, len(all)/6) {
		lead, other := all[i*4%len(all)], all[(i*4+1)%len(all)]
		started := w.cal.between(r, 4700, 30)
		ended := started.AddDays(120 + r.IntN(300))
		f.add(projects, i+1, fmt.Sprintf("Projekt %d", 1000+i), w.companies[lead.company].name, started.String(), w.cal.pastOrNull(ended))
		f.add(contacts, i+1, 1, lead.name(), mail(lead.work, i+4), lead.spelledPhone(i+2), "beställare")
		f.add(contacts, i+1, 2, other.name(), mail(other.work, i), other.spelledPhone(i+3), "deltagare")
		f.add(notes, notes.rows+1, i+1, fmt.Sprintf("Uppstart med %s (%s).", lead.name(), lead.work), started.String())
	}
}

var sources = []string{"mässa", "webbplats", "rekommendation", "möte"}
