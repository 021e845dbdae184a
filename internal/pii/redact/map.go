package redact

import "sort"

// Edit is one replacement: where it stood in the old text and where its replacement stands in the new one.
type Edit struct{ Old, New [2]int64 }

// Map leads from the offsets of a text to those of the redacted one and back.
type Map struct{ edits []Edit }

func (m *Map) add(e Edit) { m.edits = append(m.edits, e) }

// Edits are the replacements in order.
func (m Map) Edits() []Edit { return m.edits }

// New is where a byte of the old text stands in the new one. Of one that was taken out it is where the replacement begins, and
// kept is false.
func (m Map) New(old int64) (offset int64, kept bool) {
	return m.move(old, func(e Edit) (from, to [2]int64) { return e.Old, e.New })
}

// Old is where a byte of the new text stood in the old one. Of one inside a replacement it is where the span began, and kept is
// false.
func (m Map) Old(offset int64) (old int64, kept bool) {
	return m.move(offset, func(e Edit) (from, to [2]int64) { return e.New, e.Old })
}

func (m Map) move(offset int64, sides func(Edit) (from, to [2]int64)) (int64, bool) {
	i := sort.Search(len(m.edits), func(i int) bool {
		from, _ := sides(m.edits[i])
		return from[1] > offset
	})
	if i < len(m.edits) {
		if from, to := sides(m.edits[i]); from[0] <= offset {
			return to[0], false
		}
	}
	if i == 0 {
		return offset, true
	}
	from, to := sides(m.edits[i-1])
	return offset - from[1] + to[1], true
}
