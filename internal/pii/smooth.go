package pii

import (
	"math/bits"

	chars "github.com/varsam/varsam/internal/pii/text"
)

// How far round a blank, a hyphen or a digit in another guise a text is smoothed, in bytes, and how far before and behind that is read on.
const (
	smoothBefore = 96
	smoothBehind = 160
	smoothReach  = 256
)

// nextOdd is the next character from i on, before to, in another guise than ASCII's that may hide something; to when there is none. It asks only
// where there are rare characters.
func (o *outline) nextOdd(view []byte, i, to int) int {
	for block := i / 64; block*64 < to; block++ {
		rare := o.rare[block/64] >> (block % 64)
		if rare == 0 {
			block |= 63
			continue
		}
		block += bits.TrailingZeros64(rare)
		leads := o.blocks[block+1][leadLane]
		if i > block*64 {
			leads &= ^uint64(0) << (i % 64)
		}
		for ; leads != 0; leads &= leads - 1 {
			if at := block*64 + bits.TrailingZeros64(leads); at < to && o.hides(view, at) {
				return at
			}
		}
	}
	return to
}

// hides reports whether what stands at i is odd and not what a chain reads by itself, a sign between two digits; and whether there is a mark
// near, without which it is nobody's number.
func (o *outline) hides(view []byte, i int) bool {
	size := chars.Odd(view[i:])
	if size == 0 {
		return false
	}
	if view[i] == 0xEF {
		return true
	}
	if i > 0 && is(view[i-1], isDigit) && i+size < len(view) && is(view[i+size], isDigit) {
		return false
	}
	return o.behind(markLane, i)>>(64-32) != 0 || o.ahead(markLane, i)<<16 != 0
}

// everywhere looks at the marks up to there, and where something odd stands in its surroundings as they usually are written.
func (r *run) everywhere(to int) {
	for at := r.outline.nextOdd(r.text, r.pos, to); at < to; {
		start, end := r.around(at, to)
		next := r.outline.nextOdd(r.text, at+1, to)
		for next < end {
			_, end = r.around(next, to)
			next = r.outline.nextOdd(r.text, next+1, to)
		}
		r.marks(start)
		r.smoothly(max(r.pos, start), end)
		at = next
	}
	r.marks(to)
}

// around is the part of the text that is smoothed for what stands at i: it begins behind a blank, and ends in no word.
func (r *run) around(i, to int) (start, end int) {
	start, end = max(0, i-smoothBefore), min(i+smoothBehind, to)
	for start < i && !is(r.text[start], isBlank) {
		start++
	}
	for end < to && is(r.text[end], isWord) {
		end++
	}
	return start, end
}

// smoothly looks at the marks from there to there in a text as it usually is written – in pages, mails and documents the blank of "Storgatan 5"
// does not break – and brings what is found back to its places.
func (r *run) smoothly(from, to int) {
	low, high := max(0, from-smoothReach), min(len(r.text), to+smoothReach)
	for low < from && r.text[low]&0xC0 == 0x80 {
		low++
	}
	view, t := r.text[low:high], &r.tidy
	t.Smooth(view)
	in := r.s.start(r.hint)
	in.text = t.Text[:len(t.Text):len(t.Text)]
	in.near.start, in.near.end = -1, -1
	in.pos, in.floor = t.At(from-low), t.At(max(r.floor-low, 0))
	floor := in.floor
	in.outline.read(in.text)
	in.marks(t.At(to - low))

	r.pos = max(r.pos, to, low+t.Original(in.pos))
	if in.floor > floor {
		r.floor = low + t.OriginalEnd(view, in.floor)
	}
	r.adopt(in, view, low)
	r.s.end(in)
	t.Forget()
}

// adopt takes over what was found in the smooth text of a view that begins at low.
func (r *run) adopt(in *run, view []byte, low int) {
	mark := int32(len(r.arena))
	r.arena = append(r.arena, in.arena...)
	for _, c := range in.readings {
		c.start, c.end = int32(low+r.tidy.Original(int(c.start))), int32(low+r.tidy.OriginalEnd(view, int(c.end)))
		c.canonical.low, c.canonical.high = c.canonical.low+mark, c.canonical.high+mark
		r.readings = append(r.readings, c)
	}
	r.settled = len(r.readings)
}
