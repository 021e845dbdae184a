package tagger

import (
	"bytes"
	"encoding/binary"
)

// maxIsland bounds the words of an island, and with it the work for one.
const maxIsland = 12

// Token is a word of an island.
type Token struct {
	Start, End int

	neighbour // as which others see it
	shape     shape
	prefix    uint64 // of three bytes
}

// island is a run of words with a capital each, with one blank between two, and with what ties names together (von, de la). Names
// lie only on islands. The words round it are its shores.
type island struct {
	tokens []Token
	before [2]neighbour // nearest first
	after  [2]neighbour
	start  bool // of a sentence
	last   Tag  // of the entity before it in the same sentence, a word or two away

	path    [maxIsland]Tag
	margin  [maxIsland]int32
	end     int // of the island before
	from    int // where the next is looked for
	known   memory
	family  int // where a family name ends that a given name may follow: Berg, Anna
	lexicon *Lexicon
	outline outline
	coming  coming
	all     bool    // visit words that stand alone and can be no names too
	seen    verdict // of the capital that was found last
	choice  choice  // of the token whose weights are added up
	answers
}

// neighbour is a word or a mark beside an island; 0 where a line ends.
type neighbour struct {
	hash   uint64
	suffix uint64 // of four bytes
	class  Class
	kind   kind
}

// kind tells neighbours apart that are not known.
type kind uint8

const (
	edge   kind = iota // of the text or the line
	sign               // a mark
	number             // begins with a digit
	lower              // a word in small letters
	upper              // a word with a capital
)

func (t *Token) read(text []byte, start, end, first int, l *Lexicon) {
	word := text[start:end]
	t.Start, t.End, t.shape = start, end, shapeOf(word, first)
	t.hash, t.suffix, t.prefix = fold(word), ending(word), beginning(word)
	t.class, t.kind = l.lookup(word, t.hash), upper
	if t.shape == small {
		t.kind = lower
	}
}

// ending packs the last four bytes of a word, the last one lowest; a shorter word's all.
func ending(word []byte) uint64 {
	more := len(word) - 4
	less := more >> 63 // all bits when there are not so many
	return uint64(four(word[more&^less:]) >> (8 * uint(-more&less) & 31))
}

// beginning is the same for the first three.
func beginning(word []byte) uint64 { return uint64(four(word) >> (8 * (4 - min(len(word), 3)))) }

// four are a word's first four bytes in small letters, the first one highest, and perhaps some of what follows it.
func four(word []byte) uint32 {
	if cap(word) < 4 {
		word = append(make([]byte, 0, 4), word...)
	}
	return binary.BigEndian.Uint32(word[:4:4]) | foldBits>>32
}

// tieBefore goes back over the small words that belong to the name at i, not beyond the island before.
func (s *island) tieBefore(text []byte, i int) int {
	from := s.end
	for range 2 {
		if i < from+3 || text[i-1] != ' ' || i > from+5 && !s.outline.shortBefore(i-1) {
			break
		}
		start := i - 1
		for start > max(from, i-5) && inWord[text[start-1]] {
			start--
		}
		if !opening.hasWord(text[start : i-1]) {
			break
		}
		i = start
	}
	return i
}

// read fills the island whose first word begins at i with a capital of the width given. It says no when there is no name on it.
func (s *island) read(text []byte, i, width int, l *Lexicon) bool {
	s.tokens = s.tokens[:0]
	if width > 0 && !s.all && s.seen == unclear && s.lone(text, i, l) {
		return false
	}
	tied := 0 // small words not yet followed by a capital
	for len(s.tokens) < maxIsland {
		end := s.outline.wordEnd(text, i)
		if end == i {
			break
		}
		short := end < len(text) && text[end] == '.' && width > 0 && (end == i+width || shortened.hasWord(text[i:end])) && initialGoesOn(text, end+1)
		if short {
			end++
		}
		s.tokens = append(s.tokens, Token{})
		t := &s.tokens[len(s.tokens)-1]
		if t.read(text, i, end, max(width, 0), l); short {
			t.shape = initial
		}
		if width == 0 {
			tied++
		} else {
			tied = 0
		}
		if i = blank(text, end); i == end && text[i-1] != '.' || i >= len(text) {
			break
		}
		up, n := capitalAt(text, i)
		if !up {
			if c := text[i]; c < 'a' || c > 'z' || !tieAt(text, i) {
				break
			}
			n = 0
		}
		width = n
	}
	s.tokens = s.tokens[:len(s.tokens)-tied]
	return len(s.tokens) > 0
}

// shortened are given names that are written short as initials are: Niels Chr. Juhl.
var shortened = newShortWords("Chr", "Joh", "Th", "Wm", "Fredr", "Gust", "Jac", "Vilh", "Ludv")

