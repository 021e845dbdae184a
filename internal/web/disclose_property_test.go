package web_test

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/duty"
)

// wish is a random wish to hand one person's data to somebody, with the permissions
// that there are for it.
type wish struct {
	mail, company   string
	person, at      bool // each permission is there
	spoilt          string
	recipient, data string
}

// allowed reads the promise word by word.
func (w wish) allowed() bool {
	return w.person && w.at && w.spoilt == "" && w.recipient == "auditor" && strings.HasPrefix(w.data+".", "contact.")
}

var spoils = map[string]func(duty.Facts){
	"over":      func(f duty.Facts) { f["from"], f["until"] = "2020-01-01", "2020-12-31" },
	"ahead":     func(f duty.Facts) { f["from"], f["until"] = "2098-01-01", "2099-12-31" },
	"withdrawn": func(f duty.Facts) { f["withdrawn"] = "today" },
	"scope":     func(f duty.Facts) { f["scope"] = "Tunneln" },
	"other":     func(f duty.Facts) { f["recipients"] = "subcontractor" },
	"narrow":    func(f duty.Facts) { f["categories"] = "person.name" },
}

// permits takes the permissions down, one of them spoilt.
func (h *house) permits(w wish, spoilPerson bool) {
	h.Helper()
	for kind, name := range map[duty.Kind]string{duty.Permission: "who", duty.CompanyPermission: "company"} {
		isPerson := kind == duty.Permission
		if isPerson && !w.person || !isPerson && !w.at {
			continue
		}
		facts := duty.Facts{"recipients": "auditor", "scope": "Bron", "categories": "contact", "from": "2020-01-01", "until": "2099-01-01", name: w.mail}
		if !isPerson {
			facts[name] = w.company
		}
		if spoil := spoils[w.spoilt]; spoil != nil && isPerson == spoilPerson {
			spoil(facts)
		}
		_, err := h.Duties.Add(h.Context(), duty.New{Kind: kind, Facts: facts}, "test")
		h.must(err)
	}
}

// Over random permissions the page lets through exactly what the promise does, and
// what every other way asks says the same.
func TestThePageDisclosesNothingUnpermitted(t *testing.T) {
	t.Parallel()
	h := build(t, false)
	s := h.first()
	s.see("/disclose")
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		if n++; n > 60 { // enough of a server; the rule itself is tried far more often
			return
		}
		name := "p" + strings.Repeat("x", n)
		w := wish{
			mail: name + "@example.com", company: "Bolaget " + name, person: rapid.Bool().Draw(rt, "person"), at: rapid.Bool().Draw(rt, "company"),
			spoilt:    rapid.SampledFrom(append([]string{"", "", "", ""}, "over", "ahead", "withdrawn", "scope", "other", "narrow")).Draw(rt, "spoilt"),
			recipient: rapid.SampledFrom([]string{"auditor", "auditor", "auditor", "mailer", "nobody"}).Draw(rt, "recipient"),
			data:      rapid.SampledFrom([]string{"contact", "contact.email", "contacts", "person.name"}).Draw(rt, "data"),
		}
		h.permits(w, rapid.Bool().Draw(rt, "whose"))
		_, err := h.Duties.Disclose(h.Context(), duty.Handing{
			Recipient: w.recipient, Scope: "Bron", Categories: []varsam.Category{varsam.Category(w.data)}, People: []duty.Whose{{Mail: w.mail, Company: w.company}},
		}, "test")
		var refused *duty.RefusedError
		if (err == nil) != w.allowed() || err != nil && !errors.As(err, &refused) {
			rt.Fatalf("%+v: the service says %v", w, err)
		}
		answer := s.send("/disclose", url.Values{"to": {w.recipient}, "scope": {"Bron"}, "data": {w.data}, "people": {w.mail + " " + w.company}})
		if slices.Contains([]int{http.StatusForbidden, http.StatusNotFound}, answer.StatusCode) == w.allowed() {
			rt.Fatalf("%+v: the page says %s", w, answer.Status)
		}
		s.see("/disclose")
	})
}
