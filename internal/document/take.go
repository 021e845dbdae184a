package document

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/document/charset"
	"github.com/varsam/varsam/internal/document/image"
	"github.com/varsam/varsam/internal/document/mail"
	"github.com/varsam/varsam/internal/document/markup"
	"github.com/varsam/varsam/internal/document/office"
	"github.com/varsam/varsam/internal/document/pdf"
	"github.com/varsam/varsam/internal/extract"
)

// take takes apart what is a document by its first bytes; it is an [extract.Taker].
func (r *Parser) take(p *extract.Part) (bool, error) {
	head := p.Head()
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return office.Take(p)
	case pdf.Looks(head):
		return true, pdf.Take(p, r.eyes())
	case mail.LooksCompound(head):
		return true, mail.Compound(p)
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		return true, markup.RTF(p, p, "")
	case image.Looks(head):
		return true, image.Take(p, r.OCR)
	case mail.LooksBox(head):
		return true, mail.Box(p)
	case mail.Looks(head, p.Name()):
		return true, mail.Message(p)
	}
	if _, ok := charset.UTF16(head); ok {
		return true, p.Text("", charset.NewReader(p, ""))
	}
	switch markupOf(head, p.Name()) {
	case "html":
		return true, markup.HTML(p, p, "", "")
	case "xml":
		if flat, err := office.Flat(p); flat || err != nil {
			return flat, err
		}
		return true, markup.XML(p, p, "")
	}
	return false, nil
}

// eyes are what reads the pictures of pages.
func (r *Parser) eyes() pdf.Eyes {
	if len(r.OCR) == 0 {
		return nil
	}
	return func(picture []byte) (string, error) { return image.Text(r.OCR, picture) }
}

// Is reports whether a part is a document, and not something that [extract.Walk] takes apart by itself.
func Is(p *extract.Part) (bool, error) {
	head := p.Head()
	_, wide := charset.UTF16(head)
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return office.Is(p)
	case wide && !bytes.HasPrefix(head, []byte{0xff, 0xfe}) && !bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return true, nil
	}
	return !wide && (pdf.Looks(head) || mail.LooksCompound(head) || bytes.HasPrefix(head, []byte(`{\rtf`)) || image.Looks(head) || mail.LooksBox(head) ||
		mail.Looks(head, p.Name()) || markupOf(head, p.Name()) != ""), nil
}

// Coded reports whether something that begins so and has that name is mail, a page or XML: text in which a word may be written otherwise than
// it reads – packed, in signs for characters, cut by tags.
func Coded(head []byte, name string) bool {
	return mail.LooksBox(head) || mail.Looks(head, name) || markupOf(head, name) != ""
}

// markupOf tells pages and XML by how they begin.
func markupOf(head []byte, name string) string {
	b := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(b) == 0 || b[0] != '<' {
		return ""
	}
	low := strings.ToLower(string(b[:min(len(b), 512)]))
	name = strings.ToLower(name)
	switch {
	case strings.HasPrefix(low, "<!doctype html"), strings.HasPrefix(low, "<html"), strings.Contains(low, "<html"),
		strings.HasSuffix(name, ".html"), strings.HasSuffix(name, ".htm"), strings.HasSuffix(name, ".xhtml"):
		return "html"
	case strings.HasPrefix(low, "<?xml"), strings.HasPrefix(low, "<!doctype"), strings.HasSuffix(name, ".xml"), strings.HasSuffix(name, ".svg"):
		return "xml"
	}
	for _, tag := range []string{"<head", "<body", "<div", "<p>", "<table", "<meta", "<span", "<!--", "<br", "<font"} {
		if strings.HasPrefix(low, tag) {
			return "html"
		}
	}
	return ""
}

func itoa(n int) string { return strconv.Itoa(n) }