// lone says of the word at i that it stands alone and can be no name: no common word is one, and no place, unless the lists have
// it as a name too; no abbreviation is. Most capitals end here.
func (s *island) lone(text []byte, i int, l *Lexicon) bool {
	end := s.outline.wordEnd(text, i)
	h := fold(text[i:end])
	class := l.class(h)
	if s.known.seen(h) {
		return false
	}
	if class&(Given|Family) != 0 || class == 0 && !strange(text[i:end]) {
		return false
	}
	next := blank(text, end)
	if next == end || next >= len(text) {
		return !(end < len(text) && text[end] == '.' && end-i <= 2 && initialGoesOn(text, end+1)) // an initial: J. Holm
	}
	c := text[next]
	if c >= 0xC3 {
		up, _ := capitalAt(text, next)
		return !up
	}
	return (c < 'A' || c > 'Z') && (c != 'v' && c != 'a' && c != 'd' && c != 'b' || !tieAt(text, next))
}

// strange says of an unknown word that it begins as abbreviations and numbers of things do: ISBN, T34.
func strange(word []byte) bool {
	return len(word) > 1 && (word[1] >= 'A' && word[1] <= 'Z' || word[1] >= '0' && word[1] <= '9')
}

// initialGoesOn tells an initial's full stop from a sentence's: a capital follows, with or without a blank, or a tie before one (H. von Essen).
func initialGoesOn(text []byte, i int) bool {
	i = blank(text, i)
	if i < len(text) && text[i]|0x20 == text[i] && tieAt(text, i) {
		i = blank(text, wordEnd(text, i))
	}
	if i >= len(text) {
		return false
	}
	up, _ := capitalAt(text, i)
	return up
}

// blank is the place after one space, be it one that does not break.
func blank(text []byte, i int) int {
	switch {
	case i < len(text) && text[i] == ' ':
		return i + 1
	case i+1 < len(text) && text[i] == 0xC2 && text[i+1] == 0xA0:
		return i + 2
	}
	return i
}

// shores reads the words round the island.
func (s *island) shores(text []byte, l *Lexicon) {
	at := s.tokens[0].Start
	at = s.before[0].readBack(text, at, l, &s.outline)
	s.before[1].readBack(text, at, l, &s.outline)
	at = s.tokens[len(s.tokens)-1].End
	at = s.after[0].readOn(text, at, l, &s.outline)
	s.after[1].readOn(text, at, l, &s.outline)
	h := s.before[0].hash
	s.start = h == 0 || h == mark('.') || h == mark('!') || h == mark('?') || h == mark(':') || h == mark('-') && s.before[1].hash == 0
}

func mark(c byte) uint64 { return 1 + uint64(c) }

// readBack reads the word or mark that ends before i, and gives its place; a line's end is the text's end.
func (n *neighbour) readBack(text []byte, i int, l *Lexicon, o *outline) int {
	*n = neighbour{}
	for i > 0 && (text[i-1] == ' ' || text[i-1] == '\t') {
		i--
	}
	if i == 0 || text[i-1] == '\n' {
		return i
	}
	if start := o.wordStart(text, i); start < i {
		n.word(text[start:i], l)
		return start
	}
	for i--; i > 0 && text[i]&0xC0 == 0x80; i-- {
	}
	n.hash, n.kind = mark(plain(text, i)), sign
	return i
}

func (n *neighbour) readOn(text []byte, i int, l *Lexicon, o *outline) int {
	*n = neighbour{}
	for i < len(text) && (text[i] == ' ' || text[i] == '\t') {
		i++
	}
	if i >= len(text) || text[i] == '\n' {
		return i
	}
	if end := o.wordEnd(text, i); end > i {
		n.word(text[i:end], l)
		return end
	}
	n.hash, n.kind = mark(plain(text, i)), sign
	return afterCharacter(text, i)
}

func (n *neighbour) word(word []byte, l *Lexicon) {
	n.hash, n.suffix = fold(word), ending(word)
	n.class, n.kind = l.class(n.hash), kindBy[word[0]]
	if word[0] >= 0x80 {
		if up, _ := capitalAt(word, 0); up {
			n.kind = upper
		}
	}
}

// kindBy is the kind of a word by its first byte, as far as that tells.
var kindBy = func() (t [256]kind) {
	for c := range t {
		switch t[c] = lower; {
		case c <= '9':
			t[c] = number
		case c >= 'A' && c <= 'Z':
			t[c] = upper
		}
	}
	return t
}()

// plain makes one of the many quotes and dashes.
func plain(text []byte, i int) byte {
	switch {
	case text[i] < 0x80:
		return text[i]
	case bytes.HasPrefix(text[i:], []byte("\xE2\x80\x93")), bytes.HasPrefix(text[i:], []byte("\xE2\x80\x94")):
		return '-'
	case bytes.HasPrefix(text[i:], []byte("\xE2\x80")), text[i] == 0xC2:
		return '"'
	}
	return '*'
}
