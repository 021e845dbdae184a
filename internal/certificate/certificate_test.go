package certificate

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/varsam/varsam"
)

// pair writes a certificate for a name and its key.
func pair(t *testing.T, dir, name string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
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
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

func TestFilesThatAreRenewed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cert, key := pair(t, dir, "old.example.org")
	if _, err := Files(cert, cert); varsam.CodeOf(err) != varsam.Invalid {
		t.Errorf("no key: %v", err)
	}
	config, err := Files(cert, key)
	if err != nil || config.MinVersion < tls.VersionTLS12 {
		t.Fatal(err)
	}
	f := &files{cert: cert, key: key}
	if err := f.load(); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	name := func(at time.Time) string {
		leaf, err := x509.ParseCertificate(f.get(at).Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		return leaf.Subject.CommonName
	}
	if name(now) != "old.example.org" {
		t.Error("another certificate is served")
	}
	pair(t, dir, "new.example.org")
	later := now.Add(time.Hour)
	for _, path := range []string{cert, key} {
		if err := os.Chtimes(path, later, later); err != nil {
			t.Fatal(err)
		}
	}
	if name(now.Add(time.Second)) != "old.example.org" || name(now.Add(lookEvery)) != "new.example.org" {
		t.Error("a renewed certificate is not taken up in its time")
	}
	if err := os.WriteFile(cert, []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	if name(now.Add(3*lookEvery)) != "new.example.org" {
		t.Error("broken files took the certificate away")
	}
}

// A server with files answers by TLS, and an old version of it is refused.
func TestServing(t *testing.T) {
	t.Parallel()
	cert, key := pair(t, t.TempDir(), "127.0.0.1")
	config, err := Files(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.TLS = config
	s.StartTLS()
	defer s.Close()
	for version, want := range map[uint16]bool{tls.VersionTLS13: true, tls.VersionTLS12: true, tls.VersionTLS11: false} {
		c, err := tls.Dial("tcp", s.Listener.Addr().String(), &tls.Config{InsecureSkipVerify: true, MinVersion: version, MaxVersion: version})
		if (err == nil) != want {
			t.Errorf("TLS %x: %v", version, err)
		}
		if err == nil {
			c.Close()
		}
	}
}

// An authority is asked for the names that were said, and for no others.
func TestAutomaticIsForItsNamesOnly(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 10)
	authority := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.Path
		http.Error(w, "no", http.StatusServiceUnavailable)
	}))
	defer authority.Close()
	config, redirect := Automatic([]string{"varsam.example.org"}, t.TempDir(), authority.URL+"/directory")
	if _, err := config.GetCertificate(&tls.ClientHelloInfo{ServerName: "evil.example.org"}); err == nil || len(asked) != 0 {
		t.Errorf("a name of somebody else: %v, asked %d times", err, len(asked))
	}
	w := httptest.NewRecorder()
	redirect.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://varsam.example.org/ask", nil))
	if w.Code != http.StatusFound || w.Header().Get("Location") != "https://varsam.example.org/ask" {
		t.Errorf("on port 80: %d %s", w.Code, w.Header().Get("Location"))
	}
}
