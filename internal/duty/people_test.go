package duty

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/post"
)

const mailLesson = `# Mejlrutinen
Mejl lämnar inkorgen varje månad.
Det gäller alla.

? När ska ett mejl ha lämnat inkorgen?
- aldrig
* senast den tionde i nästa månad

? Vilka gäller det?
* alla
- bara chefer
`

// A consultant without a secrecy agreement and an overdue training: found,
// reminded, mended, gone.
func TestStaff(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	course, err := r.AddCourse(t.Context(), Facts{"every": "12", "within": "14"}, "mejl.md", []byte(mailLesson), "officer@example.org", "Astrid Lind")
	r.must(err)
	if course.Facts["title"] != "Mejlrutinen" {
		t.Errorf("the course is called %q", course.Facts["title"])
	}
	done, err := r.ImportStaff(t.Context(), []byte("name;mail;start;roles\nCia Dahl;cia@example.org;2026-11-23;konsult\nBo <b>Ek</b>;bo@example.org;2020-01-01;\n"), true, "Astrid Lind")
	r.must(err)
	if done.Added != 2 {
		t.Fatalf("%+v", done)
	}
	w, err := r.World(t.Context())
	r.must(err)
	people, err := r.Open(t.Context(), w.Of(Staff))
	r.must(err)
	cia, bo := Subject{OfStaff, people[0].ID}, Subject{OfStaff, people[1].ID}
	if people[0].Facts["name"] != "Cia Dahl" {
		cia, bo = bo, cia
	}
	r.says(SecrecyMissing, cia, false) // she begins tomorrow
	r.says(SecrecyMissing, bo, true)
	r.says(TrainingFirst, bo, true)
	r.now = r.now.AddDate(0, 0, 1)
	r.says(SecrecyMissing, cia, true)
	r.now = r.now.AddDate(0, 0, 20)
	r.says(TrainingLate, cia, true)
	r.says(TrainingLate, bo, true)

	reminded, err := r.Remind(t.Context())
	r.must(err)
	if reminded.Items == 0 || r.letters("officer@example.org") != 1 {
		t.Errorf("reminded: %+v", reminded)
	}
	n, err := r.Invite(t.Context(), course.ID, "Astrid Lind")
	r.must(err)
	token := r.token("cia@example.org")
	if n != 2 || token == "" {
		t.Fatalf("invited %d", n)
	}
	wrong := func(int, int) []int { return []int{0} }
	failed, err := r.Take(t.Context(), token, wrong)
	r.must(err)
	if failed.Facts["outcome"] != "failed" || failed.Facts["right"] != "50" {
		t.Errorf("answered wrong: %v", failed.Facts)
	}
	r.says(TrainingLate, cia, true)
	right := func(_, q int) []int { return []int{1 - q} }
	passed, err := r.Take(t.Context(), token, right)
	r.must(err)
	if passed.Facts["outcome"] != "passed" || passed.Subject != cia {
		t.Errorf("answered right: %+v", passed)
	}
	r.says(TrainingLate, cia, false)
	if _, err := r.Take(t.Context(), token, right); varsam.CodeOf(err) != varsam.NotFound {
		t.Errorf("the link works twice: %v", err)
	}
	for _, who := range []Subject{cia, bo} {
		r.add(Secrecy, who, Facts{"form": "secrecy", "signed": "today", "document": "pärm 3"})
		r.says(SecrecyMissing, who, false)
	}
	r.now = r.now.AddDate(1, 0, 1)
	r.says(TrainingLate, cia, true) // a year has passed

	done, err = r.ImportStaff(t.Context(), []byte("name,mail,start\nCia Dahl Ek,cia@example.org,2026-11-23\n"), true, "Astrid Lind")
	r.must(err)
	if done != (Staffed{Changed: 1, Left: 1}) {
		t.Errorf("the second list: %+v", done)
	}
	r.says(TrainingLate, bo, false) // who has left takes no courses

	// the file goes: the course says so, links say so, results stay
	files, err := r.Files(t.Context(), course)
	r.must(err)
	token = r.invited(course.ID, "cia@example.org")
	r.must(r.Detach(t.Context(), course.ID, files[0].ID, "Astrid Lind"))
	r.says(LessonGone, Subject{Type: OfOrganisation}, true)
	if _, err := r.Take(t.Context(), token, right); varsam.CodeOf(err) != varsam.NotFound || !strings.Contains(err.Error(), "lesson") {
		t.Errorf("a course without its file: %v", err)
	}
	if w, err = r.World(t.Context()); err != nil || len(w.About(Training, cia)) != 2 {
		t.Errorf("results that are left: %d, %v", len(w.About(Training, cia)), err)
	}
}

