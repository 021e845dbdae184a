package frame

import (
	"net"
	"net/url"
	"strings"
)

// hostOf is the name of an address as browsers send it, without its port.
func hostOf(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		return strings.ToLower(host)
	}
	return strings.ToLower(strings.Trim(address, "[]"))
}

// Loopback are the names of this machine, as seen from it.
var Loopback = []string{"127.0.0.1", "localhost", "::1"}

// HostsOf are the names that a site answers to, given the address it listens on
// and, when there is one, the one that people use.
func HostsOf(listen, public string) []string {
	if u, err := url.Parse(public); err == nil && u.Hostname() != "" {
		return append([]string{strings.ToLower(u.Hostname())}, Loopback...)
	}
	if ip := net.ParseIP(hostOf(listen)); ip != nil && ip.IsLoopback() || hostOf(listen) == "localhost" {
		return Loopback
	}
	return nil
}
