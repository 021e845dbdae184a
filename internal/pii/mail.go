package pii

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"

	"github.com/varsam/varsam/internal/pii/check"
	chars "github.com/varsam/varsam/internal/pii/text"
)

// email reads the mail address around the @ at i.
func (r *run) email(i int) {
	start, end := r.plainLocal(i), r.plainDomain(i+1)
	plain := start < i && end > i
	if !plain {
		start, end = r.localPart(i), r.domainEnd(i+1)
	}
	address := r.text[start:end]
	if !plain {
		if address = unhyphened(address); start == i || check.Email(address) != check.Fine {
			return
		}
	}
	if isFile(address) || r.isSecret(start) {
		return
	}
	mark := len(r.arena)
	r.arena = lowered(r.arena, address)
	score := Score(0.95)
	if r.isMessageID(start, i, end, plain) {
		score = 0.2
	}
	r.offer(kEmail, start, end, mark, score, "syntax", "")
	r.settleOne(&r.readings[r.settled])
}

// isSecret reports whether what begins at i is the password in a web address, which stands before the name of a machine: "postgres://user:secret@db.example".
func (r *run) isSecret(i int) bool {
	if i == 0 || r.text[i-1] != ':' {
		return false
	}
	user := i - 1
	for user > r.floor && i-user < 64 && is(r.text[user-1], isMail) {
		user--
	}
	return user >= 2 && r.text[user-1] == '/' && r.text[user-2] == '/'
}

// plainLocal is where the part before the @ at i begins of an address as nearly all people have: ASCII letters, digits, hyphens and underscores, points
// between letters or digits, two or more letters last. It is i when the part is not so plain, and left to [check.Email].
func (r *run) plainLocal(i int) int {
	o, t := &r.outline, r.text
	n := bits.LeadingZeros64(^o.behind(mailLane, i))
	start := max(i-n, r.floor)
	if n == 0 || n == 64 || start == i || !is(t[start], isWord) || start > 0 && (t[start-1] >= 0x80 || t[start-1] == '\'') {
		return i
	}
	word := o.behind(letterLane, i) | o.behind(digitLane, i)
	points := o.behind(breakLane, i) >> (uint(64-i+start) & 63) << (uint(64-i+start) & 63)
	if points&^(word<<1&(word>>1)) != 0 {
		return i
	}
	return start
}

// plainDomain is where a plain domain ends that begins at i; 0 when it is not plain. A point behind it is the sentence's.
func (r *run) plainDomain(i int) int {
	o, t := &r.outline, r.text
	n := bits.TrailingZeros64(^o.ahead(mailLane, i))
	if n < 4 || n == 64 {
		return 0
	}
	if t[i+n-1] == '.' {
		n--
	}
	letters := o.ahead(letterLane, i)
	word, all := letters|o.ahead(digitLane, i), uint64(1)<<(uint(n)&63)-1
	points := o.ahead(breakLane, i) & all
	last := bits.Len64(points) // the first letter behind the last point
	if last == 0 || n-last < 2 || all>>(uint(last)&63)&^(letters>>(uint(last)&63)) != 0 || points&^(word<<1&(word>>1)) != 0 {
		return 0
	}
	for signs := all &^ (word | points); signs != 0; signs &= signs - 1 {
		if at := i + bits.TrailingZeros64(signs); t[at] != '-' || at == i {
			return 0
		}
	}
	if end := i + n; end == len(t) || t[end] < 0x80 {
		return end
	}
	return 0
}

// localPart is where the part before the @ at i begins; i when there is none.
func (r *run) localPart(i int) int {
	start := i
	for start > r.floor && i-start <= 64 {
		b := r.text[start-1]
		if b < 0x80 {
			if !is(b, isWord) && b != '.' && b != '_' && b != '-' && b != '+' && b != '\'' {
				break
			}
			start--
			continue
		}
		c, size := chars.Last(r.text[max(0, start-4):start])
		if !touched(r.text[max(0, start-8):start]) && !hyphenates(c) {
			break
		}
		start -= size
	}
	for start < i && !touches(r.text[start:]) && r.text[start] != '_' {
		_, size := chars.Next(r.text[start:])
		start += size
	}
	return start
}

// domainEnd is where the letters, digits, hyphens and points from i on end, points and hyphens at the end left out.
func (r *run) domainEnd(i int) int {
	end := i
	for end < len(r.text) && end-i < 254 {
		b := r.text[end]
		if b < 0x80 && !is(b, isWord) && b != '-' && b != '.' {
			break
		}
		c, size := chars.Next(r.text[end:])
		if b >= 0x80 && !touches(r.text[end:]) && !hyphenates(c) {
			break
		}
		end += size
	}
	for end > i {
		c, size := chars.Last(r.text[max(i, end-4):end])
		if c != '-' && c != '.' && !hyphenates(c) {
			break
		}
		end -= size
	}
	return end
}

// hyphenates reports whether programs put the character between the letters of a word: where a line may be broken, or may not.
func hyphenates(c rune) bool { return c == softHyphen || c == '\u2010' || c == '\u2011' }

const softHyphen = '\u00AD'

