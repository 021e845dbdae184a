package extract

import "bytes"

// longestParagraph is handed over in pieces; a text is handed over at the end of a paragraph once it is longer than longEnough.
const (
	longEnough       = 256 << 10
	longestParagraph = 4 << 20
)

// Flow is a running text that is put together word by word and handed over in stretches that end where a paragraph does. What
// goes wrong in that is told by Close.
type Flow struct {
	p     *Part
	field string
	b     []byte
	err   error
}

// Flow begins a running text of the part.
func (p *Part) Flow(field string) *Flow { return &Flow{p: p, field: field} }

// Write appends to the paragraph.
func (f *Flow) Write(b []byte) (int, error) {
	f.b = append(f.b, b...)
	f.bound()
	return len(b), nil
}

// WriteString appends to the paragraph.
func (f *Flow) WriteString(s string) (int, error) {
	f.b = append(f.b, s...)
	f.bound()
	return len(s), nil
}

// WriteRune appends to the paragraph.
func (f *Flow) WriteRune(r rune) (int, error) {
	before := len(f.b)
	f.b = append(f.b, string(r)...)
	return len(f.b) - before, nil
}

func (f *Flow) bound() {
	if len(f.b) > longestParagraph {
		f.hand()
	}
}

// Space appends a blank, unless there is one.
func (f *Flow) Space() {
	if n := len(f.b); n > 0 && f.b[n-1] != ' ' && f.b[n-1] != '\n' && f.b[n-1] != '\t' {
		f.b = append(f.b, ' ')
	}
}

// Line ends a line, unless it has just ended.
func (f *Flow) Line() {
	n := len(f.b)
	for n > 0 && f.b[n-1] == ' ' {
		n--
	}
	if f.b = f.b[:n]; n > 0 && f.b[n-1] != '\n' {
		f.b = append(f.b, '\n')
	}
	if n > longEnough {
		f.hand()
	}
}

func (f *Flow) hand() {
	if f.err == nil && len(bytes.TrimSpace(f.b)) > 0 {
		f.err = f.p.Text(f.field, bytes.NewReader(f.b))
	}
	f.b = f.b[:0]
}

// Close hands over what is left.
func (f *Flow) Close() error {
	f.hand()
	return f.err
}
