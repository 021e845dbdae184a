package example

import "fmt"

// fillCases gives two people in five of those who are not staff a case. The
// handler of the cast has every third.
func fillCases(w *world, f *filler) {
	r := w.stream("cases")
	handlers := f.into("handlers", "id", "name", "email", "left_on")
	employed := w.groups[staff]
	for i, p := range employed {
		f.add(handlers, i+1, p.name(), staffMail(p), orNull(i%7 == 6, w.cal.ago(200+i).String()))
	}
	cases := f.into("cases", "id", "number", "subject", "customer_name", "customer_email", "customer_phone", "handler_id", "opened_at", "closed_on")
	messages := f.into("messages", "id", "case_id", "direction", "sender", "body", "sent_at")
	notes := f.into("notes", "id", "case_id", "author_id", "body", "written_at")
	for i, p := range w.people[len(employed):] {
		if i%5 > 1 {
			continue
		}
		id, handler := cases.rows+1, 1+theHandler
		if i%3 > 0 {
			handler = 1 + r.IntN(len(employed))
		}
		opened := w.cal.between(r, 2000, 2)
		f.add(cases, id, fmt.Sprintf("A-%06d", id), subjects[i%len(subjects)], p.name(), mail(webMail(p), i+4), p.spelledPhone(i+3),
			orNull(i%11 != 10, handler), at(r, opened), w.cal.pastOrNull(opened.AddDays(5+i%40)))
		f.add(messages, messages.rows+1, id, "in", mail(webMail(p), i+4), "Hej! Jag undrar hur det går. /"+p.first, at(r, opened))
		f.add(messages, messages.rows+1, id, "out", "kundtjanst@kvarnsund.example", "Hej "+p.first+", vi återkommer i dag.", at(r, opened.AddDays(1)))
		f.add(notes, notes.rows+1, id, handler, note(w, p, i), at(r, opened.AddDays(1)))
	}
}

// note mentions somebody else in every fourth case: the colleague to ring.
func note(w *world, p *person, i int) string {
	if i%4 != 0 {
		return "Ringt upp, löst."
	}
	other := w.people[(p.number+7)%len(w.people)]
	return fmt.Sprintf("Ring hellre %s (%s), som sitter bredvid.", other.name(), webMail(other))
}

var subjects = []string{"Fråga om faktura", "Inloggning", "Byte av konsult", "Ändrad adress", "Klagomål"}
