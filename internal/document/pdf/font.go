package pdf

import (
	"bytes"
	"strings"

	"github.com/varsam/varsam/internal/document/charset"
)

// font says what the codes of a text mean and how wide they are.
type font struct {
	simple  *encoding
	unicode *cmap // ToUnicode
	codes   *cmap // of a composite font, how long codes are; nil: two bytes
	direct  bool  // codes are UTF-16
	widths  map[int]float64
	width   float64 // of others
	scale   float64 // of widths: a thousandth, but for Type 3
	base    string
	known   bool // the document describes the widths
	byCode  [256]float64
}

// font reads a font's description.
func (f *file) font(v value) *font {
	ft := &font{widths: map[int]float64{}, scale: 0.001, base: f.of(v, "BaseFont").name()}
	if to := f.of(v, "ToUnicode"); to.kind == stream {
		ft.unicode = parseCMap(f.data(to))
	}
	if f.of(v, "Subtype").name() == "Type0" {
		f.composite(ft, v)
		return ft
	}
	f.simple(ft, v)
	for code := range ft.byCode {
		ft.byCode[code] = ft.widthOf(code)
	}
	return ft
}

func (f *file) simple(ft *font, v value) {
	descriptor := f.of(v, "FontDescriptor")
	e := encodings["StandardEncoding"]
	enc := f.of(v, "Encoding")
	switch {
	case enc.kind == name:
		if one, ok := encodings[enc.name()]; ok {
			e = one
		}
	case enc.kind == dictionary:
		base, ok := encodings[f.of(enc, "BaseEncoding").name()]
		if ok {
			e = base
		} else {
			f.builtIn(&e, descriptor)
		}
		f.differences(&e, f.of(enc, "Differences"))
	case f.of(v, "Subtype").name() == "TrueType":
		e = encodings["WinAnsiEncoding"]
	default:
		f.builtIn(&e, descriptor)
	}
	ft.simple = &e
	first := f.of(v, "FirstChar").int()
	for i, w := range f.of(v, "Widths").a {
		if i < 256 {
			ft.widths[first+i] = f.get(w).num(0)
			ft.known = true
		}
	}
	ft.width = f.of(descriptor, "MissingWidth").num(0)
	if matrix := f.of(v, "FontMatrix").a; f.of(v, "Subtype").name() == "Type3" && len(matrix) == 6 {
		ft.scale = f.get(matrix[0]).num(0.001)
	}
}

// differences are codes that mean another glyph than in the base encoding.
func (f *file) differences(e *encoding, v value) {
	code := 0
	for _, one := range v.a {
		switch one = f.get(one); one.kind {
		case number:
			code = one.int()
		case name:
			if code >= 0 && code < 256 {
				e[code] = glyphText(one.name())
			}
			code++
		}
	}
}

// builtIn reads the encoding that a Type 1 font has in its clear part: "dup 65 /A put".
func (f *file) builtIn(e *encoding, descriptor value) {
	program := f.of(descriptor, "FontFile")
	if program.kind != stream {
		return
	}
	b := f.data(program)
	if i := bytes.Index(b, []byte("eexec")); i >= 0 {
		b = b[:i]
	}
	_, b, _ = bytes.Cut(b, []byte("/Encoding"))
	l := &lexer{b: b}
	for range 4096 {
		v := l.next()
		if v.kind == ended || v.kind == keyword && string(v.s) == "def" {
			return
		}
		if v.kind != keyword || string(v.s) != "dup" {
			continue
		}
		if code, glyph := l.next(), l.next(); code.kind == number && glyph.kind == name && code.n >= 0 && code.n < 256 {
			e[int(code.n)] = glyphText(glyph.name())
		}
	}
}

func (f *file) composite(ft *font, v value) {
	switch enc := f.of(v, "Encoding"); {
	case enc.kind == stream:
		ft.codes = parseCMap(f.data(enc))
	case strings.Contains(enc.name(), "UCS2") || strings.Contains(enc.name(), "UTF16"):
		ft.direct = true
	}
	down := f.of(v, "DescendantFonts")
	if down.kind == array && len(down.a) > 0 {
		down = f.get(down.a[0])
	}
	ft.known = true
	ft.width = f.of(down, "DW").num(1000)
	w := f.of(down, "W").a
	for i := 0; i+1 < len(w) && len(ft.widths) < 1<<16; {
		first, second := f.get(w[i]).int(), f.get(w[i+1])
		if second.kind == array {
			for j, one := range second.a {
				ft.widths[first+j] = f.get(one).num(ft.width)
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			break
		}
		wide := f.get(w[i+2]).num(ft.width)
		for c := first; c <= second.int() && c-first < 1<<16; c++ {
			ft.widths[c] = wide
		}
		i += 3
	}
}

// glyph is the first glyph of a text: its meaning, empty when the document does not tell; its width; how many bytes it has.
func (ft *font) glyph(b []byte) (s string, width float64, n, code int) {
	n = 1
	if ft.simple == nil {
		n = 2
		if ft.codes != nil {
			n = ft.codes.width(b)
		}
		n = min(n, len(b))
	}
	code = codeOf(b[:n])
	return ft.meaning(code), ft.wide(code) * ft.scale, n, code
}

func (ft *font) meaning(code int) string {
	if ft.unicode != nil {
		if s, ok := ft.unicode.text(code); ok {
			return s
		}
	}
	switch {
	case ft.simple != nil && code < 256:
		return ft.simple[code]
	case ft.direct:
		return string(rune(code))
	}
	return ""
}

func (ft *font) wide(code int) float64 {
	if ft.simple != nil && code < len(ft.byCode) {
		return ft.byCode[code]
	}
	return ft.widthOf(code)
}

func (ft *font) widthOf(code int) float64 {
	if w, ok := ft.widths[code]; ok {
		return w
	}
	if !ft.known {
		return standardWidth(ft.base, code)
	}
	return ft.width
}

// words is a text string of a document's data: UTF-16 with a mark, UTF-8 with one, or PDFDocEncoding, which is near Windows-1252.
func words(b []byte) string {
	if len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff {
		return strings.ReplaceAll(utf16Text(b[2:]), "\x00", "")
	}
	if len(b) >= 2 && b[0] == 0xff && b[1] == 0xfe {
		swapped := make([]byte, 0, len(b))
		for i := 2; i+1 < len(b); i += 2 {
			swapped = append(swapped, b[i+1], b[i])
		}
		return utf16Text(swapped)
	}
	return strings.TrimPrefix(charset.String(b, ""), "\ufeff")
}
