// Command testservers runs a command with private servers:
//
//	go run ./internal/testservers [-json] [-durable] -- go test ./...
//
// It starts servers – databases, mail, files – on free ports, with data folders of
// their own under the temporary folder, names them to the command in
// VARSAM_TEST_POSTGRES and the like, and stops them when it ends, however it ends. A
// variable that is set already is used as given. Missing
// programs are installed where the machine is Debian's and lets us.
//
// What a server could not be had for is said at the end, and is a failure where
// CI is set: a run that tested less than it seems must not look green. Those that
// not every machine can have are said only.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"syscall"
	"time"
)

func main() {
	asJSON := flag.Bool("json", false, "the command is go test -json: print what go test prints, and list what was skipped")
	durable := flag.Bool("durable", false, "commits reach the disk, as on a real server: for measuring")
	flag.Parse()
	if flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: testservers [-json] [-durable] -- command [argument ...]")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Stdout, flag.Args(), *asJSON, engines(*durable)))
}

// run starts the servers, runs the command and tells what was left out. It
// returns the exit code.
func run(ctx context.Context, stdout io.Writer, args []string, asJSON bool, all []engine) int {
	up := start(ctx, all)
	defer up.stop()

	code := summarised(ctx, stdout, args, asJSON, append(up.env, withReaders(ctx)...))
	for _, m := range slices.Concat(up.missing, up.spared) {
		fmt.Fprintln(stdout, "left out:", m)
	}
	if code == 0 && len(up.missing) > 0 && os.Getenv("CI") != "" {
		fmt.Fprintln(stdout, "CI is set: a run without these servers is a failure")
		return 1
	}
	return code
}

// summarised runs the command, and reads its output when it is go test's JSON.
func summarised(ctx context.Context, stdout io.Writer, args []string, asJSON bool, env []string) int {
	if !asJSON {
		return command(ctx, args, stdout, env)
	}
	s := newSummary(stdout)
	defer s.close()
	return command(ctx, args, s, env)
}

// command runs the command with more variables and returns its exit code. An
// interrupt is passed on, and the command gets a while to end by itself.
func command(ctx context.Context, args []string, out io.Writer, env []string) int {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = out, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		return exit.ExitCode()
	}
	fmt.Fprintln(os.Stderr, "testservers:", err)
	return 1
}
