package markup

import (
	"bytes"
	"encoding/base64"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varsam/varsam/internal/document/charset"
	"github.com/varsam/varsam/internal/extract"
)

// HTML hands over what a page says and what it does not show: its running text under the field itself, comments, links, metadata,
// words of attributes and scripts beside it. The label is the charset that came with it; the page's own word is asked when it is
// empty.
func HTML(p *extract.Part, in io.Reader, field, label string) error {
	head := make([]byte, 1024)
	n, _ := io.ReadFull(in, head)
	if label == "" {
		label = declared(head[:n])
	}
	r := NewHTML(charset.NewReader(io.MultiReader(bytes.NewReader(head[:n]), in), label))
	h := &page{r: r, p: p, field: field, counts: map[string]int{}}
	h.text = p.Flow(field)
	err := h.read()
	if failed := h.text.Close(); err == nil {
		err = failed
	}
	return err
}

// declared is the charset that a page or XML names in its beginning.
func declared(head []byte) string {
	low := bytes.ToLower(head)
	for _, mark := range []string{"charset=", "encoding="} {
		if _, rest, ok := bytes.Cut(low, []byte(mark)); ok {
			rest = bytes.TrimLeft(rest, `"' `)
			if end := bytes.IndexAny(rest, "\"' />;?\n"); end >= 0 {
				return string(rest[:end])
			}
		}
	}
	return ""
}

// page is one page that is read.
type page struct {
	r      *Reader
	p      *extract.Part
	text   *extract.Flow
	field  string
	counts map[string]int
	within string // script, style or title
	pre    int
}

// inline are the elements that do not end a word or line.
var inline = map[string]bool{
	"a": true, "abbr": true, "acronym": true, "b": true, "bdi": true, "bdo": true, "big": true, "cite": true, "code": true, "data": true,
	"del": true, "dfn": true, "em": true, "font": true, "i": true, "ins": true, "kbd": true, "label": true, "mark": true, "meta": true,
	"q": true, "s": true, "samp": true, "small": true, "span": true, "strike": true, "strong": true, "sub": true, "sup": true,
	"time": true, "tt": true, "u": true, "var": true, "wbr": true, "img": true, "link": true,
}

func (h *page) read() error {
	for {
		var err error
		switch h.r.Next() {
		case Ended:
			return nil
		case Text:
			err = h.words()
		case Start:
			err = h.start()
		case End:
			h.within = ""
			h.breaks()
			if h.r.Name == "pre" {
				h.pre = max(0, h.pre-1)
			}
		case Comment:
			err = h.beside("comment", string(h.r.Data))
		}
		if err != nil {
			return err
		}
	}
}

// breaks ends a line or a cell where the element does.
func (h *page) breaks() {
	switch {
	case h.r.Name == "td" || h.r.Name == "th":
		h.text.WriteString("\t")
	case !inline[h.r.Name]:
		h.text.Line()
	}
}

// words appends text as it is shown: blanks and line ends are one blank.
func (h *page) words() error {
	switch h.within {
	case "script", "style", "title":
		return h.beside(h.within, string(h.r.Data))
	}
	if h.pre > 0 {
		_, err := h.text.Write(h.r.Data)
		return err
	}
	b := h.r.Data
	if c, _ := utf8.DecodeRune(b); unicode.IsSpace(c) { // no-break spaces too: they end words as others do
		h.text.Space()
	}
	for i, word := range bytes.Fields(b) {
		if i > 0 {
			h.text.Space()
		}
		h.text.Write(word)
	}
	if c, _ := utf8.DecodeLastRune(b); unicode.IsSpace(c) {
		h.text.Space()
	}
	return nil
}

func (h *page) start() error {
	name := h.r.Name
	h.breaks()
	switch name {
	case "script", "style", "title":
		h.within = name
	case "pre":
		h.pre++
	case "meta":
		if content := h.r.Attr("content"); content != "" {
			return h.beside("meta", h.r.Attr("name")+h.r.Attr("property")+": "+content)
		}
	}
	for key, value := range h.r.Attrs {
		if what := told[key]; what != "" || strings.HasPrefix(key, "data-") {
			if err := h.attribute(what, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// told are the attributes that people or programs write words into.
var told = map[string]string{
	"alt": "alt", "title": "alt", "aria-label": "alt", "placeholder": "alt", "summary": "alt", "href": "link", "src": "link", "action": "link",
	"cite": "link", "value": "field", "label": "alt", "datetime": "alt", "content": "alt", "srcdoc": "alt", "onclick": "script",
}

func (h *page) attribute(what string, value []byte) error {
	if what == "" {
		what = "data"
	}
	if kind, data, ok := bytes.Cut(value, []byte(";base64,")); ok && bytes.HasPrefix(kind, []byte("data:")) {
		h.counts["data"]++
		name := "data-" + strconv.Itoa(h.counts["data"])
		return h.p.Into(name, base64.NewDecoder(base64.StdEncoding, bytes.NewReader(data)), nil)
	}
	if what == "link" && !tells(value) {
		return nil
	}
	return h.beside(what, string(value))
}

// tells reports a link that may say who somebody is: one with an address, a number or a query.
func tells(link []byte) bool {
	return bytes.ContainsAny(link, "@?%=:") || bytes.IndexFunc(link, func(r rune) bool { return r >= '0' && r <= '9' }) >= 0
}

// beside hands over what stands beside the running text.
func (h *page) beside(what, text string) error {
	h.counts[what]++
	field := what + "=" + strconv.Itoa(h.counts[what])
	if h.field != "" {
		field = h.field + "/" + field
	}
	return h.p.Value(field, "", text)
}
