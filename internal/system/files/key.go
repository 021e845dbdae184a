package files

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam"
)

// Escape writes a path so that it is text that people can read: control
// characters, signs that turn the direction of writing, and bytes that are no
// UTF-8 become %XX, and so does a percent sign that could be read as one of these. It is
// the form of a path in a Ref, and the order of keys is that of this form.
func Escape(path string) string {
	if clean(path) {
		return path
	}
	var b strings.Builder
	for i := 0; i < len(path); {
		r, size := utf8.DecodeRuneInString(path[i:])
		switch {
		case r == utf8.RuneError && size == 1, hidden(r), r == '%' && isEscape(path[i:]):
			for _, c := range []byte(path[i : i+size]) {
				b.WriteByte('%')
				b.WriteByte(hexDigits[c>>4])
				b.WriteByte(hexDigits[c&15])
			}
		default:
			b.WriteString(path[i : i+size])
		}
		i += size
	}
	return b.String()
}

const hexDigits = "0123456789ABCDEF"

func clean(path string) bool {
	for i := 0; i < len(path); i++ {
		if c := path[i]; c < ' ' || c >= 0x7f || c == '%' {
			return utf8.ValidString(path) && strings.IndexFunc(path, hidden) < 0 && !strings.Contains(path, "%")
		}
	}
	return true
}

// hidden reports whether a character cannot be seen, or moves others.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}

// isEscape reports whether text begins as an escaped byte does.
func isEscape(s string) bool {
	return len(s) >= 3 && s[0] == '%' && strings.IndexByte(hexDigits, s[1]) >= 0 && strings.IndexByte(hexDigits, s[2]) >= 0
}

// Unescape is the path that [Escape] made the text of.
func Unescape(key string) string {
	if !strings.Contains(key, "%") {
		return key
	}
	var b strings.Builder
	for i := 0; i < len(key); i++ {
		if !isEscape(key[i:]) {
			b.WriteByte(key[i])
			continue
		}
		b.WriteByte(byte(strings.IndexByte(hexDigits, key[i+1])<<4 | strings.IndexByte(hexDigits, key[i+2])))
		i += 2
	}
	return b.String()
}

// CheckPath refuses a path that does not name one place below the root.
func CheckPath(path string) error {
	if path == "" {
		return nil
	}
	for name := range strings.SplitSeq(path, "/") {
		if name == "" || name == "." || name == ".." || strings.Contains(name, "\x00") {
			return varsam.Errorf(varsam.Invalid, "a path has an empty name, or one that leads elsewhere")
		}
	}
	return nil
}

// join is the path of a name in a folder.
func join(folder, name string) string {
	if folder == "" {
		return name
	}
	return folder + "/" + name
}

// parent is the folder that a path lies in, empty for the root.
func parent(path string) string {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return ""
	}
	return path[:i]
}

// base is the last name of a path.
func base(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// below reports whether a path lies in a folder, at any depth.
func below(path, folder string) bool {
	return folder == "" || len(path) > len(folder) && path[len(folder)] == '/' && path[:len(folder)] == folder
}
