package pii

import (
	"bytes"
	"encoding/binary"
	"math/bits"

	"github.com/varsam/varsam/internal/pii/check"
)

// colon looks at the colon at i: of a web address, or of a network's address that begins with letters.
func (r *run) colon(i int) {
	if i+1 >= len(r.text) {
		return
	}
	next := r.text[i+1]
	if next == '/' && i+2 < len(r.text) && r.text[i+2] == '/' {
		r.url(i)
		r.settle()
		return
	}
	if next != ':' && !is(next, isHex) {
		return
	}
	start := i
	for start > r.floor && i-start < 5 && is(r.text[start-1], isHex) {
		start--
	}
	if i-start == 5 || start > 0 && (touched(r.text[max(0, start-8):start]) || r.text[start-1] == ':') {
		return
	}
	r.joint = 0
	r.hexes(start)
	if r.offered() {
		r.settle()
	}
}

// hexes looks at the hexadecimal digits from start on: by how many they are and what follows them, they begin a hardware
// address, an internet address or a UUID.
func (r *run) hexes(start int) {
	if !is(r.text[start], isGroup) {
		return
	}
	n := bits.TrailingZeros64(^r.outline.wordAhead(start))
	if n > 8 || start+n == len(r.text) || !is(r.text[start+n], isDivider) || !hexOnly(r.text[start:start+n]) {
		return
	}
	if start > 1 && r.text[start-1] == ':' && !r.isKey(start-1) {
		return
	}
	switch r.text[start+n] {
	case ':':
		if n == 2 {
			r.mac(start)
		}
		if n <= 4 {
			r.ipv6(start)
		}
	case '-':
		switch n {
		case 2:
			r.mac(start)
		case 8:
			r.uuid(start)
		}
	case '.':
		if n == 4 {
			r.mac(start)
		}
	}
}

func hexOnly(b []byte) bool {
	for _, c := range b {
		if !is(c, isHex) {
			return false
		}
	}
	return true
}

// isKey reports whether what stands before the colon at i names what follows, and is no group of the same address.
func (r *run) isKey(i int) bool {
	start, other, digits := i, false, false
	for start > r.floor && i-start < 16 && is(r.text[start-1], isUpper|isLower|isDigit) {
		start--
		other = other || !is(r.text[start], isHex)
		digits = digits || is(r.text[start], isDigit)
	}
	if start == i {
		return i > 0 && r.text[i-1] != ':'
	}
	l, _ := labelWords.find(r.text, start, i)
	return l&(lIP|lMAC) != 0 || other && !digits
}

func (r *run) mac(start int) {
	n := 17
	if start+4 < len(r.text) && r.text[start+4] == '.' {
		n = 14
	}
	end := start + n
	if end > len(r.text) || touches(r.text[end:]) || end < len(r.text) && r.text[end] == ':' && end+1 < len(r.text) && is(r.text[end+1], isHex) {
		return
	}
	s := r.text[start:end]
	if r.text[start+2] == ' ' || check.MAC(s) != check.Fine {
		return
	}
	var hex [12]byte
	h, other := hex[:0], false
	for _, b := range s {
		if is(b, isHex) {
			h = append(h, b|0x20)
			other = other || b|0x20 != h[0]
		}
	}
	if !other { // broadcast, or nothing
		return
	}
	bare := Score(0.9)
	if n == 14 {
		bare = 0.75
	}
	r.joint = 0
	score, context := r.rate(kMAC, start, end, bare, 0.97)
	mark := len(r.arena)
	for i := 0; i < 12; i += 2 {
		if i > 0 {
			r.arena = append(r.arena, ':')
		}
		r.arena = append(r.arena, h[i:i+2]...)
	}
	r.offer(kMAC, start, end, mark, score, "shape", context)
}

// uuidAt looks at eight digits as the beginning of a UUID.
func (r *run) uuidAt(c *chain) {
	const size, third = len("01234567-0123-0123-0123-0123456789ab"), len("01234567-0123")
	start, end := c.parts[0].start, c.parts[0].end
	if start+size <= len(r.text) && r.text[end] == '-' && r.text[start+third] == '-' {
		r.hexes(start)
	}
}

func (r *run) uuid(start int) {
	end := start + 36
	if end > len(r.text) || touches(r.text[end:]) || check.UUID(r.text[start:end]) != check.Fine {
		return
	}
	mark := len(r.arena)
	r.arena = lowered(r.arena, r.text[start:end])
	score, context := r.rate(kUUID, start, end, 0.45, 0.85)
	r.offer(kUUID, start, end, mark, score, "shape", context)
	if score, context := r.rate(kDeviceID, start, end, 0.1, 0.92); context != "" {
		r.offer(kDeviceID, start, end, mark, score, "shape", context)
	}
	if score, context := r.rate(kCookieID, start, end, 0.1, 0.92); context != "" {
		r.offer(kCookieID, start, end, mark, score, "shape", context)
	}
}

