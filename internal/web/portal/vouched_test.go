package portal_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/identity"
	"github.com/varsam/varsam/internal/reception"
	"github.com/varsam/varsam/internal/request"
	"github.com/varsam/varsam/internal/store/storetest"
)

// vouched takes in a request as somebody's whom staff are sure of, the way the
// staff's form, programs and the command line do, and has it searched for.
func (h *house) vouched(mail string, asks ...decide.Ask) string {
	h.Helper()
	in := request.Intake{Case: request.Case{Channel: "phone", Language: varsam.Swedish, Asks: asks, People: []varsam.Person{{
		Identifiers: []varsam.Identifier{{Type: varsam.Email, Value: mail, Verified: true}},
	}}}}
	r, err := h.reception.Requests.New(h.Context(), in)
	h.must(err)
	h.must(h.reception.Requests.Ask(h.Context(), r.ID, request.KindPlan))
	h.work()
	return r.ID
}

func everyone(right varsam.Right) decide.Ask {
	return decide.Ask{Person: decide.Everyone, Right: right}
}

// told are the addresses that letters went to, sorted.
func (h *house) told() (all []string) {
	h.Helper()
	for _, item := range h.letters() {
		all = append(all, item.To)
	}
	slices.Sort(all)
	return all
}

// Whoever takes a request in, every channel on file is told, once, with a button
// that pauses it for staff.
func TestEveryChannelIsToldOfWhatStaffTakeIn(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.vouched("anna@example.com", everyone(varsam.Erasure))
	want := []string{annasPhone, "anna@example.com"}
	if got := h.told(); !slices.Equal(got, want) {
		t.Fatalf("told are %v, want %v", got, want)
	}
	h.must(h.reception.Requests.Ask(t.Context(), id, request.KindPlan)) // a search anew tells nobody twice
	h.work()
	if got := h.told(); !slices.Equal(got, want) {
		t.Fatalf("after another search told are %v", got)
	}
	h.approve(id)
	stop := h.way(annasPhone, "/stop/")
	h.post(stop, stop, url.Values{})
	if _, err := h.reception.Requests.Run(t.Context(), id, nil); varsam.CodeOf(err) != varsam.Denied {
		t.Errorf("a stopped request runs: %v", err)
	}
	if _, err := h.reception.Requests.Get(t.Context(), id); err != nil {
		t.Errorf("the stop did more than pause: %v", err)
	}
	h.must(h.reception.Lift(t.Context(), id, "she called from her own number", "s1"))
	if _, err := h.reception.Requests.Run(t.Context(), id, nil); err != nil {
		t.Errorf("a lifted stop does not run: %v", err)
	}
}

// A copy is handed out to nobody while the case is stopped.
func TestNothingIsHandedOutOfAStoppedCase(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.vouched("anna@example.com", everyone(varsam.Access))
	stop := h.way("anna@example.com", "/stop/")
	h.post(stop, stop, url.Values{})
	if files, err := h.reception.Requests.Copy(t.Context(), id, 0, varsam.Swedish, true); varsam.CodeOf(err) != varsam.Denied || files != nil {
		t.Errorf("the copy of a stopped case: %d files, %v", len(files), err)
	}
	if _, err := h.reception.Requests.Copy(t.Context(), id, 0, varsam.Swedish, false); err != nil {
		t.Errorf("staff may not look: %v", err)
	}
}

// A letter that wants no more advertising stops it at once, and every channel
// hears of it; a controller's instruction is told to nobody.
func TestWhoIsToldOfWhatComesByMail(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.must(h.reception.StopMarketing(t.Context(), reception.Stop{ID: "l1", Address: "anna@example.com", Letter: "Ingen reklam", Language: varsam.Swedish, Received: h.now}))
	h.work()
	if got := h.told(); !slices.Equal(got, []string{annasPhone, "anna@example.com"}) {
		t.Errorf("told are %v", got)
	}
	if r, err := h.reception.Requests.Get(t.Context(), "l1-m"); err != nil || r.State != request.Done {
		t.Errorf("the stop of advertising is %s, %v", r.State, err)
	}
}

