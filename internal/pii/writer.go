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

// What words say of whom a text speaks.
const (
	ourselves  saying = 1 << iota // the writer
	somebody                      // who is not named
	hers                          // what is hers
	role                          // what somebody is to the writer, by which notes speak of the one whose record they stand in
	state                         // beside jag and jeg, or behind an I: how it is with a writer; other sentences are about something else
	condition                     // beside the others: how it is with somebody
	introduced                    // between jag or jeg and a name
)

// callers are the words by which writers call themselves or others, folded, in Swedish, Norwegian, Danish, Finnish and English.
var callers = wordSet(map[saying]string{
	ourselves:       "jag jeg min mitt mina mine my minulla minun minua minut olen",
	somebody:        "han hon hen hun hän he she",
	somebody | hers: "hans hennes hänen hänellä häneltä hendes his her",
	role: "kund kunden patient patienten pasienten elev eleven brukaren brukeren medlemmen anställd anställde ansatte medarbetaren klient klienten " +
		"hyresgästen sökanden student studenten barnet mamma mamman pappa pappan boende borgeren asiakas asiakkaan potilas oppilas asukas " +
		"customer client employee pupil member",
	0: "i'", // the English I is told by what follows it
})

// verbs are those beside them. They make the I the English one, too: in Swedish it begins a sentence, and in Danish it is somebody else.
var verbs = wordSet(map[saying]string{
	state | condition:  "är var har hade haft blev blir fick får lider led tar äter går behandlas röstar tillhör er havde hadde ble bliver fik fikk tager spiser stemmer was had got",
	state:              "am have get need take feel suffer believe belong vote",
	state | introduced: "heter hedder",
	condition: "tog gick söker sökte använder ordineras ordinerades remitteras remitterades opereras opererades insjuknade inkom bruker bruger anvender uses käytti sairastui behandlades röstade tillhörde dömdes döms uppger uppgav berättar berättade behöver genomgår genomgick väntar misstänker önskar sitter deltar " +
		"misstänks anhölls häktades on oli sai sairastaa sairasti kärsii kuuluu käyttää tuomittiin epäillään is has gets needs takes feels suffers belongs votes",
})

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
	if t[i] == 'I' {
		return bytes.HasPrefix(t[i+1:], []byte("'")) || bytes.HasPrefix(t[i+1:], []byte("’")) || saysAt(t, i+1)&state != 0
	}
	end, who := callers.find(t, i)
	switch {
	case who&ourselves != 0:
		return t[i]|0x20 != 'j' || (saysAt(t, end)|saysBefore(t, i))&state != 0
	case who&somebody != 0:
		return who&hers != 0 || bytes.HasPrefix(t[end:], []byte("'s ")) || (saysAt(t, end)|saysBefore(t, i))&condition != 0
	}
	return who&role != 0 && saysAt(t, end)&condition != 0
}

// saysAt is what a blank and one of the verbs say that stand at i.
func saysAt(t []byte, i int) (says saying) {
	if i < len(t) && t[i] == ' ' {
		_, says = verbs.find(t, i+1)
	}
	return says
}

// saysBefore is what one of the verbs and a blank say that stand before i.
func saysBefore(t []byte, i int) (says saying) {
	if i > 0 && t[i-1] == ' ' {
		_, says = verbs.find(t, wordStart(t, i-1))
	}
	return says
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

// introduced adds the name in small letters by which somebody calls herself behind the word at i: "jag heter anna berg". Those with capitals are
// found as all names are.
func (r *run) introduced(i int) {
	t := r.text
	if i+4 > len(t) || t[i+3] != ' ' {
		return
	}
	end, says := verbs.find(t, i+4)
	if says&introduced == 0 {
		return
	}
	start, last := end+1, 0
	for range 3 {
		if end+1 >= len(t) || t[end] != ' ' {
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
