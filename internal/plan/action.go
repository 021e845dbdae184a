package plan

import (
	"github.com/varsam/varsam"
)

// stage is where in the request an action is done: what only asks and stops
// first, the reversible before the irreversible, and what identifies the people
// last, so that a crash can still find the rest.
type stage int

const (
	stageAsk       stage = iota // tasks to systems without an interface
	stageStop                   // uses stop
	stageCorrect                // right values
	stageRestrict               // move or flag: can be lifted
	stageDetach                 // links to the person cut
	stageRedact                 // identifiers taken out of texts
	stageBlank                  // fields emptied, beside the people's own records
	stageErase                  // records removed, children first
	stageBlankLast              // fields of the people's own records emptied
	stageEraseLast              // the people's own records removed, and what must wait for that
)

// action is one operation on one record, before batches are cut.
type action struct {
	stage stage
	item  int // -1 for a task to a whole system
	kind  varsam.OpKind
	set   []varsam.Assignment // of this record
	all   []varsam.Assignment // the same for every record of the collection
	move  string
	law   string
	rank  int // within stages that remove: children before parents
	level int // within one collection that refers to itself

	system   string
	assisted *Assisted
}

// add notes an action of a record. Where the system cannot be changed by us, it
// becomes a task to the system's owner.
func (p *planner) add(i int, a action) {
	at := p.at(i)
	a.item, a.system = i, at.system.Name
	if a.assisted == nil {
		if why, ok := p.readOnly(i); ok {
			a.assisted = p.task(at, why)
		}
	}
	p.actions = append(p.actions, a)
}

// readOnly says why the record's collection cannot be changed by us.
func (p *planner) readOnly(i int) (varsam.Reason, bool) {
	at := p.at(i)
	text := p.in.Catalogues[at.system.Name].ReadOnly
	switch {
	case text != "":
	case at.cat.ReadOnly != "":
		text = at.cat.ReadOnly
	case at.cat.View:
		text = "view"
	case len(at.cat.Key) == 0:
		text = "no key"
	}
	return varsam.Because(AssistedReadOnly, at.cat.Name, text), text != ""
}

func (p *planner) task(at *place, why varsam.Reason) *Assisted {
	return &Assisted{Owner: at.system.Owner, Why: why, Due: p.in.Due}
}

// lossy is the stage of an action that empties fields.
func (p *planner) lossy(i int) stage {
	if p.at(i).locator() {
		return stageBlankLast
	}
	return stageBlank
}

// reversible reports whether what the action does can be undone from the plan
// and the system alone.
func (a action) reversible() bool {
	switch a.kind {
	case varsam.OpStop, varsam.OpCorrect, varsam.OpLift:
		return true
	case varsam.OpRestrict:
		return len(a.set) == 0
	}
	return false
}
