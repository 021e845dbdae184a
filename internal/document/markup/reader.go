// Package markup reads XML and HTML as strangers write it: it goes on where a strict parser gives up, expands no entities but
// those of characters, and holds no more of it than one tag.
package markup

import (
	"bufio"
	"bytes"
	"html"
	"io"
	"strings"
)

// Kind is what a token is.
type Kind uint8

// The kinds of tokens.
const (
	Ended Kind = iota
	Text
	Start
	End
	Comment
	Other // a declaration, a processing instruction
)

// longestTag is what is kept of a tag or a comment, longestText what a token of text holds.
const (
	longestTag  = 1 << 20
	longestText = 256 << 10
)

// Reader cuts markup into tokens. The input is UTF-8.
type Reader struct {
	in     *bufio.Reader
	html   bool
	raw    string // the element in which nothing is markup
	opened bool   // the < of the next tag is read

	Name  string // of a tag, without its prefix; lower case in HTML
	Empty bool   // a start that is its own end
	Data  []byte // of a text, a comment, a declaration; valid until the next token
	attrs []byte // of a start
	cut   bool   // the last tag was longer than longestTag
	names map[string]string
}

// NewReader reads XML.
func NewReader(in io.Reader) *Reader {
	return &Reader{in: bufio.NewReaderSize(in, 32<<10), names: map[string]string{}}
}

// NewHTML reads HTML.
func NewHTML(in io.Reader) *Reader {
	r := NewReader(in)
	r.html = true
	return r
}

// Next goes to the next token.
func (r *Reader) Next() Kind {
	switch {
	case r.raw != "":
		return r.rawText()
	case r.opened:
		r.opened = false
		return r.tag()
	}
	b, err := r.in.Peek(2)
	switch {
	case len(b) == 0 && err != nil:
		return Ended
	case b[0] != '<' || len(b) < 2 || !opens(b[1]):
		return r.text()
	}
	r.in.Discard(1)
	switch b[1] {
	case '!':
		return r.declaration()
	case '?':
		r.until([]byte("?>"))
		return Other
	}
	return r.tag()
}

// opens reports what may follow a <; another < is text.
func opens(c byte) bool {
	return c == '!' || c == '?' || c == '/' || c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

// text reads up to the next tag.
func (r *Reader) text() Kind {
	r.Data = r.Data[:0]
	for first := true; len(r.Data) < longestText; first = false {
		b, _ := r.in.Peek(max(1, r.in.Buffered()))
		if len(b) == 0 {
			break
		}
		from := 0
		if first {
			from = 1 // a < that opens nothing
		}
		i := bytes.IndexByte(b[min(from, len(b)):], '<')
		if i >= 0 {
			r.Data = append(r.Data, b[:i+from]...)
			r.in.Discard(i + from)
			break
		}
		r.Data = append(r.Data, b...)
		r.in.Discard(len(b))
	}
	for n := 0; n < 32 && openEntity(r.Data); n++ { // longestText lies in the middle of one
		c, err := r.in.ReadByte()
		if err != nil {
			break
		}
		if c == '<' {
			r.in.UnreadByte()
			break
		}
		r.Data = append(r.Data, c)
	}
	r.Data = Unescape(r.Data)
	return Text
}

func openEntity(b []byte) bool {
	if len(b) < longestText {
		return false
	}
	tail := b[len(b)-32:]
	return bytes.LastIndexByte(tail, '&') > bytes.LastIndexByte(tail, ';')
}

// Unescape puts characters in the place of their entities.
func Unescape(b []byte) []byte {
	if bytes.IndexByte(b, '&') < 0 {
		return b
	}
	return append(b[:0], html.UnescapeString(string(b))...)
}

// tag reads a start or an end.
func (r *Reader) tag() Kind {
	r.Data, r.cut = r.Data[:0], false
	quote := byte(0)
	for done := false; !done; {
		b, _ := r.in.Peek(max(1, r.in.Buffered()))
		if len(b) == 0 {
			break
		}
		n := 0
		for n < len(b) && !done {
			c := b[n]
			n++
			switch {
			case quote != 0:
				if c == quote {
					quote = 0
				}
			case c == '>':
				done = true
			case (c == '"' || c == '\'') && n+len(r.Data) > 1:
				quote = c
			}
		}
		if len(r.Data) < longestTag {
			r.Data = append(r.Data, b[:n]...)
		} else {
			r.cut = true
		}
		r.in.Discard(n)
	}
	return r.split(bytes.TrimSuffix(r.Data, []byte(">")))
}

// split cuts a tag into name and attributes.
func (r *Reader) split(b []byte) Kind {
	kind := Start
	if len(b) > 0 && b[0] == '/' {
		kind, b = End, b[1:]
	}
	if r.Empty = len(b) > 0 && b[len(b)-1] == '/'; r.Empty {
		b = b[:len(b)-1]
	}
	n := 0
	for n < len(b) && !blank(b[n]) && b[n] != '/' {
		n++
	}
	name := b[:n]
	if i := bytes.IndexByte(name, ':'); i >= 0 && !r.html {
		name = name[i+1:]
	}
	if r.html {
		name = bytes.ToLower(name)
	}
	r.attrs = b[n:]
	r.Name = r.intern(name)
	if r.html && kind == Start && (r.Name == "script" || r.Name == "style" || r.Name == "textarea" || r.Name == "title" || r.Name == "xmp") {
		r.raw = r.Name
	}
	return kind
}

// intern keeps the few names that markup has, so that a tag costs no memory.
func (r *Reader) intern(name []byte) string {
	if s, ok := r.names[string(name)]; ok {
		return s
	}
	s := string(name)
	if len(r.names) < 4096 && len(s) < 128 {
		r.names[s] = s
	}
	return s
}

// rawText reads up to the end tag of the element.
func (r *Reader) rawText() Kind {
	end := "</" + r.raw
	r.Data = r.Data[:0]
	for {
		b, err := r.in.ReadSlice('<')
		if len(r.Data) < longestTag {
			r.Data = append(r.Data, b...)
		}
		next, _ := r.in.Peek(len(end) - 1)
		if err != nil && err != bufio.ErrBufferFull || err == nil && strings.EqualFold(string(next), end[1:]) {
			break
		}
	}
	if n := len(r.Data); n > 0 && r.Data[n-1] == '<' {
		r.Data = r.Data[:n-1]
	}
	next, _ := r.in.Peek(1)
	r.opened = len(next) > 0
	if r.raw == "title" || r.raw == "textarea" {
		r.Data = Unescape(r.Data)
	}
	r.raw = ""
	return Text
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }
