package mail

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/document/charset"
	"github.com/varsam/varsam/internal/document/markup"
	"github.com/varsam/varsam/internal/extract"
)

// deepest is how many multiparts may stand in each other, mostParts how many parts a message may have.
const (
	deepest   = 50
	mostParts = 10_000
)

// message is one message that is read.
type message struct {
	p      *extract.Part
	prefix string // of its fields
	in     *lines
	bodies int
	parts  int
}

// Message hands over a message: its headers as "header=subject", its texts as "body", "body=2", and the documents in it under
// their names.
func Message(p *extract.Part) error {
	m := &message{p: p, in: newLines(p.Lines())}
	return m.entity("text/plain", 0)
}

// entity reads a header and what it says that follows.
func (m *message) entity(kind string, depth int) error {
	h, all := readHeader(m.in)
	if !all {
		m.p.Gap(m.prefix+"header", extract.TooMuch)
	}
	if depth == 0 {
		if err := h.tell(m.p, m.prefix); err != nil {
			return err
		}
	} else if err := m.odd(h); err != nil {
		return err
	}
	declared, params, name, attached := typeOf(h)
	if declared != "" && strings.Contains(declared, "/") {
		kind = declared
	}
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		return m.multipart(kind, params["boundary"], depth)
	}
	m.parts++
	text := &body{in: m.in}
	defer io.Copy(io.Discard, text)
	return m.leaf(kind, params, name, attached, decoded(text, h.get("content-transfer-encoding")))
}

// odd hands over those fields of a part's header that may say more than how it is encoded.
func (m *message) odd(h header) error {
	var rest header
	for _, f := range h {
		switch f.name {
		case "content-type", "content-transfer-encoding", "content-disposition", "mime-version", "content-id", "x-attachment-id":
		default:
			rest = append(rest, f)
		}
	}
	return rest.tell(m.p, m.prefix+"part="+strconv.Itoa(m.parts+1)+"/")
}

// multipart reads the parts between boundaries; what stands before the first and behind the last are texts too.
func (m *message) multipart(kind, boundary string, depth int) error {
	if depth == deepest {
		m.p.Gap(m.prefix+"part="+strconv.Itoa(m.parts+1), extract.TooDeep)
		return nil
	}
	level := len(m.in.bounds)
	m.in.bounds = append(m.in.bounds, "--"+boundary)
	defer func() { m.in.bounds = m.in.bounds[:level] }()
	if kind == "multipart/encrypted" {
		m.p.Gap(m.prefix+"body", extract.Encrypted)
	}
	if err := m.loose("preamble"); err != nil {
		return err
	}
	inner := "text/plain"
	if kind == "multipart/digest" {
		inner = "message/rfc822"
	}
	for m.in.at && m.in.hit == level {
		closing := m.in.closing
		m.in.pass()
		if closing {
			m.in.bounds = m.in.bounds[:level]
			return m.loose("epilogue")
		}
		if m.parts == mostParts {
			m.p.Gap(m.prefix+"part="+strconv.Itoa(m.parts), extract.TooMuch)
			return nil
		}
		if err := m.entity(inner, depth+1); err != nil {
			return err
		}
	}
	if !m.in.at {
		m.p.Gap(m.prefix+"body", extract.CutShort)
	}
	return nil
}

// loose is text outside the parts.
func (m *message) loose(field string) error {
	text := &body{in: m.in}
	defer io.Copy(io.Discard, text)
	flow := m.p.Flow(m.prefix + field)
	if _, err := io.Copy(flow, charset.NewReader(text, "")); err != nil {
		return err
	}
	return flow.Close()
}

// leaf hands over a part that is no multipart.
func (m *message) leaf(kind string, params map[string]string, name string, attached bool, in io.Reader) error {
	label := params["charset"]
	switch {
	case kind == "message/rfc822" || kind == "message/global":
		return m.document(orPart(name, "message", m.parts, ".eml"), in)
	case !attached && kind == "text/plain" && strings.EqualFold(params["format"], "flowed"):
		return m.p.Text(m.place(), flowed(charset.NewReader(in, label), strings.EqualFold(params["delsp"], "yes")))
	case !attached && (kind == "text/plain" || kind == "text/enriched" || kind == "message/delivery-status" || kind == "text/rfc822-headers"):
		return m.p.Text(m.place(), charset.NewReader(in, label))
	case !attached && kind == "text/html":
		return markup.HTML(m.p, in, m.place(), label)
	case kind == "application/pkcs7-mime" || kind == "application/x-pkcs7-mime":
		m.p.Gap(m.prefix+"body", extract.Encrypted)
		return nil
	case kind == "application/pgp-encrypted" || kind == "application/pgp-signature" || strings.HasSuffix(kind, "pkcs7-signature"):
		return nil // holds no text; of what is encrypted the multipart has told
	case strings.HasPrefix(kind, "text/") && label != "":
		return m.document(orPart(name, "part", m.parts, ""), charset.NewReader(in, label))
	}
	return m.document(orPart(name, "part", m.parts, ""), in)
}

// place is that of the next text of the message itself.
func (m *message) place() string {
	m.bodies++
	if m.bodies == 1 {
		return m.prefix + "body"
	}
	return m.prefix + "body=" + strconv.Itoa(m.bodies)
}

// document takes an attachment apart; its name may itself say who somebody is.
func (m *message) document(name string, in io.Reader) error {
	if err := m.p.Value(m.prefix+"attachment="+strconv.Itoa(m.parts), "", name); err != nil {
		return err
	}
	return m.p.Into(name, in, nil)
}

func orPart(name, kind string, n int, ending string) string {
	if name = strings.TrimSpace(name); name != "" {
		return name
	}
	return kind + "-" + strconv.Itoa(n) + ending
}

// Looks reports a message by its name or its first fields.
func Looks(head []byte, name string) bool {
	name = strings.ToLower(name)
	ending := strings.HasSuffix(name, ".eml") || strings.HasSuffix(name, ".mht") || strings.HasSuffix(name, ".mhtml")
	known := 0
	for n := 0; n < 40 && len(head) > 0; n++ {
		line, rest, _ := bytes.Cut(head, []byte("\n"))
		head = rest
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			continue
		}
		field, _, ok := bytes.Cut(line, []byte(":"))
		if !ok || !isName(field) {
			return false
		}
		switch strings.ToLower(string(field)) {
		case "received", "message-id", "mime-version", "return-path", "delivered-to":
			known += 2
		case "from", "to", "subject", "date":
			known++
		}
	}
	return known >= 4 || ending && known > 0
}
