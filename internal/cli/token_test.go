package cli_test

import (
	"context"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
)

// A token made on the command line opens the interface that serve offers, until
// it is revoked.
func TestProgramsUseATokenOfTheCommandLine(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.must(0, "register", "push", w.register)
	var made struct {
		ID     string
		Secret string
		Scopes []string
	}
	w.json(0, &made, "token", "new", "intranet", "--by", "Astrid Lind", "--scope", "work:read", "--scope", "requests:write")
	w.must(2, "token", "new", "all", "--by", "Astrid Lind", "--scope", "everything")
	if out := w.must(0, "token", "list"); !strings.Contains(out, made.ID) || strings.Contains(out, made.Secret) {
		t.Errorf("the list is %s", out)
	}
	s := w.start("serve")
	pages := s.line("Pages:")
	if status, body := ask(t, pages+"api/v1/requests", made.Secret); status != http.StatusOK || !strings.Contains(body, `"items":[]`) {
		t.Errorf("requests: %d %s", status, body)
	}
	if status, _ := ask(t, pages+"api/v1/requests", ""); status != http.StatusUnauthorized {
		t.Errorf("without a token: %d", status)
	}
	if status, body := ask(t, pages+"api/openapi.json", ""); status != http.StatusOK || !strings.Contains(body, `"openapi": "3.1.0"`) {
		t.Errorf("the document: %d", status)
	}
	w.must(0, "token", "revoke", made.ID)
	if status, _ := ask(t, pages+"api/v1/requests", made.Secret); status != http.StatusUnauthorized {
		t.Errorf("a revoked token: %d", status)
	}
	w.must(3, "token", "revoke", made.ID)
	s.stop(os.Interrupt)
}

// ask gets an address, with a token or without.
func ask(t *testing.T, address, token string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}
