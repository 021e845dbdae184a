package markup

import (
	"bytes"
	"io"
	"strings"

	"github.com/varsam/varsam/internal/document/charset"
	"github.com/varsam/varsam/internal/extract"
)

// XML hands over the texts and attributes of XML that we know nothing more of, in order: a line for each element that has words,
// and the names of elements and attributes before theirs, so that "<phone>" and " phone=" tell what a number is. Comments,
// declarations and instructions are words too.
func XML(p *extract.Part, in io.Reader, field string) error {
	r := NewReader(Decoded(in))
	text := p.Flow(field)
	for {
		switch r.Next() {
		case Ended:
			return text.Close()
		case Text:
			if words := bytes.TrimSpace(r.Data); len(words) > 0 {
				text.Write(words)
				text.Space()
			}
		case Start:
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
			text.Line()
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
