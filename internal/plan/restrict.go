package plan

import (
	"maps"
	"slices"

	"github.com/varsam/varsam"
)

// restrict blocks a record by the means that the register declares. A reduced
// record is not moved away from those that refer to it; emptied, it needs no
// other means. With none the step is a task to the owner.
func (p *planner) restrict(i int) {
	item, at := &p.items[i], p.at(i)
	a := action{stage: stageRestrict, kind: varsam.OpRestrict, law: item.Decision.Law, set: p.blanks(i)}
	means := false
	if r := at.reg.Restrict; r != nil {
		a.all, means = p.flags(i)
		if r.Move != "" && item.Softened == "" {
			a.move = inSystem(at.system, r.Move)
			means = true
		}
	}
	if len(a.set) > 0 {
		a.stage = p.lossy(i)
	}
	switch {
	case len(a.set) > 0 || a.move != "" || len(a.all) > 0:
	case means || p.restrictedPlace(at) || p.blanksInstead(i):
		return // already so
	default:
		a.assisted = p.task(at, varsam.Because(AssistedNoMeans, at.cat.Name))
	}
	p.add(i, a)
}

// blanksInstead reports whether a record without a means needs none: reduced, or
// blocked by emptying and already empty.
func (p *planner) blanksInstead(i int) bool {
	r := p.at(i).reg.Restrict
	if p.items[i].Softened != "" {
		return p.needs[i] == nil || !p.needs[i].all
	}
	_, sealed := p.sealed(i)
	return r != nil && r.Blank && !sealed
}

// flags are the columns to set, the same for every record of the collection, and
// whether flagging is a means here at all. A record that has them all already
// gets none.
func (p *planner) flags(i int) (set []varsam.Assignment, means bool) {
	flag := p.at(i).reg.Restrict.Flag
	done := true
	for _, name := range slices.Sorted(maps.Keys(flag)) {
		v, ok := p.parse(flag[name], p.kind(i, name))
		if !ok {
			p.problem(i, varsam.Because(ProblemMark, name))
			continue
		}
		set = append(set, varsam.Assignment{Field: name, Value: v})
		done = done && marked(p.items[i].Record.Get(name), v, flag[name])
	}
	if done {
		return nil, len(set) > 0
	}
	return set, true
}

// restrictedPlace reports whether a collection is itself where restricted records
// are moved to.
func (p *planner) restrictedPlace(at *place) bool {
	for _, c := range at.system.Collections {
		if c.Restrict != nil && c.Restrict.Move != "" && inSystem(at.system, c.Restrict.Move) == at.cat.Name {
			return true
		}
	}
	return false
}

// unmovable takes back moves that a reference would hinder: one from a record
// that stays, or one between the two places that records move to, which neither
// order satisfies. A record that is blocked by moving alone becomes a task.
func (p *planner) unmovable() {
	move := map[int]int{}
	for at, a := range p.actions {
		if a.move != "" && a.assisted == nil {
			move[a.item] = at
		}
	}
	for changed := true; changed; {
		changed = false
		for _, item := range slices.Sorted(maps.Keys(move)) {
			if why, hindered := p.hindered(item, move); hindered {
				p.stayPut(&p.actions[move[item]], why)
				delete(move, item)
				changed = true
			}
		}
	}
}

// hindered says why a record cannot move, if it cannot.
func (p *planner) hindered(item int, move map[int]int) (varsam.Reason, bool) {
	at := p.at(item)
	if child := p.hinders(item, move); child >= 0 {
		return varsam.Because(AssistedMoveBlocked, at.cat.Name, p.at(child).cat.Name), true
	}
	if tied := p.tied(item, move); tied != "" {
		return varsam.Because(AssistedMoveTied, at.cat.Name, tied), true
	}
	return varsam.Reason{}, false
}

// tied is where the parent of a record moves to, when the system ties both the
// record to its parent and the record's new place to the parent's: then neither
// can go first. Empty when nothing ties them.
func (p *planner) tied(item int, move map[int]int) string {
	place, _ := p.in.Catalogues[p.items[item].Record.Ref.System].Find(p.actions[move[item]].move)
	for _, e := range p.up[item] {
		parent, moved := move[e.parent]
		if !moved || !e.ref.enforced || e.parent == item {
			continue
		}
		to := p.actions[parent].move
		if slices.ContainsFunc(place.References, func(r varsam.Reference) bool { return r.To == to }) {
			return to
		}
	}
	return ""
}

// hinders is a record that stays in its place and that the system ties to the one
// to be moved; -1 when there is none.
func (p *planner) hinders(item int, move map[int]int) int {
	for _, e := range p.down[item] {
		_, moved := move[e.child]
		if e.ref.enforced && e.child != item && p.stays(e.child) && !moved && !p.detached(e) {
			return e.child
		}
	}
	return -1
}

func (p *planner) stayPut(a *action, why varsam.Reason) {
	a.move = ""
	if len(a.set)+len(a.all) == 0 {
		a.assisted = p.task(p.at(a.item), why)
	}
}
