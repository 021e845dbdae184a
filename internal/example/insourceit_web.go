package example

import (
	"fmt"
	"math/rand/v2"
)

// fillWeb gives every other customer, all consultants and all visitors an account.
func fillWeb(w *world, f *filler) {
	r := w.stream("web")
	accounts := f.into("accounts", "id", "email", "name", "phone", "language", "created_at", "last_login_at",
		"newsletter", "newsletter_given_at", "newsletter_wording", "newsletter_withdrawn_at", "marketing_blocked")
	submissions := f.into("submissions", "id", "account_id", "email", "name", "phone", "company", "message", "submitted_at")
	devices := f.into("devices", "id", "account_id", "ip", "user_agent", "language", "screen", "time_zone", "place", "seen_at")
	for i, p := range w.webUsers() {
		created := w.cal.between(r, 2500, 30)
		seen := w.cal.between(r, 700, 0)
		letter := newsletterOf(w, r, p, i)
		f.add(accounts, i+1, mail(webMail(p), i), p.name(), p.spelledPhone(i), "sv", at(r, created), at(r, seen),
			letter.on, letter.given, letter.wording, letter.withdrawn, i%23 == 11)
		for range i % 3 {
			f.add(devices, devices.rows+1, i+1, documentationIP(r), userAgents[r.IntN(len(userAgents))], "sv-SE",
				"1920x1080", "Europe/Stockholm", p.city(), at(r, w.cal.between(r, 700, 0)))
		}
		if i%4 == 0 {
			f.add(submissions, submissions.rows+1, orNull(i%8 == 0, i+1), mail(webMail(p), i+4), p.name(), p.spelledPhone(i+2),
				w.companies[p.company].name, questions[r.IntN(len(questions))], at(r, w.cal.between(r, 900, 0)))
		}
	}
}

// webUsers begins with the customers, so that the cast has accounts: those with
// an even place, and the one whose consent is not proved.
func (w *world) webUsers() []*person {
	var all []*person
	for i, p := range w.groups[customer] {
		if i%2 == 0 {
			all = append(all, p)
		}
	}
	return append(append(all, w.groups[consultant]...), w.groups[visitor]...)
}

// webMail is the address somebody uses on the site: at work for customers.
func webMail(p *person) string {
	if p.group == customer {
		return p.work
	}
	return p.home
}

// newsletter is a consent as the site stores it.
type newsletter struct {
	on                        bool
	given, wording, withdrawn any
}

// newsletterOf gives two in five the newsletter. One in twenty of them has no
// proof, as after an import, and some have withdrawn.
func newsletterOf(w *world, r *rand.Rand, p *person, i int) newsletter {
	customers := w.groups[customer]
	switch {
	case p == customers[theUnproven] || i%50 == 25:
		return newsletter{on: true}
	case p != customers[theCustomer] && i%5 > 1:
		return newsletter{}
	}
	n := newsletter{on: true, given: at(r, w.cal.between(r, 1500, 400)), wording: "nyhetsbrev 2021-03"}
	if i%15 == 6 {
		n.on, n.withdrawn = false, at(r, w.cal.between(r, 390, 10))
	}
	return n
}

// documentationIP lies in a block that is never routed.
func documentationIP(r *rand.Rand) string {
	block := []string{"192.0.2", "198.51.100", "203.0.113"}[r.IntN(3)]
	return fmt.Sprintf("%s.%d", block, 1+r.IntN(254))
}

var (
	userAgents = []string{
		"Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "Mozilla/5.0 (Windows NT 10.0) Chrome/141.0",
		"Mozilla/5.0 (Macintosh) Safari/605.1", "Mozilla/5.0 (iPhone) Mobile/15E148",
	}
	questions = []string{
		"Vi söker en utvecklare från hösten, sex månader på heltid.", "Vad kostar en testare per timme?",
		"Jag vill lägga in min profil hos er.", "Kan ni ringa mig om ett uppdrag i Göteborg?",
		"Vi har en fråga om en faktura.", "Hur anmäler jag mig till er frukostträff?",
	}
)

// orNull is the value where the condition holds, and null elsewhere.
func orNull(holds bool, value any) any {
	if holds {
		return value
	}
	return nil
}