// unhyphened is an address without soft hyphens, and with a plain hyphen for each other one.
func unhyphened(b []byte) []byte {
	if bytes.IndexByte(b, 0xAD) < 0 && bytes.IndexByte(b, 0xE2) < 0 {
		return b
	}
	var plain []byte
	for len(b) > 0 {
		c, size := chars.Next(b)
		switch {
		case c == softHyphen:
		case hyphenates(c):
			plain = append(plain, '-')
		default:
			plain = append(plain, b[:size]...)
		}
		b = b[size:]
	}
	return plain
}

// isFile reports whether the "address" is a file's name, as in "logo@2x.png".
func isFile(name []byte) bool {
	last := binary.LittleEndian.Uint32(name[len(name)-4:])
	if fileEnds[fileHash(last)] != last && last>>8 != scriptEnd {
		return false
	}
	return slices.Contains(files, string(name[bytes.LastIndexByte(name, '.')+1:]))
}

// files are the ends of their names; two letters are found by three bytes, and all others by the last four.
var files = []string{"png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "html", "json"}

const scriptEnd = '.' | 'j'<<8 | 's'<<16

// fileEnds has each end where its hash says, so that one look tells mail addresses from files.
var fileEnds = func() (t [64]uint32) {
	for _, end := range files {
		last := binary.LittleEndian.Uint32([]byte(".." + end)[len(end)-2:])
		if t[fileHash(last)] != 0 {
			panic("two ends of files in one place")
		}
		t[fileHash(last)] = last
	}
	return t
}()

func fileHash(last uint32) uint32 { return last * 0x9E3779B1 >> 26 }

// isMessageID reports whether the address, which has been read last, names a mail: in the headers that hold such names, or by its looks.
func (r *run) isMessageID(start, i, end int, plain bool) bool {
	if i-start >= idLength && r.looksLikeID(start, i, end, plain) {
		return true
	}
	if r.hint.Label != "" && holdsIDs(r.hint.Label) {
		return true
	}
	for low := max(0, i-200); start > low && atoms[r.text[start-1]]; {
		start--
		run := ^(r.outline.behind(mailLane, start) | r.outline.behind(letterLane, start))
		start = max(low, start-bits.LeadingZeros64(run))
	}
	if start == 0 || r.text[start-1] != '<' {
		return false
	}
	return holdsIDs(r.text[headerStart(r.text, start, max(0, start-200)):start])
}

// idLength is the shortest local part that check.MessageID looks at.
const idLength = 16

// looksLikeID is check.MessageID.
func (r *run) looksLikeID(start, i, end int, plain bool) bool {
	address := r.text[start:end]
	if plain && bytes.HasSuffix(r.arena, address) { // no capitals
		return r.smallID(start, i)
	}
	return check.MessageID(address)
}

// smallID is check.MessageID for a plain local part without capitals: many digits, or letters and digits that take turns.
func (r *run) smallID(start, i int) bool {
	n := uint(i-start) & 63
	letters, digits := r.outline.behind(letterLane, i)>>(64-n), r.outline.behind(digitLane, i)>>(64-n)
	turns := 1 + bits.OnesCount64(((letters^letters<<1)|(digits^digits<<1))&(1<<n-2))
	return bits.OnesCount64(digits)*10 >= int(n)*4 || turns*2 >= int(n)
}

// holdsIDs reports whether a header, or what begins with its name, holds the names of mails.
func holdsIDs[T []byte | string](header T) bool {
	for _, name := range [...]string{"Message-I", "References", "In-Reply-", "Content-I", "Resent-Me"} {
		if len(header) >= len(name) && header[0]|0x20 == name[0]|0x20 && strings.EqualFold(string(header[:len(name)]), name) {
			return true
		}
	}
	return false
}

// atoms are the bytes that may stand in the name of a mail, and seldom in an address.
var atoms = func() (t [256]bool) {
	for b := range t {
		t[b] = is(byte(b), isWord) || strings.IndexByte("=$!#%&'*+/?^_`{|}~.-", byte(b)) >= 0
	}
	return t
}()

// headerStart is where the header begins that i is in; its lines after the first begin with a blank.
func headerStart(text []byte, i, floor int) int {
	start := lineStart(text, i, floor)
	for start > floor && (text[start] == ' ' || text[start] == '\t') {
		start = lineStart(text, start-1, floor)
	}
	return start
}

// lowered appends s in small letters. Addresses take as many steps, but for the longest: four words of eight bytes, of which those are too many
// that lie behind s. To find out how many it takes would cost more.
func lowered(to, s []byte) []byte {
	const most = 32
	n, size := len(to), max((len(s)+7)&^7, most)
	if cap(s) < size { // at the end of a text
		return loweredBytes(to, s)
	}
	to = slices.Grow(to, size)
	from, room := s[:size], to[n:n+size]
	first, small := (*[most]byte)(from), (*[most]byte)(room)
	lowerAt(small[:], first[:], 0)
	lowerAt(small[:], first[:], 8)
	lowerAt(small[:], first[:], 16)
	lowerAt(small[:], first[:], 24)
	for k := most; k < size; k += 8 {
		lowerAt(room, from, k)
	}
	return to[:n+len(s)]
}

// lowerAt puts eight bytes from at on in small letters.
func lowerAt(to, from []byte, at int) {
	x := binary.LittleEndian.Uint64(from[at : at+8])
	binary.LittleEndian.PutUint64(to[at:at+8], x|capitals(x)>>2)
}

func loweredBytes(to, s []byte) []byte {
	for _, b := range s {
		if is(b, isUpper) {
			b |= 0x20
		}
		to = append(to, b)
	}
	return to
}
