package duty

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// Over random permissions nobody gets through without both: what MayShare allows,
// a reading of the permissions one by one allows for every person.
func TestNoWayAroundPermissions(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	reg := &register.Register{Parties: []register.Party{
		{Name: "helper", Kind: "recipient", Country: "FI"},
		{Name: "buyer", Kind: "recipient", Country: "SE"},
		{Name: "agency", Kind: "authority", Country: "SE"},
		{Name: "cloud", Kind: "recipient", Country: "US"},
		{Name: "mailer", Kind: "processor", Country: "SE"},
	}}
	reg.Organisation.Zone = "UTC"
	names := []string{"helper", "buyer", "agency", "cloud", "mailer", "stranger"}
	marks := []string{"", "p1", "p2", "p3"}
	rapid.Check(t, func(t *rapid.T) {
		day := func(from, to int) string {
			return varsam.NewDate(2026, 11, rapid.IntRange(from, to).Draw(t, "day")).String()
		}
		records := []Record{}
		for i := range rapid.IntRange(0, 12).Draw(t, "permissions") {
			k, subject := Permission, Subject{OfPerson, rapid.SampledFrom(marks[1:]).Draw(t, "person")}
			if rapid.Bool().Draw(t, "company") {
				k, subject = CompanyPermission, Subject{OfCompany, rapid.SampledFrom(marks[1:]).Draw(t, "company mark")}
			}
			f := Facts{
				"recipients": strings.Join(rapid.SliceOfN(rapid.SampledFrom(names[:3]), 1, 3).Draw(t, "to"), " "),
				"scope":      rapid.SampledFrom([]string{"bridge", "bridge", "bridge", "tunnel"}).Draw(t, "scope"),
				"categories": string(rapid.SampledFrom([]varsam.Category{"contact", "contact", "contact.email", "person.name"}).Draw(t, "data")),
				"from":       day(18, 23), "until": day(21, 26),
			}
			if rapid.IntRange(0, 4).Draw(t, "withdraw") == 0 {
				f["withdrawn"] = day(20, 24)
			}
			state := Open
			if rapid.IntRange(0, 6).Draw(t, "over") == 0 {
				state = Ended
			}
			records = append(records, Record{ID: string(rune('a' + i)), Kind: k, Subject: subject, Facts: f, State: state})
		}
		s := Sharing{Recipient: rapid.SampledFrom(append([]string{"helper", "helper", "buyer"}, names...)).Draw(t, "recipient"), Scope: rapid.SampledFrom([]string{"bridge", "bridge", "tunnel", ""}).Draw(t, "assignment")}
		s.Categories = rapid.SliceOfN(rapid.SampledFrom([]varsam.Category{"contact.email", "contact.email", "contact", "person.name"}), 0, 2).Draw(t, "categories")
		for range rapid.IntRange(0, 3).Draw(t, "people") {
			s.People = append(s.People, Concerned{rapid.SampledFrom(append(marks, "p1", "p2")).Draw(t, "who"), rapid.SampledFrom(append(marks, "p1", "p2")).Draw(t, "at")})
		}
		if rapid.IntRange(0, 9).Draw(t, "law") == 0 {
			s.Law = "SE-SFL"
		}
		w := NewWorld(reg, now, records)
		may, want := len(w.MayShare(s)) == 0, permittedByHand(records, s, w.Today)
		if may != want {
			t.Fatalf("may %v, want %v", may, want)
		}
	})
}

// What is allowed becomes a no when any one of the permissions it needs is spoilt,
// in any way.
func TestOneSpoiltPermissionIsEnough(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	reg := &register.Register{Parties: []register.Party{{Name: "helper", Kind: "recipient", Country: "FI"}}}
	reg.Organisation.Zone = "UTC"
	spoil := []func(*Record){
		func(r *Record) { r.Facts["until"] = "2026-11-21" }, func(r *Record) { r.Facts["from"] = "2026-11-23" },
		func(r *Record) { r.Facts["withdrawn"] = "2026-11-22" }, func(r *Record) { r.Facts["scope"] = "tunnel" },
		func(r *Record) { r.Facts["recipients"] = "helpers buyer" }, func(r *Record) { r.Facts["categories"] = "contact.phone contacts" },
		func(r *Record) { r.State = Ended }, func(r *Record) { r.Subject.Name += "x" }, func(r *Record) { delete(r.Facts, "until") },
	}
	rapid.Check(t, func(t *rapid.T) {
		var records []Record
		s := Sharing{Recipient: "helper", Scope: "Bridge", Categories: []varsam.Category{"contact.email"}}
		for i := range rapid.IntRange(1, 4).Draw(t, "people") {
			c := Concerned{fmt.Sprint("p", i), fmt.Sprint("c", i)}
			for k, subject := range map[Kind]Subject{Permission: {OfPerson, c.Person}, CompanyPermission: {OfCompany, c.Company}} {
				f := Facts{"recipients": "buyer helper", "scope": "bridge", "categories": "contact", "from": "2026-11-22", "until": "2026-11-22"}
				records = append(records, Record{ID: fmt.Sprint(k, i), Kind: k, Subject: subject, Facts: f, State: Open})
			}
			s.People = append(s.People, c)
		}
		slices.SortFunc(records, func(a, b Record) int { return strings.Compare(a.ID, b.ID) })
		if refused := NewWorld(reg, now, records).MayShare(s); len(refused) > 0 {
			t.Fatalf("refused: %v", refused)
		}
		one := rapid.IntRange(0, len(records)-1).Draw(t, "which")
		spoil[rapid.IntRange(0, len(spoil)-1).Draw(t, "how")](&records[one])
		if len(NewWorld(reg, now, records).MayShare(s)) != 1 {
			t.Fatalf("with %+v it is not refused once", records[one])
		}
	})
}

// permittedByHand reads the promise word by word: known recipient, an assignment,
// some data, somebody; and for each person a permission of the person and one of
// the company.
func permittedByHand(records []Record, s Sharing, today varsam.Date) bool {
	if len(s.People) == 0 || s.Scope == "" || len(s.Categories) == 0 {
		return false
	}
	if s.Law != "" {
		return s.Recipient == "agency"
	}
	if s.Recipient != "helper" && s.Recipient != "buyer" && s.Recipient != "agency" { // unknown, abroad, or without an agreement
		return false
	}
	covers := func(kind Kind, of SubjectType, mark string) bool {
		for _, r := range records {
			if r.Kind != kind || r.Subject != (Subject{of, mark}) || r.State == Ended || mark == "" {
				continue
			}
			f := r.Facts
			if f["from"] > today.String() || f["until"] < today.String() || f["withdrawn"] != "" && f["withdrawn"] <= today.String() {
				continue
			}
			all := slices.Contains(strings.Fields(f["recipients"]), s.Recipient) && f["scope"] == s.Scope
			for _, c := range s.Categories {
				all = all && (string(c) == f["categories"] || strings.HasPrefix(string(c), f["categories"]+"."))
			}
			if all {
				return true
			}
		}
		return false
	}
	for _, p := range s.People {
		if !covers(Permission, OfPerson, p.Person) || !covers(CompanyPermission, OfCompany, p.Company) {
			return false
		}
	}
	return true
}

// A disclosure is refused without both permissions, logged with both, told of when
// the person's data goes, and open until the recipient has confirmed.
func TestDisclosure(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	h := Handing{Recipient: "helper", Scope: "Bron", Categories: []varsam.Category{"contact.email"}, People: []Whose{{"Anna@example.com", "Kunden  AB"}}}
	refused := func(want ...Refusal) {
		t.Helper()
		_, err := r.Disclose(t.Context(), h, "Astrid Lind")
		var why *RefusedError
		if !errors.As(err, &why) || varsam.CodeOf(err) != varsam.Denied {
			t.Fatalf("not refused: %v", err)
		}
		var got []Refusal
		for _, one := range why.Refused {
			got = append(got, one.Why)
		}
		if !slices.Equal(got, want) {
			t.Errorf("refused for %v, want %v", got, want)
		}
	}
	permit := Facts{"recipients": "helper", "scope": "bron", "categories": "contact", "from": "2026-01-01", "until": "2026-11-22"}
	with := func(name, value string) Facts {
		f := Facts{name: value}
		for k, v := range permit {
			f[k] = v
		}
		return f
	}
	refused(RefusePerson, RefuseCompany)
	_, err := r.Add(t.Context(), New{Kind: Disclosure, Subject: party("helper"), Facts: Facts{"on": "today", "scope": "x", "categories": "contact"}}, "Astrid Lind")
	if varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("a disclosure is logged without being held against anything: %v", err)
	}
	r.add(Permission, Subject{}, with("who", "anna@example.com"))
	refused(RefuseCompany)
	r.add(CompanyPermission, Subject{}, with("company", "kunden ab"))
	d, err := r.Disclose(t.Context(), h, "Astrid Lind")
	r.must(err)

	received, err := r.Recipients(t.Context(), "ANNA@example.com")
	r.must(err)
	if len(received) != 1 || received[0].Party != "helper" || received[0].Disclosure != d.ID {
		t.Errorf("recipients: %+v", received)
	}
	told, err := r.TellRecipients(t.Context(), "anna@example.com", "erasure", "Astrid Lind")
	r.must(err)
	r.says(RecipientUnconfirmed, party("helper"), true)
	if r.letters("hello@helper.example") != 1 {
		t.Error("the recipient got no letter")
	}
	_, err = r.End(t.Context(), told[0].ID, "Astrid Lind")
	r.refuses(err, "confirmed", FaultNeeded)
	_, err = r.Set(t.Context(), told[0].ID, Facts{"confirmed": "today"}, "Astrid Lind")
	r.must(err)
	r.says(RecipientUnconfirmed, party("helper"), false)

	n, err := r.Withdraw(t.Context(), "anna@example.com", "Astrid Lind")
	r.must(err)
	if n != 1 {
		t.Errorf("%d withdrawn", n)
	}
	refused(RefusePerson)
	r.now = r.now.AddDate(0, 0, 1)
	refused(RefusePerson, RefuseCompany)
	h.Recipient = "nobody"
	refused(RefuseRecipient)
	h.Recipient, h.Law = "agency", "SE-SFL"
	if _, err := r.Disclose(t.Context(), h, "Astrid Lind"); err != nil {
		t.Errorf("an authority by law: %v", err)
	}
	h.Recipient = "helper"
	refused(RefuseLaw)
}
