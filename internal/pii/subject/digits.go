package subject

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
)

// tail is how many of a number's last digits it is found by. Every form of every number has them.
const tail = 5

// endings finds numbers by their ends. Only where a run of digits ends can a number end; what its last four bytes are stands in a
// small filter, and what passes is looked up by its last five digits, whatever stands between them. A text costs the same with
// one form of a number as with hundreds.
type endings struct {
	met   []uint8 // by the last four bytes; whole bytes are looked up with fewer instructions than bits
	shift uint32  // of spread bytes, so that an index is left
	slots []ending
	forms []int32 // of numbers, by ending
	pairs pairs
}

// ending leads from last digits to the forms that have them.
type ending struct{ digits, first, count uint32 }

// endingsOf makes them ready for the forms of all numbers.
func endingsOf(numbers []number) endings {
	e := endings{forms: make([]int32, len(numbers))}
	for i := range numbers {
		e.forms[i] = int32(i)
	}
	slices.SortFunc(e.forms, func(a, b int32) int {
		return cmp.Or(cmp.Compare(numbers[a].last(), numbers[b].last()), cmp.Compare(a, b))
	})
	e.fill(numbers)
	return e
}

func (e *endings) fill(numbers []number) {
	var all []ending
	var written [][]byte
	for i, form := range e.forms {
		digits := numbers[form].last()
		if i > 0 && digits == all[len(all)-1].digits {
			all[len(all)-1].count++
			continue
		}
		all = append(all, ending{digits, uint32(i), 1})
		written = append(written, numbers[form].written()...)
	}
	e.pairs = newPairs(all)
	size := 1 << bits.Len(uint(2*len(all)))
	e.slots = make([]ending, size)
	for _, x := range all {
		h := e.slot(x.digits)
		for e.slots[h].count > 0 {
			h = (h + 1) % uint32(size)
		}
		e.slots[h] = x
	}
	width := min(max(bits.Len(uint(16*len(written))), 14), 18) // stays in the processor's nearest caches
	e.met, e.shift = make([]uint8, 1<<width), uint32(32-width)
	for _, w := range written {
		e.met[spread(w, len(w))>>e.shift] = 1
	}
}

// find yields the forms that may end at the places from one on up to another, and at the end of the text.
func (e *endings) find(text []byte, from, to int, yield func(forms []int32, end int)) {
	if len(e.forms) == 0 || from == to {
		return
	}
	var ends [stretch / 64]uint64
	met, shift := e.met, e.shift&31
	for i := max(from, tail); i < to; i += stretch {
		n := min(stretch, to-i)
		e.pairs.mark(text[i-2:i+n], &ends)
		for k := range (n + 63) / 64 {
			for places := ends[k]; places != 0; places &= places - 1 {
				end := i + k*64 + bits.TrailingZeros64(places)
				if met[spread(text, end)>>shift] != 0 {
					e.at(text, end, yield)
				}
			}
		}
	}
	if to >= tail && to == len(text) && isDigit(text[to-1]) {
		e.at(text, to, yield)
	}
}

// at looks up the digits that end there.
func (e *endings) at(text []byte, end int, yield func(forms []int32, end int)) {
	digits, ok := lastDigits(text, end)
	if !ok || !grouped(text, end) {
		return
	}
	for h := e.slot(digits); e.slots[h].count > 0; h = (h + 1) % uint32(len(e.slots)) {
		if x := e.slots[h]; x.digits == digits {
			yield(e.forms[x.first:x.first+x.count], end)
			return
		}
	}
}

func (e *endings) slot(digits uint32) uint32 {
	return digits * 0x9e3779b1 >> 8 % uint32(len(e.slots))
}

// spread mixes the four bytes before end.
func spread(text []byte, end int) uint32 {
	return binary.LittleEndian.Uint32(text[end-4:end]) * 0x9e3779b1
}

// lastDigits are those before end, with what may stand between.
func lastDigits(text []byte, end int) (digits uint32, ok bool) {
	for k, unit := 0, uint32(1); k < tail; k, unit = k+1, unit*10 {
		for skipped := 0; k > 0 && skipped < mostSeparators; skipped++ {
			size := separatorBefore(text[:end])
			if size == 0 {
				break
			}
			end -= size
		}
		if end == 0 || !isDigit(text[end-1]) {
			return 0, false
		}
		end--
		digits += uint32(text[end]-'0') * unit
	}
	return digits, true
}

func isDigit(b byte) bool { return b-'0' < 10 }
