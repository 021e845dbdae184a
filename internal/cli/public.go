package cli

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/web/frame"
)

// publicURL is the address that people use, without a slash behind: letters and
// links begin with it.
type publicURL string

// UnmarshalText refuses what letters could not lead to: pages lie at the root of a
// name, and what people write there is not sent in clear.
func (p *publicURL) UnmarshalText(text []byte) error {
	u, err := url.Parse(string(text))
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		return varsam.Errorf(varsam.Invalid, "the address that people use is written https://varsam.example.org")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "":
		return varsam.Errorf(varsam.Invalid, "the address that people use ends with its name or port: the pages need a name of their own, and no path below another's")
	case u.Scheme == "http" && !slices.Contains(frame.Loopback, u.Hostname()):
		return varsam.Errorf(varsam.Invalid, "the address that people use begins with https://: what they write would be read on the way")
	}
	*p = publicURL(u.Scheme + "://" + strings.ToLower(u.Host))
	return nil
}

// inClear refuses to be reached from other machines without TLS: passwords and
// cases would be read on the way.
func (f pagesFlags) inClear(at net.Listener) error {
	addr, err := netip.ParseAddrPort(at.Addr().String())
	if f.on() || f.Public != "" || err == nil && addr.Addr().IsLoopback() {
		return nil
	}
	return varsam.Errorf(varsam.Invalid, "%s is reached from other machines, and needs TLS: --tls-cert and --tls-key, --acme, or --public https://… where a proxy ends it", f.Listen)
}
