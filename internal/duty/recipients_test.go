package duty

import (
	"context"
	"slices"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/request/letter"
)

// oneCase is a request that a test carries forward.
type oneCase struct {
	request request.Request
	kase    request.Case
}

func (c *oneCase) Get(context.Context, string) (request.Request, error) { return c.request, nil }

func (c *oneCase) Case(context.Context, request.Request) (request.Case, error) { return c.kase, nil }

func (c *oneCase) Told(_ context.Context, _ string, told letter.Told, _ string) error {
	c.kase.Told = append(slices.DeleteFunc(c.kase.Told, func(t letter.Told) bool { return t.Party == told.Party }), told)
	return nil
}

// permits takes down both permissions for somebody, and hands over.
func (r *rig) handsOver(mail string, to ...string) {
	r.Helper()
	for _, one := range to {
		facts := Facts{"recipients": one, "scope": "bron", "categories": "contact", "from": "2026-01-01", "until": "2099-01-01"}
		person, company := Facts{"who": mail}, Facts{"company": "Kunden AB"}
		for k, v := range facts {
			person[k], company[k] = v, v
		}
		r.add(Permission, Subject{}, person)
		r.add(CompanyPermission, Subject{}, company)
		_, err := r.Disclose(r.Context(), Handing{Recipient: one, Scope: "bron", Categories: []varsam.Category{"contact.email"}, People: []Whose{{mail, "Kunden AB"}}}, "Astrid Lind")
		r.must(err)
	}
}

// After an erasure is done, not before, each recipient of each person is told once,
// the case says who they are, and a notice is open until it is confirmed.
func TestRecipientsHearAfterAnErasure(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.handsOver("anna@example.com", "helper", "agency")
	r.handsOver("bo@example.com", "helper")
	person := func(mail string, verified bool) varsam.Person {
		return varsam.Person{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: mail, Verified: verified}}}
	}
	c := &oneCase{request.Request{ID: "r1", State: request.Running, Rights: []varsam.Right{varsam.Access, varsam.Rectification, varsam.Erasure}}, request.Case{
		People: []varsam.Person{person("Anna@example.com", true), person("bo@example.com", true), person("cia@example.com", false)},
	}}
	tell := func(want int) []Record {
		t.Helper()
		told, err := r.TellAfter(t.Context(), c, "r1", "varsam")
		r.must(err)
		if len(told) != want {
			t.Errorf("%d told, want %d: %+v", len(told), want, told)
		}
		return told
	}
	tell(0) // it still runs
	c.request.State = request.Done
	for _, notice := range tell(3) {
		if notice.Facts["change"] != "erasure" || notice.Facts["request"] != "r1" {
			t.Errorf("the notice says %v", notice.Facts)
		}
	}
	tell(0)
	if len(c.kase.Told) != 2 || r.letters("hello@helper.example") != 2 {
		t.Errorf("the case says %+v", c.kase.Told)
	}
	r.says(RecipientUnconfirmed, party("agency"), true)
	w, err := r.World(t.Context())
	r.must(err)
	for _, notice := range Notices(w, "r1") {
		r.set(notice.ID, Facts{"confirmed": "today"})
	}
	tell(0)
	r.says(RecipientUnconfirmed, party("agency"), false)
	for _, told := range c.kase.Told {
		if told.Confirmed != w.Today {
			t.Errorf("the case does not say that %s has confirmed", told.Party)
		}
	}
	c.request = request.Request{ID: "r2", State: request.Done, Rights: []varsam.Right{varsam.Access, varsam.Erasure}}
	c.kase.Refusals = map[varsam.Right]string{varsam.Erasure: "others"}
	tell(0) // nothing was changed
}
