package cli_test

import (
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/fail"
	"github.com/varsam/varsam/internal/fail/failtest"
)

// kinds are approved requests that have each kind of step between them: erase,
// move, blank, detach, redact; stop; correct; restrict; lift. A task to the
// binder's owner is part of all but the last.
var kinds = map[string]func(w *workplace) string{
	"erasure": func(w *workplace) string {
		return w.ask("--right", "erasure", "--email", "anna.exempel@example.com")
	},
	"objection": func(w *workplace) string {
		return w.ask("--right", "objection", "--use", "direct-marketing", "--email", "bo.exempel@example.com")
	},
	"rectification": func(w *workplace) string {
		return w.ask("--right", "rectification", "--email", "anna.exempel@example.com",
			"--correct", "contact.phone=070-174 06 05=070-174 06 07", "--proof", "her own word")
	},
	"lifting": func(w *workplace) string {
		id := w.ask("--right", "restriction", "--article", "a", "--email", "bo.exempel@example.com")
		w.finish(id)
		var plan struct{ Digest string }
		w.json(0, &plan, "request", "lift", id, "--told", w.day(0), "--by", "handler")
		w.must(0, "request", "approve", id, "--digest", plan.Digest, "--by", "handler")
		return id
	},
}

// TestKill ends the process at every named moment, at its first hit, its second
// and so on, for each kind of request, and shows that running again brings it to
// the same end: nothing lost, nothing doubled, nothing left unnoticed.
func TestKill(t *testing.T) {
	t.Parallel()
	points := failtest.Points(t, "../act", "../store", "../system/sqldb", "../evidence")
	for name, prepare := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ready := shop(t)
			id := prepare(ready)
			want, _ := carry(t, ready, id, "")
			hits := 0
			for _, point := range points {
				hits += killAtEach(t, ready, id, point, want)
			}
			if hits < len(points) {
				t.Errorf("only %d kills at %d points", hits, len(points))
			}
		})
	}
}

// The requests that are killed have every kind of step that changes something.
func TestKillsReachEveryKindOfStep(t *testing.T) {
	t.Parallel()
	seen := map[varsam.OpKind]bool{}
	for _, prepare := range kinds {
		w := shop(t)
		var view struct {
			Steps []struct{ Kind varsam.OpKind }
		}
		w.json(0, &view, "request", "show", prepare(w))
		for _, step := range view.Steps {
			seen[step.Kind] = true
		}
	}
	for _, kind := range []varsam.OpKind{
		varsam.OpStop, varsam.OpCorrect, varsam.OpDetach, varsam.OpRedact, varsam.OpRestrict, varsam.OpLift, varsam.OpAnonymise, varsam.OpErase,
	} {
		if !seen[kind] {
			t.Errorf("no request has a step that does %s", kind)
		}
	}
}

// killAtEach kills at the first, second, third … hit of a point until a run gets
// through, and returns how often it killed.
func killAtEach(t *testing.T, ready *workplace, id, point string, want map[string][]string) int {
	for n := 1; ; n++ {
		got, killed := carry(t, ready, id, point+":"+strconv.Itoa(n))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("killed at %s, hit %d: the end differs (-unharmed +killed):\n%s", point, n, diff)
		}
		if !killed {
			return n - 1
		}
	}
}

// carry brings a copy of an approved request to a verified proof and returns
// what the shop's database then holds. The run that changes things is killed at
// the failure point, when there is one, and started again.
func carry(t *testing.T, ready *workplace, id, point string) (rows map[string][]string, killed bool) {
	t.Helper()
	w := ready.copy(t)
	if point != "" {
		killed = w.run([]string{fail.Variable + "=" + point}, "request", "run", id).code == -1
	}
	w.here("request", "run", id) // the binder's owner may not have answered yet
	w.answerTasks()
	w.must(0, "request", "run", id)
	w.must(0, "request", "answer", id, "--final")
	pack := filepath.Join(w.dir, "pack")
	w.must(0, "evidence", "export", id, "--out", pack)
	w.must(0, "evidence", "verify", pack)
	return w.dump(), killed
}

// answerTasks lets every owner say that nothing was found.
func (w *workplace) answerTasks() {
	w.Helper()
	var tasks []struct{ Request, Step string }
	w.json(0, &tasks, "task", "list")
	for _, task := range tasks {
		w.must(0, "task", "answer", task.Request, task.Step, "--found", "not-found", "--by", "owner")
	}
}
