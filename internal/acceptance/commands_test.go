package acceptance

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestCommands runs the scripts: what somebody types, and what comes.
func TestCommands(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", filepath.Dir(binary)+string(os.PathListSeparator)+env.Getenv("PATH"))
			env.Setenv("VARSAM_LANG", "en")
			env.Setenv("VARSAM_DATA", "data")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "key": saveKey, "pack": findPack, "flip": flip, "half": half,
		},
	})
}

// exits runs a command that must end with a code: exits CODE command …
func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want || neg {
		ts.Fatalf("exit %d, want %d", got, want)
	}
}

// saveKey writes the log's public key to a file.
func saveKey(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(ts.Exec("varsam", "evidence", "key"))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(ts.ReadFile("stdout")), 0o600))
}

// findPack copies the demo's pack: its name holds the request's id.
func findPack(ts *testscript.TestScript, _ bool, args []string) {
	packs, err := filepath.Glob(filepath.Join(ts.MkAbs(args[0]), "pack-*.varsam"))
	ts.Check(err)
	if len(packs) != 1 {
		ts.Fatalf("%d packs", len(packs))
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(ts.ReadFile(packs[0])), 0o600))
}

func flip(ts *testscript.TestScript, _ bool, args []string) {
	data := []byte(ts.ReadFile(args[0]))
	data[len(data)/2] ^= 1
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o600))
}

func half(ts *testscript.TestScript, _ bool, args []string) {
	data := []byte(ts.ReadFile(args[0]))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), bytes.Clone(data[:len(data)/2]), 0o600))
}

// TestShapes: the names of what others script against stay as they are.
func TestShapes(t *testing.T) {
	t.Parallel()
	w := newTown(t, engines[0])
	w.settle(citizen{id: 1, code: "qqanna"})
	var f map[string]any
	w.json(0, &f, "find", "--register", w.register, "--email", "qqanna@example.com")
	diff(t, "find", []string{"complete", "gaps", "objects"}, slices.Sorted(maps.Keys(f)))
	for _, o := range f["objects"].([]any) {
		diff(t, "an object", []string{"collection", "fate", "key", "law", "ownership", "reason", "system", "until"}, slices.Sorted(maps.Keys(o.(map[string]any))))
	}
	var nobody map[string]any
	w.json(3, &nobody, "find", "--register", w.register, "--email", "qqstranger@example.com")
	if objects, ok := nobody["objects"].([]any); !ok || len(objects) != 0 {
		t.Errorf("no objects are an empty list, not %v", nobody["objects"])
	}
	id := w.new("--right", "erasure", "--email", "qqanna@example.com")
	var p map[string]any
	w.json(0, &p, "request", "plan", id)
	for _, name := range []string{"digest", "gaps", "notes", "objects", "request", "steps"} {
		if _, ok := p[name]; !ok {
			t.Errorf("the plan has no %s", name)
		}
	}
	diff(t, "an object of the plan", []string{"collection", "fate", "key", "law", "ownership", "reason", "system", "until"},
		slices.Sorted(maps.Keys(p["objects"].([]any)[0].(map[string]any))))
	// The same question gives the same answer: a plan is a plan.
	var again planned
	w.json(0, &again, "request", "plan", id)
	if again.Digest != p["digest"] {
		t.Error("planning again gives another digest")
	}
	if r := w.run("request", "approve", id, "--digest", strings.Repeat("0", 64), "--by", "test"); r.code != 4 {
		t.Errorf("a yes to another digest: exit %d, want 4: %s", r.code, r.errout)
	}
	if r := w.run("request", "run", id); r.code != 5 {
		t.Errorf("a plan that nobody approved: exit %d, want 5: %s", r.code, r.errout)
	}
}
