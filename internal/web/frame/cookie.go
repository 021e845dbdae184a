package frame

import (
	"net/http"
	"time"
)

// Cookie is the value of a cookie of ours, empty when there is none.
func (v *Visit) Cookie(name string) string {
	return v.area.Site.cookie(v.R, name)
}

func (s *Site) cookie(r *http.Request, name string) string {
	c, err := r.Cookie(s.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}

// SetCookie keeps a value in the browser, out of reach of scripts and other
// sites; until the browser is closed when age is 0.
func (v *Visit) SetCookie(name, value string, age time.Duration) {
	v.area.Site.setCookie(v.W, name, value, age)
}

// DropCookie ends it.
func (v *Visit) DropCookie(name string) { v.area.Site.setCookie(v.W, name, "", -time.Second) }

func (s *Site) setCookie(w http.ResponseWriter, name, value string, age time.Duration) {
	c := &http.Cookie{
		Name: s.cookieName(name), Value: value, Path: "/", HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode,
		MaxAge: int(age / time.Second),
	}
	http.SetCookie(w, c)
}

// cookieName ties a cookie to exactly this host where that can be had.
func (s *Site) cookieName(name string) string {
	if s.Secure {
		return "__Host-" + name
	}
	return name
}
