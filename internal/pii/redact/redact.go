// Package redact takes spans out of a text without hurting the rest: every byte outside them stays what and in the order it
// was, and nothing of a span is left but what its [Style] says. It knows no recogniser; spans come from whoever found them.
//
// Texts are UTF-8 or another encoding in which ASCII stands for itself, so that the replacements can be read in it.
package redact

import (
	"cmp"
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/pii"
)

// Span is a part of a text: byte offsets, End exclusive. A span that begins or ends inside a character, or between a letter and
// the marks upon it, is widened to the whole: too much of one character is a smaller fault than half of it. One without
// length says nothing.
type Span struct {
	Start, End int64

	// Type chooses how much a partial mask keeps, and the word of a pseudonym.
	Type pii.Type

	// Key is what two spans of one document must share to get one pseudonym: a canonical form, or whose it is. Without one the
	// bytes of the span, in small letters, are the key.
	Key string
}

// Text appends the text without the spans to dst. Spans may come in any order; those that overlap are taken out as one. A span
// outside the text is an error (Invalid), and then nothing is appended.
func Text(dst, text []byte, spans []Span, style Style) ([]byte, Map, error) {
	for _, s := range spans {
		if s.Start < 0 || s.End < s.Start || s.End > int64(len(text)) {
			return dst, Map{}, outside(s)
		}
	}
	if !slices.IsSortedFunc(spans, byStart) {
		spans = slices.SortedFunc(slices.Values(spans), byStart)
	}
	c := cutter{style: style}
	for _, s := range spans {
		dst = c.take(dst, text, s)
	}
	dst = c.finish(dst, text)
	return c.copy(dst, text, int64(len(text))), c.edits, nil
}

func byStart(a, b Span) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
}

func outside(s Span) error {
	return varsam.Errorf(varsam.Invalid, "the span %d–%d lies outside the text; give byte offsets in this very text", s.Start, s.End)
}

// cutter goes through a text from left to right. The text it is given is a window that begins at base.
type cutter struct {
	style Style
	base  int64
	done  int64 // everything before is written
	out   int64 // how much was written

	open  *union
	room  union // what open points to
	names names
	edits Map
}

// union is a widened span, and all that overlap it.
type union struct {
	Span
	longest int64 // of the spans in it, the one whose type and key count
	mixed   bool  // they are of several types
}

// take adds a span, which begins at or after those before it. What stands before it is written.
func (c *cutter) take(dst, window []byte, s Span) []byte {
	if s.Start == s.End {
		return dst
	}
	length := s.End - s.Start
	from, to := widen(window, int(s.Start-c.base), int(s.End-c.base))
	s.Start, s.End = max(c.base+int64(from), c.done), c.base+int64(to)
	if c.open != nil && s.Start < c.open.End {
		c.open.join(s, length)
		return dst
	}
	dst = c.finish(dst, window)
	c.room = union{Span: s, longest: length}
	c.open = &c.room
	return dst
}

func (u *union) join(s Span, length int64) {
	u.mixed = u.mixed || s.Type != u.Type
	u.Start, u.End = min(u.Start, s.Start), max(u.End, s.End)
	if length > u.longest {
		u.Type, u.Key, u.longest = s.Type, s.Key, length
	}
}

// finish writes the open span's replacement, and what stands before it.
func (c *cutter) finish(dst, window []byte) []byte {
	if c.open == nil {
		return dst
	}
	u := *c.open
	c.open = nil
	dst = c.copy(dst, window, u.Start)
	before := len(dst)
	dst = c.style.replace(dst, window[u.Start-c.base:u.End-c.base], u, &c.names)
	written := int64(len(dst) - before)
	c.edits.add(Edit{Old: [2]int64{u.Start, u.End}, New: [2]int64{c.out, c.out + written}})
	c.done, c.out = u.End, c.out+written
	return dst
}

// copy writes what stands before an offset as it is.
func (c *cutter) copy(dst, window []byte, until int64) []byte {
	if until <= c.done {
		return dst
	}
	dst = append(dst, window[c.done-c.base:until-c.base]...)
	c.out += until - c.done
	c.done = until
	return dst
}
