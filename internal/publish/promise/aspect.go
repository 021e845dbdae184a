package promise

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// aspect is a part of the register: which findings speak against it, and how
// many things there are that it is about.
type aspect struct {
	against []string
	things  func(*judge, register.Control) int
}

var aspects = map[register.Aspect]aspect{
	register.AspectAccess: {[]string{"no-access"}, systems(func(s register.System) bool { return len(s.Access) > 0 })},
	register.AspectAgreements: {
		[]string{"no-agreement", "no-agreement-controller", "agreement-unsigned", "agreement-expired", "agreement-clauses", "joint-without-arrangement"},
		parties(func(p register.Party) bool {
			return p.Kind == "processor" || p.Kind == "controller" || p.Kind == "joint"
		}),
	},
	register.AspectConsents: {[]string{"consent-without-given", "consent-without-wording", "consent-without-withdrawal"}, carries(func(c register.Carry) bool { return c.Consent != nil })},
	register.AspectContact:  {[]string{"no-contact", "no-officer"}, func(j *judge, _ register.Control) int { return 1 }},
	register.AspectEEA: {
		[]string{"no-country", "party-without-country", "own-system-outside", "no-transfer", "transfer-not-stated", "transfer-expired", "adequacy-unknown", "scc-without-module", "derogation", "dpf-not-us", "dpf-without-hr", "dpf-check-old", "privacy-shield"},
		systems(func(register.System) bool { return true }),
	},
	register.AspectGrounds: {[]string{"no-basis", "no-law", "no-interest-test", "interest-incomplete", "interest-review-passed", "not-carried", "rule-not-in-force"}, activities(func(register.Activity) bool { return true })},
	register.AspectNumbers: {[]string{"national-id-without-reason"}, fields(func(f register.Field) bool {
		return f.Identifies == varsam.NationalID || f.Data == "person.national-id"
	})},
	register.AspectInstructions: {[]string{"processor-without-controller", "processor-without-instruction"}, activities(func(a register.Activity) bool { return a.Role == varsam.Processor })},
	register.AspectMarks:        {[]string{"use-without-mark", "stop-of-nothing"}, fields(func(f register.Field) bool { return f.Stop != nil })},
	register.AspectMeasures:     {[]string{"no-measures", "measure-review-passed"}, systems(func(s register.System) bool { return len(s.Measures) > 0 })},
	register.AspectPeriods:      {[]string{"no-retention", "no-trigger", "no-end", "rule-without-time", "period-for-books"}, carries(func(register.Carry) bool { return true })},
	register.AspectRestriction: {
		[]string{"no-restriction", "flag-without-obeys", "blank-books", "move-undeclared"},
		collections(func(c register.Collection) bool { return c.Restrict != nil }),
	},
	register.AspectSources:  {[]string{"unknown-category"}, fields(func(f register.Field) bool { return f.Source != "" })},
	register.AspectSubjects: {[]string{"no-subjects", "no-needs", "no-purpose"}, activities(func(a register.Activity) bool { return len(a.Subjects) > 0 })},
	register.AspectTransfers: {
		[]string{"no-transfer", "transfer-not-stated", "transfer-expired", "adequacy-unknown", "scc-without-module", "dpf-not-us", "dpf-without-hr", "dpf-check-old", "privacy-shield", "own-system-outside"},
		parties(func(p register.Party) bool { return p.Country != "" }),
	},
}

// aspect: the register in force says it, and nothing speaks against it.
func (j *judge) aspect(c register.Control) Shown {
	a, target := aspects[c.Register], string(c.Register)
	count, first := 0, register.Finding{}
	for _, f := range j.findings {
		if slices.Contains(a.against, f.Code) && concerns(c, f.Where.System, f.Where.Activity, f.Where.Party) {
			if count == 0 {
				first = f
			}
			count++
		}
	}
	if c.Register == register.AspectEEA && count == 0 {
		count = j.abroad(c)
		first.Code = "abroad"
	}
	things := a.things(j, c)
	on := j.on(j.InForce.At)
	switch {
	case count > 0:
		return show("register", target, Broken, varsam.Because(ReasonFindings, number(count), first.Where.String()+" ("+first.Code+")"))
	case things == 0:
		return show("register", target, NotShown, varsam.Because(ReasonNothingSuch))
	case j.InForce.Digest != j.reg.Digest:
		return show("register", target, NotShown, varsam.Because(ReasonNotInForce))
	}
	return show("register", target, Kept, varsam.Because(ReasonInForce, number(things), on.String())).by("register "+j.InForce.Digest[:12], inForce, on)
}

// abroad is how many systems and parties lie outside the EEA, whatever lets data
// go there.
func (j *judge) abroad(c register.Control) int {
	n := 0
	for _, s := range j.reg.Systems {
		if s.Country != "" && !register.InEEA(s.Country) && concerns(c, s.Name) {
			n++
		}
	}
	for _, p := range j.reg.Parties {
		if p.Country != "" && !register.InEEA(p.Country) && concerns(c, p.Name) {
			n++
		}
	}
	return n
}

func systems(is func(register.System) bool) func(*judge, register.Control) int {
	return func(j *judge, c register.Control) (n int) {
		for _, s := range j.reg.Systems {
			if is(s) && concerns(c, s.Name) {
				n++
			}
		}
		return n
	}
}

func parties(is func(register.Party) bool) func(*judge, register.Control) int {
	return func(j *judge, c register.Control) (n int) {
		for _, p := range j.reg.Parties {
			if is(p) && concerns(c, p.Name) {
				n++
			}
		}
		return n
	}
}

func activities(is func(register.Activity) bool) func(*judge, register.Control) int {
	return func(j *judge, c register.Control) (n int) {
		for _, a := range j.reg.Activities {
			if is(a) && !a.Draft && concerns(c, a.Name) {
				n++
			}
		}
		return n
	}
}

func collections(is func(register.Collection) bool) func(*judge, register.Control) int {
	return func(j *judge, c register.Control) (n int) {
		for _, s := range j.reg.Systems {
			for _, col := range s.Collections {
				if is(col) && !col.Draft && concerns(c, s.Name) {
					n++
				}
			}
		}
		return n
	}
}

func carries(is func(register.Carry) bool) func(*judge, register.Control) int {
	return func(j *judge, c register.Control) (n int) {
		for _, s := range j.reg.Systems {
			for _, col := range s.Collections {
				for _, carry := range col.CarriedBy {
					if is(carry) && concerns(c, s.Name, carry.Activity) {
						n++
					}
				}
			}
		}
		return n
	}
}

func fields(is func(register.Field) bool) func(*judge, register.Control) int {
	return func(j *judge, c register.Control) (n int) {
		for _, s := range j.reg.Systems {
			for _, col := range s.Collections {
				for _, f := range col.Fields {
					if is(f) && concerns(c, s.Name) {
						n++
					}
				}
			}
		}
		return n
	}
}
