package frame

import (
	"net/http"
	"net/netip"
	"testing"
)

// Only what a proxy of ours says of a visitor is believed.
func TestWhereAVisitorComesFrom(t *testing.T) {
	t.Parallel()
	s := &Site{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}}
	for _, c := range []struct{ from, says, want string }{
		{"192.0.2.1:99", "198.51.100.7", "192.0.2.1:99"},
		{"10.0.0.1:99", "198.51.100.7", "198.51.100.7:0"},
		{"10.0.0.1:99", "203.0.113.9, 198.51.100.7, 10.2.2.2", "198.51.100.7:0"},
		{"10.0.0.1:99", "", "10.0.0.1:99"},
		{"10.0.0.1:99", "nonsense", "10.0.0.1:99"},
		{"10.0.0.1:99", "198.51.100.7, nonsense", "10.0.0.1:99"},
		{"[::1]:99", "2001:db8::7", "[2001:db8::7]:0"},
		{"[::ffff:10.0.0.1]:99", "198.51.100.7", "198.51.100.7:0"},
		{"pipe", "198.51.100.7", "pipe"},
	} {
		r := &http.Request{RemoteAddr: c.from, Header: http.Header{}}
		if c.says != "" {
			r.Header.Set("X-Forwarded-For", c.says)
		}
		if got := s.visitor(r); got != c.want {
			t.Errorf("%s says %q: %s, want %s", c.from, c.says, got, c.want)
		}
	}
}
