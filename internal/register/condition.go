package register

import (
	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
)

// ParseCondition reads a condition as the register's when: has it, on one line or
// several: "{status: open, closed_on: null}". All errors are Invalid and say what
// is wrong with it.
func ParseCondition(text string) (varsam.Cond, error) {
	l := &loader{}
	f := l.parse(source{path: "condition", src: []byte(text)})
	var wrong sayings
	d := &decoder{report: func(_ *node, _ string, message, mend locale.Saying) {
		wrong = append(wrong, locale.Says("%s; %s", message, mend))
	}}
	var cond varsam.Cond
	if f.root != nil {
		cond = d.cond(f.root)
	}
	for _, fault := range l.faults {
		wrong = append(wrong, locale.Says("%s; %s", fault.message, fault.mend))
	}
	if len(wrong) == 0 && f.root == nil {
		wrong = sayings{locale.Says("there is none; write it like {status: open}")}
	}
	if len(wrong) > 0 {
		return varsam.Cond{}, varsam.Errorf(varsam.Invalid, "the condition: %s", wrong)
	}
	return cond, nil
}
