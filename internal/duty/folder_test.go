package duty

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/examples"
	"github.com/varsam/varsam/internal/register"
	"github.com/varsam/varsam/internal/store"
)

// theFive are the companies of the examples.
var theFive = []string{"insourceit", "intelliplan", "kivaq", "kundo", "kunskapspartner"}

// inExample is a service with an example's register and duties.
func inExample(t *testing.T, name string) *rig {
	t.Helper()
	r := newRig(t, map[string]string{"organisation.yaml": office["organisation.yaml"]})
	files, err := fs.Sub(examples.Files, name)
	r.must(err)
	archive, err := register.Archive(files)
	r.must(err)
	r.must(r.Store.Write(t.Context(), r.Tenant, func(tx *store.Tx) error {
		_, err := register.Push(tx, archive, "test", 1)
		return err
	}))
	folder, err := ReadFolder(files)
	r.must(err)
	_, err = r.TakeFolder(t.Context(), folder, "test")
	r.must(err)
	return r
}

// one is the only finding of a code and kind, as it stands.
func (r *rig) one(code Code, k Kind) Finding {
	r.Helper()
	some := slices.DeleteFunc(r.found(code), func(f Finding) bool { return f.Kind != k || f.Record != "" && strings.HasPrefix(f.Record, "register:") })
	if len(some) != 1 {
		r.Fatalf("%s of %s: %+v", code, k, some)
	}
	return some[0]
}

// In each example a supplier is on Privacy Shield, a consultant has signed nothing,
// a training is overdue, a customer is without an agreement, and a facilitator's
// access ended yesterday. Each is found, reminded of, mended, and gone.
func TestExamplesFiveDuties(t *testing.T) {
	t.Parallel()
	for _, name := range theFive {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := inExample(t, name)
			shield, secret, late, over := r.one(MechanismFallen, Transfer), r.one(SecrecyMissing, Secrecy), r.one(TrainingLate, Training), r.one(AccessOver, Access)
			without := r.customerWithout()
			if over.Day != varsam.NewDate(2026, 11, 21) {
				t.Errorf("access ended %s, not yesterday", over.Day)
			}
			letters := r.remindedOf(shield, secret, late, over, without)
			if letters < 3 {
				t.Errorf("%d letters for five duties of several owners", letters)
			}
			r.set(shield.Record, Facts{"mechanism": "scc", "module": "2", "annexes": "I II III", "impact": "today", "review": "today+180"})
			r.add(Secrecy, secret.Subject, Facts{"form": "secrecy", "signed": "today", "document": "personalpärmen"})
			r.add(Training, late.Subject, Facts{"course": late.Record, "done": "today", "outcome": "passed"})
			r.set(over.Record, Facts{"removed": "now"})
			if _, err := r.End(t.Context(), over.Record, "Astrid Lind"); err != nil {
				t.Error(err)
			}
			if without.Record != "" {
				r.set(without.Record, Facts{"signed": "today"})
			} else {
				r.add(Agreement, without.Subject, Facts{"form": "theirs", "signed": "today", "clauses": "a b c d e f g h", "document": "avtal.pdf"})
			}
			for _, f := range r.found("") {
				for _, was := range []Finding{shield, secret, late, over, without} {
					if f.Code == was.Code && f.Kind == was.Kind && f.Subject == was.Subject {
						t.Errorf("mended, and still found: %+v", f)
					}
				}
			}
		})
	}
}

// What is found in the files alone is what is found once they have been taken down.
func TestFolderWorld(t *testing.T) {
	t.Parallel()
	for _, name := range theFive {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := inExample(t, name)
			files, err := fs.Sub(examples.Files, name)
			r.must(err)
			folder, err := ReadFolder(files)
			r.must(err)
			w, err := r.World(t.Context())
			r.must(err)
			alone, err := folder.World(w.Register, r.now)
			r.must(err)
			kinds := func(found []Finding) (all []string) {
				for _, f := range found {
					all = append(all, string(f.Kind)+" "+string(f.Code)+" "+f.Day.String())
				}
				slices.Sort(all)
				return all
			}
			if got, want := kinds(Findings(alone)), kinds(r.found("")); !slices.Equal(got, want) {
				t.Errorf("in the files %v\nin the store %v", got, want)
			}
		})
	}
}

