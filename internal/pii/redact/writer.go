package redact

import (
	"io"

	"github.com/varsam/varsam"
)

// Writer takes spans out of a text of any length on its way. The text goes in by Write, the spans by Span in the order of their
// starts, and Settle says how far they are known; what is settled is written. It holds the text that is not, and the
// longest span. Its [Map] is not kept: OnEdit, when set, is told each replacement.
type Writer struct {
	OnEdit func(Edit)

	dst     io.Writer
	cut     cutter
	window  []byte // from cut.base
	spans   []Span // not yet taken
	settled int64
	last    int64 // start of the last span
	out     []byte
	err     error
}

// NewWriter writes to dst.
func NewWriter(dst io.Writer, style Style) *Writer {
	return &Writer{dst: dst, cut: cutter{style: style}}
}

// Write takes up more of the text.
func (w *Writer) Write(p []byte) (int, error) {
	if w.err != nil {
		return 0, w.err
	}
	w.window = append(w.window, p...)
	return len(p), nil
}

// Span takes one more span, which may reach beyond what was written so far. It may begin neither before the last one nor before
// what is settled (Invalid).
func (w *Writer) Span(s Span) error {
	switch {
	case w.err != nil:
		return w.err
	case s.Start < 0 || s.End < s.Start:
		return outside(s)
	case s.Start < w.settled || s.Start < w.last:
		return varsam.Errorf(varsam.Invalid, "the span %d–%d comes too late; give spans in the order of their starts", s.Start, s.End)
	}
	w.last = s.Start
	w.spans = append(w.spans, s)
	return nil
}

// Settle says that no further span begins before the offset.
func (w *Writer) Settle(until int64) error {
	if w.err != nil {
		return w.err
	}
	w.settled = max(w.settled, until)
	end := w.cut.base + int64(len(w.window))
	for len(w.spans) > 0 && w.spans[0].End+maxCluster+utf8Rest <= end {
		w.out = w.cut.take(w.out, w.window, w.spans[0])
		w.spans = w.spans[1:]
	}
	sure := min(w.settled, end) - maxCluster - utf8Rest // a later span may be widened to here
	if len(w.spans) > 0 {
		sure = min(sure, w.spans[0].Start-maxCluster-utf8Rest)
	}
	if w.cut.open != nil && w.cut.open.End <= sure {
		w.out = w.cut.finish(w.out, w.window)
	}
	if w.cut.open != nil {
		sure = min(sure, w.cut.open.Start-maxCluster-utf8Rest)
	}
	w.out = w.cut.copy(w.out, w.window, sure)
	return w.flush()
}

// utf8Rest is the most of a character that may stand before or behind a cut in it.
const utf8Rest = 3

// Close settles all and writes the rest. A span that reaches beyond the end of the text is an error (Invalid); what stands
// from its start on is then not written.
func (w *Writer) Close() error {
	if w.err != nil {
		return w.err
	}
	end := w.cut.base + int64(len(w.window))
	for _, s := range w.spans {
		if s.End > end {
			w.err = outside(s)
			return w.err
		}
		w.out = w.cut.take(w.out, w.window, s)
	}
	w.spans = nil
	w.out = w.cut.finish(w.out, w.window)
	w.out = w.cut.copy(w.out, w.window, end)
	return w.flush()
}

// flush hands on what is written and forgets the text before it.
func (w *Writer) flush() error {
	if _, err := w.dst.Write(w.out); err != nil {
		w.err = varsam.Wrap(varsam.Unavailable, err, "writing the redacted text")
		return w.err
	}
	w.out = w.out[:0]
	if w.OnEdit != nil {
		for _, e := range w.cut.edits.edits {
			w.OnEdit(e)
		}
	}
	w.cut.edits.edits = w.cut.edits.edits[:0]
	if passed := w.cut.done - w.cut.base - maxCluster - utf8Rest; passed > int64(len(w.window)/2) {
		w.window = append(w.window[:0], w.window[passed:]...)
		w.cut.base += passed
	}
	return nil
}
