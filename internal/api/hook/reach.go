package hook

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"

	"github.com/varsam/varsam"
)

// patience is how long an address has to take a delivery.
const patience = 10 * time.Second

// inner are networks that are nobody's on the internet beside those that netip knows
// for private: shared address space, protocol assignments, benchmarks, what is
// reserved (RFC 6890), and IPv4 behind translation (RFC 6052, 8215).
var inner = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"),
}

// near reports whether an address is of this machine or of an inner network, and so
// says nothing of who asked for it to be called.
func near(ip netip.Addr) bool {
	return !ip.IsGlobalUnicast() || ip.IsPrivate() || slices.ContainsFunc(inner, func(n netip.Prefix) bool { return n.Contains(ip) })
}

// mayReach reports whether an address may be told: one of the internet, or of a
// network that is configured.
func (s *Service) mayReach(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	return !near(ip) || slices.ContainsFunc(s.Near, func(n netip.Prefix) bool { return n.Contains(ip) })
}

var errNear = varsam.Errorf(varsam.Invalid, "the address of a hook is of this machine or of an inner network; name the network with --webhook-networks to have it told")

// client calls what may be reached. The address is judged when it is dialled, so that
// no name leads elsewhere than it did when it was looked at.
func (s *Service) client() *http.Client {
	dialer := &net.Dialer{Timeout: patience, Control: func(_, address string, _ syscall.RawConn) error {
		to, err := netip.ParseAddrPort(address)
		if err != nil || !s.mayReach(to.Addr()) {
			return errNear
		}
		return nil
	}}
	return &http.Client{
		Timeout:   patience,
		Transport: &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: patience, DisableKeepAlives: true},
		// An answer that points elsewhere is no receipt: nothing goes to an address that
		// nobody configured.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
