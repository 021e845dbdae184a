package register

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/varsam/varsam/internal/locale"
)

// checkSettings keeps secrets out of the files: they are named, never written.
// A data source without a password (a path, a socket) may stand in clear.
func (l *loader) checkSettings(p place, settings map[string]string) {
	for _, key := range slices.Sorted(maps.Keys(settings)) {
		value := settings[key]
		switch {
		case isReference(value) && !holdsPassword(value):
			if !reference.MatchString(value) {
				p.in(key).fault("wrong-reference", locale.Says("the reference of %s is incomplete", quote(key)), locale.Says("write env:NAME or file:PATH"))
			}
		case isSecretKey(key) && value != "":
			p.in(key).fault("secret", locale.Says("%s is a secret and is given in clear", quote(key)), locale.Says("give it by reference: env:NAME or file:PATH, and change it, because it has been read"))
		case holdsPassword(value):
			p.in(key).fault("secret", locale.Says("%s holds a password", quote(key)), locale.Says("give the whole by reference: env:NAME or file:PATH, and change the password, because it has been read"))
		}
	}
}

var reference = regexp.MustCompile(`^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$`)

// isReference: file: is one for us, but file:/// and file:x?mode=ro are what
// SQLite writes; a password is not in those either.
func isReference(value string) bool {
	return strings.HasPrefix(value, "env:") || strings.HasPrefix(value, "file:")
}

var secretWords = []string{"password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "credential", "credentials", "key", "privatekey"}

// isSecretKey looks at the last word of a key: api_key and clientSecret are
// secrets, key_column is not.
func isSecretKey(key string) bool {
	words := strings.FieldsFunc(splitCamel(key), func(r rune) bool { return strings.ContainsRune("_-. ", r) })
	if len(words) == 0 {
		return false
	}
	return slices.Contains(secretWords, strings.ToLower(words[len(words)-1]))
}

func splitCamel(s string) string {
	return camel.ReplaceAllString(s, "${1}_${2}")
}

var camel = regexp.MustCompile(`([a-z])([A-Z])`)

// The usual ways to write a password into a data source.
var passwordForms = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(^|[\s;?&])(password|passwd|pwd|sslpassword|api_?key|access_?token|token|secret)\s*=\s*[^\s;&]`),
	regexp.MustCompile(`^[^\s/:@]+:[^@]+@([a-z]+\(|[^/]*/)`), // user:password@tcp(host)/db
	regexp.MustCompile(`://[^/\s:@]*:[^/\s@]+@`),
}

func holdsPassword(value string) bool {
	if u, err := url.Parse(value); err == nil && u.User != nil {
		if password, set := u.User.Password(); set && password != "" {
			return true
		}
	}
	return slices.ContainsFunc(passwordForms, func(re *regexp.Regexp) bool { return re.MatchString(value) })
}

// isSecret reports whether a setting would give a secret in clear.
func isSecret(key, value string) bool {
	return value != "" && (holdsPassword(value) || isSecretKey(key) && !isReference(value))
}

// showsSecret looks at a line alone, of a file that could not be read. It errs on
// the side of hiding.
func showsSecret(line string) bool { return keyedSecret.MatchString(line) || passwordIn(line) }

func passwordIn(line string) bool {
	return slices.ContainsFunc(passwordForms, func(re *regexp.Regexp) bool { return re.MatchString(line) })
}

var keyedSecret = regexp.MustCompile(`(?i)(password|passwd|passphrase|pwd|secret|token|key|credentials?)["']?\s*:\s*[^\s]`)
