package frame

import (
	"net/http"
	"net/netip"
	"strings"
)

// visitor is the address that a request comes from: of whoever is connected, or,
// when that is a proxy of ours, the last address in X-Forwarded-For that is none.
// What stands before that, anybody could have written.
func (s *Site) visitor(r *http.Request) string {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !s.proxy(at.Addr()) {
		return r.RemoteAddr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.Trim(strings.TrimSpace(hops[i]), "[]"))
		if err != nil {
			break
		}
		if !s.proxy(hop) {
			return netip.AddrPortFrom(hop, 0).String()
		}
	}
	return r.RemoteAddr
}

func (s *Site) proxy(a netip.Addr) bool {
	for _, network := range s.Proxies {
		if network.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}
