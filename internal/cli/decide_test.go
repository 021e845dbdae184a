package cli_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// day is so many days from today where the organisation is, which is tomorrow in the machine's zone for an hour or two of each evening.
func (w *workplace) day(after int) string {
	w.Helper()
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		w.Fatal(err)
	}
	return time.Now().In(zone).AddDate(0, 0, after).Format(time.DateOnly)
}

// finish runs an approved request to its end; the binder's owner finds nothing.
func (w *workplace) finish(id string) {
	w.Helper()
	w.must(1, "request", "run", id)
	w.answerTasks()
	w.must(0, "request", "run", id)
}

// A restriction is lifted only after the person was told, and then every row is
// as it was (Art. 18(3)).
func TestLift(t *testing.T) {
	t.Parallel()
	w := shop(t)
	before := w.dump()
	id := w.ask("--right", "restriction", "--article", "a", "--email", "bo.exempel@example.com")
	w.finish(id)
	if cmp.Equal(before, w.dump()) {
		t.Fatal("nothing was restricted")
	}
	w.must(5, "request", "lift", id, "--by", "handler")
	w.must(0, "request", "letter", id, "--kind", "lifting", "--on", w.day(1), "--why", "The data were right.")
	w.lift(id)
	if diff := cmp.Diff(before, w.dump()); diff != "" {
		t.Errorf("lifted, but not as before (-before +after):\n%s", diff)
	}
}

// A restriction lasts longer than what was found is kept: it is lifted to the last
// row after the case was closed, too.
func TestLiftClosed(t *testing.T) {
	t.Parallel()
	w := shop(t)
	before := w.dump()
	id := w.ask("--right", "restriction", "--article", "a", "--email", "bo.exempel@example.com")
	w.finish(id)
	w.must(0, "request", "answer", id, "--final")
	w.must(0, "sweep", "--recheck", "0s")
	w.must(0, "request", "letter", id, "--kind", "lifting", "--on", w.day(1), "--why", "The data were right.")
	w.lift(id)
	if diff := cmp.Diff(before, w.dump()); diff != "" {
		t.Errorf("lifted, but not as before (-before +after):\n%s", diff)
	}
	w.must(4, "request", "lift", id, "--told", w.day(0), "--by", "handler")
	w.must(0, "sweep", "--recheck", "0s")
	var view struct{ Request struct{ State string } }
	if w.json(0, &view, "request", "show", id); view.Request.State != "closed" {
		t.Errorf("what was lifted is %s", view.Request.State)
	}
}

// What two requests restrict stays so until both are lifted.
func TestLiftOneOfTwo(t *testing.T) {
	t.Parallel()
	w := shop(t)
	before := w.dump()
	first := w.ask("--right", "restriction", "--article", "a", "--email", "bo.exempel@example.com")
	w.finish(first)
	blocked := w.dump()
	second := w.ask("--right", "restriction", "--article", "c", "--email", "bo.exempel@example.com")
	w.finish(second)
	w.must(4, "request", "lift", first, "--told", w.day(0), "--by", "handler")
	w.lift(second)
	if diff := cmp.Diff(blocked, w.dump()); diff != "" {
		t.Errorf("the first restriction does not hold any more (-before +after):\n%s", diff)
	}
	w.lift(first)
	if diff := cmp.Diff(before, w.dump()); diff != "" {
		t.Errorf("lifted, but not as before (-before +after):\n%s", diff)
	}
}

// What a duty keeps meanwhile stays blocked when the person's restriction ends.
func TestLiftLeavesDuties(t *testing.T) {
	t.Parallel()
	w := shop(t)
	restriction := w.ask("--right", "restriction", "--article", "a", "--email", "bo.exempel@example.com")
	w.finish(restriction)
	blocked := w.dump()["blocked_invoices"]
	erasure := w.ask("--right", "erasure", "--email", "bo.exempel@example.com")
	w.finish(erasure)
	w.lift(restriction)
	if got := w.dump(); len(blocked) != 1 || !cmp.Equal(blocked, got["blocked_invoices"]) {
		t.Errorf("the invoice is to be blocked for its time: %q, and in use are %q", got["blocked_invoices"], got["invoices"])
	}
}

// lift ends a restriction of which the person was told.
func (w *workplace) lift(id string) {
	w.Helper()
	var plan struct{ Digest string }
	w.json(0, &plan, "request", "lift", id, "--told", w.day(0), "--by", "handler")
	w.must(0, "request", "approve", id, "--digest", plan.Digest, "--by", "handler")
	w.must(0, "request", "run", id)
}

