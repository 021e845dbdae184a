package plan

import (
	"slices"

	"github.com/varsam/varsam"
)

// Meanwhile plans that what another plan erases is not used until then: the
// records are restricted by the means that the register declares, where those can
// be taken back. A record of a collection without such means stays as it is, and
// so does every record that the other plan does not erase. In is the input of the
// other plan; its steps may be none.
func Meanwhile(in Input, p Plan) (Plan, error) {
	in.Asks, in.Corrections, in.Gaps = nil, nil, nil
	in.Items = nil
	for _, item := range p.Items {
		if item.Decision.Fate == varsam.Erase && reversible(in, item) {
			item.Decision = varsam.Decision{Fate: varsam.Restrict, Reasons: []varsam.Reason{varsam.Because(ReasonMeanwhile)}}
			in.Items = append(in.Items, item)
		}
	}
	out, err := Make(in)
	if err != nil {
		return out, err
	}
	out.Steps = slices.DeleteFunc(out.Steps, func(s Step) bool {
		return s.Op.Kind != varsam.OpRestrict || s.Assisted != nil || !s.Reversible
	})
	for i := range out.Steps {
		out.Steps[i].After = nil // each stands alone: what was left out made nothing wait
	}
	out.Digest = out.digest()
	return out, nil
}

// reversible reports whether the register declares a means of restriction that
// can be taken back: a mark, or a place to move to that is searched like any
// other.
func reversible(in Input, item Item) bool {
	sys, ok := in.Register.System(item.Record.Ref.System)
	if !ok || sys.Draft {
		return false
	}
	for _, c := range sys.Collections {
		if c.In() != item.Record.Ref.Collection || c.Draft || c.Restrict == nil {
			continue
		}
		if c.Restrict.Move == "" {
			return len(c.Restrict.Flag) > 0
		}
		_, searched := sys.Collection(c.Restrict.Move)
		return searched
	}
	return false
}
