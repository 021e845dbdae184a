package office

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/varsam/varsam/internal/document/markup"
)

// mostShared is how many bytes of shared texts are held; the cells that need further ones say where those are.
const mostShared = 48 << 20

// book is a workbook: SpreadsheetML.
type book struct {
	d      *document
	names  map[string]string // of sheets by relation
	sheets map[string]string // names by file
	owners map[string]string // files by what belongs to them
	shared []byte
	ends   []uint32 // of each shared text
	more   bool     // shared texts beyond mostShared were handed over by themselves
	styles formats
}

func (b *book) sheetOf(id, file string) {
	if b.sheets == nil {
		b.sheets = map[string]string{}
	}
	b.sheets[file] = b.names[id]
}

func (b *book) belongs(file, sheet string) {
	if b.owners == nil {
		b.owners = map[string]string{}
	}
	b.owners[file] = sheet
}

// title is the name of the sheet to which a file belongs.
func (b *book) title(file string) string {
	file = cmp.Or(b.owners[file], file)
	return cmp.Or(b.sheets[file], strings.TrimSuffix(path.Base(file), ".xml"))
}

func (b *book) file(f *zip.File, folder, name string) error {
	switch {
	case folder == "xl/" && name == "workbook.xml":
		return b.d.markup(f, b.workbook)
	case folder == "xl/" && name == "styles.xml":
		return b.d.markup(f, b.styles.read)
	case folder == "xl/" && name == "sharedStrings.xml":
		return b.d.markup(f, b.strings)
	case folder == "xl/worksheets/":
		return b.d.read(f, func(in io.Reader) error {
			s := &sheet{book: b, r: markup.NewReader(markup.Decoded(in)), title: b.title(f.Name)}
			return s.read()
		})
	case strings.HasPrefix(name, "comments") || folder == "xl/threadedComments/":
		return b.d.markup(f, func(r *markup.Reader) error { return b.comments(r, b.title(f.Name)) })
	case isDrawn(folder):
		return b.d.words(f, "part="+f.Name)
	}
	return b.d.plain(f)
}

// workbook reads the names of the sheets, which may themselves say something, and defined names.
func (b *book) workbook(r *markup.Reader) error {
	b.names = map[string]string{}
	defined := ""
	for kind := r.Next(); kind != markup.Ended; kind = r.Next() {
		if kind == markup.Text && defined != "" && says(r.Data) {
			if err := b.d.p.Value("meta=name", defined, string(r.Data)); err != nil {
				return err
			}
		}
		if defined = ""; kind != markup.Start {
			continue
		}
		switch r.Name {
		case "sheet":
			name := r.Attr("name")
			b.names[r.Attr("id")] = name
			if err := b.d.p.Value("sheet="+name, "", name); err != nil {
				return err
			}
		case "definedName":
			defined = r.Attr("name")
			if err := b.d.p.Value("meta=name", "", defined); err != nil {
				return err
			}
			if err := b.d.p.Value("meta=name", defined, r.Attr("comment")); err != nil {
				return err
			}
		}
	}
	return nil
}

// strings reads the shared texts; their runs are one text, and how it is pronounced is left out.
func (b *book) strings(r *markup.Reader) error {
	inText, phonetic := false, false
	n := 0
	var late []byte
	for {
		switch r.Next() {
		case markup.Ended:
			return nil
		case markup.Start:
			inText = r.Name == "t" && !r.Empty
			phonetic = phonetic || r.Name == "rPh" && !r.Empty
			if r.Name == "si" && r.Empty {
				n++
				b.ends = append(b.ends, uint32(len(b.shared)))
			}
		case markup.Text:
			if inText && !phonetic {
				if len(b.shared) < mostShared {
					b.shared = append(b.shared, r.Data...)
				} else {
					late = append(late, r.Data...)
				}
			}
		case markup.End:
			inText = false
			switch r.Name {
			case "rPh":
				phonetic = false
			case "si":
				if len(late) > 0 {
					b.more = true
					if err := b.d.p.Value("string="+strconv.Itoa(n), "", string(late)); err != nil {
						return err
					}
					late = late[:0]
				} else if !b.more {
					b.ends = append(b.ends, uint32(len(b.shared)))
				}
				n++
			}
		}
	}
}

// text is a shared text; nil for one that was handed over by itself.
func (b *book) text(i int) []byte {
	if i < 0 || i >= len(b.ends) {
		return nil
	}
	from := uint32(0)
	if i > 0 {
		from = b.ends[i-1]
	}
	return b.shared[from:b.ends[i]]
}

// comments reads notes and threads: "comment=Sheet!B7". What else stands in a note is where it is shown.
func (b *book) comments(r *markup.Reader, title string) error {
	var at, in string
	var text bytes.Buffer
	for {
		switch r.Next() {
		case markup.Ended:
			return nil
		case markup.Start:
			if in = r.Name; r.Empty {
				in = ""
			}
			if r.Name == "comment" || r.Name == "threadedComment" {
				at = r.Attr("ref")
				text.Reset()
			}
		case markup.Text:
			switch in {
			case "author":
				if err := b.d.meet(string(r.Data)); err != nil {
					return err
				}
			case "t", "text":
				text.Write(r.Data)
			}
		case markup.End:
			in = ""
			switch r.Name {
			case "comment", "threadedComment":
				if err := b.d.p.Value("comment="+title+"!"+at, "", text.String()); err != nil {
					return err
				}
				text.Reset()
			}
		}
	}
}
