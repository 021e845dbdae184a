package office

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/varsam/varsam/internal/document/markup"
	"github.com/varsam/varsam/internal/extract"
)

// odf hands over the files of an OpenDocument: content first, then headers and footers, metadata, what is embedded.
func (d *document) odf() error {
	locked := d.locked()
	slices.SortStableFunc(d.files, func(a, b *zip.File) int { return odfRank(a.Name) - odfRank(b.Name) })
	for _, f := range d.files {
		var err error
		switch name := path.Base(f.Name); {
		case f.Name == "mimetype", strings.HasPrefix(f.Name, "META-INF/") && f.Name != "META-INF/documentsignatures.xml",
			strings.HasPrefix(f.Name, "Configurations2/"), name == "manifest.rdf", name == "settings.xml",
			strings.HasPrefix(f.Name, "Thumbnails/"), d.replaces(f.Name):
		case locked[f.Name]:
			d.p.Gap(f.Name, extract.Encrypted)
		case f.Name == "content.xml" || f.Name == "styles.xml":
			err = d.opened(f, "")
		case name == "content.xml":
			err = d.opened(f, "object="+path.Dir(f.Name))
		case f.Name == "meta.xml":
			err = d.markup(f, d.properties)
		default:
			err = d.plain(f)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// replaces reports a picture of what the document has in words: a table that is shown elsewhere, an object beside it.
func (d *document) replaces(name string) bool {
	object, ok := strings.CutPrefix(name, "ObjectReplacements/")
	return ok && d.has(object+"/content.xml") || strings.HasPrefix(name, "Pictures/TablePreview") && strings.HasSuffix(name, ".svm")
}

func odfRank(name string) int {
	if i := slices.Index([]string{"content.xml", "styles.xml", "meta.xml"}, name); i >= 0 {
		return i
	}
	return 10
}

// locked are the files that the manifest calls encrypted.
func (d *document) locked() map[string]bool {
	all := map[string]bool{}
	for _, f := range d.files {
		if f.Name != "META-INF/manifest.xml" {
			continue
		}
		d.markup(f, func(r *markup.Reader) error {
			file := ""
			for kind := r.Next(); kind != markup.Ended; kind = r.Next() {
				if kind == markup.Start && r.Name == "file-entry" {
					file = r.Attr("full-path")
				} else if kind == markup.Start && r.Name == "encryption-data" {
					all[file] = true
					if file == "encrypted-package" || strings.HasSuffix(file, "/") {
						d.p.Gap("", extract.Encrypted)
					}
				}
			}
			return nil
		})
	}
	return all
}

func (d *document) opened(f *zip.File, base string) error {
	return d.read(f, func(in io.Reader) error {
		o := &open{d: d, base: base, r: markup.NewReader(markup.Decoded(in))}
		return o.read()
	})
}

// blankLine are blanks for text:s, which says how many.
var blankLine = bytes.Repeat([]byte(" "), 64)
