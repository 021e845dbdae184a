// Package certificate gives a server its certificates: from files, which are read
// anew when they change, or from an authority that hands them out by itself (ACME,
// RFC 8555).
package certificate

import (
	"crypto/tls"
	"net/http"
	"os"
	"sync"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"github.com/varsam/varsam"
)

// base is what every server of ours speaks.
func base() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
}

// files is a certificate with its key in two files.
type files struct {
	cert, key string

	mu      sync.Mutex
	loaded  *tls.Certificate
	changed time.Time
	looked  time.Time
}

// lookEvery is how often it is looked whether the files have changed.
const lookEvery = 30 * time.Second

// Files serves the certificate of two files in PEM form. Renewed files are taken up
// within half a minute; ones that cannot be read leave the old certificate in
// use. Code Invalid when they cannot be read to begin with.
func Files(cert, key string) (*tls.Config, error) {
	f := &files{cert: cert, key: key}
	if err := f.load(); err != nil {
		return nil, varsam.Errorf(varsam.Invalid, "the certificate %s and its key cannot be read, or do not belong together", cert)
	}
	config := base()
	config.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return f.get(time.Now()), nil }
	return config, nil
}

func (f *files) load() error {
	pair, err := tls.LoadX509KeyPair(f.cert, f.key)
	if err != nil {
		return err
	}
	f.loaded, f.changed = &pair, f.stamp()
	return nil
}

// stamp is when the newer of the files was written.
func (f *files) stamp() (newest time.Time) {
	for _, path := range []string{f.cert, f.key} {
		if info, err := os.Stat(path); err == nil && info.ModTime().After(newest) {
			newest = info.ModTime()
		}
	}
	return newest
}

func (f *files) get(now time.Time) *tls.Certificate {
	f.mu.Lock()
	defer f.mu.Unlock()
	if now.Sub(f.looked) >= lookEvery {
		f.looked = now
		if f.stamp() != f.changed {
			_ = f.load() // the old one is better than none
		}
	}
	return f.loaded
}

// Automatic gets and renews certificates for names, and for no others, from an
// authority; Let's Encrypt's when directory is empty. Keys and certificates lie in a
// folder that only its owner may read. The challenge is answered within TLS on port
// 443; the handler answers it on port 80 too, and sends other visitors to TLS.
func Automatic(names []string, folder, directory string) (*tls.Config, http.Handler) {
	m := &autocert.Manager{Prompt: autocert.AcceptTOS, Cache: autocert.DirCache(folder), HostPolicy: autocert.HostWhitelist(names...)}
	if directory != "" {
		m.Client = &acme.Client{DirectoryURL: directory}
	}
	config := base()
	config.GetCertificate = m.GetCertificate
	config.NextProtos = append(config.NextProtos, acme.ALPNProto)
	return config, m.HTTPHandler(nil)
}
