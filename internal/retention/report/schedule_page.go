package report

import (
	"maps"
	"slices"
	"strings"

	"github.com/varsam/varsam"
	"github.com/varsam/varsam/internal/locale"
	"github.com/varsam/varsam/internal/register"
)

// restrict says how others are kept from a record that only duties and claims
// are left for.
func (c *composer) restrict(s register.System, coll register.Collection) []string {
	r := coll.Restrict
	if r == nil {
		return nil
	}
	how := []string{}
	if r.Move != "" {
		how = append(how, c.p.T("schedule.restrict.move", c.collection(s.Name, r.Move)))
	}
	if len(r.Flag) > 0 {
		how = append(how, c.p.T("schedule.restrict.flag", strings.Join(slices.Sorted(maps.Keys(r.Flag)), ", ")))
	}
	if r.Blank {
		how = append(how, c.p.T("schedule.restrict.blank"))
	}
	return how
}

// anonymised says what becomes of the columns of records that are anonymised.
func (c *composer) anonymised(coll register.Collection) string {
	a := coll.Anonymise
	if a == nil || coll.End != varsam.Anonymise {
		return ""
	}
	var changed []string
	for _, r := range a.Columns {
		changed = append(changed, r.Name)
	}
	k := a.K
	if k == 0 {
		k = register.DefaultK
	}
	return c.p.N("schedule.anonymised", k, c.p.List(changed), c.p.List(slices.Concat(a.Keep, a.Harmless)))
}

// schedulePage lays a schedule out, one table a system.
func (c *composer) schedulePage(content schedule) {
	c.page.title, c.page.lead, c.page.wide = content.Title, c.p.T("schedule.lead"), true
	if content.Register.Version > 0 {
		c.page.facts = told(nil, c.p.T("report.register"), c.p.T("report.version", c.number(int64(content.Register.Version))))
	}
	c.page.facts = told(c.page.facts, c.p.T("schedule.day"), c.p.Date(content.Day))
	for _, s := range content.Systems {
		c.page.add(c.marked(s.Title, s.Draft), para(c.systemLine(s)), block{Table: c.scheduleTable(s)})
	}
	c.page.add(c.p.T("schedule.findings"), para(c.p.T("schedule.findings.lead")), block{Table: c.findingTable(content.Findings)})
	if len(content.Findings) == 0 {
		c.page.sections = slices.DeleteFunc(c.page.sections, func(s section) bool { return s.Heading == c.p.T("schedule.findings") })
	}
	c.page.foot = c.p.T("schedule.foot", content.Register.Digest)
}

// marked says of a title that nobody has confirmed what stands there.
func (c *composer) marked(title string, draft bool) string {
	if draft {
		return c.p.T("schedule.draft", title)
	}
	return title
}

func (c *composer) systemLine(s scheduleSystem) string {
	var parts []string
	if s.Owner != "" {
		parts = append(parts, c.p.T("schedule.owner", s.Owner))
	}
	if s.Operator != "" {
		parts = append(parts, c.p.T("schedule.operator", s.Operator))
	}
	parts = append(parts, s.BackupsWords)
	if s.Assisted {
		parts = append(parts, c.p.T("schedule.assisted"))
	}
	return locale.Capital(strings.Join(parts, " · "))
}

func (c *composer) scheduleTable(s scheduleSystem) *table {
	t := &table{Caption: s.Title, Head: []column{
		{c.p.T("report.what"), false, 2.2},
		{c.p.T("schedule.whose"), false, 1.2},
		{c.p.T("schedule.ground"), false, 2.2},
		{c.p.T("schedule.kept"), false, 2.8},
		{c.p.T("schedule.then"), false, 1.9},
	}}
	for _, coll := range s.Collections {
		t.Rows = append(t.Rows, c.collectionRows(coll)...)
	}
	return t
}

// collectionRows is one row a ground; what they have in common is said once.
func (c *composer) collectionRows(coll scheduleCollection) (rows []row) {
	n := max(1, len(coll.Grounds))
	what := cell{c.marked(coll.Title, coll.Draft), full([]string{locale.Capital(c.p.List(coll.Data))}), n}
	then := cell{locale.Capital(coll.EndWords), nil, n}
	if len(coll.Restrict) > 0 {
		then.Sub = append(then.Sub, c.p.T("schedule.restrict", c.p.List(coll.Restrict)))
	}
	then.Sub = append(then.Sub, full([]string{coll.Anonymised})...)
	if len(coll.Grounds) == 0 {
		return []row{{[]cell{what, word(""), word(c.p.T("schedule.no-ground")), word(c.p.T("report.kept.none")), then}, true}}
	}
	for i, g := range coll.Grounds {
		if i > 0 {
			what, then = cell{}, cell{}
		}
		owner := ""
		if g.Owner != "" {
			owner = c.p.T("schedule.owner", g.Owner)
		}
		rows = append(rows, row{[]cell{
			what, word(locale.Capital(c.p.List(g.Subjects))), word(c.marked(g.Title, g.Draft), locale.Capital(g.BasisWords), owner),
			word(locale.Capital(g.Kept), c.counted(g)...), then,
		}, i == 0})
	}
	return rows
}

func (c *composer) findingTable(all []scheduleFinding) *table {
	t := &table{Caption: c.p.T("schedule.findings"), Head: []column{
		{c.p.T("schedule.where"), false, 1.3}, {c.p.T("schedule.says"), false, 3}, {c.p.T("schedule.next"), false, 3},
	}}
	for _, f := range all {
		t.Rows = append(t.Rows, row{Cells: []cell{word(f.Where), word(f.Says, c.p.Cite(f.Paragraph)), word(f.Next)}})
	}
	return t
}
