package register_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam/internal/register"
)

var update = flag.Bool("update", false, "write what the tests get into the golden files")

// TestFaults runs testdata/faults/*.txt: the input files, each under a line
// "-- path --", and under "-- faults --" what is said of them.
func TestFaults(t *testing.T) {
	t.Parallel()
	cases, err := filepath.Glob("testdata/faults/*.txt")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			t.Parallel()
			files, comment := readCase(t, name)
			want := files["faults"]
			delete(files, "faults")
			_, faults, err := register.Load(folder(files))
			if err != nil {
				t.Fatal(err)
			}
			got := faults.String()
			if *update {
				writeCase(t, name, comment, files, got)
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func folder(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// sections cuts "-- name --" texts; what stands before the first is a comment.
func sections(text string) (files map[string]string, order []string, comment string) {
	files = map[string]string{}
	name := ""
	for line := range strings.Lines(text) {
		if bare := strings.TrimSpace(line); strings.HasPrefix(bare, "-- ") && strings.HasSuffix(bare, " --") {
			name = strings.TrimSuffix(strings.TrimPrefix(bare, "-- "), " --")
			files[name], order = "", append(order, name)
			continue
		}
		if name == "" {
			comment += line
			continue
		}
		files[name] += line
	}
	return files, order, comment
}

func readCase(t *testing.T, name string) (map[string]string, string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	files, _, comment := sections(string(text))
	return files, comment
}

func writeCase(t *testing.T, name, comment string, files map[string]string, faults string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	_, order, _ := sections(string(text))
	var b strings.Builder
	b.WriteString(comment)
	for _, path := range order {
		if path != "faults" {
			fmt.Fprintf(&b, "-- %s --\n%s", path, files[path])
		}
	}
	fmt.Fprintf(&b, "-- faults --\n%s", faults)
	if err := os.WriteFile(name, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
