package sqldb

import (
	"strings"
)

// SQLite keeps structure as the text of CREATE statements, and its catalogue
// tells nothing of CHECKs, collations, expressions and triggers. This file cuts
// such a text into tokens; it never has to understand an expression.

// token is one word, name, literal or sign, with its place in the text.
type token struct {
	text     string // upper-case for a bare word
	name     string // the name it stands for, without quotes
	from, to int
}

func (t token) is(words ...string) bool {
	for _, w := range words {
		if t.text == w {
			return true
		}
	}
	return false
}

func tokens(s string) []token {
	var all []token
	for i := 0; i < len(s); {
		n := tokenEnd(s, i)
		if t := makeToken(s[i:n], i); t.text != "" {
			all = append(all, t)
		}
		i = n
	}
	return all
}

// tokenEnd is where the token or blank that starts at i ends.
func tokenEnd(s string, i int) int {
	switch c := s[i]; {
	case strings.HasPrefix(s[i:], "--"):
		return i + until(s[i:], "\n")
	case strings.HasPrefix(s[i:], "/*"):
		return i + 2 + until(s[i+2:], "*/")
	case c == '\'' || c == '"' || c == '`':
		return quotedEnd(s, i, c)
	case c == '[':
		return i + until(s[i:], "]")
	case wordByte(c):
		for i < len(s) && wordByte(s[i]) {
			i++
		}
		return i
	}
	return i + 1
}

func until(s, end string) int {
	if n := strings.Index(s, end); n >= 0 {
		return n + len(end)
	}
	return len(s)
}

// quotedEnd is behind the closing quote; a doubled quote stands for itself.
func quotedEnd(s string, i int, quote byte) int {
	for i++; i < len(s); i++ {
		if s[i] != quote {
			continue
		}
		if i+1 < len(s) && s[i+1] == quote {
			i++
			continue
		}
		return i + 1
	}
	return len(s)
}

func wordByte(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func makeToken(s string, at int) token {
	t := token{text: s, name: s, from: at, to: at + len(s)}
	switch {
	case strings.TrimSpace(s) == "" || strings.HasPrefix(s, "--") || strings.HasPrefix(s, "/*"):
		t.text = ""
	case wordByte(s[0]):
		t.text = strings.ToUpper(s)
	case s[0] == '"' || s[0] == '`' || s[0] == '\'':
		q := s[:1]
		t.name = strings.ReplaceAll(strings.TrimSuffix(s[1:], q), q+q, q)
	case s[0] == '[':
		t.name = strings.Trim(s, "[]")
	}
	return t
}

// inParens is the tokens inside the parenthesis that opens at or after i, and
// the index behind it.
func inParens(all []token, i int) (inside []token, after int) {
	for i < len(all) && all[i].text != "(" {
		i++
	}
	depth := 0
	for j := i; j < len(all); j++ {
		switch all[j].text {
		case "(":
			depth++
		case ")":
			if depth--; depth == 0 {
				return all[i+1 : j], j + 1
			}
		}
	}
	return nil, len(all)
}

// split cuts tokens at the commas outside parentheses.
func split(all []token) [][]token {
	var parts [][]token
	depth, start := 0, 0
	for i, t := range all {
		switch t.text {
		case "(":
			depth++
		case ")":
			depth--
		case ",":
			if depth == 0 {
				parts = append(parts, all[start:i])
				start = i + 1
			}
		}
	}
	return append(parts, all[start:])
}

func source(s string, part []token) string {
	if len(part) == 0 {
		return ""
	}
	return s[part[0].from:part[len(part)-1].to]
}

// tableDef is what a CREATE TABLE says beyond the catalogue, by lower-case
// column name.
type tableDef struct {
	checks     []string
	collations map[string]string
	generated  map[string]string
}

func parseCreateTable(s string) tableDef {
	def := tableDef{collations: map[string]string{}, generated: map[string]string{}}
	inside, _ := inParens(tokens(s), 0)
	if len(inside) == 0 {
		return def
	}
	for _, part := range split(inside) {
		def.part(s, part)
	}
	return def
}

// part reads one column or table constraint.
func (def *tableDef) part(s string, part []token) {
	if len(part) == 0 {
		return
	}
	col := strings.ToLower(part[0].name)
	for i := 0; i < len(part); i++ {
		switch {
		case part[i].is("CHECK"):
			body, after := inParens(part, i)
			def.checks = append(def.checks, source(s, body))
			i = after - 1
		case part[i].is("COLLATE") && i+1 < len(part):
			def.collations[col] = strings.ToUpper(part[i+1].name)
		case part[i].is("AS") && i > 0:
			body, after := inParens(part, i)
			def.generated[col] = source(s, body)
			i = after - 1
		case part[i].is("("):
			_, after := inParens(part, i)
			i = after - 1
		}
	}
}

// parseCreateIndex is the texts of an index's parts.
func parseCreateIndex(s string) []string {
	inside, _ := inParens(tokens(s), 0)
	var exprs []string
	for _, part := range split(inside) {
		for len(part) > 1 && part[len(part)-1].is("ASC", "DESC") {
			part = part[:len(part)-1]
		}
		exprs = append(exprs, source(s, part))
	}
	return exprs
}

// parseCreateTrigger is when a trigger fires: BEFORE is what SQLite takes for
// granted.
func parseCreateTrigger(s string) (timing string, events []string) {
	timing = "before"
	for _, t := range tokens(s) {
		switch {
		case t.is("BEFORE", "AFTER"):
			timing = strings.ToLower(t.text)
		case t.is("INSTEAD"):
			timing = "instead of"
		case t.is("INSERT", "UPDATE", "DELETE"):
			return timing, []string{strings.ToLower(t.text)}
		}
	}
	return timing, nil
}

// normaliseSQLite makes two writings of one expression equal: without blanks,
// quotes around names, parentheses and case of words. Two expressions that this
// makes equal by accident would only be reported as not scanned.
func normaliseSQLite(s string) string {
	var b strings.Builder
	for _, t := range tokens(s) {
		switch {
		case t.is("(", ")"):
		case t.text[0] == '\'':
			b.WriteString(t.text)
		default:
			b.WriteString(strings.ToLower(t.name))
			b.WriteByte(' ')
		}
	}
	return b.String()
}