// A right that is refused is left out of the plan, and the answer says why and
// where to complain (Art. 12(4)).
func TestRefuse(t *testing.T) {
	t.Parallel()
	w := shop(t)
	before := w.dump()
	id := w.ask("--right", "erasure", "--email", "anna.exempel@example.com")
	w.must(0, "request", "refuse", id, "--right", "erasure", "--reason", "The same was asked and answered last week.", "--by", "handler")
	w.approve(id)
	w.finish(id)
	if diff := cmp.Diff(before, w.dump()); diff != "" {
		t.Errorf("a refused right changed something:\n%s", diff)
	}
	letter := w.must(0, "request", "answer", id, "--final")
	for _, want := range []string{"answered last week", "Integritetsskyddsmyndigheten", "court"} {
		if !strings.Contains(letter, want) {
			t.Errorf("the answer does not say %q:\n%s", want, letter)
		}
	}
}

// The clock stands still while the person has a question, and is extended once.
func TestClock(t *testing.T) {
	t.Parallel()
	w := shop(t)
	var r struct{ ID, Legal string }
	w.json(0, &r, "request", "new", "--register", w.register, "--right", "why", "--email", "anna.exempel@example.com")
	first := r.Legal
	w.json(0, &r, "request", "pause", r.ID, "--by", "handler")
	if r.Legal != "" {
		t.Errorf("paused, and yet the last day is %s", r.Legal)
	}
	w.must(4, "request", "pause", r.ID, "--by", "handler")
	w.json(0, &r, "request", "resume", r.ID, "--by", "handler")
	if r.Legal != first {
		t.Errorf("asked and answered on one day moved the last day from %s to %s", first, r.Legal)
	}
	w.json(0, &r, "request", "extend", r.ID, "--reason", "Many requests at once.", "--by", "handler")
	if r.Legal <= first {
		t.Errorf("extended from %s to %s", first, r.Legal)
	}
	w.must(4, "request", "extend", r.ID, "--reason", "again", "--by", "handler")
	if letter := w.must(0, "request", "letter", r.ID, "--kind", "extension"); !strings.Contains(letter, "Many requests at once.") {
		t.Errorf("the extension letter gives no reason:\n%s", letter)
	}
	w.must(0, "request", "letter", r.ID, "--kind", "receipt")
}

// A record that identifiers cannot tell is nobody's until somebody confirms it.
func TestConfirm(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.exec(`INSERT INTO customers VALUES (4, 'Dan Exempel', 'dan.exempel@example.com', '070-174 06 05', 0, NULL)`)
	var plan struct {
		Objects []struct {
			Collection, Key, Ownership, Reason string
			Undecided                          bool
		}
	}
	id := w.ask("--right", "erasure", "--phone", "+46701740605")
	w.json(0, &plan, "request", "plan", id)
	for _, o := range plan.Objects {
		if o.Collection == "customers" && (o.Ownership != "other" || !o.Undecided || !strings.Contains(o.Reason, "a person decides")) {
			t.Errorf("customer %s is %s before anybody confirmed it, undecided: %v, for %s", o.Key, o.Ownership, o.Undecided, o.Reason)
		}
	}
	w.must(3, "request", "confirm", id, "--system", "shop", "--collection", "customers", "--key", "99", "--by", "handler")
	w.must(0, "request", "confirm", id, "--system", "shop", "--collection", "customers", "--key", "4", "--by", "handler")
	w.json(0, &plan, "request", "plan", id)
	owned := map[string]string{}
	for _, o := range plan.Objects {
		if o.Collection == "customers" {
			owned[o.Key] = o.Ownership
		}
	}
	if want := map[string]string{"1": "other", "4": "own"}; !cmp.Equal(want, owned) {
		t.Errorf("after the confirmation: %v, want %v", owned, want)
	}
}

// While it is disputed what is right, nothing is corrected: use is restricted.
func TestDisputed(t *testing.T) {
	t.Parallel()
	w := shop(t)
	var view struct {
		Steps []struct{ Kind, System string }
	}
	ask := []string{"--right", "rectification", "--email", "anna.exempel@example.com", "--correct", "contact.phone=070-174 06 07"}
	w.json(0, &view, "request", "show", w.ask(append(ask, "--disputed")...))
	restricts := false
	for _, step := range view.Steps {
		restricts = restricts || step.Kind == "restrict"
		if step.Kind == "correct" {
			t.Error("a disputed value is corrected")
		}
	}
	if !restricts {
		t.Error("nothing is restricted meanwhile")
	}
}

// A value that must be unique and is somebody else's is refused by the system. The
// record is as it was planned, and says so: to plan again would change nothing.
func TestCorrectedToSomebodyElses(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.exec(`CREATE UNIQUE INDEX one_each ON customers (email)`)
	before := w.dump()["customers"]
	var view struct {
		Steps []struct{ Collection, State, Problem string }
	}
	id := w.ask("--right", "rectification", "--email", "anna.exempel@example.com", "--correct", "contact.email=bo.exempel@example.com")
	w.json(1, &view, "request", "run", id)
	refused := false
	for _, step := range view.Steps {
		refused = refused || step.Collection == "customers" && step.State == "refused" && step.Problem == "conflict"
	}
	if !refused {
		t.Errorf("%+v", view.Steps)
	}
	if diff := cmp.Diff(before, w.dump()["customers"]); diff != "" {
		t.Errorf("a refused correction changed something:\n%s", diff)
	}
}
