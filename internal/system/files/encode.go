package files

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"
	utf "unicode/utf16"

	"github.com/varsam/varsam"
)

// utf16 writes text as UTF-16, in the order of bytes that put gives.
func utf16(s string, put func(uint16) [2]byte) []byte {
	var b []byte
	for _, u := range utf.Encode([]rune(s)) {
		two := put(u)
		b = append(b, two[:]...)
	}
	return b
}

// windows1252 writes text with one byte for a letter. Text that cannot be written
// so does not stand there: it is nothing; the sign … can.
func windows1252(s string) []byte {
	var b []byte
	for _, r := range s {
		switch {
		case r == '…':
			b = append(b, 0x85)
		case r == '–':
			b = append(b, 0x96)
		case r == '’':
			b = append(b, 0x92)
		case r < 0x80 || 0xa0 <= r && r <= 0xff:
			b = append(b, byte(r))
		default:
			return nil
		}
	}
	return b
}

// withoutOffice takes texts out of the XML parts of a DOCX, XLSX, PPTX or ODT file.
// A text that is broken into runs stays, which whoever reads the result sees. A file
// with a preview picture is refused: it shows the page as it was.
func withoutOffice(content []byte, texts []string, instead string) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, varsam.Errorf(varsam.Unsupported, "a damaged container")
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	office := false
	for _, f := range in.File {
		name := strings.ToLower(f.Name)
		office = office || name == "[content_types].xml" || name == "mimetype"
		switch ext := path.Ext(name); {
		case strings.Contains(name, "thumbnail"):
			return nil, varsam.Errorf(varsam.Unsupported, "a preview picture")
		case ext == ".xml" || ext == ".rels":
			err = rewritePart(out, f, texts, instead)
		case ext == ".zip" || ext == ".docx" || ext == ".xlsx" || ext == ".bin":
			return nil, varsam.Errorf(varsam.Unsupported, "a document within a document")
		default:
			err = out.Copy(f)
		}
		if err != nil {
			return nil, err
		}
	}
	if !office {
		return nil, varsam.Errorf(varsam.Unsupported, "a container, no document")
	}
	err = out.Close() // writes the list of parts
	return b.Bytes(), err
}

func rewritePart(out *zip.Writer, f *zip.File, texts []string, instead string) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	part, err := io.ReadAll(io.LimitReader(r, maxRewrite+1))
	if err != nil || len(part) > maxRewrite {
		return varsam.Errorf(varsam.Unsupported, "a part is damaged or too large")
	}
	w, err := out.CreateHeader(&zip.FileHeader{Name: f.Name, Method: f.Method, Modified: f.Modified})
	if err != nil {
		return err
	}
	_, err = w.Write(replaceAll(part, texts, instead, escapeXML))
	return err
}

func escapeXML(s string) []byte {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return b.Bytes()
}
