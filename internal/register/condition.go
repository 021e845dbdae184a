package register

import (
	"strings"

	"github.com/varsam/varsam"
)

// ParseCondition reads a condition as the register's when: has it, on one line or
// several: "{status: open, closed_on: null}". All errors are Invalid and say what
// is wrong with it.
func ParseCondition(text string) (varsam.Cond, error) {
	l := &loader{}
	f := l.parse(source{path: "condition", src: []byte(text)})
	var wrong []string
	d := &decoder{report: func(_ *node, _, message, mend string) { wrong = append(wrong, message+"; "+mend) }}
	var cond varsam.Cond
	if f.root != nil {
		cond = d.cond(f.root)
	}
	for _, fault := range l.faults {
		wrong = append(wrong, fault.Message+"; "+fault.Mend)
	}
	if len(wrong) == 0 && f.root == nil {
		wrong = []string{"there is none; write it like {status: open}"}
	}
	if len(wrong) > 0 {
		return varsam.Cond{}, varsam.Errorf(varsam.Invalid, "the condition: %s", strings.Join(wrong, "; "))
	}
	return cond, nil
}
