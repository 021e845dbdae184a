package plan

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/decide"
	"github.com/varsam/varsam/internal/register"
)

// assistedConnector is the connector of systems that only a person reaches.
const assistedConnector = "assisted"

// tasks asks the owners of the systems without an interface, one task a system.
// A run by time alone asks nobody.
func (p *planner) tasks() {
	if len(p.in.Asks) == 0 {
		return
	}
	for _, s := range p.in.Register.Systems {
		if s.Connector != assistedConnector || !p.concerns(s) {
			continue
		}
		kind, rights := p.asked()
		if s.Draft {
			kind = ""
		}
		p.actions = append(p.actions, action{
			stage: stageAsk, item: -1, system: s.Name, kind: kind,
			assisted: &Assisted{Owner: s.Owner, Why: varsam.Because(AssistedSystem, s.Name), Due: p.in.Due, Rights: rights},
		})
	}
}

// asked is the rights used, each once in their order, and the most that they ask.
func (p *planner) asked() (varsam.OpKind, []varsam.Right) {
	var kind varsam.OpKind
	var rights []varsam.Right
	for _, r := range varsam.Rights {
		if !slices.ContainsFunc(p.in.Asks, func(a decide.Ask) bool { return a.Right == r }) {
			continue
		}
		rights = append(rights, r)
		if k := does[r]; k != "" {
			kind = k
		}
	}
	return kind, rights
}

// does is what a right asks to be done; [varsam.Rights] orders them from the
// mildest.
var does = map[varsam.Right]varsam.OpKind{
	varsam.Rectification: varsam.OpCorrect,
	varsam.RestrictionOf: varsam.OpRestrict,
	varsam.Objection:     varsam.OpStop,
	varsam.Withdrawal:    varsam.OpStop,
	varsam.Erasure:       varsam.OpErase,
	varsam.Instruction:   varsam.OpErase,
}

// concerns reports whether a system holds anything that the request is about: an
// instruction is about what we process for its controller, a person's own
// request about all but what we process for others. A system that does not say
// may hold anything about anybody, but nothing of a party's.
func (p *planner) concerns(s register.System) bool {
	own := slices.ContainsFunc(p.in.Asks, func(a decide.Ask) bool { return a.Right != varsam.Instruction })
	says := false
	for _, c := range s.Collections {
		for _, carry := range c.CarriedBy {
			a, ok := p.in.Register.Activity(carry.Activity)
			processed := ok && a.Role == varsam.Processor
			if processed && p.instructed(a.Party) || own && !processed {
				return true
			}
			says = true
		}
	}
	return own && !says
}

func (p *planner) instructed(party string) bool {
	return slices.ContainsFunc(p.in.Asks, func(a decide.Ask) bool { return a.Right == varsam.Instruction && a.Party == party })
}
