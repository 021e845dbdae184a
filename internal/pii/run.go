package pii

import (
	"bytes"

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
	readings []candidate // of the segment's hits, in order; those of one hit stand together
	merged   []candidate
	extras   []candidate
	names    []name.Span
	arena    []byte // canonical forms of the readings

	counted        int64 // up to here characters are counted
	characterCount int64

	candidates []candidate
	chain      chain
	marks      finder
	scratch    [40]byte
	near       surroundings
	country    string // that the hint speaks of
	joined     bool   // the chain hangs on something before it
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
	r.readings, r.arena = r.readings[:0], r.arena[:0]
	r.country, r.near.hint = countryIn(hint), labelsOf(hint.Label)
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
	r.text, r.offset = view, offset
	r.near.start, r.near.end = -1, -1
	r.pos = max(from, int(r.decided-offset))
	r.floor = max(0, int(r.decided-offset))
	r.marks.read(view, from, to)
	for r.pos < to {
		i := r.marks.next(view, r.pos, to)
		if i == to {
			break
		}
		r.mark(i)
	}
	r.besides(from, to)
	r.at, r.decided = offset+int64(to), offset+int64(r.floor)
	r.flush()
	if r.at > r.counted {
		r.characters(r.at)
	}
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

// mark looks at what the byte at i may be part of, and leaves pos behind it.
func (r *run) mark(i int) {
	switch r.text[i] {
	case '@':
		r.pos = i + 1
		r.email(i)
	case ':':
		r.pos = i + 1
		if i+1 < len(r.text) && is(r.text[i+1], isHex|isSign) || i+1 < len(r.text) && r.text[i+1] == ':' {
			r.colon(i)
		}
	default:
		r.pos = i + 1
		r.number(i)
	}
}

// flush makes hits of the readings since the last one. Canonical forms and other readings are allocated once for all of them.
func (r *run) flush() {
	canonicals := string(r.arena)
	var also []Reading
	for i := 0; i < len(r.readings); {
		c := &r.readings[i]
		h := Hit{Start: r.offset + int64(c.start), End: r.offset + int64(c.end), Reading: r.reading(c, canonicals)}
		from := len(also)
		for i++; i < len(r.readings) && r.readings[i].start == c.start; i++ {
			if also == nil {
				also = make([]Reading, 0, r.others(i))
			}
			also = append(also, r.reading(&r.readings[i], canonicals))
		}
		if len(also) > from {
			h.Also = also[from:len(also):len(also)]
		}
		h.CharStart = r.characters(h.Start)
		h.CharEnd = r.characters(h.End)
		r.dst = append(r.dst, h)
	}
	r.readings, r.arena = r.readings[:0], r.arena[:0]
}

// others counts the readings from i on that stand beside another one of the same span.
func (r *run) others(i int) (n int) {
	for ; i < len(r.readings); i++ {
		if r.readings[i].start == r.readings[i-1].start {
			n++
		}
	}
	return n
}

func (r *run) reading(c *candidate, canonicals string) Reading {
	return Reading{
		Type: r.s.typeOf(c.kind), Canonical: canonicals[c.canonical.low:c.canonical.high], Score: c.score, Check: c.check,
		Context: c.context,
	}
}

// characters counts up to a place in the input that is not before the last one asked for.
func (r *run) characters(to int64) int64 {
	r.characterCount += int64(chars.Count(r.text[r.counted-r.offset : to-r.offset]))
	r.counted = to
	return r.characterCount
}
