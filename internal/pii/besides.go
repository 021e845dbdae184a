package pii

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/varsam/varsam/internal/pii/name"
)

// besides adds to the readings of a segment what is found otherwise than by marks: patterns of somebody's own, names, and hints of
// special categories.
func (r *run) besides(from, to int) {
	r.extras = r.extras[:0]
	floor := max(from, int(r.decided-r.offset))
	for i := range r.s.patterns {
		p := &r.s.patterns[i]
		p.match(r.text, floor, to, func(start, end int) { r.extra(kinds+kind(i), start, end, p.score, "pattern", "") })
	}
	r.merge(longer)
	if r.s.names && r.nameCell() {
		r.merge(never)
	} else if r.s.names {
		r.people(floor, to)
		r.merge(never)
	}
	if r.s.hints {
		r.specials(from, to)
	}
	if r.s.hints || r.s.names {
		r.firstPerson(from, to)
		if r.s.names {
			r.signed(floor, to)
		}
		r.hinted()
		r.merge(never)
	}
}

// people adds the names in a stretch of the text. The lists have one spelling of a word, so what has another is tidied first.
func (r *run) people(from, to int) {
	if r.naming == firmsName && bytes.IndexByte(bytes.TrimSpace(r.text), ' ') < 0 {
		return
	}
	if from == 0 && r.offset == 0 && bytes.HasPrefix(r.text, byteOrderMark) {
		from = len(byteOrderMark)
	}
	text := r.text[from:max(from, to)]
	untidy := r.outline.untidy(r.text, from, to)
	if untidy {
		r.tidy.Read(text)
		text = r.tidy.Text
	}
	r.names = name.Find(r.names[:0], text)
	for _, n := range r.names {
		canonical := text[n.Start:n.End]
		if labelling(canonical) {
			continue
		}
		if untidy {
			n.Start, n.End = r.tidy.Original(n.Start), r.tidy.OriginalEnd(r.text[from:], n.End)
		}
		start, end := from+n.Start, from+n.End
		if more := r.encodedEnd(end); more > end {
			end, canonical = more, bytes.ReplaceAll(r.text[start:more], encodedBlank, []byte(" "))
		}
		r.extraAs(canonical, kPerson, start, end, Score(n.Score), "names", "")
	}
	if untidy {
		r.tidy.Forget()
	}
}

// encodedBlank is a blank in a web address.
var encodedBlank = []byte("%20")

// encodedEnd is where the further names end that such blanks divide from the one that ends at i: "?name=Anna%20Berg".
func (r *run) encodedEnd(i int) int {
	for bytes.HasPrefix(r.text[i:], encodedBlank) && r.capital(i+len(encodedBlank)) {
		_, size := word(r.text[i+len(encodedBlank):])
		i += len(encodedBlank) + size
	}
	return i
}

// byteOrderMark may begin a text, and is no letter of its first word.
var byteOrderMark = []byte("\uFEFF")

// labelling reports whether a word, alone where a name may stand, is one that says what follows, "Card: …", or something of her health: "Alvedon".
func labelling(word []byte) bool {
	if bytes.IndexByte(word, ' ') >= 0 {
		return false
	}
	if given, family := name.Known(word); given || family {
		return false
	}
	l, _ := labelOf(word, 0, len(word))
	said, _ := specialWords.find(word, 0, len(word))
	return l != 0 || said != 0
}

// extra keeps what merge is to put in its place.
func (r *run) extra(k kind, start, end int, score Score, check, context string) {
	r.extraAs(r.text[start:end], k, start, end, score, check, context)
}

func (r *run) extraAs(canonical []byte, k kind, start, end int, score Score, check, context string) {
	if !r.s.wanted[k] || score < r.s.min {
		return
	}
	mark := int32(len(r.arena))
	r.arena = append(r.arena, canonical...)
	r.extras = append(r.extras, candidate{
		kind: k, start: int32(start), end: int32(end), score: score, check: check, context: context,
		canonical: slice{mark, int32(len(r.arena))},
	})
}

// longer is whether what is found otherwise takes the place of what it overlaps when it is longer; numbers with a check never give
// way to a name.
const longer, never = true, false

// merge puts the extras among the readings. What overlaps goes, the one or the other.
func (r *run) merge(yield bool) {
	if len(r.extras) == 0 {
		return
	}
	slices.SortStableFunc(r.extras, func(a, b candidate) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end)) })
	r.merged = r.merged[:0]
	i := 0
	for _, e := range r.extras {
		for i < len(r.readings) && r.readings[i].end <= e.start {
			r.merged = append(r.merged, r.readings[i])
			i++
		}
		j := i
		for j < len(r.readings) && r.readings[j].start < e.end {
			j++
		}
		clear := len(r.merged) == 0 || r.merged[len(r.merged)-1].end <= e.start
		if !clear || j > i && !(yield && e.end-e.start > r.readings[j-1].end-r.readings[i].start) {
			continue
		}
		r.merged = append(r.merged, e)
		i = j
		r.floor = max(r.floor, int(e.end))
	}
	r.merged = append(r.merged, r.readings[i:]...)
	r.readings, r.merged = r.merged, r.readings
	r.settled = len(r.readings)
	r.extras = r.extras[:0]
}
