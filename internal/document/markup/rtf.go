package markup

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"io"
	"strconv"

	"github.com/varsam/varsam/internal/document/charset"
	"github.com/varsam/varsam/internal/extract"
)

// group is one pair of braces.
type group struct {
	field   string // where its text belongs; "-" nowhere
	deleted bool
	skip    int // characters to pass over behind one that was told by its number
	star    bool
}

// rtf reads Rich Text Format 1.9.
type rtf struct {
	in    *bufio.Reader
	p     *extract.Part
	base  string
	stack []group
	now   group
	flows map[string]*extract.Flow
	order []string
	pass  int
	raw   []byte // characters of the document's code page
	page  string
	high  rune // first half of a character of two numbers

	object []byte // what is held of an object's data, in hexadecimal
	inside int    // how many groups are around it; 0 outside of one
	err    error
}

// mostObject is how large an object is, in figures, that is taken apart.
const mostObject = 64 << 20

// destinations are the groups whose text belongs somewhere else, or is none.
var destinations = map[string]string{
	"fonttbl": "-", "colortbl": "-", "stylesheet": "-", "pict": "-", "themedata": "-", "colorschememapping": "-", "latentstyles": "-", "datastore": "-", "rsidtbl": "-",
	"listtable": "-", "listoverridetable": "-", "generator": "-", "xmlnstbl": "-", "blipuid": "-", "panose": "-", "objdata": "-", "objclass": "-",
	"header": "header", "headerl": "header", "headerr": "header", "headerf": "header", "footer": "footer", "footerl": "footer", "footerr": "footer", "footerf": "footer",
	"footnote": "footnote", "annotation": "comment", "atnauthor": "meta=author", "atnid": "meta=author", "author": "meta=author", "operator": "meta=operator",
	"title": "meta=title", "subject": "meta=subject", "manager": "meta=manager", "company": "meta=company", "keywords": "meta=keywords", "doccomm": "meta=comment",
	"revtbl": "meta=author", "fldinst": "link", "hlinkbase": "link", "userprops": "meta=property", "formfield": "field", "htmltag": "html", "shptxt": "", "info": "meta=info",
}

// RTF hands over a document in Rich Text Format: its running text under the field, what stands beside it under "header", "comment",
// "deleted", "meta=author" and their like.
func RTF(p *extract.Part, in io.Reader, base string) error {
	r := &rtf{in: bufio.NewReaderSize(in, 32<<10), p: p, base: base, flows: map[string]*extract.Flow{}, now: group{skip: 1}}
	r.read()
	r.settle()
	if r.embedded(); r.err != nil {
		return r.err
	}
	for _, field := range r.order {
		if err := r.flows[field].Close(); err != nil {
			return err
		}
	}
	return nil
}

// mostGroups may stand in each other.
const mostGroups = 10_000

func (r *rtf) read() {
	for r.err == nil {
		c, err := r.in.ReadByte()
		if err != nil {
			return
		}
		switch c {
		case '{':
			r.settle()
			if len(r.stack) < mostGroups {
				r.stack = append(r.stack, r.now)
			}
			r.now.star = false
		case '}':
			r.settle()
			if len(r.stack) == r.inside {
				r.embedded()
			}
			if n := len(r.stack); n > 0 {
				if r.now.field != "" && r.stack[n-1].field != r.now.field && r.now.field != "-" {
					r.flow().Line()
				}
				r.now, r.stack = r.stack[n-1], r.stack[:n-1]
			}
		case '\\':
			r.control()
		case '\r', '\n':
		default:
			r.char(c)
		}
	}
}

// char is a character of the document's code page.
func (r *rtf) char(c byte) {
	if r.pass > 0 {
		r.pass--
		return
	}
	switch {
	case r.now.field != "-":
		r.raw = append(r.raw, c)
	case r.inside > 0 && len(r.object) < mostObject:
		r.object = append(r.object, c)
	}
	if len(r.raw) > 4096 {
		r.settle()
	}
}

// settle writes the characters that are held.
func (r *rtf) settle() {
	if len(r.raw) > 0 {
		r.flow().WriteString(charset.String(r.raw, r.page))
		r.raw = r.raw[:0]
	}
}

