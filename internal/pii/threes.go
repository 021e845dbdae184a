package pii

import (
	"encoding/binary"
	"math/bits"
)

// threes tells most words of a language from those of a lexicon by their first three bytes, as they are written in UTF-8: with the
// letters of Latin-1 for those without signs. Words of two letters have no third byte. It says which groups of labels a word may have.
type threes [1 << 13]group

// group is a set of labels that are asked for together.
type group uint8

const (
	gBirth group = 1 << iota
	gVisit       // devices and cookies
	gAccount
	gPhone
	gRest
)

func groupOf(l label) (g group) {
	for of, labels := range map[group]label{gBirth: lBirth, gVisit: lDevice | lCookie, gAccount: lAccount, gPhone: lPhone} {
		if l&labels != 0 {
			g |= of
		}
	}
	if l&^(lBirth|lDevice|lCookie|lAccount|lPhone) != 0 {
		g |= gRest
	}
	return g
}

func newThrees(l *lexicon) *threes {
	t := new(threes)
	for _, all := range l.stems {
		for i := range all {
			s := &all[i]
			t.note(s.word, groupOf(s.label), 0, 0)
		}
	}
	return t
}

// note adds the spellings of the letters behind the n bytes of x.
func (t *threes) note(letters string, g group, x uint32, n int) {
	if n >= 3 || letters == "" {
		t[place(x)] |= g
		return
	}
	t.note(letters[1:], g, x|uint32(letters[0])<<(8*n), n+1)
	for k := range 64 {
		if folded[k] == letters[0] {
			t.note(letters[1:], g, (x|0xC3<<(8*n)|uint32(0x80+k)<<(8*n+8))&0xFFFFFF, n+2)
		}
	}
}

// place is where three bytes are, capitals as small letters.
func place(x uint32) uint32 { return (x | 0x202020) << 8 * 0x9E3779B1 >> 19 }

// may are the groups that a word may have which begins with the three lowest bytes of x. What is written otherwise than in ASCII
// and Latin-1's letters may have any.
func (t *threes) may(x uint32) group {
	if x&0x808080 != 0 && odd(x) {
		return ^group(0)
	}
	return t[place(x)]
}

// odd reports whether the three lowest bytes of x hold anything else than ASCII and the letters of Latin-1.
func odd(x uint32) bool {
	high, behind := x&0x808080, x&0x808080&^(x<<1) // 1xxxxxxx, 10xxxxxx
	lead := x ^ 0xC3C3C3
	lead = ^(lead&0x7F7F7F + 0x7F7F7F | lead) & 0x808080 // the bytes C3
	return high != lead|behind || lead<<8&0x808080 != behind
}

// mayLabel reports whether a word with a label of the groups may stand before start, near enough for labelsBefore; false is certain.
func (r *run) mayLabel(start int, of group) bool {
	near := &r.near
	if near.asked != start {
		near.asked, near.groups = start, r.groupsBefore(start)
	}
	return near.groups&of != 0
}

func (r *run) groupsBefore(start int) (all group) {
	first := start - reach
	low := max(r.floor, first, 0)
	m := r.outline.behind(letterLane, start) >> (64 - reach) >> (low - first) << (low - first)
	for begins := m &^ (m << 1) & (m >> 1); begins != 0; begins &= begins - 1 {
		k := bits.TrailingZeros64(begins)
		if first+k+4 > len(r.text) {
			return ^group(0)
		}
		x := binary.LittleEndian.Uint32(r.text[first+k:])
		x &= 0xFFFF | uint32(m>>(k+2)&1)*0xFF0000
		all |= labelThrees.may(x)
	}
	return all | compoundsBefore(r.text, first, m)
}
