package cli_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// Letters and links begin with the address that people use: one that they could not
// lead to is refused, and so are pages that other machines reach in clear.
func TestAddressesThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	w := shop(t)
	for _, c := range []struct {
		flags, want string
	}{
		{"--public varsam.example.org", "is written https://varsam.example.org"},
		{"--public https://", "is written https://varsam.example.org"},
		{"--public ftp://varsam.example.org", "is written https://varsam.example.org"},
		{"--public https://example.org/varsam", "a name of their own"},
		{"--public https://example.org/?a", "a name of their own"},
		{"--public https://user:secret@example.org", "a name of their own"},
		{"--public http://varsam.example.org", "begins with https://"},
		{"--listen 0.0.0.0:0", "needs TLS"},
	} {
		r := w.here(append([]string{"serve", "--listen", "127.0.0.1:0"}, strings.Fields(c.flags)...)...)
		if r.code != 2 || !strings.Contains(r.errout, c.want) || strings.Contains(r.errout, "secret") {
			t.Errorf("serve %s: %d %s, want %s", c.flags, r.code, r.errout, c.want)
		}
	}
	for _, dsn := range []string{"mysql://user:secret@127.0.0.1/varsam", "varsam.db"} {
		if r := w.here("request", "list", "--store", dsn); r.code != 2 || !strings.Contains(r.errout, "--store is a postgres:// address") || strings.Contains(r.errout, "secret") {
			t.Errorf("--store %s: %d %s", dsn, r.code, r.errout)
		}
	}
	if r := w.here("duty", "ask", "--by", "Astrid", "--public", "example.org"); r.code != 2 {
		t.Errorf("duty ask: %d %s", r.code, r.errout)
	}
}

// Behind a proxy other names are told what is wrong, in each reader's form, and who
// asks whether the server is well needs none.
func TestNamesBehindAProxy(t *testing.T) {
	t.Parallel()
	s := shop(t).start("serve", "--listen", "127.0.0.1:0", "--public", "https://Varsam.example.org/", "--json")
	s.says(`"listens": "`)
	_, at, _ := strings.Cut(s.lines.Text(), `: "`)
	at = "http://" + strings.TrimRight(at, `",`)
	s.says(`"pages": "https://varsam.example.org/"`)
	for _, c := range []struct {
		path, host, origin string
		status             int
		kind, says         string
	}{
		{"/sign-in", "varsam.example.org", "", 200, "text/html; charset=utf-8", ""},
		{"/sign-in", "203.0.113.7", "", 421, "text/plain; charset=utf-8", "--public"},
		{"/api/v1/register", "203.0.113.7", "", 421, "application/problem+json", "--public"},
		{"/healthz", "203.0.113.7", "", 200, "application/json", "ok"},
		{"/metrics", "203.0.113.7", "", 401, "", ""},
		{"/sign-in", "varsam.example.org", "https://elsewhere.example", 403, "text/plain; charset=utf-8", "another site"},
		{"/api/v1/requests", "varsam.example.org", "https://elsewhere.example", 403, "application/problem+json", "Another site"},
	} {
		method := http.MethodGet
		if c.origin != "" {
			method = http.MethodPost
		}
		r, err := http.NewRequest(method, at+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = c.host
		r.Header.Set("Accept-Language", "en")
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if kind := answer.Header.Get("Content-Type"); answer.StatusCode != c.status || c.kind != "" && kind != c.kind || !strings.Contains(strings.ToLower(string(text)), strings.ToLower(c.says)) {
			t.Errorf("%s as %s: %d %s %.200s", c.path, c.host, answer.StatusCode, kind, text)
		}
	}
}
