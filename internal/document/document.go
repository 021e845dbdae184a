// Package document gets the texts out of what people write, send and keep, each with its place: letters, tables, slides, mail,
// pages, archives, and all of these within each other. What it cannot read it says.
//
// A place is the same in all languages: the path through what holds a document, then, behind a #, what of it: "page=3",
// "cell=Sheet!B7", "comment=2", "header=subject", "meta=author", "deleted=4", "slide=2", "note=2". The first of several texts of
// one kind has the number 1, or the one that the document itself gives it.
package document

import (
	"bytes"
	"context"
	"io"
	"time"
	"unicode/utf8"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/document/charset"
	"github.com/varsam/varsam/internal/extract"
)

// Limits bound what one document may cost. A limit of 0 has the value of [Defaults].
type Limits struct {
	extract.Limits
	Time   time.Duration // of reading it, without the time that others take for its texts
	Memory int64         // of the process that reads it, in bytes
}

// Defaults are generous to what offices keep.
var Defaults = Limits{
	Limits: extract.Limits{Bytes: 2 << 30, Ratio: 250, Depth: 10, Value: 1 << 20},
	Time:   2 * time.Minute,
	Memory: 256 << 20,
}

func (l Limits) orDefaults() Limits {
	d := Defaults
	set(&d.Bytes, l.Bytes)
	set(&d.Ratio, l.Ratio)
	set(&d.Depth, l.Depth)
	set(&d.Value, l.Value)
	set(&d.Time, l.Time)
	set(&d.Memory, l.Memory)
	return d
}

func set[T int | int64 | time.Duration](limit *T, to T) {
	if to > 0 {
		*limit = to
	}
}

// Parser reads documents in this process: for tests, and for what one has written oneself. What strangers send belongs into
// another process.
type Parser struct {
	limits Limits

	// OCR is as in [Reader].
	OCR []string
}

// InProcess is a parser within the limits, those on time and memory apart.
func InProcess(limits Limits) *Parser { return &Parser{limits: limits.orDefaults()} }

// Texts yields the texts of a document in order, in UTF-8. The name is a hint only. What could not be read is returned as reasons
// whose first argument is the place; the error is that of the context, of yield or of reading the content.
func (p *Parser) Texts(ctx context.Context, name string, content io.Reader, yield func(place string, text io.Reader) error) ([]varsam.Reason, error) {
	report, err := extract.WalkWith(ctx, name, content, p.limits.Limits, p.take, func(piece extract.Piece) error {
		return yield(piece.Path(), textOf(piece))
	})
	return reasons(report), err
}

// textOf is a piece as UTF-8.
func textOf(p extract.Piece) io.Reader {
	switch {
	case p.Text != nil:
		return charset.NewReader(p.Text, "")
	case utf8.Valid(p.Value):
		return bytes.NewReader(p.Value)
	}
	return charset.NewReader(bytes.NewReader(p.Value), "")
}

// reasons is what a walk could not read.
func reasons(r extract.Report) []varsam.Reason {
	var all []varsam.Reason
	for _, g := range r.Gaps {
		all = append(all, g.Why)
	}
	if r.Omitted > 0 {
		all = append(all, varsam.Because(extract.More, "", itoa(r.Omitted)))
	}
	return all
}
