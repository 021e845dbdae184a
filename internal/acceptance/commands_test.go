package acceptance

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
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
