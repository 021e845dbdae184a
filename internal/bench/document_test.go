package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/varsam/varsam/internal/document"
	"github.com/varsam/varsam/internal/paper"
	"github.com/varsam/varsam/internal/pii/piitest"
)

// BenchmarkDocument gets the text out of made-up documents, in this process, beside the floor: reading their bytes. Speeds are in
// bytes of the file; where it is packed, the text's speed stands beside it.
func BenchmarkDocument(b *testing.B) {
	made := string(piitest.Generate(7, 4<<20, piitest.Sparse).Bytes)
	for _, d := range []struct {
		name    string
		content []byte
	}{
		{"text", []byte(made)},
		{"html", pageOf(made)},
		{"eml", mailOf(made)},
		{"docx", letterOf(made)},
		{"xlsx", tableOf(made)},
		{"pdf", printOf(made)},
		{"pptx", papers("pptx", made)},
		{"odt", papers("odt", made)},
		{"msg", papers("msg", made[:3<<19])},
		{"rtf", papers("rtf", made)},
		{"zip", papers("zip", made)},
	} {
		b.Run(d.name, func(b *testing.B) { reading(b, d.content) })
	}
}

// reading reads one document again and again, in turn with reading its bytes.
func reading(b *testing.B, content []byte) {
	held := peak(b)
	p := document.InProcess(document.Limits{})
	room := make([]byte, 64<<10)
	best, floor, said := time.Hour, time.Hour, int64(0)
	for b.Loop() {
		for range 5 {
			start := time.Now()
			if _, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{bytes.NewReader(content)}, room); err != nil {
				b.Fatal(err)
			}
			floor = min(floor, time.Since(start))
			said = 0
			start = time.Now()
			why, err := p.Texts(context.Background(), "", bytes.NewReader(content), func(_ string, text io.Reader) error {
				n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{text}, room)
				said += n
				return err
			})
			if err != nil || len(why) > 0 || said < 1<<20 {
				b.Fatal(err, why, said)
			}
			best = min(best, time.Since(start))
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(len(content))/1e6/best.Seconds(), "MB/s")
	b.ReportMetric(float64(said)/1e6/best.Seconds(), "text-MB/s")
	b.ReportMetric(float64(len(content))/1e6/floor.Seconds(), "floor-MB/s")
	held()
}

// BenchmarkChild reads small mails in a child process.
func BenchmarkChild(b *testing.B) {
	path, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	r := &document.Reader{Command: []string{path, asReader}}
	defer r.Close()
	mail := mailOf(string(piitest.Generate(7, 4<<10, piitest.Sparse).Bytes))
	const many = 1000
	best := time.Hour
	for b.Loop() {
		start := time.Now()
		for range many {
			why, err := r.Texts(context.Background(), "", bytes.NewReader(mail), func(string, io.Reader) error { return nil })
			if err != nil || len(why) > 0 {
				b.Fatal(err, why)
			}
		}
		best = min(best, time.Since(start))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(many/best.Seconds(), "mails/s")
}

// papers is a document of a kind with the text's lines.
func papers(kind, text string) []byte {
	return paper.Make(kind, paper.Sheet{Lines: linesOf(strings.ToValidUTF8(text, "")), Author: "Bo Ek"})
}

// lines are a text's, without what markup would mean something else by.
func linesOf(text string) []string {
	return strings.Split(strings.NewReplacer("&", " ", "<", " ", ">", " ", "\r", "").Replace(text), "\n")
}

func pageOf(text string) []byte {
	var b bytes.Buffer
	b.WriteString("<html><body>")
	for _, line := range linesOf(text) {
		fmt.Fprintf(&b, "<p class=\"x\">%s <b>ord</b></p>\n", line)
	}
	return b.Bytes()
}

func mailOf(text string) []byte {
	var b bytes.Buffer
	b.WriteString("From: a@example.org\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n")
	b.WriteString(strings.ReplaceAll(text, "\n", "\r\n"))
	b.WriteString("\r\n--b--\r\n")
	return b.Bytes()
}

// packedOf is an archive of names and contents.
func packedOf(files ...string) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, _ := w.Create(files[i])
		io.WriteString(f, files[i+1])
	}
	w.Close()
	return b.Bytes()
}

func letterOf(text string) []byte {
	var b strings.Builder
	for _, line := range linesOf(text) {
		half := len(line) / 2
		fmt.Fprintf(&b, `<w:p><w:pPr><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r><w:r><w:t>%s</w:t></w:r></w:p>`, line[:half], line[half:])
	}
	return packedOf("[Content_Types].xml", "<Types/>", "word/document.xml", "<w:document><w:body>"+b.String()+"</w:body></w:document>")
}

func tableOf(text string) []byte {
	var b strings.Builder
	for i, line := range linesOf(text) {
		fmt.Fprintf(&b, `<row r="%d"><c r="A%d"><v>%d</v></c><c r="B%d" t="inlineStr"><is><t>%s</t></is></c></row>`, i+1, i+1, i, i+1, line)
	}
	return packedOf("[Content_Types].xml", "<Types/>", "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"+b.String()+"</sheetData></worksheet>")
}

// printOf is a PDF of sixty lines a page.
func printOf(text string) []byte {
	escape := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)
	lines := linesOf(text)
	var pages []string
	for len(lines) > 0 {
		n := min(60, len(lines))
		var b strings.Builder
		b.WriteString("BT /F 10 Tf 12 TL 50 780 Td\n")
		for _, line := range lines[:n] {
			fmt.Fprintf(&b, "(%s) Tj T*\n", escape.Replace(line))
		}
		pages, lines = append(pages, b.String()+"ET"), lines[n:]
	}
	var b bytes.Buffer
	var at []int
	object := func(format string, args ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(at)}, args...)...)
	}
	b.WriteString("%PDF-1.7\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 4+2*i)
	}
	object("<</Type/Pages/Count %d/Kids[%s]/Resources<</Font<</F 3 0 R>>>>>>", len(pages), kids.String())
	object("<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>")
	for i, page := range pages {
		object("<</Type/Page/Parent 2 0 R/Contents %d 0 R>>", 5+2*i)
		object("<</Length %d>>\nstream\n%s\nendstream", len(page), page)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}