// customerWithout is the finding of a customer without an agreement in force.
func (r *rig) customerWithout() Finding {
	r.Helper()
	for _, f := range r.found("") {
		if f.Kind != Agreement || f.Code != Missing && f.Code != Unsigned {
			continue
		}
		w, err := r.World(r.Context())
		r.must(err)
		if p, _ := w.Register.Party(f.Subject.Name); p.Kind == "controller" {
			return f
		}
	}
	r.Fatal("every customer has an agreement")
	return Finding{}
}

func (r *rig) set(id string, facts Facts) {
	r.Helper()
	_, err := r.Set(r.Context(), id, facts, "Astrid Lind")
	r.must(err)
}

// remindedOf sends the night's reminders and reports a finding that is in no letter.
func (r *rig) remindedOf(all ...Finding) (letters int) {
	r.Helper()
	done, err := r.Remind(r.Context())
	r.must(err)
	var text strings.Builder
	for _, item := range r.posted() {
		text.WriteString(item.Text)
	}
	w, err := r.World(r.Context())
	r.must(err)
	p := w.Printer(w.language())
	for _, f := range all {
		names, err := r.Names(r.Context(), w, []Subject{f.Subject})
		r.must(err)
		if says := f.Says(p, f.Subject.Title(p, names)); !strings.Contains(text.String(), says) {
			r.Errorf("nobody is reminded that %s", says)
		}
	}
	return done.Letters
}

// A folder is taken once: what stands stays as people have made it.
func TestTakeFolderTwice(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	files := fstest.MapFS{
		"duties/a.yaml": {Data: []byte("duties:\n" +
			"  - {duty: taken, kind: training, about: 'staff:cia', facts: {course: words, done: today-3, outcome: passed}}\n" +
			"  - {duty: cia, kind: staff, facts: {name: '<b>Cia</b>', start: today-10}}\n" +
			"  - {duty: words, kind: course, facts: {title: Orden}, file: words.md}\n")},
		"duties/words.md": {Data: []byte("# Ord\n\n? Ja?\n- nej\n* ja\n")},
	}
	folder, err := ReadFolder(files)
	r.must(err)
	done, err := r.TakeFolder(t.Context(), folder, "test")
	r.must(err)
	if done != (Filed{Added: 3}) {
		t.Errorf("%+v", done)
	}
	staff, w, err := r.List(t.Context(), Staff, false)
	r.must(err)
	if len(staff) != 1 || staff[0].Facts.Day("start") != w.Today.AddDays(-10) {
		t.Errorf("staff: %+v", staff)
	}
	r.set(staff[0].ID, Facts{"name": "Cia Dahl"})
	again, err := r.TakeFolder(t.Context(), folder, "test")
	r.must(err)
	cia, err := r.Get(t.Context(), staff[0].ID)
	r.must(err)
	if again != (Filed{Stood: 3}) || cia.Facts["name"] != "Cia Dahl" {
		t.Errorf("a second time: %+v, %s", again, cia.Facts["name"])
	}
	course, _, err := r.List(t.Context(), Course, false)
	r.must(err)
	if lessons, err := r.Lessons(t.Context(), course[0]); err != nil || len(lessons) != 1 {
		t.Errorf("the lesson: %v, %v", lessons, err)
	}
}

// What cannot be is refused with its place.
func TestFolderFaults(t *testing.T) {
	t.Parallel()
	r := newRig(t, nil)
	for text, want := range map[string]string{
		"duties: [{duty: a, kind: nonsense}]":                                                                             "duties/a.yaml:1:10",
		"duties: [{duty: a, kind: course, facts: {title: x}, file: gone.md}]":                                             "cannot be read",
		"duties: [{duty: a, kind: agreement, about: 'party:mailer', facts: {form: ours, signed: today+1}}]":               "signed: future",
		"duties: [{duty: a, kind: agreement, about: 'party:nobody', facts: {form: ours}}]":                                "party:nobody",
		"duties: [{duty: a, kind: disclosure, about: 'party:helper', facts: {on: today, scope: x, categories: contact}}]": "by disclosing",
	} {
		folder, err := ReadFolder(fstest.MapFS{"duties/a.yaml": {Data: []byte(text)}})
		if err == nil {
			_, err = r.TakeFolder(t.Context(), folder, "test")
		}
		if err == nil || !strings.Contains(err.Error(), want) || varsam.CodeOf(err) == varsam.Internal {
			t.Errorf("%s: %v", text, err)
		}
	}
}
