package mailbox_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"maps"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
	"github.com/varsam/varsam/internal/system/mailbox"
)

func TestSettings(t *testing.T) {
	t.Parallel()
	good := map[string]string{"host": "mail.example.com", "accounts": "anna@example.com", "password": "hemligt"}
	for name, change := range map[string]map[string]string{
		"no host":           {"host": ""},
		"no account":        {"accounts": " , "},
		"no password":       {"password": ""},
		"plain elsewhere":   {"security": "none"},
		"a word":            {"security": "perhaps"},
		"provider":          {"provider": "outlook"},
		"connections":       {"connections": "0"},
		"timeout":           {"timeout": "soon"},
		"period":            {"recoverable": "a while"},
		"no client":         {"auth": "xoauth2"},
		"token elsewhere":   {"auth": "xoauth2", "client_id": "x", "client_secret": "y", "token_url": "http://example.com"},
		"no secret":         {"provider": "gmail", "client_id": "x"},
		"token for two":     {"provider": "gmail", "client_id": "x", "refresh_token": "y", "accounts": "a@example.com, b@example.com"},
		"no authority":      {"ca": "/no/such/file"},
		"empty of anything": {"host": "", "provider": ""},
	} {
		settings := maps.Clone(good)
		maps.Copy(settings, change)
		_, err := mailbox.IMAP().Open(t.Context(), system.Config{System: "mail", Settings: settings})
		if varsam.CodeOf(err) != varsam.Invalid || strings.Contains(err.Error(), "hemligt") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, change := range map[string]map[string]string{
		"as it is": nil,
		"here":     {"host": "127.0.0.1:1143", "security": "none"},
		"exchange": {"host": "", "provider": "exchange", "client_id": "x", "client_secret": "y", "tenant": "example.com"},
		"master":   {"login": "{account}*varsam", "accounts": "a@example.com\nb@example.com"},
	} {
		settings := maps.Clone(good)
		maps.Copy(settings, change)
		if _, err := mailbox.IMAP().Open(t.Context(), system.Config{System: "mail", Settings: settings}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	known := map[string]bool{}
	for _, s := range mailbox.IMAP().Spec.Settings {
		if known[s.Name] || s.Doc == "" {
			t.Errorf("setting %s: twice, or without a word", s.Name)
		}
		known[s.Name] = true
	}
}

// TestMaster reads two mailboxes with one login.
func TestMaster(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	a, b := s.user(t), s.user(t)
	a.put("INBOX", made("1", bo, a.name, "Ett", "x"))
	b.put("INBOX", made("2", bo, b.name, "Två", "x"))
	sys := s.connect(t, a, "accounts", b.name+", "+a.name, "login", "{account}*master")
	all, found := find(t, sys, by("counterpart", varsam.Exact, "bo@example.org"))
	if len(all) != 2 || all[0].Get("account") == all[1].Get("account") || !found.Complete {
		t.Errorf("%d mails, %+v", len(all), found)
	}
}

// TestOwn tells counterparts from the organisation's own addresses, and private
// mails from others.
func TestOwn(t *testing.T) {
	t.Parallel()
	s := dovecot(t)
	b := s.user(t)
	b.create("Privat/Läkare")
	b.put("INBOX", made("1", bo, b.name+", kollega@firma.example", "[Privat] Lunch", "x"))
	b.put("Privat/Läkare", made("2", "info@example.com", carin, "Tid", "x"))
	b.put("INBOX", made("3", bo, carin, "Privatekonomi", "x"))
	sys := s.connect(t, b, "own", "@firma.example, info@example.com", "private_folders", "privat*", "private_subjects", "privat]")
	all, _ := find(t, sys, system.Selection{})
	want := []string{"bo@example.org true", " false", "carin@example.net true"}
	for i, r := range all {
		if got := r.Get("counterpart").String() + " " + r.Get("private").String(); got != want[i] {
			t.Errorf("%s: %q, want %q", r.Ref.Label(), got, want[i])
		}
	}
}

// TestTokens logs in over TLS with a token that is got for it, and gets another
// when the server refuses the first.
func TestTokens(t *testing.T) {
	t.Parallel()
	for _, auth := range []string{"xoauth2", "oauthbearer"} {
		t.Run(auth, func(t *testing.T) {
			var asked atomic.Int64
			tokens := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.FormValue("grant_type") != "client_credentials" || r.FormValue("client_secret") != "hemligt" {
					w.WriteHeader(http.StatusUnauthorized)
					fmt.Fprint(w, `{"error":"invalid_client"}`)
					return
				}
				fmt.Fprintf(w, `{"access_token":"token%d","expires_in":3600}`, asked.Add(1))
			}))
			defer tokens.Close()
			address, ca := tokenServer(t, "token2")
			settings := map[string]string{
				"host": address, "ca": ca, "accounts": "anna@example.com", "auth": auth,
				"client_id": "id", "client_secret": "hemligt", "token_url": "http://" + tokens.Listener.Addr().String(),
			}
			sys := open(t, settings)
			if _, err := sys.Describe(t.Context()); varsam.CodeOf(err) != varsam.Denied {
				t.Errorf("the first token: %v", err)
			}
			if _, err := sys.Describe(t.Context()); err != nil {
				t.Errorf("the second: %v", err)
			}
			sys = open(t, settings, "client_secret", "fel")
			if _, err := sys.Describe(t.Context()); varsam.CodeOf(err) != varsam.Denied || !strings.Contains(err.Error(), "invalid_client") {
				t.Errorf("a wrong secret: %v", err)
			}
			sys = open(t, settings, "ca", "")
			if _, err := sys.Describe(t.Context()); varsam.CodeOf(err) != varsam.Unavailable {
				t.Errorf("a certificate of nobody: %v", err)
			}
		})
	}
}

