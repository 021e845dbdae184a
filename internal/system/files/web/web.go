// Package web is HTTP as stores of files use it: one server and no other, waiting as
// the server asks, repeating what may be repeated, and errors with a code and without
// addresses, which hold paths.
package web

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/varsam/varsam"
)

// Client speaks with one server.
type Client struct {
	base *url.URL
	http *http.Client

	// Sign authorises a request, just before it is sent.
	Sign func(r *http.Request, body []byte) error

	// Expired is asked when a request was refused with 401: true says that Sign
	// has something new, and the request is sent once more.
	Expired func(ctx context.Context) bool

	// Wait waits before a repetition.
	Wait func(ctx context.Context, d time.Duration) error
}

// New makes a client of an address. It must be https, but on this machine; ca, when it is not
// empty, names a file with the certificates to trust in place of the system's.
func New(address, ca string) (*Client, error) {
	base, err := url.Parse(strings.TrimSuffix(address, "/"))
	if err != nil || base.Host == "" || base.User != nil || base.RawQuery != "" {
		return nil, varsam.Errorf(varsam.Invalid, "the address of a server is https://host/path, without user and password")
	}
	ip := net.ParseIP(base.Hostname())
	if base.Scheme != "https" && (base.Scheme != "http" || base.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback())) {
		return nil, varsam.Errorf(varsam.Invalid, "the address of a server begins with https, so that nobody reads along")
	}
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, ResponseHeaderTimeout: 2 * time.Minute, TLSHandshakeTimeout: 20 * time.Second,
		MaxIdleConnsPerHost: 8, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true,
		DialContext: (&net.Dialer{Timeout: 20 * time.Second}).DialContext,
	}
	if ca != "" {
		if transport.TLSClientConfig, err = trust(ca); err != nil {
			return nil, err
		}
	}
	return &Client{base: base, Wait: wait, http: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

func trust(file string) (*tls.Config, error) {
	pem, err := os.ReadFile(file)
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(pem) {
		return nil, varsam.Errorf(varsam.Invalid, "the file with the certificates to trust cannot be read, or holds none")
	}
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, nil
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close drops idle connections.
func (c *Client) Close() error {
	c.http.CloseIdleConnections()
	return nil
}

// Base is the path of the server's address, without a slash at its end.
func (c *Client) Base() string { return c.base.Path }

// URL is the full address of a path.
func (c *Client) URL(path string) string { return c.at(path, nil).String() }

func (c *Client) at(path string, query url.Values) *url.URL {
	u := *c.base
	u.Path += path
	u.RawPath = EscapePath(u.Path)
	u.RawQuery = strings.ReplaceAll(query.Encode(), "+", "%20")
	return &u
}

// EscapePath writes a path with everything but letters, digits, - _ . ~ and the slash
// as %XX, as RFC 3986 and the signing of S3 have it.
func EscapePath(path string) string {
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		if c := path[i]; 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-_.~/", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

// Call is one request.
type Call struct {
	Method string
	Path   string // raw, with a slash in front
	Query  url.Values
	Header map[string]string
	Body   []byte

	// Changes says that the request changes something: when its answer is lost, what
	// happened is Unknown, and it is not sent again.
	Changes bool
}

// tries is how often a request is sent.
const tries = 6

// Do sends a request, again where that is right, and returns an answer between 200 and
// 299. Any other is an error with a [Status].
func (c *Client) Do(ctx context.Context, call Call) (*http.Response, error) {
	renewed := false
	for try := 1; ; try++ {
		resp, err := c.send(ctx, call)
		if err == nil {
			return resp, nil
		}
		var status Status
		if !errors.As(err, &status) {
			return nil, err // nothing was sent
		}
		if ctx.Err() != nil {
			return nil, varsam.Wrap(varsam.Unavailable, ctx.Err(), "cancelled")
		}
		if status.Code == http.StatusUnauthorized && !renewed && c.Expired != nil && c.Expired(ctx) {
			renewed = true
			continue
		}
		pause, again := status.again(call.Changes, try)
		if !again || try == tries {
			return nil, err
		}
		if c.Wait(ctx, pause) != nil {
			return nil, err
		}
	}
}

// send sends a request once.
func (c *Client) send(ctx context.Context, call Call) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, call.Method, "http://x/", bytes.NewReader(call.Body))
	if err != nil {
		return nil, varsam.Errorf(varsam.Internal, "a request that cannot be made")
	}
	r.URL, r.Host = c.at(call.Path, call.Query), c.base.Host
	for name, value := range call.Header {
		r.Header.Set(name, value)
	}
	if c.Sign != nil {
		if err := c.Sign(r, call.Body); err != nil {
			return nil, err
		}
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return nil, lost(err, call.Changes)
	}
	if resp.StatusCode/100 == 2 {
		return resp, nil
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	s := Status{Code: resp.StatusCode, Header: resp.Header, Body: body}
	return nil, varsam.Wrap(s.code(), s, "the server answered %d", s.Code)
}

// lost is the error of a request without an answer. The text of the cause holds the
// address: only its kind is kept.
func lost(err error, changes bool) error {
	var op *net.OpError
	dialed := errors.As(err, &op) && op.Op == "dial"
	if changes && !dialed {
		return varsam.Wrap(varsam.Unknown, Status{}, "the server's answer to a change was lost")
	}
	return varsam.Wrap(varsam.Unavailable, Status{}, "the server does not answer")
}

// Read sends a request and reads the whole answer, which is no larger than most.
func (c *Client) Read(ctx context.Context, call Call, most int64) ([]byte, http.Header, error) {
	resp, err := c.Do(ctx, call)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err != nil || int64(len(b)) > most {
		return nil, nil, lost(err, call.Changes)
	}
	return b, resp.Header, nil
}

// Host is the server's name.
func (c *Client) Host() string { return c.base.Hostname() }
