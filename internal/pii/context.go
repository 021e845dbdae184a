package pii

import (
	"math/bits"
	"strings"
	"unicode"

	chars "github.com/varsam/varsam/internal/pii/text"
)

// How far words are looked for, in bytes.
const (
	reach      = 40
	reachAfter = 32

	wordsBefore = 5
)

// beside is what the words on one side of a span say.
type beside struct {
	labels label
	close  label       // those of them beside the number, at most one word between
	words  [4]struct { // the nearest first
		label label
		word  string
	}
	n int
}

func (b *beside) clear() { b.labels, b.close, b.n = 0, 0, 0 }

func (b *beside) add(l label, word string) {
	if b.n < len(b.words) {
		b.words[b.n].label, b.words[b.n].word = l, word
		b.n++
		b.labels |= l
	}
}

// word is the nearest word that says one of the labels.
func (b *beside) word(any label) string {
	for _, w := range b.words[:b.n] {
		if w.label&any != 0 {
			return w.word
		}
	}
	return ""
}

// surroundings keeps what was read about one place, because several readings ask.
type surroundings struct {
	start, end    int // of what was read; -1: nothing
	before, after beside
	hint          beside
}

// labelsBefore reads the words before start, the nearest first, until one says that the number is nobody's. A number that
// begins its line may have its label on the line before.
func (r *run) labelsBefore(start int) *beside {
	near := &r.near
	if near.start != start {
		near.start = start
		near.before.clear()
		r.readBefore(start)
	}
	return &near.before
}

// readBefore reads them. Of the bits of a lane that of the byte before start is the highest; what is left of the letters' are words that
// have not been read.
func (r *run) readBefore(start int) {
	low := max(r.floor, start-reach, 0)
	line, stop := r.limits(start, low)
	letters := r.outline.behind(letterLane, start)
	lowest := uint64(1) << (64 - (start - stop))
	if half := lowest | lowest>>1; letters&half == half && stop != r.floor {
		letters &= letters + lowest // leaves half a word out
	}
	letters &= -lowest
	for words := 1; letters != 0; words++ {
		gap := uint(bits.LeadingZeros64(letters))
		n := uint(bits.LeadingZeros64(^(letters << (gap & 63))))
		letters &= 1<<((64-gap-n)&63) - 1
		end := start - int(gap)
		from := end - int(n)
		if mayLabel(r.text, from, end) && !r.labelIn(from, end, start, end <= line, words) {
			return
		}
		if words == 1 && glue(r.text[from:end]) {
			if words = 0; dNumber(r.text, from) {
				r.near.before.add(lFodsels, "dnummer")
				r.near.before.close |= lFodsels
				return
			}
		} else if words == wordsBefore {
			return
		}
	}
}

// limits are where the line begins, and where words are looked for at most: not behind five digits, nor on the lines before; but when
// nothing stands before the number on its line, on the one before.
func (r *run) limits(start, low int) (line, stop int) {
	line, stop = low, low
	d := r.outline.behind(digitLane, start)
	if five := d & (d << 1) & (d << 2) & (d << 3) & (d << 4); five != 0 {
		stop = max(stop, start-bits.LeadingZeros64(five))
	}
	for m := r.outline.behind(breakLane, start); m != 0; {
		n := bits.LeadingZeros64(m)
		m &^= 1 << (63 - n)
		at := start - 1 - n
		switch {
		case at < stop:
			return line, stop
		case r.text[at] != '\n':
		case line > low || !blank(r.text[at:start]):
			return line, at + 1
		default:
			line = at
		}
	}
	return line, stop
}

// labelIn adds what the word says; false ends the search. That a number is nobody's only the nearest word can say, with nothing behind
// it that begins something new: "ärende 123" and not "ärendet (123)".
func (r *run) labelIn(from, end, start int, above bool, words int) bool {
	to := &r.near.before
	w, v := from, end
	if r.text[w] >= 0x80 || r.text[v-1] >= 0x80 {
		w, v = unquoted(r.text, w, v)
	}
	l, name := labelOf(r.text, w, v)
	if l == 0 || l == lOther && (above || words > 1 || divided(r.text[end:start]) || closes(r.text[w:v], r.text[end:start])) {
		return true
	}
	to.add(l, name)
	if words <= 2 {
		to.close |= l
	}
	return l&lOther == 0
}

