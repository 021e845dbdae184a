package lint

import (
	"slices"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/register"
)

// rules holds promised times and acts against what the register does.
func (n *notice) rules(reg *register.Register) {
	kept := rulesOf(reg, func(register.Activity) bool { return true })
	for i, s := range n.sentences {
		if s.has("period") && !s.any("deadline", "once-a-year", "age") && !n.cookieSection(i) && !s.any("subject.backup", "subject.logs") {
			for _, p := range periodsOf(s) {
				if !someLike(kept, p) {
					n.told("period-without-rule", &p.at, p.words())
				}
			}
		}
	}
	promised := []struct {
		hit, code string
		done      bool
	}{
		{"claim.cull", "culling-without-rule", slices.ContainsFunc(kept, func(r Rule) bool { _, _, ok := r.lengths(); return ok })},
		{"claim.anonymise", "anonymising-without-rule", anyCollection(reg, func(c register.Collection) bool { return c.End == varsam.Anonymise })},
		{"claim.block", "blocking-without-rule", anyCollection(reg, func(c register.Collection) bool { return c.Restrict != nil })},
		{"claim.newsletter", "leaving-without-mark", anyField(reg, func(f register.Field) bool { return f.Stop != nil })},
		{"accepts-to", "consent-without-proof", anyCarry(reg, func(c register.Carry) bool { return c.Consent != nil && c.Consent.Given != "" })},
	}
	for _, p := range promised {
		if at := n.where(p.hit); at != nil && !p.done {
			n.add(p.code, at)
		}
	}
	if at := n.where("claim.agreement"); at != nil {
		if missing := withoutAgreement(reg, n.opt.Today); len(missing) > 0 {
			n.told("agreement-missing", at, together(missing))
		}
	}
}

func withoutAgreement(reg *register.Register, today varsam.Date) []varsam.Words {
	var all []varsam.Words
	for _, p := range reg.Parties {
		valid := p.Agreement != nil && !p.Agreement.Signed.IsZero() && (p.Agreement.Ends.IsZero() || today.IsZero() || !p.Agreement.Ends.Before(today))
		if p.Kind == "processor" && !valid {
			all = append(all, Named(p.Title, p.Name))
		}
	}
	return all
}

func anyCollection(reg *register.Register, is func(register.Collection) bool) bool {
	return slices.ContainsFunc(reg.Systems, func(s register.System) bool { return slices.ContainsFunc(s.Collections, is) })
}

func anyField(reg *register.Register, is func(register.Field) bool) bool {
	return anyCollection(reg, func(c register.Collection) bool { return slices.ContainsFunc(c.Fields, is) })
}

func anyCarry(reg *register.Register, is func(register.Carry) bool) bool {
	return anyCollection(reg, func(c register.Collection) bool { return slices.ContainsFunc(c.CarriedBy, is) })
}

// rulesOf are the times of some of the register's activities.
func rulesOf(reg *register.Register, is func(register.Activity) bool) []Rule {
	var all []Rule
	for _, a := range reg.Activities {
		if is(a) {
			all = append(all, Rule{Title: Named(a.Title, a.Name), Keep: a.Keep})
		}
	}
	anyCarry(reg, func(c register.Carry) bool {
		if a, ok := reg.Activity(c.Activity); ok && c.Keep != nil && is(a) {
			all = append(all, Rule{Title: Named(a.Title, a.Name), Keep: *c.Keep})
		}
		return false
	})
	return all
}

// shortest is the least number of days that is held against rules: a week is how
// long a parcel takes.
const shortest = 14

func someLike(rules []Rule, p period) bool {
	from, to := p.days()
	return to < shortest || slices.ContainsFunc(rules, func(r Rule) bool {
		ruleFrom, ruleTo, ok := r.lengths()
		return ok && meet(from, to, ruleFrom, ruleTo)
	})
}

// whose are the activities that a topic of a sentence tells of.
var whose = map[string]func(register.Activity) bool{
	"subject.books": func(a register.Activity) bool {
		return a.Basis.Article == varsam.LegalObligation && slices.Contains([]string{"SE-BFL", "FI-KPL-10", "FI-KPL-6"}, a.Keep.Law)
	},
	"subject.recruitment": about("applicant", "candidate"),
	"subject.newsletter":  func(a register.Activity) bool { return a.Marketing() || about("subscriber")(a) },
	"subject.customers":   about("customer", "client", "contact"),
	"subject.employees":   about("employee", "staff"),
	"subject.survey":      about("respondent", "participant"),
	"subject.members":     about("member"),
}

func about(subjects ...string) func(register.Activity) bool {
	return func(a register.Activity) bool {
		return slices.ContainsFunc(a.Subjects, func(s string) bool { return slices.Contains(subjects, s) })
	}
}

// times holds each time that a notice says of a group of people, or of the
// accounts, against the rules for them.
func (n *notice) times(reg *register.Register) {
	every := rulesOf(reg, func(register.Activity) bool { return true })
	for _, a := range n.said() {
		is, known := whose[a.about]
		if !known || !someLike(every, a.period) { // that no rule has it has been told
			continue
		}
		rules := rulesOf(reg, func(k register.Activity) bool { return k.Role != varsam.Processor && is(k) })
		if len(rules) > 0 && !someLike(rules, a.period) {
			n.held(a, rules)
		}
	}
}
