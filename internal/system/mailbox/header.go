package mailbox

import (
	"bytes"
	"io"
	"mime"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/document/charset"
)

// header holds the fields of a message's header that are columns, as they were
// sent, unfolded; a field that stands there twice is joined with a comma.
type header struct{ fields [fieldCount]string }

// The header fields that are read.
const (
	hFrom = iota
	hTo
	hCc
	hBcc
	hReplyTo
	hSubject
	hDate
	hMessageID
	hInReplyTo
	hReferences
	hListID
	hAutoSubmitted
	hSensitivity
	hReturnPath
	hPrecedence
	hContentType
	hNoAnswer   // asks that no machine answers
	hAutoreply  // what machines wrote before RFC 3834
	hListManner // what a list says of itself beside its name
	fieldCount
)

// fieldNames are the names in small letters, with the place that each is kept at.
var fieldNames = []struct {
	name string
	at   int
}{
	{"from", hFrom},
	{"to", hTo},
	{"cc", hCc},
	{"bcc", hBcc},
	{"reply-to", hReplyTo},
	{"subject", hSubject},
	{"date", hDate},
	{"message-id", hMessageID},
	{"in-reply-to", hInReplyTo},
	{"references", hReferences},
	{"list-id", hListID},
	{"auto-submitted", hAutoSubmitted},
	{"sensitivity", hSensitivity},
	{"return-path", hReturnPath},
	{"precedence", hPrecedence},
	{"content-type", hContentType},
	{"x-auto-response-suppress", hNoAnswer},
	{"x-autoreply", hAutoreply},
	{"x-autorespond", hAutoreply},
	{"x-autoresponder", hAutoreply},
	{"list-unsubscribe", hListManner},
	{"list-post", hListManner},
	{"list-help", hListManner},
}

// parseHeader reads what it can: a line that is no field ends nothing. A field may
// be folded over as many lines as its sender likes.
func parseHeader(raw []byte) (h header) {
	var parts [fieldCount][]byte
	at := -1 // the field that a folded line continues
	for line := range bytes.Lines(raw) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			if at >= 0 {
				parts[at] = append(append(parts[at], ' '), bytes.TrimSpace(line)...)
			}
			continue
		}
		name, value, ok := bytes.Cut(line, []byte{':'})
		if at = -1; ok {
			at = field(bytes.TrimSpace(name))
		}
		if at >= 0 {
			if len(parts[at]) > 0 {
				parts[at] = append(parts[at], ", "...)
			}
			parts[at] = append(parts[at], bytes.TrimSpace(value)...)
		}
	}
	for i, b := range parts {
		h.fields[i] = string(b)
	}
	return h
}

// long says that a field is more than a value holds, so that nothing in it would
// be found.
func (h *header) long() bool {
	return slices.ContainsFunc(h.fields[:], func(s string) bool { return len(s) > varsam.MaxHeld })
}

func field(name []byte) int {
	for i := range fieldNames {
		if known := &fieldNames[i]; len(known.name) == len(name) && strings.EqualFold(known.name, string(name)) {
			return known.at
		}
	}
	return -1
}

// words decodes encoded words (RFC 2047) of any character set that browsers know.
var words = &mime.WordDecoder{CharsetReader: func(label string, in io.Reader) (io.Reader, error) {
	return charset.NewReader(in, label), nil
}}

// text is a field as a person reads it. Bytes that are not UTF-8 are read as what
// old programs send.
func (h *header) text(at int) string {
	s := h.fields[at]
	if !utf8.ValidString(s) {
		s = charset.String([]byte(s), "windows-1252")
	}
	if strings.Contains(s, "=?") {
		if read, err := words.DecodeHeader(s); err == nil && utf8.ValidString(read) {
			s = read
		}
	}
	return s
}

// textValue is a field's value, null when the header has none.
func (h *header) textValue(at int) varsam.Value {
	if h.fields[at] == "" {
		return varsam.Value{}
	}
	return varsam.TextOf(h.text(at))
}

// date is when the message says it was sent.
func (h *header) date() varsam.Value {
	if h.fields[hDate] == "" {
		return varsam.Value{}
	}
	t, err := mail.ParseDate(h.fields[hDate])
	if err != nil || t.Year() < 1970 || t.Year() > 9999 {
		return varsam.Value{}
	}
	return varsam.InstantOf(t.In(time.UTC))
}

var addressParser = mail.AddressParser{WordDecoder: words}

// addresses are those of a field, in small letters; from a field that no rule
// reads, everything that looks like one.
func (h *header) addresses(at int) []string {
	s := h.fields[at]
	if s == "" {
		return nil
	}
	var all []string
	if list, err := addressParser.ParseList(s); err == nil {
		for _, a := range list {
			all = append(all, strings.ToLower(a.Address))
		}
		return all
	}
	for word := range strings.FieldsFuncSeq(h.text(at), func(r rune) bool { return strings.ContainsRune(" \t<>()[]\",;:'", r) }) {
		if before, after, ok := strings.Cut(word, "@"); ok && before != "" && strings.Contains(after, ".") {
			all = append(all, strings.ToLower(word))
		}
	}
	return all
}