func (r *rig) invited(course, to string) string {
	r.Helper()
	_, err := r.Invite(r.Context(), course, "Astrid Lind")
	r.must(err)
	return r.token(to)
}

// token is the link in the last letter to somebody.
func (r *rig) token(to string) (token string) {
	r.Helper()
	for _, state := range []post.State{post.Queued, post.Outbox} {
		all, err := r.Post.List(r.Context(), state, 1000)
		r.must(err)
		for _, st := range all {
			_, item, err := r.Post.Open(r.Context(), st.ID)
			r.must(err)
			if _, after, ok := strings.Cut(item.Text, r.Address+OpenPage); ok && item.To == to {
				token, _, _ = strings.Cut(after, "\n")
			}
		}
	}
	return token
}

// Bad lists of the staff and bad lessons are refused with their line.
func TestBadLists(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	for list, want := range map[string]string{
		"": "headings", "name,colour\nA,b\n": "column 2", "name,mail,start\nA,a@example.org,\n": "line 2",
		"name,mail,start\nA,a@example.org,2026-01-01\nB,A@example.org,2026-01-01\n": "lines 2 and 3", "name,start\nA,2026-01-01\n": "line 2",
	} {
		if _, err := r.ImportStaff(t.Context(), []byte(list), false, "x"); varsam.CodeOf(err) != varsam.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", list, err)
		}
	}
	for text, want := range map[string]string{
		"": "no lesson", "text": "line 1", "# A\n? B\n- c\n": "line 2", "# A\n? B\n* c\n": "line 2", "# A\n? B\n- c\n- d\nx": "line 2",
	} {
		if _, err := ParseLessons(text); varsam.CodeOf(err) != varsam.Invalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzParseLessons(f *testing.F) {
	f.Add(mailLesson)
	f.Add("# \n?  \n*  \n- x")
	f.Fuzz(func(t *testing.T, text string) {
		lessons, err := ParseLessons(text)
		if err != nil {
			return
		}
		right := Grade(lessons, func(l, q int) []int { return lessons[l].Questions[q].Right })
		if right != 100 {
			t.Errorf("all right is %d", right)
		}
	})
}

// An account of a connected system is closed there; where it cannot be, somebody is
// asked to.
func TestAccessIsClosedInTheSystem(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	var closed []string
	r.CloseIn = func(_ context.Context, system, account string) error {
		closed = append(closed, system+" "+account)
		if account == "helper" {
			return varsam.Errorf(varsam.Denied, "no right to")
		}
		return nil
	}
	for _, account := range []string{"guest", "helper", ""} {
		r.add(Access, inSystem("crm"), Facts{"who": "x", "account": account, "from": "now-9h", "until": "now-1h"})
	}
	n, err := r.Expire(t.Context())
	r.must(err)
	slices.Sort(closed)
	if n != 3 || !slices.Equal(closed, []string{"crm guest", "crm helper"}) || len(r.found(AccessOver)) != 2 {
		t.Errorf("%d ended, closed %v, still asked for: %+v", n, closed, r.found(AccessOver))
	}
}

// Access for a support case ends by itself, is logged, and is asked for until
// somebody has seen that it is gone.
func TestAccess(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	closed := ""
	r.CloseAccount = func(_ context.Context, login string) (bool, error) { closed = login; return login == "support", nil }
	facts := Facts{"who": "Support", "of": "hoster", "from": "now", "until": "2026-11-22T16:00", "case": "4711"}
	_, err := r.Add(t.Context(), New{Kind: Access, Subject: inSystem("crm"), Facts: facts}, "Astrid Lind")
	r.refuses(err, "of", FaultOrder) // the supplier has no agreement
	r.add(Agreement, party("hoster"), Facts{"form": "ours", "signed": "2026-01-01"})
	rec := r.add(Access, inSystem("crm"), facts)
	r.says(AccessOver, inSystem("crm"), false)
	_, err = r.Set(t.Context(), rec.ID, Facts{"until": "2026-11-22T10:00"}, "Astrid Lind")
	r.refuses(err, "until", FaultOrder)
	r.now = r.now.AddDate(0, 0, 1) // it ended yesterday
	r.says(AccessOver, inSystem("crm"), true)
	n, err := r.Expire(t.Context())
	r.must(err)
	again, err := r.Expire(t.Context())
	r.must(err)
	if n != 1 || again != 0 || closed != "" {
		t.Errorf("ended %d, then %d; closed %q", n, again, closed)
	}
	history, err := r.History(t.Context(), rec.ID)
	r.must(err)
	if history[len(history)-1].What != "expired" {
		t.Errorf("the log says %s", history[len(history)-1].What)
	}
	_, err = r.End(t.Context(), rec.ID, "Astrid Lind")
	r.refuses(err, "removed", FaultNeeded)
	_, err = r.Set(t.Context(), rec.ID, Facts{"removed": "now"}, "Astrid Lind")
	r.must(err)
	r.says(AccessOver, inSystem("crm"), false)

	// an account of our own pages is closed, so nobody has to look
	facts["account"], facts["from"], facts["until"] = "support", "now", "2026-11-23T16:00"
	r.add(Access, inSystem("crm"), facts)
	r.now = r.now.AddDate(0, 0, 1)
	if _, err = r.Expire(t.Context()); err != nil || closed != "support" {
		t.Errorf("closed %q, %v", closed, err)
	}
	r.says(AccessOver, inSystem("crm"), false)
}

// A review finds who should not be there, and who is not.
func TestReview(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	r.says(Missing, inSystem("crm"), true)
	out, err := r.Review(t.Context(), "crm", []string{"anna", "Bo", "gammal"}, []string{"anna", "bo", "cia"}, "Astrid Lind")
	r.must(err)
	if fmt.Sprint(out.Extra, out.Absent) != "[gammal] [cia]" {
		t.Errorf("found %v, absent %v", out.Extra, out.Absent)
	}
	r.says(AccessUnlisted, inSystem("crm"), true)
	out, err = r.Review(t.Context(), "crm", []string{"anna", "bo"}, []string{"anna", "bo"}, "Astrid Lind")
	r.must(err)
	if out.Record.Facts["removed"] != "1" || out.Record.Next != varsam.NewDate(2027, 11, 22) {
		t.Errorf("then: %v", out.Record.Facts)
	}
	r.says(AccessUnlisted, inSystem("crm"), false)
}

// Ten thousand people: findings of the whole staff, with no name unsealed, and the
// first of them in words.
func TestManyPeople(t *testing.T) {
	if testing.Short() {
		t.Skip("ten thousand people are left out of short runs")
	}
	t.Parallel()
	r := newRig(t, nil)
	var list strings.Builder
	list.WriteString("name,number,start\n")
	const many = 10_000
	for i := range many {
		fmt.Fprintf(&list, "Person %d,%d,2026-01-01\n", i, i)
	}
	done, err := r.ImportStaff(t.Context(), []byte(list.String()), false, "Astrid Lind")
	r.must(err)
	if done.Added != many {
		t.Fatalf("%+v", done)
	}
	_, err = r.AddCourse(t.Context(), Facts{"every": "12"}, "mejl.md", []byte(mailLesson), "", "Astrid Lind")
	r.must(err)
	r.now = r.now.AddDate(0, 2, 0)
	if got := len(r.found(TrainingLate)); got != many {
		t.Errorf("%d are late", got)
	}
	found, w, err := r.Findings(t.Context())
	r.must(err)
	i := 0
	for found[i].Code != SecrecyMissing {
		i++
	}
	names, err := r.Names(t.Context(), w, []Subject{found[i].Subject})
	r.must(err)
	if says := found[i].Says(locale.For(varsam.English), found[i].Subject.Title(locale.For(varsam.English), names)); !strings.HasPrefix(says, "Person ") {
		t.Errorf("it says %q", says)
	}
	if _, err := r.Remind(t.Context()); err != nil {
		t.Error(err)
	}
	lines := Cycle(w, 2026)
	total := 0
	for _, l := range lines {
		if l.Kind == Training {
			for _, n := range l.Months {
				total += n
			}
		}
	}
	if total != many {
		t.Errorf("the wheel has %d trainings", total)
	}
}
