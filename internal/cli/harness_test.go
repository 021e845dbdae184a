package cli_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/varsam/varsam/internal/cli"
)

// asCommand in the environment makes the test binary the program itself, so that
// tests can start it, kill it and start it again.
const asCommand = "VARSAM_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	// A child that reads documents has no environment.
	child := len(os.Args) == 2 && os.Args[1] == "read-documents"
	if child || os.Getenv(asCommand) != "" {
		os.Exit(cli.Main(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// workplace is a folder with a register, its systems and a data folder.
type workplace struct {
	testing.TB
	dir, register string
	flags         []string // for every command
}

// shop is a workplace with the register of testdata/shop and its database.
func shop(t testing.TB) *workplace {
	t.Helper()
	w := &workplace{TB: t, dir: t.TempDir()}
	w.register = filepath.Join(w.dir, "register")
	if err := os.CopyFS(w.register, os.DirFS("testdata/shop")); err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("testdata/shop.sql")
	if err != nil {
		t.Fatal(err)
	}
	w.exec(string(script))
	return w
}

func (w *workplace) database() string { return filepath.Join(w.register, "shop.db") }

// exec runs SQL on the shop's database, as the shop itself would.
func (w *workplace) exec(script string) {
	w.Helper()
	db, err := sql.Open("sqlite", "file:"+w.database()+"?_pragma=busy_timeout(5000)")
	if err != nil {
		w.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(script); err != nil {
		w.Fatal(err)
	}
}

// dump is every row of every table, as text, for comparing before and after.
func (w *workplace) dump() map[string][]string {
	w.Helper()
	db, err := sql.Open("sqlite", "file:"+w.database()+"?mode=ro")
	if err != nil {
		w.Fatal(err)
	}
	defer db.Close()
	rows := map[string][]string{}
	for _, table := range column(w, db, `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`) {
		rows[table] = contents(w, db, table)
		sort.Strings(rows[table])
	}
	return rows
}

func column(t testing.TB, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

func contents(t testing.TB, db *sql.DB, table string) (all []string) {
	t.Helper()
	rows, err := db.Query(`SELECT * FROM "` + table + `"`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		values := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprintf("%v", values))
	}
	return all
}

// result is how a command ended.
type result struct {
	code        int // -1 when it was killed
	out, errout string
}

// copy is the workplace with everything in it, in a new folder.
func (w *workplace) copy(t testing.TB) *workplace {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(w.dir)); err != nil {
		t.Fatal(err)
	}
	c := &workplace{TB: t, dir: dir, register: filepath.Join(dir, "register")}
	if err := os.Chmod(filepath.Join(dir, "data.keys", "master.key"), 0o600); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	return c
}

// here runs a command in this process, which is quicker than one of its own.
func (w *workplace) here(args ...string) result {
	w.Helper()
	var out, errout bytes.Buffer
	args = slices.Concat(args, []string{"--data", filepath.Join(w.dir, "data"), "--lang", "en"}, w.flags)
	code := cli.Main(context.Background(), args, strings.NewReader(""), &out, &errout)
	return result{code, out.String(), errout.String()}
}

// run starts the program in a process of its own.
func (w *workplace) run(env []string, args ...string) result {
	w.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(append(os.Environ(), asCommand+"=1", "VARSAM_LANG=en", "VARSAM_DATA="+filepath.Join(w.dir, "data")), env...)
	var out, errout bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errout
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), out.String(), errout.String()}
}

// must runs a command that has to end with a code, and returns what it printed.
func (w *workplace) must(code int, args ...string) string {
	w.Helper()
	r := w.here(args...)
	if r.code != code {
		w.Fatalf("varsam %s: exit %d, want %d\n%s%s", strings.Join(args, " "), r.code, code, r.out, r.errout)
	}
	return r.out
}

// json runs a command with --json and reads what it prints.
func (w *workplace) json(code int, v any, args ...string) {
	w.Helper()
	out := w.must(code, append(args, "--json")...)
	if err := json.Unmarshal([]byte(out), v); err != nil {
		w.Fatalf("varsam %s printed no JSON: %v\n%s", strings.Join(args, " "), err, out)
	}
}

// ask makes a request with a plan that is approved, and returns its id.
func (w *workplace) ask(args ...string) string {
	w.Helper()
	var request struct{ ID string }
	w.json(0, &request, append([]string{"request", "new", "--register", w.register}, args...)...)
	w.approve(request.ID)
	return request.ID
}

func (w *workplace) approve(id string) {
	w.Helper()
	var plan struct{ Digest string }
	w.json(0, &plan, "request", "plan", id)
	w.must(0, "request", "approve", id, "--digest", plan.Digest, "--by", "test")
}
