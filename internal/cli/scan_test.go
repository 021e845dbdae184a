package cli_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"database/sql"
	"encoding/hex"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/varsam/varsam/internal/pii"
	"github.com/varsam/varsam/internal/pii/check"
)

// TestScanScripts: what somebody types, and what comes.
func TestScanScripts(t *testing.T) {
	t.Parallel()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			bin := filepath.Join(env.WorkDir, ".bin")
			env.Setenv("PATH", bin+string(os.PathListSeparator)+env.Getenv("PATH"))
			env.Setenv(asCommand, "1")
			env.Setenv("VARSAM_LANG", "en")
			return errors.Join(os.Mkdir(bin, 0o700), os.Symlink(program, filepath.Join(bin, "varsam")))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "gzip": gzipFile, "zip": zipFiles, "cut": cutFile, "fill": fillFile, "hex": hexFile, "sqlite": sqliteFile, "cull": cull,
		},
	})
}

// sqlite FILE STATEMENTS makes a database, as an application would.
func sqliteFile(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec(args[1])
	ts.Check(err)
}

// cull carries out the run that a plan on stdout is of, approved by two people.
func cull(ts *testscript.TestScript, _ bool, _ []string) {
	said := regexp.MustCompile(`cull approve (\S+) --digest (\S+)`).FindStringSubmatch(ts.ReadFile("stdout"))
	if said == nil {
		ts.Fatalf("the plan does not say how it is approved")
	}
	for _, by := range []string{"Anna", "Bo"} {
		_ = ts.Exec("varsam", "cull", "approve", said[1], "--digest", said[2], "--by", by, "--data", "data") // the first is not enough, and says so
	}
	ts.Check(ts.Exec("varsam", "cull", "run", said[1], "--data", "data"))
}

// exits CODE command … runs a command that must end with the code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit %d, want %d", got, want)
	}
}

// gzip IN OUT
func gzipFile(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(ts.ReadFile(args[0])))
	ts.Check(z.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b.Bytes(), 0o600))
}

// zip OUT FILE …
func zipFiles(ts *testscript.TestScript, _ bool, args []string) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range args[1:] {
		f, err := z.Create(name)
		ts.Check(err)
		f.Write([]byte(ts.ReadFile(name)))
	}
	ts.Check(z.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o600))
}

// cut IN OUT N leaves the last N bytes out.
func cutFile(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	data := ts.ReadFile(args[0])
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(data[:len(data)-n]), 0o600))
}

// fill OUT N TEXT repeats a text to N bytes.
func fillFile(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(args[2], n/len(args[2]))), 0o600))
}

// hex OUT DIGITS
func hexFile(ts *testscript.TestScript, _ bool, args []string) {
	data, err := hex.DecodeString(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}

// TestEveryTypeIsDescribed: the user's page has each type that a scan may print, and each word of a verdict.
func TestEveryTypeIsDescribed(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/recognition.md")
	if err != nil {
		t.Fatal(err)
	}
	words := []string{"hint.…"}
	for _, name := range pii.Types() {
		if !strings.HasPrefix(string(name), "hint.") {
			words = append(words, string(name))
		}
	}
	for why := check.Fine + 1; why < check.UnknownKind; why++ {
		words = append(words, why.String())
	}
	for _, word := range words {
		if !bytes.Contains(page, []byte("`"+word+"`")) {
			t.Errorf("docs/recognition.md does not tell of %s", word)
		}
	}
}

// TestWhatCannotBeWritten: a disk that is full is told even where all that was to be printed had room in memory.
func TestWhatCannotBeWritten(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("this machine has no /dev/full")
	}
	defer full.Close()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"scan --value email", "scan", "scan --json", "scan --redact", "library", "library --json", "config show"} {
		cmd := exec.CommandContext(t.Context(), program, strings.Fields(command)...)
		cmd.Env = append(os.Environ(), asCommand+"=1", "VARSAM_DATA="+t.TempDir())
		cmd.Stdin, cmd.Stdout = strings.NewReader("a@example.com\n"), full
		if err := cmd.Run(); cmd.ProcessState.ExitCode() != 6 {
			t.Errorf("%s: %v", command, err)
		}
	}
}
