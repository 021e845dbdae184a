package acceptance

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/example"
	"github.com/varsam/varsam/internal/system/mailbox/postoffice"
)

// made is an example whose mailboxes, where it has some, answer while the test runs.
func (h *house) example(name string) *example.Made {
	h.Helper()
	office, err := postoffice.Open()
	if err != nil {
		h.Fatal(err)
	}
	h.Cleanup(func() { office.Close() })
	dir := h.path("made")
	made, err := example.Generate(h.Context(), name, example.Options{Dir: dir, Office: office, Today: today(h)})
	if err != nil {
		h.Fatal(err)
	}
	h.register = made.Register
	return made
}

// keys are those of the objects of a collection, by fate.
func (f found) keys(system, collection string) map[string][]string {
	all := map[string][]string{}
	for _, o := range f.Objects {
		if o.System == system && o.Collection == collection {
			all[o.Fate] = append(all[o.Fate], o.Key)
		}
	}
	return all
}

// cull plans, lets two say yes, and carries out what has run out.
func (h *house) cull() {
	h.Helper()
	var run struct{ Run, Digest, State string }
	h.json(0, &run, "cull", "plan", "--register", h.register)
	h.must(1, "cull", "approve", run.Run, "--digest", run.Digest, "--by", "one")
	h.must(0, "cull", "approve", run.Run, "--digest", run.Digest, "--by", "two")
	if h.json(0, &run, "cull", "run", run.Run); run.State != "done" {
		h.Errorf("the culling is %s", run.State)
	}
}

// TestIntelliplan runs the promises of a company that lives in its mailboxes.
func TestIntelliplan(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	made := h.example("intelliplan")
	asker, stranger := made.Cast["asker"], made.Cast["stranger"]
	h.must(0, "check", h.register)

	// IP-03, IP-08: what the asker's cases need stays, what nothing needs goes; what
	// lies in employees' own mailboxes is counted and not shown.
	var f found
	h.json(0, &f, "find", "--register", h.register, "--email", asker.Email)
	cases := f.keys("desk", "cases")
	diff(t, "her cases", map[string][]string{"keep": {"1"}, "erase": {"2"}, "restrict": {"3"}}, cases)
	if mails := f.keys("mail", "messages"); len(mails["erase"]) != 3 || len(mails["keep"])+len(mails["review"]) != 1 {
		t.Errorf("her mails: %v", mails)
	}
	said := ""
	for _, g := range f.Gaps {
		said += g.Because + "\n"
	}
	if !strings.Contains(said, "In elin’s own mailbox there are 1 messages") || !strings.Contains(said, "In hans’s own mailbox there are 2 messages") || strings.Contains(said, asker.Email) {
		t.Errorf("not searched: %s", said)
	}

	// Her request, to the end.
	id, p := h.approved("--right", "erasure", "--email", asker.Email)
	if len(p.Steps) == 0 {
		t.Error("the plan has no steps")
	}
	h.run("request", "run", id)
	h.answerTasks(id)
	h.json(0, &f, "find", "--register", h.register, "--email", asker.Email)
	if left := f.keys("mail", "messages"); len(left["erase"]) > 0 {
		t.Errorf("mails are left: %v", left)
	}
	diff(t, "her cases after", map[string][]string{"keep": {"1"}, "restrict": {"3"}}, f.keys("desk", "cases"))
	list := h.read(filepath.Join(h.dir, "made", "casefiles", "6 "+caseTitle(h, "6 "), "deltagare.csv"))
	if strings.Contains(list, asker.Email) || !strings.Contains(list, "[…]") {
		t.Errorf("the list still names her: %q", list)
	}

	// IP-07: the monthly routine, as Elin and as her manager see it.
	var standing struct {
		Accounts []struct {
			Account          string
			Overdue, Private int
		}
	}
	overdue := func() (n int) {
		h.json(0, &standing, "inbox", "status", "--register", h.register)
		for _, a := range standing.Accounts {
			if strings.HasPrefix(a.Account, "elin.") {
				n = a.Overdue
			}
		}
		return n
	}
	before := overdue()
	elin := "elin.norberg@planvik.example"
	h.must(0, "inbox", "apply", elin, "--as", "Elin", "--accept", "delete", "--accept", "file")
	if after := overdue(); after >= before/2 {
		t.Errorf("%d mails of %d are left in the inbox", after, before)
	}
	if out := h.must(0, "inbox", "report"); strings.Contains(out, "middag") || !strings.Contains(out, elin) {
		t.Errorf("the follow-up: %s", out)
	}

	// Culling by case closed: the folder, the notes and the case go together, and
	// what is open stays.
	h.cull()
	h.json(3, &f, "find", "--register", h.register, "--email", stranger.Email)
	folders, err := os.ReadDir(filepath.Join(h.dir, "made", "casefiles"))
	if err != nil {
		t.Fatal(err)
	}
	open := 0
	for _, folder := range folders {
		number, _, _ := strings.Cut(folder.Name(), " ")
		switch {
		case number == "1" || number == "5":
			open++
		case number == "4": // closed more than a year ago
			t.Errorf("the folder of a closed case is left")
		}
	}
	if open != 2 {
		t.Errorf("%d of the two open cases have their folder", open)
	}
}

// caseTitle is what a case's folder is called behind its number.
func caseTitle(h *house, number string) string {
	h.Helper()
	folders, err := os.ReadDir(filepath.Join(h.dir, "made", "casefiles"))
	if err != nil {
		h.Fatal(err)
	}
	for _, folder := range folders {
		if title, ok := strings.CutPrefix(folder.Name(), number); ok {
			return title
		}
	}
	h.Fatalf("no folder of case %s", number)
	return ""
}

// TestMailsOfAnExampleAreFiles: without a mail server the mails lie as files, and the
// register has no mailboxes that nobody answers for.
func TestMailsOfAnExampleAreFiles(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.must(0, "example", "intelliplan", h.path("made"))
	mails := 0
	for name, content := range files(t, h.path("made", "mail")) {
		mails++
		if filepath.Ext(name) != ".eml" || !strings.Contains(string(content), "\r\nSubject: ") {
			t.Errorf("%s is no mail", filepath.Base(name))
		}
	}
	if mails < 200 {
		t.Errorf("%d mails", mails)
	}
	if _, err := os.Stat(h.path("made", "register", "systems", "mail.yaml")); err == nil {
		t.Error("the register has mailboxes")
	}
	h.must(0, "check", "--live", h.path("made", "register"))
	h.must(2, "example", "intelliplan")
}

// TestProjectFolders: KP-06. Projects that ended more than seven years ago are listed,
// approved by two, and removed with their documents; the others stay.
func TestProjectFolders(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.example("kunskapspartner")
	limit := today(t).AddYears(-7).AddDays(-1).String()
	due, kept := projects(h, limit)
	if len(due) == 0 || len(kept) == 0 {
		t.Fatalf("%d are due, %d are not", len(due), len(kept))
	}
	h.cull()
	var left []string
	folders, err := os.ReadDir(h.path("made", "files"))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if folder.IsDir() {
			left = append(left, strings.Fields(folder.Name())[0])
		}
	}
	for _, number := range due {
		if slices.Contains(left, number) {
			t.Errorf("project %s ended before %s and is left", number, limit)
		}
	}
	for _, number := range kept {
		if !slices.Contains(left, number) {
			t.Errorf("project %s is gone", number)
		}
	}
}

// projects are the numbers of those that ended before a day, and of the others but
// those at its edge.
func projects(h *house, limit string) (due, kept []string) {
	h.Helper()
	for _, line := range strings.Split(h.read(h.path("made", "files", "projekt.csv")), "\n")[1:] {
		cells := strings.Split(line, ";")
		if len(cells) < 3 {
			continue
		}
		switch ended := cells[2]; {
		case ended != "" && ended < limit:
			due = append(due, cells[0])
		case ended == "" || ended > limit[:8]+"99":
			kept = append(kept, cells[0])
		}
	}
	return due, kept
}
