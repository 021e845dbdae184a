package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varsam/varsam/internal/paper"
)

// TestScanRedactsOfficeDocuments: what is found goes from every corner of a document, and nothing is written of one of which that cannot
// be said.
func TestScanRedactsOfficeDocuments(t *testing.T) {
	t.Parallel()
	w := shop(t)
	const who = "astrid.planterad@example.net"
	sheet := paper.Sheet{Lines: []string{"skriv till " + who + " i dag", "en rad"}, Header: who, Comment: "fråga " + who, Hidden: who, Author: who}
	for _, format := range []string{"docx", "xlsx", "pptx", "odt", "ods", "odp"} {
		path := filepath.Join(w.dir, "brev."+format)
		if err := os.WriteFile(path, paper.Make(format, sheet), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"--types", "email"}, {"--email", who}} {
			now := w.must(0, append([]string{"scan", "--redact", path}, args...)...)
			clean := filepath.Join(w.dir, "rent."+format)
			if err := os.WriteFile(clean, []byte(now), 0o600); err != nil {
				t.Fatal(err)
			}
			if left := w.must(0, append([]string{"scan", clean}, args...)...); strings.Contains(left, "email") {
				t.Errorf("%s %s: %s", format, args[0], left)
			}
		}
	}
	for _, format := range []string{"pdf", "rtf", "msg", "zip", "tgz"} {
		path := filepath.Join(w.dir, "brev."+format)
		if err := os.WriteFile(path, paper.Make(format, sheet), 0o600); err != nil {
			t.Fatal(err)
		}
		if out := w.must(2, "scan", "--redact", "--types", "email", path); out != "" {
			t.Errorf("%s: something was written", format)
		}
	}
}
