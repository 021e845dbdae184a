// Package extract takes a file or a stream apart into texts with a place: the cells of a CSV file, the values of JSON, the
// members of archives, and everything else as one running text. It sees what something is by its first bytes, never by its
// name alone, works in bounded memory, and says what it could not read.
//
// Bytes are handed over as they are: decoding is the business of whoever reads them.
package extract

import (
	"context"
	"io"

	"github.com/varsam/varsam"
)

// Limits bound what an input may cost. A limit of 0 has the value of [Defaults].
type Limits struct {
	Bytes int64 // unpacked from containers, all together
	Ratio int64 // unpacked by packed bytes of one container, checked from RatioFrom bytes on
	Depth int   // containers within containers
	Value int   // a cell or string held in memory; a longer one is handed over as a stream
}

// RatioFrom is how much a container may unpack to before its ratio is looked at: small files pack as well as bombs.
const RatioFrom = 16 << 20

// Defaults are generous to archives of logs, which pack a hundred to one.
var Defaults = Limits{Bytes: 256 << 30, Ratio: 250, Depth: 5, Value: 1 << 20}

func (l Limits) orDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = Defaults.Bytes
	}
	if l.Ratio <= 0 {
		l.Ratio = Defaults.Ratio
	}
	if l.Depth <= 0 {
		l.Depth = Defaults.Depth
	}
	if l.Value <= 0 {
		l.Value = Defaults.Value
	}
	return l
}

// Piece is one text of an input. It and all in it are valid until the function that was given it returns.
type Piece struct {
	// Path makes the place of the piece in its input: members of containers, then a field as in JSONPath:
	// "backup.zip/people.csv#$[3].email" is the field email of the fourth record of a member. It is empty for an input that is
	// one running text. It is a function because most pieces hold nothing that anybody wants to point at.
	Path func() string

	// Label is the column's heading or the JSON key; empty for running text.
	Label string

	// Offset is where the piece's first byte stands in the input, and its other bytes follow there one by one; -1 for what
	// lies in a container or was written with escapes.
	Offset int64

	// Value is a cell, a string or a number, as bytes; nil when the piece is a stream.
	Value []byte

	// At is where byte i of Value stands in the input, and At(len(Value)) where the value ends there, escapes or not; nil for
	// streams and in containers.
	At func(i int) int64

	// Number is set for a number of JSON: a text in its place needs quotes.
	Number bool

	// Text is a running text, or a value that is longer than Limits.Value. It never fails: what cannot be read on ends it, and
	// is a [Gap].
	Text io.Reader
}

// Gap is a part of an input that was not read, or not to its end.
type Gap struct {
	Path string        // as of a Piece; empty for the input itself
	Why  varsam.Reason // the first argument is the path
	Read int64         // bytes of it, unpacked, that were read
}

// Report says what was read.
type Report struct {
	Pieces  int64
	Bytes   int64 // of the input itself, as far as it was read
	Gaps    []Gap // the first thousand
	Omitted int   // further ones
}

// Partial reports whether something was not read.
func (r Report) Partial() bool { return len(r.Gaps) > 0 }

const mostGaps = 1000

// Walk takes an input apart and yields its pieces in order. The name is only a hint for what the first bytes leave open. An
// error of yield, of the context or of reading r ends it and is returned; faults inside the input end only the part that has
// them and are gaps of the report, which is valid in every case.
func Walk(ctx context.Context, name string, r io.Reader, limits Limits, yield func(Piece) error) (Report, error) {
	return walk(&walker{ctx: ctx, limits: limits.orDefaults(), yield: yield}, name, r)
}

func walk(w *walker, name string, r io.Reader) (Report, error) {
	in := &source{r: r, ctx: w.ctx}
	whole, size := sized(r)
	err := w.part(part{name: name, in: in, whole: whole, size: size})
	w.report.Bytes = in.n
	if err == nil && in.err != nil {
		err = in.err
	}
	return w.report, err
}

// walker is one Walk.
type walker struct {
	ctx      context.Context
	limits   Limits
	take     Taker // nil: nothing but what we know
	yield    func(Piece) error
	report   Report
	unpacked int64
}

// part is the input, or a member of a container.
type part struct {
	name  string // for its ending
	path  string // empty for the input
	depth int    // containers around it
	in    *source
	whole io.ReaderAt // the same bytes, when they can be read in any order
	size  int64
}

func (w *walker) gap(path, code string, read int64, args ...string) {
	if len(w.report.Gaps) == mostGaps {
		w.report.Omitted++
		return
	}
	why := varsam.Reason{Code: code, Args: append([]string{path}, args...)}
	w.report.Gaps = append(w.report.Gaps, Gap{Path: path, Why: why, Read: read})
}

// hand yields a piece.
func (w *walker) hand(p Piece) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	w.report.Pieces++
	return w.yield(p)
}

// source reads an input or a member. A fault ends it as if it were the end, and is remembered.
type source struct {
	r   io.Reader
	ctx context.Context
	n   int64
	err error
}

func (s *source) Read(b []byte) (int, error) {
	if s.err == nil {
		s.err = s.ctx.Err()
	}
	if s.err != nil {
		return 0, io.EOF
	}
	n, err := s.r.Read(b)
	s.n += int64(n)
	if err != nil && err != io.EOF {
		s.err = err
		err = io.EOF
	}
	return n, err
}
