// Command release makes what a release consists of, in one folder: static
// binaries, Debian packages, a container file, a bill of materials, the licences
// of everything linked in, and checksums. It needs Go and nothing else, and the
// same commit gives the same bytes.
//
//	go run ./internal/release -version 1.2.0 -to dist
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// release is one release in the making.
type release struct {
	version string // without v
	dir     string
	stamp   time.Time // of every file inside: the commit's
	made    []string  // names in dir
}

func main() {
	version := flag.String("version", described(), "version, as in a tag")
	dir := flag.String("to", "dist", "folder to make; what is in it goes")
	flag.Parse()
	r := &release{version: strings.TrimPrefix(*version, "v"), dir: *dir, stamp: commitTime()}
	if err := r.make(); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

func (r *release) make() error {
	if err := os.RemoveAll(r.dir); err != nil {
		return err
	}
	if err := os.MkdirAll(r.dir, 0o755); err != nil {
		return err
	}
	for _, step := range []func() error{r.binaries, r.packages, r.container, r.materials, r.licences, r.sums} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// in is a path in the release's folder; the file counts as made.
func (r *release) in(name string) string {
	r.made = append(r.made, name)
	return filepath.Join(r.dir, name)
}

func (r *release) write(name string, content []byte) error {
	fmt.Println(name)
	return os.WriteFile(r.in(name), content, 0o644)
}

func (r *release) container() error {
	text, err := os.ReadFile("packaging/Containerfile")
	if err != nil {
		return err
	}
	return r.write("Containerfile", text)
}

// described is the version by the last tag; before the first one, the commit.
func described() string {
	tag, err := output("git", "describe", "--tags", "--match", "v[0-9]*", "--dirty")
	if err == nil {
		return tag
	}
	commit, err := output("git", "describe", "--always", "--dirty")
	if err != nil {
		return "0.0.0"
	}
	return "0.0.0-" + commit
}

// commitTime is SOURCE_DATE_EPOCH, as packagers set it, or the commit's time.
func commitTime() time.Time {
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		text, _ = output("git", "log", "-1", "--format=%ct")
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		seconds = 0
	}
	return time.Unix(seconds, 0).UTC()
}

func output(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Stderr = os.Stderr
	if name == "git" {
		cmd.Stderr = nil
	}
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}
