package portal_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/post"
	"github.com/varsam/varsam/internal/request"
)

// blocked are the people who are blocked in the customer register, by address.
func (h *house) blocked() map[string]bool {
	all := map[string]bool{}
	for _, r := range h.people.Records() {
		if !r.Get("blocked").IsNull() {
			all[r.Get("email").String()] = true
		}
	}
	return all
}

// An erasure is blocked from the first proof on, and nobody else is; a stop takes
// that back at once, and staff who lift the stop put it on again. Then it is
// erased.
func TestWhatIsToBeErasedIsBlockedMeanwhile(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.ask(url.Values{"wish": {"erasure"}, "email": {"anna@example.com"}})
	h.work()
	if got := h.blocked(); len(got) != 0 {
		t.Errorf("before any proof %v are blocked", got)
	}
	door := h.way(annasPhone, "/stop/")
	page := h.proven("anna@example.com")
	if got := h.blocked(); len(got) != 1 || !got["anna@example.com"] {
		t.Errorf("after the first proof %v are blocked", got)
	}
	h.post(door, door, url.Values{})
	h.work()
	if got := h.blocked(); len(got) != 0 {
		t.Errorf("after the stop %v are blocked", got)
	}
	claim := h.claims()[0].ID
	h.must(h.reception.Identity.Lift(t.Context(), claim, "she called", "s1"))
	h.work()
	if got := h.blocked(); len(got) != 1 {
		t.Errorf("after the stop was lifted %v are blocked", got)
	}
	h.enter(page, "1", annasPhone)
	h.work()
	h.now = h.now.Add(identity.Cooling + time.Hour)
	r := h.reception.Requests
	shown, err := r.Show(t.Context(), claim)
	h.must(err)
	h.must(r.Approve(t.Context(), claim, shown.Digest, "s1"))
	if _, err := r.Run(t.Context(), claim, nil); err != nil || len(h.people.Records()) != 1 {
		t.Errorf("after the waiting: %v, %d people left", err, len(h.people.Records()))
	}
}

// Who asks for a copy only is not blocked.
func TestACopyBlocksNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.ask(url.Values{"wish": {"access"}, "email": {"anna@example.com"}})
	h.work()
	h.proven("anna@example.com")
	if got := h.blocked(); len(got) != 0 {
		t.Errorf("%v are blocked", got)
	}
}

// An address that was put right by way of us proves nothing for a while.
func TestAChangedChannelProvesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.ask(url.Values{"wish": {"rectification"}, "email": {"anna@example.com"}, "wrong": {"email"}, "new": {"mallory@example.org"}})
	h.work()
	page := h.proven("anna@example.com")
	h.enter(page, "1", annasPhone)
	h.work()
	claim := h.claims()[0].ID
	r := h.reception.Requests
	shown, err := r.Show(t.Context(), claim)
	h.must(err)
	h.must(r.Approve(t.Context(), claim, shown.Digest, "s1"))
	if _, err := r.Run(t.Context(), claim, nil); err != nil {
		t.Fatal(err)
	}
	h.client = browser()
	h.ask(url.Values{"wish": {"access"}, "email": {"mallory@example.org"}})
	h.work()
	h.proven("mallory@example.org")
	for _, c := range h.claims() {
		if c.ID != claim && (c.Level != identity.None || c.Request != "") {
			t.Errorf("an address of a minute ago has proven %+v", c)
		}
	}
}

// A mark in a connected system hides the case of its person, however it came.
func TestAMarkInASystemHidesTheCase(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, r := range h.people.Records() {
		if r.Get("email").String() == "anna@example.com" {
			for i := range r.Fields {
				if r.Fields[i].Name == "secret" {
					r.Fields[i].Value = varsam.IntOf(1)
				}
			}
			h.people.Put(r)
		}
	}
	h.ask(url.Values{"wish": {"access"}, "email": {"anna@example.com"}})
	h.work()
	if c := h.claims()[0]; !c.Protected {
		t.Errorf("the claim is %+v", c)
	}
	for _, item := range h.letters() {
		if item.To != "anna@example.com" {
			t.Errorf("somebody with protected data was told at %s", item.To)
		}
	}
	in := request.Intake{Case: request.Case{
		Asks:   []decide.Ask{{Person: decide.Everyone, Right: varsam.Access}},
		People: []varsam.Person{{Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: "anna@example.com", Verified: true}}}},
	}}
	r, err := h.reception.Requests.New(t.Context(), in)
	h.must(err)
	_, err = h.reception.Requests.Plan(t.Context(), r.ID)
	h.must(err)
	if c, err := h.reception.Requests.Case(t.Context(), r); err != nil || !c.Shielded {
		t.Errorf("the case is shielded: %v, %v", c.Shielded, err)
	}
}

// letters are all that wait to be sent.
func (h *house) letters() (all []post.Item) {
	h.Helper()
	waiting, err := h.reception.Post.List(h.Context(), post.Outbox, 100)
	h.must(err)
	for _, st := range waiting {
		_, item, err := h.reception.Post.Open(h.Context(), st.ID)
		h.must(err)
		all = append(all, item)
	}
	return all
}

// A claim goes with its request, when the case's own time is over.
func TestAClaimGoesWithItsCase(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.ask(url.Values{"wish": {"why"}, "email": {"anna@example.com"}})
	h.work()
	page := h.proven("anna@example.com")
	h.post(page, page+"/message", url.Values{"text": {"tack"}})
	claim, r := h.claims()[0].ID, h.reception.Requests
	shown, err := r.Show(t.Context(), claim)
	h.must(err)
	h.must(r.Approve(t.Context(), claim, shown.Digest, "s1"))
	_, err = r.Run(t.Context(), claim, nil)
	h.must(err)
	_, err = r.Answer(t.Context(), claim, varsam.Swedish, true)
	h.must(err)
	for range 3 {
		h.now = h.now.Add(48 * time.Hour)
		_, err = r.Sweep(t.Context(), request.Periods{Recheck: time.Hour, Case: varsam.Period{Days: 1}})
		h.must(err)
	}
	if left := h.claims(); len(left) != 0 {
		t.Errorf("of the claims are left %+v", left)
	}
	if a := h.get(page); a.status != 404 {
		t.Errorf("the case's page is %d", a.status)
	}
}
