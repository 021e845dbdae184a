package post

import (
	"net"
	"net/mail"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

// Settings say how mail leaves. The zero value sends none: mail waits in the
// outbox with what is printed.
type Settings struct {
	// Server is smtp://HOST:PORT, where TLS is begun by STARTTLS and demanded, or
	// smtps://HOST:PORT, where it comes first. smtp+plain:// sends in clear, to
	// this machine only. A user name stands before the host.
	Server string
	// Password is a reference: env:NAME or file:PATH.
	Password string
	// From is the address that letters come from, with a name or without.
	From string
	// Patience is how long a server may take for a letter; two minutes when 0.
	Patience time.Duration
}

// On reports whether mail can be sent.
func (s Settings) On() bool { return s.Server != "" }

// server is what Settings come to.
type server struct {
	scheme, host, address, user string
	from                        mail.Address
}

// Check reads the settings. Code Invalid says what is wrong with them.
func (s Settings) Check() error {
	if !s.On() {
		return nil
	}
	_, err := s.read()
	return err
}

var ports = map[string]string{"smtp": "587", "smtps": "465", "smtp+plain": "25"}

func (s Settings) read() (server, error) {
	u, err := url.Parse(s.Server)
	if err != nil || ports[u.Scheme] == "" || u.Hostname() == "" {
		return server{}, varsam.Errorf(varsam.Invalid, "the mail server is written smtp://HOST:PORT or smtps://HOST:PORT, with USER@ before the host where it wants one")
	}
	if _, has := u.User.Password(); has {
		return server{}, varsam.Errorf(varsam.Invalid, "the mail server's password does not stand in its address; name where it lies: env:NAME or file:PATH")
	}
	from, err := mail.ParseAddress(s.From)
	if err != nil {
		return server{}, varsam.Errorf(varsam.Invalid, "mail needs the address that it comes from: Data protection <privacy@example.com>")
	}
	out := server{scheme: u.Scheme, host: u.Hostname(), user: u.User.Username(), from: *from}
	port := u.Port()
	if port == "" {
		port = ports[u.Scheme]
	}
	out.address = net.JoinHostPort(out.host, port)
	if u.Scheme == "smtp+plain" && !loopback(out.host) {
		return server{}, varsam.Errorf(varsam.Invalid, "mail goes in clear to this machine only; use smtp:// or smtps://")
	}
	return out, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Domain is the domain that letters come from.
func (s Settings) Domain() string {
	from, err := mail.ParseAddress(s.From)
	if err != nil {
		return ""
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	return domain
}

// Secret reads what a reference names: env:NAME or file:PATH.
func Secret(reference string) (string, error) {
	if name, ok := strings.CutPrefix(reference, "env:"); ok {
		if value, set := os.LookupEnv(name); set {
			return value, nil
		}
		return "", varsam.Errorf(varsam.Unavailable, "the variable %s, which holds a password, is not set", name)
	}
	if path, ok := strings.CutPrefix(reference, "file:"); ok {
		value, err := os.ReadFile(path)
		if err != nil {
			return "", varsam.Errorf(varsam.Unavailable, "the file with a password cannot be read")
		}
		return strings.TrimRight(string(value), "\r\n"), nil
	}
	return "", varsam.Errorf(varsam.Invalid, "a password is named, not given: env:NAME or file:PATH")
}
