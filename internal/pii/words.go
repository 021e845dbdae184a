package pii

import (
	"encoding/binary"
	"strings"
)

// words are some, by their keys, and by how they begin, which most other words do not.
type words struct {
	keys  [256]uint64 // each at its hash or behind it; 0 is none
	some  filter      // by how they begin
	pairs [1024]bool  // the first two letters with their signs: "här" is not "har"
}

func wordSet(all string) *words {
	s := &words{}
	for w := range strings.FieldsSeq(all) {
		s.add(key([]byte(w)))
		s.pairs[pairOf(w[0], w[1])] = true
		if w[0] == 0xC3 { // the letter in Latin-1
			s.pairs[pairOf(w[1]|0x40, w[2])] = true
		}
	}
	return s
}

func (s *words) add(k uint64) {
	*s.place(k) = k
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
func (s *words) place(key uint64) *uint64 {
	i := uint8(key * 0x9E3779B97F4A7C15 >> 56)
	for s.keys[i] != 0 && s.keys[i] != key {
		i++
	}
	return &s.keys[i]
}

// at is where the word at i ends that is one of them; 0 when it is none.
func (s *words) at(t []byte, i int) (end int) {
	if i+1 >= len(t) || s.begins(t, i) == 0 || !s.pairs[pairOf(t[i], t[i+1])] {
		return 0
	}
	for end = i + 2; end < len(t) && end < i+14 && is(t[end], isLetter); end++ {
	}
	if k := key(t[i:end]); *s.place(k) != k {
		return 0
	}
	return end
}
