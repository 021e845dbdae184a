package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/api/token"
	"github.com/varsam/varsam/internal/locale"
)

// call is one request of a program while it is answered.
type call struct {
	*API
	ctx   context.Context
	w     http.ResponseWriter
	r     *http.Request
	token token.Token
	body  []byte
	route route
	etag  string
	place string // address of what was created

	// say says things in the language that the caller asks for, English otherwise.
	say locale.Printer
}

// file is an answer that is no JSON.
type file struct {
	name, mediaType string
	data            []byte
}

// Most bytes of a body.
const (
	maxBody   = 1 << 20
	maxUpload = 64 << 20
)

func (a *API) call(w http.ResponseWriter, r *http.Request) *call {
	return &call{API: a, ctx: r.Context(), w: w, r: r, say: locale.For(language(r))}
}

// language is the first of the caller's that is one of ours.
func language(r *http.Request) varsam.Lang {
	for _, part := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		if lang, err := varsam.ParseLang(tag); err == nil {
			return lang
		}
		base, _, _ := strings.Cut(tag, "-")
		if lang, err := varsam.ParseLang(base); err == nil {
			return lang
		}
	}
	return varsam.English
}

// handler is a route with everything that stands before it, in this order: who,
// how often, what they may, what they sent, whether it was sent before, whether
// it is still as they saw it.
func (a *API) handler(route route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := a.call(w, r)
		c.route = route
		if err := c.admit(); err != nil {
			c.fail(err)
			return
		}
		if err := c.fetch(); err != nil {
			c.fail(err)
			return
		}
		if key := r.Header.Get("Idempotency-Key"); route.once && key != "" {
			c.onceFor(key)
			return
		}
		c.answer(c.perform())
	})
}

// perform does what was asked for, alone where two may edit the same.
func (c *call) perform() (any, error) {
	if c.route.edits || c.route.mustMatch {
		done := c.turns.lock(c.r.PathValue("id"))
		defer done()
	}
	if c.route.mustMatch && c.r.Header.Get("If-Match") == "" {
		return nil, &fault{status: http.StatusPreconditionRequired, error: varsam.Errorf(varsam.Invalid, "this needs If-Match with the ETag that it was made from")}
	}
	if c.route.ofCase {
		if err := c.mustSee(c.r.PathValue("id")); err != nil {
			return nil, err
		}
	}
	if c.route.edits {
		if err := c.matchesCase(); err != nil {
			return nil, err
		}
	}
	return c.route.do(c)
}

// admit looks whose token it is and whether it may.
func (c *call) admit() error {
	scheme, secret, _ := strings.Cut(c.r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || secret == "" {
		return errNoToken
	}
	t, err := c.Tokens.Of(c.ctx, strings.TrimSpace(secret))
	if varsam.CodeOf(err) == varsam.Denied {
		// Only guesses count against an address: others there have tokens.
		if wait := c.limits.strangers.take(address(c.r), c.Now()); wait > 0 {
			return tooMany(wait)
		}
		return errNoToken
	}
	if err != nil {
		return err
	}
	c.token = t
	if wait := c.limits.tokens.take(t.ID, c.Now()); wait > 0 {
		return tooMany(wait)
	}
	for _, scope := range c.route.scopes {
		if !t.May(scope) {
			return varsam.Errorf(varsam.Denied, "the token has no scope %s; make one that has, with varsam token new or on the page Tokens", scope)
		}
	}
	return nil
}

// fetch reads the body whole.
func (c *call) fetch() (err error) {
	most := int64(maxBody)
	if c.route.takes != "" {
		most = maxUpload
	}
	if c.route.in == nil && c.route.takes == "" {
		return nil
	}
	want := "application/json"
	if c.route.takes != "" {
		want = c.route.takes
	}
	if got, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type")); err != nil || got != want {
		return &fault{status: http.StatusUnsupportedMediaType, error: varsam.Errorf(varsam.Unsupported, "the body must be %s, and its Content-Type say so", want)}
	}
	c.body, err = io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, most))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return &fault{status: http.StatusRequestEntityTooLarge, error: varsam.Errorf(varsam.Invalid, "the body is larger than %d bytes", most)}
	case err != nil:
		return varsam.Errorf(varsam.Invalid, "the body did not arrive whole")
	}
	return nil
}

// read checks the body against its schema and reads it.
func (c *call) read(into any) error {
	if c.route.in == nil {
		return nil
	}
	if err := check(c.route, c.body); err != nil {
		return err
	}
	if err := json.Unmarshal(c.body, into); err != nil {
		return varsam.Errorf(varsam.Invalid, "the body is not what the reference says: a value has a form that cannot be read")
	}
	return nil
}

// answer writes what came of a call.
func (c *call) answer(out any, err error) {
	if err != nil {
		c.fail(err)
		return
	}
	switch out := out.(type) {
	case nothing:
		c.w.WriteHeader(http.StatusNoContent)
	case file:
		c.send(c.route.status, out.mediaType, out.data, out.name)
	default:
		data, err := encode(out)
		if err != nil {
			c.fail(err)
			return
		}
		if c.place != "" {
			c.w.Header().Set("Location", c.place)
		}
		c.sendJSON(c.route.status, data)
	}
}

func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		return nil, varsam.Errorf(varsam.Internal, "an answer cannot be written as JSON")
	}
	return b.Bytes(), nil
}

func (c *call) sendJSON(status int, data []byte) { c.send(status, "application/json", data, "") }

func (c *call) send(status int, mediaType string, data []byte, name string) {
	h := c.w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	if c.etag != "" {
		h.Set("ETag", c.etag)
	}
	if name != "" {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
		h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	c.w.WriteHeader(status)
	c.w.Write(data)
}

// param is a part of the path.
func (c *call) param(name string) string { return c.r.PathValue(name) }

// value is a value of the address.
func (c *call) value(name string) string { return c.r.URL.Query().Get(name) }

// limit is how many items a page is to have.
func (c *call) limit() (int, error) {
	text := c.value("limit")
	if text == "" {
		return usualItems, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > mostItems {
		return 0, varsam.Errorf(varsam.Invalid, "limit is a number from 1 to %d", mostItems)
	}
	return n, nil
}

// oneOf reads a value of the address that must be one of some.
func oneOf[T ~string](c *call, name string, all []T) (v T, err error) {
	v = T(c.value(name))
	for _, known := range all {
		if v == known || v == "" {
			return v, nil
		}
	}
	return "", varsam.Errorf(varsam.Invalid, "%s is not one of the values that the reference names", name)
}
