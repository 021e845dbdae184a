package client

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"time"
)

// Identifier is one way to say who somebody is. Only verified ones select records.
type Identifier struct {
	Type     string `json:"type"` // email, phone, national-id, name, or one of the register's
	Value    string `json:"value"`
	Verified bool   `json:"verified,omitempty"`
}

// Person is somebody whom a request concerns.
type Person struct {
	Identifiers []Identifier `json:"identifiers"`
}

// Ask is one right that somebody uses: access, rectification, erasure, restriction,
// portability, objection, withdrawal, why, instruction.
type Ask struct {
	Right      string   `json:"right"`
	Activities []string `json:"activities,omitempty"`
	Article    string   `json:"article,omitempty"`
}

// NewRequest is a request as it is taken in.
type NewRequest struct {
	People   []Person `json:"people"`
	Asks     []Ask    `json:"asks"`
	Received string   `json:"received,omitempty"` // YYYY-MM-DD
	Channel  string   `json:"channel,omitempty"`
	Letter   string   `json:"letter,omitempty"`
	Identity string   `json:"identity,omitempty"`
	Language string   `json:"language,omitempty"`
	Shielded bool     `json:"shielded,omitempty"`
}

// Request is what stands in clear about one.
type Request struct {
	ID       string    `json:"id"`
	State    string    `json:"state"`
	Rights   []string  `json:"rights"`
	People   int       `json:"people"`
	Came     string    `json:"came"`
	Last     string    `json:"last"` // last day to answer; empty while the clock stands still
	Extended bool      `json:"extended"`
	Created  time.Time `json:"created"`

	// Of one request only.
	Plan      string `json:"plan,omitempty"`
	Missing   int    `json:"missing,omitempty"` // people who must still say yes
	Searching bool   `json:"searching,omitempty"`
	Search    Search `json:"search,omitzero"` // how far it is
	Running   bool   `json:"running,omitempty"`
	NeedsCopy bool   `json:"needs_copy,omitempty"`

	Tag string `json:"-"` // for IfMatch
}

// Search is how far a search is: of the systems that are searched without somebody's help those that have answered something, and the
// records found so far.
type Search struct {
	Systems int `json:"systems"`
	Done    int `json:"done"`
	Found   int `json:"found"`
}

// NewRequest takes a request in; sent again with the same Once, it is done once.
func (c *Client) NewRequest(ctx context.Context, in NewRequest, options ...Option) (r Request, err error) {
	_, err = c.Do(ctx, http.MethodPost, "/requests", in, &r, options...)
	return r, err
}

// Request is one request and how far it has come.
func (c *Client) Request(ctx context.Context, id string) (r Request, err error) {
	head, err := c.Do(ctx, http.MethodGet, "/requests/"+url.PathEscape(id), nil, &r)
	r.Tag = head.Get("ETag")
	return r, err
}

// Requests walks the requests by last day, nearest first; state and right may be
// empty.
func (c *Client) Requests(ctx context.Context, state, right string) iter.Seq2[Request, error] {
	q := url.Values{"limit": {"200"}}
	if state != "" {
		q.Set("state", state)
	}
	if right != "" {
		q.Set("right", right)
	}
	return each[Request](ctx, c, "/requests", q)
}

// Approve says yes to a plan that was looked at, by its digest.
func (c *Client) Approve(ctx context.Context, id, plan string, options ...Option) (r Request, err error) {
	_, err = c.Do(ctx, http.MethodPost, "/requests/"+url.PathEscape(id)+"/approve", map[string]string{"plan": plan}, &r, options...)
	return r, err
}

// Run has an approved plan carried out.
func (c *Client) Run(ctx context.Context, id string, options ...Option) (r Request, err error) {
	_, err = c.Do(ctx, http.MethodPost, "/requests/"+url.PathEscape(id)+"/run", nil, &r, options...)
	return r, err
}

// Pack signs the log, makes the proof of a request and notes who did.
func (c *Client) Pack(ctx context.Context, id string) (pack []byte, err error) {
	_, err = c.Do(ctx, http.MethodPost, "/requests/"+url.PathEscape(id)+"/pack", nil, &pack)
	return pack, err
}

// List is one of the lists of the pages, as csv, xlsx or json.
func (c *Client) List(ctx context.Context, name, format string, options ...Option) (file []byte, err error) {
	_, err = c.Do(ctx, http.MethodGet, "/lists/"+url.PathEscape(name)+"?as="+url.QueryEscape(format), nil, &file, options...)
	return file, err
}
