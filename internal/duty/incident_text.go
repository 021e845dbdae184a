package duty

import (
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

// noticeParts are the parts of a notification in the authority's order: those of
// Art. 33(3), between who notifies and why it is late.
var noticeParts = []struct {
	heading string
	fields  []string
}{
	{"duty.notice.what", []string{"title", "happened", "aware", "role", "what", "systems"}},
	{"duty.notice.a", []string{"nature", "subjects", "people", "data", "records"}},
	{"duty.notice.b", []string{"contact"}},
	{"duty.notice.c", []string{"consequences", "risk"}},
	{"duty.notice.d", []string{"measures", "letter", "letter_reason", "told"}},
	{"duty.notice.late", []string{"late_reason"}},
}

// NoticeHeading is the heading that the authority's form has above a field of an
// incident; empty for a field that begins no part of it.
func NoticeHeading(field string) string {
	for _, part := range noticeParts[:5] {
		if part.fields[0] == field {
			return part.heading
		}
	}
	switch field {
	case "notify":
		return "duty.notice.decision"
	case "customers":
		return "duty.notice.customers"
	}
	return ""
}

// AuthorityNotice is the notification of an incident, to be copied into the
// authority's form or sent: its parts in the order of Art. 33(3), each field with
// what is known, and plainly where nothing is known yet, so that it can go in
// phases.
func AuthorityNotice(p locale.Printer, w *World, r Record) string {
	var b strings.Builder
	b.WriteString(p.T("duty.notice.title") + "\n")
	if w.Register != nil {
		o := w.Register.Organisation
		b.WriteString("\n" + strings.Join(filledLines(p.In(o.Title), o.Number, o.Contact.Email, o.Contact.Phone), "\n") + "\n")
	}
	phase := "duty.notice.first"
	switch {
	case r.Facts["complete"] != "":
		phase = "duty.notice.whole"
	case r.Facts["notified"] != "":
		phase = "duty.notice.more"
	}
	b.WriteString(p.T(phase, r.Facts["reference"]) + "\n")
	due := NoticeDue(r).In(w.Zone())
	b.WriteString(p.T("duty.notice.due", varsam.DateIn(due, w.Zone()).String(), due.Format("15:04")) + "\n")
	for _, part := range noticeParts {
		if part.heading == "duty.notice.late" && r.Facts["late_reason"] == "" {
			continue
		}
		b.WriteString("\n" + p.T(part.heading) + "\n")
		for _, name := range part.fields {
			b.WriteString("  " + noticeLine(p, w, r, name) + "\n")
		}
	}
	return b.String()
}

func noticeLine(p locale.Printer, w *World, r Record, name string) string {
	f, _ := r.Definition().Field(name)
	value := f.Shows(p, r.Facts[name], w.Zone())
	if name == "contact" && value == "" && w.Register != nil {
		value = strings.Join(contactLines(w.Register.Organisation), ", ")
	}
	if value == "" {
		value = p.T("duty.notice.unknown")
	}
	return f.Label(p, r.Kind) + ": " + strings.ReplaceAll(value, "\n", "\n    ")
}

// contactLines are the officer, or who else answers for the organisation.
func contactLines(o register.Organisation) []string {
	c := o.Officer
	if c == (register.Contact{}) {
		c = o.Contact
	}
	return filledLines(c.Name, c.Email, c.Phone)
}

func filledLines(all ...string) (some []string) {
	for _, line := range all {
		if line != "" {
			some = append(some, line)
		}
	}
	return some
}

// PeopleLetter is the letter of Art. 34 to those whom a breach concerns: what
// happened, whom to ask, what may follow, what was done and what they can do
// themselves, in plain words.
func PeopleLetter(p locale.Printer, w *World, r Record) (subject, text string) {
	org := p.T("duty.organisation")
	var contact []string
	if w.Register != nil {
		org, contact = p.In(w.Register.Organisation.Title), contactLines(w.Register.Organisation)
	}
	f := r.Facts
	lines := []string{p.T("mail.greeting"), p.T("duty.letter.what", org)}
	lines = append(lines, filledLines(f["what"])...)
	if f["data"] != "" {
		lines = append(lines, p.T("duty.letter.data", f["data"]))
	}
	if f["consequences"] != "" {
		lines = append(lines, p.T("duty.letter.consequences"), f["consequences"])
	}
	if f["measures"] != "" {
		lines = append(lines, p.T("duty.letter.measures"), f["measures"])
	}
	lines = append(lines, p.T("duty.letter.contact", strings.Join(contact, ", ")), p.T("duty.letter.complain"), org)
	return p.T("duty.letter.subject", org), strings.Join(lines, "\n\n") + "\n"
}

// CustomerNotice is what a processor tells a customer (Art. 33(2)): all that it
// knows, so that the customer can notify in its turn.
func CustomerNotice(p locale.Printer, w *World, r Record) (subject, text string) {
	org := p.T("duty.organisation")
	if w.Register != nil {
		org = p.In(w.Register.Organisation.Title)
	}
	var b strings.Builder
	b.WriteString(p.T("mail.greeting") + "\n\n" + p.T("duty.customer.what", org) + "\n")
	for _, part := range noticeParts[:5] {
		b.WriteString("\n" + p.T(part.heading) + "\n")
		for _, name := range part.fields {
			if name != "letter" && name != "letter_reason" && name != "told" && name != "role" {
				b.WriteString("  " + noticeLine(p, w, r, name) + "\n")
			}
		}
	}
	b.WriteString("\n" + p.T("duty.customer.more") + "\n\n" + org + "\n")
	return p.T("duty.customer.subject", org), b.String()
}
