package mailbox

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system"
)

// settings are the connector's settings, checked.
type settings struct {
	host, address string
	security      string
	tls           *tls.Config
	accounts      []string // in the order of keys
	login         string
	auth          string
	password      string
	token         tokenSettings

	own             []string
	skip            []string
	trash           []string
	restricted      string
	privateFolders  []string
	privateSubjects []string
	recoverable     varsam.Period
	keepHeaders     bool
	connections     int
	timeout         time.Duration
}

// provider is what is known of one.
type provider struct {
	host, tokenURL, scope string
	recoverable           varsam.Period
}

var providers = map[string]provider{
	"exchange": {
		host: "outlook.office365.com", tokenURL: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
		scope: "https://outlook.office365.com/.default", recoverable: varsam.Period{Days: 14},
	},
	"gmail": {host: "imap.gmail.com", tokenURL: "https://oauth2.googleapis.com/token", scope: "https://mail.google.com/"},
}

func readSettings(cfg system.Config) (settings, error) {
	r := reader{cfg: cfg}
	known, ok := providers[r.text("provider", "")]
	if !ok && r.text("provider", "") != "" {
		r.wrong("provider", "exchange or gmail")
	}
	auth := authPassword
	if ok {
		auth = authXOAuth2
	}
	s := settings{
		security: r.one("security", tlsAlways, tlsStart, tlsNone),
		accounts: r.list("accounts"), login: r.text("login", "{account}"), password: cfg.Settings["password"],
		own: lower(r.list("own")), skip: r.list("skip"), trash: r.list("trash"), restricted: r.text("restricted", "Varsam"),
		privateFolders: r.list("private_folders"), privateSubjects: lower(r.list("private_subjects")),
		recoverable: r.period("recoverable", known.recoverable), keepHeaders: r.one("keep_headers", "yes", "no") == "yes", connections: r.number("connections", 3, 1, 50),
		timeout: r.duration("timeout", time.Minute),
		token: tokenSettings{
			url:    strings.ReplaceAll(r.text("token_url", known.tokenURL), "{tenant}", r.text("tenant", "organizations")),
			client: r.text("client_id", ""), secret: cfg.Settings["client_secret"], refresh: cfg.Settings["refresh_token"],
			scope: r.text("scope", known.scope),
		},
	}
	if s.auth = r.one("auth", auth, authPassword, authXOAuth2, authBearer); cfg.Settings["auth"] == "" {
		s.auth = auth
	}
	r.server(&s, r.text("host", known.host))
	r.credentials(&s)
	slices.Sort(s.accounts)
	s.accounts = slices.Compact(s.accounts)
	if len(s.accounts) == 0 {
		r.wrong("accounts", "at least one mailbox")
	}
	return s, r.err
}

// reader reads settings and keeps the first fault.
type reader struct {
	cfg system.Config
	err error
}

func (r *reader) wrong(name, want string) {
	if r.err == nil {
		r.err = varsam.Errorf(varsam.Invalid, "%s: %s must be %s", r.cfg.System, name, want)
	}
}

func (r *reader) text(name, otherwise string) string {
	if s := strings.TrimSpace(r.cfg.Settings[name]); s != "" {
		return s
	}
	return otherwise
}

// one is one of the words; the first is the default.
func (r *reader) one(name string, words ...string) string {
	s := r.text(name, words[0])
	if !slices.Contains(words, s) {
		r.wrong(name, strings.Join(words, ", "))
	}
	return s
}

func (r *reader) list(name string) []string {
	var all []string
	for s := range strings.FieldsFuncSeq(r.cfg.Settings[name], func(c rune) bool { return c == ',' || c == '\n' }) {
		if s = strings.TrimSpace(s); s != "" {
			all = append(all, s)
		}
	}
	return all
}

func (r *reader) number(name string, otherwise, least, most int) int {
	n, err := strconv.Atoi(r.text(name, strconv.Itoa(otherwise)))
	if err != nil || n < least || n > most {
		r.wrong(name, "a number from "+strconv.Itoa(least)+" to "+strconv.Itoa(most))
	}
	return n
}

func (r *reader) period(name string, otherwise varsam.Period) varsam.Period {
	s := r.text(name, "")
	if s == "" {
		return otherwise
	}
	p, err := varsam.ParsePeriod(s)
	if err != nil {
		r.wrong(name, `a period like "14 days"`)
	}
	return p
}

func (r *reader) duration(name string, otherwise time.Duration) time.Duration {
	s := r.text(name, "")
	if s == "" {
		return otherwise
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < time.Millisecond {
		r.wrong(name, `a time like "60s"`)
	}
	return d
}

// server reads the address, and refuses a line that others can listen to.
func (r *reader) server(s *settings, host string) {
	port := "993"
	if s.security != tlsAlways {
		port = "143"
	}
	if name, given, err := net.SplitHostPort(host); err == nil {
		host, port = name, given
	}
	s.host, s.address = host, net.JoinHostPort(host, port)
	if host == "" {
		r.wrong("host", "the name of the mail server")
	}
	if s.security == tlsNone && !loopback(host) {
		r.wrong("security", "tls or starttls, because the server is not on this machine")
	}
	s.tls = &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if file := r.text("ca", ""); file != "" {
		pem, err := os.ReadFile(file)
		s.tls.RootCAs = x509.NewCertPool()
		if err != nil || !s.tls.RootCAs.AppendCertsFromPEM(pem) {
			r.wrong("ca", "a readable file with certificates in PEM")
		}
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// credentials holds what is given against the way to log in.
func (r *reader) credentials(s *settings) {
	if s.auth == authPassword {
		if s.password == "" {
			r.wrong("password", "given, by reference")
		}
		return
	}
	if s.token.client == "" {
		r.wrong("client_id", "given for "+s.auth)
	}
	if !strings.HasPrefix(s.token.url, "https://") && !strings.HasPrefix(s.token.url, "http://127.0.0.1:") {
		r.wrong("token_url", "an address with https")
	}
	if s.token.secret == "" && s.token.refresh == "" {
		r.wrong("client_secret", "given, or refresh_token")
	}
	if s.token.refresh != "" && len(s.accounts) > 1 {
		r.wrong("refresh_token", "left out where there are several mailboxes: it opens only one")
	}
}

func lower(all []string) []string {
	for i := range all {
		all[i] = strings.ToLower(all[i])
	}
	return all
}

// like reports whether a folder's name is one of the patterns, whatever the
// letters' size.
func like(patterns []string, name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(patterns, func(p string) bool {
		return wild(strings.ToLower(p), name)
	})
}

// wild matches * with anything, a folder's slashes too.
func wild(pattern, name string) bool {
	before, after, star := strings.Cut(pattern, "*")
	if !star {
		return pattern == name
	}
	if !strings.HasPrefix(name, before) {
		return false
	}
	for rest := name[len(before):]; ; rest = rest[1:] {
		if wild(after, rest) {
			return true
		}
		if rest == "" {
			return false
		}
	}
}

// lastName is a folder's name without those it lies in.
func lastName(name string, delim rune) string {
	if delim == 0 {
		return name
	}
	return name[strings.LastIndex(name, string(delim))+1:]
}
