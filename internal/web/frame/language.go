package frame

import (
	"net/http"
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

const languageCookie = "varsam-language"

// Languages are those of the pages, each by its own name.
var Languages = []struct {
	Lang varsam.Lang
	Name string
}{{varsam.Swedish, "Svenska"}, {varsam.FinlandSwedish, "Svenska (Finland)"}, {varsam.English, "English"}}

// languageOf is what the visitor chose, or what the browser asks for, or the
// site's own.
func (s *Site) languageOf(r *http.Request) varsam.Lang {
	if chosen, ok := known(s.cookie(r, languageCookie)); ok {
		return chosen
	}
	for _, part := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		if lang, ok := known(tag); ok {
			return lang
		}
	}
	return s.Language
}

// Prefers reports whether a visitor who has chosen no language of ours has a browser
// that asks for another before any of them: documents may be in it, pages are not.
func (v *Visit) Prefers(base string) bool {
	if _, chosen := known(v.Cookie(languageCookie)); chosen {
		return false
	}
	for _, part := range strings.Split(v.R.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		if first, _, _ := strings.Cut(tag, "-"); strings.EqualFold(first, base) {
			return true
		}
		if _, ok := known(tag); ok {
			return false
		}
	}
	return false
}

// known reads a language tag of ours; en-GB is en.
func known(tag string) (varsam.Lang, bool) {
	if lang, err := varsam.ParseLang(tag); err == nil {
		return lang, true
	}
	base, _, regional := strings.Cut(tag, "-")
	if !regional {
		return "", false
	}
	lang, err := varsam.ParseLang(base)
	return lang, err == nil
}

// chooseLanguage keeps the choice and shows the same page again.
func (s *Site) chooseLanguage(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if lang, ok := known(r.PostFormValue("language")); ok {
		s.setCookie(w, languageCookie, string(lang), 365*24*time.Hour)
	}
	http.Redirect(w, r, ownPath(r.PostFormValue("back")), http.StatusSeeOther)
}

// speak makes the visit be in a language.
func (v *Visit) speak(lang varsam.Lang) { v.Printer = locale.For(lang) }

// Tag is the language as HTML has it.
func (v *Visit) Tag() string { return string(v.Lang()) }

// Choices are the languages to choose from.
func (v *Visit) Choices() any { return Languages }
