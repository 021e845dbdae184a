package cli_test

import (
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
)

// line waits for a line that begins with a text, and returns the rest of it.
func (s *server) line(text string) string {
	s.Helper()
	for s.lines.Scan() {
		if rest, ok := strings.CutPrefix(s.lines.Text(), text); ok {
			return strings.TrimSpace(rest)
		}
	}
	s.Fatalf("the server ended without a line that begins with %q", text)
	return ""
}

// With nothing configured, serve opens pages, and a link for the first account.
func TestServeOpensPages(t *testing.T) {
	t.Parallel()
	w := shop(t)
	s := w.start("serve")
	pages, link := s.line("Pages:"), s.line("  http://")
	for address, says := range map[string]string{pages + "sign-in": "Sign in", "http://" + link: "Welcome to Varsam"} {
		answer, err := http.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		page, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(page), says) {
			t.Errorf("%s: %s, %v", address, answer.Status, err)
		}
	}
	s.stop(os.Interrupt)
}
