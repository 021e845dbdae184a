package office

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"path"
	"slices"
	"strings"
)

// Cut is a stretch of a text that goes, and what stands there instead.
type Cut struct {
	Start, End int // bytes
	Instead    string
}

// ErrByHand says that a document cannot be rewritten so that it stays one.
var ErrByHand = errors.New("the document cannot be rewritten")

// mostPart is how large a part may be that is rewritten in memory.
const mostPart = 64 << 20

// Redact rewrites an office document without what find finds in its texts: in paragraphs, whose runs are one text, in cells, and in
// attributes. Find is given a text and returns its cuts in order, none upon another. Documents of the same kinds within are rewritten too;
// whatever else is in it stays as it is, so that the result has to be read before anybody believes it. The picture of the first page
// goes when anything does. The error is [ErrByHand], or that of reading the archive.
func Redact(content []byte, find func(text string) []Cut) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(in.File, func(f *zip.File) bool { return f.Name == "[Content_Types].xml" || f.Name == "mimetype" }) {
		return nil, ErrByHand // a container, and no document
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	if err := out.SetComment(in.Comment); err != nil {
		return nil, err
	}
	for _, f := range in.File {
		switch {
		case isThumbnail(f.Name):
			continue
		case len(find(f.Name)) > 0:
			return nil, ErrByHand
		case isMarkup(f.Name):
			err = rewritten(out, f, func(b []byte) ([]byte, error) { return redactMarkup(b, find) })
		case isEmbedded(f.Name):
			err = rewritten(out, f, func(b []byte) ([]byte, error) { return Redact(b, find) })
		default:
			err = out.Copy(f)
		}
		if err != nil {
			return nil, err
		}
	}
	err = out.Close() // writes the list of parts
	return b.Bytes(), err
}

func isThumbnail(name string) bool {
	return strings.HasPrefix(name, "Thumbnails/") || strings.HasPrefix(name, "docProps/thumbnail.")
}

func isMarkup(name string) bool {
	return slices.Contains([]string{".xml", ".rels", ".vml", ".rdf"}, strings.ToLower(path.Ext(name)))
}

func isEmbedded(name string) bool {
	return slices.Contains([]string{".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"}, strings.ToLower(path.Ext(name)))
}

// rewritten copies a part through do.
func rewritten(out *zip.Writer, f *zip.File, do func([]byte) ([]byte, error)) error {
	r, err := f.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	part, err := io.ReadAll(io.LimitReader(r, mostPart+1))
	if err != nil || len(part) > mostPart {
		return ErrByHand
	}
	if part, err = do(part); err != nil {
		return err
	}
	w, err := out.CreateHeader(&zip.FileHeader{Name: f.Name, Method: f.Method, Modified: f.Modified})
	if err == nil {
		_, err = w.Write(part)
	}
	return err
}

// segment is a stretch of markup that is text, or stands for a blank.
type segment struct {
	from, to int // in the markup
	text     string
	mark     bool // an element that stands for a blank
}

// redaction rewrites one part.
type redaction struct {
	in    []byte
	out   bytes.Buffer
	done  int // up to where the markup is written
	group []segment
	find  func(string) []Cut
	looks int // depth of elements that say how a run looks
}

// redactMarkup rewrites a part of XML in UTF-8.
func redactMarkup(b []byte, find func(string) []Cut) ([]byte, error) {
	if bytes.HasPrefix(b, []byte{0xff, 0xfe}) || bytes.HasPrefix(b, []byte{0xfe, 0xff}) {
		return nil, ErrByHand
	}
	r := &redaction{in: b, find: find}
	for at := 0; at < len(b); {
		if b[at] != '<' {
			end := at + max(bytes.IndexByte(b[at:], '<'), 0)
			if end == at {
				end = len(b)
			}
			r.text(at, end)
			at = end
			continue
		}
		end := tagEnd(b, at)
		if err := r.tag(at, end); err != nil {
			return nil, err
		}
		at = end
	}
	r.flush()
	r.out.Write(b[r.done:])
	return r.out.Bytes(), nil
}

