// Package client calls Varsam's interface for programs. It imports nothing but the
// standard library; /api/reference of an installation says what there is.
//
//	c := client.New("https://varsam.example.org", os.Getenv("VARSAM_TOKEN"))
//	made, err := c.NewRequest(ctx, client.NewRequest{…})
//
// Every error that the server explains is a [*Problem]. What is not a method here is
// reached by [Client.Do]: every route, also those that take or give a file.
package client

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Client calls one installation with one token. It is safe for concurrent use.
type Client struct {
	base, token string

	// HTTP sends; one that waits half a minute when nil.
	HTTP *http.Client
}

// New is a client of the installation at an address.
func New(address, token string) *Client {
	return &Client{base: strings.TrimSuffix(address, "/") + "/api/v1", token: token}
}

// Problem is why the server did not do something (RFC 9457).
type Problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Code   string `json:"code"` // invalid, not-found, conflict, denied, …
	Next   string `json:"next"` // what to do
	ID     string `json:"id"`
	Faults []struct {
		At   string `json:"at"`
		Says string `json:"says"`
	} `json:"faults"`

	// Wait is how long the server asks to wait before trying again.
	Wait time.Duration `json:"-"`
}

func (p *Problem) Error() string { return fmt.Sprintf("varsam: %d %s: %s", p.Status, p.Code, p.Detail) }

// Option changes a call.
type Option func(*http.Request)

// Once makes a creation be done once, however often it is sent with the same key.
func Once(key string) Option {
	return func(r *http.Request) { r.Header.Set("Idempotency-Key", key) }
}

// IfMatch makes a change be refused when something else changed meanwhile.
func IfMatch(tag string) Option { return func(r *http.Request) { r.Header.Set("If-Match", tag) } }

// In asks for words in a language: sv, sv-FI or en.
func In(lang string) Option {
	return func(r *http.Request) { r.Header.Set("Accept-Language", lang) }
}

// As says what a body of bytes is: application/zip.
func As(mediaType string) Option {
	return func(r *http.Request) { r.Header.Set("Content-Type", mediaType) }
}

var usual = &http.Client{Timeout: 30 * time.Second}

// mostAnswer bounds what is read of an answer.
const mostAnswer = 256 << 20

// Do calls a route: in is sent as JSON unless it is nil, or as the file that a []byte
// is (see [As]), and the answer is read into out, which may be nil, a *[]byte for
// files, or what JSON is read into.
func (c *Client) Do(ctx context.Context, method, path string, in, out any, options ...Option) (http.Header, error) {
	body, media, err := written(in)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+c.token)
	if media != "" {
		r.Header.Set("Content-Type", media)
	}
	for _, o := range options {
		o(r)
	}
	client := c.HTTP
	if client == nil {
		client = usual
	}
	answer, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
	if err != nil {
		return answer.Header, err
	}
	return answer.Header, read(answer, data, out)
}

// written is a body with what it is.
func written(in any) (body io.Reader, mediaType string, err error) {
	switch in := in.(type) {
	case nil:
		return nil, "", nil
	case []byte:
		return bytes.NewReader(in), "application/octet-stream", nil
	}
	data, err := json.Marshal(in)
	return bytes.NewReader(data), "application/json", err
}

func read(answer *http.Response, data []byte, out any) error {
	if answer.StatusCode > 299 {
		p := &Problem{Status: answer.StatusCode, Code: "unavailable", Detail: answer.Status}
		_ = json.Unmarshal(data, p) // a proxy before the server explains nothing
		if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil {
			p.Wait = time.Duration(seconds) * time.Second
		}
		return p
	}
	switch out := out.(type) {
	case nil:
		return nil
	case *[]byte:
		*out = data
		return nil
	}
	if len(data) == 0 {
		return nil
	}
	return json.Unmarshal(data, out)
}

// Key is a fresh key for Once.
func Key() string { return rand.Text() }

// each walks a list by its pages.
func each[T any](ctx context.Context, c *Client, path string, query url.Values) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for {
			var page struct {
				Items []T    `json:"items"`
				Next  string `json:"next"`
			}
			if _, err := c.Do(ctx, http.MethodGet, path+"?"+query.Encode(), nil, &page); err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
			if page.Next == "" {
				return
			}
			query.Set("after", page.Next)
		}
	}
}

// ErrSignature is that a webhook's delivery was not signed by who has the secret, or
// not lately.
var ErrSignature = errors.New("varsam: the delivery is not signed, or too old")

// Lately is how old a delivery may be: longer than clocks differ, and too short to
// play one again.
const Lately = 5 * time.Minute

// Verify checks a webhook's delivery: the header Varsam-Signature, the body, and that
// it was sent at most so long ago.
func Verify(secret, header string, body []byte, now time.Time, old time.Duration) error {
	stamp, mark, ok := strings.Cut(strings.TrimPrefix(header, "t="), ",v1=")
	at, err := strconv.ParseInt(stamp, 10, 64)
	got, err2 := hex.DecodeString(mark)
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(stamp + "."))
	h.Write(body)
	if !ok || err != nil || err2 != nil || !hmac.Equal(got, h.Sum(nil)) || now.Sub(time.Unix(at, 0)).Abs() > old {
		return ErrSignature
	}
	return nil
}