// tokenServer is an IMAP server over TLS that takes one token and has no folders.
func tokenServer(t *testing.T, token string) (address, ca string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	ca = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go converse(c, token)
		}
	}()
	return l.Addr().String(), ca
}

func converse(c net.Conn, token string) {
	defer c.Close()
	const able = "CAPABILITY IMAP4rev1 SASL-IR UIDPLUS MOVE AUTH=XOAUTH2 AUTH=OAUTHBEARER"
	fmt.Fprintf(c, "* OK [%s] hello\r\n", able)
	lines := bufio.NewScanner(c)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) < 2 {
			continue
		}
		switch words[1] {
		case "AUTHENTICATE":
			said, _ := base64.StdEncoding.DecodeString(words[len(words)-1])
			if strings.Contains(string(said), "anna@example.com") && strings.Contains(string(said), "auth=Bearer "+token+"\x01") {
				fmt.Fprintf(c, "%s OK [%s] in\r\n", words[0], able)
				continue
			}
			fmt.Fprint(c, "+ eyJzdGF0dXMiOiI0MDEifQ==\r\n")
			lines.Scan()
			fmt.Fprintf(c, "%s NO [AUTHENTICATIONFAILED] no\r\n", words[0])
		default:
			fmt.Fprintf(c, "%s OK done\r\n", words[0])
		}
	}
}

// TestSilence gives up a server that accepts and says nothing, and one that is not
// there.
func TestSilence(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	settings := map[string]string{"host": l.Addr().String(), "security": "none", "accounts": "a", "password": "x", "timeout": "50ms"}
	if _, err := open(t, settings).Describe(t.Context()); varsam.CodeOf(err) != varsam.Unavailable {
		t.Errorf("silence: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := open(t, settings, "timeout", "60s").Describe(ctx); varsam.CodeOf(err) != varsam.Unavailable {
		t.Errorf("cancelled: %v", err)
	}
	l.Close()
	if _, err := open(t, settings).Describe(t.Context()); varsam.CodeOf(err) != varsam.Unavailable {
		t.Errorf("nobody: %v", err)
	}
}
