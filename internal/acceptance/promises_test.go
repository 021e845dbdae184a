package acceptance

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// rows are the statements that each example has: a prefix and how many, and how
// many nights it takes until all that was late is gone. Respondents wait until
// nobody's answers lead to them.
var rows = map[string]struct {
	prefix    string
	n, nights int
}{
	"kivaq": {"KQ", 13, 1}, "kundo": {"KU", 9, 1}, "kunskapspartner": {"KP", 15, 2}, "insourceit": {"IS", 18, 1}, "intelliplan": {"IP", 17, 1},
}

// cookies are the statements that the page of cookies keeps.
var cookies = map[string]string{"kivaq": "KQ-13", "insourceit": "IS-15"}

type promises struct {
	Statements []struct {
		ID, State string
		Why       []string
	}
	Counts map[string]int
}

// state is how a statement stands.
func (p promises) state(id string) string {
	for _, s := range p.Statements {
		if s.ID == id {
			return s.State
		}
	}
	return ""
}

// exampleHouse is an example with its register in force.
func exampleHouse(t *testing.T, name string) *house {
	t.Helper()
	h := newHouse(t)
	h.must(0, "example", name, "--dir", h.path("made"))
	h.register = h.path("made", "register")
	h.must(0, "register", "push", h.register)
	return h
}

func (h *house) promises(code int) (p promises) {
	h.Helper()
	if err := json.Unmarshal([]byte(h.must(code, "promises", "--json")), &p); err != nil {
		h.Fatal(err)
	}
	return p
}

// TestPromisesOfTheExamples: each company says what its published text says, one
// statement for each row, worded so that it can be kept. What runs changes how
// they stand; the notice that is printed has no error.
func TestPromisesOfTheExamples(t *testing.T) {
	t.Parallel()
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := exampleHouse(t, name)
			h.mends(name)
			before := h.promises(0)
			var ids []string
			for _, s := range before.Statements {
				ids = append(ids, s.ID)
				if s.State != "kept" && s.State != "not-shown" {
					t.Errorf("%s is %s before anything ran: %v", s.ID, s.State, s.Why)
				}
			}
			for i := range row.n {
				id := fmt.Sprintf("%s-%02d", row.prefix, i+1)
				if !slices.Contains(ids, id) && id != "IP-07" && id != "IP-09" { // of mailboxes; see TestPromisesOfMailboxes
					t.Errorf("no statement %s", id)
				}
			}
			h.publishes()
			for range row.nights {
				h.culls()
			}
			after := h.promises(0)
			if id := cookies[name]; id != "" && (before.state(id) != "not-shown" || after.state(id) != "kept") {
				t.Errorf("%s is %s before the page of cookies is published, and %s after", id, before.state(id), after.state(id))
			}
			for _, s := range after.Statements {
				if s.State == "broken" || s.State == "untrue" {
					t.Errorf("%s is %s after the run: %v", s.ID, s.State, s.Why)
				}
			}
			if after.Counts["kept"] <= before.Counts["kept"] {
				t.Errorf("kept before: %d, after publishing and culling: %d", before.Counts["kept"], after.Counts["kept"])
			}
		})
	}
}

// mends does what the duties of an example leave undone, where a statement says that
// it is done: the statement is broken before.
func (h *house) mends(name string) {
	h.Helper()
	broken := map[string]string{"kivaq": "KQ-07", "intelliplan": "IP-10", "kunskapspartner": "KP-09"}[name]
	if broken == "" {
		return
	}
	for _, s := range h.promises(1).Statements {
		if (s.State == "broken") != (s.ID == broken) {
			h.Errorf("%s is %s while a duty is neglected: %v", s.ID, s.State, s.Why)
		}
	}
	by := []string{"--by", "anna"}
	switch name {
	case "kivaq":
		h.must(0, append([]string{"access", "removed", h.duty("access", "")}, by...)...)
	case "intelliplan":
		h.must(0, append([]string{"training", "add", "staff:" + h.duty("staff", "handläggare"), "course=" + h.duty("course", ""), "done=today", "outcome=passed"}, by...)...)
	case "kunskapspartner":
		h.must(0, append([]string{"duty", "add", "--kind", "secrecy", "--about", "staff:" + h.duty("staff", "konsult"), "form=secrecy", "signed=today", "document=pärm"}, by...)...)
	}
}

