package office

import (
	"archive/zip"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/document/markup"
)

// silentFiles hold settings, shapes and caches of what stands elsewhere, and no word of anybody.
var silentFiles = []string{
	"[Content_Types].xml", "calcChain.xml", "/theme/", "/printerSettings/", "/fonts/", "styles.xml", "stylesWithEffects.xml", "fontTable.xml",
	"webSettings.xml", "tableStyles.xml", "presProps.xml", "viewProps.xml", "numbering.xml", ".odttf", ".fntdata",
	"docProps/thumbnail.", // a first page in the size of a stamp
}

// isDrawn reports folders whose files have DrawingML: text in shapes, diagrams and charts.
func isDrawn(folder string) bool {
	return strings.Contains(folder, "/drawings/") || strings.Contains(folder, "/charts/") || strings.Contains(folder, "/diagrams/")
}

func isSilent(name string) bool {
	return slices.ContainsFunc(silentFiles, func(s string) bool { return strings.Contains(name, s) || strings.HasSuffix(name, s) })
}

// ooxml hands over the files of a package: the text first, then what stands beside it, then what is embedded.
func (d *document) ooxml() error {
	slices.SortStableFunc(d.files, func(a, b *zip.File) int {
		if x, y := rank(a.Name), rank(b.Name); x != y {
			return x - y
		}
		if x, y := numberIn(a.Name), numberIn(b.Name); x != y {
			return x - y
		}
		return strings.Compare(a.Name, b.Name)
	})
	book := &book{d: d}
	show := &show{d: d}
	for _, f := range d.files {
		if isSilent(f.Name) && f.Name != "xl/styles.xml" {
			continue
		}
		if err := d.one(f, book, show); err != nil {
			return err
		}
	}
	return nil
}

// rank is the order in which files are read.
func rank(name string) int {
	for i, prefix := range []string{
		"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels",
		"xl/worksheets/_rels/", "ppt/slides/_rels/", "ppt/notesSlides/_rels/",
		"word/document", "xl/worksheets/", "ppt/slides/", "ppt/notesSlides/", "word/header", "word/footer", "word/comments", "word/footnotes", "word/endnotes", "xl/", "ppt/", "word/", "docProps/",
	} {
		if strings.HasPrefix(name, prefix) && !strings.Contains(name, "/media/") && !strings.Contains(name, "/embeddings/") {
			return i
		}
	}
	return 100
}

// one hands over a file by what its name says that it is.
func (d *document) one(f *zip.File, book *book, show *show) error {
	folder, name := path.Split(f.Name)
	n := strconv.Itoa(numberIn(f.Name))
	switch {
	case path.Ext(name) == ".rels":
		return d.markup(f, func(r *markup.Reader) error { return d.relations(f.Name, r, book, show) })
	case folder == "docProps/" && path.Ext(name) == ".xml":
		return d.markup(f, d.properties)
	case path.Ext(name) != ".xml":
		return d.plain(f)
	case folder == "word/" && strings.HasPrefix(name, "document"):
		return d.words(f, "")
	case folder == "word/" && strings.HasPrefix(name, "header"):
		return d.words(f, "header="+n)
	case folder == "word/" && strings.HasPrefix(name, "footer"):
		return d.words(f, "footer="+n)
	case folder == "word/" && (name == "comments.xml" || name == "footnotes.xml" || name == "endnotes.xml"):
		return d.words(f, strings.TrimSuffix(name, "s.xml"))
	case folder == "word/glossary/" && name == "document.xml":
		return d.words(f, "glossary")
	case strings.HasPrefix(folder, "xl/"):
		return book.file(f, folder, name)
	case strings.HasPrefix(folder, "ppt/"):
		return show.file(f, folder, name)
	case isDrawn(folder):
		return d.words(f, "part="+f.Name)
	}
	return d.plain(f)
}

// relations notes which file is which sheet or slide, and hands over links that lead out.
func (d *document) relations(file string, r *markup.Reader, book *book, show *show) error {
	base := path.Dir(path.Dir(file))
	source := path.Join(base, strings.TrimSuffix(path.Base(file), ".rels"))
	for kind := r.Next(); kind != markup.Ended; kind = r.Next() {
		if kind != markup.Start || r.Name != "Relationship" {
			continue
		}
		target := r.Attr("Target")
		if strings.EqualFold(r.Attr("TargetMode"), "External") {
			if err := d.p.Value("link="+r.Attr("Id"), "", target); err != nil {
				return err
			}
			continue
		}
		if !strings.HasPrefix(target, "/") {
			target = path.Join(base, target)
		}
		target = strings.TrimPrefix(target, "/")
		switch {
		case source == "xl/workbook.xml":
			book.sheetOf(r.Attr("Id"), target)
		case strings.HasPrefix(source, "xl/worksheets/"):
			book.belongs(target, source)
		case source == "ppt/presentation.xml":
			show.slideOf(r.Attr("Id"), target)
		case strings.HasPrefix(source, "ppt/slides/"):
			show.belongs(target, source)
		}
	}
	return nil
}

// words hands over a file of WordprocessingML.
func (d *document) words(f *zip.File, field string) error {
	return d.read(f, func(in io.Reader) error {
		w := &writing{d: d, r: markup.NewReader(markup.Decoded(in)), base: field}
		return w.read()
	})
}
