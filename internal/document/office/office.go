// Package office reads what word processors, spreadsheets and presentation programs write in zip and XML: Office Open XML
// (ECMA-376) and OpenDocument (OASIS), with what they do not show.
package office

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/document/markup"
	"github.com/varsam/varsam/internal/extract"
)

// Take takes an office document apart, and reports whether it is one; another zip archive is left alone.
func Take(p *extract.Part) (bool, error) {
	d, kind, err := look(p)
	switch {
	case kind == "ooxml":
		return true, d.ooxml()
	case kind == "odf":
		return true, d.odf()
	}
	return false, err
}

// Is reports whether the part is an office document.
func Is(p *extract.Part) (bool, error) {
	_, kind, err := look(p)
	return kind != "", err
}

// look opens an archive and says which kind of document it is, if it is one.
func look(p *extract.Part) (d *document, kind string, err error) {
	whole, size, err := p.Whole()
	if err != nil {
		return nil, "", err
	}
	archive, err := zip.NewReader(whole, size)
	if err != nil {
		return nil, "", nil
	}
	d = &document{p: p}
	for _, f := range archive.File {
		f.Name = strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")
		switch {
		case strings.HasSuffix(f.Name, "/"):
			continue
		case f.Name == "[Content_Types].xml":
			kind = cmp.Or(kind, "ooxml")
		case f.Name == "mimetype" && bytes.Contains(d.small(f), []byte("opendocument")), f.Name == "META-INF/manifest.xml" && kind == "":
			kind = "odf"
		}
		d.files = append(d.files, f)
	}
	if kind == "odf" && !d.has("content.xml") {
		kind = ""
	}
	return d, kind, nil
}

// document is one document that is read. Two files of one name are both read.
type document struct {
	p     *extract.Part
	files []*zip.File
	met   map[string]bool // authors that were told
}

func (d *document) has(name string) bool {
	return slices.ContainsFunc(d.files, func(f *zip.File) bool { return f.Name == name })
}

// small is a little file, empty when it cannot be read.
func (d *document) small(f *zip.File) []byte {
	r, err := f.Open()
	if err != nil {
		return nil
	}
	defer r.Close()
	b, _ := io.ReadAll(io.LimitReader(r, 512))
	return b
}

// read opens a file for do; what is wrong with it is told, and ends only it.
func (d *document) read(f *zip.File, do func(io.Reader) error) error {
	if f.Flags&1 != 0 {
		d.p.Gap(f.Name, extract.Encrypted)
		return nil
	}
	r, err := f.Open()
	if err != nil {
		d.p.Fault(f.Name, err)
		return nil
	}
	defer r.Close()
	in := &watched{r: d.p.Bound(r, func() int64 { return int64(f.CompressedSize64) })}
	err = do(in)
	d.p.Fault(f.Name, in.err)
	return err
}

// markup opens a file of XML.
func (d *document) markup(f *zip.File, do func(*markup.Reader) error) error {
	return d.read(f, func(in io.Reader) error { return do(markup.NewReader(markup.Decoded(in))) })
}

// watched ends where its reader fails, and remembers why.
type watched struct {
	r   io.Reader
	err error
}

func (w *watched) Read(b []byte) (int, error) {
	n, err := w.r.Read(b)
	if err != nil && err != io.EOF {
		w.err, err = err, io.EOF
	}
	return n, err
}

// plain hands over a file of which we know nothing but that it is XML, or something else.
func (d *document) plain(f *zip.File) error {
	if ending := path.Ext(f.Name); ending == ".xml" || ending == ".rels" || ending == ".vml" || ending == ".rdf" {
		return d.read(f, func(in io.Reader) error { return markup.XML(d.p, in, "part="+f.Name) })
	}
	return d.embedded(f)
}

// embedded takes a document within apart.
func (d *document) embedded(f *zip.File) error {
	if f.Flags&1 != 0 {
		d.p.Gap(f.Name, extract.Encrypted)
		return nil
	}
	r, err := f.Open()
	if err != nil {
		d.p.Fault(f.Name, err)
		return nil
	}
	defer r.Close()
	return d.p.Into(f.Name, r, func() int64 { return int64(f.CompressedSize64) })
}

// meet tells an author once.
func (d *document) meet(name string) error {
	if d.met == nil {
		d.met = map[string]bool{}
	}
	if d.met[name] || len(d.met) > 100_000 {
		return nil
	}
	d.met[name] = true
	return d.p.Value("meta=author", "author", name)
}

// properties hands over a file of metadata: "meta=creator", "meta=lastModifiedBy".
func (d *document) properties(r *markup.Reader) error {
	var name, text string
	for {
		switch r.Next() {
		case markup.Ended:
			return nil
		case markup.Start:
			if said := cmp.Or(r.Attr("name"), r.Attr("value")); said != "" && (r.Name == "property" || r.Name == "user-defined") {
				name = said
			} else if name == "" || !variant[r.Name] {
				name = r.Name
			}
			text = ""
		case markup.Text:
			text += string(r.Data)
		case markup.End:
			if err := d.p.Value("meta="+name, name, text); err != nil {
				return err
			}
			if text = ""; !variant[r.Name] {
				name = ""
			}
		}
	}
}

// variant are the elements that give a property's type and not its name.
var variant = map[string]bool{
	"lpwstr": true, "lpstr": true, "bstr": true, "i4": true, "r8": true, "bool": true, "filetime": true, "vector": true, "variant": true, "date": true, "i2": true, "decimal": true,
}

// numberIn is the number at the end of a file's name: 3 of "slides/slide3.xml".
func numberIn(name string) int {
	name = strings.TrimSuffix(path.Base(name), path.Ext(name))
	i := len(name)
	for i > 0 && name[i-1] >= '0' && name[i-1] <= '9' {
		i--
	}
	n, _ := strconv.Atoi(name[i:])
	return n
}
