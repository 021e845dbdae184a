package office

import (
	"bytes"
	"io"

	"github.com/varsam/varsam/internal/document/markup"
	"github.com/varsam/varsam/internal/extract"
)

// Flat takes a document apart that is one file of XML: an OpenDocument, a package of Office's, or what Word 2003 wrote. It reports
// whether the part is one. What those readers pass over – metadata, settings – is read as plain XML under "part=xml".
func Flat(p *extract.Part) (bool, error) {
	head := p.Head()
	odf := bytes.Contains(head, []byte(":opendocument:")) && bytes.Contains(head, []byte(":document"))
	if !odf && !bytes.Contains(head, []byte("office/2006/xmlPackage")) && !bytes.Contains(head, []byte("office/word/2003/wordml")) {
		return false, nil
	}
	whole, size, err := p.Whole()
	if err != nil {
		return true, err
	}
	again := func() io.Reader { return markup.Decoded(io.NewSectionReader(whole, 0, size)) }
	d := &document{p: p}
	if odf {
		err = (&open{d: d, r: markup.NewReader(again())}).read()
	} else {
		err = (&writing{d: d, r: markup.NewReader(again())}).read()
	}
	if err != nil {
		return true, err
	}
	if hasBinary(again()) {
		p.Gap("", extract.Picture)
	}
	return true, markup.XML(p, again(), "part=xml")
}

// hasBinary reports pictures and objects, which stand in base64.
func hasBinary(in io.Reader) bool {
	r := markup.NewReader(in)
	for kind := r.Next(); kind != markup.Ended; kind = r.Next() {
		if kind == markup.Start && !r.Empty && (r.Name == "binary-data" || r.Name == "binaryData" || r.Name == "binData") {
			return true
		}
	}
	return false
}
