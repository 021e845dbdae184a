package frame

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"

	"github.com/varsam/varsam"
)

const (
	tokenField    = "_token"
	browserCookie = "varsam-browser"
)

// token is bound to the browser by a cookie and to us by the key: a page
// elsewhere can make a browser send the cookie, but not the token. Each page has
// one of its own, by which a form that is sent twice is known.
func (v *Visit) token() string {
	if v.browser == "" {
		v.browser = v.Cookie(browserCookie)
	}
	if len(v.browser) != browserLength {
		b := make([]byte, 18)
		rand.Read(b)
		v.browser = base64.RawURLEncoding.EncodeToString(b)
		v.SetCookie(browserCookie, v.browser, 0)
	}
	if v.page == "" {
		b := make([]byte, 9)
		rand.Read(b)
		v.page = base64.RawURLEncoding.EncodeToString(b)
	}
	return v.page + v.area.Site.sign("form", v.browser+v.page)
}

// The letters of a browser's cookie, and of what a token begins with.
const (
	browserLength = 24
	pageLength    = 12
)

// checkForm lets nothing change that a page of ours did not ask for.
func (v *Visit) checkForm() error {
	if v.R.Method == http.MethodGet || v.R.Method == http.MethodHead {
		return nil
	}
	browser := v.Cookie(browserCookie)
	token := v.R.PostFormValue(tokenField)
	page := token[:min(len(token), pageLength)]
	want := page + v.area.Site.sign("form", browser+page)
	if len(browser) != browserLength || len(page) != pageLength || !hmac.Equal([]byte(want), []byte(token)) {
		return varsam.Errorf(varsam.Denied, "the form is too old or came from elsewhere; go back, load the page again and send it once more")
	}
	return nil
}

// sign is a text's mark by the site's key, for one purpose.
func (s *Site) sign(purpose, text string) string {
	h := hmac.New(sha256.New, s.Key)
	h.Write([]byte(purpose))
	h.Write([]byte{0})
	h.Write([]byte(text))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}
