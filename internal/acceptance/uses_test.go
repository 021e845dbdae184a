package acceptance

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestWithdrawalOfExample: KQ-05, IP-12. Who takes back every consent has no other
// data changed by it: orders and invoices that rest on something else are as they
// were, also those whose time is up and which the night culls.
func TestWithdrawalOfExample(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	maria := h.example("kivaq").Cast["maria"]
	id, p := h.approved("--right", "withdrawal", "--email", maria.Email)
	var changed []string
	for _, s := range p.Steps {
		if s.System == "customers" {
			changed = append(changed, s.Collection+" "+s.Does)
		}
	}
	slices.Sort(changed)
	diff(t, "what is changed", []string{"contacts stop", "participants erase"}, changed)
	before := len(objectsIn(p.Objects, "orders")) + len(objectsIn(p.Objects, "invoices"))
	answer, _ := h.finish(id)
	mustHold(t, "the answer", answer, []string{"Stopped: newsletter", "Ended: invitations"}, "to be blocked", "Not decided yet")
	var f found
	h.json(0, &f, "find", "--register", h.register, "--email", maria.Email)
	if left := len(objectsIn(f.Objects, "orders")) + len(objectsIn(f.Objects, "invoices")); left != before || left == 0 {
		t.Errorf("%d orders and invoices, %d before", left, before)
	}
}

// TestObjectionWithNothingToStop: IP-13. A company that sends no marketing says so,
// and asks nobody to decide about texts that have nothing to do with it.
func TestObjectionWithNothingToStop(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var made struct {
		Cast map[string]struct{ Email string }
	}
	h.json(0, &made, "example", "intelliplan", "--dir", h.path("made"))
	h.register = h.path("made", "register")
	id, p := h.approved("--right", "objection", "--use", "direct-marketing", "--email", made.Cast["asker"].Email)
	if len(p.Steps) > 0 {
		t.Errorf("the plan has steps: %v", p.Steps)
	}
	for _, o := range p.Objects {
		if o.Ownership == "mention" && o.Fate == "review" {
			t.Errorf("somebody has to decide for what nobody asked: %+v", o)
		}
	}
	answer, _ := h.finish(id)
	mustHold(t, "the answer", answer, []string{"We do not use your data for what you say no to"}, "Not decided yet", "We have not done all")
}

// TestWhyOfExample: IP-12. Who asks why we have the data gets each record with its
// ground, and that half of the statement is shown.
func TestWhyOfExample(t *testing.T) {
	t.Parallel()
	h := exampleHouse(t, "intelliplan")
	h.mends("intelliplan")
	shown := func() (why []string) {
		for _, s := range h.promises(0).Statements {
			if s.ID == "IP-12" {
				why = s.Why
			}
		}
		return why
	}
	if before := shown(); len(before) != 2 || before[0] != before[1] {
		t.Errorf("before anybody asked: %q", before)
	}
	id, _ := h.approved("--right", "why", "--email", "bjorn.karlsson@klovra-bygg.example")
	account := h.read(filepath.Join(h.copy(id), "why.txt"))
	mustHold(t, "the account", account, []string{"Open cases", "Bookkeeping", "Delivery under the agreement"})
	h.finish(id)
	if after := shown(); len(after) != 2 || after[0] == after[1] || !strings.Contains(after[0], "answered in time: 1") {
		t.Errorf("after the answer: %q", after)
	}
}