// unquoted is a word without the signs beyond ASCII at its ends: quotes, dashes, no-break spaces, a byte order mark.
func unquoted(text []byte, start, end int) (int, int) {
	for start < end && text[start] >= 0x80 {
		c, size := chars.Next(text[start:end])
		if unicode.IsLetter(c) {
			break
		}
		start += size
	}
	for start < end && text[end-1] >= 0x80 {
		c, size := chars.Last(text[max(start, end-4):end])
		if unicode.IsLetter(c) || unicode.Is(unicode.Mn, c) {
			break
		}
		end -= size
	}
	return start, end
}

// divided reports whether a comma, a bracket or the end of a sentence stands in what lies between a word and a number. The point of "Art.nr" and
// "art. nr" ends none.
func divided(between []byte) bool {
	point := 0 // and a blank behind it
	for _, b := range between {
		switch {
		case b == ',' || b == '(' || b == ';' || point == 2 && is(b, isUpper|isHigh):
			return true
		case b == '.':
			point = 1
		case point == 1 && is(b, isBlank):
			point = 2
		case is(b, isLetter):
			point = 0
		}
	}
	return false
}

// closes reports whether a sentence ends with the word: a point and a blank behind a whole word, which is neither shortened nor one for a number.
func closes(word, between []byte) bool {
	if len(word) < 6 || len(between) < 2 || between[0] != '.' || !is(between[1], isBlank) {
		return false
	}
	for _, end := range [...]string{"nr", "mmer", "mber", "mero"} {
		if strings.HasSuffix(string(word), end) {
			return false
		}
	}
	return true
}

// glue reports whether the word may stand between a label and its number without dividing them.
func glue(w []byte) bool {
	if len(w) > 6 {
		return false
	}
	switch string(w) {
	case "nr", "Nr", "NR", "no", "No", "NO", "num", "nummer", "number", "id", "ID", "Id", "är", "is", "on", "er", "var":
		return true
	}
	return false
}

// dNumber reports whether the word for number at i belongs to a D before it, as Norway calls the number of those who do not live there.
func dNumber(text []byte, i int) bool {
	return i >= 2 && text[i-2]|0x20 == 'd' && (text[i-1] == '-' || text[i-1] == '_' || text[i-1] == ' ') && !touched(text[max(0, i-10):i-2])
}

// heading is what the label of a hint says.
type heading struct {
	labels beside
	naming naming
}

// headings is how many labels are kept with what they say: a table's cells come again and again under the same ones.
const headings = 128

// heading takes over what a label says.
func (r *run) heading(label string) {
	h, known := r.headings[label]
	if !known {
		if len(r.headings) >= headings || r.headings == nil {
			r.headings = map[string]heading{}
		}
		label = strings.Clone(label)
		h = heading{labelsOf(label), namingOf(label)}
		r.headings[label] = h
	}
	r.near.hint, r.naming = h.labels, h.naming
}

// labelsOf reads the words of a column's header or a key: "personnummer", "PersonNumber", "person_number".
func labelsOf(header string) (b beside) {
	text := []byte(header)
	for i := 0; i < len(text); {
		_, size := word(text[i:])
		if size == 0 {
			i++
			continue
		}
		if l, name := labelOf(text, i, i+size); l != 0 {
			b.add(l, name)
		} else if glue(text[i:i+size]) && dNumber(text, i) {
			b.add(lFodsels, "dnummer")
		}
		i += size
	}
	if b.labels&^lOther != 0 {
		b.labels &^= lOther // "id" beside a better word says nothing
	}
	return b
}

func blank(b []byte) bool {
	for _, c := range b {
		if !is(c, isBlank) && c != '"' && c != '\'' {
			return false
		}
	}
	return true
}

// labelsAfter reads the words behind end, up to the end of the line or the next number. A word with a colon or an equals sign
// labels what follows it.
func (r *run) labelsAfter(end int) *beside {
	near := &r.near
	if near.end == end {
		return &near.after
	}
	near.end = end
	near.after.clear()
	letters := r.outline.ahead(letterLane, end)
	begins := letters &^ (letters << 1) & (1<<r.lineAfter(end) - 1)
	for ; begins != 0; begins &= begins - 1 {
		k := bits.TrailingZeros64(begins)
		start := end + k
		to := start + bits.TrailingZeros64(^(letters >> k))
		for to-end >= 64 && to < len(r.text) && is(r.text[to], isLetter) {
			to++
		}
		if !mayLabel(r.text, start, to) {
			continue
		}
		if l, name := labelOf(r.text, start, to); l&^lOther != 0 && !labelsNext(r.text[to:]) {
			near.after.add(l, name)
		}
	}
	return &near.after
}

// lineAfter is how many bytes behind i are looked at: up to the next digit or the end of the line.
func (r *run) lineAfter(i int) int {
	n := min(reachAfter, bits.TrailingZeros64(r.outline.ahead(digitLane, i)))
	for m := r.outline.ahead(breakLane, i) & (1<<n - 1); m != 0; m &= m - 1 {
		if k := bits.TrailingZeros64(m); r.text[i+k] == '\n' {
			return k
		}
	}
	return n
}

func labelsNext(b []byte) bool {
	for i := 0; i < len(b) && i < 3; i++ {
		switch b[i] {
		case ':', '=':
			return true
		case ' ', '"', '\'', '.':
		default:
			return false
		}
	}
	return false
}

// rate is how sure a reading is: bare without a word beside it, labelled with one of its own. A word for something else, or
// that the number is nobody's, lowers it; so does another country.
func (r *run) rate(k kind, start, end int, bare, labelled Score) (Score, string) {
	own := ownLabels[k]
	hint := &r.near.hint
	if hint.labels&own != 0 {
		if abroad(hint.labels, own) {
			labelled -= 0.06
		}
		return labelled, hint.word(own)
	}
	b := r.labelsBefore(start)
	if b.labels&own != 0 {
		if nearest := b.words[0].label; !ofMany(nearest) && (nearest&(own|lOther) == 0 || abroad(nearest, own)) { // "Personnummer (CPR) …": the nearest word says which
			labelled -= 0.06
		}
		return labelled, b.word(own)
	}
	if bare < Sure && b.labels&lOther == 0 {
		if a := r.labelsAfter(end); a.labels&own != 0 {
			if abroad(a.words[0].label, own) {
				labelled -= 0.06
			}
			return labelled - 0.02, a.word(own)
		}
	}
	bare = r.fromCountry(k, bare)
	others := b.close | hint.labels
	switch strong := bare >= Sure; {
	case others&lOther != 0 && strong, others != 0 && strong:
		return bare - 0.1, ""
	case others&lOther != 0:
		return bare * 0.4, ""
	case others != 0:
		return bare * 0.85, ""
	}
	return bare, ""
}

// ofMany reports whether a word is what several countries call their national number: "finsk personnummer" is what the word before
// it says.
func ofMany(says label) bool { return bits.OnesCount64(uint64(says&nationals&^lNational)) > 1 }

// abroad reports whether a word that any country's national number may have is rather another country's: "henkilötunnus" is Finnish first.
func abroad(says, own label) bool {
	const countries = nationals &^ lNational
	return own&lNational != 0 && says&countries != 0 && says&own&countries == 0
}

// fromCountry moves a score by what is known of the text's country.
func (r *run) fromCountry(k kind, s Score) Score {
	home := countryOf[k]
	switch {
	case home == "" || r.country == "":
		return s
	case home == r.country:
		return s + (1-s)*0.35
	}
	return s * 0.7
}
