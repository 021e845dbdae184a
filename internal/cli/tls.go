package cli

import (
	"crypto/tls"
	"net/http"
	"net/netip"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/certificate"
)

// tlsFlags say who ends TLS: we, with a certificate of our own or an automatic one, or
// a proxy that stands before us.
type tlsFlags struct {
	TLSCert       string   `name:"tls-cert" help:"Certificate in PEM form, with those that vouch for it; the pages are then served by TLS. A renewed file is taken up by itself." env:"VARSAM_TLS_CERT" placeholder:"FILE"`
	TLSKey        string   `name:"tls-key" help:"Its key." env:"VARSAM_TLS_KEY" placeholder:"FILE"`
	ACME          []string `name:"acme" help:"Names for which certificates are got and renewed by themselves; listen on port 443." env:"VARSAM_ACME" placeholder:"NAME"`
	ACMEDirectory string   `name:"acme-directory" help:"Authority that hands them out; Let's Encrypt when left out." env:"VARSAM_ACME_DIRECTORY" placeholder:"URL"`
	ACMEPlain     string   `name:"acme-plain" help:"Address without TLS, where the authority may ask too and visitors are sent to TLS: :80." env:"VARSAM_ACME_PLAIN" placeholder:"HOST:PORT"`
	TrustProxy    []string `help:"Networks of proxies whose word on where a visitor comes from is believed: 10.0.0.0/8." env:"VARSAM_TRUST_PROXY" placeholder:"NETWORK"`
}

func (f tlsFlags) on() bool { return f.TLSCert != "" || len(f.ACME) > 0 }

// secure reports whether people reach the pages by TLS only.
func (f tlsFlags) secure(public string) bool { return f.on() || strings.HasPrefix(public, "https://") }

func (f tlsFlags) scheme() string {
	if f.on() {
		return "https://"
	}
	return "http://"
}

func (f tlsFlags) proxies() ([]netip.Prefix, error) { return networks("--trust-proxy", f.TrustProxy) }

// networks reads what a flag says: networks, or single addresses.
func networks(flag string, texts []string) (all []netip.Prefix, err error) {
	for _, text := range texts {
		network, err := netip.ParsePrefix(text)
		if addr, single := netip.ParseAddr(text); err != nil && single == nil {
			network, err = netip.PrefixFrom(addr, addr.BitLen()), nil
		}
		if err != nil {
			return nil, varsam.Errorf(varsam.Invalid, "%s %s is no network; write 10.0.0.0/8 or an address", flag, text)
		}
		all = append(all, network)
	}
	return all, nil
}

// encrypt gives the server its certificates, where it ends TLS itself.
func (f tlsFlags) encrypt(to *site, data string) error {
	switch {
	case f.TLSCert != "" && len(f.ACME) > 0:
		return varsam.Errorf(varsam.Invalid, "certificates come from files or by themselves: --tls-cert or --acme")
	case (f.TLSCert == "") != (f.TLSKey == ""):
		return varsam.Errorf(varsam.Invalid, "--tls-cert and --tls-key belong together")
	case f.TLSCert != "":
		config, err := certificate.Files(f.TLSCert, f.TLSKey)
		if err != nil {
			return err
		}
		to.listenTLS(config)
	case len(f.ACME) > 0:
		if u, err := url.Parse(f.ACMEDirectory); err != nil || f.ACMEDirectory != "" && u.Scheme != "https" {
			return varsam.Errorf(varsam.Invalid, "--acme-directory is an https:// address")
		}
		config, plain := certificate.Automatic(f.ACME, filepath.Join(filepath.Clean(data)+".keys", "acme"), f.ACMEDirectory)
		to.listenTLS(config)
		if f.ACMEPlain != "" {
			to.plain = &http.Server{Addr: f.ACMEPlain, Handler: plain, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second}
		}
	}
	return nil
}

func (t *site) listenTLS(config *tls.Config) {
	t.server.TLSConfig = config
	t.at = tls.NewListener(t.at, config)
}
