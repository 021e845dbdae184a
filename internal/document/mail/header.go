// Package mail reads messages as strangers send them: RFC 5322 and MIME with all that breaks their rules, boxes of them, and
// those of Outlook.
package mail

import (
	"bytes"
	"mime"
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/document/charset"
	"github.com/varsam/varsam/internal/extract"
)

// Bounds of one header: what stands beyond is told as not read.
const (
	mostFields = 10_000
	longest    = 4 << 20
)

// field is one field of a header, unfolded.
type field struct {
	name  string // lower case
	value []byte
}

type header []field

// readHeader reads up to the blank line. What is no field ends the header, and is left for the body.
func readHeader(in *lines) (h header, all bool) {
	size := 0
	for {
		line, ok := in.peek()
		if !ok {
			return h, true
		}
		body := bytes.TrimRight(line, "\r\n")
		if len(body) == 0 {
			in.next()
			return h, true
		}
		if size += len(line); len(h) == mostFields || size > longest {
			in.skipHeader()
			return h, false
		}
		if !in.fresh && len(h) > 0 { // a line longer than the buffer
			last := &h[len(h)-1]
			last.value = append(last.value, body...)
			in.next()
			continue
		}
		if (body[0] == ' ' || body[0] == '\t') && len(h) > 0 {
			last := &h[len(h)-1]
			last.value = append(append(last.value, ' '), bytes.TrimSpace(body)...)
			in.next()
			continue
		}
		name, value, ok := bytes.Cut(body, []byte(":"))
		if !ok || !isName(bytes.TrimRight(name, " \t")) {
			if bytes.HasPrefix(body, []byte("From ")) || bytes.HasPrefix(body, []byte(">From ")) {
				in.next()
				continue
			}
			return h, true
		}
		h = append(h, field{strings.ToLower(strings.TrimSpace(string(name))), bytes.Clone(bytes.TrimSpace(value))})
		in.next()
	}
}

// isName accepts the printable characters of RFC 5322, 3.6.8.
func isName(b []byte) bool {
	for _, c := range b {
		if c <= ' ' || c > '~' || c == ':' {
			return false
		}
	}
	return len(b) > 0
}

// get is the first value of a field.
func (h header) get(name string) string {
	for _, f := range h {
		if f.name == name {
			return string(f.value)
		}
	}
	return ""
}

// tell hands over every field, decoded.
func (h header) tell(p *extract.Part, prefix string) error {
	seen := map[string]int{}
	for _, f := range h {
		seen[f.name]++
		place := prefix + "header=" + f.name
		if n := seen[f.name]; n > 1 {
			place += "[" + strconv.Itoa(n) + "]"
		}
		if err := p.Value(place, f.name, Words(f.value)); err != nil {
			return err
		}
	}
	return nil
}

// Words decodes the encoded words of RFC 2047 in a header's value, and what was not encoded at all.
func Words(value []byte) string {
	s := charset.String(value, "")
	if !strings.Contains(s, "=?") {
		return s
	}
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "=?")
		if !ok {
			break
		}
		word, after, ok := cutWord(rest)
		if !ok {
			out.WriteString(before + "=?")
			s = rest
			continue
		}
		if out.Len() == 0 || strings.TrimSpace(before) != "" {
			out.WriteString(before)
		}
		out.WriteString(word)
		s = after
	}
	return out.String() + s
}

// cutWord decodes charset?B?text?= at the beginning of s.
func cutWord(s string) (word, rest string, ok bool) {
	label, s, ok := strings.Cut(s, "?")
	if !ok || len(s) < 2 || s[1] != '?' {
		return "", "", false
	}
	kind := s[0] | 0x20
	text, rest, ok := strings.Cut(s[2:], "?=")
	if !ok {
		return "", "", false
	}
	label, _, _ = strings.Cut(label, "*")
	var b []byte
	switch kind {
	case 'b':
		b = decodeBase64([]byte(text))
	case 'q':
		b = decodeQuoted([]byte(strings.ReplaceAll(text, "_", " ")))
	default:
		return "", "", false
	}
	return charset.String(b, label), rest, true
}

// typeOf is the media type of a part with its parameters, and its file name.
func typeOf(h header) (kind string, params map[string]string, name string, attached bool) {
	kind, params = parameters(h.get("content-type"))
	disposition, more := parameters(h.get("content-disposition"))
	name = more["filename"]
	if name == "" {
		name = params["name"]
	}
	return kind, params, Words([]byte(name)), disposition == "attachment" || name != ""
}

// parameters are those of a structured value. Where it breaks the rules, what can be seen counts.
func parameters(value string) (string, map[string]string) {
	if kind, params, err := mime.ParseMediaType(value); err == nil {
		return kind, params
	}
	kind, rest, _ := strings.Cut(value, ";")
	params := map[string]string{}
	for one := range strings.SplitSeq(rest, ";") {
		if key, value, ok := strings.Cut(one, "="); ok {
			params[strings.ToLower(strings.TrimSpace(key))] = strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return strings.ToLower(strings.TrimSpace(kind)), params
}
