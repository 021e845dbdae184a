package client

import (
	"context"
	"iter"
	"net/http"
	"net/url"
)

// Each walks any list of the interface by its pages: "/duties", "/accounts".
func Each[T any](ctx context.Context, c *Client, path string, query url.Values) iter.Seq2[T, error] {
	if query == nil {
		query = url.Values{}
	}
	return each[T](ctx, c, path, query)
}

// Proposal is a mail that seems to use a right, without who wrote it.
type Proposal struct {
	ID     string   `json:"id"`
	State  string   `json:"state"` // proposed, stopped, confirmed, dismissed
	Rights []string `json:"rights"`
	On     string   `json:"on"`    // the day it came; the time runs from there
	Last   string   `json:"legal"` // last day to answer
}

// Proposals are mails in a state; those that wait for a person for "".
func (c *Client) Proposals(ctx context.Context, state string) iter.Seq2[Proposal, error] {
	return each[Proposal](ctx, c, "/proposals", url.Values{"state": {state}})
}

// ConfirmProposal says that a mail is a request. Without a note of how it was seen
// who wrote it, the portal asks them.
func (c *Client) ConfirmProposal(ctx context.Context, id, identity string) (p Proposal, err error) {
	_, err = c.Do(ctx, http.MethodPost, "/proposals/"+url.PathEscape(id)+"/confirm", map[string]string{"identity": identity}, &p)
	return p, err
}

// DismissProposal says that a mail is none, and why.
func (c *Client) DismissProposal(ctx context.Context, id, reason string) (p Proposal, err error) {
	_, err = c.Do(ctx, http.MethodPost, "/proposals/"+url.PathEscape(id)+"/dismiss", map[string]string{"reason": reason}, &p)
	return p, err
}

// RegisterText is one file of the register, with the tag of the version that it is
// of: for IfMatch.
func (c *Client) RegisterText(ctx context.Context, path string) (text, tag string, err error) {
	var file struct{ Text string }
	head, err := c.Do(ctx, http.MethodGet, textAt(path), nil, &file)
	return file.Text, head.Get("ETag"), err
}

// PutRegisterText puts a file in place of what stood there, over the version that
// the tag names, and returns the new one's.
func (c *Client) PutRegisterText(ctx context.Context, path, text, tag string) (string, error) {
	head, err := c.Do(ctx, http.MethodPut, textAt(path), map[string]string{"text": text}, nil, IfMatch(tag))
	return head.Get("ETag"), err
}

func textAt(path string) string { return "/register/text?" + url.Values{"path": {path}}.Encode() }

// An Element names one thing that the register says something of: a kind –
// organisation, activity, system, collection, field or party – and its names.
type Element struct{ Kind, Name, Collection, Field string }

func (e Element) at() string {
	q := url.Values{}
	for name, value := range map[string]string{"name": e.Name, "collection": e.Collection, "field": e.Field} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return "/register/elements/" + url.PathEscape(e.Kind) + "?" + q.Encode()
}

// Element is what the register says of a thing, by the paths of its form, with the
// tag of the version that it is of: for IfMatch.
func (c *Client) Element(ctx context.Context, e Element) (says map[string]string, tag string, err error) {
	var out struct{ Says map[string]string }
	head, err := c.Do(ctx, http.MethodGet, e.at(), nil, &out)
	return out.Says, head.Get("ETag"), err
}

// PutElement says a thing anew over the version that the tag names, and returns the
// new one's. What the paths leave out is taken away.
func (c *Client) PutElement(ctx context.Context, e Element, says map[string]string, tag string) (string, error) {
	head, err := c.Do(ctx, http.MethodPut, e.at(), map[string]any{"says": says}, nil, IfMatch(tag))
	return head.Get("ETag"), err
}

// RemoveElement takes a thing out of the register over the version that the tag
// names.
func (c *Client) RemoveElement(ctx context.Context, e Element, tag string) error {
	_, err := c.Do(ctx, http.MethodDelete, e.at(), nil, nil, IfMatch(tag))
	return err
}

// Publish publishes a document over the version in force that was seen, 0 for none,
// and returns the number of the one that is in force then.
func (c *Client) Publish(ctx context.Context, kind string, seen int) (number int, err error) {
	var out struct{ Number int }
	_, err = c.Do(ctx, http.MethodPost, "/documents/"+url.PathEscape(kind)+"/publish", map[string]int{"in_force": seen}, &out)
	return out.Number, err
}

// Discovery is how far the look for undeclared personal data has come.
type Discovery struct {
	System  string `json:"system"`
	Working bool   `json:"working"`
	Failed  string `json:"failed"`
}

// Discover has systems looked through, all when none is named.
func (c *Client) Discover(ctx context.Context, systems ...string) (d Discovery, err error) {
	_, err = c.Do(ctx, http.MethodPost, "/discovery", map[string]any{"systems": append([]string{}, systems...)}, &d)
	return d, err
}

// Discovery says how far that has come.
func (c *Client) Discovery(ctx context.Context) (d Discovery, err error) {
	_, err = c.Do(ctx, http.MethodGet, "/discovery", nil, &d)
	return d, err
}

// Found is where somebody is, and how much of it.
type Found struct {
	Places []struct {
		System, Collection, Whose string
		Records                   int
	}
	Gaps []struct{ System, Why string } // what was not searched
}

// Search looks for a person in all systems; why is written down with who looked.
func (c *Client) Search(ctx context.Context, by, value, why string) (f Found, err error) {
	_, err = c.Do(ctx, http.MethodPost, "/search", map[string]string{"type": by, "value": value, "reason": why}, &f)
	return f, err
}
