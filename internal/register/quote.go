package register

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// safe is text that YAML reads back as the same text without quotes.
var safe = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_./-]*$`)

// reserved words would be read as something else than text.
var reserved = []string{"null", "true", "false", "yes", "no", "on", "off", "y", "n", "inf", "nan"}

// scalar writes text for YAML, in quotes where it needs them.
func scalar(s string) string {
	if safe.MatchString(s) && !slices.Contains(reserved, strings.ToLower(s)) {
		return s
	}
	return doubleQuoted(s)
}

// doubleQuoted escapes what a double-quoted scalar must, and nothing else, so
// that å stays å.
func doubleQuoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7f:
			b.WriteString(`\x`)
			b.WriteByte("0123456789abcdef"[r>>4])
			b.WriteByte("0123456789abcdef"[r&15])
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// words writes one name, or a list.
func words(names []string) string {
	if len(names) == 1 {
		return scalar(names[0])
	}
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = scalar(n)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

func flowMap(m map[string]string) string {
	parts := make([]string, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, scalar(k)+": "+doubleQuoted(m[k]))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}
