package report

import (
	"slices"

	"github.com/varsam/varsam/internal/locale"
)

// certificatePage lays a certificate out: the numbers first, then rule by rule,
// then how it was decided and checked.
func (c *composer) certificatePage(run Run, content certificate) {
	c.page.title, c.page.lead = content.Title, content.Sum
	c.page.facts = c.certificateFacts(run, content)
	c.page.foot = c.p.T("certificate.foot", c.moment(content.Made))
	c.page.add(c.p.T("certificate.numbers"), block{Table: c.numbers(content.Rules)}, para(c.untouched(content.Rules)))
	var entries []block
	for _, r := range content.Rules {
		if e := c.ruleEntry(r); len(e.Facts) > 0 {
			entries = append(entries, block{Entry: &e})
		}
	}
	c.page.add(c.p.T("certificate.rules"), entries...)
	c.page.add(c.p.T("certificate.approvals"), c.approvals(content.Rules)...)
	if content.Parts != (Parts{}) {
		c.page.add(c.p.T("certificate.checks"), para(c.p.T("certificate.checks.how")), block{Table: c.checks(content.Parts)})
	}
	c.page.add(c.p.T("certificate.silent"), block{Table: c.silentTable(content.Silent)})
	c.page.add(c.p.T("certificate.holds"), block{List: content.Holds})
	c.page.add(c.p.T("certificate.proof"), para(c.p.T("certificate.proof.how")),
		block{Type: "varsam evidence export " + run.ID + " --out " + run.ID + ".pack\nvarsam evidence verify " + run.ID + ".pack --key KEY"},
		block{Facts: []fact{{c.p.T("certificate.plan"), []string{content.Plan}, true}, {c.p.T("report.register"), []string{content.Register.Digest}, true}}})
	c.page.add(c.p.T("certificate.limits"), block{List: content.Limits})
}

func (c *composer) certificateFacts(run Run, content certificate) []fact {
	facts := told(nil, c.p.T("certificate.run"), content.Run)
	facts = told(facts, c.p.T("certificate.day"), c.p.Date(content.Day))
	facts = told(facts, c.p.T("certificate.state"), content.StateWords, c.p.Reason(run.Why))
	if content.Register.Version > 0 {
		facts = told(facts, c.p.T("report.register"), c.p.T("report.version", c.number(int64(content.Register.Version))))
	}
	facts = told(facts, c.p.T("certificate.planned"), c.moment(content.Planned))
	return told(facts, c.p.T("certificate.ended"), c.moment(content.Ended))
}

// number is a column of the table of numbers.
type number struct {
	key    string
	width  float64
	always bool // also where no rule has one
	of     func(certificateRule) int64
}

// numbered are the columns of numbers: what is due, and what it comes to, which
// add up to it; and what is unclear beside it.
var numbered = []number{
	{"certificate.due", 1.5, true, func(r certificateRule) int64 { return r.Due }},
	{"certificate.done", 1.1, true, func(r certificateRule) int64 { return r.Done }},
	{"certificate.needed.short", 1, false, func(r certificateRule) int64 { return r.Needed }},
	{"certificate.protected.short", 1.15, false, func(r certificateRule) int64 { return r.Protected }},
	{"certificate.waiting.short", 1, false, func(r certificateRule) int64 { return r.Waiting }},
	{"certificate.linked.short", 1.3, false, func(r certificateRule) int64 { return r.Linked }},
	{"certificate.changed.short", 1, false, func(r certificateRule) int64 { return r.Changed }},
	{"certificate.refused.short", 1, false, func(r certificateRule) int64 { return r.Refused }},
	{"certificate.open.short", 1, true, func(r certificateRule) int64 { return r.Open }},
	{"certificate.unclear.short", 1, false, func(r certificateRule) int64 { return r.Unclear }},
}

