package dropbox

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/system/files/web"
)

// Whom a team's app acts as, and where paths begin.
const (
	selectUser  = "Dropbox-API-Select-User"
	selectAdmin = "Dropbox-API-Select-Admin"
	pathRoot    = "Dropbox-API-Path-Root"
)

// client speaks with Dropbox's two servers.
type client struct {
	api, content *web.Client
	team         bool

	key, secret, refresh string
	header               map[string]string // whom and where

	mu    *sync.Mutex
	token *string
}

func newClient(api, content string, settings map[string]string) (c client, err error) {
	if c.api, err = web.New(api, ""); err == nil {
		c.content, err = web.New(content, "")
	}
	token := settings["token"]
	c.key, c.secret, c.refresh = settings["app_key"], settings["app_secret"], settings["refresh_token"]
	if err == nil && token == "" && (c.refresh == "" || c.key == "") {
		err = varsam.Errorf(varsam.Invalid, "dropbox needs app_key and refresh_token, or token")
	}
	if err != nil {
		return c, err
	}
	c.mu, c.token, c.header = &sync.Mutex{}, &token, map[string]string{}
	for setting, name := range map[string]string{"member": selectUser, "admin": selectAdmin} {
		if settings[setting] != "" {
			c.header[name], c.team = settings[setting], true
		}
	}
	if ns := settings["namespace"]; ns != "" {
		root, _ := json.Marshal(map[string]string{".tag": "namespace_id", "namespace_id": ns})
		c.header[pathRoot] = string(root)
	}
	for _, server := range []*web.Client{c.api, c.content} {
		server.Sign, server.Expired = c.sign, c.renew
	}
	return c, nil
}

// Close implements the store's.
func (c client) Close() error {
	c.api.Close()
	return c.content.Close()
}

func (c client) sign(r *http.Request, _ []byte) error {
	if r.URL.Path == tokenPath {
		return nil
	}
	c.mu.Lock()
	token := *c.token
	c.mu.Unlock()
	if token == "" {
		if !c.renew(r.Context()) {
			return varsam.Errorf(varsam.Denied, "dropbox gave no access token for the refresh token")
		}
		return c.sign(r, nil)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	return nil
}

const tokenPath = "/oauth2/token"

// renew asks for another access token; false says that there is none to be had.
func (c client) renew(ctx context.Context) bool {
	if c.refresh == "" {
		return false
	}
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {c.refresh}, "client_id": {c.key}}
	if c.secret != "" {
		form.Set("client_secret", c.secret)
	}
	call := web.Call{Method: http.MethodPost, Path: tokenPath, Body: []byte(form.Encode()), Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}
	server := *c.api
	server.Expired = nil
	body, _, err := server.Read(ctx, call, 1<<20)
	var answer struct {
		Token string `json:"access_token"`
	}
	if err != nil || json.Unmarshal(body, &answer) != nil || answer.Token == "" {
		return false
	}
	c.mu.Lock()
	*c.token = answer.Token
	c.mu.Unlock()
	return true
}

// rpc asks a question that changes nothing.
func (c client) rpc(ctx context.Context, route string, arg, into any) error {
	return c.post(ctx, route, arg, into, c.header, false)
}

// asTeam asks as the team's app, and as no member.
func (c client) asTeam(ctx context.Context, route string, arg, into any) error {
	return c.post(ctx, route, arg, into, nil, false)
}

// busy is how often a change is sent that Dropbox had no time for.
const busy = 6

// change sends a change. "Too many write operations" says that nothing was done.
func (c client) change(ctx context.Context, route string, arg any) error {
	for try := 1; ; try++ {
		err := c.post(ctx, route, arg, nil, c.header, true)
		if try == busy || !strings.Contains(summary(err), "too_many_write_operations") {
			return err
		}
		if c.api.Wait(ctx, 50*time.Millisecond<<try) != nil {
			return err
		}
	}
}

func (c client) post(ctx context.Context, route string, arg, into any, header map[string]string, changes bool) error {
	body, err := json.Marshal(arg)
	if err != nil {
		return varsam.Errorf(varsam.Invalid, "a request that cannot be written")
	}
	call := web.Call{Method: http.MethodPost, Path: "/2/" + route, Body: body, Header: map[string]string{"Content-Type": "application/json"}, Changes: changes}
	for name, value := range header {
		call.Header[name] = value
	}
	answer, _, err := c.api.Read(ctx, call, 64<<20)
	if err != nil {
		return meant(err)
	}
	if into != nil && json.Unmarshal(answer, into) != nil {
		return varsam.Errorf(varsam.Unavailable, "dropbox's answer cannot be read")
	}
	return nil
}

// contents is a request to the server of contents, whose argument is a header.
func (c client) contents(route string, arg any, body []byte, changes bool) web.Call {
	call := web.Call{Method: http.MethodPost, Path: "/2/" + route, Body: body, Header: map[string]string{"Content-Type": "application/octet-stream"}, Changes: changes}
	for name, value := range c.header {
		call.Header[name] = value
	}
	text, _ := json.Marshal(arg)
	call.Header["Dropbox-API-Arg"] = ascii(string(text))
	return call
}

func (c client) download(ctx context.Context, path string) (io.ReadCloser, error) {
	resp, err := c.content.Do(ctx, c.contents("files/download", map[string]string{"path": path}, nil, false))
	if err != nil {
		return nil, meant(err)
	}
	return resp.Body, nil
}

func (c client) upload(ctx context.Context, arg any, content []byte, into any) error {
	body, _, err := c.content.Read(ctx, c.contents("files/upload", arg, content, true), 1<<20)
	if err != nil {
		return meant(err)
	}
	return json.Unmarshal(body, into)
}

// ascii writes JSON so that it may stand in a header.
func ascii(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r < 0x7f:
			b.WriteRune(r)
		case r > 0xffff:
			r -= 0x10000
			b.WriteString(escaped(0xd800+r>>10) + escaped(0xdc00+r&0x3ff))
		default:
			b.WriteString(escaped(r))
		}
	}
	return b.String()
}

func escaped(r rune) string {
	hex := strconv.FormatInt(int64(r), 16)
	return `\u` + strings.Repeat("0", 4-len(hex)) + hex
}
