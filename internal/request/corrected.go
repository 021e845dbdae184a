package request

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/act"
	"github.com/varsam/varsam/internal/plan"
	"github.com/varsam/varsam/internal/store"
)

// corrected tells of the values that correction steps have put right, once: when
// the step is seen to have taken effect for the first time.
func (s *Service) corrected(tx *store.Tx, w work, p plan.Plan, before map[string]varsam.StepState, after []act.Status) error {
	if s.Corrected == nil {
		return nil
	}
	verified := map[string]bool{}
	for _, st := range after {
		verified[st.Step] = st.State == varsam.StepVerified && before[st.Step] != varsam.StepVerified
	}
	for _, step := range p.Steps {
		if step.Op.Kind != varsam.OpCorrect || !verified[step.ID] {
			continue
		}
		for i, target := range step.Op.Targets {
			ref := p.Items[step.Items[i]].Record.Ref
			for _, a := range step.Op.Assignments(target) {
				if err := s.Corrected(tx, w.categoryOf(ref, a.Field), a.Value.String()); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// categoryOf is the kind of data in a column, empty where the register does not
// say.
func (w work) categoryOf(ref varsam.Ref, field string) varsam.Category {
	sys, _ := w.reg.System(ref.System)
	for _, c := range sys.Collections {
		if c.In() == ref.Collection {
			f, _ := c.Field(field)
			return f.Data
		}
	}
	return ""
}
