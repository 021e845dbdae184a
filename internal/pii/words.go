package pii

import (
	"encoding/binary"
	"math/bits"
	"strings"
)

// words are some, by their keys, with what they say; and by how they begin, which most other words do not.
type words struct {
	keys  [512]uint64 // each at its hash or behind it; 0 is none
	says  [512]saying
	some  filter       // by how they begin
	pairs [1024]saying // the first two letters with their signs: "här" is not "har"
}

// saying is what a word is for whom a text speaks of; a word may be several.
type saying uint8

// wordSet takes the words that say each.
func wordSet(all map[saying]string) *words {
	s := &words{}
	for says, some := range all {
		for w := range strings.FieldsSeq(some) {
			s.add(key([]byte(w)), says)
			s.pairs[pairOf(w[0], w[1])] |= says
			if w[0] == 0xC3 { // the letter in Latin-1
				s.pairs[pairOf(w[1]|0x40, w[2])] |= says
			}
		}
	}
	return s
}

func (s *words) add(k uint64, says saying) {
	at := s.place(k)
	s.keys[at] = k
	s.says[at] |= says
	s.some.add(beginning(uint32(k)))
	for n := range 4 { // a letter has a sign, or is followed by one that combines
		s.some.add(beginning(uint32(k)&(1<<(8*n)-1) | 0x80<<(8*n)))
	}
}

// beginning is a hash of the first four letters of a word, in either case: of what stands before the first byte that is none, and
// whether that is one of ASCII.
func beginning(four uint32) uint32 {
	const ones, highs = uint32(ones & (1<<32 - 1)), uint32(highs & (1<<32 - 1))
	low := (four | 0x20*ones) &^ highs
	other := (^((low + (0x80-'a')*ones) &^ (low + (0x7F-'z')*ones)) | four) & highs
	other &= -other // the first
	return hashed(uint64(low&(other>>7-1) | four&other))
}

// begins is 1 where the word at i begins as one of them does, and else, nearly always, 0: a number that can be added without a branch.
func (s *words) begins(t []byte, i int) int {
	if i < 0 || i > len(t)-4 {
		return 1
	}
	return int(s.some.has(beginning(binary.LittleEndian.Uint32(t[i:]))))
}

// begun leaves those of the places where a word begins as one of them does.
func (s *words) begun(t []byte, places []int32) []int32 {
	kept := 0
	for _, i := range places {
		places[kept] = i
		if at := int(i); at < 0 || at > len(t)-4 {
			kept++
		} else {
			kept += int(s.some.has(beginning(binary.LittleEndian.Uint32(t[at:]))))
		}
	}
	return places[:kept]
}

// place is where a key lies, or would.
func (s *words) place(key uint64) uint {
	i := uint(key * 0x9E3779B97F4A7C15 >> 55)
	for s.keys[i%512] != 0 && s.keys[i%512] != key {
		i++
	}
	return i % 512
}

// tooLong is what none of the words is, in bytes.
const tooLong = 14

// find is where the word at i ends and what it says; nothing when it is none of them.
func (s *words) find(t []byte, i int) (end int, says saying) {
	if i+1 >= len(t) {
		return 0, 0
	}
	if end = wordEnd(t, i); end-i < 2 || end-i >= tooLong {
		return 0, 0
	}
	says = s.pairs[pairOf(t[i], t[i+1])]
	if says == 0 {
		return 0, 0
	}
	k := key(t[i:end])
	at := s.place(k)
	if s.keys[at] != k {
		return 0, 0
	}
	return end, says & s.says[at]
}

// wordEnd is where the letters from i on end, when they are not too many.
func wordEnd(t []byte, i int) int {
	end := i
	if i <= len(t)-8 {
		if other := notLetters(binary.LittleEndian.Uint64(t[i:])); other != 0 {
			return i + bits.TrailingZeros64(other)/8
		}
		end += 8
	}
	for end < min(len(t), i+tooLong) && is(t[end], isLetter) {
		end++
	}
	return end
}

// wordStart is where the letters before i begin, when they are not too many.
func wordStart(t []byte, i int) int {
	start := i
	if i >= 8 {
		if other := notLetters(binary.LittleEndian.Uint64(t[i-8:])); other != 0 {
			return i - bits.LeadingZeros64(other)/8
		}
		start -= 8
	}
	for start > max(0, i-tooLong) && is(t[start-1], isLetter) {
		start--
	}
	return start
}
