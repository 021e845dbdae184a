package frame

import (
	"crypto/hmac"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Seal makes a text that only we can have written, for one purpose, for this
// browser and for so long: what a form or a cookie carries from one page to the
// next. It hides nothing.
func (v *Visit) Seal(purpose string, data []byte, life time.Duration) string {
	v.token() // the browser has its cookie from here on
	ends := strconv.FormatInt(v.area.Site.Now().Add(life).Unix(), 36)
	text := base64.RawURLEncoding.EncodeToString(data) + "." + ends
	return text + "." + v.area.Site.sign("keep "+purpose+" "+v.browser, text)
}

// Open is what Seal sealed; false when it did not, when it was for another browser
// or purpose, or when its time is over.
func (v *Visit) Open(purpose, sealed string) ([]byte, bool) {
	v.token()
	text, mark, ok := cutLast(sealed)
	if !ok || !hmac.Equal([]byte(mark), []byte(v.area.Site.sign("keep "+purpose+" "+v.browser, text))) {
		return nil, false
	}
	body, ends, _ := cutLast(text)
	until, err := strconv.ParseInt(ends, 36, 64)
	if err != nil || v.area.Site.Now().Unix() >= until {
		return nil, false
	}
	data, err := base64.RawURLEncoding.DecodeString(body)
	return data, err == nil
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// Away sends the browser to an address that is not ours: a provider of sign-ins
// that the configuration names. What is said on the next page outlives the way.
func (v *Visit) Away(address string) error {
	v.keepFlashes()
	http.Redirect(v.W, v.R, address, http.StatusSeeOther)
	return nil
}
