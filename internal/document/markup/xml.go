package markup

import (
	"bytes"
	"io"
	"strings"

	"github.com/varsam/varsam/internal/document/charset"
	"github.com/varsam/varsam/internal/extract"
)

// running are elements that stand within words: how they look, and pieces of a line.
var running = map[string]bool{
	"b": true, "i": true, "u": true, "s": true, "font": true, "span": true, "strong": true, "em": true, "sub": true, "sup": true, "small": true, "big": true, "tspan": true,
}

// within reports an element that does not begin a line. One whose attributes say more than how it looks does: a piece of a drawing with a place of
// its own, and whatever else is called so in XML that we do not know, as <s v="Anna Berg"/> is.
func (r *Reader) within() bool {
	if !running[r.Name] {
		return false
	}
	for name, value := range r.Attrs {
		if len(value) > 0 && !looks[name] && !strings.HasPrefix(name, "font") && !strings.HasPrefix(name, "text-") {
			return false
		}
	}
	return true
}

// looks are attributes that say how words look, or of which language they are.
var looks = map[string]bool{
	"class": true, "style": true, "lang": true, "dir": true, "face": true, "color": true, "size": true, "fill": true, "space": true, "rend": true, "dx": true, "letter-spacing": true,
}

// XML hands over the texts and attributes of XML that we know nothing more of, in order: a line for each element that has words,
// and the names of elements and attributes before theirs, so that "<phone>" and " phone=" tell what a number is. Comments,
// declarations and instructions are words too.
func XML(p *extract.Part, in io.Reader, field string) error {
	r := NewReader(Decoded(in))
	text := p.Flow(field)
	joined := false // the last tag stands within words
	for {
		switch kind := r.Next(); kind {
		case Ended:
			return text.Close()
		case Text:
			words := bytes.TrimSpace(r.Data)
			if joined && len(words) > 0 && blank(r.Data[0]) {
				text.Space()
			}
			text.Write(words)
			if len(words) > 0 && blank(r.Data[len(r.Data)-1]) {
				text.Space()
			}
		case Start:
			if joined = r.within(); joined {
				continue
			}
			text.Line()
			for name, value := range r.Attrs {
				if name != "xmlns" && len(value) > 0 && !bytes.Contains(value, []byte("://schemas.")) {
					text.WriteString(name + ": ")
					text.Write(value)
					text.Line()
				}
			}
			if r.Name != "" && !r.Empty {
				text.WriteString(r.Name + ": ")
			}
		case End:
			if joined = running[r.Name]; !joined {
				text.Line()
			}
		case Comment, Other:
			if !strings.HasPrefix(string(r.Data), "xml ") {
				text.Line()
				text.Write(r.Data)
				text.Line()
			}
		}
	}
}

// Decoded is XML as UTF-8, by its mark or by what it says itself.
func Decoded(in io.Reader) io.Reader {
	head := make([]byte, 256)
	n, _ := io.ReadFull(in, head)
	return charset.NewReader(io.MultiReader(bytes.NewReader(head[:n]), in), declared(head[:n]))
}
