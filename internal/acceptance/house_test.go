package acceptance

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// house is one organisation: a register, a data folder, the databases it names.
type house struct {
	testing.TB
	dir, register string
	env           []string
	secrets       []string // personal data that nothing printed may hold
}

func newHouse(t testing.TB) *house {
	t.Helper()
	dir := t.TempDir()
	h := &house{TB: t, dir: dir, register: filepath.Join(dir, "register")}
	for _, sub := range []string{h.register, h.path("tmp")} {
		if err := os.MkdirAll(sub, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

func (h *house) path(parts ...string) string {
	return filepath.Join(append([]string{h.dir}, parts...)...)
}

// set gives the program a variable.
func (h *house) set(name, value string) { h.env = append(h.env, name+"="+value) }

// write puts a file of the register in its place.
func (h *house) write(name, text string) {
	h.Helper()
	path := filepath.Join(h.register, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		h.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		h.Fatal(err)
	}
}

// edit replaces a text in a file of the register, which must be there.
func (h *house) edit(name, old, new string) {
	h.Helper()
	text := h.read(filepath.Join(h.register, name))
	if !strings.Contains(text, old) {
		h.Fatalf("%s holds no %q", name, old)
	}
	h.write(name, strings.Replace(text, old, new, 1))
}

func (h *house) read(path string) string {
	h.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		h.Fatal(err)
	}
	return string(text)
}

// ended is how a command ended.
type ended struct {
	code        int
	out, errout string
}

// run starts the program. Whatever it says must be free of personal data: what is
// found is named by its key, and what is in it stands in the copy alone.
func (h *house) run(args ...string) ended {
	h.Helper()
	cmd := h.command(args...)
	var out, errout bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errout
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		h.Fatal(err)
	}
	return h.ended(args, ended{cmd.ProcessState.ExitCode(), out.String(), errout.String()})
}

// command is varsam as somebody calls it in this house.
func (h *house) command(args ...string) *exec.Cmd {
	cmd := exec.Command(binary, args...)
	cmd.Env = append(plainEnvironment(),
		"VARSAM_LANG=en", "VARSAM_DATA="+h.path("data"), "TMPDIR="+h.path("tmp"), "HOME="+h.path("tmp"))
	cmd.Env = append(cmd.Env, h.env...)
	return cmd
}

// ended looks at what a command printed: no secret, no panic.
func (h *house) ended(args []string, r ended) ended {
	h.Helper()
	for _, secret := range holds([]byte(r.errout), h.secrets) {
		h.Errorf("varsam %s quotes %q on standard error:\n%s", strings.Join(args, " "), secret, r.errout)
	}
	if !slices.Contains(args, "answer") { // a letter says what is in it
		for _, secret := range holds([]byte(r.out), h.secrets) {
			h.Errorf("varsam %s prints %q:\n%s", strings.Join(args, " "), secret, r.out)
		}
	}
	if strings.Contains(r.errout, "goroutine ") {
		h.Errorf("varsam %s panics:\n%s", strings.Join(args, " "), r.errout)
	}
	return r
}

// plainEnvironment is the environment without anything of Varsam's own.
func plainEnvironment() []string {
	var kept []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "VARSAM_") {
			kept = append(kept, v)
		}
	}
	return kept
}

// must runs a command that has to end with a code, and returns what it printed.
func (h *house) must(code int, args ...string) string {
	h.Helper()
	r := h.run(args...)
	if r.code != code {
		h.Fatalf("varsam %s: exit %d, want %d\n%s%s", strings.Join(args, " "), r.code, code, r.out, r.errout)
	}
	return r.out
}

// json runs a command with --json and reads what it prints.
func (h *house) json(code int, v any, args ...string) {
	h.Helper()
	out := h.must(code, append(args, "--json")...)
	if err := json.Unmarshal([]byte(out), v); err != nil {
		h.Fatalf("varsam %s printed no JSON: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// object is one record as find and plan print it.
type object struct {
	System, Collection, Key, Ownership, Fate, Until, Law, Reason string
}

// gap is a place that was not searched.
type gap struct {
	System     string
	Collection string
	Because    string `json:"not_searched_because"`
}

// found is what find prints.
type found struct {
	Objects  []object
	Gaps     []gap
	Complete bool
}

// planned is what request plan prints.
type planned struct {
	Request, Digest string
	Objects         []object
	Steps           []plannedStep
	Gaps            []gap
	Notes           []string
}

type plannedStep struct {
	Step, System, Collection, Does string
	Rows                           int
	WaitsFor                       string `json:"waits_for"`
	After                          []string
}

// status is one step as show and run print it.
type status struct {
	Step, System, Collection, Kind, State, Problem, Finality, Until, Owner string
	Expected, Applied                                                      int
}

// report is what request run prints.
type report struct {
	Request      struct{ ID, State string }
	Steps        []status
	Verification struct {
		Bystander struct {
			Unchanged, Changed, Unreadable int
		} `json:"bystanders"`
		Remaining []struct{ Expected bool }
	}
}

// new takes in a request and returns its id.
func (h *house) new(args ...string) string {
	h.Helper()
	var r struct{ ID string }
	h.json(0, &r, append([]string{"request", "new", "--register", h.register}, args...)...)
	return r.ID
}

// plan makes a request's plan.
func (h *house) plan(id string) (p planned) {
	h.Helper()
	h.json(0, &p, "request", "plan", id)
	return p
}

// approved makes a request with a plan that somebody said yes to. A copy that
// was asked for is handed over, and its folder returned.
func (h *house) approved(args ...string) (id string, p planned) {
	h.Helper()
	id = h.new(args...)
	p = h.plan(id)
	h.must(0, "request", "approve", id, "--digest", p.Digest, "--by", "test")
	return id, p
}

// copy hands over a request's copy and returns everything that is in it.
func (h *house) copy(id string) string {
	h.Helper()
	folder := h.path("copy-" + id)
	h.must(0, "request", "copy", id, "--out", folder, "--delivered")
	return folder
}

// finish runs an approved request, answers its tasks, and ends it with the
// answer and a verified proof. It returns the answer and the last report.
func (h *house) finish(id string) (answer string, r report) {
	h.Helper()
	h.run("request", "run", id)
	h.answerTasks(id)
	h.json(0, &r, "request", "run", id)
	answer = h.must(0, "request", "answer", id, "--final")
	h.proof(id)
	return answer, r
}

func (h *house) answerTasks(id string) {
	h.Helper()
	var tasks []status
	h.json(0, &tasks, "task", "list")
	for _, task := range tasks {
		h.must(0, "task", "answer", id, task.Step, "--found", "not-found", "--by", "owner")
	}
}

// proof exports a request's pack and verifies it as an outsider would.
func (h *house) proof(id string) {
	h.Helper()
	pack, key := h.path(id+".varsam"), strings.TrimSpace(h.must(0, "evidence", "key"))
	h.must(0, "evidence", "export", id, "--out", pack)
	h.must(0, "evidence", "verify", pack, "--key", key)
}

// holds lists which of the texts stand in data.
func holds(data []byte, texts []string) (all []string) {
	for _, text := range texts {
		if bytes.Contains(data, []byte(text)) {
			all = append(all, text)
		}
	}
	return all
}

// files is every file below a folder, by path.
func files(t testing.TB, folder string) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		all[path], err = os.ReadFile(path)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return all
}
