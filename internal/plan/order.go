package plan

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/varsam/varsam"
)

// orderRemovals lays what leaves its collection – erased or moved – so that
// children go before parents, and the people's own records as late as that
// allows.
func (p *planner) orderRemovals() {
	p.unmovable()
	removed := map[int]int{} // item to action
	bySystem := map[string][]*place{}
	for at, a := range p.actions {
		if a.kind != varsam.OpErase && a.move == "" {
			continue
		}
		removed[a.item] = at
		if c := p.at(a.item); !slices.Contains(bySystem[a.system], c) {
			bySystem[a.system] = append(bySystem[a.system], c)
		}
	}
	for _, system := range slices.Sorted(maps.Keys(bySystem)) {
		t := &topology{p: p, removed: removed, places: bySystem[system], loose: map[string]bool{}}
		t.draw()
		t.levels()
		t.rank()
	}
}

// topology orders the removals of one system.
type topology struct {
	p       *planner
	removed map[int]int
	places  []*place
	between map[[2]*place][]edge // references from the first place to the second
	within  map[*place][]edge    // and inside one
	loose   map[string]bool      // references emptied beforehand
}

// draw collects the references between records that both leave.
func (t *topology) draw() {
	t.between, t.within = map[[2]*place][]edge{}, map[*place][]edge{}
	for _, item := range slices.Sorted(maps.Keys(t.removed)) {
		from := t.p.at(item)
		if !slices.Contains(t.places, from) {
			continue
		}
		for _, e := range t.p.up[item] {
			_, goes := t.removed[e.parent]
			to := t.p.at(e.parent)
			switch {
			case !goes || e.parent == item:
			case to == from:
				t.within[from] = append(t.within[from], e)
			default:
				t.between[[2]*place{from, to}] = append(t.between[[2]*place{from, to}], e)
			}
		}
	}
}

// rank numbers the places, children first, and sets each removal's stage: what
// comes after a people's collection must wait for it, and so is last too.
func (t *topology) rank() {
	left := slices.SortedFunc(slices.Values(t.places), comparePlaces)
	last, deferred := false, map[*place]bool{}
	for n := 0; len(left) > 0; n++ {
		next := t.next(left)
		left = slices.DeleteFunc(left, func(c *place) bool { return c == next })
		last = last || next.locator()
		deferred[next] = t.waits(next, deferred)
		for item, at := range t.removed {
			if t.p.at(item) != next {
				continue
			}
			a := &t.p.actions[at]
			a.rank = n
			switch {
			case a.kind != varsam.OpErase && !deferred[next]:
			case last:
				a.stage = stageEraseLast
			default:
				a.stage = stageErase
			}
		}
	}
}

// waits reports whether moving the place's records must wait for children that
// are erased or cut off, and so cannot be among the reversible steps.
func (t *topology) waits(to *place, deferred map[*place]bool) bool {
	for item := range t.removed {
		if t.p.at(item) == to && slices.ContainsFunc(t.p.down[item], t.p.detached) {
			return true
		}
	}
	for pair, edges := range t.between {
		if pair[1] != to {
			continue
		}
		if deferred[pair[0]] || slices.ContainsFunc(edges, func(e edge) bool { return t.erases(e.child) }) {
			return true
		}
	}
	return slices.ContainsFunc(t.within[to], func(e edge) bool { return t.erases(e.child) && !t.erases(e.parent) })
}

func (t *topology) erases(item int) bool {
	return t.p.actions[t.removed[item]].kind == varsam.OpErase
}

// next is the place that no other left refers to. In a circle it is one whose
// references from the others can be emptied first; where there is none, a person
// must say how.
func (t *topology) next(left []*place) *place {
	var breakable *place
	for _, c := range left {
		inward := t.inward(c, left)
		if len(inward) == 0 {
			return c
		}
		if breakable == nil && !slices.ContainsFunc(inward, func(e edge) bool { return !e.ref.nullable }) {
			breakable = c
		}
	}
	if breakable == nil {
		t.stuck(left)
		return left[0]
	}
	for _, e := range t.inward(breakable, left) {
		t.loosen(e)
	}
	return breakable
}

// inward are the references to a place from the others that are left.
func (t *topology) inward(to *place, left []*place) []edge {
	var all []edge
	for _, from := range left {
		if from != to {
			all = append(all, t.between[[2]*place{from, to}]...)
		}
	}
	return all
}

// stuck refuses the removals of a circle that cannot be broken.
func (t *topology) stuck(left []*place) {
	names := make([]string, len(left))
	for i, c := range left {
		names[i] = c.cat.Name
	}
	why := varsam.Because(ProblemCycle, strings.Join(names, ", "))
	for _, item := range slices.Sorted(maps.Keys(t.removed)) {
		if slices.Contains(left, t.p.at(item)) {
			t.p.problem(item, why)
		}
	}
}

// loosen empties a reference before either record is removed.
func (t *topology) loosen(e edge) {
	var set []varsam.Assignment
	for _, name := range e.ref.columns {
		set = append(set, varsam.Assignment{Field: name})
	}
	at := fmt.Sprint(e.child, e.ref.columns)
	if !t.loose[at] {
		t.loose[at] = true
		t.p.add(e.child, action{stage: stageDetach, kind: varsam.OpDetach, set: set})
	}
}

// levels orders the records of a collection that refers to itself: a record goes
// a level after the last that refers to it. Some systems check row by row, so a
// level is a batch of its own.
func (t *topology) levels() {
	for _, c := range t.places {
		edges := t.within[c]
		if len(edges) == 0 {
			continue
		}
		waiting, parents := map[int]int{}, map[int][]edge{}
		for _, e := range edges {
			waiting[e.parent]++
			waiting[e.child] += 0
			parents[e.child] = append(parents[e.child], e)
		}
		t.peel(c, waiting, parents)
	}
}

// peel takes off the records that nothing left refers to, level by level. What
// remains is a circle: its references are emptied first.
func (t *topology) peel(c *place, waiting map[int]int, parents map[int][]edge) {
	for level := 0; len(waiting) > 0; level++ {
		var free []int
		for _, item := range slices.Sorted(maps.Keys(waiting)) {
			if waiting[item] == 0 {
				free = append(free, item)
			}
		}
		if len(free) == 0 {
			t.cut(c, waiting, parents, level)
			return
		}
		for _, item := range free {
			delete(waiting, item)
			t.p.actions[t.removed[item]].level = level
			for _, e := range parents[item] {
				waiting[e.parent]--
			}
		}
	}
}

func (t *topology) cut(c *place, waiting map[int]int, parents map[int][]edge, level int) {
	for _, item := range slices.Sorted(maps.Keys(waiting)) {
		t.p.actions[t.removed[item]].level = level
		for _, e := range parents[item] {
			if _, circular := waiting[e.parent]; !circular {
				continue
			}
			if e.ref.nullable {
				t.loosen(e)
			} else {
				t.p.problem(item, varsam.Because(ProblemCycle, c.cat.Name))
			}
		}
	}
}

// comparePlaces puts the people's own collections last.
func comparePlaces(a, b *place) int {
	late := func(c *place) int {
		if c.locator() {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(late(a), late(b)), cmp.Compare(a.cat.Name, b.cat.Name))
}