// tagEnd is where a tag, a comment or a declaration ends.
func tagEnd(b []byte, at int) int {
	for _, pair := range [][2]string{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}} {
		if bytes.HasPrefix(b[at:], []byte(pair[0])) {
			if i := bytes.Index(b[at:], []byte(pair[1])); i >= 0 {
				return at + i + len(pair[1])
			}
			return len(b)
		}
	}
	quote := byte(0)
	for i := at; i < len(b); i++ {
		switch c := b[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return len(b)
}

// text adds a stretch to the text that is gathered.
func (r *redaction) text(from, to int) {
	if r.looks == 0 && len(bytes.TrimRight(r.in[from:to], "\r\n")) > 0 {
		r.group = append(r.group, segment{from: from, to: to, text: html.UnescapeString(string(r.in[from:to]))})
	}
}

// within are elements that do not end a text: runs and their marks.
var within = map[string]bool{
	"r": true, "t": true, "delText": true, "instrText": true, "proofErr": true, "bookmarkStart": true, "bookmarkEnd": true, "hyperlink": true, "smartTag": true,
	"ins": true, "del": true, "span": true, "a": true, "s": true, "tab": true, "softHyphen": true, "lastRenderedPageBreak": true, "commentRangeStart": true,
	"commentRangeEnd": true, "permStart": true, "permEnd": true, "bookmark": true, "bookmark-start": true, "bookmark-end": true, "change": true, "change-start": true,
	"change-end": true, "soft-page-break": true, "rPr": true, "endParaRPr": true,
}

// tag ends the text that is gathered, unless it stands within; its attributes are texts of their own.
func (r *redaction) tag(from, to int) error {
	b := r.in[from:to]
	if len(b) < 3 || b[1] == '!' || b[1] == '?' {
		return r.remark(from, to)
	}
	name := tagName(b)
	looks := name == "rPr" || name == "endParaRPr"
	switch {
	case looks && b[1] == '/':
		r.looks = max(0, r.looks-1)
	case looks && b[len(b)-2] != '/':
		r.looks++
	case r.looks == 0 && !within[name]:
		r.flush()
	case (name == "s" || name == "tab") && b[len(b)-2] == '/':
		r.group = append(r.group, segment{from: from, to: to, text: map[string]string{"s": " ", "tab": "\t"}[name], mark: true})
	}
	if b[1] == '/' {
		return nil
	}
	return r.attributes(name, from, to)
}

// remark rewrites a comment; what is read word by word in a declaration cannot be rewritten.
func (r *redaction) remark(from, to int) error {
	b := r.in[from:to]
	cuts := r.find(html.UnescapeString(string(b)))
	switch {
	case len(cuts) == 0:
		return nil
	case !bytes.HasPrefix(b, []byte("<!--")):
		return ErrByHand
	}
	r.flush()
	r.out.Write(r.in[r.done:from])
	r.done = to
	return nil
}

func tagName(b []byte) string {
	b = bytes.TrimLeft(b[1:], "/")
	end := bytes.IndexAny(b, " \t\r\n/>")
	if end < 0 {
		end = len(b)
	}
	name := b[:end]
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	return string(name)
}

// binding are the attributes by which parts of a document find each other: rewritten, the document would be none.
var binding = map[string]bool{"sheet name": true, "definedName name": true, "style name": true, "table name": true, "style style-name": true}

// attributes rewrites the values of a tag's attributes.
func (r *redaction) attributes(element string, from, to int) error {
	b := r.in[from:to]
	for at := bytes.IndexByte(b, '='); at >= 0 && at+2 < len(b); {
		name := b[:at]
		name = name[bytes.LastIndexAny(name, " \t\r\n:")+1:]
		open := at + 1
		for open < len(b) && (b[open] == ' ' || b[open] == '\n') {
			open++
		}
		if open >= len(b) || b[open] != '"' && b[open] != '\'' {
			return nil
		}
		size := bytes.IndexByte(b[open+1:], b[open])
		if size < 0 {
			return nil
		}
		value := html.UnescapeString(string(b[open+1 : open+1+size]))
		if cuts := r.find(value); len(cuts) > 0 {
			if binding[element+" "+string(name)] {
				return ErrByHand
			}
			r.flush()
			r.write(from+open+1, from+open+1+size, without(value, 0, cuts))
		}
		next := bytes.IndexByte(b[open+1+size:], '=')
		if next < 0 {
			return nil
		}
		at = open + 1 + size + next
	}
	return nil
}

// write puts a text in the place of a stretch.
func (r *redaction) write(from, to int, text string) {
	r.out.Write(r.in[r.done:from])
	xml.EscapeText(&r.out, []byte(text))
	r.done = to
}

// flush ends the text that is gathered: what is cut goes from each of its segments.
func (r *redaction) flush() {
	if len(r.group) == 0 {
		return
	}
	var whole strings.Builder
	for _, s := range r.group {
		whole.WriteString(s.text)
	}
	if cuts := r.find(whole.String()); len(cuts) > 0 {
		start := 0
		for _, s := range r.group {
			if now := without(s.text, start, cuts); now != s.text {
				r.write(s.from, s.to, now)
			}
			start += len(s.text)
		}
	}
	r.group = r.group[:0]
}

// without is a segment that begins at an offset of its text, without the cuts. What stands instead goes where a cut begins.
func without(s string, start int, cuts []Cut) string {
	var b strings.Builder
	at := start
	for _, c := range cuts {
		if c.End <= start || c.Start >= start+len(s) {
			continue
		}
		if c.Start >= start {
			b.WriteString(s[at-start : c.Start-start])
			b.WriteString(c.Instead)
		}
		at = min(c.End, start+len(s))
	}
	b.WriteString(s[at-start:])
	return b.String()
}
