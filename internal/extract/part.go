package extract

import (
	"bufio"
	"context"
	"io"
	"strings"

	"github.com/varsam/varsam"
)

// Taker takes a part apart that [Walk] does not know, and reports whether it did. When not, it has read nothing of it but by
// Head and Whole. Its error ends the walk: faults of the part are told by [Part.Fault].
type Taker func(*Part) (bool, error)

// WalkWith is [Walk] with take asked first about the input and everything in it.
func WalkWith(ctx context.Context, name string, r io.Reader, limits Limits, take Taker, yield func(Piece) error) (Report, error) {
	return walk(&walker{ctx: ctx, limits: limits.orDefaults(), take: take, yield: yield}, name, r)
}

// Part is the input or something in it, for a [Taker]. It reads as a stream, or by Whole in any order.
type Part struct {
	part
	w    *walker
	text *bufio.Reader
	head []byte
	kept *spool
}

// Name is the part's own name, with folders, as far as what holds it says.
func (p *Part) Name() string { return p.name }

// Path is where it stands: empty for the input.
func (p *Part) Path() string { return p.path }

// Head is its beginning, up to 64 KB.
func (p *Part) Head() []byte { return p.head }

// Read reads it as a stream. It never fails: what cannot be read on ends it.
func (p *Part) Read(b []byte) (int, error) { return p.text.Read(b) }

// Lines is the same stream, for what reads line by line.
func (p *Part) Lines() *bufio.Reader { return p.text }

// Ended is what ended the stream when that was not its end.
func (p *Part) Ended() error { return p.in.err }

// Whole is the part as something that can be read in any order, valid until the taker returns.
func (p *Part) Whole() (io.ReaderAt, int64, error) {
	if p.whole != nil {
		return p.whole, p.size, nil
	}
	p.kept = &spool{}
	n, err := io.Copy(p.kept, io.LimitReader(p.text, p.w.limits.Bytes))
	if err != nil {
		return nil, 0, err
	}
	if n == p.w.limits.Bytes {
		p.Gap("", TooMuch)
	}
	p.whole, p.size = p.kept, n
	p.text = bufio.NewReaderSize(io.NewSectionReader(p.kept, 0, n), headSize)
	p.head, _ = p.text.Peek(headSize)
	return p.kept, n, nil
}

func (p *Part) close() {
	if p.kept != nil {
		p.kept.Close()
	}
}

// Place is where something of the part stands: "page=3" makes "letter.pdf#page=3".
func (p *Part) Place(field string) string {
	if field == "" {
		return p.path
	}
	return p.path + "#" + field
}

// Value hands a short text over, nothing when it is blank. The label says what it is, or is empty.
func (p *Part) Value(field, label, text string) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return p.w.hand(Piece{Path: func() string { return p.Place(field) }, Label: label, Offset: -1, Value: []byte(text)})
}

// Text hands a text over.
func (p *Part) Text(field string, r io.Reader) error {
	return p.w.hand(Piece{Path: func() string { return p.Place(field) }, Offset: -1, Text: r})
}

// Gap tells that something of the part was not read.
func (p *Part) Gap(field, code string, args ...string) { p.w.gap(p.Place(field), code, 0, args...) }

// Fault tells what went wrong in the part.
func (p *Part) Fault(field string, err error) {
	if err != nil && err != io.EOF {
		p.Gap(field, codeOf(err))
	}
}

// Tell passes on what somebody else who took the part apart could not read; the reason's first argument is the place in it.
func (p *Part) Tell(why varsam.Reason) {
	place, rest := "", why.Args
	if len(rest) > 0 {
		place, rest = rest[0], rest[1:]
	}
	p.w.gap(p.under(place), why.Code, 0, rest...)
}

// Inner hands over a text that somebody else has found at a place in the part.
func (p *Part) Inner(place, label string, text io.Reader) error {
	return p.w.hand(Piece{Path: func() string { return p.under(place) }, Label: label, Offset: -1, Text: text})
}

// under is a place within the part: a member of it, or something of the part itself.
func (p *Part) under(place string) string {
	if p.path != "" && place != "" && place[0] != '#' {
		return p.path + "/" + place
	}
	return p.path + place
}

// Bound reads what is packed in the part, within the limits; packed says how many bytes went in so far, and nil that it is not
// packed. What goes beyond them is an error for [Part.Fault].
func (p *Part) Bound(r io.Reader, packed func() int64) io.Reader {
	return &bounded{r: r, w: p.w, packed: packed}
}

// Into takes a document apart that stands in the part.
func (p *Part) Into(name string, r io.Reader, packed func() int64) error {
	inside := part{name: name, path: p.member(name), depth: p.depth}
	if p.depth == p.w.limits.Depth {
		p.w.gap(inside.path, TooDeep, 0)
		return nil
	}
	return p.w.unpack(inside, r, packed)
}

// Bytes is Value for many short texts: the place is made when somebody asks for it, and the text is valid until then.
func (p *Part) Bytes(field func() string, label string, text []byte) error {
	return p.w.hand(Piece{Path: func() string { return p.Place(field()) }, Label: label, Offset: -1, Value: text})
}
