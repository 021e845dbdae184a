package text

import (
	"encoding/binary"
	"math/bits"
	"sort"
	"unicode/utf8"
)

// Tidy is a text in the one spelling that lists of words have: UTF-8, a letter and the sign over it one character, without soft hyphens
// and with plain blanks and hyphens in the place of those that do not break. It knows the way back.
type Tidy struct {
	Text  []byte
	steps []step
}

// step is where in Text the distance to the original changes.
type step struct{ at, original int32 }

// Untidy tells whether a text has another spelling than that. Hyphens alone make none, nor do blanks as wide as others: few words have them inside.
func Untidy(b []byte) bool {
	for i := 0; i < len(b); {
		if i+8 <= len(b) && eight(b, i, 8)&highs == 0 {
			i += 8
			continue
		}
		c := b[i]
		switch {
		case c < 0x80:
			i++
		case c == 0xC3 && i+1 < len(b) && b[i+1]&0xC0 == 0x80:
			i += 2
		default:
			r, size := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && size == 1 && utf8.FullRune(b[i:]) || r == softHyphen || r >= 0x300 && r < 0x370 || r >= 0x2000 && r < 0x2070 && narrow(b[i:]) {
				return true
			}
			i += size
		}
	}
	return false
}

const softHyphen = 0xAD

// Read tidies a text.
func (t *Tidy) Read(b []byte) {
	t.Text, t.steps = t.Text[:0], t.steps[:0]
	for i := 0; i < len(b); {
		if n := plain(b[i:]); n > 0 {
			t.Text = append(t.Text, b[i:i+n]...)
			i += n
			continue
		}
		r, size := Next(b[i:])
		switch {
		case r == softHyphen && size > 1 || r >= 0x300 && r < 0x370 && t.compose(r):
			i += size
			t.step(i)
			continue
		case size == 3 && r < 0x3000 && unseen(b[i:]):
			i += size
			t.step(i)
			continue
		case r == 0xA0 || r == 0x202F || r >= 0x2000 && r <= 0x200A:
			r = ' '
		case r == 0x2010 || r == 0x2011:
			r = '-'
		}
		t.Text = utf8.AppendRune(t.Text, r)
		if i += size; utf8.RuneLen(r) != size {
			t.step(i)
		}
	}
}

// narrow reports whether b begins with a blank of another width, or one that nobody sees.
func narrow(b []byte) bool {
	c, size := usual(b)
	return size > 0 && c != '-'
}

// unseen reports whether b begins with a zero-width blank or a mark of direction.
func unseen(b []byte) bool {
	c, size := usual(b)
	return size > 0 && c == 0
}

// plain is how many bytes at the beginning of b are tidy at a glance: ASCII, and letters like å and é.
func plain(b []byte) (n int) {
	for {
		for n+8 <= len(b) {
			x := binary.LittleEndian.Uint64(b[n:]) & highs
			n += bits.TrailingZeros64(x) / 8
			if x != 0 {
				break
			}
		}
		for n < len(b) && b[n] < 0x80 {
			n++
		}
		if n+1 >= len(b) || b[n] != 0xC3 || b[n+1]&0xC0 != 0x80 {
			return n
		}
		n += 2
	}
}

// step notes that the original stands at a place now.
func (t *Tidy) step(original int) {
	at := int32(len(t.Text))
	if n := len(t.steps); n > 0 && t.steps[n-1].at == at {
		t.steps = t.steps[:n-1]
	}
	t.steps = append(t.steps, step{at, int32(original)})
}

// compose puts a sign over the last letter; false when they make no letter of Latin script.
func (t *Tidy) compose(sign rune) bool {
	letter, size := utf8.DecodeLastRune(t.Text)
	with, ok := composed[[2]rune{letter, sign}]
	if ok {
		t.Text = utf8.AppendRune(t.Text[:len(t.Text)-size], with)
	}
	return ok
}

// Original is where a place in Text is in what was read: what was left out there lies before it.
func (t *Tidy) Original(i int) int {
	n := sort.Search(len(t.steps), func(n int) bool { return int(t.steps[n].at) > i })
	if n == 0 {
		return i
	}
	s := t.steps[n-1]
	return int(s.original) + i - int(s.at)
}

// Forget leaves nothing of the text.
func (t *Tidy) Forget() { clear(t.Text[:cap(t.Text)]) }

// composed are the letters with a sign, by letter and sign.
var composed = func() map[[2]rune]rune {
	m := map[[2]rune]rune{}
	for sign, pairs := range map[rune]string{
		0x300: "AÀEÈIÌOÒUÙaàeèiìoòuù", 0x301: "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzź", 0x302: "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷ",
		0x303: "AÃNÑOÕaãnñoõIĨiĩUŨuũ", 0x304: "AĀaāEĒeēIĪiīOŌoōUŪuū", 0x306: "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭ", 0x307: "CĊcċEĖeėGĠgġIİZŻzż",
		0x308: "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸ", 0x30A: "AÅaåUŮuů", 0x30B: "OŐoőUŰuű", 0x30C: "CČcčDĎdďEĚeěNŇnňRŘrřSŠsšTŤtťZŽzž",
		0x327: "CÇcçGĢKĶkķLĻlļNŅnņSŞsşTŢtţ", 0x328: "AĄaąEĘeęIĮiįUŲuų",
	} {
		letters := []rune(pairs)
		for i := 0; i < len(letters); i += 2 {
			m[[2]rune{letters[i], sign}] = letters[i+1]
		}
	}
	return m
}()
