package document_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// TestDocumentsOfLibreOffice has LibreOffice write documents of each kind, where it is installed: whatever of the person it takes over
// into one is found there.
func TestDocumentsOfLibreOffice(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed: its own documents were not read")
	}
	profile := t.TempDir()
	for _, one := range []struct {
		source string
		format string
		lost   []int // what LibreOffice itself does not take over
		unread int
	}{
		{"text.fodt", "odt", nil, 0},
		{"text.fodt", "docx", []int{20}, 0},
		{"text.fodt", "rtf", []int{14, 22, 23}, 0},
		{"text.fodt", "pdf", []int{3, 4, 6, 9, 11, 12, 14, 15, 16, 20, 21, 22, 23}, 0},
		{"sheet.fods", "ods", []int{9}, 0},
		{"sheet.fods", "xlsx", []int{9}, 0},
		{"show.fodp", "odp", nil, 0},
		{"show.fodp", "pptx", []int{3, 4}, 0},
	} {
		t.Run(one.format, func(t *testing.T) {
			dir := t.TempDir()
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			convert := exec.CommandContext(ctx, program, "-env:UserInstallation=file://"+profile, "--headless", "--convert-to", one.format,
				"--outdir", dir, filepath.Join("testdata", one.source))
			if out, err := convert.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			made := filepath.Join(dir, one.source[:len(one.source)-4]+one.format)
			content, err := os.ReadFile(made)
			if err != nil {
				t.Fatal(err)
			}
			texts, unread := read(t, filepath.Base(made), content)
			found := map[int]bool{}
			for _, text := range texts {
				for _, m := range regexp.MustCompile(`Astrid[ _]Planterad[ _](\d+)`).FindAllStringSubmatch(text, -1) {
					n, _ := strconv.Atoi(m[1])
					found[n] = true
				}
			}
			for _, n := range one.lost {
				found[n] = true
			}
			source, err := os.ReadFile(filepath.Join("testdata", one.source))
			if err != nil {
				t.Fatal(err)
			}
			for n := 1; regexp.MustCompile(fmt.Sprintf(`Planterad %d\b`, n)).Match(source); n++ {
				if !found[n] {
					t.Errorf("Astrid Planterad %d is not found", n)
				}
			}
			if len(unread) != one.unread {
				t.Errorf("not read: %q", unread)
			}
		})
	}
}