func (r *rtf) flow() *extract.Flow {
	field := r.now.field
	if field == "" && r.now.deleted {
		field = "deleted"
	}
	switch {
	case field == "":
		field = r.base
	case r.base != "":
		field = r.base + "/" + field
	}
	f, ok := r.flows[field]
	if !ok {
		f = r.p.Flow(field)
		r.flows[field], r.order = f, append(r.order, field)
	}
	return f
}

func (r *rtf) control() {
	c, err := r.in.ReadByte()
	if err != nil {
		return
	}
	if c|0x20 < 'a' || c|0x20 > 'z' {
		r.symbol(c)
		return
	}
	word := []byte{c}
	for {
		if c, err = r.in.ReadByte(); err != nil || c|0x20 < 'a' || c|0x20 > 'z' || len(word) > 32 {
			break
		}
		word = append(word, c)
	}
	var number []byte
	for err == nil && (c == '-' && len(number) == 0 || c >= '0' && c <= '9') && len(number) < 11 {
		number = append(number, c)
		c, err = r.in.ReadByte()
	}
	if err == nil && c != ' ' {
		r.in.UnreadByte()
	}
	n, _ := strconv.Atoi(string(number))
	r.word(string(word), n, len(number) > 0)
}

func (r *rtf) symbol(c byte) {
	switch c {
	case '*':
		r.now.star = true
	case '\'':
		two := make([]byte, 2)
		if _, err := io.ReadFull(r.in, two); err == nil {
			if n, err := strconv.ParseUint(string(two), 16, 8); err == nil {
				r.char(byte(n))
			}
		}
	case '~':
		r.char(' ')
	case '_':
		r.char('-')
	case '-':
	case '\r', '\n':
		r.line()
	default:
		r.char(c)
	}
}

func (r *rtf) line() {
	r.settle()
	if r.now.field != "-" {
		r.flow().Line()
	}
}

func (r *rtf) word(word string, n int, given bool) {
	if field, ok := destinations[word]; ok {
		r.settle()
		if r.now.field != "-" || word == "shptxt" {
			r.now.field = field
		}
		if word == "shptxt" { // a text box goes on with nobody's words
			r.line()
		}
		if word == "pict" {
			r.p.Gap(r.base, extract.Picture)
		}
		if word == "objdata" {
			r.object, r.inside = r.object[:0], len(r.stack)
		}
		return
	}
	if r.now.star {
		r.now.star = false
		r.settle()
		if r.now.field != "-" {
			r.now.field = "other"
		}
	}
	switch word {
	case "par", "line", "sect", "page", "row":
		r.line()
	case "tab", "cell", "nestcell":
		r.char('\t')
	case "u":
		r.settle()
		r.unicode(rune(uint16(n)))
		r.pass = r.now.skip
	case "uc":
		r.now.skip = max(n, 0)
	case "ansicpg":
		r.page = "windows-" + strconv.Itoa(n)
	case "deleted":
		r.settle()
		r.now.deleted = !given || n != 0
	case "plain":
		r.settle()
		r.now.deleted = false
	case "bin":
		if r.inside > 0 {
			r.p.Gap(r.base, extract.NotText, "OLE")
		}
		r.in.Discard(max(n, 0))
	case "lquote", "rquote":
		r.settle()
		r.unicode('’')
	case "ldblquote", "rdblquote":
		r.settle()
		r.unicode('”')
	case "endash", "emdash":
		r.settle()
		r.unicode('–')
	}
}

// embedded takes the object apart whose group ends.
func (r *rtf) embedded() {
	if r.inside == 0 {
		return
	}
	r.inside = 0
	data := make([]byte, hex.DecodedLen(len(r.object)))
	n, _ := hex.Decode(data, bytes.Map(figures, r.object))
	var known bool
	if known, r.err = Object(r.p, data[:n]); !known {
		r.p.Gap(r.base, extract.NotText, "OLE")
	}
}

// figures drops what stands between hexadecimal ones.
func figures(c rune) rune {
	if c <= ' ' {
		return -1
	}
	return c
}

func (r *rtf) unicode(c rune) {
	switch {
	case r.now.field == "-":
	case c >= 0xd800 && c < 0xdc00:
		r.high = c
	case c >= 0xdc00 && c < 0xe000:
		r.flow().WriteRune((r.high-0xd800)<<10 + (c - 0xdc00) + 0x10000)
	default:
		r.flow().WriteRune(c)
	}
}