// Of somebody with protected data only the address that was asked about is told,
// whoever noted the protection and wherever.
func TestProtectedPeopleAreToldOnlyWhereTheyAsked(t *testing.T) {
	t.Parallel()
	for name, protect := range map[string]func(h *house){
		"marked here": func(h *house) { h.must(h.reception.Identity.Protect(t.Context(), []string{annasPhone}, true)) },
		"marked in a system": func(h *house) {
			for _, r := range h.people.Records() {
				for i := range r.Fields {
					if r.Fields[i].Name == "secret" {
						r.Fields[i].Value = varsam.IntOf(1)
					}
				}
				h.people.Put(r)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			protect(h)
			id := h.vouched("anna@example.com", everyone(varsam.Access))
			if got := h.told(); !slices.Equal(got, []string{"anna@example.com"}) {
				t.Errorf("told are %v", got)
			}
			r, err := h.reception.Requests.Get(t.Context(), id)
			h.must(err)
			if c, err := h.reception.Requests.Case(t.Context(), r); err != nil || !c.Shielded {
				t.Errorf("the case is shielded: %v, %v", c.Shielded, err)
			}
		})
	}
}

// A case that the portal took in tells of what a system holds that was silent when
// it came, and of nothing else.
func TestWhatASilentSystemHoldsIsToldLater(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.ask(url.Values{"wish": {"erasure"}, "email": {"bo@example.com"}})
	h.work()
	h.proven("bo@example.com")
	before := h.told()
	for _, r := range h.people.Records() {
		if r.Get("email").String() == "bo@example.com" {
			r.Fields = append(r.Fields, varsam.Field{Name: "phone", Value: varsam.TextOf("070-174 06 11")})
			h.people.Put(r)
		}
	}
	claim := h.claims()[0]
	h.must(h.reception.Requests.Ask(t.Context(), claim.Request, request.KindPlan))
	h.work()
	if got := h.told(); len(got) != len(before)+1 || !slices.Contains(got, "+46701740611") {
		t.Errorf("told are %v, before %v", got, before)
	}
	stop := h.way("+46701740611", "/stop/")
	if a := h.post(stop, stop, url.Values{}); a.status != http.StatusOK || h.claims()[0].Stopped.IsZero() {
		t.Errorf("its stop is %d, and the case %+v", a.status, h.claims()[0])
	}
}

// A stop that comes while a plan is carried out – by this server or another – is
// seen before the next step: what was done is verified and told, the rest has not
// begun, and goes on from there.
func TestAStopHaltsARunBetweenSteps(t *testing.T) {
	t.Parallel()
	storetest.EachEngine(t, func(t *testing.T, dsn func(string) string) {
		folder := filepath.Join(t.TempDir(), "data")
		h, other := newHouseAt(t, dsn("varsam.db"), folder), newHouseAt(t, dsn("varsam.db"), folder)
		r := h.reception.Requests
		id := h.vouched("anna@example.com", everyone(varsam.RestrictionOf), everyone(varsam.Objection))
		d, err := r.Dossier(t.Context(), id)
		h.must(err)
		if len(d.Steps) < 2 {
			t.Fatalf("the plan has %d steps; it takes two to halt between them", len(d.Steps))
		}
		h.approve(id)
		stop := h.way(annasPhone, "/stop/")
		done := 0
		report, err := r.Run(t.Context(), id, func(act.Status) {
			if done++; done == 1 {
				other.post(stop, stop, url.Values{})
			}
		})
		if varsam.CodeOf(err) != varsam.Denied || done != 1 {
			t.Fatalf("after %d steps the run ended with %v", done, err)
		}
		if report.Request.State != request.Running || report.Open() != len(d.Steps)-1 || report.Steps[0].State != varsam.StepVerified || report.Steps[1].Attempt != 0 {
			t.Errorf("the report is %+v", report)
		}
		if c := h.claims()[0]; c.Stopped.IsZero() || c.State != identity.Handed {
			t.Errorf("the case is %+v", c)
		}
		h.must(h.reception.Lift(t.Context(), id, "she called from her own number", "s1"))
		h.now = h.now.Add(time.Minute)
		h.work()
		if d, err = r.Dossier(t.Context(), id); err != nil || d.Request.State != request.Done || d.Steps[0].Attempt != 1 {
			t.Errorf("after the stop was lifted: %s, %+v, %v", d.Request.State, d.Steps, err)
		}
	})
}

// approve says yes to the plan of a request.
func (h *house) approve(id string) {
	h.Helper()
	shown, err := h.reception.Requests.Show(h.Context(), id)
	h.must(err)
	h.must(h.reception.Requests.Approve(h.Context(), id, shown.Digest, "s1"))
}
