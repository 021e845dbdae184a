package mailbox

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"

	"github.com/varsam/varsam"
)

// loginTo logs a connection in to a mailbox.
func (s *System) loginTo(ctx context.Context, c *session) error {
	user := strings.ReplaceAll(s.set.login, "{account}", c.account)
	if s.set.auth == authPassword {
		if c.c.Caps().Has(imap.AuthCap("PLAIN")) {
			return c.c.Authenticate(&plain{user, s.set.password})
		}
		if c.c.Caps().Has(imap.CapLoginDisabled) {
			return varsam.Errorf(varsam.Denied, "%s: the server takes no password on this line", s.name)
		}
		return c.c.Login(user, s.set.password).Wait()
	}
	token, err := s.tokens.get(ctx)
	if err != nil {
		return err
	}
	err = c.c.Authenticate(&bearer{mechanism: s.set.auth, user: user, host: s.set.host, token: token})
	if err != nil {
		s.tokens.drop(token)
	}
	return err
}

// plain is SASL PLAIN (RFC 4616).
type plain struct{ user, password string }

func (p *plain) Start() (string, []byte, error) {
	return "PLAIN", []byte("\x00" + p.user + "\x00" + p.password), nil
}

func (p *plain) Next([]byte) ([]byte, error) { return nil, io.ErrUnexpectedEOF }

// bearer is XOAUTH2, as Google and Microsoft define it, or OAUTHBEARER (RFC 7628).
type bearer struct{ mechanism, user, host, token string }

func (b *bearer) Start() (string, []byte, error) {
	if b.mechanism == authXOAuth2 {
		return "XOAUTH2", []byte("user=" + b.user + "\x01auth=Bearer " + b.token + "\x01\x01"), nil
	}
	return "OAUTHBEARER", []byte("n,a=" + escaped.Replace(b.user) + ",\x01host=" + b.host + "\x01auth=Bearer " + b.token + "\x01\x01"), nil
}

var escaped = strings.NewReplacer("=", "=3D", ",", "=2C")

// Next answers the server's explanation of a refusal, so that it says NO.
func (b *bearer) Next([]byte) ([]byte, error) {
	if b.mechanism == authXOAuth2 {
		return []byte{}, nil
	}
	return []byte{1}, nil
}

// tokenSettings say how access tokens are got (RFC 6749, 4.4 and 6).
type tokenSettings struct{ url, client, secret, refresh, scope string }

// tokens keeps the current access token.
type tokens struct {
	set    tokenSettings
	system string
	http   *http.Client

	mu      sync.Mutex
	current string
	until   time.Time
	refresh string // the newest, where the server gives another one each time
}

// get is a token that will be good for another minute.
func (t *tokens) get(ctx context.Context) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.current != "" && time.Until(t.until) > time.Minute {
		return t.current, nil
	}
	form := url.Values{"client_id": {t.set.client}, "grant_type": {"client_credentials"}}
	if t.refresh != "" {
		form = url.Values{"client_id": {t.set.client}, "grant_type": {"refresh_token"}, "refresh_token": {t.refresh}}
	}
	if t.set.secret != "" {
		form.Set("client_secret", t.set.secret)
	}
	if t.set.scope != "" {
		form.Set("scope", t.set.scope)
	}
	return t.ask(ctx, form)
}

func (t *tokens) ask(ctx context.Context, form url.Values) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.set.url, strings.NewReader(form.Encode()))
	if err != nil {
		return "", varsam.Errorf(varsam.Invalid, "%s: token_url is no address", t.system)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := t.http.Do(req)
	if err != nil {
		return "", varsam.Errorf(varsam.Unavailable, "%s: the server for tokens does not answer", t.system)
	}
	defer res.Body.Close()
	var answer struct {
		Token   string  `json:"access_token"`
		Refresh string  `json:"refresh_token"`
		Expires float64 `json:"expires_in"`
		Error   string  `json:"error"`
	}
	err = json.NewDecoder(io.LimitReader(res.Body, 1<<20)).Decode(&answer)
	switch {
	case res.StatusCode >= 500 || res.StatusCode == http.StatusTooManyRequests:
		return "", varsam.Errorf(varsam.Unavailable, "%s: the server for tokens answers %d", t.system, res.StatusCode)
	case res.StatusCode != http.StatusOK || err != nil || answer.Token == "":
		return "", varsam.Errorf(varsam.Denied, "%s: no token was given (%d%s); look at client_id, client_secret and what the application may do",
			t.system, res.StatusCode, word(answer.Error))
	}
	t.current, t.until = answer.Token, time.Now().Add(time.Duration(answer.Expires)*time.Second)
	if answer.Refresh != "" && t.refresh != "" {
		t.refresh = answer.Refresh
	}
	return t.current, nil
}

// word is an error code of RFC 6749, when it is one.
func word(code string) string {
	for _, known := range []string{
		"invalid_request", "invalid_client", "invalid_grant", "unauthorized_client", "unsupported_grant_type", "invalid_scope",
	} {
		if code == known {
			return fmt.Sprintf(", %s", code)
		}
	}
	return ""
}

// drop forgets a token that the mail server refused.
func (t *tokens) drop(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.current == token {
		t.current = ""
	}
}
