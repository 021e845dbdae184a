// Package paper makes small documents of the kinds that offices write and send, for examples and tests: real files of each format, as
// little as programs open, with the corners in which people are overlooked.
package paper

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"html"
	"maps"
	"slices"
	"strings"
)

// Sheet is what a document says. A format leaves out what it has no place for; see [Formats].
type Sheet struct {
	Lines   []string // the running text, cells, or what stands on a slide
	Header  string   // at the top of every page; the subject of a mail
	Comment string   // in the margin, at a cell, on a page
	Hidden  string   // in a hidden sheet, a deleted line, the notes of a slide, a hidden letter, an attachment
	Author  string   // in the metadata; the sender of a mail
}

// formats make a document, by its ending.
var formats = map[string]func(Sheet) []byte{
	"txt": plain, "md": plain, "html": page, "csv": table, "json": object, "xml": element, "svg": drawing,
	"docx": docx, "xlsx": xlsx, "pptx": pptx, "odt": odt, "ods": ods, "odp": odp, "fodt": fodt,
	"pdf": pdf, "rtf": rtf, "msg": msg, "eml": eml, "mbox": mbox, "zip": zipped, "tgz": tarred,
}

// Formats are the endings of all documents that can be made, sorted.
func Formats() []string { return slices.Sorted(maps.Keys(formats)) }

// Make makes a document of a format; nil when there is none.
func Make(format string, s Sheet) []byte {
	if f := formats[format]; f != nil {
		return f(s)
	}
	return nil
}

// all are the parts in order, without those that are empty.
func (s Sheet) all() []string {
	parts := append(slices.Clone(s.Lines), s.Header, s.Comment, s.Hidden, s.Author)
	return slices.DeleteFunc(parts, func(p string) bool { return p == "" })
}

func plain(s Sheet) []byte { return []byte(strings.Join(s.all(), "\n") + "\n") }

func page(s Sheet) []byte {
	var b strings.Builder
	b.WriteString("<!doctype html><html><head><title>" + html.EscapeString(s.Header) + `</title><meta name="author" content="` + html.EscapeString(s.Author) + "\"></head><body>\n")
	for _, line := range s.Lines {
		first, rest := half(line)
		b.WriteString("<p>" + html.EscapeString(first) + "<b>" + html.EscapeString(rest) + "</b></p>\n")
	}
	b.WriteString("<!-- " + strings.ReplaceAll(s.Comment, "--", "—") + ` --><p style="display:none">` + html.EscapeString(s.Hidden) + "</p></body></html>\n")
	return []byte(b.String())
}

func table(s Sheet) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = ';'
	w.Write([]string{"nr", "text"})
	for _, line := range s.all() {
		w.Write([]string{"1", line})
	}
	w.Flush()
	return b.Bytes()
}

func object(s Sheet) []byte {
	b, _ := json.MarshalIndent(map[string]any{"lines": s.Lines, "header": s.Header, "notes": []string{s.Comment, s.Hidden}, "by": s.Author}, "", " ") // of texts only: never fails
	return b
}

func element(s Sheet) []byte {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<letter by=\"" + escaped(s.Author) + "\">\n<!-- " + strings.ReplaceAll(s.Comment, "--", "—") + " -->\n<head>" + escaped(s.Header) + "</head>\n")
	for _, line := range append(slices.Clone(s.Lines), s.Hidden) {
		b.WriteString("<line>" + escaped(line) + "</line>\n")
	}
	return []byte(b.String() + "</letter>\n")
}

func drawing(s Sheet) []byte {
	var b strings.Builder
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg"><title>` + escaped(s.Header) + "</title><desc>" + escaped(s.Comment) + "</desc>\n")
	for _, line := range append(slices.Clone(s.Lines), s.Hidden, s.Author) {
		first, rest := half(line)
		b.WriteString("<text>" + escaped(first) + `<tspan font-weight="bold">` + escaped(rest) + "</tspan></text>\n")
	}
	return []byte(b.String() + "</svg>\n")
}

// zipped is an archive in an archive.
func zipped(s Sheet) []byte {
	inner := Archive("mapp/brev.docx", string(docx(s)), "mapp/lista.csv", string(table(s)))
	return Archive("inre.zip", string(inner), "läs mig.txt", "Det som söks ligger längre in.\n")
}

func tarred(s Sheet) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	letter := odt(s)
	w.WriteHeader(&tar.Header{Name: "mapp/brev.odt", Size: int64(len(letter)), Mode: 0o600})
	w.Write(letter)
	w.Close()
	z.Close()
	return b.Bytes()
}

// Archive is a zip archive of names and contents. The first is not packed, as OpenDocument wants it.
func Archive(files ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		method := zip.Deflate
		if i == 0 {
			method = zip.Store
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: files[i], Method: method})
		if err == nil {
			_, _ = f.Write([]byte(files[i+1])) // to memory
		}
	}
	w.Close()
	return b.Bytes()
}

// half cuts a text in the middle of a word, so that whoever reads it has to put it together.
func half(s string) (first, rest string) {
	runes := []rune(s)
	for n := len(runes) / 2; n+1 < len(runes) && n > 0; n++ {
		if runes[n-1] != ' ' && runes[n] != ' ' {
			return string(runes[:n]), string(runes[n:])
		}
	}
	return s, ""
}

func escaped(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s))
	return b.String()
}
