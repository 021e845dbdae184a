package acceptance

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// survey enters people who answered the employer's survey; the first of them are
// nobody else's customers.
func (w *town) survey(n int) {
	w.Helper()
	in := inserts{}
	for i := 1; i <= n; i++ {
		w.secrets = append(w.secrets, fmt.Sprintf("qq%04d", i))
		in.add("surveys.respondents", i, fmt.Sprintf("qq%04d@example.com", i), fmt.Sprintf("Name qq%04d", i), today(w).AddDays(-100).String())
		in.add("surveys.answers", i*10, i, fmt.Sprintf("comment qq%04d a", i))
		in.add("surveys.answers", i*10+1, i, fmt.Sprintf("comment qq%04d b", i))
	}
	in.run(w)
}

// TestInstruction carries out a controller's instruction for 200 people: one
// plan, which reaches what we hold for that controller and nothing else.
func TestInstruction(t *testing.T) {
	t.Parallel()
	const everybody, instructed = 300, 200
	w := newTown(t, engines[0])
	w.survey(everybody)
	w.settle(citizen{id: 1, code: "qq0001"}, citizen{id: 2, code: "qq0250"}) // two are our own customers as well
	var list strings.Builder
	list.WriteString("email\n")
	for i := 1; i <= instructed; i++ {
		fmt.Fprintf(&list, "QQ%04d@Example.com\n", i)
	}
	people := w.path("people.csv")
	if err := os.WriteFile(people, []byte(list.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	before := w.dump()

	id, p := w.approved("--right", "instruction", "--party", "employer", "--people", people)
	if len(p.Objects) != 3*instructed {
		t.Errorf("%d records, want %d", len(p.Objects), 3*instructed)
	}
	for _, o := range p.Objects {
		if o.System != "surveys" || o.Fate != "erase" || o.Ownership != "own" {
			t.Fatalf("%+v", o)
		}
	}
	rows := map[string]int{}
	for _, st := range p.Steps {
		rows[st.System+" "+st.Collection+" "+st.Does] += st.Rows
	}
	diff(t, "the steps", map[string]int{"surveys answers erase": 2 * instructed, "surveys respondents erase": instructed}, rows)
	diff(t, "before the run", before, w.dump())

	_, last := w.finish(id)
	if last.Request.State != "done" {
		t.Errorf("the request is %s", last.Request.State)
	}
	after := w.dump()
	if n := len(after["surveys.respondents"]); n != everybody-instructed {
		t.Errorf("%d respondents are left, want %d", n, everybody-instructed)
	}
	if n := len(after["surveys.answers"]); n != 2*(everybody-instructed) {
		t.Errorf("%d answers are left, want %d", n, 2*(everybody-instructed))
	}
	for table, rows := range before {
		if !strings.HasPrefix(table, "surveys.") {
			diff(t, table, rows, after[table])
			continue
		}
		kept := after[table]
		diff(t, "others in "+table, keptOf(rows, kept), kept)
	}
	// One plan: 200 people, one request, one digest approved once.
	var view struct {
		Request   struct{ People int }
		Approvals []struct{}
	}
	w.json(0, &view, "request", "show", id)
	if view.Request.People != instructed || len(view.Approvals) != 1 {
		t.Errorf("%+v", view)
	}
}

// keptOf are those of the rows that are among the kept.
func keptOf(rows, kept []string) (all []string) {
	for _, row := range rows {
		for _, k := range kept {
			if k == row {
				all = append(all, row)
			}
		}
	}
	return all
}

// TestOwnRequestWhereOthersDecide: somebody who answered an employer's survey
// asks us. Nothing is searched or changed there, nothing of it is in the copy,
// and she is told who decides and that the request can be passed on.
func TestOwnRequestWhereOthersDecide(t *testing.T) {
	t.Parallel()
	w := newTown(t, engines[0])
	w.survey(3)
	w.settle(citizen{id: 1, code: "qq0001"})
	before := w.dump()["surveys.answers"]
	copied, p, answer := w.copyAndErase("--email", "qq0001@example.com")
	for _, o := range p.Objects {
		if o.System == "surveys" {
			t.Errorf("found where another decides: %+v", o)
		}
	}
	told := false
	for _, g := range p.Gaps {
		told = told || g.System == "surveys" && strings.Contains(g.Because, "The Employer Ltd")
	}
	if !told {
		t.Errorf("the plan does not say who decides: %+v", p.Gaps)
	}
	mustHold(t, "the copy", copied, []string{"The Employer Ltd"}, "comment qq0001")
	mustHold(t, "the answer", answer, []string{"The Employer Ltd", "pass"}, "comment qq0001")
	diff(t, "the answers", before, w.dump()["surveys.answers"])

	// Who is nobody's customer has nothing here at all, and is told the same.
	id := w.new("--right", "erasure", "--email", "qq0002@example.com")
	p = w.plan(id)
	if len(p.Objects) != 0 {
		t.Errorf("%+v", p.Objects)
	}
	w.must(0, "request", "approve", id, "--digest", p.Digest, "--by", "test")
	answer, _ = w.finish(id)
	mustHold(t, "the answer", answer, []string{"The Employer Ltd"}, "comment qq0002")
	diff(t, "the answers", before, w.dump()["surveys.answers"])
}
