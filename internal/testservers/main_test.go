package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// absent is an engine that no machine has.
var absent = engine{name: "NoSuchBase", variable: "VARSAM_TEST_NOSUCHBASE", programs: []string{"nosuchbased"}, pkg: "nosuchbase"}

// without keeps a test from installing: no apt-get on the PATH.
func without(t *testing.T, ci string) {
	t.Helper()
	t.Setenv("PATH", "/bin")
	t.Setenv("CI", ci)
	if runtime.GOOS == "windows" {
		t.Skip("the tests of the command use a shell")
	}
}

func TestAMissingServerIsSaidAndFailsOnlyWithCI(t *testing.T) {
	spare := absent
	spare.spare = true
	for name, c := range map[string]struct {
		ci     string
		engine engine
		want   int
	}{"CI=": {"", absent, 0}, "CI=true": {"true", absent, 1}, "spare": {"true", spare, 0}} {
		t.Run(name, func(t *testing.T) {
			without(t, c.ci)
			t.Setenv("PATH", t.TempDir())
			var out strings.Builder
			code := run(t.Context(), &out, []string{"/bin/sh", "-c", "echo ran"}, false, []engine{c.engine})
			if code != c.want {
				t.Errorf("exit code %d, want %d", code, c.want)
			}
			for _, s := range []string{"ran\n", "left out: tests that need NoSuchBase: the program nosuchbased is not on this machine"} {
				if !strings.Contains(out.String(), s) {
					t.Errorf("the output lacks %q:\n%s", s, out.String())
				}
			}
		})
	}
}

func TestTheCommandsExitCodeIsOurs(t *testing.T) {
	without(t, "true")
	if code := run(t.Context(), os.Stderr, []string{"/bin/sh", "-c", "exit 7"}, false, nil); code != 7 {
		t.Errorf("exit code %d, want 7", code)
	}
	if code := run(t.Context(), os.Stderr, []string{"/no/such/program"}, false, nil); code != 1 {
		t.Errorf("exit code %d for a command that is not there, want 1", code)
	}
}

func TestAVariableThatIsSetIsUsedAsGiven(t *testing.T) {
	without(t, "true")
	t.Setenv(absent.variable, "nosuchbase://elsewhere")
	var out strings.Builder
	code := run(t.Context(), &out, []string{"/bin/sh", "-c", "echo $" + absent.variable}, false, []engine{absent})
	if code != 0 || out.String() != "nosuchbase://elsewhere\n" {
		t.Errorf("exit code %d and %q", code, out.String())
	}
}

// Two of each at once, as when two people test on one machine.
func TestServersAnswerSideBySideAndLeaveNothing(t *testing.T) {
	t.Parallel()
	for _, e := range engines(false) {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			if _, err := e.find(); err != nil {
				t.Skip(err)
			}
			var both sync.WaitGroup
			for range 2 {
				both.Go(func() {
					if err := answersAndGoes(t.Context(), e); err != nil {
						t.Error(err)
					}
				})
			}
			both.Wait()
		})
	}
}

func answersAndGoes(ctx context.Context, e engine) error {
	s, err := launch(ctx, e)
	if err != nil {
		return err
	}
	err = e.answers(ctx, s)
	s.stop()
	if err != nil {
		return fmt.Errorf("%s: %w", e.name, err)
	}
	if _, err := os.Stat(s.dir); err == nil {
		return fmt.Errorf("%s left its folder %s", e.name, s.dir)
	}
	if c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", s.port)); err == nil {
		c.Close()
		return fmt.Errorf("%s still answers on port %d", e.name, s.port)
	}
	return nil
}
