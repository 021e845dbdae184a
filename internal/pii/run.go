package pii

import (
	"bytes"
	"math/bits"
	"slices"

	"github.com/varsam/varsam/internal/pii/name"
	chars "github.com/varsam/varsam/internal/pii/text"
)

// A text is worked through in segments. What begins in a segment is decided by the segment, the bytes before it and the
// bytes after it, and by no more: so a stream gives the same hits as the whole.
const (
	segment = 64 << 10
	before  = 256
	after   = 2048
)

// run is one text being scanned.
type run struct {
	s    *Scanner
	hint Hint

	text   []byte // a segment and its surroundings
	offset int64  // of text in the input
	pos    int    // what lies before is decided
	floor  int    // where the last hit ended: no other begins before

	at      int64 // in the input: where the next segment begins
	decided int64 // in the input: nothing begins before

	dst      []Hit
	readings []candidate // of the segment's hits, in order; those of one hit stand together; then what settle has yet to choose among
	settled  int         // how many of them are of hits
	merged   []candidate
	extras   []candidate
	names    []name.Span
	tidy     chars.Tidy // of a text in another spelling
	arena    []byte     // canonical forms of the readings

	counted        int64 // in the input: up to here characters are counted
	characterCount int64

	chain    chain
	outline  outline
	scratch  [40]byte
	near     surroundings
	places   [writersReach/2 + 2]int32 // where writers may call themselves
	words    [1024]int32               // that may be hints of special categories
	noted    int                       // how many they are
	country  string                    // that the hint speaks of
	naming   naming                    // of the hint's label
	whole    bool                      // the text is one segment, and nothing comes behind it
	headings map[string]heading
	joint    int // where the number begins that may hang on something before it; 0 when that is of no account
}

// slice is a part of the arena.
type slice struct{ low, high int32 }

// candidate is one reading of a span in text.
type candidate struct {
	start, end int32
	check      string
	context    string
	score      Score
	canonical  slice
	kind       kind
}

func (s *Scanner) start(hint Hint) *run {
	r := s.runs.Get().(*run)
	r.s, r.hint = s, hint
	r.at, r.decided, r.counted, r.characterCount = 0, 0, 0, 0
	r.readings, r.arena, r.settled = r.readings[:0], r.arena[:0], 0
	r.country, r.whole = countryIn(hint), false
	r.heading(hint.Label)
	return r
}

// end gives the run back; nothing of the text stays in it.
func (s *Scanner) end(r *run) {
	clear(r.arena[:cap(r.arena)])
	r.text, r.dst, r.hint = nil, nil, Hint{}
	s.runs.Put(r)
}

// next scans the segment that begins at r.at in the input, with what surrounds it; offset is where view begins.
func (r *run) next(view []byte, offset int64) {
	from := int(r.at - offset)
	view = view[:min(len(view), from+segment+after)]
	to := cut(view, from)
	r.text, r.offset = slices.Clip(view), offset // words of eight bytes are read up to its end and no further
	r.near.start, r.near.end = -1, -1
	r.pos = max(from, int(r.decided-offset))
	r.floor = max(0, int(r.decided-offset))
	r.outline.read(view)
	r.everywhere(to)
	r.besides(from, to)
	r.at, r.decided = offset+int64(to), offset+int64(r.floor)
	r.flush()
}

// cut is where the segment from there on ends: behind a line, or else a word, near the full length.
func cut(view []byte, from int) int {
	full := from + segment
	if full >= len(view) {
		return len(view)
	}
	near := view[full-segment/8 : full]
	if i := bytes.LastIndexByte(near, '\n'); i >= 0 {
		return full - len(near) + i + 1
	}
	if i := bytes.LastIndexByte(near, ' '); i >= 0 {
		return full - len(near) + i + 1
	}
	return full
}

// marks looks at what the marks from pos to to may be part of; each leaves pos behind it.
func (r *run) marks(to int) {
	for r.pos < to {
		i := r.pos
		here := r.outline.ahead(markLane, i) // not only what is left of a block: where that ends nobody can guess
		for here == 0 {
			if i = i | 63 + 1; i >= to {
				return
			}
			here = r.outline.blocks[uint(i)/64+1][markLane]
		}
		if i += bits.TrailingZeros64(here); i >= to {
			return
		}
		r.pos = i + 1
		switch r.text[i] {
		case '@':
			r.email(i)
		case ':':
			r.colon(i)
		default:
			r.number(i)
		}
	}
}

// flush makes hits of the readings since the last one. Canonical forms and other readings are allocated once for all of them.
func (r *run) flush() {
	if r.whole && len(r.readings) == 0 { // nobody asks for the characters
		r.arena, r.settled = r.arena[:0], 0
		return
	}
	canonicals := string(r.arena)
	hits, others := r.sizes()
	n := len(r.dst)
	r.dst = slices.Grow(r.dst, hits)[:n+hits]
	var also []Reading
	if others > 0 {
		also = make([]Reading, others)
	}
	uncounted := r.characterCount - int64(r.outline.charactersBefore(int(r.counted-r.offset))) // of what lies before the view
	for i := 0; i < len(r.readings); n++ {
		c, h := &r.readings[i], &r.dst[n]
		h.Start, h.End = r.offset+int64(c.start), r.offset+int64(c.end)
		h.CharStart = uncounted + int64(r.outline.charactersBefore(int(c.start)))
		h.CharEnd = uncounted + int64(r.outline.charactersBefore(int(c.end)))
		r.reading(&h.Reading, c, canonicals)
		h.Also = nil
		if i++; others == 0 || i == len(r.readings) || r.readings[i].start != c.start {
			continue
		}
		k := 0
		for ; i < len(r.readings) && r.readings[i].start == c.start; i++ {
			r.reading(&also[k], &r.readings[i], canonicals)
			k++
		}
		h.Also, also = also[:k:k], also[k:]
	}
	r.readings, r.arena, r.settled = r.readings[:0], r.arena[:0], 0
	end := max(r.at, r.offset+int64(r.floor)) // a hit may reach over the end of its segment
	r.counted, r.characterCount = end, uncounted+int64(r.outline.charactersBefore(int(end-r.offset)))
}

// sizes counts the hits that the readings make, and the readings that stand beside another one of the same span.
func (r *run) sizes() (hits, others int) {
	start := int32(-1)
	for i := range r.readings {
		if s := r.readings[i].start; s != start {
			start = s
			hits++
		}
	}
	return hits, len(r.readings) - hits
}

func (r *run) reading(to *Reading, c *candidate, canonicals string) {
	to.Type = r.s.typeOf(c.kind)
	to.Canonical = canonicals[c.canonical.low:c.canonical.high]
	to.Score = c.score
	to.Check, to.Context = c.check, c.context
}
