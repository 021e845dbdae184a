package anonymity

import (
	"slices"

	"github.com/varsam/varsam"
)

// Suppressed is what stands in the cells of a suppressed row, and by custom at
// the last level of a hierarchy.
const Suppressed = "*"

// Hierarchy is a column's domain and its ever coarser forms. Level 0 is the value
// itself. It is a tree: what has one form at a level has one form at the next. A
// Hierarchy is not changed after it is made.
type Hierarchy struct {
	codes  map[string]uint32 // of the values
	labels [][]string        // by level and code
	up     [][]uint32        // by level and value: the code of its form
}

// NewHierarchy makes a hierarchy of lines: a value, then its forms from the
// finest to the coarsest. All lines are equally long, and no value has two. Errors
// are Invalid and name the line, never the value.
func NewHierarchy(lines [][]string) (*Hierarchy, error) {
	if len(lines) == 0 {
		return nil, varsam.Errorf(varsam.Invalid, "the hierarchy is empty: it needs a line for every value of the column")
	}
	levels := len(lines[0])
	h := &Hierarchy{codes: make(map[string]uint32, len(lines)), labels: make([][]string, levels), up: make([][]uint32, levels)}
	seen := make([]map[string]uint32, levels)
	for level := range seen {
		seen[level] = map[string]uint32{}
		h.up[level] = make([]uint32, 0, len(lines))
	}
	var parents [][]uint32 // by level and code: the code at the next level
	for range levels {
		parents = append(parents, nil)
	}
	for i, line := range lines {
		if len(line) != levels {
			return nil, varsam.Errorf(varsam.Invalid, "line %d of the hierarchy has %d levels where the first has %d", i+1, len(line), levels)
		}
		if _, twice := seen[0][line[0]]; twice {
			return nil, varsam.Errorf(varsam.Invalid, "line %d of the hierarchy has a value that an earlier line has too", i+1)
		}
		h.add(line, seen)
		if level := h.grow(parents); level > 0 {
			return nil, varsam.Errorf(varsam.Invalid,
				"line %d of the hierarchy is no tree: a form at level %d has two forms at level %d", i+1, level-1, level)
		}
	}
	h.codes = seen[0]
	return h, nil
}

// add codes the forms of one more value.
func (h *Hierarchy) add(line []string, seen []map[string]uint32) {
	for level, label := range line {
		code, known := seen[level][label]
		if !known {
			code = uint32(len(h.labels[level]))
			seen[level][label] = code
			h.labels[level] = append(h.labels[level], label)
		}
		h.up[level] = append(h.up[level], code)
	}
}

// grow notes the last value's way up the tree, and returns the level at which it
// leaves the way of an earlier one, or 0.
func (h *Hierarchy) grow(parents [][]uint32) int {
	last := len(h.up[0]) - 1
	for level := 1; level < len(h.up); level++ {
		from, to := h.up[level-1][last], h.up[level][last]
		if int(from) == len(parents[level]) {
			parents[level] = append(parents[level], to)
		}
		if parents[level][from] != to {
			return level
		}
	}
	return 0
}

// Flat is the hierarchy of values that have no coarser form than [Suppressed].
// Values may occur more than once.
func Flat(values []string) *Hierarchy {
	distinct := slices.Compact(slices.Sorted(slices.Values(values)))
	lines := make([][]string, max(len(distinct), 1))
	for i, v := range distinct {
		lines[i] = []string{v, Suppressed}
	}
	if len(distinct) == 0 {
		lines[0] = []string{"", Suppressed}
	}
	h, err := NewHierarchy(lines)
	if err != nil {
		panic("anonymity: " + err.Error()) // distinct values with one form each are a tree
	}
	return h
}

// Levels is the number of levels, the value's own included.
func (h *Hierarchy) Levels() int { return len(h.up) }

// Size is the number of values in the domain, whether they occur or not.
func (h *Hierarchy) Size() int { return len(h.up[0]) }

// Code is the number of a value.
func (h *Hierarchy) Code(value string) (uint32, bool) {
	code, ok := h.codes[value]
	return code, ok
}

// Label is the form of a coded value at a level.
func (h *Hierarchy) Label(level int, code uint32) string { return h.labels[level][h.up[level][code]] }

// covers counts, for every value, the values of the domain that have the same
// form at a level.
func (h *Hierarchy) covers(level int) []int64 {
	sizes := make([]int64, len(h.labels[level]))
	for _, label := range h.up[level] {
		sizes[label]++
	}
	all := make([]int64, h.Size())
	for value, label := range h.up[level] {
		all[value] = sizes[label]
	}
	return all
}
