package register_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

var today = varsam.NewDate(2026, 11, 21)

// TestFindings runs testdata/findings/*.txt as TestFaults does.
func TestFindings(t *testing.T) {
	t.Parallel()
	cases, err := filepath.Glob("testdata/findings/*.txt")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			t.Parallel()
			files, comment := readCase(t, name)
			want := files["faults"]
			delete(files, "faults")
			got := findingText(register.Findings(load(t, folder(files)), today))
			if *update {
				writeCase(t, name, comment, files, got)
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func findingText(all []register.Finding) string {
	var b strings.Builder
	for _, f := range all {
		fmt.Fprintf(&b, "%s %s:%d:%d %s %s %s\n  %s\n  → %s\n", f.Severity, f.Where.File, f.Where.Line, f.Where.Column,
			f.Where, f.Code, f.Paragraph, f.Says().EN, f.Next().EN)
	}
	return b.String()
}

// TestWorkedIsNearlyRight: the worked example has only the findings it should.
func TestWorkedIsNearlyRight(t *testing.T) {
	t.Parallel()
	var got []string
	for _, f := range register.Findings(worked(t), today) {
		got = append(got, fmt.Sprintf("%s %s %s", f.Severity, f.Where, f.Code))
	}
	var want []string
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}
