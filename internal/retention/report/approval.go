package report

import (
	"slices"
	"strings"
)

// commandLine is the assurance of a name that somebody typed: nobody checked who.
const commandLine = "command line"

func anyTyped(all []Yes) bool {
	return slices.ContainsFunc(all, func(y Yes) bool { return y.Assurance == commandLine })
}

func (c *composer) approval(a Approval) *certificateApproval {
	out := &certificateApproval{Standing: a.Standing, Most: a.Most, Jump: a.Jump, Until: a.Until, Yes: append([]Yes{}, a.Yes...), Words: []string{}}
	if a.Standing != "" {
		out.Words = append(out.Words, c.standing(a))
	}
	if len(a.Yes) > 0 {
		out.Words = append(out.Words, c.who(a.Yes))
	}
	return out
}

// standing is the terms of a yes that stands.
func (c *composer) standing(a Approval) string {
	jump := ""
	if a.Jump > 0 {
		jump = c.number(a.Jump)
	}
	return c.p.T("certificate.standing", a.Standing, a.Until.String(), c.number(a.Most), jump)
}

// who says whose yes it was, and never that two people looked when all that is
// known is that two names were typed.
func (c *composer) who(all []Yes) string {
	ids := make([]string, len(all))
	for i, y := range all {
		ids[i] = y.Actor
	}
	names, last := c.p.List(ids), c.moment(all[len(all)-1].At)
	if anyTyped(all) {
		return c.p.N("certificate.yes.typed", len(all), names, last)
	}
	var how []string
	for _, y := range all {
		how = append(how, inline(y.Assurance))
	}
	return c.p.N("certificate.yes", len(all), names, last, strings.Join(unique(how), ", "))
}
