package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/duty"
	"github.com/varsam/varsam/internal/duty/dutytest"
)

// demoDuties is a workplace with the register of the demo in force.
func demoDuties(t *testing.T) *workplace {
	t.Helper()
	w := &workplace{TB: t, dir: t.TempDir()}
	w.register = filepath.Join(w.dir, "register")
	if err := os.CopyFS(w.register, os.DirFS("../../examples/demo")); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(w.register, "duties")); err != nil { // what lies there stands in no duty's way
		t.Fatal(err)
	}
	w.must(0, "register", "push", w.register)
	return w
}

// takesDown takes a duty down with those before it; ids are theirs by their names.
func (w *workplace) takesDown(n dutytest.Neglected, ids map[string]string) (id string) {
	w.Helper()
	for _, before := range n.Before {
		id := w.takesDown(before, ids)
		if before.Name != "" {
			ids[before.Name] = id
		}
	}
	var made struct{ ID string }
	if n.Kind == string(duty.Disclosure) {
		w.json(0, &made, "disclosure", "make", "--by", "test", "--to", "mailer", "--scope", "Bron", "--categories", "contact.email", "--person", "anna@example.com Kunden AB")
		return made.ID
	}
	args := []string{"duty", "add", "--kind", n.Kind, "--by", "Astrid Lind", "--owner", "Astrid Lind"}
	if n.About != "" {
		args = append(args, "--about", dutytest.Fill(n.About, ids))
	}
	w.json(0, &made, append(args, pairs(n.Facts, ids)...)...)
	return made.ID
}

func pairs(facts, ids map[string]string) (all []string) {
	for name, value := range facts {
		all = append(all, name+"="+dutytest.Fill(value, ids))
	}
	slices.Sort(all)
	return all
}

// sets changes a duty, or the one of a name.
func (w *workplace) sets(c dutytest.Change, id string, ids map[string]string) {
	w.Helper()
	if c.Of != "" {
		id = ids[c.Of]
	}
	if len(c.Facts) > 0 {
		w.must(0, append([]string{"duty", "set", id, "--by", "Bo Ek"}, pairs(c.Facts, ids)...)...)
	}
}

type dueOut []struct{ Code, Kind, Says, Next, Paragraph string }

func (d dueOut) has(code string) bool {
	return slices.ContainsFunc(d, func(f struct{ Code, Kind, Says, Next, Paragraph string }) bool {
		return f.Code == code && f.Says != "" && f.Next != "" && strings.HasPrefix(f.Paragraph, "Art. ")
	})
}

// due asks what is missing or late of a kind; its code is 1 when a duty is broken.
func (w *workplace) due(kind string) (out dueOut) {
	w.Helper()
	code := w.here("duty", "due", kind).code
	if code > 1 {
		w.Fatalf("duty due %s: exit %d", kind, code)
	}
	w.json(code, &out, "duty", "due", kind)
	return out
}

// Each kind by commands alone: taken down, listed, shown, found, reminded of, on the
// year's wheel, exported as JSON and as a spreadsheet, mended, found no more, and in
// the log.
func TestEveryKindByCommands(t *testing.T) {
	t.Parallel()
	all := dutytest.Kinds()
	for _, d := range duty.Definitions() {
		at := slices.IndexFunc(all, func(n dutytest.Neglected) bool { return n.Kind == string(d.Kind) })
		if at < 0 {
			t.Errorf("nobody has said how a duty of kind %s is neglected", d.Kind)
			continue
		}
		n := all[at]
		t.Run(n.Kind, func(t *testing.T) {
			t.Parallel()
			w, ids := demoDuties(t), map[string]string{}
			id := w.takesDown(n, ids)
			if out := w.must(0, "duty", "list", n.Kind); !strings.Contains(out, id) {
				t.Errorf("the list is %s", out)
			}
			if out := w.must(0, "duty", "kinds", n.Kind); !strings.Contains(out, d.Fields[0].Name) {
				t.Errorf("its fields are %s", out)
			}
			w.sets(n.Worse, id, ids)
			if found := w.due(n.Kind); !found.has(n.Found) {
				t.Errorf("%s is not found: %+v", n.Found, found)
			}
			w.isReminded()
			w.isOnTheWheel(n.Kind)
			w.isExported(n.Kind, id)
			w.sets(n.Mends, id, ids)
			if found := w.due(n.Kind); found.has(n.Found) {
				t.Errorf("it was mended, and is still found: %+v", found)
			}
			w.isInTheLog(id, len(n.Mends.Facts) > 0 && n.Mends.Of == "")
		})
	}
}

func (w *workplace) isReminded() {
	w.Helper()
	var done struct{ Letters, Items int }
	if w.json(0, &done, "duty", "remind"); done.Letters == 0 {
		w.Error("nobody is reminded")
	}
	if w.json(0, &done, "duty", "remind"); done.Letters != 0 {
		w.Error("reminded twice in a day")
	}
}

func (w *workplace) isOnTheWheel(kind string) {
	w.Helper()
	var wheel []struct {
		Kind   string
		Months [12]int
	}
	for beside := -1; beside <= 1; beside++ {
		w.json(0, &wheel, "duty", "cycle", "--year", strconv.Itoa(time.Now().Year()+beside))
		for _, line := range wheel {
			if line.Kind == kind && line.Months != [12]int{} {
				return
			}
		}
	}
	w.Errorf("the wheel has no day of a %s", kind)
}

func (w *workplace) isExported(kind, id string) {
	w.Helper()
	for form, has := range map[string]string{"json": id, "csv": id, "xlsx": "PK"} {
		path := filepath.Join(w.dir, "out."+form)
		w.must(0, "duty", "export", kind, "--form", form, "--out", path)
		if data, err := os.ReadFile(path); err != nil || !bytes.Contains(data, []byte(has)) {
			w.Errorf("as %s it lacks %q: %v", form, has, err)
		}
	}
}

// isInTheLog expects every change in the duty's history, and a log that holds.
func (w *workplace) isInTheLog(id string, changed bool) {
	w.Helper()
	var shown struct{ History []struct{ What string } }
	w.json(0, &shown, "duty", "show", id)
	if len(shown.History) == 0 || shown.History[0].What != "added" || changed && shown.History[len(shown.History)-1].What != "changed" {
		w.Errorf("its history is %+v", shown.History)
	}
}
