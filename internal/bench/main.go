// Command bench runs the benchmarks behind the figures that Varsam promises, and
// prints what it saw beside what was promised:
//
//	go run ./internal/bench [-customers 1000000] [-only pattern]
//
// A figure that is a time is a ratio to the bare work, done by hand in the same
// run on the same data. It is never a test: nothing fails for being slow. What
// each figure means, how it is measured and what limits it stands in
// docs/performance.md.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

func main() {
	customers := flag.Int("customers", 1_000_000, "customers in the large database; each has ten dependent rows")
	only := flag.String("only", "", "run only benchmarks that match, as in go test -bench")
	flag.Parse()
	if err := run(os.Stdout, *customers, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run runs both packages, one after the other, so that neither disturbs the
// other's figures.
func run(out io.Writer, customers int, only string) error {
	start := time.Now()
	mine, logs := "Scan|Name|Subject|Find|Growth|Erase|Instruct|Postgres|Anonymise|Column|Discover|Document|Child|Mailbox|Folder|Serve", "Append|VerifyMillion"
	if only != "" {
		mine, logs = only, only
	}
	before := load()
	var seen measured
	var failed error
	for _, args := range [][]string{
		{"-bench", mine, "./internal/bench", "-customers", fmt.Sprint(customers)},
		{"-bench", logs, "./internal/evidence"},
	} {
		got, err := benchmark(out, args...)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("go test %s: %w", strings.Join(args, " "), err))
		}
		seen = append(seen, got...)
	}
	fmt.Fprintf(out, "\n%s\n", table(seen))
	fmt.Fprintf(out, "%d customers, %s/%s, %d CPUs, %s; load before %s, after %s; %s in all\n", customers,
		runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), before, load(), time.Since(start).Round(time.Second))
	return failed
}

// benchmark runs go test and reads what it prints, passing it on.
func benchmark(out io.Writer, args ...string) (measured, error) {
	cmd := exec.Command("go", append([]string{"test", "-run", "^$", "-benchtime", "1x", "-timeout", "2h"}, args...)...)
	if strings.Contains(args[1], "Append") {
		cmd.Args[5] = "2s" // one append says nothing
	}
	var text strings.Builder
	cmd.Stdout, cmd.Stderr = io.MultiWriter(out, &text), os.Stderr
	err := cmd.Run()
	return read(text.String()), err
}

// load is what the machine has been doing, to stand beside the figures.
func load() string {
	text, err := os.ReadFile(filepath.FromSlash("/proc/loadavg"))
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(text))[:3], " ")
}
