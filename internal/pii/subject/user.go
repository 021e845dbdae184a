package subject

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/varsam/varsam/internal/pii/needle"
)

// user is what stands before the @ of mail addresses that are made of a name: "anna.berg@", "annaberg@", "a.berg@", "aberg@", "berg.anna@". They may
// be somebody else's of the name.
type user struct {
	full, short int32 // with the given name, with its first letter
	given       string
}

// users adds those of a name, its letters without their marks and spelled out, and a double given name without its hyphen. They are looked for by the
// family name, which is looked for anyhow.
func (m *maker) users(person int, given, family string) {
	full := m.id(person, UserName, Name, userAlone)
	short := m.id(person, UserName, Name, initialAlone)
	for _, g := range slices.Compact([]string{given, strings.ReplaceAll(given, "-", "")}) {
		ways := [][2]string{{bare(g), bare(family)}, {bare(spelledOut.Replace(g)), bare(spelledOut.Replace(family))}}
		for _, name := range slices.Compact(ways) {
			if len(name[1]) >= needle.Least {
				m.s.users = append(m.s.users, user{full, short, name[0]})
				m.needle([]byte(name[1]), anchor{kind: isUser, index: int32(len(m.s.users) - 1)})
			}
		}
	}
}

// match reads the given name before or behind the family name from start to end, and the @.
func (u *user) match(text []byte, start, end int) (m mark, ok bool) {
	if end == len(text) {
		return m, false
	}
	behind := "." + u.given + "@"
	m = mark{start: start, end: end, id: u.full}
	switch {
	case text[end] == '@':
		if m.start, m.id = u.before(text[:start]); m.start == start {
			return m, false
		}
	case text[end] == '.' && len(text)-end >= len(behind) && strings.EqualFold(behind, string(text[end:end+len(behind)])):
		m.end += len(behind) - 1
	default:
		return m, false
	}
	last, size := utf8.DecodeLastRune(text[:m.start])
	beyond, _ := utf8.DecodeLastRune(text[:m.start-size])
	return m, escaped(text[:m.start]) || !inWord(last) && !joins("._%+-'@", last, beyond)
}

// before is where the given name or its first letter begins that the text ends with, with a point or without, and what it is then; the end of the
// text when it ends with neither.
func (u *user) before(text []byte) (start int, id int32) {
	name := bytes.TrimSuffix(text, []byte("."))
	_, letter := utf8.DecodeRuneInString(u.given)
	switch {
	case endsWith(name, u.given):
		return len(name) - len(u.given), u.full
	case endsWith(name, u.given[:letter]):
		return len(name) - letter, u.short
	}
	return len(text), 0
}

// endsWith reports whether a text ends with what is in small letters, in either case.
func endsWith(text []byte, what string) bool {
	return len(text) >= len(what) && strings.EqualFold(what, string(text[len(text)-len(what):]))
}
