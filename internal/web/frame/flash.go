package frame

import (
	"crypto/hmac"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// Flash is a message that is shown once, on the next page.
type Flash struct {
	Kind Tone     `json:"k"`
	Key  string   `json:"s"` // of its sentence
	Args []string `json:"a,omitempty"`
}

// Tone is how a message looks.
type Tone string

// The tones.
const (
	Good Tone = "good" // it is done
	Note Tone = "note" // something to know
	Bad  Tone = "bad"  // it was not done
)

const flashCookie = "varsam-said"

// Flash says something on the next page. The arguments are names and numbers,
// never about a person: they pass through the browser.
func (v *Visit) Flash(kind Tone, key string, args ...string) {
	v.flashes = append(v.flashes, Flash{kind, key, args})
}

// keepFlashes lets the messages outlive a redirect, signed.
func (v *Visit) keepFlashes() {
	if len(v.flashes) == 0 {
		return
	}
	plain, err := json.Marshal(v.flashes)
	if err != nil {
		return
	}
	text := base64.RawURLEncoding.EncodeToString(plain)
	v.SetCookie(flashCookie, text+"."+v.area.Site.sign("said", text), 0)
	v.flashes = nil
}

// Flashes are the messages of this page, each shown once.
func (v *Visit) Flashes() []Flash {
	all := v.flashes
	if cookie := v.Cookie(flashCookie); cookie != "" {
		v.DropCookie(flashCookie)
		text, mark, _ := strings.Cut(cookie, ".")
		if hmac.Equal([]byte(mark), []byte(v.area.Site.sign("said", text))) {
			var kept []Flash
			plain, _ := base64.RawURLEncoding.DecodeString(text)
			_ = json.Unmarshal(plain, &kept) // we signed it
			all = append(kept, all...)
		}
	}
	v.flashes = nil
	return all
}
