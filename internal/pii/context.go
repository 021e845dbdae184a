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

	unread uint64 // letters of the words before start that have not been read, that of the byte before it the highest
	line   int    // where the line of start begins
	words  int    // how many have been read, without those between a label and its number
}

// called reports whether the column's heading, or a word before start, says one of the labels. It reads no further than to the nearest word
// that does: false is when all have been read.
func (r *run) called(start int, any label) bool {
	if r.near.hint.labels&any != 0 {
		return true
	}
	b := r.wordsBefore(start)
	for b.labels&any == 0 {
		if r.near.unread == 0 || !r.readWord() {
			return false
		}
	}
	return true
}

// labelsBefore reads the words before start, the nearest first, until one says that the number is nobody's. A number that
// begins its line may have its label on the line before.
func (r *run) labelsBefore(start int) *beside {
	b := r.wordsBefore(start)
	for r.near.unread != 0 && r.readWord() {
	}
	return b
}

// nearestBefore is as far as to the nearest word before start that is a label.
func (r *run) nearestBefore(start int) *beside {
	b := r.wordsBefore(start)
	if b.n == 0 && r.near.unread != 0 {
		r.readWord()
	}
	return b
}

// wordsBefore is what has been read of the words before start.
func (r *run) wordsBefore(start int) *beside {
	if r.near.start != start {
		r.lookBefore(start)
	}
	return &r.near.before
}

// lookBefore finds the letters of the words before start. Of the bits of a lane that of the byte before start is the highest.
func (r *run) lookBefore(start int) {
	near, low := &r.near, max(r.floor, start-reach)
	near.start, near.line, near.words = start, low, 0
	near.before.clear()
	letters := r.outline.behind(letterLane, start)
	half := letters >> (63 - reach) & (letters >> (64 - reach)) & 1
	if r.floor >= start-reach {
		half = 0
	}
	letters &= letters + half<<(64-reach) // leaves half a word out
	digits := r.outline.behind(digitLane, start)
	two := digits & (digits << 1)
	stop := max(low, start-bits.LeadingZeros64(two&(two<<2)&(digits<<4))) // behind five
	if lines := r.outline.linesBehind(start); lines>>(uint(64-start+stop)&63) != 0 && start > stop {
		stop = r.onLine(lines, stop)
	}
	near.unread = letters &^ (^uint64(0) >> (uint(start-stop) & 63))
}

// readWord reads on to the next word that is a label; false when there is none.
func (r *run) readWord() bool {
	near := &r.near
	letters, known := near.unread, near.before.n
	for letters != 0 && near.before.n == known {
		near.words++
		last := uint(bits.Len64(letters))
		n := uint(bits.LeadingZeros64(^(letters << ((64 - last) & 63))))
		letters &= 1<<((last-n)&63) - 1
		end := near.start - 64 + int(last)
		from := end - int(n)
		if may := mayLabel(r.text, from, end); may != 0 && !r.labelIn(may, from, end) || near.words == wordsBefore {
			letters = 0
		}
	}
	near.unread = letters
	return near.before.n > known
}

// onLine is where words are looked for at most when lines end behind stop: not on the lines before; but when nothing stands before the number on
// its line, on the one before.
func (r *run) onLine(lines uint64, stop int) int {
	near := &r.near
	n := bits.LeadingZeros64(lines)
	at := near.start - 1 - n
	if !blank(r.text[at:near.start]) {
		return at + 1
	}
	near.line = at
	return max(stop, near.start-bits.LeadingZeros64(lines&^(1<<(63-n))))
}

// labelIn adds what the word says that may be a label; false ends the search. That a number is nobody's only the nearest word can say, with nothing behind
// it that begins something new: "ärende 123" and not "ärendet (123)".
func (r *run) labelIn(may ways, from, end int) bool {
	t, near := r.text, &r.near
	if near.words == 1 && may&byBegin != 0 && glue(t[from:end]) {
		near.words = 0
		if !dNumber(t, from) {
			return true
		}
		near.before.add(lFodsels, "dnummer")
		near.before.close |= lFodsels
		return false
	}
	w, v := from, end
	if t[w] >= 0x80 || t[v-1] >= 0x80 {
		w, v = unquoted(t, w, v)
		may = byBegin | byEnd
	}
	l, name := labelBy(may, t, w, v)
	if l == 0 || l == lOther && (end <= near.line || near.words > 1 || parted(t[w:v], t[end:near.start])) {
		return true
	}
	near.before.add(l, name)
	if near.words <= 2 {
		near.before.close |= l
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

// parted reports whether a word is no part of what a number is called, by what lies between.
func parted(word, between []byte) bool { return divided(between) || closes(word, between) }

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

// besideWords are those of labels and of glue.
var besideWords = func() filter {
	f := labelWords.some
	for _, w := range strings.Fields("nr no num nummer number id ar is on er var") {
		f.add(hashed(newStem(w, 0).key))
	}
	return f
}()

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

// OfThings reports whether a column's header or a key says that its numbers are those of things: of orders, cases, versions.
func OfThings(header string) bool {
	b := labelsOf(header)
	return b.labels == lOther
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
		may := mayLabel(r.text, start, to)
		if may == 0 {
			continue
		}
		if l, name := labelBy(may, r.text, start, to); l&^lOther != 0 && !labelsNext(r.text[to:]) {
			near.after.add(l, name)
		}
	}
	return &near.after
}

// lineAfter is how many bytes behind i are looked at: up to the next digit or the end of the line.
func (r *run) lineAfter(i int) int {
	return min(reachAfter, bits.TrailingZeros64(r.outline.ahead(digitLane, i)|r.outline.linesAhead(i)))
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
	b := &r.near.before
	if r.called(start, own) {
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
