package promise

import (
	"strings"
	"time"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/publish/lint"
	"github.com/varsam/varsam/internal/register"
)

// State is how a statement stands.
type State string

// The states. A statement has the worst of those of its controls.
const (
	Kept     State = "kept"      // every control shows it
	NotShown State = "not-shown" // some control never ran, or ran on nothing
	Broken   State = "broken"    // some control shows the opposite
	Untrue   State = "untrue"    // it cannot be kept as it is worded
)

var order = map[State]int{Kept: 0, NotShown: 1, Broken: 2, Untrue: 3}

// worse is the worse of two states.
func worse(a, b State) State {
	if order[b] > order[a] {
		return b
	}
	return a
}

// Judged is a statement with how it stands.
type Judged struct {
	ID        string         `json:"id"`
	Text      varsam.Words   `json:"text"`
	Published string         `json:"published,omitempty"`
	State     State          `json:"state"`
	Controls  []Shown        `json:"controls"`
	Untrue    []lint.Finding `json:"-"` // why it cannot be kept as worded
	Where     register.Where `json:"where"`
}

// Shown is what one control shows.
type Shown struct {
	Control string        `json:"control"`          // cull, request, …
	Target  string        `json:"target,omitempty"` // what of it: invoices.invoices, erasure
	State   State         `json:"state"`
	Why     varsam.Reason `json:"why"`
	Proof   *Proof        `json:"proof,omitempty"` // what shows it, when it is kept
}

// Proof is the evidence that a control is kept.
type Proof struct {
	What string      `json:"what"`           // the run, request, document or version
	On   varsam.Date `json:"on"`             // its day, in the organisation's zone
	Leaf string      `json:"leaf,omitempty"` // in the log, hex; see [Service.Judge]

	about string // whose newest leaf it is
}

// inForce stands for the register's version in the place of a request.
const inForce = "register in force"

// Corrected is what to say instead of a statement that is not true as worded,
// sentence by sentence.
func (j Judged) Corrected() varsam.Words {
	var w varsam.Words
	seen := map[string]bool{}
	for _, f := range j.Untrue {
		if family, told := strings.CutSuffix(strings.TrimSuffix(f.Code, "-text"), "-contradicted"); told && holds(j.Untrue, family+"-not-so") {
			continue // the register says it more exactly
		}
		if f.Code == "period-without-rule" && holds(j.Untrue, "period-not-so") {
			continue
		}
		instead := f.Instead()
		if instead.SV == "" {
			instead = f.Next()
		}
		if instead.SVFI == "" {
			instead.SVFI = instead.SV
		}
		if !seen[instead.SV] {
			w.SV, w.SVFI, w.EN = join(w.SV, instead.SV), join(w.SVFI, instead.SVFI), join(w.EN, instead.EN)
		}
		seen[instead.SV] = true
	}
	return w
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + " " + b
}

// Judge says of each statement of a register how it stands on a day.
func Judge(reg *register.Register, e Evidence, now time.Time) []Judged {
	j := &judge{reg: reg, Evidence: e, zone: reg.Organisation.Location()}
	j.today = varsam.DateIn(now, j.zone)
	j.findings = register.Findings(reg, j.today)
	untrue := contradictions(j)
	all := make([]Judged, 0, len(reg.Statements))
	for i, s := range reg.Statements {
		out := Judged{ID: s.ID, Text: s.Text, Published: s.Published, Untrue: untrue[i], Where: s.Where(), State: Kept, Controls: []Shown{}}
		for _, c := range s.KeptBy {
			for _, shown := range j.control(c) {
				out.Controls = append(out.Controls, shown)
				out.State = worse(out.State, shown.State)
			}
		}
		if len(out.Controls) == 0 {
			out.State = NotShown
			out.Controls = append(out.Controls, Shown{Control: "none", State: NotShown, Why: varsam.Because(ReasonNoControl)})
		}
		if len(out.Untrue) > 0 {
			out.State = Untrue
		}
		all = append(all, out)
	}
	return all
}

// contradictions are what law, register and the other statements say against
// each, in the languages that are read.
func contradictions(j *judge) [][]lint.Finding {
	opt := lint.Options{Register: j.reg, Today: j.today}
	var sv, en []lint.Statement
	for _, s := range j.reg.Statements {
		on, rules := j.rests(s)
		sv = append(sv, lint.Statement{Text: first(s.Text.SV, s.Text.SVFI), Rules: rules, On: on})
		en = append(en, lint.Statement{Text: s.Text.EN, Rules: rules, On: on})
	}
	all := lint.Statements(sv, opt)
	for i, more := range lint.Statements(en, opt) {
		for _, f := range more {
			if !holds(all[i], f.Code) {
				all[i] = append(all[i], f)
			}
		}
	}
	return all
}

// rests are the collections and activities whose culling a statement rests on,
// and for how long the register keeps them.
func (j *judge) rests(s register.Statement) (on []string, rules []lint.Rule) {
	for _, c := range s.KeptBy {
		if c.Activity != "" {
			on = append(on, c.Activity)
			if a, ok := j.reg.Activity(c.Activity); ok {
				rules = append(rules, ruleOf(a, register.Carry{}))
			}
		}
		for _, t := range j.targets(c.Cull) {
			on = append(on, t.String())
			rules = append(rules, j.rulesOf(t)...)
		}
	}
	return on, rules
}

// rulesOf are the times for which activities carry a collection.
func (j *judge) rulesOf(t target) (rules []lint.Rule) {
	s, _ := j.reg.System(t.system)
	col, _ := s.Collection(t.collection)
	for _, carry := range col.CarriedBy {
		if a, ok := j.reg.Activity(carry.Activity); ok {
			rules = append(rules, ruleOf(a, carry))
		}
	}
	return rules
}

func ruleOf(a register.Activity, carry register.Carry) lint.Rule {
	keep, title := a.Keep, a.Title
	if carry.Keep != nil {
		keep = *carry.Keep
	}
	return lint.Rule{Title: lint.Named(title, a.Name), Keep: keep, Some: carry.When != nil}
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func holds(all []lint.Finding, code string) bool {
	for _, f := range all {
		if f.Code == code {
			return true
		}
	}
	return false
}
