package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestAFileIsShownAsItGrows(t *testing.T) {
	t.Parallel()
	source, path := filepath.Join(t.TempDir(), "source"), filepath.Join(t.TempDir(), "copy")
	for path, mb := range map[string]int64{source: 3, path: 2} {
		if err := os.WriteFile(path, make([]byte, mb<<20), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	failed := errors.New("failed")
	err := (&progress{out: &out, terminal: true}).while("copying", path, []string{source}, func() error {
		time.Sleep(5 * drawEach)
		return failed
	})
	if err != failed {
		t.Errorf("what is done ends with %v", err)
	}
	for _, drawn := range []string{"copying: 0 of about 3 MB", "copying: 2 of about 3 MB"} {
		if !strings.Contains(out.String(), drawn) {
			t.Errorf("%q does not show %q", out.String(), drawn)
		}
	}
	if last := out.String()[strings.LastIndex(out.String(), "MB")+2:]; strings.Trim(last, "\r ") != "" || last == "" {
		t.Errorf("what was drawn is not taken away: %q", last)
	}
	out.Reset()
	err = (&progress{out: &out}).while("copying", path, []string{source}, func() error { return nil })
	if err != nil || out.String() != "copying\n" {
		t.Errorf("without a terminal it says %q, %v", out.String(), err)
	}
}