// numbers is one row a rule that concerned a record.
func (c *composer) numbers(rules []certificateRule) *table {
	t := &table{Caption: c.p.T("certificate.numbers"), Head: []column{{c.p.T("report.what"), false, 3}, {c.p.T("certificate.action"), false, 2.7}}}
	var shown []number
	for _, n := range numbered {
		if n.always || slices.ContainsFunc(rules, func(r certificateRule) bool { return n.of(r) > 0 }) {
			shown, t.Head = append(shown, n), append(t.Head, column{c.p.T(n.key), true, n.width})
		}
	}
	for _, r := range rules {
		if r.idle() {
			continue
		}
		cells := []cell{word(r.CollectionTitle, r.SystemTitle), word(locale.Capital(r.ActionWords))}
		for _, n := range shown {
			cells = append(cells, word(c.number(n.of(r))))
		}
		t.Rows = append(t.Rows, row{Cells: cells})
	}
	return t
}

// idle reports whether the rule concerned no record.
func (r certificateRule) idle() bool { return r.Due == 0 && r.Unclear == 0 }

// untouched names what nothing was due of.
func (c *composer) untouched(rules []certificateRule) string {
	var names []string
	for _, r := range rules {
		if r.idle() && len(r.Why) == 0 {
			names = append(names, c.ruleName(r))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return c.p.T("certificate.untouched", c.p.List(names))
}

func (c *composer) ruleName(r certificateRule) string {
	return c.p.T("certificate.rule", r.CollectionTitle, r.SystemTitle, r.ActionWords)
}

// ruleEntry is what the rule rests on and came to; nothing for one that concerned
// no record.
func (c *composer) ruleEntry(r certificateRule) entry {
	e := entry{Title: c.ruleName(r)}
	if r.idle() && len(r.Why) == 0 {
		return e
	}
	e.Facts = told(e.Facts, c.p.T("certificate.grounds"), c.groundLines(r)...)
	if r.Done > 0 {
		e.Facts = told(e.Facts, c.p.T("certificate.outcome"), c.p.T("certificate.outcome.n", c.number(r.Done), r.FinalityWords))
	}
	e.Facts = told(e.Facts, c.p.T("certificate.stays"), r.Why...)
	return e
}

func (c *composer) groundLines(r certificateRule) (lines []string) {
	for _, g := range r.Grounds {
		line := c.p.T("certificate.ground", g.Title, g.Kept)
		for _, more := range c.counted(g) {
			line += "; " + more
		}
		lines = append(lines, line)
	}
	return lines
}

// approvals groups the rules that ran under the same yes.
func (c *composer) approvals(rules []certificateRule) (blocks []block) {
	type group struct {
		names []string
		words []string
	}
	var groups []*group
	for _, r := range rules {
		words := []string{c.p.T("certificate.approval.none")}
		switch {
		case r.Approval != nil:
			words = r.Approval.Words
		case r.Parts == (Parts{}):
			continue
		}
		i := slices.IndexFunc(groups, func(g *group) bool { return slices.Equal(g.words, words) })
		if i < 0 {
			i, groups = len(groups), append(groups, &group{words: words})
		}
		groups[i].names = append(groups[i].names, c.ruleName(r))
	}
	for _, g := range groups {
		blocks = append(blocks, block{Facts: told(told(nil, c.p.T("certificate.concerns"), g.names...), c.p.T("certificate.approved"), g.words...)})
	}
	return blocks
}

func (c *composer) checks(p Parts) *table {
	t := &table{Caption: c.p.T("certificate.checks"), Head: []column{
		{c.p.T("certificate.outcome"), false, 6}, {c.p.T("certificate.ranges"), true, 1}, {c.p.T("certificate.records"), true, 1},
	}}
	add := func(label string, n Part) {
		if n.Ranges > 0 {
			t.Rows = append(t.Rows, row{Cells: words(label, c.number(int64(n.Ranges)), c.number(n.Rows))})
		}
	}
	add(c.p.T("certificate.part.verified"), p.Verified)
	add(c.p.T("certificate.part.back"), p.Back)
	add(c.p.T("certificate.part.changed"), p.Changed)
	add(c.p.T("certificate.part.refused"), p.Refused)
	add(c.p.T("certificate.part.open"), p.Open)
	add(c.p.T("certificate.part.split"), p.Split)
	return t
}

func (c *composer) silentTable(all []silence) *table {
	t := &table{Caption: c.p.T("certificate.silent"), Head: []column{{c.p.T("report.system"), false, 1}, {c.p.T("report.why"), false, 2}}}
	for _, s := range all {
		t.Rows = append(t.Rows, row{Cells: words(s.Title, s.Words)})
	}
	return t
}