// duty is the only duty of a kind, of those with a role.
func (h *house) duty(kind, role string) string {
	h.Helper()
	var all []struct {
		ID    string            `json:"id"`
		Facts map[string]string `json:"facts"`
	}
	if err := json.Unmarshal([]byte(h.must(0, "duty", "list", kind, "--json")), &all); err != nil {
		h.Fatal(err)
	}
	for _, d := range all {
		if role == "" || d.Facts["roles"] == role {
			return d.ID
		}
	}
	h.Fatalf("there is no duty of the kind %s", kind)
	return ""
}

// publishes makes the documents and reads the notice as anybody's.
func (h *house) publishes() {
	h.Helper()
	h.run("publish") // what has gaps stays unpublished, and is said
	for _, lang := range []string{"sv", "en"} {
		file := h.path("notice." + lang + ".html")
		h.must(0, "publish", "show", "notice", "--lang", lang, "--format", "html", "--out", file)
		h.must(0, "lint", file, "--register", h.register)
	}
}

// culls lets go what has run out.
func (h *house) culls() {
	h.Helper()
	var run struct{ Run, Digest, State string }
	if err := json.Unmarshal([]byte(h.must(0, "cull", "plan", "--json")), &run); err != nil {
		h.Fatal(err)
	}
	for _, by := range []string{"anna", "bo"} {
		h.run("cull", "approve", run.Run, "--digest", run.Digest, "--by", by)
	}
	h.must(0, "cull", "run", run.Run)
}

// TestPromisesOfMailboxes: what Intelliplan's example says of its mailboxes is held
// against the mailboxes, before and after their owners have gone through them.
func TestPromisesOfMailboxes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.example("intelliplan")
	h.must(0, "register", "push", h.register)
	h.mends("intelliplan")
	standing := func(code int, id string, args ...string) (state, why string) {
		var p promises
		if err := json.Unmarshal([]byte(h.must(code, append([]string{"promises", "--json"}, args...)...)), &p); err != nil {
			t.Fatal(err)
		}
		for _, s := range p.Statements {
			if s.ID == id {
				return s.State, s.Why[0]
			}
		}
		t.Fatalf("there is no statement %s", id)
		return "", ""
	}
	for _, id := range []string{"IP-07", "IP-09"} {
		if state, why := standing(0, id); state != "not-shown" {
			t.Errorf("%s is %s before the mailboxes are read: %s", id, state, why)
		}
	}
	if state, why := standing(1, "IP-09", "--live"); state != "broken" || !strings.Contains(why, "3 of 4") {
		t.Errorf("three of four sent mails name a crowd, but IP-09 is %s: %s", state, why)
	}
	state, before := standing(1, "IP-07", "--live")
	h.must(0, "inbox", "apply", "elin.norberg@planvik.example", "--as", "Elin", "--accept", "delete", "--accept", "file")
	_, after := standing(1, "IP-07", "--live")
	if state != "broken" || leftIn(before) == 0 || leftIn(after) >= leftIn(before) {
		t.Errorf("IP-07 is %s: %q, and when Elin has gone through her inbox: %q", state, before, after)
	}
}

// leftIn is the first number of a sentence.
func leftIn(why string) (n int) {
	fmt.Sscanf(why[strings.IndexAny(why, "0123456789"):], "%d", &n)
	return n
}

// TestPublishedTexts reads the five published texts as a program
// would.
func TestPublishedTexts(t *testing.T) {
	t.Parallel()
	seeds, _ := filepath.Glob("../../../shared/seeds/*.txt")
	if len(seeds) == 0 {
		t.Skip("the published texts are not here")
	}
	h := newHouse(t)
	for _, seed := range seeds {
		var report struct {
			Language string
			Findings []struct{ Code string }
		}
		if err := json.Unmarshal([]byte(h.must(1, "lint", seed, "--json")), &report); err != nil || report.Language != "sv" || len(report.Findings) < 5 {
			t.Errorf("%s: %+v, %v", filepath.Base(seed), report, err)
		}
	}
}
