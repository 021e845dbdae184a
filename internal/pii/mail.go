package pii

import (
	"bytes"
	"encoding/binary"
	"strings"

	"github.com/varsam/varsam/internal/pii/check"
	chars "github.com/varsam/varsam/internal/pii/text"
)

// email reads the mail address around the @ at i.
func (r *run) email(i int) {
	start, end, plain := r.plainMail(i)
	if !plain {
		start, end = r.localPart(i), r.domainEnd(i+1)
		if start == i || check.Email(r.text[start:end]) != check.Fine {
			return
		}
	}
	if isFile(r.text[i+1 : end]) {
		return
	}
	score := Score(0.95)
	if r.isMessageID(start, i, end) {
		score = 0.2
	}
	mark := len(r.arena)
	r.arena = lowered(r.arena, r.text[start:end])
	r.offer(kEmail, start, end, mark, score, "syntax", "")
	r.settle()
}

// plainMail reads the address that nearly all people have: ASCII letters, digits, single points, hyphens and underscores, two or
// more letters last. What is not so plain is left to [check.Email].
func (r *run) plainMail(i int) (start, end int, ok bool) {
	t, floor := r.text, max(r.floor, i-65)
	start = i
	for start > floor && is(t[start-1], isMail) {
		start--
		if t[start] == '.' && stopsBeside(t, start) {
			return 0, 0, false
		}
	}
	if start == i || i-start > 64 || start > 0 && (t[start-1] >= 0x80 || t[start-1] == '\'') || !is(t[start], isWord) {
		return 0, 0, false
	}
	dot, last, all := 0, class(0), class(0) // last: what stands behind the last point
	for end = i + 1; end < len(t) && is(t[end], isMail); end++ {
		if t[end] != '.' {
			last |= classes[t[end]]
			continue
		}
		if end+1 == len(t) || !is(t[end+1], isMail) { // of the sentence
			break
		}
		if stopsBeside(t, end) {
			return 0, 0, false
		}
		dot, all, last = end, all|last, 0
	}
	if dot == 0 || end-dot < 3 || end-start > 254 || end < len(t) && t[end] >= 0x80 || t[i+1] == '-' ||
		last&^(isUpper|isLower|isHex|isMail) != 0 || all&isOdd != 0 {
		return 0, 0, false
	}
	return start, end, true
}

// stopsBeside reports whether the point at i has a sign beside it that no plain address has there.
func stopsBeside(t []byte, i int) bool {
	return stops(t[i+1]) || i > 0 && (stops(t[i-1]) || t[i-1] == '@')
}

func stops(b byte) bool { return b == '.' || b == '-' || b == '@' }

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
		size := 1
		if !touched(r.text[max(0, start-8):start]) {
			break
		}
		_, size = chars.Last(r.text[max(0, start-4):start])
		start -= size
	}
	for start < i && r.text[start] < 0x80 && !is(r.text[start], isWord) && r.text[start] != '_' {
		start++
	}
	return start
}

// domainEnd is where the letters, digits, hyphens and points from i on end, points and hyphens at the end left out.
func (r *run) domainEnd(i int) int {
	end := i
	for end < len(r.text) && end-i < 254 {
		if b := r.text[end]; b < 0x80 && !is(b, isWord) && b != '-' && b != '.' || b >= 0x80 && !touches(r.text[end:]) {
			break
		}
		_, size := chars.Next(r.text[end:])
		end += size
	}
	for end > i && (r.text[end-1] == '-' || r.text[end-1] == '.') {
		end--
	}
	return end
}

// isFile reports whether the "domain" is the end of a file's name, as in "logo@2x.png".
func isFile(domain []byte) bool {
	dot := len(domain) - 1
	for dot >= 0 && domain[dot] != '.' {
		dot--
	}
	switch string(domain[dot+1:]) {
	case "png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "html", "json":
		return true
	}
	return false
}

// isMessageID reports whether the address names a mail: in the headers that hold such names, or by its looks.
func (r *run) isMessageID(start, i, end int) bool {
	if i-start >= 16 && check.MessageID(r.text[start:end]) {
		return true
	}
	if holdsIDs(r.hint.Label) {
		return true
	}
	for start > 0 && start > i-200 && isAtom(r.text[start-1]) {
		start--
	}
	if start == 0 || r.text[start-1] != '<' {
		return false
	}
	return holdsIDs(r.text[headerStart(r.text, start, max(0, start-200)):start])
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

// isAtom reports whether the byte may stand in the name of a mail, and seldom in an address.
func isAtom(b byte) bool {
	return is(b, isWord) || bytes.IndexByte([]byte("=$!#%&'*+/?^_`{|}~.-"), b) >= 0
}

// headerStart is where the header begins that i is in; its lines after the first begin with a blank.
func headerStart(text []byte, i, floor int) int {
	start := lineStart(text, i, floor)
	for start > floor && (text[start] == ' ' || text[start] == '\t') {
		start = lineStart(text, start-1, floor)
	}
	return start
}

func lowered(to, s []byte) []byte {
	for ; len(s) >= 8; s = s[8:] {
		x := binary.LittleEndian.Uint64(s)
		to = binary.LittleEndian.AppendUint64(to, x|capitals(x)>>2)
	}
	for _, b := range s {
		if is(b, isUpper) {
			b |= 0x20
		}
		to = append(to, b)
	}
	return to
}
