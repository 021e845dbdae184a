package pii

import (
	"bytes"
	"math/bits"

	"github.com/varsam/varsam/internal/pii/name"
)

// isWriterBegin reports whether words begin with the byte by which writers call themselves or speak of somebody without a name. They are looked
// for in all text, so only those with a rare one are: jag and jeg, the English I, and at the beginning of a sentence also Min, Mitt, My, Minä, Olen, Han,
// Hon, Hän, She, and what somebody is to the writer: Kunden, Patienten, Asiakas. Those inside a sentence cost a sixth of the time of prose.
func isWriterBegin(b byte) bool {
	switch b {
	case 'j', 'J', 'I', 'M', 'O', 'H', 'S', 'A', 'B', 'C', 'E', 'K', 'P':
		return true
	}
	return false
}

// writerWords are those words, folded, in Swedish, Norwegian, Danish, Finnish and English.
var writerWords = wordSet(ourselves)

const ourselves = "jag jeg min mitt mina mine my minulla minun minua minut olen"

// states are the verbs beside jag and jeg, or behind an I, that say how it is with a writer: other sentences are about something else. They
// make the I the English one, too: in Swedish it begins a sentence, and in Danish it is somebody else.
var states = wordSet("är var har hade haft blev blir fick får lider led tar äter går behandlas röstar tillhör heter hedder er havde hadde ble bliver fik fikk " +
	"tager spiser stemmer am was have had got get need take feel suffer believe belong vote")

// others are the words for somebody who is not named, and those of them that say what is hers.
var (
	others = wordSet(anybody + theirs)
	owners = wordSet(theirs)
)

// roles are the words for what somebody is to the writer, by which notes speak of the one whose record they stand in.
var roles = wordSet(peoplesRoles)

// callers are all words by which writers call themselves or others, with the English I.
var callers = wordSet("i' " + ourselves + anybody + theirs + peoplesRoles)

const (
	anybody      = " han hon hen hun hän he she "
	theirs       = "hans hennes hänen hänellä häneltä hendes his her"
	peoplesRoles = " kund kunden patient patienten pasienten elev eleven brukaren brukeren medlemmen anställd anställde ansatte medarbetaren klient klienten " +
		"hyresgästen sökanden student studenten barnet mamma mamman pappa pappan boende borgeren asiakas asiakkaan potilas oppilas asukas " +
		"customer client employee pupil member"
)

// conditions are the verbs beside them that say how it is with somebody.
var conditions = wordSet("är var har hade haft blev blir fick får lider led tar tog äter går gick behandlas behandlades röstar röstade tillhör tillhörde dömdes döms " +
	"uppger uppgav berättar berättade behöver genomgår genomgick väntar misstänker önskar sitter deltar " +
	"misstänks anhölls häktades er havde hadde ble blev bliver fik fikk tager spiser stemmer on oli sai sairastaa sairasti kärsii kuuluu käyttää tuomittiin " +
	"epäillään is was has had got gets needs takes feels suffers belongs votes")

// firstPerson adds the words of special categories in sentences whose writer speaks of herself, or of somebody without a name: "Jag är
// sjukskriven", "Hon har diabetes".
func (r *run) firstPerson(from, to int) {
	read := from
	for at := from &^ 63; at < to; at += writersReach {
		for _, w := range r.writers(at, min(at+writersReach, to)) {
			i := int(w)
			if r.s.names && i >= from && i < to && r.text[i]|0x20 == 'j' {
				r.introduced(i)
			}
			if !r.s.hints || i < read || i >= to || !isWriter(r.text, i) {
				continue
			}
			low := r.sentenceStart(i, max(from, i-sentenceReach))
			read = r.sentenceEnd(i, min(to, i+sentenceReach))
			r.hints(low, read)
		}
	}
}

// writersReach is how far writers are looked for at once, in bytes.
const writersReach = 4096

// writers are the places from the block at from on, to that of to, where words begin with four letters as callers do. Those that begin with
// one are written down first, one of each block whether there is any or not, and of these the others are kept: so few branches rest on a
// single word, and few are foretold wrongly.
func (r *run) writers(from, to int) []int32 {
	n, carry := 0, (r.outline.behind(letterLane, from)|r.outline.behind(digitLane, from))>>63
	places := &r.places
	blocks := r.outline.blocks[from/64+1 : (to+63)/64+1]
	for i := range blocks {
		b, at := &blocks[i], from+i*64
		words := b[letterLane] | b[digitLane]
		first := b[writerLane] & words &^ (words<<1 | carry)
		carry = words >> 63
		places[n] = int32(at + bits.TrailingZeros64(first))
		if first != 0 {
			n++
		}
		for rest := first & (first - 1); rest != 0; rest &= rest - 1 {
			places[n] = int32(at + bits.TrailingZeros64(rest))
			n++
		}
	}
	return callers.begun(r.text, places[:n])
}

// isWriter reports whether a writer calls herself or somebody else by the word at i and says how it is with her.
func isWriter(t []byte, i int) bool {
	switch t[i] {
	case 'H', 'S':
		if end := others.at(t, i); end > 0 {
			return stateAt(t, end, conditions) || stateBefore(t, i, conditions) || owners.at(t, i) > 0
		}
		return isRole(t, i)
	case 'I':
		return bytes.HasPrefix(t[i+1:], []byte("'")) || bytes.HasPrefix(t[i+1:], []byte("’")) || stateAt(t, i+1, states)
	}
	end := writerWords.at(t, i)
	if end == 0 {
		return isRole(t, i)
	}
	return (t[i]|0x20 != 'j' || stateAt(t, end, states) || stateBefore(t, i, states))
}

// isRole reports whether somebody is called by the word at i what she is to the writer, and how it is with her is said.
func isRole(t []byte, i int) bool {
	end := roles.at(t, i)
	return end > 0 && stateAt(t, end, conditions)
}

// stateAt reports whether a blank and one of the verbs stand at i.
func stateAt(t []byte, i int, verbs *words) bool {
	return i < len(t) && t[i] == ' ' && verbs.at(t, i+1) > 0
}

// stateBefore reports whether one of the verbs and a blank stand before i.
func stateBefore(t []byte, i int, verbs *words) bool {
	start := i - 1
	for start > 0 && i-start < 12 && is(t[start-1], isLetter) {
		start--
	}
	return start >= 0 && t[i-1] == ' ' && verbs.at(t, start) == i-1
}

// speaksOfOneself reports whether a short text without capitals has such a word.
func speaksOfOneself(t []byte) bool {
	for i, b := range t {
		if b == 'j' && (i == 0 || t[i-1] == ' ') && isWriter(t, i) {
			return true
		}
	}
	return false
}

// introductions stand between jag or jeg and a name.
var introductions = wordSet("heter hedder")

// introduced adds the name in small letters by which somebody calls herself behind the word at i: "jag heter anna berg". Those with capitals are
// found as all names are.
func (r *run) introduced(i int) {
	t := r.text
	if i+4 > len(t) || t[i+3] != ' ' {
		return
	}
	end := introductions.at(t, i+4)
	start, last := end+1, 0
	for range 3 {
		if end == 0 || end+1 >= len(t) || t[end] != ' ' {
			break
		}
		from := end + 1
		for end = from; end < len(t) && (is(t[end], isLetter) || t[end] == '-'); end++ {
		}
		given, family := name.Known(t[from:end])
		if is(t[from], isUpper) || !given && (last == 0 || !family) {
			break
		}
		last = end
	}
	if last > 0 {
		r.extra(kPerson, start, last, 0.75, "names", "")
	}
}