// ipv4 reads four parts with points between; with more it is rather the name of something.
func (r *run) ipv4(c *chain) {
	if len(c.parts) < 4 || !c.fourBytes() {
		return
	}
	start, end := c.parts[0].start, c.parts[3].end
	if touches(r.text[end:]) || start > 1 && r.text[start-1] == '.' {
		return
	}
	bare, network := Score(0.75), r.prefixEnd(end, 32)
	if bytes.HasPrefix(r.text[start:end], []byte("255.")) { // a mask of networks
		return
	}
	switch {
	case r.isProduct(start):
		bare = 0.35
	case len(c.parts) > 4 && c.parts[4].sep == dot:
		bare = 0.32
	case end-start == 7: // every byte a single digit: a version, as likely
		bare = 0.55
	}
	r.joint = 0
	score, context := r.rate(kIP, start, network, bare, 0.97)
	mark := len(r.arena)
	r.arena = append(r.arena, r.text[start:end]...)
	r.offer(kIP, start, network, mark, score, "shape", context)
}

// isProduct reports whether a program's name with a capital and a stroke stand before i, as in "Gecko/1.9.0.7": a version follows. So it does
// behind the sign of a section.
func (r *run) isProduct(i int) bool {
	if i < 4 || r.text[i-1] != '/' || !is(r.text[i-2], isLetter) {
		return bytes.HasSuffix(r.text[max(0, i-3):i], []byte("§ "))
	}
	at := i - 1
	for at > 0 && i-at < 32 && is(r.text[at-1], isUpper|isLower) {
		at--
	}
	return is(r.text[at], isUpper)
}

// fourBytes reports whether points divide the first four parts, and each of them is a byte without leading zeros.
func (c *chain) fourBytes() bool {
	wrong := 0 // negative when something is
	for i := range 4 {
		p := &c.partRoom[i]
		x := binary.LittleEndian.Uint32(c.digitRoom[p.first:])
		x = (x - '0'*(ones&(1<<32-1))) << (32 - 8*uint(p.n)&31) // the last digit highest
		value := int(x>>24) + 10*int(x>>16&0xFF) + 100*int(x>>8&0xFF)
		wrong |= (3 - p.n) | (255 - value) | (value - least[p.n&3])
	}
	return wrong >= 0 && c.parts[1].sep == dot && c.parts[2].sep == dot && c.parts[3].sep == dot
}

// least is the least number of so many digits.
var least = [4]int{0, 0, 10, 100}

// prefixEnd is where the length of a network behind an address ends: "/24". Without one it is i.
func (r *run) prefixEnd(i, longest int) int {
	if i >= len(r.text) || r.text[i] != '/' {
		return i
	}
	n, j := 0, i+1
	for j < len(r.text) && j < i+5 && is(r.text[j], isDigit) {
		n = n*10 + int(r.text[j]-'0')
		j++
	}
	if j == i+1 || n > longest || touches(r.text[j:]) {
		return i
	}
	return j
}

func (r *run) ipv6(start int) {
	end := start
	for limit := min(len(r.text), start+48); end < limit && is(r.text[end], isGroup); {
		end++
	}
	colons := (r.outline.ahead(markLane, start) &^ r.outline.ahead(digitLane, start)) & (1<<uint(end-start) - 1)
	if colons&(colons>>1) == 0 && bits.OnesCount64(colons) < 6 {
		return
	}
	for end > start && (r.text[end-1] == '.' || r.text[end-1] == ':' && r.text[end-2] != ':') {
		end--
	}
	s := r.text[start:end]
	groups, why := check.IPv6(s)
	if why != check.Fine || touches(r.text[end:]) {
		return
	}
	score, context := r.rate(kIP, start, end, scoreOfIPv6(s), 0.97)
	mark := len(r.arena)
	r.arena = check.AppendIPv6(r.arena, groups)
	r.offer(kIP, start, r.prefixEnd(r.zoneEnd(end), 128), mark, score, "shape", context)
}

// scoreOfIPv6 is low for what programs write between names, as in "a::b".
func scoreOfIPv6(s []byte) Score {
	switch {
	case len(s) == 2:
		return 0.35
	case len(s) >= 7 || bytes.ContainsAny(s, "0123456789"):
		return 0.9
	}
	return 0.4
}

// zoneEnd is where the zone of an address ends: "%eth0".
func (r *run) zoneEnd(i int) int {
	if i+1 >= len(r.text) || r.text[i] != '%' || !is(r.text[i+1], isUpper|isLower) {
		return i
	}
	return r.wordEnd(i + 1)
}
