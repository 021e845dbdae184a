package example

import "fmt"

// intelliplan is a supplier of systems whose service desk lives in mailboxes.
var intelliplan = set{
	people:  160,
	systems: []database{{"desk", onPostgres, "desk", fillDesk}},
	mail:    &mailboxes{accounts: planvikAccounts, folders: []string{"Ärenden", "Kunder", "Privat"}, letters: deskLetters},
	shelves: []shelf{{"casefiles", caseFiles}},
	group:   deskGroup,
	cast:    castOfTheDesk,
}

const (
	elin    = "elin.norberg@planvik.example"
	hans    = "hans.dahlberg@planvik.example"
	sara    = "sara.lindholm@planvik.example"
	support = "support@planvik.example"
	privacy = "dataskydd@planvik.example"
)

var planvikAccounts = []string{elin, hans, sara, support, privacy}

// deskGroup: everybody is a customer's contact person.
func deskGroup(int, int) group { return customer }

// The cast by its place among the contacts.
const (
	theWriter = iota
	theStranger
	theReader
	thePatient
	theMate
)

func castOfTheDesk(w *world) map[string]Character {
	all := w.groups[customer]
	if patient := all[thePatient]; patient.nationalID == "" {
		patient.nationalID = testNumber(40, patient.female)
	}
	of := func(i int, why string) Character { return known(all[i], all[i].work, why) }
	return map[string]Character{
		"asker":    of(theWriter, "has an open case, a closed one and one that was billed; wrote to several mailboxes; is named in a colleague's mail, in a list and in a note"),
		"stranger": of(theStranger, "has no agreement, and one case that was closed long ago"),
		"reader":   of(theReader, "asks by mail for no more newsletters"),
		"patient":  of(thePatient, "wrote about an illness, with a personal identity number"),
	}
}

// errand is a case of the service desk, the same in all systems.
type errand struct {
	number, contact int // the contact's place
	subject         string
	opened          int // days before today
	closed          int // 0 while it is open
	billed          bool
}

// errands are the cases: those of the cast first, then one or two for everybody.
func errands(w *world) []errand {
	all := []errand{
		{1, theWriter, "Kan inte logga in", 12, 0, false},
		{2, theWriter, "Rapporten visar fel månad", 200, 150, false},
		{3, theWriter, "Ny vy i kundregistret", 500, 420, true},
		{4, theStranger, "Fråga om priser", 400, 390, false},
		{5, thePatient, "Frånvaro och behörighet", 20, 0, false},
	}
	r := w.stream("errands")
	for i := theMate; i < len(w.groups[customer]); i++ {
		for range 1 + i%2 {
			opened := 3 + r.IntN(700)
			one := errand{number: len(all) + 1, contact: i, subject: deskSubjects[r.IntN(len(deskSubjects))], opened: opened, billed: i%6 == 0}
			if opened > 30 {
				one.closed = max(1, opened-2-r.IntN(28))
			}
			one.billed = one.billed && one.closed > 0
			all = append(all, one)
		}
	}
	return all
}

var deskSubjects = []string{"Kan inte skriva ut", "Ny användare", "Lösenord", "Importen stannar", "Önskemål om rapport", "Fel moms på faktura", "Långsamt på morgonen"}

// fillDesk writes the service desk's database. The stranger has no agreement.
func fillDesk(w *world, f *filler) {
	r := w.stream("desk")
	contacts := f.into("contacts", "id", "name", "email", "phone", "company", "agreement_ends_on", "last_login_at")
	cases := f.into("cases", "id", "contact_id", "subject", "name", "email", "opened_on", "closed_on", "billed_on")
	notes := f.into("notes", "id", "case_id", "body", "written_on")
	all := w.groups[customer]
	for i, p := range all {
		if i == theStranger {
			continue
		}
		ends := w.cal.ago(-90 - r.IntN(700))
		if i%11 == 8 {
			ends = w.cal.ago(60 + r.IntN(300)) // an agreement that has ended
		}
		f.add(contacts, i+1, p.name(), mail(p.work, i+2), p.spelledPhone(i), w.companies[p.company].name, ends.String(), at(r, w.cal.between(r, 500, 0)))
	}
	for _, e := range errands(w) {
		p, style := all[e.contact], e.number
		closed, billed := orNull(e.closed > 0, w.cal.ago(e.closed).String()), orNull(e.billed, w.cal.ago(e.closed).String())
		f.add(cases, e.number, orNull(e.contact != theStranger, e.contact+1), e.subject, p.name(), mail(p.work, style), w.cal.ago(e.opened).String(), closed, billed)
		f.add(notes, notes.rows+1, e.number, deskNote(all, e), w.cal.ago(e.opened).String())
	}
}

// deskNote names the asker in somebody else's case.
func deskNote(all []*person, e errand) string {
	if e.contact == theMate {
		return fmt.Sprintf("Samma fel som %s (%s) hade; jämför med det ärendet.", all[theWriter].name(), all[theWriter].work)
	}
	return "Återkopplat per telefon."
}
