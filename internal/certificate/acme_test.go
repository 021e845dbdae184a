package certificate

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/acme"
)

// authority signs for names whose server answers its challenge within TLS
// (RFC 8555, RFC 8737). It believes whatever key signs what it is sent.
type authority struct {
	*httptest.Server
	t      *testing.T
	key    *ecdsa.PrivateKey
	root   *x509.Certificate
	server string // of the name that asks
	name   string
	proven bool
	signed []byte
	orders atomic.Int64
	nonces atomic.Int64
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{t: t}
	var err error
	if a.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, a.key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	if a.root, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	a.Server = httptest.NewServer(http.HandlerFunc(a.answer))
	t.Cleanup(a.Close)
	return a
}

// sent is the payload of a signed request.
func sent(r *http.Request) (payload []byte) {
	var jws struct{ Payload string }
	if json.NewDecoder(r.Body).Decode(&jws) == nil {
		payload, _ = base64.RawURLEncoding.DecodeString(jws.Payload)
	}
	return payload
}

func (a *authority) answer(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Replay-Nonce", "n"+strconv.FormatInt(a.nonces.Add(1), 10))
	payload := sent(r)
	status, says := http.StatusOK, any(nil)
	switch r.URL.Path {
	case "/directory":
		says = map[string]string{"newNonce": a.URL + "/nonce", "newAccount": a.URL + "/account", "newOrder": a.URL + "/orders"}
	case "/nonce":
		return
	case "/account":
		w.Header().Set("Location", a.URL+"/account/1")
		status, says = http.StatusCreated, map[string]string{"status": "valid"}
	case "/orders":
		var order struct{ Identifiers []struct{ Value string } }
		if json.Unmarshal(payload, &order) == nil && len(order.Identifiers) == 1 {
			a.name = order.Identifiers[0].Value
		}
		a.orders.Add(1)
		w.Header().Set("Location", a.URL+"/order")
		status, says = http.StatusCreated, a.order()
	case "/order":
		says = a.order()
	case "/authz":
		says = map[string]any{"status": a.stands("pending", "valid"), "identifier": map[string]string{"type": "dns", "value": a.name}, "challenges": []any{a.challenge()}}
	case "/challenge":
		a.prove()
		says = a.challenge()
	case "/finalize":
		a.sign(payload)
		w.Header().Set("Location", a.URL+"/order")
		says = a.order()
	case "/certificate":
		w.Header().Set("Content-Type", "application/pem-certificate-chain")
		_, _ = w.Write(a.signed)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(says)
}

func (a *authority) stands(before, after string) string {
	if a.proven {
		return after
	}
	return before
}

func (a *authority) order() map[string]any {
	o := map[string]any{
		"status": a.stands("pending", "ready"), "identifiers": []any{map[string]string{"type": "dns", "value": a.name}},
		"authorizations": []string{a.URL + "/authz"}, "finalize": a.URL + "/finalize",
	}
	if len(a.signed) > 0 {
		o["status"], o["certificate"] = "valid", a.URL+"/certificate"
	}
	return o
}

func (a *authority) challenge() map[string]string {
	return map[string]string{"type": "tls-alpn-01", "url": a.URL + "/challenge", "token": "token", "status": a.stands("pending", "valid")}
}

// prove asks the name's server for the certificate of the challenge.
func (a *authority) prove() {
	conn, err := tls.Dial("tcp", a.server, &tls.Config{ServerName: a.name, NextProtos: []string{acme.ALPNProto}, InsecureSkipVerify: true})
	if err != nil {
		a.t.Errorf("the challenge is not answered: %v", err)
		return
	}
	defer conn.Close()
	for _, extension := range conn.ConnectionState().PeerCertificates[0].Extensions {
		a.proven = a.proven || extension.Id.Equal(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 31})
	}
}

func (a *authority) sign(payload []byte) {
	var order struct{ CSR string }
	_ = json.Unmarshal(payload, &order)
	der, _ := base64.RawURLEncoding.DecodeString(order.CSR)
	csr, err := x509.ParseCertificateRequest(der)
	if err != nil || !a.proven {
		a.t.Errorf("nothing to sign: %v, proven %v", err, a.proven)
		return
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(2), DNSNames: csr.DNSNames, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(60 * 24 * time.Hour)}
	leaf, err := x509.CreateCertificate(rand.Reader, template, a.root, csr.PublicKey, a.key)
	if err != nil {
		a.t.Error(err)
		return
	}
	a.signed = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: leaf})
}

// A certificate is got when the first visitor comes, and is there after a restart.
func TestAutomaticCertificate(t *testing.T) {
	t.Parallel()
	const name = "varsam.example.org"
	a, folder := newAuthority(t), t.TempDir()
	roots := x509.NewCertPool()
	roots.AddCert(a.root)
	for range 2 {
		config, _ := Automatic([]string{name}, folder, a.URL+"/directory")
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
		s.TLS = config
		s.StartTLS()
		defer s.Close()
		a.server = s.Listener.Addr().String()
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: name}}}
		r, err := client.Get("https://" + a.server + "/")
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusNoContent || r.TLS.PeerCertificates[0].VerifyHostname(name) != nil {
			t.Errorf("by TLS: %s", r.Status)
		}
	}
	if n := a.orders.Load(); n != 1 {
		t.Errorf("a certificate was ordered %d times", n)
	}
}
