package cli_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// certificate writes one for this machine.
func certificate(t *testing.T) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Unix(0, 0), NotAfter: time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return cert, key, pool
}

// With a certificate of our own the pages are there by TLS only, with the headers
// that go with it; health is open, numbers take a token, and a stop lets what is
// under way come to its end.
func TestServeByTLS(t *testing.T) {
	t.Parallel()
	w := shop(t)
	w.must(0, "register", "push", w.register)
	var made struct{ Secret string }
	w.json(0, &made, "token", "new", "prometheus", "--by", "Astrid Lind", "--scope", "work:read")
	cert, key, pool := certificate(t)
	s := w.start("serve", "--listen", "127.0.0.1:0", "--tls-cert", cert, "--tls-key", key)
	pages := s.line("Pages:")
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}}
	get := func(path, token string) (*http.Response, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, pages+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer, string(text)
	}
	answer, text := get("healthz", "")
	if answer.StatusCode != 200 || !strings.Contains(text, `"ok"`) || answer.ProtoMajor != 2 {
		t.Errorf("health: %s %s %s", answer.Proto, answer.Status, text)
	}
	for name, want := range map[string]string{
		"Strict-Transport-Security": "max-age=", "Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff",
		"Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin", "Permissions-Policy": "camera=()",
	} {
		if got := answer.Header.Get(name); !strings.Contains(got, want) {
			t.Errorf("%s is %q", name, got)
		}
	}
	if answer, _ := get("metrics", ""); answer.StatusCode != 401 {
		t.Errorf("numbers without a token: %s", answer.Status)
	}
	answer, text = get("metrics", made.Secret)
	for _, line := range []string{"\nvarsam_requests{state=\"received\"} 0\n", "varsam_log_leaves ", "varsam_due_seconds{kind=\"sweep\"}", `varsam_http_seconds_count{route="GET /healthz",status="200"} 1`} {
		if answer.StatusCode != 200 || !strings.Contains(text, line) {
			t.Errorf("%s: no %q in\n%s", answer.Status, line, text)
		}
	}
	if plain, err := http.Get("http" + strings.TrimPrefix(pages, "https")); err == nil {
		plain.Body.Close()
		if plain.StatusCode != http.StatusBadRequest {
			t.Errorf("without TLS: %s", plain.Status)
		}
	}
	s.stop(syscall.SIGTERM)
	for _, flags := range [][]string{
		{"--tls-cert", cert},
		{"--tls-cert", cert, "--tls-key", cert},
		{"--tls-cert", cert, "--tls-key", key, "--acme", "a.example"},
		{"--trust-proxy", "everybody"},
		{"--acme", "a.example", "--acme-directory", "http://a.example"},
	} {
		if r := w.here(append([]string{"serve", "--listen", "127.0.0.1:0"}, flags...)...); r.code != 2 {
			t.Errorf("%v: exit %d: %s", flags, r.code, r.errout)
		}
	}
}
