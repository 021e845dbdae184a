package duty

import (
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// The findings of agreements.
const (
	Unsigned       Code = "agreement-unsigned"
	Expired        Code = "agreement-expired"
	ClausesMissing Code = "agreement-clauses"
	ClausesUnread  Code = "agreement-unread"      // nobody has held it against Art. 28(3)
	NoCertificate  Code = "agreement-certificate" // it has ended, and nothing shows the return or deletion
	NoRetention    Code = "instruction-retention" // without it nothing is culled for the customer
	EssenceMissing Code = "joint-essence"         // Art. 26(2)
)

// Clauses are the letters of Art. 28(3).
var Clauses = []string{"a", "b", "c", "d", "e", "f", "g", "h"}

// certificateDays is how long after an agreement's end the certificate may take
// before it is asked for.
const certificateDays = 30

// agreementForms are the forms by what a register may call them.
var agreementForms = map[string]string{
	"ours": "ours", "own": "ours", "theirs": "theirs", "eu-2021-915": "eu-2021-915", "2021/915": "eu-2021-915", "danish": "danish",
	"se-public": "se-public", "pub": "se-public", "skr": "se-public",
}

// agreement is a processing agreement, with a processor of ours or with a
// customer whose processor we are.
func agreement() *Definition {
	return &Definition{
		Kind: Agreement, Article: "28(3)", About: onParty, One: true, Next: "review", Every: varsam.Period{Years: 2}, Proof: true,
		Fields: []Field{
			{Name: "form", Type: Choice, Options: []string{"ours", "theirs", "eu-2021-915", "danish", "se-public"}, Required: true},
			{Name: "version", Type: Line, Plain: true},
			{Name: "signed", Type: Day},
			{Name: "by", Type: Line},
			{Name: "by_them", Type: Line},
			{Name: "ends", Type: Day},
			{Name: "annexes", Type: Text, Plain: true},
			{Name: "clauses", Type: Many, Options: Clauses},
			{Name: "places", Type: Text, Plain: true},
			{Name: "proposed", Type: Text, Hidden: true},
			{Name: "differences", Type: Text},
			{Name: "subs", Type: Choice, Options: []string{"general", "specific", "none"}},
			{Name: "notice_days", Type: Number},
			{Name: "breach_hours", Type: Number},
			{Name: "document", Type: Line, Plain: true},
			{Name: "ended", Type: Day},
			{Name: "after", Type: Choice, Options: []string{"returned", "deleted", "both"}},
			{Name: "certificate", Type: Day},
			{Name: "review", Type: Day},
		},
		Check: checkAgreement, End: endAgreement, Judge: judgeAgreement, Missing: missingAgreement,
	}
}

func checkAgreement(r Record, w *World) Faults {
	faults := notAhead(r, w, "signed", "ended", "certificate")
	inOrder(r, faults, "signed", "ends")
	inOrder(r, faults, "signed", "ended")
	inOrder(r, faults, "ended", "certificate")
	return faults
}

// notAhead finds days of what has happened that have not come yet.
func notAhead(r Record, w *World, names ...string) Faults {
	faults := Faults{}
	for _, name := range names {
		if r.Facts.Day(name).After(w.Today) {
			faults[name] = FaultFuture
		}
	}
	return faults
}

// inOrder finds a second day before the first.
func inOrder(r Record, faults Faults, first, second string) {
	a, b := r.Facts.Day(first), r.Facts.Day(second)
	if !a.IsZero() && !b.IsZero() && b.Before(a) {
		faults[second] = FaultOrder
	}
}

// endAgreement asks for what Art. 28(3)(g) promises.
func endAgreement(r Record, _ *World) Faults {
	faults := Faults{}
	for _, name := range []string{"ended", "after", "certificate"} {
		if r.Facts[name] == "" {
			faults[name] = FaultNeeded
		}
	}
	return faults
}

func judgeAgreement(w *World, r Record, found *findings) {
	signed, ends, ended := r.Facts.Day("signed"), r.Facts.Day("ends"), r.Facts.Day("ended")
	switch {
	case signed.IsZero():
		found.about(r, Unsigned, varsam.Date{})
	case !ended.IsZero():
		if r.Facts["certificate"] == "" && ended.AddDays(certificateDays).Before(w.Today) {
			found.about(r, NoCertificate, ended)
		}
		return
	case !ends.IsZero() && ends.Before(w.Today):
		found.about(r, Expired, ends)
	case !ends.IsZero() && ends.Before(w.Today.AddDays(2*soonDays)):
		found.about(r, Soon, ends)
	}
	if r.Facts["clauses"] == "" {
		found.about(r, ClausesUnread, varsam.Date{})
		return
	}
	if missing := r.Facts.missingClauses(); missing != "" {
		found.about(r, ClausesMissing, varsam.Date{}, missing)
	}
}

// missingClauses are the letters that nobody has found in the text: "(b) (h)".
func (f Facts) missingClauses() string {
	var all []string
	for _, letter := range Clauses {
		if !f.Has("clauses", letter) {
			all = append(all, "("+letter+")")
		}
	}
	return strings.Join(all, " ")
}

// inForce reports whether an agreement with a party binds on a day.
func (w *World) inForce(k Kind, name string) bool {
	for _, r := range w.About(k, party(name)) {
		signed, ends, ended := r.Facts.Day("signed"), r.Facts.Day("ends"), r.Facts.Day("ended")
		if r.State != Ended && !signed.IsZero() && !signed.After(w.Today) && (ends.IsZero() || !ends.Before(w.Today)) &&
			(ended.IsZero() || !ended.Before(w.Today)) {
			return true
		}
	}
	return false
}

// missingAgreement finds processors and customers without one.
func missingAgreement(w *World, found *findings) {
	for _, p := range w.parties("processor", "controller") {
		if p.Kind == "controller" && !w.served(p.Name) {
			continue
		}
		if !w.has(Agreement, party(p.Name)) {
			found.note(Missing, Agreement, party(p.Name), "", varsam.Date{})
		}
	}
}

// served reports whether we process for a customer.
func (w *World) served(name string) bool {
	for _, a := range w.Register.Activities {
		if a.Role == varsam.Processor && a.Party == name {
			return true
		}
	}
	return false
}

// instruction is what a customer has told us in writing (Art. 28(3)(a)).
func instruction() *Definition {
	return &Definition{
		Kind: Instruction, Article: "28(3)(a)", About: onParty, Next: "review", Every: varsam.Period{Years: 1}, Proof: true,
		Fields: []Field{
			{Name: "given", Type: Day, Required: true},
			{Name: "by_them", Type: Line},
			{Name: "says", Type: Text},
			{Name: "retention", Type: Yes},
			{Name: "transfers", Type: Yes},
			{Name: "document", Type: Line, Plain: true},
			{Name: "review", Type: Day},
		},
		Check:   func(r Record, w *World) Faults { return notAhead(r, w, "given") },
		Missing: missingInstruction,
	}
}

// missingInstruction finds customers who have not instructed us, or not on how
// long their data stays.
func missingInstruction(w *World, found *findings) {
	for _, p := range w.Register.Parties {
		if !w.served(p.Name) {
			continue
		}
		all, retention := w.About(Instruction, party(p.Name)), false
		open := 0
		for _, r := range all {
			if r.State != Ended {
				open++
				retention = retention || r.Facts["retention"] == "yes"
			}
		}
		switch {
		case open == 0:
			found.note(Missing, Instruction, party(p.Name), "", varsam.Date{})
		case !retention:
			found.note(NoRetention, Instruction, party(p.Name), "", varsam.Date{})
		}
	}
}

// joint is an arrangement of joint controllers.
func joint() *Definition {
	return &Definition{
		Kind: Joint, Article: "26", About: onParty, One: true, Next: "review", Every: varsam.Period{Years: 1}, Proof: true,
		Fields: []Field{
			{Name: "signed", Type: Day},
			{Name: "ends", Type: Day},
			{Name: "essence", Type: Text, Plain: true},
			{Name: "contact", Type: Line},
			{Name: "duties", Type: Text},
			{Name: "document", Type: Line, Plain: true},
			{Name: "review", Type: Day},
		},
		Check: func(r Record, w *World) Faults {
			faults := notAhead(r, w, "signed")
			inOrder(r, faults, "signed", "ends")
			return faults
		},
		Judge: func(w *World, r Record, found *findings) {
			if r.Facts["signed"] == "" {
				found.about(r, Unsigned, varsam.Date{})
			}
			if ends := r.Facts.Day("ends"); !ends.IsZero() && ends.Before(w.Today) {
				found.about(r, Expired, ends)
			}
			if r.Facts["essence"] == "" && !r.Register {
				found.about(r, EssenceMissing, varsam.Date{})
			}
		},
		Missing: func(w *World, found *findings) {
			for _, a := range w.Register.Activities {
				if a.Role == varsam.Joint && a.Party != "" && !w.has(Joint, party(a.Party)) && !found.has(Missing, Joint, party(a.Party)) {
					found.note(Missing, Joint, party(a.Party), "", varsam.Date{})
				}
			}
		},
	}
}

// has reports whether something was noted already.
func (f *findings) has(code Code, k Kind, s Subject) bool {
	for _, one := range f.all {
		if one.Code == code && one.Kind == k && one.Subject == s {
			return true
		}
	}
	return false
}

// window is the last day of a period of days that began with a notice: the day of
// the notice is not counted, and a last day on which nobody works moves on to the
// next on which people do (Regulation 1182/71, Art. 3(1) and 3(4)).
func window(reg *register.Register, announced varsam.Date, days int) varsam.Date {
	return nextWorking(reg, announced.AddDays(days))
}

// number is a count as an argument.
func number(n int) string { return strconv.Itoa(n) }
