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
// elsewhere can make a browser send the cookie, but not the token.
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
	return v.area.Site.sign("form", v.browser)
}

const browserLength = 24

// checkForm lets nothing change that a page of ours did not ask for.
func (v *Visit) checkForm() error {
	if v.R.Method == http.MethodGet || v.R.Method == http.MethodHead {
		return nil
	}
	browser := v.Cookie(browserCookie)
	want := v.area.Site.sign("form", browser)
	if len(browser) != browserLength || !hmac.Equal([]byte(want), []byte(v.R.PostFormValue(tokenField))) {
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
